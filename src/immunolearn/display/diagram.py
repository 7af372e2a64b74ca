"""The course's own pictures: SVG files that stand beside the lessons."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from immunolearn import paths
from immunolearn.display.element import Element
from immunolearn.errors import ContentError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SVG = "{http://www.w3.org/2000/svg}"


def diagram(name: str) -> Element:
    """A picture with its long description.

    Parameters
    ----------
    name
        Name of an SVG file in a lesson's folder, without its ending.

    Returns
    -------
    Element
        Where nothing runs, a plain picture with its description folded below; live, it takes the page's theme.

    Raises
    ------
    UnknownNameError
        With the nearest name.
    ContentError
        If the picture has no ``title`` or no ``desc``.
    """
    picture = read_picture(name)
    return Element(
        "immuno-diagram",
        static=(
            f'<img src="{picture.address}" alt="{escape(picture.title)}" '
            'style="width:100%;max-width:760px">'
            "<details><summary>The picture in words</summary>"
            f"<p>{escape(picture.description, quote=False)}</p></details>"
        ),
    )


def steps(name: str) -> Element:
    """A picture that the reader walks through, step by step.

    Parameters
    ----------
    name
        Name of an SVG file in a lesson's folder, without its ending. Its steps are groups ``<g id="step-1">``,
        ``step-2``, ... that each begin with a ``title`` and a ``desc``: what the step is called, and what it is.

    Returns
    -------
    Element
        Where nothing runs, the whole picture and the steps as a numbered list.

    Raises
    ------
    UnknownNameError
        With the nearest name.
    ContentError
        If a step is missing or has no text; otherwise as :func:`diagram`.
    """
    picture = read_picture(name)
    if not picture.steps:
        raise ContentError(
            'It has no steps: groups <g id="step-1">, <g id="step-2">, ... each with a <title> and a <desc>.',
            file=f"{name}.svg",
        )
    told = "".join(
        f"<li><strong>{escape(title, quote=False)}.</strong> {escape(text, quote=False)}</li>"
        for title, text in picture.steps
    )
    return Element(
        "immuno-steps",
        static=(
            f'<img src="{picture.address}" alt="{escape(picture.title)}" style="width:100%;max-width:760px">'
            f"<p>{escape(picture.description, quote=False)}</p><ol>{told}</ol>"
        ),
    )


@dataclass(frozen=True)
class Picture:
    """An SVG file of the course."""

    address: str
    title: str
    description: str
    ids: frozenset[str]
    steps: tuple[tuple[str, str], ...]
    """Title and text of each step, if it has any."""


def read_picture(name: str) -> Picture:
    """Read a picture of the course; otherwise as :func:`diagram`."""
    files: dict[str, Path] = {}
    for file in (file for folder in paths.lesson_folders().values() for file in sorted(folder.glob("*.svg"))):
        if file.stem in files:
            raise ContentError(f"There is a picture {file.stem!r} already: {files[file.stem]}.", file=file)
        files[file.stem] = file
    if name not in files:
        raise UnknownNameError("diagram", name, files)
    source = files[name].read_bytes()
    place = f"{files[name].parent.name}/{files[name].name}"
    try:
        root = ET.fromstring(source)  # noqa: S314 - our own file
    except ET.ParseError as error:
        raise ContentError(f"Not SVG: {error}.", file=place) from error
    title, description = (_text(root, tag) for tag in ("title", "desc"))
    if not title or not description:
        raise ContentError("A picture needs a <title> and a <desc> (the long description).", file=place)
    ids = frozenset(element.attrib["id"] for element in root.iter() if "id" in element.attrib)
    return Picture(
        f"data:image/svg+xml;base64,{b64encode(source).decode()}", title, description, ids, tuple(_steps(root, place))
    )


def _steps(root: ET.Element, place: str) -> Iterator[tuple[str, str]]:
    found = {group.get("id"): group for group in root.iter() if (group.get("id") or "").startswith("step-")}
    for number in range(1, len(found) + 1):
        group = found.get(f"step-{number}")
        title, text = (None, None) if group is None else (_text(group, "title"), _text(group, "desc"))
        if not title or not text:
            raise ContentError(
                f"Step {number} of {len(found)} is missing or has no text: it is a group "
                f'<g id="step-{number}"> that begins with a <title> and a <desc>.',
                file=place,
            )
        yield title, text


def _text(root: ET.Element, tag: str) -> str:
    return " ".join((root.findtext(_SVG + tag) or "").split())
