"""Learning over weeks: where one stands, and what to ask again."""

from immunolearn.learning.final import Exam, exam
from immunolearn.learning.sitting import Review, flashcards, review
from immunolearn.learning.standing import Progress, progress, set_exam

__all__ = ["Exam", "Progress", "Review", "exam", "flashcards", "progress", "review", "set_exam"]
