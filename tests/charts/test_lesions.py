"""Lesions are counted one by one, and never taken for patients."""

from __future__ import annotations

import pytest

import immunolearn as il
from immunolearn.charts import ChartError, lesion_rates


def test_both_shares_stand_at_the_percentages_of_the_table():
    rows = il.load_table("lesions").loc[["optim_injected", "optim_organ"]]
    figure = lesion_rates(rows)
    marks = {trace.name: list(trace.x) for trace in figure.data if trace.mode == "markers" and trace.name}
    assert marks == {"Smaller": list(rows["smaller_pct"]), "Vanished": list(rows["gone_pct"])}


def test_no_interval_is_drawn_and_the_caption_says_why(notes):
    figure = lesion_rates(["phase2_injected"])
    assert all(trace.mode == "markers" for trace in figure.data)
    assert "lesions of one person are not independent" in notes(figure)["caption"]


def test_what_counts_as_smaller_stands_above_each_trial(words):
    told = words(lesion_rates(["optim_injected", "phase2_injected"])).replace("<br>", " ")
    assert "smaller by 50 % or more" in told
    assert "smaller by 30 % or more" in told


def test_no_rows_give_a_sentence(notes):
    assert "Nothing to draw" in notes(lesion_rates(il.load_table("lesions").iloc[:0]))["alt"]


def test_a_frame_without_a_column_is_refused():
    with pytest.raises(ChartError, match="no column 'place'"):
        lesion_rates(il.load_table("lesions").drop(columns="place"))
