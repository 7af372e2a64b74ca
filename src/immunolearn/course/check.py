"""Does what is built still match what it is built from?"""

from __future__ import annotations

import json
import re
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from packaging.requirements import Requirement

from immunolearn import paths
from immunolearn.course.build import build, build_glossary, notebook_file
from immunolearn.course.drawn import check_charts
from immunolearn.course.lint import lacking, report
from immunolearn.course.prose import check_prose
from immunolearn.course.source import read_lesson
from immunolearn.course.workspace import GLOSSARY
from immunolearn.errors import ContentError
from immunolearn.evidence.descriptor import stale

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_PICTURE = re.compile(r"data:image/svg\+xml,[^\"\\]+")


def check(folder: Path, *, progress: Callable[[], None] = lambda: None) -> None:
    """Build a lesson in memory and compare it with its notebook, all but the bytes of chart pictures.

    Parameters
    ----------
    folder
        ``lessons/NN-slug``.
    progress
        Called after every cell.

    Raises
    ------
    ContentError
        If the lesson cannot be built, says that it is complete and is not, types a figure, leaves a term unlinked, or
        its notebook is stale or missing.
    """
    file = notebook_file(folder)
    again = f"Run: immunolearn build {folder.name}"
    if not file.is_file():
        raise ContentError(f"The lesson has no notebook. {again}", file=f"notebooks/{file.name}")
    if not paths.is_ours(folder):
        _check_source(folder)
    fresh = build(folder, progress=progress)
    committed = file.read_text(encoding="utf-8")
    if _without_pictures(fresh) != _without_pictures(committed):
        raise ContentError(
            f"The notebook is stale: {_first_difference(fresh, committed)}. {again}", file=f"notebooks/{file.name}"
        )


def _check_source(folder: Path) -> None:
    check_prose(folder)
    check_charts(folder)
    lesson = read_lesson(folder)
    missing = lacking(lesson)
    if missing and lesson.header.status == "complete":
        raise ContentError("\n".join(["status: complete, but:", *missing]), file=lesson.file)


def state(folder: Path) -> str:
    """Say in a few lines how far a lesson is: its measures, and what it lacks if it is a draft."""
    lesson = read_lesson(folder)
    missing = [] if paths.is_ours(folder) else lacking(lesson)
    lines = [report(lesson), *(f"lacks: {sentence}" for sentence in missing)]
    if lesson.header.status == "draft":
        lines.append(f"draft{'' if missing else '; a machine finds nothing missing, readers may'}")
    return "\n    ".join(lines)


def check_glossary() -> None:
    """Compare the glossary's notebook with a build in memory.

    Raises
    ------
    ContentError
        If it is stale or missing.
    """
    file = paths.notebooks() / GLOSSARY
    if not file.is_file() or file.read_text(encoding="utf-8") != build_glossary():
        raise ContentError("The glossary is stale. Run: immunolearn build glossary", file=f"notebooks/{GLOSSARY}")


def check_data() -> None:
    """Compare the descriptor and the README of the data folder with the tables.

    Raises
    ------
    ContentError
        If they are stale.
    """
    if names := stale(paths.own_data()):
        raise ContentError(f"{', '.join(names)} stale. Run: immunolearn build data", file="data")


def unlocked() -> list[str]:
    """Installed packages whose version is not the locked one, as sentences; built notebooks depend on them.

    Returns
    -------
    list of str
        Empty if all agree, or if there is no lock (an installed wheel, an instructor's own course).
    """
    lock = paths.content() / "requirements.lock"
    if not lock.is_file() or paths.own_course():
        return []
    differing = []
    for line in lock.read_text(encoding="utf-8").splitlines():
        if not line or line.lstrip().startswith("#"):
            continue
        pin = Requirement(line)
        if pin.marker is not None and not pin.marker.evaluate():
            continue
        try:
            installed = version(pin.name)
        except PackageNotFoundError:
            continue
        if not pin.specifier.contains(installed, prereleases=True):
            differing.append(f"{pin.name} {installed} is installed, {pin.specifier} is locked")
    return differing


def _without_pictures(text: str) -> str:
    return _PICTURE.sub("data:image/svg+xml", text)


def _first_difference(fresh: str, committed: str) -> str:
    try:
        old_cells: list[Any] = json.loads(committed)["cells"]
    except (ValueError, KeyError, TypeError):
        return "it is not a notebook"
    new_cells = json.loads(fresh)["cells"]
    for number, (new, old) in enumerate(zip(new_cells, old_cells, strict=False), start=1):
        if new["source"] != old.get("source"):
            return f"the text of cell {number} differs"
        if _without_pictures(json.dumps(new)) != _without_pictures(json.dumps(old)):
            return f"the output of cell {number} differs"
    return f"it has {len(old_cells)} cells, a build gives {len(new_cells)}"
