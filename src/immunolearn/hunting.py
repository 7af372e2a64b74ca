"""The hunt of killer T cells among cancer cells, alive in the page."""

from __future__ import annotations

from math import degrees, isnan
from typing import TYPE_CHECKING, Any

from immunolearn.display.theme import tokens
from immunolearn.evidence import load_table
from immunolearn.models.hunt import CONTROLS, RULES, checked, simulate
from immunolearn.statistics_elements.frame import Table, explorer, said, words

if TYPE_CHECKING:
    from collections.abc import Hashable

    from immunolearn.display.element import Element
    from immunolearn.models.hunt import Hunt

HOURS = 24
STILL = 30
"""Minutes between two stills."""
PACES = (100, 600, 1800, 3600)
PACE = 600
MEASURED = "cytotoxic_t_cell_kill_rate_per_cell_per_day"
RECOVERY = "cytotoxic_t_cell_hits_needed_in_solid_tumour"
SHAPES = (
    "M10 0C11 6 5 10 0 10S-11 6-10-1-5-10 1-10 9-6 10 0Z",
    "M11 1C10 7 3 9-2 9S-10 4-9-2-3-10 2-9 12-5 11 1Z",
    "M9 1C10 8 4 11-1 10S-10 5-10 0-6-9 0-10 8-6 9 1Z",
)
"""Outlines of cells around their centres, as SVG paths in micrometres."""


def hunt(*, title: str | None = None, predict: bool = False, **choice: float) -> Element:
    """Watch killer T cells among cancer cells, count their kills, change what they are like.

    Parameters
    ----------
    title
        Above the picture; by default what it shows.
    predict
        Ask for a guess before the hunt starts; it never blocks.
    **choice
        Numbers to start from, of :data:`immunolearn.models.hunt.CONTROLS`: ``t_cells``, ``density`` (cancer cells per
        square millimetre), ``speed`` (micrometres per minute), ``hit_minutes``, ``hits``, ``hidden`` (percent),
        ``tires_after`` (kills; 0 for never), ``seed``.

    Returns
    -------
    Element
        A simulated day. Where nothing runs: a picture of it, its kills in a table and in a sentence.

    Raises
    ------
    ParameterError
        If a number is unknown, out of its range or not finite; the message names it, its value and the range.

    Notes
    -----
    The rate that the curve is compared with is that of Halle 2016, doi 10.1016/j.immuni.2016.01.010.
    """
    choice = checked(choice)
    word = words("hunt")
    measured = load_table("pharmacology").loc[[MEASURED, RECOVERY]]
    low, high = (float(measured[end][MEASURED]) for end in ("value_low", "value_high"))
    day = simulate(hours=HOURS, runs=1, **choice)
    cells, dead = len(day.cells), int(day.count(HOURS).iloc[0])
    values = {
        "t_cells": f"{choice['t_cells']:g}",
        "cells": cells,
        "hours": HOURS,
        "whole": HOURS,
        "dead": dead,
        "alive": cells - dead,
        "rate": said(float(day.rate().iloc[0])),
        "hidden": int(day.cells["hidden"].sum()),
        "tired": int(day.killers["tired"].sum()),
    }
    sentences = [word["result"].format(**values)]
    sentences += [word["hid"].format(**values)] if values["hidden"] else []
    sentences += [word["tired"].format(**values)] if values["tired"] else []
    hours = range(0, HOURS + 1, 3)
    kills = [int(day.count(hour).iloc[0]) for hour in hours]
    return explorer(
        "hunt",
        tag="immuno-hunt",
        title=title or word["title"],
        caption=_caption(choice, word, HOURS * 60 / high, high),
        data={
            "rules": RULES,
            "controls": [_control(name, value, word) for name, value in choice.items()],
            "hours": HOURS,
            "still": STILL,
            "paces": PACES,
            "pace": PACE,
            "band": [low, high],
            "predict": predict,
        },
        picture=picture(day),
        alt=f"{word['picture']} {sentences[0]}",
        sentences=sentences,
        table=Table(
            [word["hour"], word["dead"], word["alive"]],
            [[str(hour), str(n), str(cells - n)] for hour, n in zip(hours, kills, strict=True)],
        ),
        references=measured["reference"],
    )


