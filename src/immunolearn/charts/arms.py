"""How one arm and its figure are said, in a label, on hovering and in a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from immunolearn.charts.frame import number
from immunolearn.charts.stack import hover
from immunolearn.display import theme
from immunolearn.evidence import cite, load_table

if TYPE_CHECKING:
    from collections.abc import Iterable

USUAL_LEVEL = 95
PERCENT_AXIS = {"automargin": False, "dtick": 20, "fixedrange": True, "range": [0, 100], "ticksuffix": " %"}


def trial(row: pd.Series[Any]) -> str:
    """Name of the trial as people say it."""
    return known(row["acronym"], otherwise=row["trial_id"])


def counts(row: pd.Series[Any]) -> str:
    """Patients with the event and patients, as far as they are known."""
    if pd.isna(row["n"]):
        return "patients not known"
    return f"{row['n']} patients" if pd.isna(row["events"]) else f"{row['events']} of {row['n']}"


def percent(row: pd.Series[Any], *, digits: int) -> str:
    """Percentage with its interval, as far as it is known."""
    bounds = interval(row, digits=digits)
    return f"{row['value']:.{digits}f} %" + (f" ({bounds})" if bounds else "")


def interval(row: pd.Series[Any], *, digits: int) -> str:
    """Interval, with its level where that is not the usual one; empty where it is not known."""
    if pd.isna(row["ci_low"]) or pd.isna(row["ci_high"]):
        return ""
    level = "" if row["ci_level"] == USUAL_LEVEL else f", {row['ci_level']:g} % interval"
    return f"{row['ci_low']:.{digits}f}–{row['ci_high']:.{digits}f}{level}"


def rule(row: pd.Series[Any]) -> str:
    """Criteria of a response, or scale of a side effect."""
    scale = known(row["grading_scale"], otherwise="criteria not in our tables")
    return known(row["criteria"], otherwise=scale)


def source(row: pd.Series[Any]) -> str:
    """Where the figure can be looked up."""
    if pd.isna(row["reference"]):
        return "source not known"
    citation = cite(row["reference"])
    lasting = (name for name, address in citation.links if name.startswith(("doi", "PubMed")))
    return next(lasting, citation.label)


def known(value: Any, *, otherwise: str) -> str:  # noqa: ANN401 - a cell
    """Text of a cell, or what to say where it is blank."""
    return otherwise if pd.isna(value) else str(value)


def grouped(rows: pd.DataFrame, group: str) -> list[tuple[str, pd.DataFrame]]:
    """Headings and their rows, both from the highest value down."""
    ranked = rows.sort_values(["value", "trial_id", "arm_id"], ascending=[False, True, True])
    keys = ranked[group].astype("string").fillna("not known")
    names = keys.map(theme.label) if group == "therapy_class" else keys
    return [(name[0].upper() + name[1:], ranked[names == name]) for name in names.unique()]


def gaps(rows: pd.DataFrame) -> dict[str, pd.Series[bool]]:
    """Why a mark is hollow."""
    return {
        "patients not known": rows["n"].isna(),
        "interval not known": rows["ci_low"].isna() | rows["ci_high"].isna(),
        "unverified": rows["verification"] == "none",
    }


def points(rows: pd.DataFrame) -> pd.DataFrame:
    """What :func:`immunolearn.charts.stack.dots` draws, of rows that have a place ``y``."""
    return pd.DataFrame(
        {
            "x": rows["value"],
            "low": rows["ci_low"],
            "high": rows["ci_high"],
            "y": rows["y"],
            "hollow": pd.DataFrame(gaps(rows)).any(axis="columns"),
            "hover": [_hover(row) for _, row in rows.iterrows()],
            "therapy_class": rows["therapy_class"],
        }
    )


def bars(rows: pd.DataFrame) -> list[str]:
    """Sentences on intervals and hollow marks."""
    told = []
    for method, words in (("published", "as published"), ("Wilson", "computed from the counts (Wilson's method)")):
        of_method = rows[rows["ci_method"] == method]
        if len(of_method):
            told.append(f"{levels(of_method)} {words} ({number(len(of_method), 'arm')})")
    hollow = [f"{why} ({number(int(gap.sum()), 'arm')})" for why, gap in gaps(rows).items() if gap.any()]
    return [
        f"Lines: {'; '.join(told)}." if told else "",
        f"Hollow marks: {', '.join(hollow)}." if hollow else "",
    ]


def levels(rows: pd.DataFrame) -> str:
    """Levels of the rows' intervals, said where they are not known."""
    known_levels = [f"{level:g} %" for level in sorted(rows["ci_level"].dropna().unique())]
    unknown = ["level not known"] if rows["ci_level"].isna().any() else []
    return f"{', '.join(known_levels)} intervals{''.join(f' ({text})' for text in unknown)}".strip()


def complete_responses(rows: pd.DataFrame) -> pd.Series[Any]:
    """Percentage with a complete response in the same arm, cut and analysis; missing where there is none."""
    columns = ["trial_id", "arm_id", "cut", "origin"]
    found = load_table("outcomes")
    found = found[(found["measure"] == "complete_response_rate") & found["analysis"].isna()]
    values = found.drop_duplicates(columns).set_index(columns)["value"]
    return pd.Series(values.reindex(pd.MultiIndex.from_frame(rows[columns])).to_numpy(), index=rows.index)


def _hover(row: pd.Series[Any]) -> str:
    people = [str(row[name]) for name in ("cancer", "setting") if not pd.isna(row[name])]
    return hover(
        [
            f"{counts(row)}: {percent(row, digits=1)}",
            ", ".join(people),
            f"Data: {known(row['as_of'], otherwise='not known')}",
            source(row),
        ]
    )


def table(rows: pd.DataFrame, *, extra: Iterable[str] = ()) -> pd.DataFrame:
    """Tabulate the arms as a reader wants to see them."""
    return pd.DataFrame(
        [
            {
                "Regimen": row["regimen"],
                "Trial": trial(row),
                "Kind": theme.label(row["therapy_class"]),
                "Arm": row["role"],
                **{name: row[name] for name in extra},
                "With event": row["events"],
                "Patients": row["n"],
                "Percent": f"{row['value']:.1f}",
                "Interval": interval(row, digits=1),
                "Method": row["ci_method"],
                "Criteria": row["criteria"],
                "Assessor": row["assessor"],
                "Patients counted": row["analysis_set"],
                "Data": row["as_of"],
                "Read in": row["verification"],
                "Source": source(row),
            }
            for _, row in rows.iterrows()
        ]
    )
