"""The galleries, ``docs/gallery*.md``: charts, and what computes in the page; built and checked as lessons are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import jupytext
import nbformat

from immunolearn import paths
from immunolearn.course.build import execute
from immunolearn.course.normalise import normalise, to_text
from immunolearn.display import pictures
from immunolearn.errors import ContentError

if TYPE_CHECKING:
    from pathlib import Path

_HEADER = "---\njupytext:\n  text_representation:\n    format_name: myst\n---\n"
_PICTURE = re.compile(r"data:image/svg\+xml,[^\"\\]+")


def sources() -> list[Path]:
    """Where their texts stand; an installed wheel has none, and an instructor's own course shows none."""
    return [] if paths.own_course() else sorted((paths.content() / "docs").glob("gallery*.md"))


def notebook_file(source: Path) -> Path:
    """Where a gallery's notebook stands."""
    return source.with_suffix(".ipynb")


def build(source: Path) -> str:
    """The text of a gallery's notebook.

    Raises
    ------
    ContentError
        With file and line, if a cell fails.
    """
    old = notebook_file(source)
    text = _HEADER + source.read_text(encoding="utf-8")
    notebook = jupytext.myst.myst_to_notebook(text, add_source_map=True)
    for cell, line in zip(notebook.cells, notebook.metadata.pop("source_map"), strict=True):
        cell["line"] = line - _HEADER.count("\n") + 1
    execute(f"docs/{source.name}", notebook, lambda: None)
    pictures.add_pictures(notebook, nbformat.read(old, as_version=4) if old.is_file() else None)
    return to_text(normalise(notebook))


def check(source: Path) -> None:
    """Compare a gallery's notebook with a build in memory, all but the bytes of chart pictures.

    Raises
    ------
    ContentError
        If it is stale or missing.
    """
    file = notebook_file(source)
    fresh = _PICTURE.sub("", build(source))
    if not file.is_file() or _PICTURE.sub("", file.read_text(encoding="utf-8")) != fresh:
        raise ContentError(f"It is stale. Run: immunolearn build {source.stem}", file=f"docs/{file.name}")
