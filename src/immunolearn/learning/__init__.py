"""Learning over weeks: where one stands, and what to ask again."""

from immunolearn.learning.sitting import Review, flashcards, review
from immunolearn.learning.standing import Progress, progress, set_exam

__all__ = ["Progress", "Review", "flashcards", "progress", "review", "set_exam"]
