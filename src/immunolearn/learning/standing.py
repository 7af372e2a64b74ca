"""Where a learner stands: what was opened, met and missed, how sure the answers were, and what is due."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from immunolearn import records
from immunolearn.course.header import counted
from immunolearn.course.source import read_lesson
from immunolearn.course.syllabus import read_syllabus
from immunolearn.display import markup
from immunolearn.errors import ImmunolearnError
from immunolearn.learning.schedule import Key, Memory, replay
from immunolearn.questions.answered import bank_of, in_words, items_of, judged

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from immunolearn.course.source import Lesson
    from immunolearn.questions.bank import Item

LONGEST = timedelta(minutes=5)
"""Of one answer's time no more is counted: the page may have been left open."""
CONFIDENCES = ("guess", "think", "sure")
_EXAM = "exam"


class ProgressError(ImmunolearnError):
    """A date that cannot be an exam's."""


@dataclass(frozen=True, eq=False)
class Progress:
    """Where you stand. Shown as a page in a notebook; its parts are at hand as tables.

    Parameters
    ----------
    lessons
        One row a lesson of the course: ``title``, ``questions``, ``answered``, ``right`` (newest answers),
        ``objectives``, ``met`` and ``minutes`` (time on questions, at most five minutes each).
    calibration
        One row a word of confidence: first ``answers``, those ``right``, and the 95 % interval of their share
        (``low``, ``high``, Wilson).
    confident_errors
        Questions whose newest answer is wrong although you were sure: ``lesson``, ``item``, ``question``, ``answer``.
    pairs
        Questions asked before and after: ``question``, ``before``, ``now``.
    due
        When each question should be asked again: ``lesson``, ``item``, ``due`` (UTC), the next first.
    exam
        Day of the exam you set, if any.
    """

    lessons: pd.DataFrame
    calibration: pd.DataFrame
    confident_errors: pd.DataFrame
    pairs: pd.DataFrame
    due: pd.DataFrame
    exam: date | None
    at: datetime

    def due_by(self, days: float = 0) -> int:
        """How many questions are due within so many days."""
        return int((self.due["due"] <= self.at + timedelta(days=days)).sum())

    def _repr_html_(self) -> str:
        from immunolearn.learning.page import progress_element  # noqa: PLC0415 - what only a notebook needs

        return progress_element(self)._repr_html_()


def progress(*, at: datetime | None = None) -> Progress:
    """Where you stand in the course, from your answers.

    Parameters
    ----------
    at
        Point in time (with a time zone); now if None.

    Returns
    -------
    Progress
        Displayed in a notebook; tables in its attributes.

    Raises
    ------
    RecordsError
        If the answers cannot be read.
    """
    import pandas as pd  # noqa: PLC0415 - the package loads without it

    now = (at or datetime.now(UTC)).astimezone(UTC)
    rows = records.answers()
    right = judged(rows)
    lessons = {row["lesson"] for row in rows}
    items, unmarked = items_of(lessons), _unmarked(lessons)
    newest = {Key(row["lesson"], row["item"]): row for row in rows}
    syllabus = read_syllabus()
    courses = [read_lesson(folder) for folder in syllabus.folders()]
    lines = [_line(syllabus.number(lesson.name), lesson, rows, newest, right) for lesson in courses]
    due = [(*key, memory.due) for key, memory in sorted(memories(at=now).items(), key=lambda one: one[1].due)]
    errors = [
        (key.lesson, key.item, _plain(items[key].stem), in_words(items[key], row["given"]))
        for key, row in newest.items()
        if key in items and row["confidence"] == "sure" and not right[row["id"]] and key not in unmarked
    ]
    return Progress(
        lessons=pd.DataFrame(lines, columns=_LESSON_COLUMNS).set_index("lesson"),
        calibration=_calibration(rows, right),
        confident_errors=pd.DataFrame(errors, columns=["lesson", "item", "question", "answer"]),
        pairs=pd.DataFrame(_pairs(newest, items), columns=["question", "before", "now"]),
        due=pd.DataFrame(due, columns=["lesson", "item", "due"]).astype({"due": "datetime64[us, UTC]"}),
        exam=exam_day(),
        at=now,
    )


def memories(*, at: datetime | None = None) -> dict[Key, Memory]:
    """What is remembered of every question that counts for reviews."""
    rows = records.answers()
    unmarked = _unmarked(row["lesson"] for row in rows)
    counting = [row for row in rows if (row["lesson"], row["item"]) not in unmarked]
    exam = exam_day()
    today = (at or datetime.now(UTC)).astimezone(UTC).date()
    return replay(counting, judged(counting), exam=exam if exam and exam >= today else None)


