"""Where the course's files are: in a source tree, or inside an installed wheel.

The source tree wins, so that an edited row or lesson is seen at once in an editable install.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from platformdirs import user_data_path

from immunolearn.errors import ContentError, UnknownNameError

PACKAGE = Path(__file__).resolve().parent
STATIC = PACKAGE / "static"
COURSE = "course.yaml"
"""What a course's title, order and repository stand in; the folder that has one is a course."""


@cache
def content() -> Path:
    """Folder that holds ``data``, ``lessons`` and ``notebooks``."""
    source_tree = PACKAGE.parents[1]
    if PACKAGE.parent.name == "src" and (source_tree / "lessons").is_dir():
        return source_tree
    return PACKAGE / "_content"


def own_course() -> Path | None:
    """Folder of an instructor's own course, None where ours is taught as it is.

    It is what ``IMMUNOLEARN_COURSE`` names (ours, if that is empty), else the working folder or the one above it, if
    there is a ``course.yaml`` in it.

    Raises
    ------
    ContentError
        If the folder that is named has no such file.
    """
    named = os.environ.get("IMMUNOLEARN_COURSE")
    if named is not None:
        if named and not (Path(named) / COURSE).is_file():
            raise ContentError(f"IMMUNOLEARN_COURSE names {named}, and there is no {COURSE} in it.")
        return Path(named).resolve() if named else None
    here = Path.cwd()
    found = next((folder for folder in (here, here.parent) if (folder / COURSE).is_file()), None)
    return None if found is None or found == lessons().resolve() else found


def course() -> Path:
    """Folder with the course's ``course.yaml``: an instructor's own, or ours."""
    return own_course() or lessons()


def data() -> Path:
    """Folder of our evidence tables."""
    return content() / "data"


def own_data() -> Path | None:
    """Folder of the tables of an instructor's own course, if it has any."""
    own = own_course()
    return own / "data" if own and (own / "data").is_dir() else None


def lessons() -> Path:
    """Folder of our lessons' source text."""
    return content() / "lessons"


def lesson_folders(place: Path | None = None) -> dict[str, Path]:
    """Folder of every lesson by its name (without the number), ours and those of an instructor's own course.

    Parameters
    ----------
    place
        Only those that stand here.

    Raises
    ------
    ContentError
        If two have one name.
    """
    found: dict[str, Path] = {}
    for parent in [place] if place else dict.fromkeys([lessons(), course()]):
        for folder in (folder for folder in sorted(parent.iterdir()) if (folder / "lesson.md").is_file()):
            name = folder.name.partition("-")[2]
            if name in found:
                raise ContentError(
                    f"There is a lesson {name!r} already: {found[name]}. Answers are kept by the lesson's name: give "
                    f"yours another one.",
                    file=folder,
                )
            found[name] = folder
    return found


def lesson_folder(name: str) -> Path:
    """Folder of one lesson.

    Raises
    ------
    UnknownNameError
        With the nearest name.
    """
    folders = lesson_folders()
    if name not in folders:
        raise UnknownNameError("lesson", name, folders)
    return folders[name]


def is_ours(folder: Path) -> bool:
    """Tell whether a lesson's folder is one of ours, taught in an instructor's own course."""
    return own_course() is not None and folder.parent == lessons()


def notebooks() -> Path:
    """Folder of the built lessons."""
    return (own_course() or content()) / "notebooks"


def home() -> Path:
    """Folder of a learner's own records; ``IMMUNOLEARN_HOME`` overrides it."""
    override = os.environ.get("IMMUNOLEARN_HOME")
    return Path(override) if override else user_data_path("immunolearn", appauthor=False)
