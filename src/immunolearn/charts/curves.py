"""Kaplan-Meier curves of single patients."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from immunolearn.charts.frame import AXIS_TITLE, FOOT, ChartError, checked, house, nothing, number
from immunolearn.charts.landmarks import PANEL, PANEL_HEADING, RATE_AXIS
from immunolearn.charts.looks import Look, looks
from immunolearn.charts.stack import LINE, Entry, hover, key, samples
from immunolearn.display import theme
from immunolearn.statistics import kaplan_meier, median_survival

if TYPE_CHECKING:
    import plotly.graph_objects as go

STEPS = (1, 2, 3, 6, 12, 24, 36, 60, 120)
MOST_TICKS = 6
PALE = 0.14


def survival_curve(
    frame: pd.DataFrame,
    *,
    simulated: bool,
    endpoint: str = "Overall survival",
    since: str = "the start",
    bands: bool = True,
    title: str | None = None,
) -> go.Figure:
    """Kaplan-Meier curve of each arm, with bands, censoring marks and numbers at risk.

    Do not use it where only published rates are known: that is :func:`survival_landmarks`. Do not compare curves by
    eye beyond the time when few patients are at risk.

    Parameters
    ----------
    frame
        A row a patient: ``arm``, ``months`` of follow-up, ``event`` (True where it was seen, False where the patient
        was censored) and ``therapy_class`` of the arm, for its colour.
    simulated
        Whether the patients are not real; the caption then says so. There is no default, so that nobody forgets it.
    endpoint
        Name of the endpoint.
    since
        From when the months are counted, as ``"month 6"`` where a landmark was chosen.
    bands
        Draw the pointwise 95 % band of each curve.
    title
        What the chart shows, in a sentence.

    Returns
    -------
    plotly.graph_objects.Figure
        Percent without the event against months.

    Raises
    ------
    ChartError
        If the frame lacks a column.
    StatisticsError
        If a time is negative or missing.
    UnknownNameError
        If a therapy class has no family.

    Notes
    -----
    Estimates are those of :func:`immunolearn.statistics.kaplan_meier`.
    """
    rows = checked(frame, {"arm", "months", "event", "therapy_class"}, name="arm", value="months")
    what = f"{endpoint} of simulated patients" if simulated else endpoint
    if rows.empty:
        return nothing("patient", title=title)
    names = list(rows["arm"].unique())
    if rows.groupby("arm")["therapy_class"].nunique().max() > 1:
        raise ChartError("An arm has several therapy classes. Give each arm one.")
    parts = [rows[rows["arm"] == name] for name in names]
    curves = [kaplan_meier(part["months"], observed=part["event"]) for part in parts]
    shown = looks(part["therapy_class"].iloc[0] for part in parts)
    longest = float(rows["months"].max())
    ticks = np.arange(0, longest + 1e-9, next(step for step in STEPS if longest / step <= MOST_TICKS)).tolist()
    placed = key(_entry(part) for part in parts)
    risk = LINE * (2 * len(parts) + 1)
    figure, domains = house(
        title,
        what,
        areas=[placed.height, PANEL_HEADING, PANEL, FOOT + AXIS_TITLE, risk],
        foot=10,
        alt=_alt(parts, what),
        caption=_caption(parts, bands=bands, simulated=simulated),
        table=_table(names, parts, ticks),
    )
    samples(
        figure,
        placed,
        [{"line": {"color": k.colour, "dash": k.dash, "width": 2}, "mode": "lines"} for k in shown],
        area=domains[0],
    )
    reach = [-0.02 * longest, 1.03 * longest]
    figure.update_layout(
        xaxis={
            "anchor": "y",
            "automargin": False,
            "fixedrange": True,
            "range": reach,
            "tickvals": ticks,
            "title": {"text": f"months since {since}"},
        },
        yaxis={"domain": domains[2], **RATE_AXIS},
        xaxis2={"anchor": "y2", "fixedrange": True, "range": reach, "visible": False},
        yaxis2={"anchor": "x2", "domain": domains[4], "fixedrange": True, "range": [risk, 0], "visible": False},
    )
    for curve, look in zip(curves, shown, strict=True):
        if bands:
            _band(figure, curve, look)
    for name, curve, look in zip(names, curves, shown, strict=True):
        _step(figure, str(name), curve, look)
    _at_risk(figure, names, parts, ticks)
    return figure


def _entry(part: pd.DataFrame) -> Entry:
    return Entry(
        str(part["arm"].iloc[0]), [number(len(part), "patient"), f"{part['event'].sum()} events", _median(part)]
    )


def _median(part: pd.DataFrame) -> str:
    found = median_survival(part["months"], observed=part["event"])
    if not np.isfinite(found.value):
        return "median not reached"
    high = f"{found.interval.high:.1f}" if np.isfinite(found.interval.high) else "not reached"
    return f"median {found.value:.1f} months ({found.interval.low:.1f} to {high})"


def _band(figure: go.Figure, curve: pd.DataFrame, look: Look) -> None:
    known = _steps(curve).dropna(subset=["low", "high"])
    red, green, blue = (int(look.colour[place : place + 2], 16) for place in (1, 3, 5))
    shared = {"hoverinfo": "skip", "mode": "lines", "x": known["time"].round(2).tolist()}
    line = {"shape": "hv", "width": 0}
    figure.add_scatter(**shared, line=line, y=(100 * known["high"]).round(1).tolist())
    paint = f"rgba({red},{green},{blue},{PALE})"
    figure.add_scatter(**shared, fill="tonexty", fillcolor=paint, line=line, y=(100 * known["low"]).round(1).tolist())


def _steps(curve: pd.DataFrame) -> pd.DataFrame:
    """Rows at which the curve falls, its start and its end."""
    ends = curve.index.isin(curve.index[[0, -1]])
    return curve[ends | (curve["events"] > 0)]


def _step(figure: go.Figure, name: str, curve: pd.DataFrame, look: Look) -> None:
    steps = _steps(curve)
    figure.add_scatter(
        hovertemplate=f"{hover([name])}<br>month %{{x:.1f}}: %{{y:.0f}} %<extra></extra>",
        line={"color": look.colour, "dash": look.dash, "shape": "hv", "width": 2},
        mode="lines",
        name=name,
        x=steps["time"].round(2).tolist(),
        y=(100 * steps["survival"]).round(1).tolist(),
    )
    left = curve[curve["censored"] > 0]
    figure.add_scatter(
        hoverinfo="skip",
        marker={"color": look.colour, "line": {"color": look.colour, "width": 1.5}, "size": 8, "symbol": "line-ns"},
        mode="markers",
        name=f"{name}, censored",
        x=left["time"].round(2).tolist(),
        y=(100 * left["survival"]).round(1).tolist(),
    )


def _counts(part: pd.DataFrame, ticks: list[float]) -> list[int]:
    return [int((part["months"] >= tick).sum()) for tick in ticks]


def _at_risk(figure: go.Figure, names: list[Any], parts: list[pd.DataFrame], ticks: list[float]) -> None:
    figure.add_annotation(text="<b>Numbers at risk</b>", y=0, yref="y2")
    for place, (name, part) in enumerate(zip(names, parts, strict=True)):
        y = LINE * (2 * place + 1)
        figure.add_annotation(text=f"<span style='color:{theme.SOFT}'>{hover([str(name)])}</span>", y=y, yref="y2")
        figure.add_scatter(
            hoverinfo="skip",
            mode="text",
            name="at risk",
            text=[str(count) for count in _counts(part, ticks)],
            textfont={"size": 12.5},
            x=ticks,
            xaxis="x2",
            y=[y + 1.5 * LINE] * len(ticks),
            yaxis="y2",
        )


def _table(names: list[Any], parts: list[pd.DataFrame], ticks: list[float]) -> pd.DataFrame:
    rows = []
    for name, part in zip(names, parts, strict=True):
        curve = kaplan_meier(part["months"], observed=part["event"])
        for tick, count in zip(ticks, _counts(part, ticks), strict=True):
            now = curve[curve["time"] <= tick].iloc[-1]
            band = "" if now.isna()["low"] else f"{100 * now['low']:.0f} to {100 * now['high']:.0f}"
            rows.append(
                {
                    "Arm": name,
                    "Month": f"{tick:g}",
                    "Percent": f"{100 * now['survival']:.0f}",
                    "95 % band": band,
                    "At risk": count,
                }
            )
    return pd.DataFrame(rows)


def _caption(parts: list[pd.DataFrame], *, bands: bool, simulated: bool) -> list[str]:
    return [
        "Simulated patients: no trial and no person stands behind this chart." if simulated else "",
        f"Kaplan-Meier estimates of {number(sum(map(len, parts)), 'patient')}; upright ticks: patients censored there.",
        "Bands: pointwise 95 % intervals, Greenwood on the log-log scale." if bands else "",
    ]


def _alt(parts: list[pd.DataFrame], what: str) -> str:
    told = [f"{part['arm'].iloc[0]}, {number(len(part), 'patient')}: {_median(part)}." for part in parts]
    return f"{what}, Kaplan-Meier curves. " + " ".join(told)
