"""The course as a folder of pages that can be put anywhere."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import nbformat
from jinja2 import Environment, PackageLoader
from plotly.offline import get_plotlyjs

from immunolearn import paths
from immunolearn.course.links import Links, check_links
from immunolearn.course.page import page
from immunolearn.course.source import read_lesson
from immunolearn.course.syllabus import Syllabus, read_syllabus
from immunolearn.course.workspace import GLOSSARY
from immunolearn.display.markup import html, parse
from immunolearn.display.renderer import plotly_pin
from immunolearn.errors import ContentError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from immunolearn.course.source import Lesson

VENDOR = "vendor"
_RELEASE = re.compile(r"v?\d+(\.\d+)+([-.+]?\w+)*|[0-9a-f]{7,40}")
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Published:
    """What was written."""

    folder: Path
    sizes: dict[str, int]
    """Bytes of every file, by its name."""
    links: Links


def publish(folder: Path, *, offline: bool = False, release: str | None = None) -> Published:
    """Write every lesson, the glossary and an index as pages into a folder.

    Parameters
    ----------
    folder
        Is made if it is not there; files of the same names are overwritten.
    offline
        Put plotly.js beside the pages: nothing then asks another computer for anything.
    release
        A tag or commit of the course's repository: the index then has a link to nbviewer for each lesson.

    Returns
    -------
    Published
        Files with their sizes, and the links of the pages.

    Raises
    ------
    ContentError
        If a notebook is not built, a link leads nowhere, or ``release`` looks like a branch.
    """
    if release is not None and not _RELEASE.fullmatch(release):
        raise ContentError(
            f"{release!r} is no release. Give a tag as v1.2.0 or a commit: nbviewer keeps old copies of branches."
        )
    syllabus = read_syllabus()
    lessons = [read_lesson(lesson) for lesson in syllabus.folders()]
    titles = {lesson.folder.name: f"{lesson.header.title} \N{MIDDLE DOT} {syllabus.title}" for lesson in lessons}
    titles[GLOSSARY.removesuffix(".ipynb")] = f"Glossary \N{MIDDLE DOT} {syllabus.title}"
    folder.mkdir(parents=True, exist_ok=True)
    for name, title in titles.items():
        text = _inside(page(_notebook(name), title=title), titles, offline=offline)
        (folder / f"{name}.html").write_text(text, encoding="utf-8", newline="\n")
    if offline:
        (folder / VENDOR).mkdir(exist_ok=True)
        (folder / VENDOR / _plotly_file()).write_text(get_plotlyjs(), encoding="utf-8", newline="\n")
    index = _index(syllabus, lessons, release)
    (folder / "index.html").write_text(index, encoding="utf-8", newline="\n")
    sizes = {str(file.relative_to(folder)): file.stat().st_size for file in _files(folder)}
    return Published(folder, sizes, check_links(folder))


def pack(folder: Path) -> Path:
    """Put a published folder into one zip file beside it, the same bytes whenever it is made."""
    target = folder.with_name(f"{folder.name}.zip")
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for file in _files(folder):
            entry = ZipInfo(str(folder.name / file.relative_to(folder)), _EPOCH)
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            with file.open("rb") as source, archive.open(entry, "w") as goal:
                shutil.copyfileobj(source, goal)
    return target


def _files(folder: Path) -> Iterator[Path]:
    yield from (file for file in sorted(folder.rglob("*")) if file.is_file())


def _notebook(name: str) -> nbformat.NotebookNode:
    file = paths.notebooks() / f"{name}.ipynb"
    if not file.is_file():
        raise ContentError(f"notebooks/{name}.ipynb is not built. Build it: immunolearn build {name}")
    return nbformat.read(file, as_version=4)


def _inside(text: str, names: Iterable[str], *, offline: bool) -> str:
    """Links between notebooks become links between pages; with plotly.js at hand, charts take that."""
    for name in names:
        text = text.replace(f"{name}.ipynb", f"{name}.html")
    if offline:
        pin = plotly_pin()
        asked = f'"plotly":{{"src":"{pin["src"]}","integrity":"{pin["integrity"]}"}}'
        text = text.replace(asked, f'"plotly":{{"src":"{VENDOR}/{_plotly_file()}"}}')
    return text


def _plotly_file() -> str:
    return plotly_pin()["src"].rpartition("/")[2]


def _index(syllabus: Syllabus, lessons: list[Lesson], release: str | None) -> str:
    environment = Environment(loader=PackageLoader("immunolearn.course"), autoescape=True, trim_blocks=True)
    cards = [
        {
            "page": f"{lesson.folder.name}.html",
            "place": syllabus.number(lesson.name) or "Start",
            "header": lesson.header,
            "promise": html(parse(lesson.header.promise)),
            "objectives": [html(parse(objective.text)) for objective in lesson.header.objectives],
            "nbviewer": release and _nbviewer(syllabus, release, lesson.folder.name),
        }
        for lesson in lessons
    ]
    ours = read_syllabus(paths.lessons())
    return environment.get_template("index.html.j2").render(
        syllabus=syllabus, ours=ours, lessons=cards, release=release
    )


def _nbviewer(syllabus: Syllabus, release: str, name: str) -> str:
    repository = syllabus.repository.removeprefix("https://github.com/")
    return f"https://nbviewer.org/github/{repository}/blob/{release}/notebooks/{name}.ipynb"
