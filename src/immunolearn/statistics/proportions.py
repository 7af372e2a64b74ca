"""Intervals for one proportion, and the comparison of two."""

from __future__ import annotations

from dataclasses import dataclass

from immunolearn.statistics.interval import Estimate, Interval, StatisticsError, checked_level, is_number


def wilson_interval(events: int, n: int, *, level: float = 0.95) -> Interval:
    """Interval for a proportion, as fractions of one.

    Parameters
    ----------
    events
        Patients with the event, ``0 <= events <= n``.
    n
        Patients in the denominator, at least 1.
    level
        Confidence level, between 0 and 1.

    Returns
    -------
    Interval
        Wilson's score interval, without continuity correction.

    Raises
    ------
    StatisticsError
        If the counts are not whole, or ``events`` exceeds ``n``; the message names both.

    Notes
    -----
    Wilson (1927), doi 10.1080/01621459.1927.10502953. Do not use it to compare arms: that is
    :func:`compare_proportions`.

    Examples
    --------
    >>> wilson_interval(43, 270).rounded(3)
    (0.12, 0.208)
    """
    return _proportion_interval(events, n, level=level, method="wilson", name="Wilson")


def clopper_pearson_interval(events: int, n: int, *, level: float = 0.95) -> Interval:
    """Exact interval for a proportion, as fractions of one.

    Parameters
    ----------
    events
        Patients with the event, ``0 <= events <= n``.
    n
        Patients in the denominator, at least 1.
    level
        Confidence level, between 0 and 1.

    Returns
    -------
    Interval
        Never too narrow, and therefore wider than Wilson's.

    Raises
    ------
    StatisticsError
        If the counts are not whole, or ``events`` exceeds ``n``; the message names both.

    Notes
    -----
    Clopper and Pearson (1934), doi 10.1093/biomet/26.4.404. Most trial reports print this one. Do not use it to
    judge by overlap whether two arms differ, nor where a shorter interval that is right on average will do: that is
    :func:`wilson_interval`.

    Examples
    --------
    >>> clopper_pearson_interval(43, 270).rounded(3)
    (0.118, 0.208)
    """
    return _proportion_interval(events, n, level=level, method="exact", name="Clopper-Pearson")


@dataclass(frozen=True, slots=True)
class ProportionComparison:
    """Two proportions compared: their difference and their ratio, first against second."""

    difference: Estimate
    risk_ratio: Estimate


def compare_proportions(
    events: int, n: int, *, control_events: int, control_n: int, level: float = 0.95
) -> ProportionComparison:
    """Difference and ratio of two proportions, first arm against control.

    Parameters
    ----------
    events, n
        Patients with the event and all patients, in the first arm.
    control_events, control_n
        The same in the control arm.
    level
        Confidence level, between 0 and 1.

    Returns
    -------
    ProportionComparison
        The difference with Newcombe's hybrid score interval, the risk ratio with Katz's logarithmic interval.
        Where an arm has no event, an end of the ratio's interval is not known (``nan``): use the difference.

    Raises
    ------
    StatisticsError
        If the counts are not whole, or events exceed patients.

    Notes
    -----
    Newcombe (1998), doi 10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I; Katz et al. (1978),
    doi 10.2307/2530610. For two arms of one randomised trial. Do not use it for arms of different trials:
    they differ in more than their treatment.

    Examples
    --------
    >>> compared = compare_proportions(183, 314, control_events=60, control_n=315)
    >>> compared.difference.interval.rounded(2)
    (0.32, 0.46)
    """
    from scipy.stats.contingency import relative_risk  # noqa: PLC0415 - half a second to load
    from statsmodels.stats.proportion import confint_proportions_2indep  # noqa: PLC0415 - a second to load

    alpha = 1 - checked_level(level)
    counts = (*_checked_counts(events, n), *_checked_counts(control_events, control_n))
    low, high = confint_proportions_2indep(*counts, method="newcomb", compare="diff", alpha=alpha)
    difference = counts[0] / counts[1] - counts[2] / counts[3]
    ratio = relative_risk(*counts)
    ratio_low, ratio_high = ratio.confidence_interval(level)
    return ProportionComparison(
        Estimate(difference, Interval(float(low), float(high), level, "Newcombe")),
        Estimate(float(ratio.relative_risk), Interval(float(ratio_low), float(ratio_high), level, "Katz")),
    )


def _proportion_interval(events: int, n: int, *, level: float, method: str, name: str) -> Interval:
    from scipy.stats import binomtest  # noqa: PLC0415 - half a second to load

    level = checked_level(level)
    limits = binomtest(*_checked_counts(events, n)).proportion_ci(level, method)
    return Interval(float(limits.low), float(limits.high), level, name)


def _checked_counts(events: int, n: int) -> tuple[int, int]:
    whole = all(is_number(count) and float(count).is_integer() for count in (events, n))
    if not (whole and 0 <= events <= n and n >= 1):
        raise StatisticsError(
            f"{events!r} events of {n!r} patients were given; both are whole numbers, n is at least 1 "
            "and events are at most n. If a count is not known, draw the published interval instead."
        )
    return int(events), int(n)
