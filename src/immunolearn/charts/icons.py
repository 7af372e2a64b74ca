"""Natural frequencies: so many of a hundred."""

from __future__ import annotations

from html import escape
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from immunolearn.charts import arms
from immunolearn.charts.frame import ChartError, across_trials, checked, house, measure, nothing, one_for_all, selected
from immunolearn.charts.rates import COLUMNS
from immunolearn.charts.stack import LINE, hover
from immunolearn.display import theme

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd
    import plotly.graph_objects as go

PEOPLE, ACROSS, MOST = 100, 10, 2
ICON, BETWEEN = 17, 2
LETTERS = 20


def icon_array(
    frame: pd.DataFrame | str | Iterable[str], *, measure_name: str = "orr", title: str | None = None
) -> go.Figure:
    """One or two arms as a hundred people each, those with the event filled.

    Do not use it for rates below half a person in a hundred, which would show as nobody.

    Parameters
    ----------
    frame
        One or two rows of :func:`immunolearn.results` for a proportion of patients; or keys of arms.
    measure_name
        What to look up where keys are given.
    title
        What the chart shows, in a sentence.

    Returns
    -------
    plotly.graph_objects.Figure
        A square of icons for each arm, side by side.

    Raises
    ------
    ChartError
        If there are more than two rows, or measures differ.
    UnknownNameError
        If a key or measure is not known.
    """
    rows = checked(selected(frame, measure=measure_name), COLUMNS)
    if rows.empty:
        return nothing("rate", title=title)
    if len(rows) > MOST:
        raise ChartError(f"{len(rows)} arms were given; icons compare at most {MOST}. Use response_rates for more.")
    what = measure(rows, kind="proportion")
    parts = [row for _, row in rows.iterrows()]
    names = [_name(row) for row in parts]
    heading = LINE * max(name.count("<br>") + 1 for name in names) + 8
    figure, (above, square) = house(
        title,
        f"{what}, of a hundred people",
        areas=[heading, ICON * ACROSS],
        foot=16,
        alt=f"{what}, in natural frequencies. " + " ".join(f"{_of(row)} with {row['regimen']}." for row in parts),
        caption=_caption(rows, what),
        table=arms.table(rows),
        references=rows["reference"],
    )
    wide = MOST * ACROSS + BETWEEN
    hidden = {"fixedrange": True, "visible": False}
    figure.update_layout(
        xaxis={**hidden, "range": [-0.5, wide - 0.5]}, yaxis={**hidden, "domain": square, "range": [ACROSS - 0.5, -0.5]}
    )
    for place, (row, name) in enumerate(zip(parts, names, strict=True)):
        left = place * (ACROSS + BETWEEN)
        figure.add_annotation(text=name, x=left - 0.5, xref="x", y=above[1], yref="paper")
        filled = _rounded(row)
        colour = theme.colour(str(row["therapy_class"]))
        people = [(left + number % ACROSS, number // ACROSS) for number in range(PEOPLE)]
        # who has the event is larger, so that it is seen without colour
        for group, size, paint in ((people[:filled], 11, colour), (people[filled:], 5, theme.colour("placebo"))):
            if group:
                figure.add_scatter(
                    hovertext=hover([_of(row), str(row["regimen"])]),
                    marker={"color": paint, "size": size, "symbol": "circle"},
                    mode="markers",
                    x=[x for x, _ in group],
                    y=[y for _, y in group],
                )
    return figure


def _rounded(row: pd.Series[Any]) -> int:
    return round(float(row["value"]))


def _of(row: pd.Series[Any]) -> str:
    return f"{_rounded(row)} of {PEOPLE}"


def _name(row: pd.Series[Any]) -> str:
    small = [escape(line) for part in (arms.trial(row), arms.counts(row)) for line in wrap(part, LETTERS)]
    lines = [f"<b>{_of(row)}</b>", *map(escape, wrap(str(row["regimen"]), LETTERS))]
    return "<br>".join([*lines, f"<span style='color:{theme.SOFT}'>{'<br>'.join(small)}</span>"])


def _by(rows: pd.DataFrame) -> str:
    """Criteria or scale of each arm, once where they are the same."""
    rules = dict.fromkeys(arms.rule(row) for _, row in rows.iterrows())
    return f" by {' and '.join(rules)}{', which differ' if len(rules) > 1 else ''}"


def _caption(rows: pd.DataFrame, what: str) -> list[str]:
    patients = one_for_all(rows, "analysis_set")
    return [
        f"{what}{_by(rows)}: large dots stand for the people of a hundred who had it, rounded to whole people.",
        f"Patients counted: {patients}." if patients else "Patients counted differ or are not known: see the data.",
        "Chance alone moves such counts: see the intervals in the data." if rows["ci_low"].notna().any() else "",
        "" if rows["n"].notna().all() else "Patients are not known for every arm: see the data.",
        "Unverified: not every rate was read in a text." if (rows["verification"] == "none").any() else "",
        across_trials(rows),
    ]
