"""The first run of a simulator as SVG text, for where nothing runs: a panel a unit, linear or logarithmic."""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

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
SHARES = tuple(share / 20 for share in range(21))
"""How far from its end towards its start a label may stand."""
TITLE = 70
"""Above the panel there begins its own title."""
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

    title: str
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
    parts: list[str] = []
    top = 0.0
    for panel in panels:
        drawn, over = _panel(panel, times, log=log)
        gap = (12 if parts else 0) + over
        parts.append(f'<g transform="translate(0 {top + gap:g})">{drawn}</g>')
        top += gap + TOP + PLOT
    base = top
    for time in steps(0, times[-1]):
        x = _scale(time, 0, times[-1], LEFT, WIDTH - RIGHT)
        parts.append(f'<path d="M{x:.1f} {base:g}v5" stroke="{SOFT}"/>' + _text(x, base + 20, short(time), "middle"))
    parts.append(_text(WIDTH - RIGHT, base + 39, axis, "end"))
    height = base + BOTTOM
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" '
        f"font-family='{FONT}' font-size=\"14\">"
        f'<rect width="{WIDTH}" height="{height:g}" fill="{PAPER}"/>{"".join(parts)}</svg>'
    )


def _panel(panel: Panel, times: Sequence[float], *, log: bool) -> tuple[str, float]:
    """A panel, and the room that rows of labels take above it."""
    low, high = span([value for curve in panel.curves for value in curve.values], log=log)
    base, right = TOP + PLOT, WIDTH - RIGHT

    def down(value: float) -> float:
        if log:
            return _scale(math.log10(max(value, low / 10)), math.log10(low), math.log10(high), base, TOP)
        return _scale(value, low, high, base, TOP)

    parts = [_text(4, 14, panel.title, "start")]
    for value in decades(low, high) if log else steps(low, high):
        y = down(value)
        parts.append(
            f'<path d="M{LEFT} {y:.1f}H{right}" stroke="{LINE}"/>' + _text(LEFT - 7, y + 5, short(value), "end")
        )
    parts.append(f'<path d="M{LEFT} {base}H{right}" stroke="{SOFT}"/>')
    colours = [tokens()["families"][curve.family]["light"] for curve in panel.curves]
    lines = [
        [(_scale(t, 0, times[-1], LEFT, right), down(value)) for t, value in zip(times, curve.values, strict=True)]
        for curve in panel.curves
    ]
    paths = [
        f'<path d="M{"L".join(f"{x:.1f} {y:.1f}" for x, y in shortened(line))}" fill="none" stroke="{colour}" '
        'stroke-width="2.5" stroke-linejoin="round"/>'
        for line, colour in zip(lines, colours, strict=True)
    ]
    size = right - LEFT, PLOT + 2
    place = 'x="{0}" y="{1}" width="{2}" height="{3}" viewBox="{0} {1} {2} {3}"'.format(LEFT, TOP - 2, *size)
    parts.append(f"<svg {place}>{''.join(paths)}</svg>")
    if len(lines) == 1:  # its name stands above
        return "".join(parts), 0
    spots = placed([(curve.name, line) for curve, line in zip(panel.curves, lines, strict=True)], lines)
    for colour, (x, y, width, at) in zip(colours, spots, strict=True):
        if at:
            start = max(x - width, at[0])
            parts.append(f'<path d="M{start:.1f} {y + 4:g}L{at[0]:.1f} {at[1]:.1f}" stroke="{colour}"/>')
    halo = f'paint-order="stroke" stroke="{PAPER}" stroke-width="4" stroke-linejoin="round"'
    for curve, colour, (x, y, _, _) in zip(panel.curves, colours, spots, strict=True):
        text = f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="end" font-weight="600" fill="{colour}" {halo}>'
        parts.append(f"{text}{escape(curve.name)}</text>")
    return "".join(parts), max(0, *(LETTER + 6 - spot.y for spot in spots))


class Spot(NamedTuple):
    """Where a label stands: right end of its text, its width, and what it points at from above the panel."""

    x: float
    y: float
    width: float
    at: tuple[float, float] | None = None


def placed(labels: Sequence[tuple[str, Points]], lines: Sequence[Points]) -> list[Spot]:
    """Places of labels: beside their own line, as near to its end as no line and no other label runs through them.

    Where there is no such place, above the panel, and a thin line leads from there to the curve. The page does the same
    in ``chart.js``.

    Parameters
    ----------
    labels
        What each says, and the line that it names.
    lines
        Every line of the panel, in pixels from the picture's upper left corner.

    Examples
    --------
    >>> rising = [(x, 240 - x / 4) for x in range(62, 545)]
    >>> falling = [(x, 40 + x / 4) for x in range(62, 545)]
    >>> placed([("Tumour cells", rising), ("T cells", falling)], [rising, falling])
    [Spot(x=540.0, y=97.0, width=96, at=None), Spot(x=540.0, y=194.0, width=56, at=None)]
    >>> rows = [[(x, height) for x in range(62, 545)] for height in range(40, 220, 9)]
    >>> placed([("T cells", rows[1])], rows)
    [Spot(x=544.0, y=14.0, width=56, at=(489, 49))]
    """
    found: list[Spot] = []
    left, right, top, base = LEFT, WIDTH - RIGHT, TOP, TOP + PLOT
    edge, row = float(right), top - 10.0
    for text, line in labels:
        width = LETTER * len(text)
        last = min(right, max(line[-1][0], left + width)) - 4
        spots = []
        for share in SHARES:
            x = last - share * (last - left - width)
            y = next((y for at, y in line if at >= x), line[-1][1])
            spots += [Spot(x, y - ABOVE, width), Spot(x, y + BELOW, width)]
        if line[-1][0] + 6 + width < right:  # behind the end of a run that ended early
            spots.insert(0, Spot(line[-1][0] + 6 + width, line[-1][1] + 5, width))
        free = (
            spot
            for spot in spots
            if top + 10 < spot.y < base - 5
            and not any(_covers(other, spot) for other in found)
            and not any(_runs_through(one, spot) for one in lines)
        )
        spot = next(free, None)
        if spot is None:
            if edge - width < left + ROOM:
                edge, row = float(right), row - ROOM
            seen = [point for point in line if point[1] <= base]
            under = [point for point in seen if edge - width < point[0] < edge]
            near = under or [point for point in seen if point[0] >= left + TITLE] or seen[-1:]
            at = min(near, key=itemgetter(1), default=None)
            if at and not under:  # above what is seen
                edge = min(edge, max(at[0], left + TITLE) + width)
            spot = Spot(edge, row, width, at)
            edge -= width + ABOVE
        found.append(spot)
    return found


def _runs_through(line: Points, spot: Spot) -> bool:
    x, y, width, _ = spot
    return any(
        x2 >= x - width and x1 <= x and max(y1, y2) > y - 13 and min(y1, y2) < y + 5
        for (x1, y1), (x2, y2) in pairwise(line)
    )


def _covers(one: Spot, other: Spot) -> bool:
    return abs(one.y - other.y) < ROOM and one.x > other.x - other.width and other.x > one.x - one.width


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
