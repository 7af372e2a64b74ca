"""The virtual trial: by the course's statistics, the same in Python and in the page.

To write the page's vector anew: ``python tests/statistics_elements/test_trial.py``.
"""

import json
from pathlib import Path

import pytest

import immunolearn as il
from immunolearn.statistics import StatisticsError
from immunolearn.statistics_elements.simulate import random_numbers
from immunolearn.statistics_elements.trial import Design, run

FILE = Path(__file__).parents[1] / "vectors" / "trial.json"
PEOPLE = {
    "outcomes": {"standard": "3302331302", "weak": "3202331002", "strong": "0002311000"},
    "marker": "0010001011",
}
DESIGNS = [
    Design(),
    Design(drug="null", n=25, dropout=0),
    Design(drug="strong", patients="marked", endpoint="control"),
    Design(drug="strong", arms=1, n=40, endpoint="any"),
    Design(drug="null", patients="marked", arms=1, endpoint="any", dropout=0.5),
]


def vector():
    numbers = random_numbers(5)
    return {
        "people": PEOPLE,
        "seed": 5,
        "runs": [
            {"design": design._asdict(), "result": run(design, PEOPLE, numbers)._asdict()}
            for design in DESIGNS
            for _ in range(4)
        ],
    }


def test_the_page_gets_what_python_gives():
    kept = json.loads(FILE.read_text(encoding="utf-8"))
    for one, other in zip(kept["runs"], vector()["runs"], strict=True):
        assert one["design"] == other["design"]
        assert one["result"] == pytest.approx(other["result"], abs=1e-9)


def often(design, repeats=200):
    """How often a design succeeds, of a hundred."""
    numbers = random_numbers(1)
    return 100 * sum(run(design, PEOPLE, numbers).success for _ in range(repeats)) / repeats


def test_a_null_drug_seldom_succeeds_against_a_control_and_more_often_with_two_endpoints():
    assert 0 < often(Design(drug="null", n=30), 600) < 5
    assert often(Design(drug="null", n=30, endpoint="any"), 600) > often(Design(drug="null", n=30), 600)


def test_without_a_control_chosen_patients_make_a_success_of_nothing():
    chosen = Design(drug="null", patients="marked", arms=1, dropout=0)
    assert often(chosen) > 50
    assert often(chosen._replace(arms=2)) < 5


def test_more_patients_and_fewer_who_leave_give_more_power():
    strong = Design(drug="strong", n=20, dropout=0)
    assert often(strong) < often(strong._replace(n=60))
    assert often(strong._replace(dropout=0.5)) < often(strong)


def test_the_first_state_is_said_and_called_simulated():
    html = il.virtual_trial(patients=60)._repr_html_()
    static = html.partition("</script>")[2]
    for sentence in ("(simulated patients)", "Power: of 1000 repeats", "of 20 such trials of a drug that does nothing"):
        assert sentence in static


def test_every_patient_can_be_measured_and_has_an_outcome_under_each_drug():
    data = il.virtual_trial(patients=60).data
    assert {len(text) for text in data["outcomes"].values()} == {60} == {len(data["marker"])}
    assert set("".join(data["outcomes"].values())) <= set("0123")


@pytest.mark.parametrize("wrong", [{"n": 9}, {"patients": 5000}, {"dropout": 0.6}, {"drug": "cure"}])
def test_a_design_that_cannot_be_is_refused(wrong):
    with pytest.raises(StatisticsError):
        il.virtual_trial(**wrong)


if __name__ == "__main__":
    FILE.write_text(json.dumps(vector(), indent=1) + "\n", encoding="utf-8")
