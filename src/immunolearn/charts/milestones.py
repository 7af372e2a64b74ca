"""Milestones and approvals over time."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Any

import pandas as pd

from immunolearn.charts.frame import checked, house, nothing, number, source
from immunolearn.charts.stack import hover
from immunolearn.display import theme
from immunolearn.errors import UnknownNameError
from immunolearn.evidence import load_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    import plotly.graph_objects as go

MILESTONE = "milestone"
DOT, LANE, MENU = 9, 34, 40
FAMILIES = {
    "antibody": "antibodies",
    "checkpoint": "checkpoint inhibitors",
    "cell": "cell therapies",
    "vaccine": "vaccines",
    "cytokine": "cytokines",
    "virus": "viruses and genes",
    "control": "other treatments",
}


def timeline(
    frame: pd.DataFrame | None = None,
    *,
    kinds: Iterable[str] | None = None,
    since: int | None = None,
    title: str | None = None,
) -> go.Figure:
    """Milestones of immunotherapy and first approvals, a dot each, in a lane for each kind.

    Do not read the number of dots as importance. What a dot says is in its label and, for the keyboard, in the
    table below the chart.

    Parameters
    ----------
    frame
        ``year``, ``kind``, ``event`` and ``reference`` of each dot; by default :func:`timeline_events`.
    kinds
        Keep only these: ``"milestone"``, or families of therapies as ``"checkpoint"``.
    since
        Keep only events of this year and later.
    title
        What the chart shows, in a sentence.

    Returns
    -------
    plotly.graph_objects.Figure
        Events of one year and kind stand on each other. Where plotly is alive a menu shows one kind alone; the
        data is folded by kind.

    Raises
    ------
    ChartError
        If the frame lacks a column.
    UnknownNameError
        If a kind is not known.
    """
    rows = timeline_events() if frame is None else frame
    rows = checked(rows, {"year", "kind", "event", "reference"}, name="event", value="year")
    known = [MILESTONE, *theme.tokens()["families"]]
    for kind in set(rows["kind"]).union(kinds or ()) - set(known):
        raise UnknownNameError("kind of event", kind, known)
    rows = rows[rows["kind"].isin(list(known if kinds is None else kinds)) & (rows["year"] >= (since or 0))]
    if rows.empty:
        return nothing("event", title=title)
    rows = rows.sort_values(["year", "event"], kind="stable")
    lanes = [kind for kind in known if (rows["kind"] == kind).any()]
    rows = rows.assign(level=rows.groupby(["kind", "year"]).cumcount())
    heights = [LANE + DOT * int(rows.loc[rows["kind"] == kind, "level"].max() + 1) for kind in lanes]
    menu = MENU if len(lanes) > 1 else 0
    figure, (top, area) = house(
        title,
        "Milestones and first approvals",
        areas=[menu, sum(heights)],
        alt=_alt(rows, lanes),
        caption=_caption(rows),
        table=_table(rows.sort_values("kind", key=lambda kinds: kinds.map(lanes.index), kind="stable")),
        fold="Kind",
    )
    first, last = int(rows["year"].min()), int(rows["year"].max())
    figure.update_layout(
        xaxis={
            "automargin": False,
            "fixedrange": True,
            "nticks": 6,
            "range": [first - 0.03 * (last - first) - 1, last + 1],
            "tickformat": "d",
        },
        yaxis={
            "domain": area,
            "fixedrange": True,
            "range": [sum(heights), 0],
            "showgrid": False,
            "showticklabels": False,
        },
    )
    if menu:
        figure.update_layout(updatemenus=[_menu(lanes, heights, y=top[1])])
    bottom = 0
    for kind, height in zip(lanes, heights, strict=True):
        part = rows[rows["kind"] == kind]
        figure.add_annotation(
            text=f"<b>{_lane(kind)}</b> <span style='color:{theme.SOFT}'>{len(part)}</span>", y=bottom
        )
        bottom += height
        family = theme.tokens()["families"].get(kind)
        figure.add_scatter(
            cliponaxis=True,
            hovertemplate="%{x}: %{hovertext}<extra></extra>",
            hovertext=[hover([event]) for event in part["event"]],
            marker={
                "color": family["light"] if family else theme.INK,
                "size": 8,
                "symbol": next(iter(family["classes"].values())) if family else "circle",
            },
            mode="markers",
            name=_lane(kind),
            x=part["year"].tolist(),
            y=[bottom - 8 - DOT * level for level in part["level"]],
        )
        if kind != lanes[-1]:
            line = {"color": theme.LINE, "width": 1}
            figure.add_shape(type="line", line=line, x0=0, x1=1, xref="paper", y0=bottom, y1=bottom)
    return figure


def timeline_events() -> pd.DataFrame:
    """Give what :func:`timeline` draws: milestones, and the first approval of each therapy in the United States.

    Returns
    -------
    pandas.DataFrame
        ``date``, ``year``, ``kind``, ``event``, ``why`` and ``reference``.
    """
    events = load_table("timeline").assign(kind=MILESTONE)
    events = events.rename(columns={"why_it_matters": "why"})
    drugs = load_table("therapies").dropna(subset=["first_fda_approval"])
    approvals = pd.DataFrame(
        {
            "date": drugs["first_fda_approval"],
            "year": drugs["first_fda_approval"].str[:4].astype("Int64"),
            "kind": drugs["therapy_class"].map(theme.family_of),
            "event": drugs["inn_name"],
            "why": drugs["first_indication"],
            "reference": drugs["reference"],
        }
    )
    columns = ["date", "year", "kind", "event", "why", "reference"]
    both = pd.concat([events[columns].astype({"kind": "object"}), approvals], ignore_index=True)
    return both.dropna(subset=["event", "year"])


def _menu(lanes: list[str], heights: list[int], *, y: float) -> dict[str, Any]:
    """Menu that shows all lanes, or one alone."""
    bottoms = list(accumulate(heights))
    shown = [("All kinds", [bottoms[-1], 0]), *zip(map(_lane, lanes), _spans(bottoms, heights), strict=True)]
    return {
        "buttons": [{"args": [{"yaxis.range": span}], "label": name, "method": "relayout"} for name, span in shown],
        "name": "Kind of event",
        "pad": {"t": 0},
        "x": 0,
        "xanchor": "left",
        "y": y,
        "yanchor": "top",
    }


def _spans(bottoms: list[int], heights: list[int]) -> list[list[int]]:
    return [[bottom, bottom - height] for bottom, height in zip(bottoms, heights, strict=True)]


def _lane(kind: str) -> str:
    return "Milestones" if kind == MILESTONE else f"Approvals: {FAMILIES[kind]}"


def _table(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Year": rows["year"],
            "Kind": [_lane(kind) for kind in rows["kind"]],
            "Event": rows["event"],
            "Why": rows.get("why", ""),
            "Source": ["" if pd.isna(key) else source(str(key)) for key in rows["reference"]],
        }
    )


def _caption(rows: pd.DataFrame) -> list[str]:
    approvals = (rows["kind"] != MILESTONE).any()
    return [
        "A dot an event; events of one year stand on each other. Every event is in the tables, with its source.",
        "Approvals: the first by the United States agency, where its date was read; others may have come earlier."
        if approvals
        else "",
    ]


def _alt(rows: pd.DataFrame, lanes: list[str]) -> str:
    told = [f"{number(len(rows), 'event')} from {rows['year'].min()} to {rows['year'].max()}."]
    for kind in lanes:
        part = rows[rows["kind"] == kind]
        told.append(f"{_lane(kind)}: {len(part)}, the first in {part['year'].min()}.")
    return " ".join(told)
