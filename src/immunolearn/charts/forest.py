"""Hazard ratios, as a forest plot that pools nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from immunolearn.charts import arms
from immunolearn.charts.frame import ChartError, across_trials, checked, house, nothing, number, selected_ratios
from immunolearn.charts.stack import LINE, Entry, Stack, dots, hover, stack
from immunolearn.display import theme

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import plotly.graph_objects as go

COLUMNS = {
    *("trial_id", "acronym", "regimen", "control_regimen", "therapy_class", "cancer", "setting", "endpoint", "effect"),
    *("ratio", "ci_low", "ci_high", "ci_level", "p_value", "as_of", "reference", "verification"),
}
TICKS = (0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10)
EFFECTS = {"hazard_ratio": "Hazard ratio", "incidence_rate_ratio": "Incidence rate ratio"}
ENDPOINTS = {
    "os": "overall survival",
    "pfs": "progression-free survival",
    "efs": "event-free survival",
    "rfs": "recurrence-free survival",
    "dmfs": "survival without distant metastasis",
    "cancer-incidence": "new cancers",
}
WORDS, BETWEEN = 2 * LINE + 10, 40
LEFT_OF_THE_AXIS = 1e-2
"""Where a bar to 0 is drawn to: a logarithmic axis has no 0."""


def hazard_ratios(
    frame: pd.DataFrame | str | Iterable[str],
    *,
    endpoint: str | Sequence[str] = "os",
    group: str | None = None,
    title: str | None = None,
) -> go.Figure:
    """Ratios between the arms of each trial on a logarithmic axis, without any pooled line.

    Do not use it to rank treatments of different trials: each ratio holds against its own comparator. Where curves
    cross, a hazard ratio does not sum them up; show :func:`survival_landmarks` too.

    Parameters
    ----------
    frame
        Rows of :func:`immunolearn.ratios`, or keys of trials.
    endpoint
        What to look up where keys are given, for example ``"os"`` or ``["os", "pfs"]``; each is a panel of its own.
    group
        Column whose values become headings, for example ``"cancer"``, if there is one endpoint.
    title
        What the chart shows, in a sentence. By default the name of the ratio and endpoint.

    Returns
    -------
    plotly.graph_objects.Figure
        Intervals of another level than 95 % are dotted; a mark without interval is hollow.

    Raises
    ------
    ChartError
        If the frame lacks a column, mixes kinds of ratio, or has a ratio outside its interval.
    UnknownNameError
        If a trial or an endpoint is not known.
    """
    if not isinstance(frame, pd.DataFrame):
        names = [endpoint] if isinstance(endpoint, str) else list(endpoint)
        keys = [frame] if isinstance(frame, str) else list(frame)
        frame = pd.concat([selected_ratios(keys, endpoint=name) for name in names], ignore_index=True)
    rows = checked(frame, COLUMNS | ({group} if group else set()), value="ratio")
    if rows.empty:
        return nothing("hazard ratio", title=title)
    effects = list(rows["effect"].unique())
    if len(effects) > 1:
        raise ChartError(f"The frame mixes {' and '.join(sorted(effects))}: they are not alike. Draw one in a chart.")
    groups = _groups(rows.sort_values("ratio", kind="stable"), group)
    panels = [groups] if len(rows["endpoint"].unique()) == 1 else [[one] for one in groups]
    stacks = [
        stack((heading, [_entry(row) for _, row in part.iterrows()]) for heading, part in panel) for panel in panels
    ]
    ranked = pd.concat([part for _, part in groups])
    what = EFFECTS[effects[0]]
    figure, (words, *areas) = house(
        title,
        f"{what}, {_endpoint(rows['endpoint'].iloc[0])}" if len(panels) == 1 else f"{what}s",
        areas=[WORDS, *_areas(stacks)],
        alt=_alt(groups, what),
        caption=_caption(rows, what),
        table=_table(ranked),
        references=rows["reference"],
    )
    _say_sides(figure, words[1])
    for place, (panel, placed) in enumerate(zip(panels, stacks, strict=True)):
        part = pd.concat([part for _, part in panel]).assign(y=[y for (y,) in placed.marks])
        _panel(figure, part, placed, areas[2 * place], axis=str(place + 1) if place else "")
    return figure


def _areas(stacks: list[Stack]) -> list[int]:
    """Heights of panels, with room between them for the labels of their axes."""
    return [height for placed in stacks for height in (placed.height, BETWEEN)][:-1]


def _panel(figure: go.Figure, rows: pd.DataFrame, placed: Stack, area: tuple[float, float], *, axis: str) -> None:
    """Draw the ratios of an endpoint on axes of their own."""
    figure.layout[f"xaxis{axis}"] = {**_axis(rows), "anchor": f"y{axis}"}
    figure.layout[f"yaxis{axis}"] = {**placed.axis(area), "anchor": f"x{axis}"}
    line = {"color": theme.SOFT, "width": 1}
    figure.add_shape(type="line", x0=1, x1=1, y0=0, y1=1, xref=f"x{axis}", yref=f"y{axis} domain", line=line)
    placed.put(figure, axis=f"y{axis}")
    points = _points(rows)
    for (name, usual), part in points.groupby(["therapy_class", "usual"], sort=False, observed=True):
        colour, symbol = theme.colour(str(name)), theme.symbol(str(name))
        marks = dots(part, colour=colour, symbol=symbol, name=theme.label(str(name)), dotted=not usual)
        figure.add_traces([trace.update(xaxis=f"x{axis}", yaxis=f"y{axis}") for trace in marks] if axis else marks)


def _groups(rows: pd.DataFrame, group: str | None) -> list[tuple[str, pd.DataFrame]]:
    endpoints = sorted(rows["endpoint"].unique(), key=[*ENDPOINTS, *rows["endpoint"]].index)
    if len(endpoints) > 1:
        return [(_endpoint(name).capitalize(), rows[rows["endpoint"] == name]) for name in endpoints]
    if group is None:
        return [("", rows)]
    names = rows[group].astype("string").fillna("not known")
    said = names.map(theme.label) if group == "therapy_class" else names
    return [(name[0].upper() + name[1:], rows[said == name]) for name in said.unique()]


def _endpoint(name: str) -> str:
    """Name of an endpoint as it is read."""
    return ENDPOINTS.get(name, name)


def _entry(row: pd.Series[Any]) -> Entry:
    facts = [f"v {row['control_regimen']}", f"{arms.trial(row)}, {row['cancer']}", _ratio(row)]
    return Entry(str(row["regimen"]), [*facts, "unverified" if row["verification"] == "none" else ""])


def _ratio(row: pd.Series[Any]) -> str:
    bounds = arms.interval(row, digits=2)
    return f"{row['ratio']:.2f}" + (f" ({bounds})" if bounds else ", no interval")


def _axis(rows: pd.DataFrame) -> dict[str, Any]:
    ends = rows[["ratio", "ci_low", "ci_high"]].to_numpy(dtype=float, na_value=np.nan)
    low, high = min(0.5, float(np.nanmin(ends[ends > 0]))), max(2.0, float(np.nanmax(ends)))
    ticks = [tick for tick in TICKS if low / 1.6 <= tick <= high * 1.6]
    return {
        "automargin": False,
        "fixedrange": True,
        "range": [float(np.log10(low / 1.15)), float(np.log10(high * 1.15))],
        "ticktext": [f"{tick:g}" for tick in ticks],
        "tickvals": ticks,
        "type": "log",
    }


def _say_sides(figure: go.Figure, y: float) -> None:
    """Say above the axis which side favours whom."""
    side = {"font": {"size": 12.5, "color": theme.SOFT}, "y": y, "yref": "paper"}
    figure.add_annotation(text="◀ fewer events with<br>the first named", **side)
    figure.add_annotation(text="fewer events with ▶<br>the second named", align="right", x=1, xanchor="right", **side)


def _points(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "x": rows["ratio"],
            "low": rows["ci_low"].replace(0, LEFT_OF_THE_AXIS),
            "high": rows["ci_high"],
            "y": rows["y"],
            "hollow": rows["ci_low"].isna() | rows["ci_high"].isna() | (rows["verification"] == "none"),
            "usual": (rows["ci_level"] == arms.USUAL_LEVEL) | rows["ci_level"].isna(),
            "hover": [_hover(row) for _, row in rows.iterrows()],
            "therapy_class": rows["therapy_class"],
        }
    )


def _hover(row: pd.Series[Any]) -> str:
    p = (
        ""
        if pd.isna(row["p_value"])
        else f"p {row['p_value'] if row['p_value'].startswith('<') else '= ' + row['p_value']}"
    )
    return hover([_ratio(row), p, str(row["setting"]), f"Data: {row['as_of']}", arms.source(row)])


def _table(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "First named": row["regimen"],
                "Second named": row["control_regimen"],
                "Trial": arms.trial(row),
                "Cancer": row["cancer"],
                "Endpoint": _endpoint(row["endpoint"]),
                "Ratio": f"{row['ratio']:.2f}",
                "Interval": arms.interval(row, digits=2),
                "Level": "" if pd.isna(row["ci_level"]) else f"{row['ci_level']:g} %",
                "p": row["p_value"],
                "Data": row["as_of"],
                "Read in": row["verification"],
                "Source": arms.source(row),
            }
            for _, row in rows.iterrows()
        ]
    )


def _caption(rows: pd.DataFrame, what: str) -> list[str]:
    levels = sorted(rows["ci_level"].dropna().unique())
    other = [f"{level:g} %" for level in levels if level != arms.USUAL_LEVEL]
    bare = int((rows["ci_low"].isna() | rows["ci_high"].isna()).sum())
    unread = int((rows["verification"] == "none").sum())
    endless = bool((rows["ci_low"] == 0).any())
    return [
        f"{what} of the first-named against the second-named arm of one randomised trial, as published."
        if what == EFFECTS["hazard_ratio"]
        else f"{what} of the first-named against the second-named group, as published.",
        "Bars: 95 % intervals." if arms.USUAL_LEVEL in levels else "",
        "A bar without an end on the left goes down to 0, which this axis does not have." if endless else "",
        f"Dotted bars: intervals of another level ({', '.join(other)})." if other else "",
        f"Hollow marks: interval not known ({number(bare, 'comparison')})." if bare else "",
        f"Unverified, not read in a text, and hollow: {number(unread, 'comparison')}." if unread else "",
        "Nothing is pooled." if len(rows) > 1 else "",
        across_trials(rows),
    ]


def _alt(groups: list[tuple[str, pd.DataFrame]], what: str) -> str:
    told = [f"{what} of {number(sum(len(part) for _, part in groups), 'comparison')}; below 1 favours the first named."]
    for heading, part in groups:
        first = f"{heading}: " if heading else ""
        ends = part.iloc[[0, -1]].iterrows()
        low, high = (f"{row['ratio']:.2f} with {row['regimen']}" for _, row in ends)
        told.append(f"{first}{low}." if len(part) == 1 else f"{first}from {low} to {high}.")
    return " ".join(told)
