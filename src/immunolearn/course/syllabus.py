"""Which lessons a course has, and in what order: its ``course.yaml``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from immunolearn import paths
from immunolearn.errors import UnknownNameError
from immunolearn.questions.base import Id, Text
from immunolearn.questions.yaml_source import read_yaml

if TYPE_CHECKING:
    from pathlib import Path


class Syllabus(BaseModel):
    """The course's title, repository and order of lessons."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    title: Text
    repository: Annotated[str, Field(pattern=r"^https://[^\s]+[^\s/]$")]
    start: Id | None = None
    lessons: Annotated[list[Id], Field(min_length=1)]
    only: Annotated[list[Id], Field(min_length=1)] | None = None

    @property
    def taught(self) -> list[str]:
        """Names of the lessons that are counted, in order."""
        return [name for name in self.lessons if self.only is None or name in self.only]

    def number(self, name: str) -> int:
        """Place of a lesson in the course, from 1; 0 for the one that is opened first and not counted.

        Raises
        ------
        UnknownNameError
            If the lesson is not taught.
        """
        if name == self.start:
            return 0
        if name not in self.taught:
            raise UnknownNameError("lesson of this course", name, self.taught, hint=f"{paths.COURSE} lists them.")
        return self.taught.index(name) + 1

    def folders(self) -> list[Path]:
        """Folders of the lessons that are taught and written, in order."""
        written = paths.lesson_folders()
        order = [self.start, *self.taught] if self.start else self.taught
        return [written[name] for name in order if name in written]

    def after(self, name: str) -> Path | None:
        """Folder of the lesson that follows, if it is written."""
        following = self.taught[self.number(name) :][:1]
        return paths.lesson_folders().get(following[0]) if following else None


_PLAIN = {"extra_forbidden": "no such field here", "model_type": "fields are needed, as title: My course"}


def read_syllabus(course: Path | None = None) -> Syllabus:
    """Read the file of a course.

    Parameters
    ----------
    course
        Its folder; by default the one that is taught (:func:`immunolearn.paths.course`).

    Raises
    ------
    ContentError
        With file, line and what is accepted; also if a lesson's folder has no place in the order, or an instructor's
        own course names a lesson that is neither theirs nor ours.
    """
    course = course or paths.course()
    source = read_yaml(course / paths.COURSE)
    try:
        syllabus = Syllabus.model_validate(source.value)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"])) or "the file"
        message = _PLAIN.get(first["type"], first["msg"])
        raise source.error(f"{where}: {message}. Fields: {', '.join(Syllabus.model_fields)}.", first["loc"]) from error
    for place, name in _repeated(syllabus):
        raise source.error(f"{name!r} stands twice. A lesson has one place.", place)
    for index, name in enumerate(syllabus.only or []):
        if name not in syllabus.lessons:
            problem = UnknownNameError("lesson", name, syllabus.lessons, hint="'only' chooses from 'lessons'.")
            raise source.error(str(problem), ("only", index))
    for name, folder in paths.lesson_folders(course).items():
        if name not in {syllabus.start, *syllabus.lessons}:
            message = (
                f"The folder {folder.name} has no place in the course. Add {name!r} to 'lessons' where it is taught."
            )
            raise source.error(message, ("lessons",))
    if course != paths.lessons():
        written = paths.lesson_folders()
        places: list[tuple[tuple[str | int, ...], str | None]] = [(("start",), syllabus.start)]
        places += [(("lessons", index), name) for index, name in enumerate(syllabus.lessons)]
        for at, given in places:
            if given and given not in written:
                begin = f"Begin one of your own with: immunolearn new lesson {given}"
                raise source.error(f"{UnknownNameError('lesson', given, written)} {begin}", at)
    return syllabus


def _repeated(syllabus: Syllabus) -> list[tuple[tuple[Any, ...], str]]:
    seen = {syllabus.start}
    twice = []
    for index, name in enumerate(syllabus.lessons):
        if name in seen:
            twice.append((("lessons", index), name))
        seen.add(name)
    return twice
