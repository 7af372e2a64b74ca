"""The gallery of charts: ``docs/gallery.md``, built and checked as lessons are."""

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


def source() -> Path:
    """Where its text stands; an installed wheel has none."""
    return paths.content() / "docs" / "gallery.md"


def notebook_file() -> Path:
    """Where its notebook stands."""
    return source().with_suffix(".ipynb")


def build() -> str:
    """The text of ``docs/gallery.ipynb``: every chart on real data.

    Raises
    ------
    ContentError
        With file and line, if a cell fails.
    """
    old = notebook_file()
    text = _HEADER + source().read_text(encoding="utf-8")
    notebook = jupytext.myst.myst_to_notebook(text, add_source_map=True)
    for cell, line in zip(notebook.cells, notebook.metadata.pop("source_map"), strict=True):
        cell["line"] = line - _HEADER.count("\n") + 1
    execute("docs/gallery.md", notebook, lambda: None)
    pictures.add_pictures(notebook, nbformat.read(old, as_version=4) if old.is_file() else None)
    return to_text(normalise(notebook))


def check() -> None:
    """Compare its notebook with a build in memory, all but the bytes of chart pictures.

    Raises
    ------
    ContentError
        If it is stale or missing.
    """
    file = notebook_file()
    fresh = _PICTURE.sub("", build())
    if not file.is_file() or _PICTURE.sub("", file.read_text(encoding="utf-8")) != fresh:
        raise ContentError("The gallery is stale. Run: immunolearn build gallery", file="docs/gallery.ipynb")
