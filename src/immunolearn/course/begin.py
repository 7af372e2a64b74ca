"""What an instructor begins with: a course of their own, and lessons in it that already build."""

from __future__ import annotations

import re
import shutil
from importlib import resources
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader

from immunolearn import paths
from immunolearn.course.source import read_lesson
from immunolearn.course.syllabus import read_syllabus
from immunolearn.errors import ContentError
from immunolearn.questions.base import ID
from immunolearn.questions.yaml_source import read_yaml

if TYPE_CHECKING:
    from pathlib import Path

_TEMPLATES = resources.files("immunolearn.course") / "templates"
_TAKEN = {"data", "glossary"}
"""What else has a name in the command line and among the notebooks."""
_SCHEMA = "quiz.schema.json"
_MOST = 99


def begin_course(folder: Path) -> Path:
    """Make a folder an instructor's own course; give its file.

    Parameters
    ----------
    folder
        Is made if it is not there.

    Raises
    ------
    ContentError
        If it is a course already.
    """
    file = folder / paths.COURSE
    if file.exists():
        raise ContentError("This is a course already. Change the file, or choose another folder.", file=file)
    syllabus = read_syllabus(paths.lessons())
    titles = [(lesson.name, lesson.header.title) for lesson in map(read_lesson, syllabus.folders())]
    environment = Environment(loader=PackageLoader("immunolearn.course"), trim_blocks=True, autoescape=False)  # noqa: S701 - YAML
    text = environment.get_template("course.yaml.j2").render(
        start=syllabus.start, lessons=[named for named in titles if named[0] != syllabus.start]
    )
    folder.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")
    shutil.copyfile(paths.lessons() / _SCHEMA, folder / _SCHEMA)
    return file


def begin_lesson(name: str, model: str | None = None) -> Path:
    """Write a lesson that builds, into the course that is taught; give its folder.

    Parameters
    ----------
    name
        Small letters, digits and single hyphens.
    model
        Name of a lesson to begin with a copy of, instead of an empty one. Its pictures are found where they are.

    Raises
    ------
    ContentError
        If the name is not one, or taken, or there is no course to write into.
    UnknownNameError
        If there is no such model.
    """
    if not re.fullmatch(ID, name):
        near = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")
        guess = f", as {near}" if re.fullmatch(ID, near) else ""
        raise ContentError(
            f"{name!r} cannot name a lesson: small letters, digits and single hyphens, beginning with a letter{guess}."
        )
    course = paths.course()
    if course.parent.name == "_content":
        raise ContentError(
            "A lesson is written into a course of your own. Begin one with: immunolearn new course FOLDER. "
            "Then call this again in that folder."
        )
    known = paths.lesson_folders()
    if name in known or name in _TAKEN:
        place = f": {known[name]}" if name in known else ""
        raise ContentError(
            f"The name {name!r} is taken{place}. Answers are kept by a lesson's name: choose another one."
        )
    source = paths.lesson_folder(model) if model else None
    number = 1 + max((int(folder.name[:2]) for folder in paths.lesson_folders(course).values()), default=0)
    if number > _MOST:
        raise ContentError(f"There are {_MOST} lessons, which is as many as fit.", file=course)
    listed = _with_lesson(course / paths.COURSE, name)
    folder = course / f"{number:02}-{name}"
    if folder.exists():
        raise ContentError("There is such a folder already. Choose another name, or remove it.", file=folder)
    if source:
        _copy(source, folder, name)
    else:
        _fill(folder, name)
    (course / paths.COURSE).write_text(listed, encoding="utf-8", newline="\n")
    return folder


def _fill(folder: Path, name: str) -> None:
    folder.mkdir()
    title = name.replace("-", " ").capitalize()
    for file in ("lesson.md", "quiz.yaml"):
        text = (_TEMPLATES / file).read_text(encoding="utf-8")
        (folder / file).write_text(text.replace("NAME", name).replace("TITLE", title), encoding="utf-8", newline="\n")


def _copy(source: Path, folder: Path, name: str) -> None:
    """Copy a lesson under another name, as a draft: where it calls itself, it uses the new one."""
    old = source.name.partition("-")[2]
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns("*.svg"))
    for file in (*folder.glob("*.md"), *folder.glob("*.yaml")):
        text = re.sub(rf'"{old}(?=[/"])', f'"{name}', file.read_text(encoding="utf-8"))
        text = re.sub(r"^status: complete$", "status: draft", text, flags=re.MULTILINE)
        file.write_text(text, encoding="utf-8", newline="\n")


def _with_lesson(file: Path, name: str) -> str:
    """The text of a course's file with one lesson more, last; comments and order stay."""
    source = read_yaml(file)
    text = file.read_text(encoding="utf-8")
    if name in (source.value or {}).get("lessons", []):
        return text
    lessons = read_syllabus(file.parent).lessons
    lines = text.splitlines(keepends=True)
    at = source.line(("lessons", len(lessons) - 1)) or 0
    begins = re.match(r"\s*- ", lines[at - 1])
    if not begins:
        raise source.error(
            f"Write 'lessons' one a line, each behind a hyphen, so that {name!r} can be added.", ("lessons",)
        )
    lines[at - 1] = lines[at - 1].rstrip("\n") + "\n"
    return "".join([*lines[:at], f"{begins[0]}{name}\n", *lines[at:]])
