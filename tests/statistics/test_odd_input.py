"""What is no number, no flag and no group is refused in words, never by a library underneath."""

from __future__ import annotations

import pandas as pd
import pytest

from immunolearn.statistics import (
    StatisticsError,
    clopper_pearson_interval,
    conditional_survival,
    cox_hazard_ratio,
    kaplan_meier,
    log_rank,
    restricted_mean,
    wilson_interval,
)


@pytest.mark.parametrize("odd", ["43", "x", None, pd.NA, [1], float("nan"), float("inf")], ids=repr)
@pytest.mark.parametrize("interval", [wilson_interval, clopper_pearson_interval])
def test_counts_that_are_no_numbers_are_refused(interval, odd):
    with pytest.raises(StatisticsError, match="events of 270 patients were given"):
        interval(odd, 270)


@pytest.mark.parametrize("level", ["0.95", None, 95, float("nan")])
def test_a_level_that_is_no_number_is_refused(level):
    with pytest.raises(StatisticsError, match=r"it lies between 0 and 1"):
        wilson_interval(1, 2, level=level)


@pytest.mark.parametrize(
    ("durations", "observed"),
    [
        (["a"], [True]),
        ([[1], [1, 2]], [True, True]),
        ({1, 2}, [True, True]),
        ([1, 2], pd.Series([True, pd.NA], dtype="boolean")),
    ],
)
def test_patients_that_cannot_be_read_are_refused(durations, observed):
    with pytest.raises(StatisticsError, match=r"cannot be read as numbers and truth values .* Give two plain"):
        kaplan_meier(durations, observed=observed)


def test_times_that_are_no_numbers_are_refused():
    with pytest.raises(StatisticsError, match="after '1' was asked for"):
        conditional_survival([1, 2, 3], observed=[True] * 3, survived="1", further=1)
    with pytest.raises(StatisticsError, match="A mean until '2'"):
        restricted_mean([1, 2], observed=[True, True], until="2")


def test_a_missing_group_is_refused():
    with pytest.raises(StatisticsError, match="The groups cannot be told apart"):
        log_rank([1, 2], observed=[True, True], groups=["a", None])


def test_events_at_the_last_time_alone_cannot_be_compared():
    with pytest.raises(StatisticsError, match="nobody was left to compare them with"):
        log_rank([1, 1], observed=[True, True], groups=["a", "b"])


@pytest.mark.parametrize("treated", [["a", "b"] * 3, [0, 1, 2] * 2, [1, 2] * 3])
def test_a_hazard_ratio_needs_two_arms_that_say_which_is_treated(treated):
    with pytest.raises(StatisticsError, match="flags are True for the first arm and False for the control arm"):
        cox_hazard_ratio([1, 2, 3, 4, 5, 6], observed=[True] * 6, treated=treated)
