"""The chart of response rates says what it shows, and refuses what cannot be drawn honestly."""

from __future__ import annotations

import pandas as pd
import pytest

import immunolearn as il
from immunolearn.charts import ChartError, response_rates
from immunolearn.display import theme

ARMS = ["sirius/dara-16", "np30179/glofit-fda", "tositumomab-first-line-fl/i131-tositumomab"]


@pytest.fixture
def frame():
    return il.results("orr", arms=ARMS)


def notes(figure):
    return figure.layout.meta["immunolearn"]


def test_every_arm_stands_at_its_value_with_its_interval(frame):
    figure = response_rates(frame)
    drawn = {
        x: (x - low, x + high)
        for t in figure.data
        for x, low, high in zip(t.x, t.error_x.arrayminus, t.error_x.array, strict=True)
    }
    assert sorted(drawn) == sorted(frame["value"])
    for _, row in frame.iterrows():
        assert drawn[row["value"]] == pytest.approx((row["ci_low"], row["ci_high"]))


def test_denominators_stand_beside_every_arm(frame):
    labels = " ".join(annotation.text for annotation in response_rates(frame).layout.annotations)
    for _, row in frame.iterrows():
        assert f"{row['events']} of {row['n']}" in labels


def test_arms_of_several_trials_are_said_not_to_be_randomised_and_one_trial_is_not(frame):
    assert "not randomised against each other" in notes(response_rates(frame))["caption"]
    assert "not randomised" not in notes(response_rates(frame[frame["trial_id"] == "sirius"]))["caption"]


def test_colour_and_shape_are_those_of_the_family(frame):
    trace = response_rates(frame).data[0]
    assert trace.marker.line.color == theme.colour("naked-antibody") == theme.tokens()["families"]["antibody"]["light"]
    assert trace.marker.symbol == theme.symbol("naked-antibody")


def test_an_arm_without_interval_is_hollow_and_the_caption_says_so(frame):
    frame.loc[0, ["ci_low", "ci_high"]] = pd.NA
    figure = response_rates(frame)
    assert theme.PAPER in figure.data[0].marker.color
    assert "interval not known" in notes(figure)["caption"]


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda frame: frame.iloc[:0], "no rows"),
        (lambda frame: frame.drop(columns="n"), "no column 'n'"),
        (lambda frame: frame.assign(value=99.9), "outside its interval"),
    ],
)
def test_a_frame_that_cannot_be_drawn_is_refused(frame, spoil, message):
    with pytest.raises(ChartError, match=message):
        response_rates(spoil(frame))
