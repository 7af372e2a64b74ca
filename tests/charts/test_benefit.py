"""Benefit and harm of one arm stand together, each by its own rule."""

from __future__ import annotations

import pytest

import immunolearn as il
from immunolearn.charts import ChartError, benefit_and_harm

ARMS = ["zuma-1/axi-cel", "juliet/tisa-cel", "elara/tisa-cel"]


def marks(figure, name):
    return [trace for trace in figure.data if trace.mode == "markers" and trace.name == name]


def test_both_rates_of_an_arm_stand_below_each_other():
    figure = benefit_and_harm(ARMS, harm="crs_grade3plus")
    gain = marks(figure, "Objective response")[0]
    harm = marks(figure, "Cytokine release syndrome, grade 3 or higher")[0]
    assert len(gain.y) == len(harm.y) == 3
    assert all(below > above for above, below in zip(gain.y, harm.y, strict=True))


def test_grading_scales_that_differ_stand_in_each_row_and_in_the_caption(words, notes):
    figure = benefit_and_harm(ARMS, harm="crs_grade3plus")
    assert "Penn" in words(figure)
    assert "Lee" in words(figure)
    assert "grading scales differ" in notes(figure)["caption"]


def test_an_arm_with_one_of_the_two_is_left_out_and_counted(notes):
    import pandas as pd

    both = pd.concat([il.results("orr", arms=ARMS), il.results("crs_grade3plus", arms=ARMS[:2])])
    assert "Left out for want of one of the two figures: 1 arm" in notes(benefit_and_harm(both))["caption"]


def test_two_benefits_are_refused():
    with pytest.raises(ChartError, match="one that is better lower"):
        benefit_and_harm(ARMS, harm="cr")


def test_the_key_has_a_sample_of_every_class_that_is_drawn(words):
    said = words(benefit_and_harm(["checkmate-067/nivo", "checkmate-067/nivo-ipi"]))
    said = said.replace("<br>", " ")
    assert "Objective response, checkpoint inhibitor" in said
    assert "Objective response, checkpoint combination" in said
