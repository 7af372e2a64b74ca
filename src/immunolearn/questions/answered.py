"""A learner's answers with the questions they belong to: in words, scored by the rule of record."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from immunolearn import exchange, paths, records
from immunolearn.display import markup
from immunolearn.errors import ContentError, UnknownNameError
from immunolearn.questions.bank import load_bank
from immunolearn.questions.cards import GLOSSARY, cards
from immunolearn.questions.grading import grade, is_right

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from immunolearn.questions.bank import Bank, Item

_COLUMNS = (
    *(
        "lesson",
        "item",
        "objective",
        "answer",
        "score",
        "right",
        "confidence",
        "hints",
        "tries",
        "shown_at",
        "answered_at",
    ),
    "given",
)


class Imported(NamedTuple):
    """What became of an exchange file."""

    new: int
    known: int
    faults: list[str]


def answers(lesson: str | None = None) -> pd.DataFrame:
    """What you answered, oldest first.

    Parameters
    ----------
    lesson
        Name of a lesson, for example ``"monoclonal-antibodies"``; all lessons if None.

    Returns
    -------
    DataFrame
        One row an answer: ``lesson``, ``item``, its ``objective``, your ``answer`` in words, ``score`` (0 to 1),
        ``right`` (however sure you were; see :func:`~immunolearn.questions.grading.is_right`), ``confidence`` (sure,
        think, guess or missing), ``hints`` you took, ``tries`` (1 for the first), ``shown_at`` and ``answered_at``
        (UTC), and ``given``, the answer as it is stored; the index holds the answers' ids. Where the question is no
        longer there, ``objective`` and ``right`` are missing and ``answer`` is as stored.

    Raises
    ------
    RecordsError
        If the database cannot be read.
    """
    import pandas as pd  # noqa: PLC0415 - the package loads without it

    rows = records.answers(lesson)
    asked = {(row["lesson"], row["item"]) for row in rows}
    known = items_of(row["lesson"] for row in rows)
    plain = {key: item.data(_plain) for key, item in known.items() if key in asked}
    right = judged(rows)
    for row in rows:
        data = plain.get((row["lesson"], row["item"]))
        row["objective"] = data["objective"] if data else None
        row["answer"] = _said(data, row["given"]) if data else "; ".join(row["given"])
        row["right"] = right.get(row["id"])
        row["tries"] = row.pop("attempt")
    frame = pd.DataFrame(rows, columns=["id", *_COLUMNS]).set_index("id")
    moments = {
        column: pd.to_datetime(frame[column], utc=True, format="ISO8601") for column in ("shown_at", "answered_at")
    }
    return frame.assign(**moments).astype({"score": float, "right": "boolean", "hints": int, "tries": int})


def in_words(item: Item, given: Sequence[str]) -> str:
    """Say an answer in the words of its question.

    Parameters
    ----------
    item
        The question.
    given
        The answer, as docs/architecture.md says for each kind. A key that the question does not have is said as it is.
    """
    return _said(item.data(_plain), given)


def judged(rows: Iterable[Mapping[str, Any]]) -> dict[str, bool]:
    """Whether answers are right, however sure the learner was, by the answer's id.

    Parameters
    ----------
    rows
        Fields of :class:`~immunolearn.records.Answer`. Those whose question is no longer there are left out.
    """
    rows = list(rows)
    known = items_of(row["lesson"] for row in rows)
    data = {key: item.data(str) for key, item in known.items()}
    return {
        row["id"]: is_right(data[key], row["given"]) for row in rows if (key := (row["lesson"], row["item"])) in data
    }


def items_of(lessons: Iterable[str]) -> dict[tuple[str, str], Item]:
    """The questions of lessons by lesson and id; a lesson that is not (or not readably) in this course has none."""
    banks = {name: bank_of(name) for name in set(lessons)}
    return {(name, item.id): item for name, bank in banks.items() if bank for item in bank.items}


def of_record(bank: Bank, answer: records.Answer) -> records.Answer:
    """Give an answer the score that the questions of today give it; as it is if its question is gone."""
    item = next((item for item in bank.items if item.id == answer.item), None)
    if item is None:
        return answer
    return answer.model_copy(update={"score": grade(item, answer.given, answer.confidence)})


def regrade(lesson: str) -> tuple[int, int]:
    """Score the stored answers of a lesson again, by the questions of today; the old scores stay as history.

    Parameters
    ----------
    lesson
        Name of a lesson.

    Returns
    -------
    changed, answers
        Answers whose score changed, of how many.

    Raises
    ------
    UnknownNameError
        If there is no such lesson.
    """
    folder = paths.lesson_folder(lesson)
    bank = load_bank(folder)
    rows = records.answers(lesson)
    fresh = {row["id"]: of_record(bank, records.Answer.model_validate(row)).score for row in rows}
    return records.rescore(fresh, bank=_digest(folder)), len(rows)


def import_answers(file: Path) -> Imported:
    """Take in the answers of an exchange file, each once however often it is given.

    Parameters
    ----------
    file
        As a page's *Download my answers* writes it.

    Returns
    -------
    Imported
        How many were new and how many were here already, and what is wrong with the lines that could not be read.

    Raises
    ------
    RecordsError
        If the file cannot be read, or the answers cannot be stored; nothing is stored then.
    """
    read, faults = exchange.read(file)
    before = {row["id"] for row in records.answers()}
    banks = {name: bank_of(name) for name in {answer.lesson for answer in read}}
    records.save(of_record(bank, answer) if (bank := banks[answer.lesson]) else answer for answer in read)
    given = {answer.id for answer in read}
    return Imported(len(given - before), len(given & before), faults)


def bank_of(lesson: str) -> Bank | None:
    """The questions of a lesson or the glossary's cards; None if there are none (or none that can be read)."""
    try:
        return cards() if lesson == GLOSSARY else load_bank(paths.lesson_folder(lesson))
    except (UnknownNameError, ContentError, OSError):
        return None


