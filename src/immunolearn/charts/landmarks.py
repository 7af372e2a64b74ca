"""Published survival at landmarks: what is known of a curve that was not published as numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from immunolearn.charts import arms
from immunolearn.charts.frame import (
    AXIS_TITLE,
    FOOT,
    ChartError,
    across_trials,
    checked,
    house,
    measures,
    nothing,
    number,
    selected,
)
from immunolearn.charts.looks import Look, looks
from immunolearn.charts.rates import COLUMNS
from immunolearn.charts.stack import Entry, hover, key, samples
from immunolearn.display import theme
from immunolearn.evidence import load_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import plotly.graph_objects as go

PANEL, PANEL_HEADING, BETWEEN = 250, 26, 44
CURVE = ["trial_id", "arm_id", "cut", "origin"]
MONTHS_A_YEAR = 12
RATE_AXIS = {
    "automargin": False,
    "dtick": 25,
    "fixedrange": True,
    "range": [0, 110],
    "ticklabelposition": "inside top",
    "ticksuffix": " %",
}
LONG = 72
GUIDES = ("dot", "dash", "dashdot", "longdash", "longdashdot")


def survival_landmarks(
    frame: pd.DataFrame | str | Iterable[str],
    *,
    measure_name: str | Sequence[str] = "os",
    plateau: float | None = None,
    title: str | None = None,
) -> go.Figure:
    """Published survival rates at landmarks, with intervals and medians; one data cut a curve.

    Do not read the dotted guide lines as survival curves: between two landmarks nothing is known. For data of
    single patients use :func:`survival_curve`.

    Parameters
    ----------
    frame
        Rows of :func:`immunolearn.results` for rates of survival (``"os"``, ``"pfs"``, ``"efs"``, ``"rfs"``);
        each is a panel of its own. Or keys of trials or arms.
    measure_name
        What to look up where keys are given; several give several panels.
    plateau
        Month from which to read whether the rates still fall: shaded, and said in the key.
    title
        What the chart shows, in a sentence. By default the name of the measure.

    Returns
    -------
    plotly.graph_objects.Figure
        Rates in percent against months. A mark is hollow where patients or interval are not known.

    Raises
    ------
    ChartError
        If the frame lacks a column, holds something else than survival, or joins data cuts in a curve.
    UnknownNameError
        If a key or a measure is not known.
    """
    if not isinstance(frame, pd.DataFrame):
        names = [measure_name] if isinstance(measure_name, str) else list(measure_name)
        keys = [frame] if isinstance(frame, str) else list(frame)
        frame = pd.concat([selected(keys, measure=name) for name in names], ignore_index=True)
    rows = checked(frame, {*COLUMNS, "at_months", "cut", "origin"})
    rows = rows.dropna(subset=["at_months"]).sort_values("at_months")
    if rows.empty:
        return nothing("survival rate at a landmark", title=title)
    panels = measures(rows, kind="survival")
    _one_cut_a_curve(rows)
    medians = _medians(rows)
    curves = [part for _, part in sorted(rows.groupby(["trial_id", "arm_id"]), key=lambda curve: _rank(curve[1]))]
    shown = [_guide(look) for look in looks(part["therapy_class"].iloc[0] for part in curves)]
    placed = key(_entry(part, medians, panels, plateau) for part in curves)
    areas = [placed.height]
    for place in range(len(panels)):
        areas += [BETWEEN if place else PANEL_HEADING, PANEL]
    figure, domains = house(
        title,
        _names(panels),
        areas=areas,
        foot=FOOT + AXIS_TITLE,
        alt=_alt(curves, panels),
        caption=_caption(rows, panels, medians, plateau),
        table=arms.table(rows, extra=["measure", "at_months"]).rename(
            columns={"at_months": "Months", "measure": "What"}
        ),
        references=rows["reference"],
    )
    samples(figure, placed, [_sample(look) for look in shown], area=domains[0])
    for place, (name, label) in enumerate(panels.items()):
        axis = "" if place == 0 else str(place + 1)
        _panel(figure, axis, domains[2 + 2 * place], last=place == len(panels) - 1, longest=rows["at_months"].max())
        if len(panels) > 1:
            text = {"text": f"<b>{label}</b>", "xref": "paper", "yanchor": "bottom", "y": 110, "yref": f"y{axis}"}
            figure.add_annotation(**text)
        if plateau is not None:
            span = {"x0": plateau, "x1": rows["at_months"].max(), "y0": 0, "y1": 100}
            figure.add_shape(
                type="rect",
                fillcolor=theme.LINE,
                layer="below",
                line_width=0,
                opacity=0.5,
                xref=f"x{axis}",
                yref=f"y{axis}",
                **span,
            )
        for part, look in zip(curves, shown, strict=True):
            _draw(figure, part[part["measure"] == name], look, axis)
            _mark_median(figure, part[part["measure"] == name], medians, look, axis)
    return figure


def _one_cut_a_curve(rows: pd.DataFrame) -> None:
    for (trial, arm, name), part in rows.groupby(["trial_id", "arm_id", "measure"]):
        if len(part[["cut", "origin"]].drop_duplicates()) > 1:
            raise ChartError(
                f"{trial}/{arm} has {name} of several data cuts: {', '.join(sorted(part['as_of'].unique()))}. They are "
                "not points of one curve. Choose one, as immunolearn.results(..., cut=3)."
            )


def _medians(rows: pd.DataFrame) -> pd.DataFrame:
    """Medians of the same arms, data cuts and endpoints, by curve and measure."""
    found = load_table("outcomes")
    found = found[found["analysis"].isna() & found["measure"].str.fullmatch(r"median_(os|pfs|efs|rfs)_months")]
    found = found.assign(measure=found["measure"].str.replace(r"median_(\w+)_months", r"\1_rate", regex=True))
    curves = rows[[*CURVE, "measure"]].drop_duplicates()
    together = found.astype({"origin": "object"}).merge(curves.astype({"origin": "object"}), on=[*CURVE, "measure"])
    return pd.DataFrame(together.drop_duplicates([*CURVE, "measure"]))


def _of(medians: pd.DataFrame, part: pd.DataFrame, name: str) -> pd.DataFrame:
    first = part.iloc[0]
    same = (medians["trial_id"] == first["trial_id"]) & (medians["arm_id"] == first["arm_id"])
    return pd.DataFrame(medians[same & (medians["measure"] == name)])


def _names(panels: dict[str, str]) -> str:
    return " and ".join(panels.values()).capitalize()


def _guide(look: Look) -> Look:
    """Look of a line that nobody takes for a survival curve."""
    return look._replace(dash=GUIDES[theme.DASHES.index(look.dash)])


def _rank(part: pd.DataFrame) -> tuple[bool, float]:
    return bool(part["role"].iloc[0] == "control"), -float(part["value"].iloc[-1])


def _entry(part: pd.DataFrame, medians: pd.DataFrame, panels: dict[str, str], plateau: float | None) -> Entry:
    first = part.iloc[0]
    facts = [arms.trial(first), "control arm" if first["role"] == "control" else ""]
    facts.append("patients not known" if part["n"].isna().all() else f"{part['n'].dropna().iloc[0]} patients")
    for name, label in panels.items():
        short = f"{label.lower()}: " if len(panels) > 1 else ""
        facts += [f"{short}median {row['value']:g} months" for _, row in _of(medians, part, name).iterrows()]
        late = part[(part["measure"] == name) & (part["at_months"] >= plateau)] if plateau is not None else part[:0]
        if len(late) > 1:
            ends = late.iloc[[0, -1]]
            (start, end), (high, low) = ends["at_months"], ends["value"]
            facts.append(f"{short}month {start:g} to {end:g}: {high:.0f} % to {low:.0f} %")
    return Entry(str(first["regimen"]), [fact for fact in facts if fact])


def _sample(look: Look) -> dict[str, Any]:
    line = {"color": look.colour, "dash": look.dash, "width": 1}
    return {
        "line": line,
        "marker": {"color": look.colour, "size": [0, 9, 0], "symbol": look.symbol},
        "mode": "lines+markers",
    }


def _panel(figure: go.Figure, axis: str, domain: tuple[float, float], *, last: bool, longest: float) -> None:
    """Axes of a panel."""
    every = MONTHS_A_YEAR if longest <= LONG else 2 * MONTHS_A_YEAR
    figure.layout[f"xaxis{axis}"] = {
        "anchor": f"y{axis}",
        "automargin": False,
        "dtick": every if longest > MONTHS_A_YEAR else 3,
        "fixedrange": True,
        "range": [0, longest * 1.04],
        "title": {"text": "months since the start"} if last else None,
    }
    figure.layout[f"yaxis{axis}"] = {
        "anchor": f"x{axis}",
        "domain": domain,
        **RATE_AXIS,
    }


def _draw(figure: go.Figure, part: pd.DataFrame, look: Look, axis: str) -> None:
    if part.empty:
        return
    at = {"xaxis": f"x{axis}", "yaxis": f"y{axis}", "name": str(part["regimen"].iloc[0])}
    if len(part) > 1:
        figure.add_scatter(
            **at,
            hoverinfo="skip",
            line={"color": look.colour, "dash": look.dash, "width": 1},
            mode="lines",
            opacity=0.45,
            x=[0, *part["at_months"]],
            y=[100, *part["value"]],
        )
    known = part.dropna(subset=["ci_low", "ci_high"])
    bars = [(row["at_months"], row["ci_low"], row["ci_high"]) for _, row in known.iterrows()]
    if bars:
        figure.add_scatter(
            **at,
            hoverinfo="skip",
            line={"color": look.colour, "width": 2},
            mode="lines",
            x=[x for month, _, _ in bars for x in (month, month, None)],
            y=[y for _, low, high in bars for y in (low, high, None)],
        )
    hollow = pd.DataFrame(arms.gaps(part)).any(axis="columns")
    figure.add_scatter(
        **at,
        hovertemplate=f"%{{hovertext}}<br>{_shared(part.iloc[0])}<extra></extra>",
        hovertext=[_hover(row) for _, row in part.iterrows()],
        marker={
            "color": [theme.PAPER if gap else look.colour for gap in hollow],
            "line": {"color": look.colour, "width": 2},
            "size": 9,
            "symbol": look.symbol,
        },
        mode="markers",
        x=part["at_months"].tolist(),
        y=part["value"].tolist(),
    )


def _mark_median(figure: go.Figure, part: pd.DataFrame, medians: pd.DataFrame, look: Look, axis: str) -> None:
    if part.empty:
        return
    for _, row in _of(medians, part, str(part["measure"].iloc[0])).iterrows():
        figure.add_scatter(
            hovertext=[hover([f"Median {row['value']:g} months", str(part["regimen"].iloc[0])])],
            marker={"color": look.colour, "line": {"color": look.colour, "width": 3}, "size": 16, "symbol": "line-ns"},
            mode="markers",
            name="median",
            x=[row["value"]],
            xaxis=f"x{axis}",
            y=[50],
            yaxis=f"y{axis}",
        )


def _hover(row: pd.Series[Any]) -> str:
    bounds = arms.interval(row, digits=1)
    patients = "" if pd.isna(row["n"]) else f"{row['n']} patients"
    return hover([f"Month {row['at_months']:g}: {row['value']:.1f} %" + (f" ({bounds})" if bounds else ""), patients])


def _shared(row: pd.Series[Any]) -> str:
    """What is the same at every landmark of a curve."""
    return hover([str(row["regimen"]), f"Data: {row['as_of']}", arms.source(row)])


def _caption(rows: pd.DataFrame, panels: dict[str, str], medians: pd.DataFrame, plateau: float | None) -> list[str]:
    gaps = {why: gap for why, gap in arms.gaps(rows).items() if gap.any()}
    hollow = [f"{why} ({int(gap.sum())} of {number(len(rows), 'mark')})" for why, gap in gaps.items()]
    criteria = rows["criteria"].dropna().unique()
    return [
        f"{_names(panels)} as published at landmarks, one data cut a curve.",
        "Dashed and dotted lines only lead the eye: they are no survival curves.",
        _bars(rows.dropna(subset=["ci_low", "ci_high"])),
        f"Hollow marks: {', '.join(hollow)}." if hollow else "",
        "Upright strokes at 50 %: published medians of the same data." if len(medians) else "",
        f"Shaded: from month {plateau:g}. The later, the fewer people have been followed, and the less certain a rate."
        if plateau is not None
        else "",
        f"Progression by {', '.join(criteria)}." if len(criteria) else "",
        across_trials(rows),
    ]


def _bars(rows: pd.DataFrame) -> str:
    """Say of each way of getting an interval which bars it made."""
    ways = {"published": "as published", "Wilson": "computed from the counts after Wilson"}
    told = [f"{arms.levels(part)} {ways[str(way)]}" for way, part in rows.groupby("ci_method", observed=True)]
    return f"Bars: {'; '.join(told)}." if told else ""


def _alt(curves: list[pd.DataFrame], panels: dict[str, str]) -> str:
    told = [f"{_names(panels)} of {number(len(curves), 'arm')} at landmarks."]
    for part in curves:
        for name, label in panels.items():
            points = part[part["measure"] == name]
            if len(points):
                rates = ", ".join(
                    f"{row['value']:.0f} % at {row['at_months']:g} months" for _, row in points.iterrows()
                )
                which = f", {label.lower()}" if len(panels) > 1 else ""
                told.append(f"{part['regimen'].iloc[0]}{which}: {rates}.")
    return " ".join(told)
