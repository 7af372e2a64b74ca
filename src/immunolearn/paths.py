"""Where the course's files are: in a source tree, or inside an installed wheel.

The source tree wins, so that an edited row or lesson is seen at once in an editable install.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from platformdirs import user_data_path

from immunolearn.errors import UnknownNameError

PACKAGE = Path(__file__).resolve().parent
STATIC = PACKAGE / "static"


@cache
def content() -> Path:
    """Folder that holds ``data``, ``lessons`` and ``notebooks``."""
    source_tree = PACKAGE.parents[1]
    if PACKAGE.parent.name == "src" and (source_tree / "lessons").is_dir():
        return source_tree
    return PACKAGE / "_content"


def data() -> Path:
    """Folder of the evidence tables."""
    return content() / "data"


def lessons() -> Path:
    """Folder of the lessons' source text."""
    return content() / "lessons"


def lesson_folders() -> dict[str, Path]:
    """Folder of every lesson by its name (without the number), in the order of the course."""
    folders = (folder for folder in sorted(lessons().iterdir()) if (folder / "lesson.md").is_file())
    return {folder.name.partition("-")[2]: folder for folder in folders}


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


def notebooks() -> Path:
    """Folder of the built lessons."""
    return content() / "notebooks"


def home() -> Path:
    """Folder of a learner's own records; ``IMMUNOLEARN_HOME`` overrides it."""
    override = os.environ.get("IMMUNOLEARN_HOME")
    return Path(override) if override else user_data_path("immunolearn", appauthor=False)
