"""Exchange files: JSON Lines, an answer each, as a page writes them and another machine reads them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from immunolearn.records import Answer, RecordsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

LONGEST_LINE = 1_000_000
"""Bytes of the longest line that is read."""


def read(file: Path) -> tuple[list[Answer], list[str]]:
    """Read an exchange file: JSON Lines, an answer each, as a page's *Download my answers* writes it.

    Parameters
    ----------
    file
        In UTF-8. Empty lines are passed over.

    Returns
    -------
    answers, faults
        What could be read, and a sentence with its line number for each line that could not.

    Raises
    ------
    RecordsError
        If the file cannot be opened.
    """
    read: list[Answer] = []
    faults: list[str] = []
    try:
        with file.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                text = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
                if text.strip():
                    try:
                        read.append(_answer_of(text))
                    except ValueError as error:
                        faults.append(f"{file.name}:{number}: {error}")
    except OSError as error:
        raise RecordsError(f"{file} cannot be read: {error.strerror}. Give a file that a page wrote.") from error
    return read, faults


def write(file: Path, rows: Iterable[Mapping[str, Any]]) -> int:
    """Write an exchange file, whole or not at all, and say how many answers it holds.

    Parameters
    ----------
    file
        Is overwritten if it is there.
    rows
        Fields of :class:`~immunolearn.records.Answer`.

    Raises
    ------
    RecordsError
        If the file cannot be written.
    """
    answers = [Answer.model_validate(row).model_dump(mode="json") for row in rows]
    lines = [json.dumps(answer, ensure_ascii=False, separators=(",", ":")) + "\n" for answer in answers]
    fresh = file.with_name(file.name + ".new")
    try:
        fresh.write_text("".join(lines), encoding="utf-8", newline="\n")
        fresh.replace(file)
    except OSError as error:
        raise RecordsError(f"{file} cannot be written: {error.strerror}. Name a file in a folder of yours.") from error
    return len(lines)


def _answer_of(line: bytes) -> Answer:
    """The answer of a line; a ValueError says in a sentence why it is none."""
    if len(line) > LONGEST_LINE:
        raise ValueError(f"{len(line)} bytes; a line has at most {LONGEST_LINE}.")
    try:
        raw = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError("Not JSON in UTF-8.") from error
    if not isinstance(raw, dict):
        raise ValueError("Not an answer: a line holds one JSON object.")  # noqa: TRY004 - said of the line
    version = raw.get("version")
    if isinstance(version, int) and version > 1:
        raise ValueError(f"Format {version}, written by a newer page. Update immunolearn: pip install -U immunolearn.")
    try:
        return Answer.model_validate(raw)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise ValueError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}.") from error
