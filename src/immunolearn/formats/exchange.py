"""Questions out of the course and into it, by one name for a lesson, a set or an exam."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from immunolearn import paths
from immunolearn.errors import ContentError, UnknownNameError, check_known
from immunolearn.formats import anki, gift, jupyterquiz, moodle, qti, table
from immunolearn.formats.complete import Defaults, complete, write_bank
from immunolearn.formats.losses import losses
from immunolearn.formats.portable import portables
from immunolearn.questions.bank import load_bank

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from immunolearn.formats.complete import Draft
    from immunolearn.formats.portable import Portable

EXAM = "exam"
LARGEST = 20_000_000
"""Bytes of the largest file that is read."""


@dataclass(frozen=True)
class Format:
    """A way out of the course, or into it, or both."""

    endings: tuple[str, ...]
    write: Callable[[Sequence[Portable]], bytes] | None = None
    read: Callable[[str, str], Draft] | None = None


FORMATS = {
    "gift": Format((".gift",), gift.write, gift.read),
    "moodle": Format((".xml",), moodle.write),
    "qti": Format((".zip",), qti.write),
    "anki": Format((".apkg",), anki.write),
    "csv": Format((".csv",), table.write, table.read),
    "jupyterquiz": Format((".json",), read=jupyterquiz.read),
}
"""By name."""


@dataclass(frozen=True)
class Exported:
    """What was written, and what could not be carried."""

    file: Path
    questions: int
    left_out: int
    losses: list[str]


@dataclass(frozen=True)
class Taken:
    """What was taken in, and what was left out or filled in."""

    file: Path
    questions: int
    faults: list[str]


def export_questions(name: str, file: Path, format: str | None = None) -> Exported:  # noqa: A002 - the word for it
    """Write questions for another system.

    Parameters
    ----------
    name
        A lesson as ``"monoclonal-antibodies"``, one of its sets as ``"monoclonal-antibodies/the-call"``, an exam by its
        seed as ``"exam/7"``, or a folder with a ``quiz.yaml`` of your own.
    file
        Is overwritten if it is there.
    format
        One of :data:`FORMATS`; by the ending of the file if None.

    Returns
    -------
    Exported
        With a sentence for each thing that the format does not carry.

    Raises
    ------
    UnknownNameError
        If there is no such lesson, set or format.
    ContentError
        If a question is broken, or the file cannot be written. Nothing is written then.
    """
    chosen = _format(file, format, [name for name, one in FORMATS.items() if one.write])
    questions = select(name)
    write = FORMATS[chosen].write
    assert write is not None  # noqa: S101 - only such are chosen
    content = write(questions)
    fresh = file.with_name(f"{file.name}.new")
    try:
        fresh.write_bytes(content)
        fresh.replace(file)
    except OSError as error:
        raise ContentError(f"{file} cannot be written: {error.strerror}. Name a file in a folder of yours.") from error
    left_out = sum(not gift.takes(one) for one in questions) if chosen == "gift" else 0
    return Exported(file, len(questions) - left_out, left_out, losses(questions, chosen))


def import_questions(
    file: Path,
    folder: Path,
    format: str | None = None,  # noqa: A002 - the word for it
    *,
    objective: str = "imported",
    level: str = "recall",
    source: str | None = None,
) -> Taken:
    """Make a ``quiz.yaml`` of questions of another system.

    Parameters
    ----------
    file
        GIFT, CSV or JupyterQuiz JSON, in UTF-8.
    folder
        Gets the ``quiz.yaml``; it must not have one.
    format
        One of :data:`FORMATS`; by the ending of the file if None.
    objective, level, source
        Stand where the file names none; the source is the file's name if None.

    Returns
    -------
    Taken
        With a sentence for each thing that was left out or filled in.

    Raises
    ------
    ContentError
        With line or item: if the file is not as its format has it. Nothing is written then.
    """
    chosen = _format(file, format, [name for name, one in FORMATS.items() if one.read])
    read = FORMATS[chosen].read
    assert read is not None  # noqa: S101 - only such are chosen
    draft = read(_text(file), file.name)
    bank = complete(draft, Defaults(objective, level, source or file.name), folder)
    if chosen == "csv":
        for group in bank["groups"]:
            group["items"] = [table.typed(item, f"{file.name}: item {item['id']!r}") for item in group["items"]]
    written = write_bank(bank, folder)
    return Taken(written, sum(len(group["items"]) for group in bank["groups"]), draft.faults)


def select(name: str) -> list[Portable]:
    """Give the questions of a lesson, a set, an exam or a folder.

    Raises
    ------
    UnknownNameError
        If there are none of that name.
    """
    folder = Path(name)
    if (folder / "quiz.yaml").is_file() and name not in paths.lesson_folders():
        return portables(folder.resolve().name, load_bank(folder))
    lesson, _, group = name.partition("/")
    if lesson == EXAM:
        return _exam(group)
    lesson = _without_number(lesson)
    bank = load_bank(paths.lesson_folder(lesson))
    if group:
        check_known(f"quiz of lesson {lesson!r}", group, [one.id for one in bank.groups])
    return portables(lesson, bank, group or None)


def _without_number(lesson: str) -> str:
    """The lesson's name, of its folder's name too."""
    return {folder.name: name for name, folder in paths.lesson_folders().items()}.get(lesson, lesson)


def _exam(seed: str) -> list[Portable]:
    from immunolearn.learning.final import asked_with  # noqa: PLC0415 - loads the whole course

    if not seed.isdigit():
        raise UnknownNameError("exam", f"{EXAM}/{seed}", [], hint="Name an exam by its seed, as exam/7.")
    found = []
    for one, bank in asked_with(int(seed)):
        found += [question for question in portables(one.lesson, bank) if question.item.id == one.item]
    return found


def _format(file: Path, given: str | None, known: list[str]) -> str:
    if given is not None:
        check_known("format", given, known)
        return given
    found = next((name for name in known if file.suffix.lower() in FORMATS[name].endings), None)
    if found is None:
        endings = ", ".join(f"{ending} ({name})" for name in known for ending in FORMATS[name].endings)
        raise ContentError(
            f"{file.name}: the ending tells no format. Give --format, or one of these endings: {endings}."
        )
    return found


def _text(file: Path) -> str:
    try:
        if file.stat().st_size > LARGEST:
            raise ContentError(f"{file.name}: {file.stat().st_size} bytes; at most {LARGEST} are read.")
        return file.read_bytes().decode("utf-8")
    except OSError as error:
        raise ContentError(f"{file} cannot be read: {error.strerror}. Give a file that is there.") from error
    except UnicodeDecodeError as error:
        line = file.read_bytes()[: error.start].count(b"\n") + 1
        raise ContentError("Not in UTF-8. Save it as UTF-8.", file=file.name, line=line) from error