def _digest(folder: Path) -> str:
    """A short digest of what scores depend on: the questions and the registered synonyms."""
    content = (folder / "quiz.yaml").read_bytes() + (paths.data() / "synonyms.csv").read_bytes()
    return sha256(content).hexdigest()[:16]


def _plain(text: str) -> str:
    return markup.plain(markup.parse(markup.expand(text)))


def _said(data: dict[str, Any], given: Sequence[str]) -> str:
    return _WORDS.get(data["kind"], _typed)(data, given)


def _names(entries: list[dict[str, Any]]) -> dict[str, str]:
    return {entry["key"]: entry["text"] for entry in entries}


def _chosen(item: dict[str, Any], given: Sequence[str]) -> str:
    names = _names(item["options"])
    return "; ".join(names.get(key, key) for key in given)


def _typed(item: dict[str, Any], given: Sequence[str]) -> str:
    units = _names(item.get("units", []))
    return " ".join(units.get(part, part) for part in given)


def _gaps(item: dict[str, Any], given: Sequence[str]) -> str:
    names = {gap["key"]: _names(gap.get("options", [])) for gap in item["gaps"]}
    return _pairs(given, lambda gap, value: f"{gap}: {names.get(gap, {}).get(value, value)}")


def _placed(item: dict[str, Any], given: Sequence[str]) -> str:
    choices = _names(item["choices"])
    parts = {part["key"]: "".join(part["text"]) for part in item["parts"]}
    return _pairs(given, lambda part, choice: f"{parts.get(part, part)}: {choices.get(choice, choice)}")


def _ordered(item: dict[str, Any], given: Sequence[str]) -> str:
    steps = _names(item["steps"])
    return ", then ".join(steps.get(key, key) for key in given)


def _curve(_item: dict[str, Any], given: Sequence[str]) -> str:
    return _pairs(given, lambda x, y: f"{x}: {y}")


def _pairs(given: Sequence[str], say: Callable[[str, str], str]) -> str:
    return "; ".join(say(part, value) for part, _, value in (text.partition("=") for text in given))


_WORDS: dict[str, Callable[[dict[str, Any], Sequence[str]], str]] = {
    "single": _chosen,
    "multiple": _chosen,
    "cloze": _gaps,
    "match": _placed,
    "sort": _placed,
    "label": _placed,
    "order": _ordered,
    "curve": _curve,
}
