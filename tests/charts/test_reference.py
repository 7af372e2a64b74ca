"""Reference charts show the rows of their tables, and refuse what does not share an axis."""

from __future__ import annotations

import pytest

import immunolearn as il
from immunolearn.charts import ChartError, antibody_classes, burden, cell_counts, toxicity_by_time
from immunolearn.display import theme


def marks(figure):
    return [trace for trace in figure.data if trace.mode == "markers"]


def test_the_largest_burden_comes_first(words):
    figure = burden(["w_case_liver", "w_case_lung", "w_case_breast"])
    assert marks(figure)[0].x == (2480675, 2296840, 866136)
    assert "2,480,675" in words(figure)


def test_rates_standardised_to_different_populations_do_not_share_an_axis():
    with pytest.raises(ChartError, match="do not share an axis"):
        burden(["uk_asr_f", "en_asr_f2019"])


def test_two_measures_are_refused_unless_they_are_the_headings(words):
    rows = ["w_case_lung", "w_death_lung"]
    with pytest.raises(ChartError, match="differ in measure"):
        burden(rows)
    assert "<b>New cases</b>" in words(burden(rows, group="measure"))


def test_shares_are_shown_in_percent(notes):
    figure = burden(["uk_life_1960f", "uk_life_1960m"], label="sex")
    assert sorted(marks(figure)[0].x) == [47.5, 53.5]
    assert "percent" in notes(figure)["caption"]


def test_every_cell_with_a_count_has_its_range():
    cells = il.load_table("cells").dropna(subset=["blood_high_1e9_per_L"])
    figure = cell_counts()
    assert figure.layout.xaxis.type == "log"
    assert sorted(x for x in figure.data[0].x[1::3]) == sorted(cells["blood_high_1e9_per_L"])


def test_half_lives_and_serum_have_panels_of_their_own(notes):
    figure = antibody_classes()
    assert {trace.yaxis or "y" for trace in figure.data} == {"y", "y2"}
    assert "Mean concentration not read: 4 classes" in notes(figure)["caption"]


def test_what_was_not_read_is_not_drawn():
    drawn = next(trace for trace in antibody_classes().data if trace.yaxis == "y2" and trace.mode == "markers")
    assert sorted(drawn.x) == sorted(il.load_table("antibody_classes")["serum_mean_g_per_L"].dropna())


def test_onsets_stand_at_their_medians_and_are_hollow_without_patients(notes):
    figure = toxicity_by_time(["crs_axi_zuma1", "crs_juliet_paper"])
    assert marks(figure)[0].x == (0.3, 0.4)
    assert marks(figure)[0].marker.color == (theme.colour("car-t"), theme.PAPER)
    assert "patients not known (1 group)" in notes(figure)["caption"]


def test_a_side_effect_without_a_time_gives_a_sentence(notes):
    assert "Nothing to draw" in notes(toxicity_by_time(["adrenal_914_placebo"]))["alt"]
