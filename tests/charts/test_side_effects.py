"""Side effects are shown at any grade and at grade 3 or higher, with intervals from their own counts."""

from __future__ import annotations

import pytest

import immunolearn as il
from immunolearn.charts import ChartError, toxicity_rates
from immunolearn.display import theme
from immunolearn.statistics import wilson_interval

PAIR = ["adrenal_914_nivo_ipi", "adrenal_914_placebo"]


def test_both_grades_stand_with_intervals_of_the_groups_own_counts():
    figure = toxicity_rates(PAIR)
    bars = next(trace for trace in figure.data if trace.mode == "lines" and trace.name == "Any grade")
    expected = wilson_interval(35, 404)
    assert bars.x[:2] == pytest.approx((100 * expected.low, 100 * expected.high), abs=0.01)
    assert {trace.name for trace in figure.data if trace.mode == "markers" and trace.name} == {
        "Any grade",
        "Grade 3 or higher",
    }


def test_a_rate_without_counts_is_hollow_and_the_caption_says_so(notes):
    figure = toxicity_rates(["colitis_ipilimumab"])
    marks = [trace for trace in figure.data if trace.mode == "markers" and trace.name]
    assert all(trace.marker.color == (theme.PAPER,) for trace in marks)
    assert "counts not known (2 marks)" in notes(figure)["caption"]


def test_a_control_arm_is_said_to_be_one(words):
    assert "placebo, control arm" in words(toxicity_rates(PAIR))


def test_a_frame_without_counts_columns_is_refused():
    import immunolearn as il

    with pytest.raises(ChartError, match="no column 'n_any'"):
        toxicity_rates(il.load_table("toxicities").drop(columns="n_any"))


def test_rows_without_any_rate_give_a_sentence(notes):
    assert "Nothing to draw" in notes(toxicity_rates(["irae_timing_combo"]))["alt"]


def test_a_chart_without_bars_says_nothing_of_intervals(notes):
    rows = il.load_table("toxicities")
    rows = rows[rows["any_grade_pct"].notna() & rows["n_any"].isna() & rows["n_grade3plus"].isna()]
    assert "intervals" not in notes(toxicity_rates(rows))["caption"]


def test_a_rate_that_was_not_read_is_hollow_and_said(notes):
    rows = il.load_table("toxicities").loc[["adrenal_914_nivo_ipi"]].assign(verification="none")
    figure = toxicity_rates(rows)
    assert {"#ffffff"} == {
        colour for trace in figure.data[2:] if trace.mode == "markers" for colour in trace.marker.color
    }
    assert "Unverified, not read in a text: 1 group." in notes(figure)["caption"]
