"""A virtual cohort is drawn once, measured as its cells say, and judged by the rules.

To write the page's vector anew: ``python tests/models/test_cohort.py``.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from immunolearn.errors import UnknownNameError
from immunolearn.models import ParameterError, cohort, load_model

FILE = Path(__file__).parents[1] / "vectors" / "models-cohort.json"
RANGES = {"xi": (0.004, 0.03), "rho": (4.5, 8), "alpha": (0.0015, 0.004)}
TREATMENT = {"effect": 6, "t_treat": 70}
SCANS = {"baseline": 70, "visits": [84, 98, 126, 154, 182]}


def drawn(patients=60):
    return cohort.draw(load_model("creemers-2021"), patients, vary=RANGES, seed=7)


def vector():
    table = cohort.page_table(drawn(), **SCANS)
    sizes = cohort.follow(load_model("creemers-2021"), drawn(), treatment=TREATMENT, **SCANS)
    return {
        "table": table,
        "treatment": TREATMENT,
        "sizes": [[float(f"{size:.9g}") for size in row] for row in sizes.to_numpy()],
        "responses": cohort.best_responses(sizes).to_list(),
    }


def judged(*sizes):
    return cohort.best_responses(pd.DataFrame([sizes]))[0]


def test_the_same_seed_draws_the_same_patients():
    assert drawn().equals(drawn())
    assert not drawn().equals(cohort.draw(load_model("creemers-2021"), 60, vary=RANGES, seed=8))


def test_the_page_gets_the_very_patients_that_were_drawn():
    assert cohort.page_table(drawn(), **SCANS)["patients"] == drawn().to_numpy().tolist()


def test_patients_stay_in_their_ranges():
    patients = drawn(500)
    for name, (low, high) in RANGES.items():
        assert patients[name].between(low, high).all()
        assert patients[name].median() == pytest.approx(np.sqrt(low * high), rel=0.1)


def test_a_named_parameter_is_drawn_from_its_whole_range():
    patients = cohort.draw(load_model("kuznetsov-1994"), 500, vary=["s"], seed=1)["s"]
    assert patients.between(0, 80000).all()
    assert patients.max() - patients.min() > 75000


def test_an_unknown_parameter_is_answered_with_the_nearest():
    with pytest.raises(UnknownNameError, match="Did you mean 'alpha'"):
        cohort.draw(load_model("creemers-2021"), 3, vary=["alpa"], seed=1)


@pytest.mark.parametrize("between", [(0.0, 1.0), (0.03, 0.01), (np.nan, 0.1)])
def test_an_impossible_range_is_refused(between):
    with pytest.raises(ParameterError, match="xi"):
        cohort.draw(load_model("creemers-2021"), 3, vary={"xi": between}, seed=1)


def test_a_cohort_without_patients_is_refused():
    with pytest.raises(ParameterError, match="at least 1"):
        cohort.draw(load_model("creemers-2021"), 0, vary=RANGES, seed=1)


def test_a_model_without_a_tumour_cannot_be_measured():
    model = load_model("antibody-pk")
    patients = cohort.draw(model, 2, vary=["CL"], seed=1)
    with pytest.raises(ParameterError, match="no tumour that is counted in cells"):
        cohort.follow(model, patients, baseline=0, visits=[1])


@pytest.mark.parametrize(
    ("sizes", "response"),
    [
        ((50, 36, 35), "PR"),
        ((50, 36, 35.1), "SD"),
        ((50, 20, 0), "CR"),
        ((50, 59.9), "SD"),
        ((50, 60), "PD"),
        ((50, 60, 0), "PD"),
        ((50, 30, 36), "PR"),
        ((15, 10, 12.5), "PR"),
        ((15, 18), "SD"),
        ((9.9, 0), "NE"),
    ],
)
def test_the_best_response_follows_the_rules(sizes, response):
    assert judged(*sizes) == response


def test_a_gram_of_tumour_is_a_sphere_of_twelve_millimetres():
    assert cohort.diameter(1e9) == pytest.approx(12.407, abs=1e-3)


def test_the_table_has_intervals_and_leaves_out_who_could_not_be_measured():
    table = cohort.response_table(pd.Series(["CR", "PR", "PR", "SD", "PD", "NE"]))
    assert table["patients"].to_dict() == {"CR": 1, "PR": 2, "SD": 1, "PD": 1, "NE": 1, "ORR": 3}
    assert table.loc["ORR", "percent"] == 60
    assert table.loc["ORR", ["low", "high"]].to_list() == pytest.approx([23.07, 88.24], abs=0.01)
    assert table.loc["NE", ["percent", "low"]].isna().all()


def test_more_effect_means_more_responses():
    def rate(effect):
        sizes = cohort.follow(load_model("creemers-2021"), drawn(), treatment=TREATMENT | {"effect": effect}, **SCANS)
        return cohort.response_table(cohort.best_responses(sizes)).loc["ORR", "percent"]

    assert rate(1) <= rate(3) < rate(10)


def test_the_pages_vector_is_what_python_gives_today():
    stored, fresh = json.loads(FILE.read_text("utf-8")), vector()
    assert fresh["table"] == stored["table"]
    assert fresh["responses"] == stored["responses"]
    assert np.array(fresh["sizes"]) == pytest.approx(np.array(stored["sizes"]), rel=1e-6)


if __name__ == "__main__":
    FILE.write_text(json.dumps(vector()) + "\n", encoding="utf-8")
