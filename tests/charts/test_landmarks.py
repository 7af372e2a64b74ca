"""Landmarks are points of one data cut, and look like nothing else."""

from __future__ import annotations

import pandas as pd
import pytest

import immunolearn as il
from immunolearn.charts import ChartError, survival_landmarks
from immunolearn.display import theme


def marks(figure):
    return [trace for trace in figure.data if trace.mode == "markers" and trace.name != "median"]


def test_landmarks_stand_where_they_were_published():
    figure = survival_landmarks("optim")
    t_vec = il.results("os", arms=["optim/t-vec"])
    assert marks(figure)[0].x == tuple(t_vec["at_months"])
    assert marks(figure)[0].y == tuple(t_vec["value"])


def test_a_guide_is_never_a_solid_line_and_never_a_step():
    guides = [trace for trace in survival_landmarks("optim").data if trace.mode == "lines" and trace.x[0] == 0]
    assert guides
    assert all(trace.line.dash != "solid" and trace.line.shape is None for trace in guides)


def test_a_single_landmark_has_no_guide():
    assert not [
        trace for trace in survival_landmarks("checkmate-067").data if trace.mode == "lines" and trace.x[0] == 0
    ]


def test_points_of_several_cuts_are_refused_with_what_to_do():
    cuts = [il.results("os", arms=["checkmate-067/ipi"], cut=cut) for cut in (3, 4)]
    with pytest.raises(ChartError, match="not points of one curve"):
        survival_landmarks(pd.concat(cuts))


def test_endpoints_are_separate_panels():
    figure = survival_landmarks("keynote-564", measure_name=["os", "rfs"])
    assert {trace.yaxis for trace in marks(figure)} == {"y", "y2"}
    assert figure.layout.yaxis.domain[0] > figure.layout.yaxis2.domain[1]


def test_medians_are_those_of_the_same_cut(words):
    figure = survival_landmarks("optim")
    medians = [trace.x[0] for trace in figure.data if trace.name == "median"]
    assert medians == [23.3, 18.9]
    assert "median 23.3 months" in words(figure)


def test_a_rate_without_patients_or_interval_is_hollow_and_the_caption_says_so(notes):
    figure = survival_landmarks("keynote-564", measure_name="os")
    assert all(set(trace.marker.color) == {theme.PAPER} for trace in marks(figure))
    assert "patients not known (10 of 10 marks)" in notes(figure)["caption"]


def test_the_plateau_is_read_out_in_the_key(words):
    assert "month 36 to 60: 39 % to 33 %" in words(survival_landmarks("optim", plateau=36))


def test_the_caption_says_the_level_and_the_origin_of_the_bars(notes):
    assert "Bars: 95 % intervals as published." in notes(survival_landmarks("optim"))["caption"]
    rows = il.results("os", trials=["optim"]).assign(ci_level=float("nan"))
    assert "(level not known) as published" in notes(survival_landmarks(rows))["caption"]


def test_a_response_rate_is_not_survival():
    with pytest.raises(ChartError, match="this chart draws a survival"):
        survival_landmarks(il.results("orr", trials=["zuma-1"]).assign(at_months=12.0))


def test_an_empty_selection_gives_a_sentence(notes):
    empty = il.results("os", trials=["optim"]).iloc[:0]
    assert "Nothing to draw" in notes(survival_landmarks(empty))["alt"]


def test_arms_of_two_trials_carry_the_caption(notes):
    assert "not randomised against each other" in notes(survival_landmarks(["optim", "pacific"]))["caption"]
