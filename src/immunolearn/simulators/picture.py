"""The first run of a simulator as SVG text, for where nothing runs: a panel a unit, linear or logarithmic."""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

from immunolearn.display.theme import FONT, LINE, PAPER, SOFT, tokens
from immunolearn.simulators.words import quantity

if TYPE_CHECKING:
    from collections.abc import Sequence

    Points = list[tuple[float, float]]

WIDTH, LEFT, RIGHT, TOP, PLOT, BOTTOM = 560, 62, 16, 24, 190, 46
DECADES = 8
"""So many powers of ten are shown below the highest value at most."""
HEADROOM = 1.12
ROOM, LETTER, ABOVE, BELOW = 17, 8, 8, 19
"""Pixels: between two labels, of a letter, from a line to the label above and below it."""
SHARES = tuple(share / 10 for share in range(11))
"""How far from its end towards its start a label may stand."""
AWAY = (0, -1, 1, -2, 2, -3, 3, -4, 4)
"""And how many lines of text above or below, where there is no room beside it."""
SMOOTH = 0.35
"""Pixels by which a shortened line may differ."""


@dataclass(frozen=True)
class Curve:
    """A curve of a panel.

    Attributes
    ----------
    name, family
        What stands at its end, and whose colour it has.
    values
        One for each time.
    """

    name: str
    family: str
    values: Sequence[float]


@dataclass(frozen=True)
class Panel:
    """Curves of one unit."""

    unit: str
    curves: Sequence[Curve]


def short(value: float) -> str:
    """A round number on an axis.

    Examples
    --------
    >>> short(5e6), short(2e9), short(20000), short(0.5)
    ('5 M', '2 bn', '20,000', '0.5')
    """
    return quantity(value).replace(" million", " M").replace(" billion", " bn")


def steps(low: float, high: float, count: int = 5) -> list[float]:
    """About so many round values between two.

    Examples
    --------
    >>> steps(0, 43)
    [0.0, 10.0, 20.0, 30.0, 40.0]
    """
    rough = (high - low) / count
    power = 10.0 ** math.floor(math.log10(rough))
    step = next((size * power for size in (1, 2, 2.5, 5, 10) if size * power >= rough), 10 * power)
    first = math.ceil(low / step)
    return [float(f"{(first + i) * step:.12g}") for i in range(math.floor(high / step + 1e-9) - first + 1)]


def decades(low: float, high: float) -> list[float]:
    """Powers of ten between two, at most about six."""
    ends = math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9)
    every = max(1, math.ceil((ends[1] - ends[0]) / 5))
    return [10.0**power for power in range(ends[0], ends[1] + 1, every)]


def span(values: Sequence[float], *, log: bool) -> tuple[float, float]:
    """Ends of the axis on which these values are drawn; what is 0 or less is below a logarithmic one."""
    above = [value for value in values if value > 0]
    if not above:
        return (0.1, 1) if log else (0, 1)
    if not log:
        return min(0.0, *values), HEADROOM * max(above)
    high = 10.0 ** math.ceil(math.log10(max(above)) - 1e-9)
    low = 10.0 ** math.floor(math.log10(min(above)) + 1e-9)
    return min(max(low, high / 10.0**DECADES), high / 10), high


def picture(panels: Sequence[Panel], times: Sequence[float], *, axis: str, log: bool) -> str:
    """Draw panels below one another, over the same time.

    Parameters
    ----------
    panels
        At least one.
    times
        Of every value.
    axis
        Label of the time.
    log
        Whether the upright axes are logarithmic.
    """
    parts = []
    top = 0
    for panel in panels:
        parts.append(_panel(panel, times, top, log=log))
        top += TOP + PLOT
        if panel is not panels[-1]:
            top += 12
    base = top
    for time in steps(0, times[-1]):
        x = _scale(time, 0, times[-1], LEFT, WIDTH - RIGHT)
        parts.append(f'<path d="M{x:.1f} {base}v5" stroke="{SOFT}"/>' + _text(x, base + 20, short(time), "middle"))
    parts.append(_text(WIDTH - RIGHT, base + 39, axis, "end"))
    height = base + BOTTOM
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f"font-family='{FONT}' font-size=\"14\">"
        f'<rect width="{WIDTH}" height="{height}" fill="{PAPER}"/>{"".join(parts)}</svg>'
    )


