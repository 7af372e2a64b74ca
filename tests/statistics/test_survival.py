from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lifelines import CoxPHFitter, KaplanMeierFitter
from lifelines.statistics import multivariate_logrank_test
from lifelines.utils import median_survival_times, restricted_mean_survival_time
from statsmodels.duration.survfunc import SurvfuncRight

from immunolearn.statistics import (
    StatisticsError,
    conditional_survival,
    cox_hazard_ratio,
    kaplan_meier,
    log_rank,
    median_survival,
    restricted_mean,
)

# Remission of acute leukaemia on 6-mercaptopurine and on placebo, in weeks: Freireich et al. (1963),
# doi 10.1182/blood.V21.6.699.699
MERCAPTOPURINE = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSED = [bool(flag) for flag in [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
TRIAL = {"durations": MERCAPTOPURINE + PLACEBO, "observed": RELAPSED + [True] * 21}
ON_DRUG = [True] * 21 + [False] * 21

# Remission of acute myelogenous leukaemia with and without maintenance, in weeks: the data frame `aml` of
# the R package survival, from Miller (1997), Survival Analysis
MAINTAINED = [9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161], [1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0]
NOT_MAINTAINED = [5, 5, 8, 8, 12, 16, 23, 27, 30, 33, 43, 45], [1] * 5 + [0] + [1] * 6

patients = st.lists(st.tuples(st.integers(1, 30), st.booleans()), min_size=2, max_size=40)


def of(pairs):
    return [time for time, _ in pairs], [seen for _, seen in pairs]


def test_the_curve_is_that_printed_for_the_leukaemia_trial():
    # Kleinbaum and Klein, Survival Analysis, 3rd edition, table 2.1
    curve = kaplan_meier(MERCAPTOPURINE, observed=RELAPSED)
    at_events = curve[curve["events"] > 0]
    assert at_events["time"].tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert at_events["survival"].round(4).tolist() == [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482]
    assert at_events["at_risk"].tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert curve["censored"].sum() == 12


@settings(max_examples=40)
@given(patients)
def test_curve_and_band_agree_with_lifelines(pairs):
    times, seen = of(pairs)
    ours = kaplan_meier(times, observed=seen, level=0.9)
    theirs = KaplanMeierFitter(alpha=0.1).fit(times, seen)
    assert ours["time"].tolist() == theirs.survival_function_.index.tolist()
    assert np.allclose(ours["survival"], theirs.survival_function_.iloc[:, 0], atol=1e-9)
    alive = (ours["survival"] > 1e-12).to_numpy()
    band = theirs.confidence_interval_[alive]
    assert np.allclose(ours.loc[alive, "low"], band.iloc[:, 0], atol=1e-6)
    assert np.allclose(ours.loc[alive, "high"], band.iloc[:, 1], atol=1e-6)


@settings(max_examples=40)
@given(patients)
def test_curve_agrees_with_statsmodels(pairs):
    times, seen = of(pairs)
    theirs = SurvfuncRight(times, np.asarray(seen, int))
    ours = kaplan_meier(times, observed=seen)
    assert np.allclose(ours["survival"][ours["events"] > 0], theirs.surv_prob, atol=1e-9)


@settings(max_examples=40)
@given(patients)
def test_a_curve_starts_at_one_never_rises_stays_in_its_band_and_counts_everybody(pairs):
    curve = kaplan_meier(of(pairs)[0], observed=of(pairs)[1])
    assert (curve["time"].iloc[0], curve["survival"].iloc[0]) == (0, 1)
    assert curve["survival"].is_monotonic_decreasing
    assert curve["events"].sum() + curve["censored"].sum() == len(pairs)
    drawn = curve.dropna()
    assert ((drawn["low"] <= drawn["survival"]) & (drawn["survival"] <= drawn["high"])).all()


def test_the_band_is_missing_once_nobody_is_left():
    last = kaplan_meier([1, 2], observed=[True, True]).iloc[-1]
    assert last["survival"] == 0
    assert math.isnan(last["low"])
    assert math.isnan(last["high"])


def test_medians_are_those_of_the_leukaemia_trial():
    # Kleinbaum and Klein, Survival Analysis, 3rd edition, chapter 2: 23 weeks against 8
    assert median_survival(MERCAPTOPURINE, observed=RELAPSED).value == 23
    assert median_survival(PLACEBO, observed=[True] * 21).value == 8


@settings(max_examples=40)
@given(patients)
def test_median_and_its_interval_agree_with_lifelines(pairs):
    times, seen = of(pairs)
    theirs = KaplanMeierFitter().fit(times, seen)
    ours = median_survival(times, observed=seen)
    curve = kaplan_meier(times, observed=seen)
    if not np.isclose(curve["survival"], 0.5).any():  # there lifelines may miss the half by rounding
        assert ours.value == theirs.median_survival_time_
    if curve["survival"].iloc[-1] > 0:
        ends = median_survival_times(theirs.confidence_interval_).iloc[0].tolist()
        assert [ours.interval.low, ours.interval.high] == ends


@pytest.mark.parametrize("half", range(1, 60))
def test_a_curve_that_stops_at_exactly_one_half_has_reached_its_median(half):
    assert median_survival(range(1, 2 * half + 1), observed=[True] * (2 * half)).value == half


def test_a_median_that_is_not_reached_is_infinite():
    estimate = median_survival([5, 6, 7], observed=[True, False, False])
    assert (estimate.value, estimate.interval.high) == (math.inf, math.inf)


def test_the_interval_of_a_median_never_excludes_the_median():
    estimate = median_survival([1], observed=[True])
    assert estimate.interval.low <= estimate.value <= estimate.interval.high


@pytest.mark.parametrize(
    ("arm", "until", "published"), [(MAINTAINED, 161, (52.6, 19.83)), (NOT_MAINTAINED, 45, (22.7, 4.18))]
)
def test_restricted_means_are_those_that_r_prints_for_leukaemia(arm, until, published):
    # print(survfit(Surv(time, status) ~ x, data = aml), rmean = "individual"), R package survival
    estimate = restricted_mean(arm[0], observed=arm[1], until=until)
    error = (estimate.interval.high - estimate.value) / 1.959964
    assert (round(estimate.value, 1), round(error, 2)) == published


@settings(max_examples=40)
@given(patients, st.floats(0.1, 1))
def test_restricted_mean_agrees_with_lifelines(pairs, share):
    times, seen = of(pairs)
    until = share * max(times)
    theirs = restricted_mean_survival_time(KaplanMeierFitter().fit(times, seen), t=until)
    assert restricted_mean(times, observed=seen, until=until).value == pytest.approx(theirs)


def test_the_log_rank_statistics_are_those_printed_for_the_leukaemias():
    # Kleinbaum and Klein, 3rd edition, chapter 2: 16.79; R, survdiff(..., data = aml): 3.4, p 0.07
    assert round(log_rank(**TRIAL, groups=ON_DRUG).chi_squared, 2) == 16.79
    times, seen = (MAINTAINED[i] + NOT_MAINTAINED[i] for i in (0, 1))
    test = log_rank(times, observed=seen, groups=["yes"] * 11 + ["no"] * 12)
    assert (round(test.chi_squared, 1), test.degrees, round(test.p, 2)) == (3.4, 1, 0.07)


def test_the_log_rank_test_of_three_groups_agrees_with_lifelines():
    groups = ["a", "b", "c"] * 14
    theirs = multivariate_logrank_test(TRIAL["durations"], groups, TRIAL["observed"])
    ours = log_rank(**TRIAL, groups=groups)
    assert (ours.chi_squared, ours.p) == pytest.approx((theirs.test_statistic, theirs.p_value))
    assert ours.degrees == 2


def test_the_hazard_ratio_agrees_with_lifelines_and_favours_the_drug():
    frame = pd.DataFrame({**TRIAL, "treated": ON_DRUG}).astype(int)
    theirs = CoxPHFitter(alpha=0.1).fit(frame, "durations", "observed").summary.loc["treated"]
    ours = cox_hazard_ratio(**TRIAL, treated=ON_DRUG, level=0.9)
    assert ours.value < 1
    assert (ours.value, ours.interval.low, ours.interval.high, ours.p) == pytest.approx(
        tuple(theirs[["exp(coef)", "exp(coef) lower 90%", "exp(coef) upper 90%", "p"]]), rel=1e-4
    )


@settings(max_examples=40)
@given(patients, st.integers(0, 12), st.integers(1, 12))
def test_conditional_survival_is_the_ratio_of_two_heights_of_the_curve(pairs, survived, further):
    times, seen = of(pairs)
    curve = KaplanMeierFitter().fit(times, seen)
    assume(survived + further <= max(times))
    ours = conditional_survival(times, observed=seen, survived=survived, further=further)
    assert ours.value == pytest.approx(curve.predict(survived + further) / curve.predict(survived), abs=1e-9)


def test_survivors_face_better_odds_than_those_who_start():
    later = conditional_survival(**TRIAL, survived=12, further=6)
    start = conditional_survival(**TRIAL, survived=0, further=18)
    assert later.value > start.value
    assert later.interval.low < later.value < later.interval.high


@pytest.mark.parametrize(
    ("durations", "observed", "said"),
    [
        ([], [], r"^0 durations and 0 observed flags"),
        ([1, 2], [True], r"^2 durations and 1 observed flags"),
        ([1, -2], [True, True], r"^Duration -2 of patient 1 \(from 0\)"),
        ([1, math.nan], [True, True], r"^Duration nan of patient 1"),
        ([math.inf, 1], [True, True], r"^Duration inf of patient 0"),
        ([1, 2], [True, 2], r"^Observed flag 2 of patient 1"),
        ([1, 2], [1.0, math.nan], r"^Observed flag nan of patient 1"),
    ],
)
def test_patients_that_cannot_be_are_named_in_the_refusal(durations, observed, said):
    with pytest.raises(StatisticsError, match=said):
        kaplan_meier(durations, observed=observed)


@pytest.mark.parametrize("until", [0, -1, 36, math.nan])
def test_a_mean_beyond_the_follow_up_is_refused(until):
    with pytest.raises(StatisticsError, match=r"the longest follow-up, 35\."):
        restricted_mean(MERCAPTOPURINE, observed=RELAPSED, until=until)


@pytest.mark.parametrize(("survived", "further"), [(-1, 2), (2, -1), (2, 0), (30, 10), (35, 0)])
def test_survival_beyond_the_follow_up_is_refused(survived, further):
    with pytest.raises(StatisticsError, match=r"longest follow-up is 35\."):
        conditional_survival(MERCAPTOPURINE, observed=RELAPSED, survived=survived, further=further)


def test_one_group_cannot_be_compared():
    with pytest.raises(StatisticsError, match="at least two groups"):
        log_rank(**TRIAL, groups=["a"] * 42)
    with pytest.raises(StatisticsError, match="41 patients in 2"):
        cox_hazard_ratio(**TRIAL, treated=ON_DRUG[1:])


def test_an_arm_without_events_has_no_hazard_ratio():
    with pytest.raises(StatisticsError, match=r"^None of 2 patients to be compared"):
        cox_hazard_ratio([1, 2, 3, 4], observed=[True, True, False, False], treated=[False, False, True, True])
    with pytest.raises(StatisticsError, match=r"^None of 2 patients to be compared"):
        log_rank([1, 2], observed=[False, False], groups=["a", "b"])


def test_arms_that_do_not_overlap_have_no_finite_hazard_ratio():
    with pytest.raises(StatisticsError, match="do not overlap in time"):
        cox_hazard_ratio([1, 2, 3, 4, 5, 6], observed=[True] * 6, treated=[False] * 3 + [True] * 3)


def test_a_mean_may_look_beyond_the_last_event_where_nobody_is_left():
    mean = restricted_mean([1, 3], observed=[True, True], until=10)
    assert mean.value == 2
    with pytest.raises(StatisticsError, match="longest follow-up"):
        restricted_mean([1, 3], observed=[True, False], until=10)
