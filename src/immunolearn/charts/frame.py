"""What every chart asks of a frame, and what every chart says about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from immunolearn.errors import ImmunolearnError
from immunolearn.evidence import cite, load_table

if TYPE_CHECKING:
    from collections.abc import Collection

    import pandas as pd

NOT_RANDOMISED = (
    "Arms of different trials were not randomised against each other: their patients differ, not only their treatment."
)


class ChartError(ImmunolearnError, ValueError):
    """A frame that cannot be drawn honestly; the message says why."""


def checked(frame: pd.DataFrame, columns: Collection[str]) -> pd.DataFrame:
    """Give the frame back, if it has rows, the columns, one measure, and values inside their intervals.

    Raises
    ------
    ChartError
        Naming the columns, measures or row at fault.
    """
    missing = sorted(set(columns) - set(frame.columns))
    if missing:
        raise ChartError(
            f"The frame has no column {', '.join(map(repr, missing))}; it has "
            f"{', '.join(map(str, frame.columns)) or 'none'}. Give rows of immunolearn.results(...)."
        )
    if frame.empty:
        raise ChartError(
            "The frame has no rows, so there is nothing to draw. Choose other trials, classes or cancers in "
            "immunolearn.results(...)."
        )
    measures = sorted(frame["measure"].unique())
    if len(measures) > 1:
        raise ChartError(f"The frame mixes {' and '.join(measures)}: they are not alike. Draw one in a chart.")
    _refuse(frame, frame["value"].isna(), "There is no value.")
    outside = (frame["value"] < frame["ci_low"]) | (frame["value"] > frame["ci_high"])
    _refuse(frame, outside, "{value:g} lies outside its interval, {ci_low:g} to {ci_high:g}.")
    return frame


def _refuse(frame: pd.DataFrame, bad: pd.Series[bool], why: str) -> None:
    for _, row in frame[bad].iterrows():
        raise ChartError(f"{row['trial_id']}/{row['arm_id']}: {why.format(**row)} Mend the row, or leave it out.")


def measure(frame: pd.DataFrame, *, kind: str) -> str:
    """Name of the frame's measure as it is read, if it is of the kind that a chart draws.

    Raises
    ------
    ChartError
        Naming both kinds.
    """
    row = load_table("measures").loc[frame["measure"].iloc[0]]
    if row["kind"] != kind:
        raise ChartError(f"{row['label']} is a {row['kind']}; this chart draws a {kind}. Use another chart.")
    return str(row["label"])


def one_for_all(frame: pd.DataFrame, column: str) -> str | None:
    """Give the value that all rows share, or None where they differ or one is not known."""
    values = frame[column].unique()
    return str(values[0]) if len(values) == 1 and frame[column].notna().all() else None


def across_trials(frame: pd.DataFrame) -> str:
    """Warning that a caption needs as soon as there are two trials."""
    return NOT_RANDOMISED if len(frame["trial_id"].unique()) > 1 else ""


def notes(frame: pd.DataFrame, *, alt: str, caption: list[str], table: pd.DataFrame) -> dict[str, Any]:
    """Notes that a figure carries in ``layout.meta`` for the renderer: sentences, sources and data."""
    citations = [cite(key) for key in frame["reference"].dropna().unique()]
    return {
        "immunolearn": {
            "alt": alt,
            "caption": " ".join(sentence for sentence in caption if sentence),
            "source": [{"text": c.label, "href": c.links[0][1]} for c in citations if c.links],
            "table": {
                "columns": list(table.columns),
                "rows": table.astype(object).where(table.notna(), "").to_numpy().tolist(),
            },
        }
    }
