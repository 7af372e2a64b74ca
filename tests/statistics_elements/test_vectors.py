"""The vectors that the page's rules are held to are what immunolearn.statistics says.

Run this file to write them anew: ``python tests/statistics_elements/test_vectors.py``.
"""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from immunolearn.statistics import (
    clopper_pearson_interval,
    conditional_survival,
    cox_hazard_ratio,
    kaplan_meier,
    median_survival,
    restricted_mean,
    wilson_interval,
)
from immunolearn.statistics_elements.simulate import random_numbers, repeat_trials, two_arms

FILE = Path(__file__).parents[1] / "vectors" / "statistics.json"

COUNTS = [(0, 1), (1, 1), (0, 20), (20, 20), (1, 20), (43, 270), (1, 2000), (1000, 2000), (2000, 2000), (0, 2000)]
ONE = {"time": [5], "observed": [True]}
TIED = {"time": [1, 2, 2, 2, 4, 6, 6, 9], "observed": [True, True, False, True, False, True, True, False]}
NO_EVENT = {"time": [3, 4, 8], "observed": [False, False, False]}
ALL_DIE = {"time": [3, 6, 12, 30, 36, 40], "observed": [True] * 6}
GROUPS = [ONE, TIED, NO_EVENT, ALL_DIE]
CHOICES = [
    {"early": 1, "late": 1, "change": 6, "follow": 36, "n": 50, "median": 12},
    {"early": 1.6, "late": 0.45, "change": 6, "follow": 36, "n": 200, "median": 12},
    {"early": 0.3, "late": 2.5, "change": 3, "follow": 60, "n": 200, "median": 12},
]


def plain(value):
    """A number as JSON holds it: what is not reached or not known is null."""
    return float(value) if math.isfinite(value) else None


def cases():
    for events, n in COUNTS:
        yield "wilson", {"events": events, "n": n}
        yield "exact", {"events": events, "n": n}
    for group in GROUPS:
        yield "kaplanMeier", group
        yield "median", group
    for group, until in [(TIED, 9), (TIED, 5), (NO_EVENT, 8), (ALL_DIE, 40), (ONE, 5)]:
        yield "restrictedMean", group | {"until": until}
    for group, survived, further in [(TIED, 2, 5), (TIED, 0, 1), (ALL_DIE, 12, 24), (NO_EVENT, 3, 5)]:
        yield "conditionalSurvival", group | {"survived": survived, "further": further}
    for treated, control in [(TIED, ALL_DIE), (ALL_DIE, TIED), (TIED, TIED)]:
        yield "hazardRatio", {"treated": treated, "control": control}
    for seed in (0, 1, 2**32 - 1):
        yield "random", {"seed": seed}
    for rate, n in [(0, 20), (1, 20), (0.16, 270), (0.5, 1)]:
        yield "repeatTrials", {"rate": rate, "n": n, "count": 100, "seed": 7}
    for choice in CHOICES:
        yield "twoArms", choice


def intervals(interval):
    return [interval.low, interval.high]


def curve(time, observed):
    rows = kaplan_meier(time, observed=observed).rename(columns={"at_risk": "atRisk"})
    return [{name: plain(value) for name, value in row.items()} for row in rows.to_dict("records")]


def ratio(treated, control):
    time, observed = (treated[key] + control[key] for key in ("time", "observed"))
    arm = [True] * len(treated["time"]) + [False] * len(control["time"])
    return cox_hazard_ratio(time, observed=observed, treated=arm).value


def crossing(**choice):
    arms = {arm: dict(zip(("time", "observed"), made, strict=True)) for arm, made in two_arms(**choice).items()}
    return {
        "hazardRatio": ratio(**arms),
        **{arm: RULES["restrictedMean"](**made, until=choice["follow"]) for arm, made in arms.items()},
    }


RULES = {
    "wilson": lambda **given: intervals(wilson_interval(**given)),
    "exact": lambda **given: intervals(clopper_pearson_interval(**given)),
    "kaplanMeier": curve,
    "median": lambda time, observed: plain(median_survival(time, observed=observed).value),
    "restrictedMean": lambda time, **given: restricted_mean(time, **given).value,
    "conditionalSurvival": lambda time, **given: conditional_survival(time, **given).value,
    "hazardRatio": ratio,
    "random": lambda seed: [number for number, _ in zip(random_numbers(seed), range(5), strict=False)],
    "repeatTrials": repeat_trials,
    "twoArms": crossing,
}


def vectors():
    return [{"rule": rule, "given": given, "want": RULES[rule](**given)} for rule, given in cases()]


def test_every_vector_is_what_the_python_of_record_says():
    kept = json.loads(FILE.read_text(encoding="utf-8"))
    made = vectors()
    assert [(k["rule"], k["given"]) for k in kept] == [(m["rule"], m["given"]) for m in made]
    for k, m in zip(kept, made, strict=True):
        assert_near(k["want"], m["want"], k["rule"])


def assert_near(kept, made, where):
    if isinstance(made, dict):
        for name in made:
            assert_near(kept[name], made[name], f"{where}.{name}")
    elif isinstance(made, list):
        assert len(kept) == len(made), where
        for k, m in zip(kept, made, strict=True):
            assert_near(k, m, where)
    else:
        assert kept == (None if made is None else pytest.approx(made, rel=1e-9, abs=1e-12)), where


if __name__ == "__main__":
    lines = ",\n".join(json.dumps(vector) for vector in vectors())
    FILE.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
