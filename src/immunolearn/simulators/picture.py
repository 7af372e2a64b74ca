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
    lines, labels = [], []
    for curve in panel.curves:
        colour = tokens()["families"][curve.family]["light"]
        points = [
            (_scale(t, 0, times[-1], 0, right - LEFT), down(value) - base + PLOT)
            for t, value in zip(times, curve.values, strict=True)
        ]
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in shortened(points))
        lines.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2.5" stroke-linejoin="round"/>')
        if alone:
            continue
        labels.append((min(max(points[-1][1] + base - PLOT - 8, top + TOP + 10), base - 6), curve.name, colour))
    parts.append(f'<svg x="{LEFT}" y="{base - PLOT - 2}" width="{right - LEFT}" height="{PLOT + 2}" '
                 f'viewBox="0 -2 {right - LEFT} {PLOT + 2}">{"".join(lines)}</svg>')  # fmt: skip
    for (_, name, colour), y in zip(labels, apart([y for y, *_ in labels]), strict=True):
        halo = f'paint-order="stroke" stroke="{PAPER}" stroke-width="4" stroke-linejoin="round"'
        parts.append(
            f'<text x="{right - 4}" y="{y:.1f}" text-anchor="end" font-weight="600" fill="{colour}" {halo}>'
            f"{escape(name)}</text>"
        )
    return "".join(parts)


def apart(places: Sequence[float], room: float = 17) -> list[float]:
    """Places of labels, moved so far that none covers another.

    Examples
    --------
    >>> apart([50, 52, 90], 10)
    [46.0, 56.0, 90.0]
    """
    order = sorted(range(len(places)), key=lambda i: places[i])
    moved = [float(place) for place in places]
    for _ in range(8):
        for upper, lower in pairwise(order):
            short_of = room - (moved[lower] - moved[upper])
            if short_of > 0:
                moved[upper] -= short_of / 2
                moved[lower] += short_of / 2
    return [round(place, 1) for place in moved]


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
