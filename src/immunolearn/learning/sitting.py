"""A sitting: a handful of questions that are due, mixed across lessons, or cards of the glossary."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

from immunolearn import records
from immunolearn.course.header import open_bridge
from immunolearn.course.source import read_lesson
from immunolearn.course.syllabus import read_syllabus
from immunolearn.display import renderer
from immunolearn.display.element import Element
from immunolearn.errors import ImmunolearnError
from immunolearn.learning.schedule import Key
from immunolearn.learning.standing import memories
from immunolearn.learning.words import said
from immunolearn.questions import static
from immunolearn.questions.answered import bank_of
from immunolearn.questions.cards import GLOSSARY, card_id
from immunolearn.questions.element import element_data

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from immunolearn.learning.schedule import Memory
    from immunolearn.questions.bank import Bank, Item

MOST = 50
"""Questions in one sitting, at most."""


class ReviewError(ImmunolearnError):
    """A sitting that cannot be made."""


class Review(Element):
    """Questions of one sitting, live in the page; those that were missed return in the same sitting."""

    def __init__(self, title: str, asked: Sequence[tuple[str, Bank, Item]], *, at: datetime) -> None:
        self.keys = [Key(lesson, item.id) for lesson, _, item in asked]
        items = [{**element_data(bank, item), "lesson": lesson, "pair": None} for lesson, bank, item in asked]
        super().__init__(
            "immuno-quiz",
            static=static.group(title, items),
            data={
                "lesson": asked[0][0],
                "group": "review",
                "title": title,
                "kind": "review",
                "since": records.iso(at),
                "items": items,
            },
        )

    def __len__(self) -> int:
        return len(self.keys)


class Nothing(Element):
    """Says that nothing is to be done now, and when it will be."""

    def __init__(self, sentence: str) -> None:
        super().__init__("div", static=f"<p>{sentence}</p>")

    def __len__(self) -> int:
        return 0


def review(n: int = 10, *, lessons: Iterable[str] | None = None, at: datetime | None = None) -> Review | Nothing:
    """Ask again what is due, mixed across lessons.

    Parameters
    ----------
    n
        Questions at most, 1 to 50.
    lessons
        Names of lessons to choose from; all if None.
    at
        Point in time (with a time zone); now if None.

    Returns
    -------
    Element
        Questions that you answered before and that are due: first those at which you were sure and wrong, then those
        most likely forgotten, in turns from each lesson. If none is due, a sentence that says when one will be.

    Raises
    ------
    ReviewError
        If ``n`` is no number of questions.
    RecordsError
        If the answers cannot be read.
    """
    now = _checked(n, at)
    chosen = None if lessons is None else set(lessons)
    known = {
        key: memory
        for key, memory in memories(at=now).items()
        if key.lesson != GLOSSARY and (chosen is None or key.lesson in chosen)
    }
    return _sitting("review", known, [], n, now)


def flashcards(n: int = 10, *, at: datetime | None = None) -> Review | Nothing:
    """Ask for words of the glossary: those that are due, then new ones in the order of the course.

    Parameters
    ----------
    n
        Cards at most, 1 to 50.
    at
        Point in time (with a time zone); now if None.

    Returns
    -------
    Element
        As :func:`review`. New words come from lessons in which you have answered something.

    Raises
    ------
    ReviewError
        If ``n`` is no number of cards.
    RecordsError
        If the answers cannot be read.
    """
    now = _checked(n, at)
    known = {key: memory for key, memory in memories(at=now).items() if key.lesson == GLOSSARY}
    opened = {row["lesson"] for row in records.answers()}
    written = [read_lesson(folder) for folder in read_syllabus().folders()]
    met = chain.from_iterable(lesson.terms for lesson in written if lesson.name in opened)
    fresh = [key for term in dict.fromkeys(met) if (key := Key(GLOSSARY, card_id(term))) not in known]
    return _sitting("flashcards", known, fresh, n, now)


def _checked(n: int, at: datetime | None) -> datetime:
    if not isinstance(n, int) or not 1 <= n <= MOST:
        raise ReviewError(said("number", most=MOST, given=n))
    return (at or datetime.now(UTC)).astimezone(UTC)


def _sitting(kind: str, known: dict[Key, Memory], fresh: list[Key], n: int, now: datetime) -> Review | Nothing:
    banks = {lesson: bank_of(lesson) for lesson in {key.lesson for key in [*known, *fresh]}}
    items = {Key(name, item.id): item for name, bank in banks.items() if bank for item in bank.items}
    due = sorted(
        (key for key in known if known[key].due <= now and key in items),
        key=lambda key: (known[key].retrievability(now), key),
    )
    first = [key for key in due if known[key].sure_and_wrong]
    then = [key for key in due if not known[key].sure_and_wrong]
    chosen = [*_in_turns(first), *_in_turns(then), *(key for key in fresh if key in items)][:n]
    if not chosen:
        later = [memory.due for key, memory in known.items() if key in items]
        if not later:
            return Nothing(said("no-cards-yet" if kind == "flashcards" else "nothing-yet"))
        return Nothing(said("nothing-due", when=_when(min(later), now)))
    asked = [(key.lesson, bank, items[key]) for key in chosen if (bank := banks[key.lesson])]
    renderer.install()
    for lesson, bank, _ in asked:
        open_bridge(lesson, bank, again=False)
    return Review(said(kind if len(asked) > 1 else f"{kind}-one", count=len(asked)), asked, at=now)


def _in_turns(keys: list[Key]) -> list[Key]:
    """One question from each lesson in turn; within a lesson the order stays."""
    by_lesson: dict[str, list[Key]] = {}
    for key in keys:
        by_lesson.setdefault(key.lesson, []).append(key)
    return [key for turn in zip_longest(*by_lesson.values()) for key in turn if key is not None]


def _when(due: datetime, now: datetime) -> str:
    hours = (due - now).total_seconds() / 3600
    if hours < 24:  # noqa: PLR2004 - hours of a day
        return "within a day"
    return f"in {round(hours / 24)} days" if hours >= 36 else "tomorrow"  # noqa: PLR2004 - a day and a half
