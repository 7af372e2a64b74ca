"""Figures of trials, joined with arms and trials: one trial, one data cut, one set of rules."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from numbers import Real
from typing import TYPE_CHECKING

import pandas as pd

from immunolearn import paths
from immunolearn.errors import ImmunolearnError, check_known
from immunolearn.evidence.tables import load_table, stamp

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_LEVEL = 95
_TRIAL = ["acronym", "cancer", "setting", "phase", "randomised", "year"]
_SOURCE = ["as_of", "cut", "origin", "analysis", "reference", "doi", "pmid", "nct", "verification"]
_RESULTS = [
    *["trial_id", "acronym", "arm_id", "regimen", "therapy_class", "targets", "role"],
    *["cancer", "setting", "phase", "randomised", "year"],
    *["measure", "at_months", "events", "n", "value", "ci_low", "ci_high", "ci_level", "ci_method"],
    *["criteria", "assessor", "analysis_set", "grading_scale"],
    *_SOURCE,
]
_RATIOS = [
    *["trial_id", "acronym", "experimental_arm", "regimen", "control_arm", "control_regimen"],
    *["therapy_class", "targets", "cancer", "setting", "phase", "randomised", "year"],
    *["endpoint", "effect", "ratio", "ci_low", "ci_high", "ci_level", "p_value"],
    *_SOURCE,
]
_RULES = ["criteria", "assessor", "analysis_set"]


def results(
    measure: str,
    *,
    trials: Iterable[str] | None = None,
    arms: Iterable[str] | None = None,
    classes: Iterable[str] | None = None,
    cancers: Iterable[str] | None = None,
    include_unverified: bool = False,
    **where: object,
) -> pd.DataFrame:
    """Give the figures of one measure, for charts: one row an arm (and time point), nothing rounded.

    Of each trial one set of rows is given that goes together: the same data cut, publisher, analysis,
    criteria, assessor and patient set for all arms. Of several sets the first in this order is taken: the one
    that covers most of the arms asked for; the main analysis; the trial's own report before an agency's; the
    newest cut; the widest patient set; an independent assessor.

    Parameters
    ----------
    measure
        Full or short name from the table ``measures``, as ``objective_response_rate`` or ``orr``.
    trials, arms, classes, cancers
        Keep only these trials, arms (as ``"emilia/t-dm1"``), therapy classes or cancers.
    include_unverified
        Also use figures that were not read in a text.
    **where
        Keep only rows with these values in these columns, as ``at_months=60`` or ``origin="agency"``.

    Returns
    -------
    pandas.DataFrame
        ``value`` in percent, months or per 100 000; computed from the counts where the measure is a proportion
        and they are known. The interval is the source's where it gives one (``ci_method`` is ``published``), else
        computed from the counts (``Wilson``). ``events`` and ``n`` are the figure's own.

    Raises
    ------
    UnknownNameError
        If a name is not known; the message offers the nearest.
    ImmunolearnError
        If a trial or arm that was asked for has no such figure; the message lists what it has.
    """
    name = measure_name(measure)
    frame = _outcomes(paths.data(), stamp(), include_unverified)
    frame = frame[frame["measure"] == name]
    names = {"trial": trials, "arm": arms, "therapy class": classes, "cancer": cancers}
    frame = _select(frame, name, names, where)
    frame = _together(frame, frame["arm_id"])
    order = ["trial_id", "role", "arm_id", "at_months"]
    return _with_intervals(frame).sort_values(order)[_RESULTS].reset_index(drop=True)


def ratios(
    endpoint: str,
    *,
    trials: Iterable[str] | None = None,
    classes: Iterable[str] | None = None,
    cancers: Iterable[str] | None = None,
    include_unverified: bool = False,
    **where: object,
) -> pd.DataFrame:
    """Give the ratios between arms for one endpoint, for charts: one row a comparison, nothing rounded.

    Of each trial one data cut and analysis is given, chosen as in :func:`results`.

    Parameters
    ----------
    endpoint
        One of ``os``, ``pfs``, ``efs``, ``rfs``, ``dmfs`` (hazard ratios) and ``cancer-incidence`` (incidence
        rate ratios).
    trials, classes, cancers
        Keep only these trials, therapy classes (of the experimental arm) or cancers.
    include_unverified
        Also use figures that were not read in a text.
    **where
        Keep only rows with these values in these columns, as ``experimental_arm="nivo"``.

    Returns
    -------
    pandas.DataFrame
        ``ratio`` below 1 favours the experimental arm; ``effect`` says what kind it is; ``therapy_class``,
        ``targets`` and ``regimen`` are those of the experimental arm.

    Raises
    ------
    UnknownNameError
        If a name is not known; the message offers the nearest.
    ImmunolearnError
        If a trial that was asked for has no such ratio; the message lists what it has.
    """
    frame = _comparisons(paths.data(), stamp(), include_unverified)
    known = frame["endpoint"].cat.categories
    check_known("endpoint", endpoint, known)
    frame = frame[frame["endpoint"] == endpoint]
    names = {"trial": trials, "therapy class": classes, "cancer": cancers}
    frame = _select(frame, endpoint, names, where)
    frame = _together(frame, frame["experimental_arm"] + "/" + frame["control_arm"])
    order = ["trial_id", "experimental_arm", "control_arm"]
    return frame.sort_values(order)[_RATIOS].reset_index(drop=True)


def agency_and_paper(trial_id: str, measure: str) -> pd.DataFrame:
    """Give the trial's own figure and the agency's, side by side.

    They often differ: another patient set, another reading, another date.

    Parameters
    ----------
    trial_id
        A trial.
    measure
        Full or short name from the table ``measures``.

    Returns
    -------
    pandas.DataFrame
        Columns as in :func:`results`; ``origin`` is ``report`` or ``agency``.

    Raises
    ------
    UnknownNameError
        If the trial or measure is not known.
    ImmunolearnError
        If there are not both.
    """
    both = [results(measure, trials=[trial_id], origin=origin) for origin in ("report", "agency")]
    return pd.concat(both, ignore_index=True)


def measure_name(given: str) -> str:
    """Give the full name of a measure, from it or from its short form.

    Raises
    ------
    UnknownNameError
        With the nearest name.

    Examples
    --------
    >>> measure_name("orr")
    'objective_response_rate'
    """
    measures = load_table("measures")["measure"]
    names = dict(zip(load_table("measures")["short"], measures, strict=True)) | dict(
        zip(measures, measures, strict=True)
    )
    check_known("measure", given, names)
    return str(names[given])


@lru_cache(maxsize=4)
def _outcomes(_folder: Path, _stamp: int, include_unverified: bool) -> pd.DataFrame:  # noqa: FBT001 - a cache key
    outcomes = load_table("outcomes", include_unverified=include_unverified)
    arms = load_table("arms", include_unverified=True).drop(columns=["verification", "n"])
    return _with_source(outcomes.merge(arms, on=["trial_id", "arm_id"], validate="m:1"))


@lru_cache(maxsize=4)
def _comparisons(_folder: Path, _stamp: int, include_unverified: bool) -> pd.DataFrame:  # noqa: FBT001 - a cache key
    frame = load_table("comparisons", include_unverified=include_unverified)
    arms = load_table("arms", include_unverified=True)
    for role, columns in (
        ("experimental", ["regimen", "therapy_class", "targets"]),
        ("control", ["regimen"]),
    ):
        arm = arms[["trial_id", "arm_id", *columns]].rename(columns={"arm_id": f"{role}_arm"})
        if role == "control":
            arm = arm.rename(columns={"regimen": "control_regimen"})
        frame = frame.merge(arm, on=["trial_id", f"{role}_arm"], validate="m:1")
    return _with_source(frame)


def _with_source(frame: pd.DataFrame) -> pd.DataFrame:
    trials = load_table("trials", include_unverified=True)[["trial_id", *_TRIAL, "nct_id"]]
    references = load_table("references")[["reference", "doi", "pmid"]]
    joined = frame.merge(trials, on="trial_id", validate="m:1")
    joined = joined.merge(references, on="reference", how="left", validate="m:1")
    return joined.rename(columns={"nct_id": "nct"})


def _select(
    frame: pd.DataFrame,
    what: str,
    names: Mapping[str, Iterable[str] | None],
    where: Mapping[str, object],
) -> pd.DataFrame:
    """Rows of the names asked for that meet the conditions; every trial and arm asked for has some."""
    arms = load_table("arms", include_unverified=True)
    trials = load_table("trials", include_unverified=True)
    known = {
        "trial": arms["trial_id"],
        "arm": arms["trial_id"] + "/" + arms["arm_id"],
        "therapy class": arms["therapy_class"].cat.categories,
        "cancer": trials["cancer"],
    }
    for kind, given in names.items():
        if given is not None:
            several = isinstance(given, Iterable) and not isinstance(given, str)
            asked = list(given) if several else [given]
            for name in asked:
                check_known(kind, name, set(known[kind]), hint="The tables trials and arms list them all.")
            column = _column(frame, kind)
            if kind in {"trial", "arm"}:
                for name in asked:
                    _check_there_is_some(frame[column == name], f"{kind} {name!r}", what, where)
            frame = frame[column.isin(asked)]
    return frame[_meets(frame, where)]


def _column(frame: pd.DataFrame, kind: str) -> pd.Series:
    if kind == "arm":
        return frame["trial_id"] + "/" + frame["arm_id"]
    return frame[{"trial": "trial_id", "therapy class": "therapy_class", "cancer": "cancer"}[kind]]


def _meets(frame: pd.DataFrame, where: Mapping[str, object]) -> pd.Series:
    meets = pd.Series(data=True, index=frame.index)
    for column, value in where.items():
        check_known("column", column, frame.columns)
        _check_value(column, value, frame[column])
        meets &= (frame[column] == value).fillna(value=False).astype(bool)
    return meets


def _check_value(column: str, value: object, values: pd.Series) -> None:
    """Refuse a condition that no row of this column can ever meet."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        check_known(column, value, values.cat.categories)
    number = pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)
    if pd.api.types.is_list_like(value) or (number and not isinstance(value, Real)):
        kind = "number" if number else "value"
        raise ImmunolearnError(f"{column}={value!r} was given; give one {kind}, and nothing for all rows.")


