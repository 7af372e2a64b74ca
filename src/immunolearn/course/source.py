"""A lesson's text as people write it: ``lessons/NN-slug/lesson.md``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from immunolearn.errors import ContentError
from immunolearn.questions import load_bank
from immunolearn.questions.base import Id, Text
from immunolearn.questions.mentions import renumbered
from immunolearn.questions.yaml_source import read_yaml

if TYPE_CHECKING:
    from pathlib import Path

    from immunolearn.questions import Bank

_FRONT_MATTER = re.compile(r"---\n(.*?)^---\n", re.DOTALL | re.MULTILINE)
_TERM = re.compile(r"\]\(term:(\w+)\)")
_FOLDER = re.compile(r"\d\d-[a-z0-9]+(-[a-z0-9]+)*")


class Objective(BaseModel):
    """What a reader can do after the lesson."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Id
    text: Text


class Header(BaseModel):
    """The front matter of a lesson."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Text
    promise: Text
    status: Literal["draft", "complete"] = "draft"
    minutes: Annotated[int, Field(ge=1, le=180)]
    parts: Annotated[list[Annotated[int, Field(ge=1)]], Field(min_length=2)] | None = None
    """Minutes of each part, of a lesson with a resting place."""
    objectives: Annotated[list[Objective], Field(min_length=3, max_length=6)]
    before: list[Text]
    keypoints: Annotated[list[Text], Field(min_length=3, max_length=6)]
    next: Text


@dataclass(frozen=True)
class Lesson:
    """A lesson's header, text and questions."""

    folder: Path
    header: Header
    body: str
    body_line: int
    bank: Bank

    @property
    def name(self) -> str:
        """The lesson's name, without its number."""
        return self.folder.name.partition("-")[2]

    @property
    def terms(self) -> list[str]:
        """Terms of the glossary that the text links, in its order."""
        return list(dict.fromkeys(_TERM.findall(self.body)))

    @property
    def file(self) -> str:
        """Folder and name of the text, as messages show it."""
        return f"{self.folder.name}/lesson.md"


def read_lesson(folder: Path) -> Lesson:
    """Read a lesson's folder.

    Parameters
    ----------
    folder
        ``NN-slug`` with ``lesson.md`` and ``quiz.yaml``.

    Raises
    ------
    ContentError
        With file, line and what is accepted.
    """
    file = folder / "lesson.md"
    place = f"{folder.name}/lesson.md"
    if not _FOLDER.fullmatch(folder.name):
        raise ContentError("A lesson's folder is named like 03-monoclonal-antibodies.", file=folder.name)
    try:
        text = renumbered(file.read_text(encoding="utf-8"), folder)
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(f"Cannot be read as UTF-8 text: {error}.", file=place) from error
    found = _FRONT_MATTER.match(text)
    if not found:
        raise ContentError("A lesson begins with front matter between two lines '---'.", file=place, line=1)
    source = read_yaml(file, found[1], first_line=2)
    try:
        header = Header.model_validate(source.value)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise source.error(f"{where}: {first['msg']}.", first["loc"]) from error
    if not (folder / "quiz.yaml").is_file():
        raise ContentError("A lesson has its questions in quiz.yaml beside lesson.md.", file=folder.name)
    lesson = Lesson(folder, header, text[found.end() :], text.count("\n", 0, found.end()) + 1, load_bank(folder))
    _refuse_unknown_objectives(lesson)
    return lesson


def _refuse_unknown_objectives(lesson: Lesson) -> None:
    known = {objective.id for objective in lesson.header.objectives}
    for item in lesson.bank.items:
        if item.objective not in known:
            raise ContentError(
                f"item {item.id!r}: objective {item.objective!r} is none of the lesson's: {', '.join(sorted(known))}.",
                file=f"{lesson.folder.name}/quiz.yaml",
            )
