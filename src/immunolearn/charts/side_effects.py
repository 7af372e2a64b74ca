"""How often side effects occur, at any grade and at grade 3 or higher."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from immunolearn.charts import arms
from immunolearn.charts.benefit import HARM_SYMBOL
from immunolearn.charts.frame import checked, house, nothing, number, one_for_all
from immunolearn.charts.stack import GAP, Entry, dots, hover, key, samples, stack
from immunolearn.display import theme
from immunolearn.evidence import load_table
from immunolearn.statistics import wilson_interval

if TYPE_CHECKING:
    from collections.abc import Iterable

    import plotly.graph_objects as go

COLUMNS = {
    *("toxicity", "drug_class", "population", "arm_role", "any_grade_pct", "grade3plus_pct", "n", "n_any"),
    *("n_grade3plus", "grading_scale", "trial_id", "reference", "verification"),
}
ANY, SEVERE = "Any grade", "Grade 3 or higher"
GRADES = {ANY: ("any_grade_pct", "n_any"), SEVERE: ("grade3plus_pct", "n_grade3plus")}


def toxicity_rates(
    frame: pd.DataFrame | Iterable[str], *, group: str | None = None, title: str | None = None
) -> go.Figure:
    """Side effects of groups of patients, at any grade and at grade 3 or higher, with intervals.

    Do not use it to compare drugs of different trials: look at each beside its own comparator.

    Parameters
    ----------
    frame
        Rows of the table ``toxicities``, or their keys.
    group
        Column whose values become headings, for example ``"toxicity"`` or ``"drug_class"``.
    title
        What the chart shows, in a sentence.

    Returns
    -------
    plotly.graph_objects.Figure
        Two marks a row, the most frequent first. Marks are hollow where counts are not known.

    Raises
    ------
    ChartError
        If the frame lacks a column.
    """
    rows = frame if isinstance(frame, pd.DataFrame) else load_table("toxicities").loc[list(frame)]
    checked(rows.iloc[:0], COLUMNS | ({group} if group else set()), name="toxicity", value="any_grade_pct")
    rows = rows[rows["any_grade_pct"].notna() | rows["grade3plus_pct"].notna()]
    if rows.empty:
        return nothing("rate of a side effect", title=title)
    ranked = rows.assign(most=rows[["any_grade_pct", "grade3plus_pct"]].max(axis="columns"))
    ranked = ranked.sort_values("most", ascending=False, kind="stable")
    headings = ranked[group].astype("string").fillna("not known") if group else pd.Series("", index=ranked.index)
    groups = [(name[:1].upper() + name[1:], ranked[headings == name]) for name in headings.unique()]
    mixed = one_for_all(rows, "grading_scale") is None
    placed = stack(
        (name, [_entry(row, mixed=mixed, named=group == "toxicity") for _, row in part.iterrows()])
        for name, part in groups
    )
    placed_key = key([Entry(ANY), Entry(SEVERE)])
    drawn = pd.concat([part for _, part in groups])
    points = {
        grade: _points(drawn.assign(y=[marks[place] for marks in placed.marks]), grade)
        for place, grade in enumerate(GRADES)
    }
    figure, (area, _, panel) = house(
        title,
        "Side effects",
        areas=[placed_key.height, GAP, placed.height],
        alt=_alt(drawn),
        caption=_caption(rows, points),
        table=_table(drawn),
        references=drawn["reference"],
    )
    looks = {ANY: (str(theme.tokens()["state"]["accent"]["light"]), "circle"), SEVERE: (theme.SOFT, HARM_SYMBOL)}
    keys = [{"marker": {"color": c, "size": 10, "symbol": s}, "mode": "markers"} for c, s in looks.values()]
    samples(figure, placed_key, keys, area=area)
    figure.update_layout(xaxis=arms.PERCENT_AXIS, yaxis=placed.axis(panel))
    placed.put(figure)
    for grade, (colour, symbol) in looks.items():
        figure.add_traces(dots(points[grade], colour=colour, symbol=symbol, name=grade))
    return figure


def _rate(row: pd.Series[Any], grade: str) -> tuple[float, float | None, float | None]:
    """Percentage with its interval, from the group's own counts where they are known."""
    share, count = GRADES[grade]
    if pd.isna(row["n"]) or pd.isna(row[count]):
        return float(row[share]), None, None
    interval = wilson_interval(int(row[count]), int(row["n"]))
    return 100 * int(row[count]) / int(row["n"]), 100 * interval.low, 100 * interval.high