def exam_day() -> date | None:
    """Day past which nothing is scheduled, None if none is set."""
    kept = records.setting(_EXAM)
    return None if kept is None else date.fromisoformat(kept)


def set_exam(day: str | date | None) -> None:
    """Set the day of an exam: nothing is scheduled past it. None forgets it.

    Parameters
    ----------
    day
        For example ``"2027-02-15"``.

    Raises
    ------
    ProgressError
        If it is no day.
    """
    try:
        chosen = date.fromisoformat(day) if isinstance(day, str) else day
    except ValueError as error:
        raise ProgressError(f"{day!r} is no day. Write year-month-day, as 2027-02-15, or None for no exam.") from error
    records.set_setting(_EXAM, None if chosen is None else chosen.isoformat())


_LESSON_COLUMNS = (
    "lesson",
    "number",
    "title",
    "questions",
    "answered",
    "right",
    "objectives",
    "met",
    "minutes",
)


def _line(
    number: int,
    lesson: Lesson,
    rows: list[dict[str, Any]],
    newest: Mapping[Key, Mapping[str, Any]],
    right: Mapping[str, bool],
) -> tuple[Any, ...]:
    items = counted(lesson.bank)
    own = {item["id"]: newest[key] for item in items if (key := Key(lesson.name, item["id"])) in newest}
    done = {
        item["id"]
        for item in items
        if item["id"] in own and (right[own[item["id"]]["id"]] or not item.get("marks", True))
    }
    open_ones = {item["objective"] for item in items if item["id"] not in done}
    asked = {item["objective"] for item in items}
    spent = sum((_spent(row) for row in rows if row["lesson"] == lesson.name), timedelta())
    return (
        lesson.name,
        number,
        lesson.header.title,
        len(items),
        len(own),
        sum(right[row["id"]] for row in own.values()),
        len(lesson.header.objectives),
        len(asked - open_ones),
        round(spent / timedelta(minutes=1)),
    )


def _spent(row: Mapping[str, Any]) -> timedelta:
    took = datetime.fromisoformat(row["answered_at"]) - datetime.fromisoformat(row["shown_at"])
    return min(max(took, timedelta()), LONGEST)


def _calibration(rows: list[dict[str, Any]], right: Mapping[str, bool]) -> pd.DataFrame:
    """Of the first answer to each question that was given with a word of confidence."""
    import pandas as pd  # noqa: PLC0415 - the package loads without it

    from immunolearn.statistics import wilson_interval  # noqa: PLC0415 - loads scipy

    first: dict[Key, dict[str, Any]] = {}
    for row in rows:
        if row["id"] in right and row["confidence"]:
            first.setdefault(Key(row["lesson"], row["item"]), row)
    counts: dict[str, list[bool]] = defaultdict(list)
    for row in first.values():
        counts[row["confidence"]].append(right[row["id"]])
    lines = []
    for word in CONFIDENCES:
        n, hits = len(counts[word]), sum(counts[word])
        interval = wilson_interval(hits, n) if n else None
        lines.append((word, n, hits, interval.low if interval else None, interval.high if interval else None))
    frame = pd.DataFrame(lines, columns=["confidence", "answers", "right", "low", "high"])
    return frame.set_index("confidence").astype({"low": float, "high": float})


def _pairs(
    newest: Mapping[Key, Mapping[str, Any]], items: Mapping[tuple[str, str], Item]
) -> list[tuple[str, str, str]]:
    """Twins that were both answered; a twin stands in its own lesson, or in the one that opens the course."""
    start = read_syllabus().start
    found = []
    for key, row in newest.items():
        item = items.get(key)
        if item is None or item.pair is None:
            continue
        before = next(
            (twin for lesson in (key.lesson, start) if (twin := Key(lesson or "", item.pair)) in newest), None
        )
        if before and before in items:
            words = in_words(items[before], newest[before]["given"])
            found.append((_plain(item.stem), words, in_words(item, row["given"])))
    return found


def _unmarked(lessons: Iterable[str]) -> set[Key]:
    """Questions without marks, asked before a lesson: they do not come back in reviews."""
    return {
        Key(lesson, item.id)
        for lesson in set(lessons)
        for bank in [bank_of(lesson)]
        for group in (bank.groups if bank else [])
        for item in group.items
        if group.kind == "before"
    }


def _plain(text: str) -> str:
    return markup.plain(markup.parse(markup.expand(text)))
