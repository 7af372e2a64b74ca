"""Charts of single patients: best change, time on treatment, change over time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from immunolearn.charts.frame import AXIS_TITLE, FOOT, ChartError, checked, house, nothing, number
from immunolearn.charts.simulated import GONE, PARTIAL
from immunolearn.charts.stack import GAP, Entry, hover, key, samples
from immunolearn.display import theme

if TYPE_CHECKING:
    from collections.abc import Iterable

    import plotly.graph_objects as go

COLUMNS = {"patient", "week", "change", "response", "ongoing"}
PANEL, LANE = 270, 13
PROGRESSION, TALLEST = 20.0, 100.0
ASIDE, LEFT = 7, 0.03
MARGIN = 0.16
"""Share of the width that is left for the labels of the axis."""
LOOKS = {  # family whose colour it takes, symbol
    "complete": ("antibody", "star"),
    "partial": ("virus", "circle"),
    "stable": ("control", "square"),
    "progression": ("checkpoint", "x"),
}
NAMES = {
    "complete": "complete response",
    "partial": "partial response",
    "stable": "stable disease",
    "progression": "progression at the first scan",
}
SIMULATED = "Simulated patients: no trial and no person stands behind this chart."


def waterfall(frame: pd.DataFrame, *, simulated: bool, title: str | None = None) -> go.Figure:
    """Best change in tumour size of each patient, as bars from worst to best.

    Do not use it to see how long a response lasts: that is :func:`swimmer` or :func:`spider`. The best moment of each
    patient flatters the treatment.

    Parameters
    ----------
    frame
        A row a scan, as :func:`simulated_responses` gives.
    simulated
        Whether the patients are not real; title and caption then say so.
    title
        What the chart shows, in a sentence.

    Returns
    -------
    plotly.graph_objects.Figure
        Percent of the size at the start, with RECIST's lines at +20 and -30.

    Raises
    ------
    ChartError
        If the frame lacks a column or holds an unknown response.
    """
    rows = _scans(frame)
    if rows.empty:
        return nothing("patient", title=title)
    after = rows[rows["week"] > 0]
    best = after.groupby("patient").agg(change=("change", "min"), response=("response", "first"))
    best = best.sort_values(["change", "response"], ascending=[False, True]).reset_index()
    figure, panel = _frame(
        rows,
        title,
        "Best change in tumour size",
        simulated=simulated,
        height=PANEL,
        caption=[
            "A bar a patient, the worst first: the smallest size after the start.",
            _lines(),
            _cut(best["change"]),
        ],
        table=pd.DataFrame(
            {"Patient": best["patient"], "Best change, %": best["change"], "Response": best["response"]}
        ),
    )
    figure.update_layout(
        bargap=0.25,
        xaxis={
            "fixedrange": True,
            "range": [-0.7 - MARGIN * len(best), len(best) - 0.3],
            "showgrid": False,
            "showticklabels": False,
            "title": {"text": "patients"},
        },
        yaxis={"domain": panel, **_change_axis(best["change"].max())},
    )
    for response, part in best.groupby("response", sort=False):
        figure.add_bar(
            hovertemplate="%{hovertext}<extra></extra>",
            hovertext=[hover([f"Patient {row['patient']}: {row['change']:+.0f} %"]) for _, row in part.iterrows()],
            marker={"color": _colour(str(response))},
            name=NAMES[str(response)],
            x=part.index.tolist(),
            y=part["change"].clip(upper=TALLEST).tolist(),
        )
        _mark(figure, str(response), x=part.index, y=[-ASIDE if change > 0 else ASIDE for change in part["change"]])
    _recist(figure)
    return figure


def swimmer(frame: pd.DataFrame, *, simulated: bool, title: str | None = None) -> go.Figure:
    """Time of each patient until progression, as lanes, with the start of the response.

    Do not use it to estimate how many are without progression at a time, because follow-up differs: that is
    :func:`survival_curve`.

    Parameters
    ----------
    frame, simulated, title
        As for :func:`waterfall`.

    Returns
    -------
    plotly.graph_objects.Figure
        Weeks; an arrow where there was no progression at the last scan, a cross where there was.

    Raises
    ------
    ChartError
        If the frame lacks a column or holds an unknown response.
    """
    rows = _scans(frame)
    if rows.empty:
        return nothing("patient", title=title)
    lanes = rows.groupby("patient").agg(
        weeks=("week", "max"), response=("response", "first"), ongoing=("ongoing", "first")
    )
    starts = rows[(rows["change"] <= PARTIAL) & rows["response"].isin(["complete", "partial"])]
    lanes["start"] = starts.groupby("patient")["week"].min()
    lanes = lanes.sort_values(["weeks", "start"], ascending=[False, True]).reset_index()
    height = LANE * len(lanes)
    figure, panel = _frame(
        rows,
        title,
        "Time without progression",
        simulated=simulated,
        height=height,
        caption=[
            "A lane a patient, from the start to the last scan.",
            "Small dots: first scan with a response.",
            "Arrows: no progression yet. Crosses: progression, the tumour 20 % above its smallest size.",
        ],
        table=pd.DataFrame(
            {
                "Patient": lanes["patient"],
                "Weeks": lanes["weeks"],
                "Response": lanes["response"],
                "First response, week": lanes["start"],
                "Progression": ~lanes["ongoing"].astype(bool),
            }
        ),
    )
    figure.update_layout(
        bargap=0.35,
        xaxis={
            "dtick": 12,
            "tick0": 0,
            "fixedrange": True,
            "range": [-2 * LEFT * float(lanes["weeks"].max()), 1.06 * float(lanes["weeks"].max())],
            "title": {"text": "weeks since the start"},
        },
        yaxis={
            "domain": panel,
            "fixedrange": True,
            "range": [len(lanes) - 0.4, -0.6],
            "showgrid": False,
            "showticklabels": False,
        },
    )
    for response, part in lanes.groupby("response", sort=False):
        figure.add_bar(
            hovertemplate="%{hovertext}<extra></extra>",
            hovertext=[hover([f"Patient {row['patient']}: {row['weeks']} weeks"]) for _, row in part.iterrows()],
            marker={"color": _colour(str(response))},
            name=NAMES[str(response)],
            orientation="h",
            x=part["weeks"].tolist(),
            y=part.index.tolist(),
        )
        _mark(figure, str(response), x=[-LEFT * float(lanes["weeks"].max())] * len(part), y=part.index)
    ends = [
        (lanes.dropna(subset=["start"]), "start", {"color": theme.PAPER, "size": 5, "symbol": "circle"}),
        (lanes[lanes["ongoing"].astype(bool)], "weeks", {"color": theme.INK, "size": 9, "symbol": "triangle-right"}),
        (lanes[~lanes["ongoing"].astype(bool)], "weeks", {"color": theme.INK, "size": 7, "symbol": "x"}),
    ]
    for part, column, marker in ends:
        if len(part):
            figure.add_scatter(
                hoverinfo="skip", marker=marker, mode="markers", x=part[column].tolist(), y=part.index.tolist()
            )
    return figure


def spider(frame: pd.DataFrame, *, simulated: bool, title: str | None = None) -> go.Figure:
    """Tumour size of each patient over time, as lines from a common start.

    Do not use it with more patients than can be told apart, or to compare arms.

    Parameters
    ----------
    frame, simulated, title
        As for :func:`waterfall`.

    Returns
    -------
    plotly.graph_objects.Figure
        Percent of the size at the start against weeks, with RECIST's lines at +20 and -30.

    Raises
    ------
    ChartError
        If the frame lacks a column or holds an unknown response.
    """
    rows = _scans(frame)
    if rows.empty:
        return nothing("patient", title=title)
    figure, panel = _frame(
        rows,
        title,
        "Tumour size over time",
        simulated=simulated,
        height=PANEL,
        caption=["A line a patient; a mark ends each.", _lines(), _cut(rows["change"])],
        table=rows.pivot_table(index="patient", columns="week", values="change")
        .rename_axis("Patient")
        .reset_index()
        .rename(columns=lambda name: name if name == "Patient" else f"Week {name}"),
    )
    figure.update_layout(
        xaxis={
            "dtick": 12,
            "tick0": 0,
            "fixedrange": True,
            "range": [-MARGIN * float(rows["week"].max()), 1.04 * float(rows["week"].max())],
            "title": {"text": "weeks since the start"},
        },
        yaxis={"domain": panel, **_change_axis(rows["change"].max())},
    )
    for response in LOOKS:
        lines = [part for _, part in rows[rows["response"] == response].groupby("patient")]
        if not lines:
            continue
        last = [len(part) - 1 for part in lines]
        figure.add_scatter(
            hoverinfo="skip",
            line={"color": _colour(response), "width": 1.5},
            marker={
                "color": _colour(response),
                "size": [size for end in last for size in ([0] * end + [8, 0])],
                "symbol": LOOKS[response][1],
            },
            mode="lines+markers",
            name=NAMES[response],
            x=[x for part in lines for x in (*part["week"].tolist(), None)],
            y=[y for part in lines for y in (*part["change"].clip(upper=TALLEST).tolist(), None)],
        )
    _recist(figure)
    return figure


def _scans(frame: pd.DataFrame) -> pd.DataFrame:
    rows = checked(frame, COLUMNS, name="patient", value="change")
    unknown = sorted(set(rows["response"]) - set(LOOKS))
    if unknown:
        raise ChartError(f"The frame has the response {', '.join(map(repr, unknown))}. Known: {', '.join(LOOKS)}.")
    return rows


def _frame(
    rows: pd.DataFrame,
    title: str | None,
    what: str,
    *,
    simulated: bool,
    height: int,
    caption: Iterable[str],
    table: pd.DataFrame,
) -> tuple[go.Figure, tuple[float, float]]:
    """House frame with the key of responses."""
    of = " of simulated patients" if simulated else ""
    counts = rows.drop_duplicates("patient")["response"].value_counts()
    there = [response for response in LOOKS if response in counts]
    placed = key([Entry(f"{NAMES[response]}, {counts[response]}") for response in there])
    told = ", ".join(f"{counts[response]} {NAMES[response]}" for response in there)
    figure, (area, _, panel) = house(
        _said(title, simulated=simulated),
        f"{what}{of}",
        areas=[placed.height, GAP, height],
        foot=FOOT + AXIS_TITLE,
        alt=f"{what}{of} in {number(int(counts.sum()), 'patient')}: {told}.",
        caption=[SIMULATED if simulated else "", *caption],
        table=table,
    )
    marks: list[dict[str, Any]] = [
        {"marker": {"color": _colour(name), "size": 10, "symbol": LOOKS[name][1]}, "mode": "markers"} for name in there
    ]
    samples(figure, placed, marks, area=area)
    return figure, panel


def _said(title: str | None, *, simulated: bool) -> str | None:
    """Title that never hides that the patients are not real."""
    return title if title is None or not simulated or "simulated" in title.lower() else f"{title} (simulated)"


def _mark(figure: go.Figure, response: str, *, x: Iterable[float], y: Iterable[float]) -> None:
    """Put the symbol of a response beside its bars, so that it is told without colour."""
    marker = {"color": _colour(response), "size": 7, "symbol": LOOKS[response][1]}
    figure.add_scatter(hoverinfo="skip", marker=marker, mode="markers", name=response, x=list(x), y=list(y))


def _colour(response: str) -> str:
    return str(theme.tokens()["families"][LOOKS[response][0]]["light"])


def _change_axis(top: float) -> dict[str, Any]:
    ticks = [GONE, PARTIAL, PROGRESSION, TALLEST]
    return {
        "automargin": False,
        "fixedrange": True,
        "range": [GONE - 5, min(max(top, 2 * PROGRESSION), TALLEST) + 20],
        "ticklabelposition": "inside top",
        "ticktext": [f"{tick:+.0f} %" for tick in ticks],
        "tickvals": ticks,
        "zeroline": True,
        "zerolinecolor": theme.SOFT,
    }


def _recist(figure: go.Figure) -> None:
    for y in (PARTIAL, PROGRESSION):
        line = {"color": theme.SOFT, "dash": "dash", "width": 1}
        figure.add_shape(type="line", line=line, x0=0, x1=1, xref="x domain", y0=y, y1=y)


def _lines() -> str:
    return (
        "Dashed: RECIST's thresholds, 30 % smaller than at the start for a partial response, and 20 % larger; growth "
        "is counted from the smallest size, so that progression may come below that line."
    )


def _cut(change: pd.Series[Any]) -> str:
    above = int((change > TALLEST).sum())
    return f"Cut at +{TALLEST:.0f} %: {number(above, 'value')}." if above else ""
