"""Rows below each other: words above, marks beneath, at any width of the page."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

from immunolearn.display import theme

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

# Pixels
LINE, MARK, GAP, HEADING, SECOND, SAMPLE = 17, 20, 10, 34, 16, 40
# Letters that fit into a line of a narrow phone
DIGITS = 2
LABEL_LETTERS, SMALL_LETTERS = 40, 44


@dataclass(frozen=True)
class Entry:
    """One row: its name, what is said of it in small, and how many lines of marks it has."""

    name: str
    facts: Sequence[str] = ()
    marks: int = 1


@dataclass(frozen=True)
class Stack:
    """Where everything stands: pixels from the top."""

    labels: list[dict[str, Any]]
    marks: list[list[int]]
    height: int

    def axis(self, domain: tuple[float, float] = (0, 1)) -> dict[str, Any]:
        """Axis in pixels, with a line at each row."""
        return {
            "domain": domain,
            "fixedrange": True,
            "range": [self.height, 0],
            "showticklabels": False,
            "tickvals": [y for row in self.marks for y in row],
        }

    def put(self, figure: go.Figure, *, axis: str = "y") -> None:
        """Write the labels into a figure."""
        figure.update_layout(
            annotations=[*figure.layout.annotations, *({**label, "yref": axis} for label in self.labels)]
        )


def stack(groups: Iterable[tuple[str, Sequence[Entry]]]) -> Stack:
    """Place groups of rows under their headings; a heading without words takes no room."""
    labels, marks, y = [], [], 0
    for heading, entries in groups:
        if heading:
            labels.append({"y": y, "text": f"<b>{escape(heading)}</b>"})
            y += HEADING - GAP
        for entry in entries:
            words, height = _words(entry, letters=LABEL_LETTERS)
            labels.append({"y": y, "text": words})
            y += height + MARK // 2
            marks.append([y + SECOND * place for place in range(entry.marks)])
            y += SECOND * (entry.marks - 1) + MARK // 2 + GAP
        y += GAP
    return Stack(labels, marks, y)


def key(entries: Iterable[Entry]) -> Stack:
    """Place a key: samples at the left edge, words beside them."""
    labels, marks, y = [], [], 0
    for entry in entries:
        lines, height = _words(entry, letters=LABEL_LETTERS - SAMPLE // 8)
        labels.append({"xshift": SAMPLE, "y": y, "text": lines})
        marks.append([y + LINE // 2])
        y += height + GAP // 2
    return Stack(labels, marks, y)


def samples(figure: go.Figure, placed: Stack, looks: Sequence[dict[str, Any]], *, area: tuple[float, float]) -> None:
    """Draw a key into an area of a figure: the samples, on axes of their own, and the words."""
    hidden = {"fixedrange": True, "visible": False}
    figure.update_layout(
        xaxis9={**hidden, "anchor": "y9", "range": [0, 1]},
        yaxis9={**hidden, "anchor": "x9", "domain": area, "range": [placed.height, 0]},
    )
    for (y,), look in zip(placed.marks, looks, strict=True):
        at = {"x": [0, 0.035, 0.07], "y": [y] * 3} if "line" in look else {"x": [0.035], "y": [y]}
        figure.add_trace(go.Scatter(**at, **look, cliponaxis=False, hoverinfo="skip", xaxis="x9", yaxis="y9"))
    placed.put(figure, axis="y9")


def _words(entry: Entry, *, letters: int) -> tuple[str, int]:
    """A row's words as one label, and its height."""
    lines = [escape(line) for line in wrap(entry.name, letters)]
    small = [escape(line) for line in joined(entry.facts, letters=letters * SMALL_LETTERS // LABEL_LETTERS)]
    told = [f"<span style='color:{theme.SOFT}'>{'<br>'.join(small)}</span>"] if small else []
    return "<br>".join([*lines, *told]), LINE * (len(lines) + len(small))


def joined(parts: Sequence[str], *, letters: int = SMALL_LETTERS) -> list[str]:
    """Parts, none broken unless it must be, in as few lines as hold them."""
    lines: list[str] = []
    for part in (piece for whole in parts for piece in wrap(whole, letters)):
        longer = f"{lines[-1]} · {part}" if lines else ""
        lines[-1:] = [longer] if lines and len(longer) <= letters else [*lines[-1:], part]
    return lines


def dots(points: pd.DataFrame, *, colour: str, symbol: str, name: str, dotted: bool = False) -> list[go.Scatter]:
    """Marks with bars.

    Parameters
    ----------
    points
        ``x``, ``low``, ``high``, ``y``, ``hollow``, ``hover``; a row without limits has no bar.
    colour, symbol
        As in :mod:`immunolearn.display.theme`.
    name
        What the marks are.
    dotted
        Draw the bars dotted.
    """
    bars = points.dropna(subset=["low", "high"])
    lines = go.Scatter(
        hoverinfo="skip",
        line={"color": colour, "dash": "dot" if dotted else "solid", "width": 2},
        mode="lines",
        name=name,
        x=[
            value
            for low, high in bars[["low", "high"]].round(DIGITS).to_numpy().tolist()
            for value in (low, high, None)
        ],
        y=[value for y in bars["y"] for value in (y, y, None)],
    )
    marks = go.Scatter(
        hovertext=points["hover"].tolist(),
        marker={
            "color": [theme.PAPER if hollow else colour for hollow in points["hollow"]],
            "line": {"color": colour, "width": 2},
            "size": 10,
            "symbol": symbol,
        },
        mode="markers",
        name=name,
        x=points["x"].round(DIGITS).tolist(),
        y=points["y"].tolist(),
    )
    return [lines, marks] if len(bars) else [marks]


def hover(facts: Iterable[str]) -> str:
    """Facts as lines for a label that appears on hovering."""
    return "<br>".join(escape(line) for fact in facts if fact for line in wrap(fact, LABEL_LETTERS))
