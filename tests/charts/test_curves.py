"""Kaplan-Meier curves are those of the course's statistics."""

from __future__ import annotations

import pandas as pd
import pytest

from immunolearn.charts import ChartError, simulated_responders, simulated_survival, survival_curve
from immunolearn.statistics import kaplan_meier, median_survival

CLASSES = {"new": "checkpoint-inhibitor", "old": "chemotherapy"}


@pytest.fixture
def patients():
    return simulated_survival({"new": 24, "old": 11}, classes=CLASSES, patients=40)


def test_the_curve_is_a_step_through_the_estimates(patients):
    curve = next(t for t in survival_curve(patients, simulated=True).data if t.name == "new" and t.mode == "lines")
    part = patients[patients["arm"] == "new"]
    expected = kaplan_meier(part["months"], observed=part["event"])
    assert curve.line.shape == "hv"
    drawn = dict(zip(curve.x, curve.y, strict=True))
    falls = expected[expected["events"] > 0]
    assert [drawn[time] for time in falls["time"]] == pytest.approx(100 * falls["survival"], abs=0.051)


def test_every_censored_time_has_a_tick(patients):
    ticks = next(t for t in survival_curve(patients, simulated=True).data if t.name == "new, censored")
    part = patients[(patients["arm"] == "new") & ~patients["event"]]
    assert list(ticks.x) == sorted(part["months"].unique())


def test_numbers_at_risk_are_counted_at_every_tick(patients):
    figure = survival_curve(patients, simulated=True)
    texts = [trace for trace in figure.data if trace.mode == "text"]
    part = patients[patients["arm"] == "new"]
    assert texts[0].text == tuple(str((part["months"] >= tick).sum()) for tick in texts[0].x)
    assert texts[0].text[0] == "40"


def test_simulated_patients_are_said_so_in_title_and_caption(patients, notes):
    figure = survival_curve(patients, simulated=True)
    assert "simulated" in figure.layout.title.text
    assert "Simulated patients" in notes(figure)["caption"]
    assert "imulated" not in notes(survival_curve(patients, simulated=False))["caption"]


def test_bands_can_be_left_out(patients):
    assert [t for t in survival_curve(patients, simulated=True).data if t.fill]
    assert not [t for t in survival_curve(patients, simulated=True, bands=False).data if t.fill]


def test_the_same_seed_gives_the_same_patients():
    first, again = (simulated_survival({"new": 24}, classes=CLASSES) for _ in range(2))
    pd.testing.assert_frame_equal(first, again)
    assert not first.equals(simulated_survival({"new": 24}, classes=CLASSES, seed=2))


def test_a_median_of_nought_is_refused():
    with pytest.raises(ChartError, match="above 0"):
        simulated_survival({"new": 0}, classes=CLASSES)


def test_no_patient_gives_a_sentence(patients, notes):
    assert "Nothing to draw" in notes(survival_curve(patients.iloc[:0], simulated=True))["alt"]


def test_responders_outlive_others_on_a_drug_that_does_nothing_until_a_landmark_is_set():
    def medians(landmark):
        frame = simulated_responders(patients=20000, landmark=landmark)
        return {
            arm: median_survival(part["months"], observed=part["event"]).value for arm, part in frame.groupby("arm")
        }

    biased, fair = medians(0), medians(6)
    assert biased["response seen"] > 1.5 * biased["no response seen"]
    assert abs(fair["response seen"] - fair["no response seen"]) < 1


def test_a_landmark_after_the_end_of_follow_up_is_refused():
    with pytest.raises(ChartError, match="above the landmark"):
        simulated_responders(landmark=40)


def test_the_axis_says_from_when_months_are_counted(patients):
    assert survival_curve(patients, simulated=True).layout.xaxis.title.text == "months since the start"
    late = survival_curve(patients, simulated=True, since="month 6")
    assert late.layout.xaxis.title.text == "months since month 6"
