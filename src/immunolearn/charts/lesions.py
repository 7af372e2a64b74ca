"""Lesions one by one, which are not patients."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from immunolearn.charts import arms
from immunolearn.charts.frame import checked, house, nothing, number
from immunolearn.charts.stack import GAP, Entry, dots, hover, key, samples, stack
from immunolearn.display import theme
from immunolearn.evidence import load_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    import plotly.graph_objects as go

COLUMNS = {
    *("trial_id", "arm_id", "place", "n", "smaller_by_pct", "smaller_pct", "n_smaller", "gone_pct", "n_gone"),
    *("reference", "verification"),
}
SHARES = {"Smaller": ("smaller_pct", "n_smaller"), "Vanished": ("gone_pct", "n_gone")}
SYMBOLS = {"Smaller": "circle", "Vanished": "diamond"}


def lesion_rates(frame: pd.DataFrame | Iterable[str], *, title: str | None = None) -> go.Figure:
    """Lesions of each place that became smaller, and that vanished, by trial.

    Do not use it to say how many patients responded: that is :func:`response_rates`. There are no intervals, since
    lesions of one person are not independent.

    Parameters
    ----------
    frame
        Rows of the table ``lesions``, or their keys, in the order in which they are drawn.
    title
        What the chart shows, in a sentence.

    Returns
    -------
    plotly.graph_objects.Figure
        Two hollow marks a row, from 0 to 100 percent of the lesions.

    Raises
    ------
    ChartError
        If the frame lacks a column.
    """
    rows = frame if isinstance(frame, pd.DataFrame) else load_table("lesions").loc[list(frame)]
    checked(rows.iloc[:0], COLUMNS, name="place", value="smaller_pct")
    if rows.empty:
        return nothing("share of lesions", title=title)
    trials = load_table("trials", include_unverified=True)
    known = {str(row["trial_id"]): arms.trial(row) for _, row in trials.iterrows()}
    names = rows["trial_id"].astype(str).map(known)
    headings = [
        f"{name}: smaller by {share:g} % or more" for name, share in zip(names, rows["smaller_by_pct"], strict=True)
    ]
    groups = [(name, rows[[heading == name for heading in headings]]) for name in dict.fromkeys(headings)]
    placed = stack((name, [_entry(row) for _, row in part.iterrows()]) for name, part in groups)
    placed_key = key([Entry(name) for name in SHARES])
    drawn = pd.concat([part for _, part in groups])
    figure, (area, _, panel) = house(
        title,
        "Single lesions",
        areas=[placed_key.height, GAP, placed.height],
        alt=_alt(groups),
        caption=_caption(rows),
        table=_table(drawn, names.loc[drawn.index]),
        references=drawn["reference"],
    )
    colour = theme.colour("oncolytic-virus")
    keys = [{"marker": {"color": colour, "size": 10, "symbol": s}, "mode": "markers"} for s in SYMBOLS.values()]
    samples(figure, placed_key, keys, area=area)
    figure.update_layout(xaxis=arms.PERCENT_AXIS, yaxis=placed.axis(panel))
    placed.put(figure)
    for place, (name, (share, _)) in enumerate(SHARES.items()):
        marks = pd.DataFrame(
            {
                "x": drawn[share].astype(float),
                "low": None,
                "high": None,
                "y": [ys[place] for ys in placed.marks],
                "hollow": True,
                "hover": [hover([f"{name}: {_told(row, name)}", str(row["place"])]) for _, row in drawn.iterrows()],
            }
        )
        figure.add_traces(dots(marks, colour=colour, symbol=SYMBOLS[name], name=name))
    return figure


def _told(row: pd.Series[Any], name: str) -> str:
    share, count = SHARES[name]
    counted = "" if pd.isna(row[count]) else f" ({row[count]} of {row['n']})"
    return f"{row[share]:.0f} %{counted}"


def _entry(row: pd.Series[Any]) -> Entry:
    facts = [f"{row['n']} lesions", *(f"{name.lower()} {_told(row, name)}" for name in SHARES)]
    return Entry(str(row["place"]).capitalize(), facts, marks=len(SHARES))


def _table(rows: pd.DataFrame, names: pd.Series[str]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Trial": names,
            "Place": rows["place"],
            "Lesions": rows["n"],
            "Counted as smaller": [f"by {share:g} % or more" for share in rows["smaller_by_pct"]],
            **{name: [_told(row, name) for _, row in rows.iterrows()] for name in SHARES},
            "Read in": rows["verification"],
            "Source": [arms.source(row) for _, row in rows.iterrows()],
        }
    )


def _caption(rows: pd.DataFrame) -> list[str]:
    return [
        "Percent of lesions, not of patients: one person may have many.",
        "All marks are hollow: no interval, because lesions of one person are not independent.",
        "Smaller includes vanished.",
        "Unverified: not every row was read in a text." if (rows["verification"] == "none").any() else "",
        "The trials were not randomised against each other." if len(rows["trial_id"].unique()) > 1 else "",
    ]


def _alt(groups: list[tuple[str, pd.DataFrame]]) -> str:
    told = []
    for heading, part in groups:
        each = [
            f"{row['place']}, {_told(row, 'Smaller')}, vanished {_told(row, 'Vanished')}" for _, row in part.iterrows()
        ]
        told.append(f"{heading}: {'; '.join(each)}.")
    count = sum(len(part) for _, part in groups)
    return f"Shares of lesions in {number(count, 'group')}. " + " ".join(told)