def _panel(panel: Panel, times: Sequence[float], top: int, *, log: bool) -> str:
    low, high = span([value for curve in panel.curves for value in curve.values], log=log)
    base, right = top + TOP + PLOT, WIDTH - RIGHT

    def down(value: float) -> float:
        if log:
            return _scale(math.log10(max(value, low / 10)), math.log10(low), math.log10(high), base, base - PLOT)
        return _scale(value, low, high, base, base - PLOT)

    alone = len(panel.curves) == 1  # its name stands above
    title = ", ".join(filter(None, [panel.curves[0].name if alone else "", panel.unit]))
    parts = [_text(4, top + 14, title, "start")]
    for value in decades(low, high) if log else steps(low, high):
        y = down(value)
        parts.append(
            f'<path d="M{LEFT} {y:.1f}H{right}" stroke="{LINE}"/>' + _text(LEFT - 7, y + 5, short(value), "end")
        )
    parts.append(f'<path d="M{LEFT} {base}H{right}" stroke="{SOFT}"/>')
    lines, labels, drawn = [], [], []
    for curve in panel.curves:
        colour = tokens()["families"][curve.family]["light"]
        points = [
            (_scale(t, 0, times[-1], 0, right - LEFT), down(value) - base + PLOT)
            for t, value in zip(times, curve.values, strict=True)
        ]
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in shortened(points))
        drawn.append(points)
        lines.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2.5" stroke-linejoin="round"/>')
        if not alone:
            labels.append((curve.name, points, colour))
    parts.append(f'<svg x="{LEFT}" y="{base - PLOT - 2}" width="{right - LEFT}" height="{PLOT + 2}" '
                 f'viewBox="0 -2 {right - LEFT} {PLOT + 2}">{"".join(lines)}</svg>')  # fmt: skip
    places = placed([label[:2] for label in labels], drawn, right=right - LEFT, base=PLOT)
    for (name, _, colour), (x, y) in zip(labels, places, strict=True):
        halo = f'paint-order="stroke" stroke="{PAPER}" stroke-width="4" stroke-linejoin="round"'
        parts.append(
            f'<text x="{x + LEFT:.1f}" y="{y + base - PLOT:.1f}" text-anchor="end" font-weight="600" '
            f'fill="{colour}" {halo}>{escape(name)}</text>'
        )
    return "".join(parts)


def placed(labels: Sequence[tuple[str, Points]], lines: Sequence[Points], *, right: float, base: float) -> Points:
    """Places of labels: beside their own line, as near to its end as no line and no other label runs through them.

    Parameters
    ----------
    labels
        What each says, and the line that it names.
    lines
        Every line of the panel, in pixels from its upper left corner.
    right, base
        Size of the panel.

    Returns
    -------
    list
        Right end of each label's line of text. The page does the same in ``chart.js``.

    Examples
    --------
    >>> rising, falling = [(0.0, 90.0), (200.0, 40.0)], [(0.0, 20.0), (200.0, 70.0)]
    >>> placed([("T", rising)], [rising], right=200, base=100)
    [(196.0, 32.0)]
    >>> placed([("E", falling)], [falling], right=200, base=100)
    [(196.0, 89.0)]
    """
    found: list[tuple[float, float, float]] = []
    for text, line in labels:
        width = LETTER * len(text)
        last = min(right, max(line[-1][0], width)) - 4
        spots = []
        for share in SHARES:
            x = last - share * (last - width)
            y = next((y for at, y in line if at >= x), line[-1][1])
            spots += [(x, y - ABOVE, width), (x, y + BELOW, width)]
        if line[-1][0] + 6 + width < right:  # behind the end of a run that ended early
            spots.insert(0, (line[-1][0] + 6 + width, line[-1][1] + 5, width))
        first, y, _ = spots[0]
        others = [(first, min(base - 6, max(12, y)) + away * ROOM, width) for away in AWAY]
        inside = [spot for spot in [*spots, *others] if spot[1] > 10 and spot[1] < base - 5]  # noqa: PLR2004
        empty = [spot for spot in inside if not any(_covers(other, spot) for other in found)]
        free = [spot for spot in empty if not any(_runs_through(one, spot) for one in lines)]
        found.append([*free, *empty, spots[0]][0])
    return [(x, y) for x, y, _ in found]


def _runs_through(line: Points, spot: tuple[float, float, float]) -> bool:
    x, y, width = spot
    return any(
        x2 >= x - width and x1 <= x and max(y1, y2) > y - 13 and min(y1, y2) < y + 5
        for (x1, y1), (x2, y2) in pairwise(line)
    )


def _covers(one: tuple[float, float, float], other: tuple[float, float, float]) -> bool:
    (x, y, width), (x2, y2, width2) = one, other
    return abs(y - y2) < ROOM and x > x2 - width2 and x2 > x - width


def shortened(points: Points) -> Points:
    """The points that a line needs, so that it differs nowhere by more than a third of a pixel."""
    keep = {0, len(points) - 1}
    parts = [(0, len(points) - 1)]
    while parts:
        first, last = parts.pop()
        (a, b), (c, d) = points[first], points[last]
        long = math.hypot(c - a, d - b) or 1.0
        far, place = SMOOTH, 0
        for i in range(first + 1, last):
            x, y = points[i]
            distance = abs((c - a) * (y - b) - (d - b) * (x - a)) / long
            if distance > far:
                far, place = distance, i
        if place:
            keep.add(place)
            parts += [(first, place), (place, last)]
    return [points[i] for i in sorted(keep)]


def _scale(value: float, a: float, b: float, c: float, d: float) -> float:
    return c + (value - a) / (b - a) * (d - c)


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{SOFT}">{escape(text)}</text>'
