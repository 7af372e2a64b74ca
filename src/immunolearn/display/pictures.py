"""Pictures of charts, for where plotly cannot run; made when a lesson is built, not when it is read."""

from __future__ import annotations

import asyncio
import logging
import re
from concurrent.futures import ThreadPoolExecutor
from html import escape
from typing import TYPE_CHECKING, Any

from immunolearn.display import svg
from immunolearn.display.renderer import MIME, WIDTH, alternative
from immunolearn.errors import ImmunolearnError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

HEIGHT = 400
SHOWN = 440
"""Pixels across that a picture takes at most."""
TRIES, LONGEST = 3, 600
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
        If a picture must be drawn and there is no Chromium, or it fails several times.
    """
    kept = dict(_PICTURE.findall("".join(html for _, html in _charts(old or {"cells": []}))))
    places = [(data, html, key) for data, html in _charts(notebook) for key in _PLACE.findall(html)]
    missing = {key: data[MIME] for data, _, key in places if key not in kept}
    drawn = dict(zip(missing, map(svg.address, draw(list(missing.values()))), strict=True))
    for data, html, key in places:
        alt, address = escape(alternative(data[MIME])), kept.get(key) or drawn[key]
        picture = f'<img data-figure="{key}" src="{address}" alt="{alt}" style="width:{SHOWN}px;max-width:100%">'
        data["text/html"] = _PLACE.sub(picture, html)
    return len(drawn)


def _charts(notebook: Mapping[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if MIME in data and "text/html" in data:
                yield data, "".join(data["text/html"])


def draw(figures: list[dict[str, Any]]) -> list[str]:
    """Draw normalised figures as short SVG, by kaleido with plotly's own plotly.js and no network.

    Parameters
    ----------
    figures
        As :func:`~immunolearn.display.renderer.normalise_figure` gives them.

    Raises
    ------
    ImmunolearnError
        If there is a figure and no Chromium to draw it, or it fails several times.

    Notes
    -----
    Under load a browser may fail to start, fall silent, or answer an error to a command that nobody waits for any more
    while it closes. What it has drawn until then is whole and kept; the rest is drawn by a fresh one.
    """
    if not figures:
        return []
    from choreographer.errors import ChromeNotFoundError  # noqa: PLC0415 - a build dependency

    drawn: list[str] = []
    trouble: BaseException | None = None
    for _ in range(TRIES):
        try:
            with ThreadPoolExecutor(1) as apart:  # the caller may have an event loop running
                apart.submit(asyncio.run, _photograph(figures, drawn)).result()
        except ChromeNotFoundError as error:
            raise ImmunolearnError(
                f"{len(figures)} chart(s) need a new picture, but there is no Chromium or Chrome to draw it. Install "
                "one (Debian: apt install chromium), or name its file in the variable BROWSER_PATH."
            ) from error
        except (Exception, asyncio.CancelledError) as error:  # noqa: BLE001 - whatever a browser dies of
            trouble = error
        if len(drawn) == len(figures):
            return drawn
    raise ImmunolearnError(
        f"{len(drawn)} of {len(figures)} pictures of charts were drawn, then the browser failed {TRIES} times: "
        f"{trouble!r}. Build again when the machine has less to do; nothing was written."
    ) from trouble


async def _photograph(figures: list[dict[str, Any]], drawn: list[str]) -> None:
    """Append what is not drawn yet; only whole pictures are taken."""
    import kaleido  # noqa: PLC0415 - a build dependency

    # its errors come to us; what it says beside them concerns a browser that is closing
    asyncio.get_running_loop().set_exception_handler(lambda *_: None)
    logging.getLogger("choreographer").setLevel(logging.CRITICAL)
    async with asyncio.timeout(LONGEST), kaleido.Kaleido(mathjax=False) as browser:
        for figure in figures[len(drawn) :]:
            picture = await browser.calc_fig(_still(figure), opts=_size(figure))
            drawn.append(svg.slim(picture.decode()))  # what is drawn outlives a failure


def _still(figure: dict[str, Any]) -> dict[str, Any]:
    """The figure without menus, which do nothing in a picture."""
    return {**figure, "layout": {key: value for key, value in figure["layout"].items() if key != "updatemenus"}}


def _size(figure: dict[str, Any]) -> dict[str, Any]:
    return {"format": "svg", "width": WIDTH, "height": figure["layout"].get("height", HEIGHT), "scale": 1}
