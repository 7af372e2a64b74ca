"""Quizzes: the bank that a lesson's ``quiz.yaml`` holds, grading, and the element in the page."""

from immunolearn.questions.answered import answers
from immunolearn.questions.bank import Bank, Group, Item, load_bank, read_item
from immunolearn.questions.element import Quiz, quiz
from immunolearn.questions.grading import grade

__all__ = ["Bank", "Group", "Item", "Quiz", "answers", "grade", "load_bank", "quiz", "read_item"]