def _caption(choice: dict[str, float], word: dict[str, str], whole: float, high: float) -> str:
    """Say of each number where it is from: worked out from a measured rate, set for this run, or chosen."""
    hit = "hit_worked_out" if choice["hit_minutes"] == whole else "hit_set"
    hits = "one_hit" if choice["hits"] == 1 else "more_hits"
    values = {"minutes": f"{choice['hit_minutes']:g}", "whole": f"{whole:g}", "high": f"{high:g}"}
    return word["caption"].format(
        hit=word[hit].format(**values),
        hits=word[hits].format(hits=f"{choice['hits']:g}", recovery=f"{RULES['recovery']:g}"),
    )


def _control(name: str, value: float, word: dict[str, str]) -> dict[str, Any]:
    control = CONTROLS[name]
    return {
        "id": name,
        "label": word[name],
        "unit": control.unit,
        "min": control.min,
        "max": control.max,
        "step": control.step,
        "value": value,
    }


def picture(day: Hunt) -> str:
    """Draw the last still of a hunt as SVG text.

    Parameters
    ----------
    day
        Of the first run, cells and T cells at the end.
    """
    width, height = RULES["width"], RULES["height"]
    killer = tokens()["families"]["vaccine"]["light"]
    parts = [_cell(i, cell, day.hours) for i, cell in enumerate(day.cells.to_dict("records"))]
    parts += [
        f'<use href="#t" transform="translate({t["x"]:.0f} {t["y"]:.0f})rotate({degrees(t["heading"]):.0f})"/>'
        for t in day.killers.to_dict("records")
    ]
    body = 'fill="#cbaabc" fill-opacity=".8" stroke="#8d5f7c"'
    nucleus = '<ellipse cx=".5" rx="4.6" ry="3.8" fill="#6d4478" fill-opacity=".75"/>'
    buds = "".join(
        f'<circle cx="{x}" cy="{y}" r="{r}"/>'
        for x, y, r in ((4, 1, 3), (1, 5, 2), (-4, 3, 2.6), (-6, -4, 1.3), (1, -4, 2.8), (8, -3, 1.5))
    )
    dots = 'fill="none" stroke="#9c2f5e" stroke-width="1.6" stroke-dasharray=".1 5" stroke-linecap="round"'
    defs = "".join(
        f'<g id="h{k}"><path d="{d}" {body}/>{nucleus}</g><g id="c{k}"><use href="#h{k}"/><path d="{d}" {dots}/></g>'
        for k, d in enumerate(SHAPES)
    )
    core = '<circle r="3" fill="#8b5a52"/><circle cx="3" cy="2" r="1.4" fill="#5b2a35"/>'
    dead = f'<g id="d0" fill="#e3cdbf" stroke="#8a4a2b" stroke-width=".6">{buds}{core}</g>' + "".join(
        f'<g id="d{k}"><use href="#d0" transform="rotate({110 * k})"/></g>' for k in range(1, len(SHAPES))
    )
    crawler = (
        f'<g id="t"><path d="M8 0C8 4 4 6 0 5S-5 3-10 0C-5-3-4-4 0-5S8-4 8 0Z" fill="#5db8a8" stroke="{killer}"/>'
        '<circle cx="-1" r="3" fill="#0b4a54" fill-opacity=".75"/></g>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{2 * width}" '
        f'height="{2 * height}"><defs>{defs}{dead}{crawler}</defs>'
        f'<rect width="{width}" height="{height}" fill="#eceae5"/>{"".join(parts)}'
        f'<g fill="#2a2723"><rect x="{width - 58}" y="{height - 9}" width="50" height="2"/>'
        f'<text x="{width - 33}" y="{height - 12}" font-size="9" text-anchor="middle" '
        f'font-family="system-ui,sans-serif" stroke="#eceae5" stroke-width="2.5" paint-order="stroke">50 µm</text></g>'
        "</svg>"
    )


def _cell(i: int, cell: dict[Hashable, Any], hours: float) -> str:
    x, y = round(cell["x"]), round(cell["y"])
    if isnan(cell["hour"]):
        kind = f"{'h' if cell['hidden'] else 'c'}{i % len(SHAPES)}"
        return f'<use href="#{kind}" transform="translate({x} {y})rotate({i * 67 % 360})"/>'
    faded = min(1, (hours - cell["hour"]) / 6)
    return f'<use href="#d{i % len(SHAPES)}" x="{x}" y="{y}" opacity="{0.9 - 0.65 * faded:.1f}"/>'
