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


def marks(figure):
    return [trace for trace in figure.data if trace.mode == "markers"]


def test_every_arm_stands_at_its_value_with_its_interval(frame):
    figure = response_rates(frame)
    assert sorted(x for trace in marks(figure) for x in trace.x) == sorted(frame["value"].round(2))
    ends = sorted(x for trace in figure.data if trace.mode == "lines" for x in trace.x if x is not None)
    assert ends == pytest.approx(sorted([*frame["ci_low"], *frame["ci_high"]]), abs=0.01)


def test_denominators_stand_beside_every_arm(frame):
    labels = " ".join(annotation.text for annotation in response_rates(frame).layout.annotations)
    for _, row in frame.iterrows():
        assert f"{row['events']} of {row['n']}" in labels


def test_arms_of_several_trials_are_said_not_to_be_randomised_and_one_trial_is_not(frame):
    assert "not randomised against each other" in notes(response_rates(frame))["caption"]
    assert "not randomised" not in notes(response_rates(frame[frame["trial_id"] == "sirius"]))["caption"]


def test_colour_is_that_of_the_family_and_members_differ_by_shape(frame):
    colours = {trace.marker.line.color for trace in marks(response_rates(frame))}
    assert colours == {theme.tokens()["families"]["antibody"]["light"]}
    symbols = [trace.marker.symbol for trace in marks(response_rates(frame))]
    assert len(set(symbols)) == len(symbols) == frame["therapy_class"].nunique()


def test_an_arm_without_interval_is_hollow_and_the_caption_says_so(frame):
    frame.loc[0, ["ci_low", "ci_high"]] = pd.NA
    figure = response_rates(frame)
    assert sum(trace.marker.color.count(theme.PAPER) for trace in marks(figure)) == 1
    assert "interval not known (1 arm)" in notes(figure)["caption"]


def test_half_an_interval_is_no_interval(frame):
    frame.loc[0, "ci_high"] = pd.NA
    assert "interval not known (1 arm)" in notes(response_rates(frame))["caption"]


def test_an_unverified_arm_is_hollow_and_said_so(frame):
    frame["verification"] = frame["verification"].astype("object")
    frame.loc[0, "verification"] = "none"
    figure = response_rates(frame)
    assert sum(trace.marker.color.count(theme.PAPER) for trace in marks(figure)) == 1
    assert "unverified (1 arm)" in notes(figure)["caption"]


def test_hovering_tells_patients_data_cut_and_doi(frame):
    told = " ".join(text for trace in marks(response_rates(frame)) for text in trace.hovertext)
    assert "31 of 106" in told
    assert "Data:" in told
    assert "doi:" in told


def test_keys_of_arms_and_trials_do_as_well_as_a_frame(frame):
    assert response_rates(ARMS) == response_rates(frame)
    assert len(response_rates("checkmate-067").layout.annotations) == 2 + 3


def test_trials_and_arms_are_not_mixed():
    with pytest.raises(ChartError, match="Name arms only"):
        response_rates(["sirius/dara-16", "emilia"])


def test_the_published_interval_is_shown_where_there_is_one_and_the_method_said():
    row = il.results("orr", arms=["juliet/tisa-cel"]).iloc[0]
    assert (row["ci_low"], row["ci_high"], row["ci_method"]) == (43.5, 62.4, "published")
    caption = notes(response_rates(["juliet/tisa-cel", "np30179/glofit"]))["caption"]
    assert "as published" in caption


def test_complete_responses_are_those_of_the_same_cut():
    figure = response_rates(["elara"], complete=True)
    assert next(trace for trace in figure.data if trace.type == "bar").x == (68.1,)
    other = notes(response_rates(["checkmate-067"], complete=True))["caption"]
    assert "Complete responses at the same data cut not known: 3 arms" in other


def test_an_empty_selection_gives_a_sentence_instead_of_an_axis(frame):
    figure = response_rates(frame.iloc[:0])
    assert "Nothing to draw" in notes(figure)["alt"]
    assert figure.layout.xaxis.visible is False
    assert not figure.data


def test_criteria_stand_in_each_row_where_they_differ():
    labels = " ".join(a.text for a in response_rates(["zuma-1", "juliet"]).layout.annotations)
    assert "Cheson 2007" in labels
    assert "Lugano" in labels


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda frame: frame.drop(columns="n"), "no column 'n'"),
        (lambda frame: frame.assign(value=99.9), "outside its interval"),
        (lambda frame: frame.assign(measure=["objective_response_rate", "pcr_rate", "pcr_rate"]), "mixes"),
        (lambda frame: frame.assign(measure="median_os_months"), "this chart draws a proportion"),
    ],
)
def test_a_frame_that_cannot_be_drawn_is_refused(frame, spoil, message):
    with pytest.raises(ChartError, match=message):
        response_rates(spoil(frame))


def test_an_empty_title_is_refused(frame):
    with pytest.raises(ChartError, match="title is empty"):
        response_rates(frame, title=" ")


def test_survival_at_one_landmark_is_drawn_and_names_the_time():
    frame = il.results("os", trials=["pacific", "keynote-024"], at_months=60)
    figure = response_rates(frame, group="acronym")
    assert sorted(x for trace in marks(figure) for x in trace.x) == sorted(frame["value"].round(2))
    assert notes(figure)["caption"].startswith("Overall survival at 60 months, as published.")
    assert "Assessor" not in notes(figure)["caption"]


def test_survival_at_several_landmarks_is_refused_with_the_way_out():
    with pytest.raises(ChartError, match=r"at (two|2) times.*at_months=60.*survival_landmarks"):
        response_rates(il.results("os", arms=["ca184-024/dtic"]).query("at_months in (12, 60)"))
