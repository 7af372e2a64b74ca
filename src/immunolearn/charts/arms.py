"""How one arm and its figure are said, in a label, on hovering and in a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from immunolearn.display import theme
from immunolearn.evidence import cite

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

USUAL_LEVEL = 95


def trial(row: pd.Series[Any]) -> str:
    """Name of the trial as people say it."""
    return known(row["acronym"], otherwise=row["trial_id"])


def counts(row: pd.Series[Any]) -> str:
    """Responders and patients, as far as they are known."""
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
    return f"{row['ci_low']:.{digits}f}–{row['ci_high']:.{digits}f}{level}"  # noqa: RUF001 - a range in print


def source(row: pd.Series[Any]) -> str:
    """Where the figure can be looked up."""
    if pd.isna(row["reference"]):
        return "source not known"
    citation = cite(row["reference"])
    return ", ".join([citation.label, *(name for name, _ in citation.links[:1])])


def known(value: Any, *, otherwise: str) -> str:  # noqa: ANN401 - a cell
    """Text of a cell, or what to say where it is blank."""
    return otherwise if pd.isna(value) else str(value)


def table(rows: Iterable[tuple[Hashable, pd.Series[Any]]]) -> pd.DataFrame:
    """Tabulate the arms as a reader wants to see them."""
    return pd.DataFrame(
        [
            {
                "Regimen": row["regimen"],
                "Trial": trial(row),
                "Kind": theme.label(row["therapy_class"]),
                "Arm": row["role"],
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
            for _, row in rows
        ]
    )
