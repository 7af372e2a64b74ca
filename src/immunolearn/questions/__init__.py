"""Quizzes: the bank that a lesson's ``quiz.yaml`` holds, grading, and the element in the page."""

from immunolearn.questions.bank import Bank, Group, Item, Option, load_bank
from immunolearn.questions.element import Quiz, quiz
from immunolearn.questions.grading import grade

__all__ = ["Bank", "Group", "Item", "Option", "Quiz", "grade", "load_bank", "quiz"]
