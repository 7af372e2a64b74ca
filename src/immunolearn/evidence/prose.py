"""Numbers and sources for the text of lessons, each from exactly one row that was read.

A figure is picked as charts do (:func:`immunolearn.evidence.results`), after narrowing by the conditions
given: names of columns of the table ``outcomes`` or ``comparisons``, as ``at_months=60``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from immunolearn.errors import ImmunolearnError, check_known
from immunolearn.evidence.references import cite as _cite
from immunolearn.evidence.results import listing, ratios, results
from immunolearn.evidence.tables import load_table

if TYPE_CHECKING:
    from typing import Any

__all__ = [
    "cite",
    "count",
    "field",
    "high",
    "in_ten",
    "interval",
    "low",
    "median",
    "percent",
    "rate",
    "ratio",
    "typed",
    "year",
]
_TENTHS = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]


def rate(trial: str, arm: str, *, measure: str = "orr", digits: int = 0, **select: object) -> str:
    """Say a rate with its counts and its interval, as far as they are known.

    Parameters
    ----------
    trial, arm
        As in the table ``arms``.
    measure
        Full or short name of a measure in percent.
    digits
        Digits after the decimal point.
    **select
        Conditions on columns of the table ``outcomes``.

    Raises
    ------
    ImmunolearnError
        Unless exactly one row fits; the message lists those that do.

    Examples
    --------
    >>> rate("mdx010-20", "ipi-gp100", measure="grade3plus_trae")
    '66 of 380 (17 %, 95 % interval 14 to 21 %)'
    """
    row = _outcome(trial, arm, measure, select)
    limits = _limits(row, digits, unit=" %")
    if not _counted(row):
        return f"{_percent(row, digits)} ({limits})" if limits else _percent(row, digits)
    return f"{_count(row)} ({_percent(row, digits)}, {limits})"


def count(trial: str, arm: str, *, measure: str = "orr", **select: object) -> str:
    """Say how many of how many, as ``43 of 270``; otherwise as :func:`rate`."""
    row = _outcome(trial, arm, measure, select)
    if not _counted(row):
        raise ImmunolearnError(f"{trial}/{arm} has {measure} without counts. Use percent(...) or rate(...).")
    return _count(row)


def percent(trial: str, arm: str, *, measure: str = "orr", digits: int = 0, **select: object) -> str:
    """Say a rate alone, as ``16 %``; otherwise as :func:`rate`."""
    return _percent(_outcome(trial, arm, measure, select), digits)


def in_ten(trial: str, arm: str, *, measure: str = "orr", **select: object) -> str:
    """Say a rate in words, to the nearest tenth; otherwise as :func:`rate`.

    Raises
    ------
    ImmunolearnError
        If it would read as none or all, or as :func:`rate`.

    Examples
    --------
    >>> in_ten("sirius", "dara-16")
    'three in ten'
    """
    row = _outcome(trial, arm, measure, select)
    tenths = round(row["value"] / 10)
    if not 0 < tenths < len(_TENTHS) - 1:
        words = f"{_TENTHS[tenths]} in ten"
        raise ImmunolearnError(f"{_percent(row, 1)} of {trial}/{arm} would read as {words!r}. Use percent(...).")
    return f"{_TENTHS[tenths]} in ten"


def interval(trial: str, arm: str, *, measure: str = "orr", digits: int = 0, **select: object) -> str:
    """Say the interval of a rate, as ``95 % interval 12 to 21 %``; otherwise as :func:`rate`."""
    limits = _limits(_outcome(trial, arm, measure, select), digits, unit=" %")
    if not limits:
        raise ImmunolearnError(f"{trial}/{arm} has {measure} without an interval. Use percent(...).")
    return limits


def low(trial: str, arm: str, *, measure: str = "orr", digits: int = 1, **select: object) -> str:
    """Say the lower end of a rate's interval alone, as ``13.6 %``; otherwise as :func:`interval`.

    Examples
    --------
    >>> low("ca184-024", "ipi-dtic", measure="os", at_months=60)
    '13.6 %'
    """
    return _end(_outcome(trial, arm, measure, select), "ci_low", digits)


def high(trial: str, arm: str, *, measure: str = "orr", digits: int = 1, **select: object) -> str:
    """Say the upper end of a rate's interval alone; otherwise as :func:`low`."""
    return _end(_outcome(trial, arm, measure, select), "ci_high", digits)


def median(trial: str, arm: str, endpoint: str, **select: object) -> str:
    """Say a median time, as ``29.9 months``.

    Parameters
    ----------
    trial, arm
        As in the table ``arms``.
    endpoint
        ``os``, ``pfs``, ``efs``, ``rfs``, ``ttp`` or ``dor``.
    **select
        Conditions on columns of the table ``outcomes``.

    Raises
    ------
    ImmunolearnError
        Unless exactly one row fits; the message lists those that do.

    Examples
    --------
    >>> median("emilia", "t-dm1", "pfs")
    '9.6 months'
    """
    return f"{_outcome(trial, arm, f'median_{endpoint}', select)['value']:g} months"


