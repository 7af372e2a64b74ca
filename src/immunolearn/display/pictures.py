"""Pictures of charts, for where plotly cannot run; made when a lesson is built, not when it is read."""

from __future__ import annotations

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from html import escape
from typing import TYPE_CHECKING, Any

from immunolearn.display import svg
from immunolearn.display.renderer import MIME, alternative
from immunolearn.errors import ImmunolearnError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

WIDTH, HEIGHT = 480, 400
_PLACE = re.compile(r'<p data-figure="(\w+)">.*?</p>', re.DOTALL)
_PICTURE = re.compile(r'<img data-figure="(\w+)" src="([^"]+)"')


def add_pictures(notebook: dict[str, Any], old: Mapping[str, Any] | None) -> int:
    """Put a picture into every chart of a notebook.

    Parameters
    ----------
    notebook
        An executed notebook (nbformat 4), changed in place.
    old
        The notebook as it was built before, or None. A picture is taken over while its figure is the same.

    Returns
    -------
    int
        Pictures drawn afresh. Without any, no browser is started.

    Raises
    ------
    ImmunolearnError
        If a picture must be drawn and there is no Chromium.
    """
    kept = dict(_PICTURE.findall("".join(html for _, html in _charts(old or {"cells": []}))))
    places = [(data, html, key) for data, html in _charts(notebook) for key in _PLACE.findall(html)]
    missing = {key: data[MIME] for data, _, key in places if key not in kept}
    drawn = dict(zip(missing, map(svg.address, draw(list(missing.values()))), strict=True))
    for data, html, key in places:
        alt, address = escape(alternative(data[MIME])), kept.get(key) or drawn[key]
        picture = f'<img data-figure="{key}" src="{address}" alt="{alt}" style="width:{WIDTH}px;max-width:100%">'
        data["text/html"] = _PLACE.sub(picture, html)
    return len(drawn)


def _charts(notebook: Mapping[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if MIME in data and "text/html" in data:
                yield data, "".join(data["text/html"])


def draw(figures: list[dict[str, Any]], *, width: int = WIDTH) -> list[str]:
    """Draw normalised figures as short SVG, by kaleido with plotly's own plotly.js and no network.

    Parameters
    ----------
    figures
        As :func:`~immunolearn.display.renderer.normalise_figure` gives them.
    width
        In pixels.

    Raises
    ------
    ImmunolearnError
        If there is a figure and no Chromium to draw it.
    """
    if not figures:
        return []
    from choreographer.errors import ChromeNotFoundError  # noqa: PLC0415 - a build dependency

    try:
        with ThreadPoolExecutor(1) as apart:  # the caller may have an event loop running
            pictures = apart.submit(asyncio.run, _photograph(figures, width)).result()
    except ChromeNotFoundError as error:
        raise ImmunolearnError(
            f"{len(figures)} chart(s) need a new picture, but there is no Chromium or Chrome to draw it. Install "
            "one (Debian: apt install chromium), or name its file in the variable BROWSER_PATH."
        ) from error
    return [svg.slim(picture) for picture in pictures]


async def _photograph(figures: list[dict[str, Any]], width: int) -> list[str]:
    import kaleido  # noqa: PLC0415 - a build dependency

    async with kaleido.Kaleido(mathjax=False) as browser:
        return [(await browser.calc_fig(figure, opts=_size(figure, width))).decode() for figure in figures]


def _size(figure: dict[str, Any], width: int) -> dict[str, Any]:
    return {"format": "svg", "width": width, "height": figure["layout"].get("height", HEIGHT), "scale": 1}