def _points(rows: pd.DataFrame, grade: str) -> pd.DataFrame:
    known = rows[rows[GRADES[grade][0]].notna()]
    rates = [_rate(row, grade) for _, row in known.iterrows()]
    return pd.DataFrame(
        {
            "x": [value for value, _, _ in rates],
            "low": pd.Series([low for _, low, _ in rates], dtype=float),
            "high": pd.Series([high for _, _, high in rates], dtype=float),
            "y": known["y"].tolist(),
            "hollow": [
                low is None or read == "none" for (_, low, _), read in zip(rates, known["verification"], strict=True)
            ],
            "hover": [hover([grade, str(row["population"]), arms.source(row)]) for _, row in known.iterrows()],
        }
    )


def _told(row: pd.Series[Any], grade: str) -> str:
    share, count = GRADES[grade]
    if pd.isna(row[share]):
        return ""
    value, low, high = _rate(row, grade)
    bounds = "" if low is None or high is None else f" ({low:.0f} to {high:.0f})"
    people = "" if pd.isna(row[count]) or pd.isna(row["n"]) else f", {row[count]} of {row['n']}"
    return f"{grade.lower()} {value:.0f} %{bounds}{people}"


def _entry(row: pd.Series[Any], *, mixed: bool, named: bool) -> Entry:
    """Words of a row; its side effect does not stand there again where the heading names it."""
    drugs = arms.known(row["drug_class"], otherwise="drugs not known")
    drugs += ", control arm" if row["arm_role"] == "control" else ""
    facts = [] if named else [drugs]
    facts += [_told(row, grade) for grade in GRADES]
    facts.append(arms.known(row["grading_scale"], otherwise="scale not known") if mixed else "")
    return Entry(drugs if named else str(row["toxicity"]), facts, marks=2)


def _table(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Side effect": rows["toxicity"],
            "Drugs": rows["drug_class"],
            "Arm": rows["arm_role"],
            "Who": rows["population"],
            ANY: [_told(row, ANY).removeprefix(ANY.lower()).strip() for _, row in rows.iterrows()],
            SEVERE: [_told(row, SEVERE).removeprefix(SEVERE.lower()).strip() for _, row in rows.iterrows()],
            "Scale": rows["grading_scale"],
            "Read in": rows["verification"],
            "Source": [arms.source(row) for _, row in rows.iterrows()],
        }
    )


def _caption(rows: pd.DataFrame, points: dict[str, pd.DataFrame]) -> list[str]:
    scale = one_for_all(rows, "grading_scale")
    hollow, marks = (sum(count(part["hollow"]) for part in points.values()) for count in (sum, len))
    unread = int((rows["verification"] == "none").sum())
    return [
        f"Graded by {scale}." if scale else "Grading scales differ or are not known: see each row.",
        "Bars: 95 % intervals computed from the counts after Wilson." if hollow < marks else "",
        f"Hollow marks: counts not known{' or unverified' if unread else ''} ({number(hollow, 'mark')})."
        if hollow
        else "",
        f"Unverified, not read in a text: {number(unread, 'group')}." if unread else "",
        "Groups of different studies were not randomised against each other: their patients differ."
        if len(rows["reference"].unique()) > 1
        else "",
    ]


def _alt(rows: pd.DataFrame) -> str:
    told = [
        f"{row['toxicity']}, {', '.join(filter(None, (_told(row, g) for g in GRADES)))}." for _, row in rows.iterrows()
    ]
    return f"Side effects of {number(len(rows), 'group')}. " + " ".join(told)
