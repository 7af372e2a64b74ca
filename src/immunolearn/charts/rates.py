"""Response rates of arms, as dots with intervals."""

from __future__ import annotations

from html import escape
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import pandas as pd
import plotly.graph_objects as go

from immunolearn.charts import arms
from immunolearn.charts.frame import ChartError, across_trials, checked, measure, notes, one_for_all
from immunolearn.display import theme

if TYPE_CHECKING:
    from collections.abc import Iterator

COLUMNS = {
    *("trial_id", "arm_id", "acronym", "regimen", "therapy_class", "role", "cancer", "setting", "measure"),
    *("events", "n", "value", "ci_low", "ci_high", "ci_level", "ci_method"),
    *("criteria", "assessor", "analysis_set", "as_of", "reference", "verification"),
}
# Heights in pixels, so that labels stand above their marks at every width
LINE, MARK, GAP, HEADING, TITLE, AXIS = 17, 20, 10, 34, 21, 36
# Letters that fit into a line of a narrow phone
LABEL_LETTERS, SMALL_LETTERS, TITLE_LETTERS = 42, 48, 36


def response_rates(frame: pd.DataFrame, *, title: str | None = None, group: str = "therapy_class") -> go.Figure:
    """Response rates of arms as dots with intervals, grouped, the highest first.

    Parameters
    ----------
    frame
        Rows of :func:`immunolearn.results` for one measure that is a proportion of patients.
    title
        What the chart shows, in a sentence. By default the name of the measure.
    group
        Column whose values become headings, for example ``"cancer"`` or ``"acronym"``.

    Returns
    -------
    plotly.graph_objects.Figure
        Colour and symbol are those of the therapy's family. A mark is hollow where patients or interval are
        not known, or the figure was not read in a text; the caption says which.

    Raises
    ------
    ChartError
        If the frame is empty, lacks a column, mixes measures, or has a value outside its interval.
    UnknownNameError
        If a therapy class has no family.
    """
    rows = checked(frame, {*COLUMNS, group})
    what = measure(rows, kind="proportion")
    if title is not None and not title.strip():
        raise ChartError("The title is empty. Say in a sentence what is seen, or leave it out.")
    groups = _groups(rows, group)
    marks, labels, height = _places(groups, group=group, mixed=one_for_all(rows, "criteria") is None)
    heading = wrap(title or what, TITLE_LETTERS)
    top = TITLE * len(heading) + AXIS
    ranked = pd.concat([part for _, part in groups])
    figure = go.Figure(layout={"template": _template()})
    for family, part in marks.groupby("family", sort=False):
        figure.add_trace(_dots(part, str(family)))
    figure.update_layout(
        annotations=labels,
        height=height + top + AXIS,
        margin={"b": AXIS, "t": top},
        meta=notes(rows, alt=_alt(groups, what), caption=_caption(rows, what), table=arms.table(ranked.iterrows())),
        title_text="<br>".join(heading),
        xaxis={"automargin": False, "dtick": 20, "fixedrange": True, "range": [0, 100], "ticksuffix": " %"},
        yaxis={
            "fixedrange": True,
            "range": [height, 0],
            "showticklabels": False,
            "tickvals": marks["y"].tolist(),
        },
    )
    return figure


def _groups(rows: pd.DataFrame, group: str) -> list[tuple[str, pd.DataFrame]]:
    """Headings and their rows, both from the highest rate down."""
    ranked = rows.sort_values(["value", "trial_id", "arm_id"], ascending=[False, True, True])
    keys = ranked[group].astype("string").fillna("not known")
    names = keys.map(theme.label) if group == "therapy_class" else keys
    return [(name[0].upper() + name[1:], ranked[names == name]) for name in names.unique()]


def _places(
    groups: list[tuple[str, pd.DataFrame]], *, group: str, mixed: bool
) -> tuple[pd.DataFrame, list[dict[str, Any]], int]:
    """Every mark and label with its distance from the top, and the height of all."""
    marks, labels, y = [], [], 0
    for heading, part in groups:
        labels.append({"y": y, "text": f"<b>{escape(heading)}</b>"})
        y += HEADING - GAP
        for _, row in part.iterrows():
            lines = list(_label(row, group=group, mixed=mixed))
            labels.append({"y": y, "text": "<br>".join(lines)})
            y += LINE * len(lines) + MARK // 2
            marks.append({**row, "y": y, "family": theme.family_of(row["therapy_class"])})
            y += MARK // 2 + GAP
        y += GAP
    return pd.DataFrame(marks), labels, y


