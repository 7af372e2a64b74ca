"""The vectors that the JavaScript solver is held to are what SciPy gives today.

To write them anew: ``python tests/models/test_vectors.py``.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from immunolearn.models import load_model, models

FILE = Path(__file__).parents[1] / "vectors" / "models.json"
POINTS = 24
SPOKEN = {"symbol", "math", "left", "terms", "latex", "mathml", "definitions"}


def without_words(data):
    """What a solver needs of a page's data."""
    if isinstance(data, dict):
        return {key: without_words(value) for key, value in data.items() if key not in SPOKEN}
    return [without_words(item) for item in data] if isinstance(data, list) else data


def run(model, scenario):
    grid = np.linspace(0, model.days, POINTS + 1).tolist()
    frame = model.solve(grid, scenario=scenario)
    return {
        "scenario": scenario,
        "grid": grid,
        "values": {name: [float(f"{value:.12g}") for value in frame[name]] for name in model.visible},
        "ended": frame.attrs.get("ended"),
    }


def vectors():
    made = []
    for name in models():
        model = load_model(name)
        data = without_words(model.page_data())
        names = [scenario.id for scenario in model.scenarios] or [None]
        made.append({"model": data, "runs": [run(model, scenario) for scenario in names]})
    return made


STORED = {vector["model"]["id"]: vector for vector in json.loads(FILE.read_text("utf-8"))} if FILE.exists() else {}


def test_every_model_has_a_vector():
    assert list(STORED) == list(models())


@pytest.mark.parametrize("name", STORED)
def test_the_model_is_the_one_of_the_vector(name):
    assert json.loads(json.dumps(without_words(load_model(name).page_data()))) == STORED[name]["model"]


@pytest.mark.parametrize("name", STORED)
def test_scipy_still_gives_the_vector(name):
    model = load_model(name)
    for stored in STORED[name]["runs"]:
        fresh = model.solve(stored["grid"], scenario=stored["scenario"])
        for state, values in stored["values"].items():
            scale = model.visible[state].scale
            assert fresh[state].to_numpy() == pytest.approx(np.array(values), rel=1e-7, abs=1e-7 * scale), state


if __name__ == "__main__":
    FILE.write_text("[\n" + ",\n".join(json.dumps(vector) for vector in vectors()) + "\n]\n", encoding="utf-8")
