"""A small chart as SVG text, for where nothing runs: white paper, few lines, text that a phone can show."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

from immunolearn.display.theme import FONT, INK, LINE, PAPER, SOFT, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Points = Sequence[tuple[float, float]]

WIDTH = 480
LEFT, RIGHT, BOTTOM = 48, 24, 46
ACCENT = tokens()["state"]["accent"]["light"]
CONTROL = tokens()["families"]["control"]["light"]
MISSED = tokens()["state"]["wrong"]["light"]


@dataclass
class Chart:
    """A chart that grows by what is drawn on it, in units of its axes.

    Parameters
    ----------
    x, y
        Lowest and highest value of each axis; y runs upwards.
    height
        Of the plot in pixels, without the axis below it.
    label
        Of the axis below.
    x_ticks, y_ticks
        Values that are written on the axes.
    unit
        Behind the ticks of the axis that holds the shares.
    """

    x: tuple[float, float]
    y: tuple[float, float]
    height: int
    label: str
    x_ticks: Iterable[float]
    y_ticks: Iterable[float] = ()
    x_unit: str = ""
    y_unit: str = ""
    _parts: list[str] = field(default_factory=list)

    def across(self, value: float) -> float:
        """Pixels from the left."""
        low, high = self.x
        return round(LEFT + (value - low) / (high - low) * (WIDTH - LEFT - RIGHT), 1)

    def down(self, value: float) -> float:
        """Pixels from the top."""
        low, high = self.y
        return round(10 + (high - value) / (high - low) * (self.height - 10), 1)

    def line(self, points: Points, *, colour: str = ACCENT, width: float = 2.5, dash: str = "") -> None:
        """Draw a straight line through points."""
        path = "L".join(f"{self.across(x):g} {self.down(y):g}" for x, y in points)
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self._parts.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="{width:g}"{dashed}/>')

    def steps(self, points: Points, *, colour: str = ACCENT, dash: str = "") -> None:
        """Draw a curve that is level until the next point."""
        corners = [points[0]]
        for (_, before), (x, y) in pairwise(points):
            corners += [(x, before), (x, y)]
        self.line(corners, colour=colour, dash=dash)

    def dot(self, x: float, y: float, *, colour: str = ACCENT, hollow: bool = False, r: float = 5) -> None:
        """Draw a round mark."""
        fill = PAPER if hollow else colour
        place = f'cx="{self.across(x):g}" cy="{self.down(y):g}" r="{r:g}"'
        self._parts.append(f'<circle {place} fill="{fill}" stroke="{colour}" stroke-width="2"/>')

    def cross(self, x: float, y: float, *, colour: str = ACCENT, r: float = 5) -> None:
        """Draw a mark of two strokes."""
        a, b = self.across(x), self.down(y)
        path = f"M{a - r:g} {b - r:g}l{2 * r:g} {2 * r:g}m0 {-2 * r:g}l{-2 * r:g} {2 * r:g}"
        self._parts.append(f'<path d="{path}" stroke="{colour}" stroke-width="2.5"/>')

    def tick(self, x: float, y: float, *, colour: str = ACCENT, r: float = 6) -> None:
        """Draw a short upright stroke: a censored patient on a curve."""
        a, b = self.across(x), self.down(y)
        self._parts.append(f'<path d="M{a:g} {b - r:g}v{2 * r:g}" stroke="{colour}" stroke-width="2"/>')

    def text(self, text: str, x: float, y: float, *, anchor: str = "start", colour: str = INK) -> None:
        """Write at a place."""
        place = f'x="{self.across(x):g}" y="{self.down(y):g}" text-anchor="{anchor}"'
        self._parts.append(f'<text {place} fill="{colour}">{escape(text)}</text>')

    def svg(self) -> str:
        """The chart with its axes."""
        base, right, whole = self.height, WIDTH - RIGHT, self.height + BOTTOM
        axes = []
        for value in self.y_ticks:
            y = self.down(value)
            axes.append(f'<path d="M{LEFT} {y:g}H{right}" stroke="{LINE}"/>')
            axes.append(_tick_text(f"{value:g}{self.y_unit}", LEFT - 6, y + 5, "end"))
        for value in self.x_ticks:
            axes.append(f'<path d="M{self.across(value):g} {base}v5" stroke="{SOFT}"/>')
            axes.append(_tick_text(f"{value:g}{self.x_unit}", self.across(value), base + 20, "middle"))
        axes.append(f'<path d="M{LEFT} {base}H{right}" stroke="{SOFT}"/>')
        axes.append(_tick_text(self.label, right, base + 39, "end"))
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {whole}" '
            f"font-family='{FONT}' font-size=\"14\">"
            f'<rect width="{WIDTH}" height="{whole}" fill="{PAPER}"/>{"".join(axes)}{"".join(self._parts)}</svg>'
        )


def _tick_text(text: str, x: float, y: float, anchor: str) -> str:
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" fill="{SOFT}">{escape(text)}</text>'
