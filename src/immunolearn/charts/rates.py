"""Rates of arms, as dots with intervals: responses, or people alive at one time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import plotly.graph_objects as go

from immunolearn.charts import arms
from immunolearn.charts.frame import (
    ChartError,
    across_trials,
    checked,
    house,
    measure,
    nothing,
    number,
    one_for_all,
    selected,
)
from immunolearn.charts.stack import Entry, dots, hover, stack
from immunolearn.display import theme
from immunolearn.evidence import load_table

if TYPE_CHECKING:
    from collections.abc import Iterable

DEATH = "os_rate"
COLUMNS = {
    *("trial_id", "arm_id", "acronym", "regimen", "therapy_class", "role", "cancer", "setting", "measure"),
    *("events", "n", "value", "ci_low", "ci_high", "ci_level", "ci_method"),
    *("criteria", "assessor", "analysis_set", "grading_scale", "as_of", "reference", "verification"),
}


def response_rates(
    frame: pd.DataFrame | str | Iterable[str],
    *,
    measure_name: str = "orr",
    complete: bool = False,
    group: str = "therapy_class",
    title: str | None = None,
) -> go.Figure:
    """Response rates of arms, or survival at one time, as dots with intervals, grouped, the highest first.

    Do not use it to say that one treatment is better than another of another trial, or for survival at several
    times: that is :func:`survival_landmarks`.

    Parameters
    ----------
    frame
        Rows of :func:`immunolearn.results` for one measure that is a proportion of patients, or for survival at one
        landmark; or keys of trials (``"emilia"``) or arms (``"emilia/t-dm1"``).
    measure_name
        What to look up where keys are given, for example ``"cr"``.
    complete
        Also mark complete responses, with a bar inside each objective response, where they were read.
    group
        Column whose values become headings, for example ``"cancer"`` or ``"acronym"``.
    title
        What the chart shows, in a sentence. By default the name of the measure.

    Returns
    -------
    plotly.graph_objects.Figure
        Colour is that of the therapy's family, symbol that of its class. A mark is hollow where patients or
        interval are not known, or the figure was not read in a text; the caption says which.

    Raises
    ------
    ChartError
        If the frame lacks a column, mixes measures or landmarks, or has a value outside its interval.
    UnknownNameError
        If a key, a measure or a therapy class is not known.
    """
    rows = checked(selected(frame, measure=measure_name), {*COLUMNS, group, *({"cut", "origin"} if complete else ())})
    if rows.empty:
        return nothing("response rate", title=title)
    what = _what(rows)
    rows = rows.assign(complete=arms.complete_responses(rows) if complete else pd.Series(index=rows.index, dtype=float))
    groups = arms.grouped(rows, group)
    ruled = bool(rows[["criteria", "grading_scale"]].notna().any(axis=None))
    mixed = ruled and one_for_all(rows, "criteria") is None and one_for_all(rows, "grading_scale") is None
    several = group != "cancer" and one_for_all(rows, "cancer") is None
    placed = stack(
        (heading, [_entry(row, group=group, mixed=mixed, several=several) for _, row in part.iterrows()])
        for heading, part in groups
    )
    ranked = pd.concat([part for _, part in groups]).assign(y=[y for (y,) in placed.marks])
    table = arms.table(ranked)
    if complete:
        table.insert(7, "Complete", [arms.known(value, otherwise="") for value in ranked["complete"]])
    figure, (area,) = house(
        title,
        what,
        areas=[placed.height],
        alt=_alt(groups, what),
        caption=caption(rows, what, complete=complete),
        table=table,
        references=rows["reference"],
    )
    figure.update_layout(xaxis=arms.PERCENT_AXIS, yaxis=placed.axis(area))
    placed.put(figure)
    points = arms.points(ranked)
    if complete and ranked["complete"].notna().any():
        figure.add_trace(_complete(ranked))
    for name, part in points.groupby("therapy_class", sort=False, observed=True):
        colour, symbol = theme.colour(str(name)), theme.symbol(str(name))
        figure.add_traces(dots(part, colour=colour, symbol=symbol, name=theme.label(str(name))))
    return figure


def _what(rows: pd.DataFrame) -> str:
    """Name of the rate; survival with its landmark."""
    if (load_table("measures").loc[rows["measure"].unique(), "kind"] != "survival").any():
        return measure(rows, kind="proportion")
    months = rows["at_months"].dropna().unique()
    if len(months) != 1:
        raise ChartError(
            f"{measure(rows, kind='survival')} at {number(len(months), 'time')}: this chart draws one. Choose it, as "
            "immunolearn.results(..., at_months=60), or draw survival_landmarks."
        )
    return f"{measure(rows, kind='survival')} at {months[0]:g} months"


def _entry(row: pd.Series[Any], *, group: str, mixed: bool, several: bool) -> Entry:
    """Words above a mark; cancer and criteria stand there where they differ between rows."""
    parts = [
        (arms.known(row["cancer"], otherwise=""), several),
        (arms.trial(row), group != "acronym"),
        (theme.label(row["therapy_class"]), group != "therapy_class"),
        ("control arm", row["role"] == "control"),
        (arms.counts(row), True),
        (arms.percent(row, digits=0), True),
        (f"complete {row['complete']:.0f} %" if not pd.isna(row["complete"]) else "", True),
        (arms.rule(row), mixed),
        ("unverified", row["verification"] == "none"),
    ]
    return Entry(str(row["regimen"]), [text for text, wanted in parts if wanted and text])


def _complete(ranked: pd.DataFrame) -> go.Bar:
    part = ranked.dropna(subset=["complete"])
    return go.Bar(
        base=0,
        hovertemplate="%{hovertext}<extra></extra>",
        hovertext=[hover([f"Complete response: {value:.0f} %"]) for value in part["complete"]],
        marker={"color": [theme.colour(name) for name in part["therapy_class"]], "opacity": 0.35},
        name="complete response",
        orientation="h",
        width=8,
        x=part["complete"].astype(float).tolist(),
        y=part["y"].tolist(),
    )


def caption(rows: pd.DataFrame, what: str, *, complete: bool = False) -> list[str]:
    """Sentences under a chart of rates: rules, patients, assessor, bars, hollow marks, several trials."""
    criteria, scale, patients, assessor = (
        one_for_all(rows, name) for name in ("criteria", "grading_scale", "analysis_set", "assessor")
    )
    rule = criteria or scale
    side_effect = rows["grading_scale"].notna().any() and rows["criteria"].isna().all()
    rules = "grading scales" if side_effect else "criteria"
    if rows["measure"].eq(DEATH).all():  # nobody has to judge
        return [f"{what}, as published.", *arms.bars(rows), across_trials(rows)]
    judged = f"Assessor: {assessor}." if assessor else "Assessors differ or are not known: see the data."
    return [
        f"{what} by {rule}." if rule else _unlike(rows, what, rules),
        f"Patients counted: {patients}." if patients else "Patients counted differ or are not known: see the data.",
        "" if side_effect else judged,
        *arms.bars(rows),
        _told(rows) if complete else "",
        across_trials(rows),
    ]


def _unlike(rows: pd.DataFrame, what: str, rules: str) -> str:
    if rows[["criteria", "grading_scale"]].isna().all(axis=None):
        return f"{what}; the {rules} are not in our tables."
    return f"{what}; {rules} differ or are not known: see each row."


def _told(rows: pd.DataFrame) -> str:
    unknown = int(rows["complete"].isna().sum())
    missing = f"Complete responses at the same data cut not known: {number(unknown, 'arm')}." if unknown else ""
    drawn = "Pale bars: complete responses, which are part of the objective responses." if unknown < len(rows) else ""
    return f"{drawn} {missing}".strip()


def _alt(groups: list[tuple[str, pd.DataFrame]], what: str) -> str:
    every = sum(len(part) for _, part in groups)
    trials = {trial for _, part in groups for trial in part["trial_id"]}
    seen = [f"{what} in {number(every, 'arm')} of {number(len(trials), 'trial')}."]
    for heading, part in groups:
        ends = part.iloc[[0, -1]].iterrows()
        high, low = (f"{row['value']:.0f} % with {row['regimen']}" for _, row in ends)
        seen.append(f"{heading}: {high}." if len(part) == 1 else f"{heading}: from {low} to {high}.")
    return " ".join(seen)
