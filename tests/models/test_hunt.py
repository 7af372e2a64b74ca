"""The hunt's NumPy twin, and the statistics that the page's engine is held to.

To write the vectors anew: ``python tests/models/test_hunt.py``.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from immunolearn.evidence import load_table
from immunolearn.models import ParameterError
from immunolearn.models.hunt import CONTROLS, RULES, checked, simulate

FILE = Path(__file__).parents[1] / "vectors" / "hunt.json"
RUNS = 400
CHOICES = [
    {},
    {"hits": 3, "hit_minutes": 20, "t_cells": 12},
    {"hidden": 60, "hit_minutes": 30},
    {"tires_after": 3, "t_cells": 5},
    {"density": 300, "speed": 10, "hit_minutes": 30},
    {"density": 2000, "speed": 2, "hits": 2, "hit_minutes": 40, "t_cells": 8},
]
HOURS = (4, 12)


def vectors():
    def case(choice):
        hunts = simulate(runs=RUNS, hours=max(HOURS), **choice)
        counts = {hour: hunts.count(hour) for hour in HOURS}
        kills = [{"hour": hour, "mean": float(n.mean()), "sd": float(n.std())} for hour, n in counts.items()]
        return {"choice": checked(choice), "kills": kills}

    return {"rules": RULES, "runs": RUNS, "cases": [case(choice) for choice in CHOICES]}


STORED = json.loads(FILE.read_text("utf-8")) if FILE.exists() else {"cases": []}


def test_the_vectors_have_the_rules_and_choices_of_today():
    assert STORED["rules"] == RULES
    assert [case["choice"] for case in STORED["cases"]] == [checked(choice) for choice in CHOICES]


@pytest.mark.parametrize("case", STORED["cases"], ids=lambda case: str(case["kills"][0]["mean"]))
def test_fresh_seeds_have_the_statistics_of_the_vectors(case):
    runs = 30
    hunts = simulate(runs=runs, hours=HOURS[-1], **case["choice"] | {"seed": 77})
    for stored in case["kills"]:
        error = stored["sd"] * (1 / runs + 1 / RUNS) ** 0.5
        assert abs(hunts.count(stored["hour"]).mean() - stored["mean"]) <= 4.5 * error + 1e-9


def test_the_same_seed_gives_the_same_hunt_and_another_a_different_one():
    first, second, other = (simulate(hours=6, t_cells=5, seed=seed) for seed in (4, 4, 5))
    assert first.kills.equals(second.kills)
    assert first.cells.equals(second.cells)
    assert not first.cells.equals(other.cells)


def test_the_default_hunt_kills_as_fast_as_was_measured_in_mice():
    measured = load_table("pharmacology").loc["cytotoxic_t_cell_kill_rate_per_cell_per_day"]
    assert CONTROLS["hit_minutes"].value == 24 * 60 / measured["value_high"]
    assert simulate(runs=8).rate().between(measured["value_low"], measured["value_high"]).all()


def test_no_kill_comes_before_its_hits_and_a_cell_left_alone_recovers():
    kills = simulate(runs=5, t_cells=12, hits=2, hit_minutes=40, hours=6).kills
    assert kills["hour"].min() >= 40 / 60
    assert simulate(runs=5, t_cells=1, hits=2, hit_minutes=60, hours=12).kills.empty


def test_hidden_cells_are_never_killed():
    day = simulate(density=400, hidden=40, t_cells=12, hit_minutes=5, speed=10)
    dead = day.cells["hour"].notna()
    assert not (dead & day.cells["hidden"]).any()
    assert dead.sum() == (~day.cells["hidden"]).sum()
    assert simulate(hidden=100, runs=5).kills.empty


def test_an_exhausted_t_cell_kills_no_more():
    day = simulate(tires_after=2, t_cells=4, runs=8, hit_minutes=20, hours=8)
    assert (day.kills.groupby(["run", "t_cell"]).size() == 2).all()
    assert day.killers["tired"].all()


def test_a_cell_dies_once_however_many_t_cells_touch_it():
    day = simulate(density=100, t_cells=20, hit_minutes=5, hours=8, runs=10)
    assert (day.count(8) <= len(day.cells)).all()
    assert len(day.kills[day.kills["run"] == 0]) == day.cells["hour"].notna().sum()


def test_cells_and_t_cells_stay_in_the_field_and_keep_their_distance():
    day = simulate(t_cells=20, speed=15, hours=6)
    for frame in (day.cells, day.killers):
        assert frame["x"].between(-RULES["contact"], RULES["width"] + RULES["contact"]).all()
        assert frame["y"].between(-RULES["contact"], RULES["height"] + RULES["contact"]).all()
    places = day.cells[["x", "y"]].to_numpy()
    apart = np.hypot(*(places[:, None] - places).T) + 1e3 * np.eye(len(places))
    assert apart.min() > 12


@pytest.mark.parametrize("name", CONTROLS)
@pytest.mark.parametrize("bad", [float("nan"), float("inf"), -1, 1e6])
def test_a_number_out_of_range_is_named_with_its_value_and_range(name, bad):
    control = CONTROLS[name]
    with pytest.raises(ParameterError, match=f"^{name} is {bad!r}; .* from {control.min:g} to {control.max:g}"):
        simulate(**{name: bad})


def test_what_is_no_number_of_the_hunt_is_answered_with_those_that_are():
    with pytest.raises(ParameterError, match=r"no number 'killers'. It has t_cells"):
        simulate(killers=3)
    with pytest.raises(ParameterError, match=r"t_cells is 2.5; it is a whole number from 1 to 20"):
        simulate(t_cells=2.5)
    with pytest.raises(ParameterError, match="hours is 0; it lies above 0"):
        simulate(hours=0)
    with pytest.raises(ParameterError, match="runs is 0; it is a whole number"):
        simulate(runs=0)


if __name__ == "__main__":
    FILE.write_text(json.dumps(vectors(), indent=1) + "\n", encoding="utf-8")
