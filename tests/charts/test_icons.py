"""Icons show natural frequencies."""

from __future__ import annotations

import pytest

import immunolearn as il
from immunolearn.charts import ChartError, icon_array

TWO = ["checkmate-067/nivo-ipi", "checkmate-067/ipi"]


def test_a_hundred_people_stand_for_every_arm_and_the_affected_are_larger():
    counts = [(trace.marker.size, len(trace.x)) for trace in icon_array(TWO).data]
    assert sorted(counts) == [(5, 42), (5, 81), (11, 19), (11, 58)]


def test_the_frequency_is_said_in_words(words, notes):
    figure = icon_array(TWO)
    assert "58 of 100" in words(figure)
    assert "19 of 100 with ipilimumab" in notes(figure)["alt"]


def test_nobody_is_drawn_where_nobody_was_affected():
    rows = il.results("crs_grade3plus", arms=["elara/tisa-cel"])
    assert [len(trace.x) for trace in icon_array(rows).data] == [100]


def test_three_arms_are_refused():
    with pytest.raises(ChartError, match="at most 2"):
        icon_array("checkmate-067")


def test_the_caption_names_criteria_and_who_was_counted(notes):
    caption = notes(icon_array(["checkmate-067/nivo-ipi", "checkmate-067/ipi"]))["caption"]
    assert "Objective response by RECIST 1.1:" in caption
    assert "Patients counted: all randomised." in caption
    rows = il.results("orr", arms=["juliet/tisa-cel", "zuma-1/axi-cel"])
    assert ", which differ:" in notes(icon_array(rows))["caption"]
