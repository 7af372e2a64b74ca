"""Our texts name lessons by number; in an instructor's own course these have other numbers, or none."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from immunolearn import paths
from immunolearn.questions.yaml_source import read_yaml

if TYPE_CHECKING:
    from pathlib import Path

_MENTION = re.compile(r"\b[Ll]essons? \d+(?:(?:,? and |, | to )\d+)*")
_NUMBER = re.compile(r"\d+")


def renumbered(text: str, folder: Path) -> str:
    """Give a text of a lesson as the course that is taught numbers its lessons.

    Parameters
    ----------
    text
        As written. In a lesson of ours that an instructor's own course teaches, "lesson 3" becomes the lesson's number
        there, or says which course is meant. Every other text stays as it is.
    folder
        Of the lesson.
    """
    if not paths.is_ours(folder):
        return text
    title, ours = _course(*_file(paths.lessons()))
    _, own = _course(*_file(paths.course()))

    def said(found: re.Match[str]) -> str:
        names = [ours[int(number)] for number in _NUMBER.findall(found[0]) if int(number) < len(ours)]
        if " to " in found[0] or not all(name in own for name in names):
            return f"{found[0]} of \N{LEFT DOUBLE QUOTATION MARK}{title}\N{RIGHT DOUBLE QUOTATION MARK}"
        places = (str(own.index(name)) for name in names)
        return _NUMBER.sub(lambda _: next(places), found[0])

    return _MENTION.sub(said, text)


def _file(course: Path) -> tuple[Path, int]:
    file = course / paths.COURSE
    return file, file.stat().st_mtime_ns


@lru_cache(maxsize=4)
def _course(file: Path, _changed: int) -> tuple[str, list[str | None]]:
    """Title of a course, and its lessons by number; what is wrong with its file is said by those who read it whole."""
    found = read_yaml(file).value
    taught = [name for name in found["lessons"] if name in (found.get("only") or found["lessons"])]
    return found["title"], [found.get("start"), *taught]
