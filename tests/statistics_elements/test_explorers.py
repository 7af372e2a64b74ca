"""The explorers: what they start from, and what they say where nothing runs."""

from __future__ import annotations

import re

import pytest

import immunolearn as il
from immunolearn.errors import ImmunolearnError
from immunolearn.statistics import StatisticsError

TAGS = {"p", "strong", "img", "details", "summary", "table", "thead", "tbody", "tr", "th", "td", "a"}
MELANOMA = "hd-il2-melanoma/hd-il2"


def test_an_explorer_starts_from_a_trial_and_names_its_source():
    explorer = il.interval_explorer(arm=MELANOMA)
    assert (explorer.data["events"], explorer.data["n"]) == (43, 270)
    assert "43 of 270 patients responded" in explorer.static
    assert "Atkins et al. 1999" in explorer.static


def test_the_interval_that_the_source_prints_stands_beside_the_computed_ones():
    assert il.interval_explorer(arm=MELANOMA).data["published"] == [0.12, 0.21]
    assert "Published" not in il.interval_explorer().static


@pytest.mark.parametrize(("events", "n"), [(0, 1), (1, 1), (0, 20), (2000, 2000)])
def test_extreme_counts_have_intervals_too(events, n):
    static = il.interval_explorer(events=events, n=n).static
    assert f"{events} of {n} patients responded" in static
    assert "nan" not in static


@pytest.mark.parametrize(("events", "n"), [(21, 20), (-1, 20), (1.5, 20), (0, 0), (1, 2001)])
def test_counts_that_cannot_be_are_refused_by_name(events, n):
    with pytest.raises(StatisticsError, match=r"(events|n) is .*whole number from"):
        il.interval_explorer(events=events, n=n)


def test_an_arm_without_counts_is_refused_with_what_to_do():
    with pytest.raises(StatisticsError, match="give events and n"):
        il.interval_explorer(arm="ca184-024/ipi-dtic", measure="os", at_months=60)


def test_an_unknown_arm_is_answered_with_the_nearest():
    with pytest.raises(ImmunolearnError, match="Did you mean 'hd-il2-melanoma/hd-il2'"):
        il.interval_explorer(arm="hd-il2-melanoma/hd-il-2")


def test_the_builder_says_that_its_patients_are_simulated_and_shows_every_step():
    static = il.kaplan_meier_builder().static
    assert "simulated" in static.split("<img")[0]
    assert "Simulated patients." in static.split("</table>")[1]
    assert static.count("<tr>") == 12
    assert "9/10 × 8/9 × 6/7 × 5/6 × 4/5 × 3/4 = 34.3" in static


def test_a_builder_of_one_patient_or_of_none_with_an_event_is_whole():
    assert "0/1 = 0" in il.kaplan_meier_builder(durations=[5], observed=[True]).static
    assert ": 1 = 100" in il.kaplan_meier_builder(durations=[5, 9], observed=[False, False]).static


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"durations": [1, 2], "observed": [True]}, "2 durations, 1 observed flags"),
        ({"durations": [1]}, "without observed flags"),
        ({"durations": [0], "observed": [True]}, "duration of patient A is 0"),
        ({"durations": [1], "observed": [True], "entries": [-1]}, "entry of patient A is -1"),
        ({"durations": [], "observed": []}, "0 durations"),
    ],
)
def test_patients_that_cannot_be_are_refused_by_name(given, message):
    with pytest.raises(StatisticsError, match=message):
        il.kaplan_meier_builder(**given)


def test_conditional_survival_of_an_arm_moves_between_its_landmarks_only():
    explorer = il.conditional_survival_explorer(arm="ca184-024/ipi-dtic", survived=36, to=60)
    assert [mark["time"] for mark in explorer.data["landmarks"]] == [0, 12, 24, 36, 48, 60]
    assert "21 were alive after 36 months and 18 after 60 months" in explorer.static
    assert explorer.data["family"] == "checkpoint"
    with pytest.raises(StatisticsError, match="choose from 0, 12, 24, 36, 48, to a later one of 12, 24, 36, 48, 60"):
        il.conditional_survival_explorer(arm="ca184-024/ipi-dtic", survived=30, to=60)


def test_conditional_survival_needs_two_landmarks_of_one_survival_measure():
    with pytest.raises(StatisticsError, match=r"1 landmark\(s\) of os"):
        il.conditional_survival_explorer(arm="checkmate-067/nivo-ipi")
    with pytest.raises(StatisticsError, match="two or more of one survival measure"):
        il.conditional_survival_explorer(arm=MELANOMA, measure="orr")


def test_simulated_patients_are_called_so_above_and_below():
    static = il.conditional_survival_explorer().static
    assert "simulated" in static.split("<img")[0]
    assert "60 simulated patients" in static.split("</table>")[1]


def test_crossing_curves_say_what_one_number_hides():
    assert "It hides a change of sides" in il.crossing_curves_explorer().static
    assert "It hides a change:" in il.crossing_curves_explorer(early=0.9, late=0.4).static
    assert "It hides nothing here" in il.crossing_curves_explorer(early=0.7, late=0.7).static
    assert "It hides what was not seen" in il.crossing_curves_explorer(change=24, follow=12).static


def test_crossing_curves_whose_treated_arm_has_no_one_left_are_drawn():
    static = il.crossing_curves_explorer(early=3, late=3, follow=60).static
    assert "nan" not in static
    assert "less." in static


@pytest.mark.parametrize("given", [{"early": 0}, {"late": 3.5}, {"change": 0}, {"follow": 61}, {"change": 2.5}])
def test_ratios_and_times_out_of_range_are_refused_by_name(given):
    with pytest.raises(StatisticsError, match=next(iter(given))):
        il.crossing_curves_explorer(**given)


@pytest.mark.parametrize(
    "element",
    [il.interval_explorer, il.kaplan_meier_builder, il.conditional_survival_explorer, il.crossing_curves_explorer],
)
def test_a_static_form_is_picture_sentences_and_table_in_tags_that_every_host_keeps(element):
    static = element().static
    assert set(re.findall(r"</?(\w+)", static)) <= TAGS
    assert not re.search(r"\{\w+\}", static)
    assert 'alt=""' not in static
    assert len(element()._repr_html_()) < 20_000