def ratio(trial: str, endpoint: str, *, digits: int = 2, **select: Any) -> str:  # noqa: ANN401 - any value of a column
    """Say a ratio between arms with its interval.

    Parameters
    ----------
    trial
        As in the table ``trials``.
    endpoint
        As in the table ``comparisons``.
    digits
        Digits after the decimal point.
    **select
        Conditions on columns of the table ``comparisons``, as ``experimental_arm="nivo"``.

    Raises
    ------
    ImmunolearnError
        Unless exactly one row fits; the message lists those that do.

    Examples
    --------
    >>> ratio("emilia", "pfs")
    '0.65 (95 % interval 0.55 to 0.77)'
    """
    row = _only(ratios(endpoint, trials=[trial], **select), f"{endpoint} of {trial}")
    limits = _limits(row, digits, unit="")
    return f"{row['ratio']:.{digits}f} ({limits})" if limits else f"{row['ratio']:.{digits}f}"


def field(table: str, key: str, column: str) -> str:
    """Give a value of a table with one key field, as text.

    Parameters
    ----------
    table
        One of :func:`immunolearn.tables`.
    key
        Key of the row.
    column
        A field of the table.

    Raises
    ------
    UnknownNameError
        If there is no such verified row or no such field.
    ImmunolearnError
        If the value is blank, or was not read in a text.

    Examples
    --------
    >>> field("therapies", "trastuzumab", "brand")
    'Herceptin'
    """
    frame = load_table(table)
    check_known(f"verified row of {table}", key, map(str, frame.index))
    check_known(f"field of {table}", column, frame.columns)
    value: Any = frame.loc[key, column]
    if pd.isna(value):
        raise ImmunolearnError(f"{table} has no verified {column} for {key!r}. Leave it out, or confirm it first.")
    _cite_row(frame.loc[key].to_dict())
    return f"{value:g}" if isinstance(value, float) else str(value)


def year(table: str, key: str, column: str) -> str:
    """Give the year of a date in a table; otherwise as :func:`field`."""
    return field(table, key, column)[:4]


def cite(key: str) -> str:
    """Link a source by its key, as ``[Verma et al. 2012](https://doi.org/...)``."""
    return _cite(key).markdown()


def typed(figure: str, why: str) -> str:
    """Say a figure that stands in no table, with the reason or the source.

    Parameters
    ----------
    figure
        As it is to be read.
    why
        Key of its source in the table ``references``, or a reason in two words or more.

    Raises
    ------
    UnknownNameError
        If ``why`` is one word and no key of a source.
    ImmunolearnError
        If it is empty.

    Examples
    --------
    >>> typed("20 of 40", "invented for this exercise")
    '20 of 40'
    """
    if not why.strip():
        raise ImmunolearnError(f"{figure!r} is typed without a reason. Give the key of its source, or say why.")
    if len(why.split()) == 1:
        _cite(why)
    return figure


def _outcome(trial: str, arm: str, measure: str, select: dict[str, Any]) -> dict[Any, Any]:
    return _only(results(measure, arms=[f"{trial}/{arm}"], **select), f"{measure} of {trial}/{arm}")


def _end(row: dict[Any, Any], name: str, digits: int) -> str:
    if pd.isna(row[name]):
        what = f"{row['trial_id']}/{row['arm_id']} has {row['measure']}"
        raise ImmunolearnError(f"{what} without an interval. Leave the ends of this point out.")
    return f"{row[name]:.{digits}f} %"


def _only(rows: pd.DataFrame, what: str) -> dict[Any, Any]:
    if len(rows) > 1:
        raise ImmunolearnError(f"{len(rows)} rows give {what}. Name the one you mean:\n{listing(rows)}")
    row = rows.iloc[0].to_dict()
    _cite_row(row)
    return row


def _cite_row(row: dict[Any, Any]) -> None:
    """Count the row's source as cited, for the lesson's list of sources."""
    if not pd.isna(row.get("reference", pd.NA)):
        _cite(row["reference"])


def _counted(row: dict[Any, Any]) -> bool:
    return not (pd.isna(row["events"]) or pd.isna(row["n"]))


def _count(row: dict[Any, Any]) -> str:
    return f"{row['events']} of {row['n']}"


def _percent(row: dict[Any, Any], digits: int) -> str:
    return f"{row['value']:.{digits}f} %"


def _limits(row: dict[Any, Any], digits: int, *, unit: str) -> str:
    if pd.isna(row["ci_low"]) or pd.isna(row["ci_high"]):
        return ""
    return f"{row['ci_level']:g} % interval {row['ci_low']:.{digits}f} to {row['ci_high']:.{digits}f}{unit}"
