"""The vectors that the page's words are held to are what immunolearn.simulators says.

Run this file to write them anew: ``python tests/simulators/test_vectors.py``.
"""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from pathlib import Path

import pytest

from immunolearn.simulators.told import Told, tell
from immunolearn.simulators.words import exactly, quantity, words

FILE = Path(__file__).parents[1] / "vectors" / "simulators.json"
NUMBERS = [0, 1, 0.5, 999.4, 999.6, 9999, 9996, 12345, 99999, 999600, 1e6, 8131000, 447.4e6, 999.6e6, 2.14e9, 9.996e11,
           1e12, 3.422e-10, 0.001, 0.0009996, 0.1245, 2.125, 20190000, -3.2, -2e7, 1 / 3]  # fmt: skip
CELLS = Told("The cancer", "cells", cells=True, time="day")
DRUG = Told("Free drug", "nM", cells=False, time="h")
RUNS = {
    "stays": (CELLS, [5e6, 5.1e6, 5e6, 5.2e6, 5.1e6]),
    "rises": (CELLS, [1e6, 2e6, 4e6, 8e6, 1.6e7, 3.2e7]),
    "falls": (DRUG, [40 * 0.8**i for i in range(21)]),
    "rises and settles": (CELLS, [1e6, *[4.4e8] * 9]),
    "falls and settles": (DRUG, [40, 3, 1, *[0.5] * 12]),
    "one peak": (CELLS, [1e6, 5e6, 9e6, 4e6, 3e6, 2e6]),
    "a trough": (CELLS, [1e6, 5e4, 2e5, 4e6, 9e6, 2e7]),
    "three turns": (CELLS, [1e6, 9e6, 2e6, *[7e6] * 10, *[5e6] * 20]),
    "swings": (CELLS, [1e6, 9e6, 2e6, 7e6, 4e6, 6e6, 5e6, 7e6]),
    "swings and settles": (CELLS, [1e6, 9e6, 2e6, 7e6, 4e6, 6e6, *[5e6] * 24]),
    "below one cell": (CELLS, [1e6, 100, 0.5, 0.01, 3, 1000]),
    "nothing": (DRUG, [0, 0, 0]),
    "a small bump": (CELLS, [100, 105, 50, 49, 51, 48]),
}


def cases():
    for name, (curve, values) in RUNS.items():
        end = 500 if curve.time == "day" else 24
        times = [i * end / (len(values) - 1) for i in range(len(values))]
        yield name, curve, times, values, end, None
    yield "ended", CELLS, [0, 10, 20], [1e6, 2e6, 1], 100, (20.5, "The last cell is gone.")


def written():
    numbers = [[value, quantity(value), exactly(value, "mg")] for value in NUMBERS]
    told = [
        {
            "name": name, "curve": asdict(curve), "times": times, "values": values, "end": end,
            "ended": ended and {"time": ended[0], "reason": ended[1]}, "want": tell(curve, times, values, end, ended),
        }
        for name, curve, times, values, end, ended in cases()
    ]  # fmt: skip
    return {"words": words(), "numbers": numbers, "told": told}


def test_the_vectors_are_what_python_says():
    assert json.loads(FILE.read_text(encoding="utf-8")) == written()


SAID = {
    "stays": "The cancer stays near 5.1 million cells for 500 days.",
    "falls": "Free drug falls from 40 nM to 0.461 nM after 24 hours.",
    "rises and settles": "The cancer rises from 1 million cells and settles near 440 million cells.",
    "one peak": "The cancer peaks at 9 million cells on day 200, and is at 2 million cells on day 500.",
    "three turns": "The cancer peaks at 9 million cells on day 16, then falls to 2 million cells on day 31, then rises "
    "to 7 million cells on day 47, and settles near 5 million cells.",
    "swings and settles": "The cancer rises and falls 3 times, between 2 million cells and 9 million cells, and "
    "settles near 5 million cells.",
    "below one cell": "The cancer falls to less than one cell on day 300, and is at 1000 cells on day 500. It is below "
    "one cell on day 200: from there on the curve stands for no whole cell.",
    "nothing": "Free drug stays near 0 nM for 24 hours.",
    "ended": "The cancer peaks at 2 million cells on day 10, and is at 1 cell on day 20. The run ends on day 21. The "
    "last cell is gone.",
}


@pytest.mark.parametrize(("name", "want"), SAID.items())
def test_what_happened_is_said_in_a_sentence(name, want):
    assert next(tell(*case) for said, *case in cases() if said == name) == want


@pytest.mark.parametrize("value", NUMBERS)
def test_a_number_as_it_is_read_is_that_number(value):
    text = quantity(value).replace(",", "").replace(" million", "e6").replace(" billion", "e9").replace(" × 10", "e")
    read = float(text.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")))
    assert math.isclose(read, value, rel_tol=0.005)


if __name__ == "__main__":
    FILE.write_text(json.dumps(written(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
