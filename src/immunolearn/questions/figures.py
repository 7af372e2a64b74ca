"""What stands with a question: pictures and charts of the lesson's folder, and tables."""

from __future__ import annotations

import json
import re
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING, Any

from immunolearn.display import markup, svg
from immunolearn.display.diagram import read_picture
from immunolearn.errors import ContentError
from immunolearn.questions.arranged import Label
from immunolearn.questions.base import ShownChart, ShownPicture

_LETTERS = re.compile(rb'<g class="letters".*?</g>', re.DOTALL)

if TYPE_CHECKING:
    from pathlib import Path

    from immunolearn.questions.bank import Item
    from immunolearn.questions.base import Render, ShownTable


def of(item: Item, render: Render, folder: Path) -> dict[str, Any]:
    """Give the part of a question's element data that needs files: ``show``, and ``svg`` and ``alt`` of a label.

    Parameters
    ----------
    item
        The question.
    render
        Called for every text.
    folder
        Of its lesson.

    Raises
    ------
    UnknownNameError
        If there is no such picture.
    ContentError
        If a picture lacks a region that is asked for.
    """
    data: dict[str, Any] = {"show": [_shown(thing, render, folder) for thing in item.show]}
    if isinstance(item, Label):
        data |= _labelled(item)
    return data


def drawn_chart(folder: Path, name: str) -> Path:
    """Where a chart that questions show stands, drawn."""
    return folder / "charts" / f"{name}.json"


def _shown(thing: ShownPicture | ShownTable | ShownChart, render: Render, folder: Path) -> dict[str, Any]:
    if isinstance(thing, ShownChart):
        file = drawn_chart(folder, thing.chart)
        if not file.is_file():
            raise ContentError(
                f"show: there is no picture of a chart {thing.chart!r}. Describe it in {folder.name}/charts.yaml, then "
                f"run: immunolearn build {folder.name}"
            )
        drawn = json.loads(file.read_text(encoding="utf-8"))
        return {
            "src": svg.address(drawn["svg"]),
            "alt": drawn["alt"],
            "note": markup.parse(drawn["note"]),
            "head": [[cell] for cell in drawn["head"]],
            "rows": [[[cell] for cell in row] for row in drawn["rows"]],
        }
    if isinstance(thing, ShownPicture):
        picture = read_picture(thing.picture)
        return {"src": picture.address, "alt": picture.title, "words": picture.description}
    rows = [[render(cell) for cell in row] for row in thing.table.rows]
    return {"head": [render(cell) for cell in thing.table.head], "rows": rows}


def _labelled(item: Label) -> dict[str, Any]:
    picture = read_picture(item.picture)
    missing = [region.key for region in item.parts if region.key not in picture.ids]
    if missing:
        raise ContentError(
            f"picture: {item.picture}.svg has no element with the id {missing[0]!r}. "
            "Each part's key is the id of a region."
        )
    return {"svg": without_letters(picture.address), "alt": [item.alt], "picture": item.picture}


def without_letters(address: str) -> str:
    """Give a picture without the letters that name its regions on paper; a live page draws its own."""
    kind, _, content = address.partition(",")
    return f"{kind},{b64encode(_LETTERS.sub(b'', b64decode(content))).decode()}"