def _label(row: pd.Series[Any], *, group: str, mixed: bool) -> Iterator[str]:
    """Lines above a mark; the criteria stand there where they differ between rows."""
    yield from map(escape, wrap(row["regimen"], LABEL_LETTERS))
    parts = [
        (arms.trial(row), group != "acronym"),
        (theme.label(row["therapy_class"]), group != "therapy_class"),
        ("control arm", row["role"] == "control"),
        (arms.counts(row), True),
        (arms.percent(row, digits=0), True),
        (arms.known(row["criteria"], otherwise="criteria not known"), mixed),
        ("unverified", row["verification"] == "none"),
    ]
    for line in _joined([text for text, wanted in parts if wanted]):
        yield f"<span style='color:{theme.SOFT}'>{escape(line)}</span>"


def _joined(parts: list[str]) -> list[str]:
    """Parts, none broken, in as few lines as hold them."""
    lines = [parts[0]]
    for part in parts[1:]:
        longer = f"{lines[-1]} · {part}"
        lines[-1:] = [longer] if len(longer) <= SMALL_LETTERS else [lines[-1], part]
    return lines


def _dots(part: pd.DataFrame, family: str) -> go.Scatter:
    token = theme.tokens()["families"][family]
    hollow = pd.DataFrame(_gaps(part)).any(axis="columns")
    return go.Scatter(
        cliponaxis=False,
        error_x={
            "array": (part["ci_high"] - part["value"]).tolist(),
            "arrayminus": (part["value"] - part["ci_low"]).tolist(),
            "color": token["light"],
            "symmetric": False,
            "thickness": 2,
            "width": 0,
        },
        hovertemplate="%{hovertext}<extra></extra>",
        hovertext=[_hover(row) for _, row in part.iterrows()],
        marker={
            "color": [theme.PAPER if gap else token["light"] for gap in hollow],
            "line": {"color": token["light"], "width": 2},
            "opacity": 1,
            "size": 10,
            "symbol": token["symbol"],
        },
        mode="markers",
        name=family,
        showlegend=False,
        x=part["value"].tolist(),
        y=part["y"].tolist(),
    )


def _gaps(rows: pd.DataFrame) -> dict[str, pd.Series[bool]]:
    """Why a mark is hollow."""
    return {
        "patients not known": rows["n"].isna(),
        "interval not known": rows["ci_low"].isna() | rows["ci_high"].isna(),
        "unverified": rows["verification"] == "none",
    }


def _hover(row: pd.Series[Any]) -> str:
    people = [str(row[name]) for name in ("cancer", "setting") if not pd.isna(row[name])]
    facts = [
        f"{arms.counts(row)}: {arms.percent(row, digits=1)}",
        ", ".join(people),
        f"Data: {arms.known(row['as_of'], otherwise='not known')}",
        arms.source(row),
    ]
    return "<br>".join(escape(line) for fact in facts for line in wrap(fact, LABEL_LETTERS))


def _template() -> dict[str, Any]:
    """House template, with labels that stand at the left edge on paper of their own."""
    template = theme.template()
    template["layout"]["annotationdefaults"] = {
        "align": "left",
        "bgcolor": theme.PAPER,
        "borderpad": 0,
        "font": {"size": 12.5},
        "showarrow": False,
        "x": 0,
        "xanchor": "left",
        "xref": "paper",
        "yanchor": "top",
    }
    return template


def _caption(rows: pd.DataFrame, what: str) -> list[str]:
    criteria, patients, assessor = (one_for_all(rows, name) for name in ("criteria", "analysis_set", "assessor"))
    computed, published = ((rows["ci_method"] == method).sum() for method in ("Wilson", "published"))
    hollow = [f"{why} ({_number(gap.sum(), 'arm')})" for why, gap in _gaps(rows).items() if gap.any()]
    return [
        f"{what} by {criteria}." if criteria else f"{what}; criteria differ or are not known: see each row.",
        f"Patients counted: {patients}." if patients else "Patients counted differ or are not known: see the data.",
        f"Assessor: {assessor}." if assessor else "Assessors differ or are not known: see the data.",
        "Bars: 95 % Wilson intervals from responders and patients." if computed else "",
        f"Bars as published, responders not known: {_number(published, 'arm')}." if published else "",
        f"Hollow marks: {', '.join(hollow)}." if hollow else "",
        across_trials(rows),
    ]


def _alt(groups: list[tuple[str, pd.DataFrame]], what: str) -> str:
    every = sum(len(part) for _, part in groups)
    trials = {trial for _, part in groups for trial in part["trial_id"]}
    seen = [f"{what} in {_number(every, 'arm')} of {_number(len(trials), 'trial')}."]
    for heading, part in groups:
        ends = part.iloc[[0, -1]].iterrows()
        high, low = (f"{row['value']:.0f} % with {row['regimen']}" for _, row in ends)
        seen.append(f"{heading}: {high}." if len(part) == 1 else f"{heading}: from {low} to {high}.")
    return " ".join(seen)


def _number(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"
