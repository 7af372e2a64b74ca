"""Survival of patients of whom some were still without the event when they were last seen."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from immunolearn.statistics.interval import Estimate, Interval, StatisticsError, checked_level, is_number

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

LOG_LOG = "Greenwood, log-log"
HALF = 0.5 + 1e-9  # a product of fractions may miss one half by rounding


@dataclass(frozen=True, slots=True)
class LogRank:
    """Outcome of a log-rank test."""

    chi_squared: float
    degrees: int
    p: float


@dataclass(frozen=True, slots=True)
class HazardRatio:
    """A hazard ratio, its interval, and the p-value of "no difference"."""

    value: float
    interval: Interval
    p: float


def kaplan_meier(durations: ArrayLike, *, observed: ArrayLike, level: float = 0.95) -> pd.DataFrame:
    """Kaplan-Meier estimate of survival, a row at each time when something happens.

    Parameters
    ----------
    durations
        Time from entry to the event or to when the patient was last seen, in any one unit.
    observed
        True where the event was seen, False where the patient was censored.
    level
        Confidence level of the band, between 0 and 1.

    Returns
    -------
    DataFrame
        ``time`` (starting at 0), ``survival``, ``low``, ``high`` (fractions of one), ``at_risk`` (just before
        the time), ``events``, ``censored``. The band is pointwise: Greenwood's variance on the log-log scale;
        it is missing once survival is 0.

    Raises
    ------
    StatisticsError
        If the two sequences do not fit, are empty, or hold a negative or missing time.

    Notes
    -----
    Kaplan and Meier (1958), doi 10.1080/01621459.1958.10501452; Kalbfleisch and Prentice (2002),
    doi 10.1002/9781118032985. Do not use it where another event makes this one impossible (competing risks):
    1 - survival is then too high.

    Examples
    --------
    >>> curve = kaplan_meier([1, 2, 2, 4], observed=[True, True, False, True])
    >>> curve["survival"].tolist()
    [1.0, 0.75, 0.5, 0.0]
    """
    import pandas as pd  # noqa: PLC0415 - loaded when a frame is asked for

    times, seen = _patients(durations, observed)
    z = _normal_quantile(level)
    counts = (
        pd.DataFrame({"time": times, "events": seen.astype(int), "censored": (~seen).astype(int)})
        .groupby("time")
        .sum()
        .reindex(np.union1d(0.0, times), fill_value=0)
    )
    left = (counts["events"] + counts["censored"]).cumsum()
    at_risk = len(times) - left.shift(fill_value=0)
    survival = (1 - counts["events"] / at_risk).cumprod()
    with np.errstate(divide="ignore", invalid="ignore"):
        greenwood = (counts["events"] / (at_risk * (at_risk - counts["events"]))).cumsum()
        spread = np.exp(z * np.sqrt(greenwood) / np.log(survival)).where(survival < 1, 1.0)
        low, high = survival ** (1 / spread), survival**spread
    return pd.DataFrame(
        {
            "time": counts.index,
            "survival": survival.to_numpy(),
            "low": low.where(survival > 0).to_numpy(),
            "high": high.where(survival > 0).to_numpy(),
            "at_risk": at_risk.to_numpy(),
            "events": counts["events"].to_numpy(),
            "censored": counts["censored"].to_numpy(),
        }
    )


def median_survival(durations: ArrayLike, *, observed: ArrayLike, level: float = 0.95) -> Estimate:
    """Time at which half of the patients have had the event.

    Parameters
    ----------
    durations, observed
        As for :func:`kaplan_meier`.
    level
        Confidence level, between 0 and 1.

    Returns
    -------
    Estimate
        First time at which survival is at most one half; the interval is read off the log-log band in the
        same way. What is not reached is infinite.

    Raises
    ------
    StatisticsError
        As :func:`kaplan_meier`.

    Notes
    -----
    Brookmeyer and Crowley (1982), doi 10.2307/2530286. Do not use it to describe a curve that levels off: those who
    live long do not move it. Compare curves with :func:`log_rank`, not medians.

    Examples
    --------
    >>> median_survival([1, 2, 3, 4], observed=[True, True, False, False]).value
    2.0
    """
    curve = kaplan_meier(durations, observed=observed, level=level)

    def first_at_half(share: pd.Series[float]) -> float:
        return float(curve["time"][share <= HALF].to_numpy().min(initial=np.inf))

    interval = Interval(first_at_half(curve["low"].fillna(0)), first_at_half(curve["high"]), level, LOG_LOG)
    return Estimate(first_at_half(curve["survival"]), interval)


def conditional_survival(
    durations: ArrayLike,
    *,
    observed: ArrayLike,
    survived: float,
    further: float,
    level: float = 0.95,
) -> Estimate:
    """Chance to live for a further time, for those who have lived so long already: S(t + s) / S(s).

    Parameters
    ----------
    durations, observed
        As for :func:`kaplan_meier`.
    survived
        Time already lived through, ``s``.
    further
        Time asked about, counted from there, ``t``.
    level
        Confidence level, between 0 and 1.

    Returns
    -------
    Estimate
        A fraction of one. It is the Kaplan-Meier estimate among those still at risk after ``survived``, which
        is the same as the ratio, and has their interval.

    Raises
    ------
    StatisticsError
        If a time is negative, or nobody was followed so long.

    Notes
    -----
    Do not use it for those who have just begun: it is a statement about survivors. Hieke et al. (2015),
    doi 10.1158/1078-0432.CCR-14-2154.

    Examples
    --------
    >>> months, died = [3, 6, 12, 30, 36, 40], [True, True, True, True, False, False]
    >>> round(conditional_survival(months, observed=died, survived=12, further=24).value, 3)
    0.667
    """
    times, seen = _patients(durations, observed)
    known = is_number(survived) and is_number(further)
    if not (known and survived >= 0 and further > 0 and survived + further <= times.max()):
        raise StatisticsError(
            f"Survival for {further!r} more after {survived!r} was asked for; the first is above 0, the "
            f"second at least 0, and the longest follow-up is {times.max():g}. Ask about a shorter time."
        )
    still = times > survived
    curve = kaplan_meier(times[still], observed=seen[still], level=level)
    then = curve[curve["time"] <= survived + further].iloc[-1]
    return Estimate(float(then["survival"]), Interval(float(then["low"]), float(then["high"]), level, LOG_LOG))


def restricted_mean(durations: ArrayLike, *, observed: ArrayLike, until: float, level: float = 0.95) -> Estimate:
    """Mean time without the event up to a limit: the area under the curve.

    Parameters
    ----------
    durations, observed
        As for :func:`kaplan_meier`.
    until
        The limit, within the follow-up unless every patient had the event, in the unit of the durations.
    level
        Confidence level, between 0 and 1.

    Returns
    -------
    Estimate
        In the unit of the durations, with a normal interval from Greenwood's variance.

    Raises
    ------
    StatisticsError
        If the limit is not positive or lies beyond the longest follow-up.

    Notes
    -----
    Royston and Parmar (2013), doi 10.1186/1471-2288-13-152. It needs no proportional hazards. Do not use
    it for what follows the limit, nor compare means with different limits.

    Examples
    --------
    >>> restricted_mean([1, 2, 3, 4], observed=[True, True, True, True], until=4).value
    2.5
    """
    curve = kaplan_meier(durations, observed=observed, level=level)
    longest = curve["time"].iloc[-1]
    complete = curve["survival"].iloc[-1] == 0
    if not (is_number(until) and 0 < until < np.inf and (complete or until <= longest)):
        raise StatisticsError(
            f"A mean until {until!r} was asked for; the limit lies above 0 and within the longest follow-up, "
            f"{longest:g}. Choose an earlier limit."
        )
    within = curve[curve["time"] < until]
    areas = within["survival"] * np.diff(np.append(within["time"], until))
    mean = areas.sum()
    to_come = mean - areas.cumsum() + areas
    survivors = within["at_risk"] - within["events"]
    variance = (to_come**2 * within["events"] / (within["at_risk"] * survivors).where(survivors > 0)).sum()
    margin = _normal_quantile(level) * np.sqrt(variance)
    return Estimate(float(mean), Interval(float(mean - margin), float(mean + margin), level, "Greenwood, normal"))


def log_rank(durations: ArrayLike, *, observed: ArrayLike, groups: ArrayLike) -> LogRank:
    """Test of "the survival of the groups is the same".

    Parameters
    ----------
    durations, observed
        As for :func:`kaplan_meier`.
    groups
        The group of each patient; two groups or more.

    Returns
    -------
    LogRank
        Chi-squared statistic, degrees of freedom (groups - 1), p-value.

    Raises
    ------
    StatisticsError
        If the sequences do not fit, there is one group only, or no event was seen.

    Notes
    -----
    Mantel (1966); Peto and Peto (1972), doi 10.2307/2344317. Do not use it where curves
    cross, for it may miss the difference, nor as a measure of how large a difference is.

    Examples
    --------
    >>> round(log_rank([1, 2, 3, 4], observed=[True] * 4, groups=["a", "a", "b", "b"]).p, 3)
    0.09
    """
    from statsmodels.duration.survfunc import survdiff  # noqa: PLC0415 - a second to load

    times, seen = _patients(durations, observed)
    codes = _groups(groups, times)
    _need_events(seen)
    try:
        chi_squared, p = survdiff(times, seen.astype(int), codes)
    except np.linalg.LinAlgError as error:
        raise StatisticsError(
            f"All events of {len(times)} patients fell at one time, when nobody was left to compare them with. Show "
            "the curves and the patients at risk instead."
        ) from error
    return LogRank(float(chi_squared), len(np.unique(codes)) - 1, float(p))


def cox_hazard_ratio(
    durations: ArrayLike, *, observed: ArrayLike, treated: ArrayLike, level: float = 0.95
) -> HazardRatio:
    """Hazard ratio of treated against untreated patients.

    Parameters
    ----------
    durations, observed
        As for :func:`kaplan_meier`.
    treated
        True for patients of the first arm, False for those of the control arm. Below 1 favours treatment.
    level
        Confidence level, between 0 and 1.

    Returns
    -------
    HazardRatio
        From Cox's model with this one covariate, ties after Efron, with Wald's interval and p-value.

    Raises
    ------
    StatisticsError
        If the sequences do not fit, or an arm is empty or without an event: the ratio is then not finite.

    Notes
    -----
    Cox (1972), doi 10.1111/j.2517-6161.1972.tb00899.x; Efron (1977), doi 10.1080/01621459.1977.10480613. One
    number for the whole follow-up. Do not use it alone where curves cross or separate late.

    Examples
    --------
    >>> months, arm = [1, 3, 5, 7, 2, 4, 6, 8], [False] * 4 + [True] * 4
    >>> round(cox_hazard_ratio(months, observed=[True] * 8, treated=arm).value, 2)
    0.61
    """
    from statsmodels.duration.hazard_regression import PHReg  # noqa: PLC0415 - a second to load
    from statsmodels.tools.sm_exceptions import ConvergenceWarning  # noqa: PLC0415

    times, seen = _patients(durations, observed)
    arm = _arms(treated, times)
    for side in (0, 1):
        _need_events(seen[arm == side])
    with warnings.catch_warnings():
        warnings.simplefilter("error", ConvergenceWarning)
        try:
            fit = PHReg(times, arm, status=seen.astype(int), ties="efron").fit()
        except ConvergenceWarning as error:
            raise StatisticsError(
                f"The two arms of {len(times)} patients do not overlap in time, so that no finite hazard "
                "ratio fits them. Show the two curves and compare medians instead."
            ) from error
    low, high = np.exp(fit.conf_int(alpha=1 - checked_level(level))[0])
    interval = Interval(float(low), float(high), level, "Cox, Wald")
    return HazardRatio(float(np.exp(fit.params[0])), interval, float(fit.pvalues[0]))


def _patients(durations: ArrayLike, observed: ArrayLike) -> tuple[Floats, NDArray[np.bool_]]:
    try:
        times, seen = np.asarray(durations, dtype=float), np.asarray(observed)
        odd = ~np.isin(seen, [0, 1])
    except (TypeError, ValueError) as error:
        raise StatisticsError(
            f"Durations and observed flags cannot be read as numbers and truth values ({error}). Give two plain "
            "sequences, as [3.5, 8.0] and [True, False]; leave out patients of whom something is missing."
        ) from error
    if times.ndim != 1 or times.shape != seen.shape or not len(times):
        raise StatisticsError(
            f"{times.size} durations and {seen.size} observed flags were given; give one of each for "
            "every patient, and at least one patient."
        )
    bad = ~(np.isfinite(times) & (times >= 0))
    if bad.any():
        raise StatisticsError(
            f"Duration {times[bad][0]:g} of patient {int(np.argmax(bad))} (from 0) was given; durations are "
            "finite and at least 0. Leave the patient out or mend the time."
        )
    if odd.any():
        raise StatisticsError(
            f"Observed flag {seen[odd][0]} of patient {int(np.argmax(odd))} (from 0) was given; flags are "
            "True where the event was seen and False where the patient was censored."
        )
    return times, seen.astype(bool)


def _groups(groups: ArrayLike, times: Floats) -> NDArray[np.intp]:
    try:
        names, codes = np.unique(np.asarray(groups), return_inverse=True)
    except TypeError as error:
        raise StatisticsError(
            f"The groups cannot be told apart ({error}). Give one name of one type for every patient, none missing."
        ) from error
    if codes.shape != times.shape or len(names) < 2:  # noqa: PLR2004 - no comparison without two
        raise StatisticsError(
            f"{codes.size} patients in {len(names)} group(s) were given for {len(times)} durations; give a "
            "group for every patient, and at least two groups."
        )
    return codes


def _arms(treated: ArrayLike, times: Floats) -> Floats:
    arm = np.asarray(treated)
    codes = _groups(arm, times)
    odd = ~np.isin(arm, [0, 1])
    if odd.any():
        raise StatisticsError(
            f"Flag {arm[odd][0]} of patient {int(np.argmax(odd))} (from 0) was given; flags are True for the first "
            "arm and False for the control arm. For more than two arms, compare two at a time."
        )
    return codes.astype(float)


def _need_events(seen: NDArray[np.bool_]) -> None:
    if not seen.any():
        raise StatisticsError(
            f"None of {len(seen)} patients to be compared had the event, so that nothing can be "
            "compared. Show the curves and the patients at risk instead."
        )


def _normal_quantile(level: float) -> float:
    from scipy.stats import norm  # noqa: PLC0415 - half a second to load

    return float(norm.ppf((1 + checked_level(level)) / 2))