def _check_there_is_some(rows: pd.DataFrame, who: str, what: str, where: Mapping[str, object]) -> None:
    if not _meets(rows, where).any():
        asked = f" with {', '.join(f'{name}={value!r}' for name, value in where.items())}" if where else ""
        has = f"It has:\n{listing(rows)}" if len(rows) else "include_unverified=True shows figures not read in a text."
        raise ImmunolearnError(f"The {who} has no verified {what}{asked}. {has}")


def listing(rows: pd.DataFrame) -> str:
    """Write rows for a message: what sets them apart, one a line."""
    columns = ["arm_id", "experimental_arm", "control_arm", "at_months", "value", "ratio", "as_of"]
    columns += ["origin", "analysis", *_RULES]
    shown = rows[[column for column in columns if column in rows]].to_dict("records")
    return "\n".join(", ".join(f"{k}={v!r}" for k, v in row.items() if not pd.isna(v)) for row in shown)


def _together(frame: pd.DataFrame, unit: pd.Series) -> pd.DataFrame:
    """Of each trial the rows that go together, as :func:`results` says."""
    rules = [rule for rule in _RULES if rule in frame]
    columns = ["trial_id", "cut", "origin", "analysis", *rules]
    together = frame.groupby(columns, dropna=False, observed=True).ngroup()
    ranked = pd.DataFrame(
        {
            "trial_id": frame["trial_id"],
            "together": together,
            "covered": -unit.groupby(together).transform("nunique"),
            "side_analysis": frame["analysis"].notna(),
            "origin": frame["origin"],
            "age": -frame["cut"],
            **{rule: frame[rule] for rule in reversed(rules)},
        }
    )
    order = ["covered", "side_analysis", "origin", "age", *reversed(rules), "together"]
    first = ranked.sort_values(order).drop_duplicates("trial_id")
    return frame[together.isin(first["together"])]


def _with_intervals(frame: pd.DataFrame) -> pd.DataFrame:
    proportions = load_table("measures").query("kind == 'proportion'").index
    counted = frame["measure"].isin(proportions) & frame["events"].notna() & frame["n"].notna()
    published = frame["ci_low"].notna() | frame["ci_high"].notna()
    bare = counted & ~published
    method = pd.Series("published", index=frame.index, dtype="string").where(published)
    frame = frame.assign(ci_method=method.mask(bare, "Wilson"))
    frame.loc[counted, "value"] = 100 * (frame.loc[counted, "events"] / frame.loc[counted, "n"])
    if not bare.any():
        return frame
    from immunolearn.statistics import wilson_interval  # noqa: PLC0415 - loads scipy, a second

    counts = frame.loc[bare, ["events", "n"]].astype(int).itertuples(index=False)
    intervals = [wilson_interval(k, n, level=_LEVEL / 100) for k, n in counts]
    frame.loc[bare, "ci_low"] = [100 * interval.low for interval in intervals]
    frame.loc[bare, "ci_high"] = [100 * interval.high for interval in intervals]
    frame.loc[bare, "ci_level"] = _LEVEL
    return frame
