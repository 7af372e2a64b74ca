"""Figures for charts: one trial, one data cut, one set of rules."""

from __future__ import annotations

import pytest

from immunolearn.errors import ImmunolearnError, UnknownNameError
from immunolearn.evidence import agency_and_paper, load_table, ratios, results
from immunolearn.evidence.results import measure_name
from immunolearn.statistics import wilson_interval

MEASURES = list(load_table("measures").index)
ENDPOINTS = list(load_table("comparisons")["endpoint"].cat.categories)
TOGETHER = ["cut", "origin", "criteria", "assessor", "analysis_set"]


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("include_unverified", [False, True])
def test_every_trial_shows_one_cut_and_one_set_of_rules(measure, include_unverified):
    frame = results(measure, include_unverified=include_unverified)
    assert len(frame)
    assert frame.groupby("trial_id")[TOGETHER].nunique(dropna=False).max().max() == 1
    assert not frame.duplicated(["trial_id", "arm_id", "at_months"]).any()


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_every_pair_of_arms_has_one_ratio(endpoint):
    frame = ratios(endpoint)
    assert len(frame)
    assert not frame.duplicated(["trial_id", "experimental_arm", "control_arm"]).any()


def test_short_and_full_names_of_a_measure_mean_the_same():
    assert results("orr").equals(results("objective_response_rate"))


def test_an_unknown_measure_is_answered_with_the_nearest():
    with pytest.raises(UnknownNameError, match="Did you mean 'orr'"):
        measure_name("orrr")


def test_the_newest_complete_cut_is_taken():
    frame = results("os", trials=["optim"])
    assert set(frame["as_of"]) == {"final analysis, follow-up 49 months"}
    assert set(ratios("os", trials=["keynote-006"])["as_of"]) == {
        "10-year follow-up (KEYNOTE-587 extension), cut-off 2024-05-01"
    }


def test_a_newer_cut_of_fewer_arms_does_not_displace_a_complete_one():
    frame = results("median_os", trials=["pacific"])
    assert set(frame["arm_id"]) == {"durva", "placebo"}


def test_the_trials_own_report_comes_before_the_agency():
    assert set(results("orr", trials=["juliet"])["origin"]) == {"report"}


def test_the_main_analysis_comes_before_another_of_the_same_cut():
    assert results("median_efs", trials=["alfa-0701"])["analysis"].isna().all()
    assert ratios("pfs", trials=["ct041-st-01"])["ratio"].to_list() == [0.366]


def test_a_condition_can_ask_for_the_agency():
    assert set(results("orr", trials=["juliet"], origin="agency")["origin"]) == {"agency"}


def test_agency_and_paper_stand_side_by_side():
    both = agency_and_paper("juliet", "orr")
    assert list(both["origin"]) == ["report", "agency"]
    assert both["value"].nunique() == 2


def test_a_trial_without_an_agency_figure_says_so():
    with pytest.raises(ImmunolearnError, match="no verified objective_response_rate with origin='agency'"):
        agency_and_paper("optim", "orr")


def test_percentages_and_intervals_come_from_the_counts_where_there_are_counts():
    row = results("grade3plus_trae", arms=["mdx010-20/ipi-gp100"]).iloc[0]
    interval = wilson_interval(66, 380)
    assert (row["events"], row["n"], row["ci_method"], row["ci_level"]) == (66, 380, "Wilson", 95)
    assert row["value"] == 100 * 66 / 380
    assert (row["ci_low"], row["ci_high"]) == (100 * interval.low, 100 * interval.high)


def test_survival_keeps_the_published_interval():
    row = results("os", arms=["optim/t-vec"], at_months=12).iloc[0]
    published = load_table("outcomes").query("trial_id == 'optim' and arm_id == 't-vec' and at_months == 12").iloc[0]
    assert (row["value"], row["ci_low"]) == (published["value"], published["ci_low"])


def test_a_figure_without_an_interval_has_no_method():
    frame = results("orr")
    assert (frame["ci_low"].isna() & frame["ci_high"].isna() == frame["ci_method"].isna()).all()


def test_classes_and_cancers_are_filters():
    frame = results("orr", classes=["car-t"])
    assert set(frame["therapy_class"]) == {"car-t"}
    assert set(results("orr", cancers=["melanoma"])["cancer"]) == {"melanoma"}


def test_a_misspelt_arm_is_answered_with_the_nearest():
    with pytest.raises(UnknownNameError, match="Did you mean 'emilia/t-dm1'"):
        results("orr", arms=["emilia/t-dm"])


def test_a_condition_on_no_column_is_refused():
    with pytest.raises(UnknownNameError, match="No column named 'month'"):
        results("os", month=12)


def test_an_arm_without_the_figure_asked_for_lists_what_it_has():
    with pytest.raises(ImmunolearnError, match=r"with at_months=13\. It has:\narm_id='t-vec', at_months=12.0"):
        results("os", arms=["optim/t-vec"], at_months=13)


def test_unverified_figures_need_to_be_asked_for():
    with pytest.raises(ImmunolearnError, match="'extreme' has no verified os"):
        ratios("os", trials=["extreme"])
    assert len(ratios("os", trials=["extreme"], include_unverified=True)) == 1
