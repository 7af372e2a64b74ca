from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import Table2x2
from statsmodels.stats.proportion import proportion_confint

from immunolearn.errors import ImmunolearnError
from immunolearn.statistics import (
    StatisticsError,
    clopper_pearson_interval,
    compare_proportions,
    wilson_interval,
)

counts = st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
levels = st.sampled_from([0.8, 0.9, 0.95, 0.99])


@pytest.mark.parametrize(
    ("events", "n", "published"),
    [
        (81, 263, (0.2553, 0.3662)),
        (15, 148, (0.0624, 0.1605)),
        (0, 20, (0.0, 0.1611)),
        (1, 29, (0.0061, 0.1718)),
    ],
)
def test_wilson_intervals_are_those_printed_by_newcombe_1998(events, n, published):
    # Newcombe (1998), doi 10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E, table I, method 3
    assert wilson_interval(events, n).rounded(4) == published


@pytest.mark.parametrize(
    ("events", "n", "published"),
    [
        (81, 263, (0.2527, 0.3676)),
        (15, 148, (0.0578, 0.1617)),
        (0, 20, (0.0, 0.1684)),
        (1, 29, (0.0009, 0.1776)),
    ],
)
def test_exact_intervals_are_those_printed_by_newcombe_1998(events, n, published):
    # the same table, method 5
    assert clopper_pearson_interval(events, n).rounded(4) == published


@given(counts, levels)
def test_both_intervals_agree_with_statsmodels(count, level):
    for ours, method in [(wilson_interval, "wilson"), (clopper_pearson_interval, "beta")]:
        interval = ours(*count, level=level)
        low, high = proportion_confint(*count, alpha=1 - level, method=method)
        assert math.isclose(interval.low, low, rel_tol=1e-6, abs_tol=1e-9)
        assert math.isclose(interval.high, high, rel_tol=1e-6, abs_tol=1e-9)


@given(counts)
def test_an_interval_holds_its_proportion_and_stays_between_nought_and_one(count):
    share = count[0] / count[1]
    for interval in (wilson_interval(*count), clopper_pearson_interval(*count)):
        assert 0 <= interval.low <= share <= interval.high <= 1


def test_a_higher_level_gives_a_wider_interval():
    narrow, wide = wilson_interval(43, 270, level=0.9), wilson_interval(43, 270, level=0.99)
    assert wide.low < narrow.low < narrow.high < wide.high
    assert (narrow.level, wide.level) == (0.9, 0.99)


def test_counts_may_come_from_a_table_with_gaps_as_whole_floats():
    assert wilson_interval(43.0, 270.0) == wilson_interval(43, 270)


@pytest.mark.parametrize(
    ("events", "n"), [(-1, 10), (11, 10), (0, 0), (2.5, 10), (math.nan, 10), (3, math.nan), (3, math.inf)]
)
@pytest.mark.parametrize("method", [wilson_interval, clopper_pearson_interval])
def test_impossible_counts_are_named_in_the_refusal(method, events, n):
    with pytest.raises(StatisticsError, match=rf"^{events} events of {n} patients"):
        method(events, n)


@pytest.mark.parametrize("level", [0, 1, 95, -0.5, math.nan])
def test_a_level_that_is_no_level_is_refused_with_the_way_out(level):
    with pytest.raises(ImmunolearnError, match=r"For 95 %, give 0\.95"):
        wilson_interval(1, 2, level=level)


@pytest.mark.parametrize(
    ("arms", "published"),
    [
        ((56, 70, 48, 80), (0.0524, 0.3339)),
        ((9, 10, 3, 10), (0.1705, 0.8090)),
        ((10, 10, 0, 20), (0.6791, 1.0)),
    ],
)
def test_differences_are_those_printed_by_newcombe_1998(arms, published):
    # Newcombe (1998), doi 10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I, table II
    events, n, control_events, control_n = arms
    compared = compare_proportions(events, n, control_events=control_events, control_n=control_n)
    assert compared.difference.interval.rounded(4) == published
    assert compared.difference.value == pytest.approx(events / n - control_events / control_n)


@pytest.mark.parametrize("arms", [(189, 11034, 104, 11037), (183, 314, 60, 315), (3, 9, 8, 10)])
def test_the_risk_ratio_agrees_with_statsmodels(arms):
    events, n, control_events, control_n = arms
    theirs = Table2x2([[events, n - events], [control_events, control_n - control_events]])
    ours = compare_proportions(events, n, control_events=control_events, control_n=control_n, level=0.9)
    assert ours.risk_ratio.value == pytest.approx(theirs.riskratio)
    ends = (ours.risk_ratio.interval.low, ours.risk_ratio.interval.high)
    assert ends == pytest.approx(theirs.riskratio_confint(0.1))


def test_an_arm_without_events_leaves_the_ratio_open_and_the_difference_known():
    compared = compare_proportions(0, 20, control_events=5, control_n=20)
    assert compared.risk_ratio.value == 0
    assert math.isnan(compared.risk_ratio.interval.high)
    assert compared.difference.interval.low < -0.25 < compared.difference.interval.high


def test_impossible_counts_of_the_control_arm_are_refused_too():
    with pytest.raises(StatisticsError, match=r"^9 events of 8 patients"):
        compare_proportions(1, 2, control_events=9, control_n=8)
