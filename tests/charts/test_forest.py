"""A forest plot says which side favours whom, and pools nothing."""

from __future__ import annotations

import pandas as pd
import pytest

import immunolearn as il
from immunolearn.charts import ChartError, hazard_ratios
from immunolearn.display import theme

TRIALS = ["checkmate-067", "checkmate-057", "ino-vate", "ev-302"]


def test_ratios_stand_on_a_logarithmic_axis_with_a_line_at_one():
    figure = hazard_ratios(TRIALS)
    assert figure.layout.xaxis.type == "log"
    assert figure.layout.shapes[0].x0 == figure.layout.shapes[0].x1 == 1
    drawn = sorted(x for trace in figure.data if trace.mode == "markers" for x in trace.x)
    assert drawn == sorted(il.ratios("os", trials=TRIALS)["ratio"])


def test_it_is_said_in_words_which_side_favours_whom(words):
    assert "fewer events with<br>the first named" in words(hazard_ratios(TRIALS))
    assert "v docetaxel 75 mg/m2" in words(hazard_ratios(TRIALS))


def test_intervals_of_another_level_are_dotted_and_the_caption_names_them(notes):
    figure = hazard_ratios(TRIALS)
    dashes = {trace.line.dash for trace in figure.data if trace.mode == "lines"}
    assert dashes == {"solid", "dot"}
    assert "96 %, 97.5 %" in notes(figure)["caption"]


def test_a_ratio_without_interval_is_hollow(notes):
    figure = hazard_ratios("ev-302")
    assert figure.data[0].marker.color == (theme.PAPER,)
    assert "interval not known (1 comparison)" in notes(figure)["caption"]


def test_an_interval_that_begins_at_zero_is_drawn_to_the_left_of_the_axis_and_explained(notes):
    figure = hazard_ratios("hpv-sweden-2020", endpoint="cancer-incidence")
    lows = [x for trace in figure.data if trace.mode == "lines" for x in trace.x if x is not None]
    assert 0 < min(lows) < 10 ** figure.layout.xaxis.range[0]
    assert "goes down to 0" in notes(figure)["caption"]


def test_nothing_is_drawn_that_is_no_row():
    rows = il.ratios("os", trials=TRIALS)
    assert sum(len(trace.x) for trace in hazard_ratios(rows).data if trace.mode == "markers") == len(rows)


def test_endpoints_are_panels_of_their_own():
    figure = hazard_ratios("keynote-189", endpoint=["os", "pfs"])
    for axis, name in (("", "<b>Overall survival</b>"), ("2", "<b>Progression-free survival</b>")):
        (heading,) = [note for note in figure.layout.annotations if note.text == name]
        assert heading.yref == f"y{axis}"
        assert figure.layout[f"xaxis{axis}"].type == "log"
    ratios = {trace.xaxis or "x": trace.x for trace in figure.data if trace.mode == "markers"}
    assert ratios == {
        axis: tuple(il.ratios(name, trials=["keynote-189"])["ratio"]) for axis, name in (("x", "os"), ("x2", "pfs"))
    }
    (upper, lower) = figure.layout.yaxis.domain, figure.layout.yaxis2.domain
    assert lower[1] < upper[0]


def test_incidence_and_hazard_ratios_are_not_mixed():
    both = pd.concat([il.ratios("os", trials=["optim"]), il.ratios("cancer-incidence", trials=["hpv-england-2021"])])
    with pytest.raises(ChartError, match="not alike"):
        hazard_ratios(both)


def test_a_ratio_outside_its_interval_is_refused():
    with pytest.raises(ChartError, match="outside its interval"):
        hazard_ratios(il.ratios("os", trials=["checkmate-067"]).assign(ratio=3.0))
