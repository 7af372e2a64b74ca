"""Reference charts: burden of cancer, cells in blood, classes of antibodies, when side effects begin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from immunolearn.charts import arms
from immunolearn.charts.frame import ChartError, checked, house, nothing, number
from immunolearn.charts.stack import HEADING, Entry, dots, hover, stack
from immunolearn.display import theme
from immunolearn.evidence import load_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    import plotly.graph_objects as go

ACCENT = "accent"
WHOLE = 1000
BURDEN = ["area", "measure", "cancer", "sex", "year", "value", "unit", "note"]
LINEAGES = {"innate": "Innate arm", "both": "Between the two arms", "adaptive": "Adaptive arm"}
FRACTIONS, PERCENT = ("share", "probability"), "percent"
SEXES = {"both": "both sexes"}
WEEKS = {1 / 7: "1 day", 1: "1 week", 4.345: "1 month", 26.09: "6 months", 52.18: "1 year"}
EVENT_FAMILIES = {"irAE": "checkpoint-inhibitor", "CRS": "car-t", "ICANS": "car-t", "IEC-HS": "car-t"}


def burden(
    frame: pd.DataFrame | Iterable[str], *, group: str | None = None, label: str = "cancer", title: str | None = None
) -> go.Figure:
    """New cases, deaths, survival or risk of cancers, as marks on an axis from nought.

    Do not use it for rates standardised to different populations: figures of several areas, measures or units are
    refused unless the area is what differs and the unit does not.

    Parameters
    ----------
    frame
        Rows of the table ``burden``, or their keys.
    group
        Column whose values become headings, for example ``"sex"``.
    label
        Column that names each row: ``"cancer"``, ``"year"``, ``"area"`` or ``"sex"``.
    title
        What the chart shows, in a sentence.

    Returns
    -------
    plotly.graph_objects.Figure
        The largest first.

    Raises
    ------
    ChartError
        If rows differ in measure or unit, or rates of several areas are mixed.
    """
    rows = frame if isinstance(frame, pd.DataFrame) else load_table("burden").loc[list(frame)]
    columns = {"area", "measure", "cancer", "sex", "year", "value", "unit", "reference", "verification", label} | (
        {group} if group else set()
    )
    rows = checked(rows, columns, name="row_id")
    if rows.empty:
        return nothing("figure", title=title)
    for column in (
        *(() if group == "measure" else ("measure",)),
        "unit",
        *(["area"] if rows["measure"].str.contains("standardised").any() else []),
    ):
        if len(rows[column].unique()) > 1:
            raise ChartError(
                f"The rows differ in {column}: {', '.join(sorted(map(str, rows[column].unique())))}. Such figures do "
                "not share an axis. Choose one."
            )
    measure, unit = " and ".join(rows["measure"].unique()), str(rows["unit"].iloc[0])
    if unit.startswith(FRACTIONS):
        rows, unit = rows.assign(value=(100 * rows["value"]).round(2), unit=PERCENT), PERCENT
    keys = rows[group].astype(str) if group else pd.Series("", index=rows.index)
    ranked = rows.assign(heading=keys).sort_values("value", ascending=label == "year", kind="stable")
    if label == "year":
        ranked = ranked.sort_values("year", kind="stable")
    groups = [(name.capitalize(), ranked[ranked["heading"] == name]) for name in ranked["heading"].unique()]
    others = [column for column in ("cancer", "sex", "area", "year") if column not in {label, group}]
    shown = [column for column in others if len(rows[column].unique()) > 1]
    placed = stack(
        (
            heading,
            [
                Entry(
                    SEXES.get(str(row[label]), str(row[label])).capitalize(),
                    [
                        *(SEXES.get(str(row[c]), str(row[c])) for c in shown),
                        _figure(row["value"], unit if unit == PERCENT else ""),
                        "unverified" if row["verification"] == "none" else "",
                    ],
                )
                for _, row in part.iterrows()
            ],
        )
        for heading, part in groups
    )
    drawn = pd.concat([part for _, part in groups]).assign(y=[y for (y,) in placed.marks])
    figure, (area,) = house(
        title,
        f"{measure.capitalize()}, {unit}",
        areas=[placed.height],
        alt=_ends(f"{measure.capitalize()}, {unit}.", drawn, label),
        caption=[
            f"{measure.capitalize()}, {unit}.",
            *(f"{c.capitalize()}: {rows[c].iloc[0]}." for c in others if c not in shown),
            _unread(rows),
        ],
        table=drawn.reindex(columns=BURDEN).rename(columns=str.capitalize),
        references=rows["reference"],
    )
    most = float(rows["value"].max())
    figure.update_layout(
        xaxis={"automargin": False, "fixedrange": True, "nticks": 5, "range": [0, 1.08 * most]},
        yaxis=placed.axis(area),
    )
    placed.put(figure)
    points = pd.DataFrame(
        {
            "x": drawn["value"],
            "low": 0.0,
            "high": drawn["value"],
            "y": drawn["y"],
            "hollow": drawn["verification"] == "none",
            "hover": [hover([_figure(row["value"], unit), str(row["year"])]) for _, row in drawn.iterrows()],
        }
    )
    figure.add_traces(dots(points, colour=_accent(), symbol="circle", name=measure))
    return figure


def cell_counts(frame: pd.DataFrame | None = None, *, title: str | None = None) -> go.Figure:
    """Range of each kind of white cell in the blood of healthy adults, on a logarithmic axis.

    Do not read it as clinical limits: laboratories differ.

    Parameters
    ----------
    frame
        Rows of the table ``cells``; by default all whose counts were read.
    title
        What the chart shows, in a sentence.

    Returns
    -------
    plotly.graph_objects.Figure
        Cells per litre, by arm of the immune system; a range that begins at nought has no lower end.

    Raises
    ------
    ChartError
        If the frame lacks a column.
    """
    low, high = "blood_low_1e9_per_L", "blood_high_1e9_per_L"
    rows = load_table("cells") if frame is None else frame
    rows = checked(rows.dropna(subset=[high]), {"name", "lineage", low, high, "reference"}, name="name", value=high)
    if rows.empty:
        return nothing("cell count", title=title)
    rows = rows.sort_values(high, ascending=False)
    groups = [(LINEAGES[str(name)], part) for name, part in rows.groupby("lineage", observed=True)]
    placed = stack(
        (
            heading,
            [Entry(row["name"], [_range(row[low], row[high], "billion per litre")]) for _, row in part.iterrows()],
        )
        for heading, part in groups
    )
    drawn = pd.concat([part for _, part in groups]).assign(y=[y for (y,) in placed.marks])
    figure, (area,) = house(
        title,
        "White cells in the blood of healthy adults",
        areas=[placed.height],
        alt=_ends(
            "White cells in the blood of healthy adults, 10⁹ per litre.", drawn.assign(value=drawn[high]), "name"
        ),
        caption=[
            "Ranges in 10⁹ cells per litre on a logarithmic axis: each grid line is ten times the one before.",
            "Ranges of laboratories differ; these are one choice and no clinical limits.",
            "Some rows are part of others: T cells of all lymphocytes.",
        ],
        table=drawn[["name", "lineage", low, high]].set_axis(
            ["Cell", "Arm", "Low, 10⁹/L", "High, 10⁹/L"], axis="columns"
        ),
        references=rows["reference"],
    )
    least = 0.01
    figure.update_layout(
        xaxis={
            "automargin": False,
            "fixedrange": True,
            "range": [-2, 1.1],
            "ticktext": ["0.01", "0.1", "1", "10"],
            "tickvals": [0.01, 0.1, 1, 10],
            "type": "log",
        },
        yaxis=placed.axis(area),
    )
    placed.put(figure)
    figure.add_traces(_ranges(drawn[low].clip(lower=least), drawn[high], drawn["y"]))
    return figure


def antibody_classes(frame: pd.DataFrame | None = None, *, title: str | None = None) -> go.Figure:
    """How much of each class of antibody is in serum, and how long half of it stays.

    Do not use it for a drug: drugs have half-lives of their own.

    Parameters
    ----------
    frame
        Rows of the table ``antibody_classes``; by default all.
    title
        What the chart shows, in a sentence.

    Returns
    -------
    plotly.graph_objects.Figure
        Two panels: half-life in days, and mean concentration in serum where it was read.

    Raises
    ------
    ChartError
        If the frame lacks a column.
    """
    low, high, serum = "half_life_low_days", "half_life_high_days", "serum_mean_g_per_L"
    rows = load_table("antibody_classes") if frame is None else frame
    rows = checked(rows.dropna(subset=[high]), {"class", low, high, serum, "reference"}, name="class", value=high)
    if rows.empty:
        return nothing("antibody class", title=title)
    rows = rows.sort_values([high, "class"], ascending=[False, True])
    known = rows.dropna(subset=[serum]).sort_values(serum, ascending=False)
    first = stack(
        [
            (
                "Half-life, days",
                [Entry(row["class"], [_range(row[low], row[high], "days")]) for _, row in rows.iterrows()],
            )
        ]
    )
    second = stack(
        [
            (
                "Mean in serum, grams per litre",
                [Entry(row["class"], [f"{row[serum]:g} g/L"]) for _, row in known.iterrows()],
            )
        ]
    )
    figure, (area, _, below) = house(
        title,
        "Classes of antibodies",
        areas=[first.height, HEADING, second.height],
        alt=_ends("Half-life of classes of antibodies, days.", rows.assign(value=rows[high]), "class"),
        caption=[
            "Bars: ranges of half-life as the source gives them.",
            f"Mean concentration not read: {number(len(rows) - len(known), 'class')[:-1]}es."
            if len(rows) - len(known) > 1
            else "",
        ],
        table=rows[["class", low, high, serum]].set_axis(
            ["Class", "Half-life from, days", "to, days", "Mean in serum, g/L"], axis="columns"
        ),
        references=rows["reference"],
    )
    ends = {"automargin": False, "fixedrange": True, "nticks": 6}
    figure.update_layout(
        xaxis={**ends, "anchor": "y", "range": [0, 1.08 * float(rows[high].max())]},
        xaxis2={**ends, "anchor": "y2", "range": [0, 1.08 * float(known[serum].max() if len(known) else 1)]},
        yaxis=first.axis(area),
        yaxis2={**second.axis(below), "anchor": "x2"},
    )
    first.put(figure)
    second.put(figure, axis="y2")
    figure.add_traces(_ranges(rows[low], rows[high], [y for (y,) in first.marks]))
    for trace in _means(known[serum], [y for (y,) in second.marks]):
        figure.add_trace(trace.update(xaxis="x2", yaxis="y2"))
    return figure


def toxicity_by_time(frame: pd.DataFrame | Iterable[str], *, title: str | None = None) -> go.Figure:
    """When side effects begin: the median of each group, on a logarithmic axis from a day to a year.

    Do not use it to say how often they occur, or that one is over by then: late ones are known for most.

    Parameters
    ----------
    frame
        Rows of the table ``toxicities``, or their keys; those without a time of onset are left out.
    title
        What the chart shows, in a sentence.

    Returns
    -------
    plotly.graph_objects.Figure
        A dot a group, by family of side effects. Marks are hollow where patients are not known.

    Raises
    ------
    ChartError
        If the frame lacks a column.
    """
    table = load_table("toxicities")
    rows = frame if isinstance(frame, pd.DataFrame) else table.loc[list(frame)]
    columns = {"category", "toxicity", "drug_class", "population", "onset", "onset_median_weeks", "n", "reference"}
    columns.add("verification")
    checked(rows.iloc[:0], columns, name="toxicity", value="onset_median_weeks")
    rows = rows.dropna(subset=["onset_median_weeks"]).sort_values("onset_median_weeks", kind="stable")
    if rows.empty:
        return nothing("time of onset", title=title)
    names = list(rows["category"].unique())
    placed = stack(
        (_category(name), [_onset(row) for _, row in rows[rows["category"] == name].iterrows()]) for name in names
    )
    drawn = pd.concat([rows[rows["category"] == name] for name in names]).assign(y=[y for (y,) in placed.marks])
    unknown = int(rows["n"].isna().sum())
    figure, (area,) = house(
        title,
        "When side effects begin",
        areas=[placed.height],
        alt=_ends(
            "Median time to the onset of side effects, weeks.",
            drawn.assign(value=drawn["onset_median_weeks"]),
            "toxicity",
        ),
        caption=[
            "Dots: median time to the onset among those who had it, as published; ranges stand in each row.",
            "Logarithmic axis.",
            f"Hollow marks: patients not known ({number(unknown, 'group')})." if unknown else "",
            _unread(rows),
            "Groups come from different studies, with different drugs and follow-up."
            if len(rows["reference"].unique()) > 1
            else "",
        ],
        table=pd.DataFrame(
            {
                "Side effect": drawn["toxicity"],
                "Drugs": drawn["drug_class"],
                "Median, weeks": drawn["onset_median_weeks"],
                "Onset": drawn["onset"],
                "Patients": drawn["n"],
                "Who": drawn["population"],
                "Source": [arms.source(row) for _, row in drawn.iterrows()],
            }
        ),
        references=drawn["reference"],
    )
    longest = float(rows["onset_median_weeks"].max())
    ticks = {week: text for week, text in WEEKS.items() if week <= 2 * longest}
    figure.update_layout(
        xaxis={
            "automargin": False,
            "fixedrange": True,
            "range": [float(np.log10(0.08)), float(np.log10(1.6 * longest))],
            "tickangle": 0,
            "ticktext": list(ticks.values()),
            "tickvals": list(ticks),
            "type": "log",
        },
        yaxis=placed.axis(area),
    )
    placed.put(figure)
    for name in names:
        part = drawn[drawn["category"] == name]
        points = pd.DataFrame(
            {
                "x": part["onset_median_weeks"],
                "low": np.nan,
                "high": np.nan,
                "y": part["y"],
                "hollow": part["n"].isna() | (part["verification"] == "none"),
                "hover": [hover([str(row["onset"]), str(row["population"])]) for _, row in part.iterrows()],
            }
        )
        family = EVENT_FAMILIES.get(str(name))
        colour, symbol = (theme.colour(family), theme.symbol(family)) if family else (theme.SOFT, "circle")
        figure.add_traces(dots(points, name=str(name), colour=colour, symbol=symbol))
    return figure


def _onset(row: pd.Series[Any]) -> Entry:
    return Entry(
        str(row["toxicity"]), [arms.known(row["drug_class"], otherwise=""), arms.known(row["onset"], otherwise="")]
    )


def _category(name: str) -> str:
    words = {
        "irAE": "Immune-related",
        "CRS": "Cytokine release syndrome",
        "ICANS": "Neurotoxicity of immune cells",
        "IEC-HS": "HLH-like syndrome of immune cells",
    }
    return words.get(name, name[0].upper() + name[1:])


def _unread(rows: pd.DataFrame) -> str:
    unread = int((rows["verification"] == "none").sum())
    return f"Hollow, because not read in a text: {number(unread, 'mark')}." if unread else ""


def _figure(value: float, unit: str = "") -> str:
    """Number as it is read, with its unit.

    Examples
    --------
    >>> _figure(2480675.0), _figure(36.7, "percent"), _figure(5000.0, "people")
    ('2,480,675', '36.7 %', '5,000 people')
    """
    said = f"{value:,.0f}" if value >= WHOLE else f"{value:g}"
    return f"{said} {'%' if unit == PERCENT else unit}".strip()


def _accent() -> str:
    return str(theme.tokens()["state"][ACCENT]["light"])


def _range(low: float, high: float, unit: str) -> str:
    return f"{low:g} to {high:g} {unit}" if not pd.isna(low) else f"up to {high:g} {unit}"


def _ranges(low: pd.Series[Any], high: pd.Series[Any], y: Iterable[int]) -> list[go.Scatter]:
    """Thick bars from low to high."""
    import plotly.graph_objects as go  # noqa: PLC0415

    ends = zip(low, high, y, strict=True)
    points = [(start, end, place) for start, end, place in ends]
    return [
        go.Scatter(
            hoverinfo="skip",
            line={"color": _accent(), "width": 7},
            mode="lines",
            name="range",
            x=[x for start, end, _ in points for x in (start, end, None)],
            y=[y for _, _, place in points for y in (place, place, None)],
        )
    ]


def _means(values: pd.Series[Any], y: Iterable[int]) -> list[go.Scatter]:
    points = pd.DataFrame({"x": values, "low": 0.0, "high": values, "y": list(y), "hollow": False, "hover": ""})
    return dots(points, colour=_accent(), symbol="circle", name="mean")


def _ends(what: str, rows: pd.DataFrame, label: str) -> str:
    ranked = rows.sort_values("value")
    least, most = (f"{row[label]}, {_figure(row['value'])}" for _, row in ranked.iloc[[0, -1]].iterrows())
    return f"{what} {number(len(rows), 'row')}, from {least} to {most}."
