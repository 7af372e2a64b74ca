"""Figures that cannot easily be what they say are looked at; the oddities are listed with a reason."""

from __future__ import annotations

import math
from pathlib import Path

import pandas as pd
import pytest
import yaml

from immunolearn.evidence import load_table

ODDITIES = yaml.safe_load(Path(__file__).with_name("oddities.yaml").read_text(encoding="utf-8"))
TABLES = {name: load_table(name, include_unverified=True) for name in ("arms", "comparisons", "outcomes", "trials")}
HALF_A_DIGIT = 0.0051


def centred(row):
    if pd.isna(row.ci_low) or pd.isna(row.ci_high):
        return True
    lowest = math.sqrt(max(row.ci_low - HALF_A_DIGIT, 0) * (row.ci_high - HALF_A_DIGIT))
    highest = math.sqrt((row.ci_low + HALF_A_DIGIT) * (row.ci_high + HALF_A_DIGIT))
    return row.ci_low > 0 and lowest - HALF_A_DIGIT <= row.ratio <= highest + HALF_A_DIGIT


def intervals():
    for row in TABLES["comparisons"].itertuples():
        name = f"{row.trial_id}/{row.experimental_arm}/{row.endpoint}"
        name += f"/{row.as_of.partition(', ')[2]}" if row.effect == "incidence_rate_ratio" else ""
        yield name, centred(row)


def patients():
    arms = TABLES["arms"][["trial_id", "arm_id", "n"]]
    joined = TABLES["outcomes"].merge(arms, on=["trial_id", "arm_id"], suffixes=("", "_arm"))
    for row in joined.dropna(subset=["n", "n_arm"]).itertuples():
        yield f"{row.trial_id}/{row.arm_id}", row.n <= row.n_arm


def medians():
    outcomes = TABLES["outcomes"].set_index(["trial_id", "cut", "measure", "arm_id"])["value"].sort_index()
    for row in TABLES["comparisons"].itertuples():
        at = (row.trial_id, row.cut, f"median_{row.endpoint}_months")
        pair = [outcomes.get((*at, arm), pd.Series(dtype=float)) for arm in (row.experimental_arm, row.control_arm)]
        if all(len(values) == 1 for values in pair):
            longer = pair[0].iloc[0] - pair[1].iloc[0]
            yield f"{row.trial_id}/{row.experimental_arm}/{row.endpoint}", longer * (1 - row.ratio) >= 0


def p_values():
    rows = TABLES["comparisons"].dropna(subset=["ci_low", "ci_high", "p_value"])
    for row in rows[rows["ci_level"] == 95].itertuples():
        excludes_one = not row.ci_low <= 1 <= row.ci_high
        small = float(row.p_value.removeprefix("<")) < 0.05
        yield f"{row.trial_id}/{row.experimental_arm}/{row.endpoint}", excludes_one == small


def registrations():
    for number, rows in TABLES["trials"].groupby("nct_id"):
        yield number, len(rows) == 1


def times():
    survival = load_table("measures").query("kind == 'survival'").index
    rows = TABLES["outcomes"]
    for row in rows[rows["measure"].isin(survival)].itertuples():
        yield f"{row.trial_id}/{row.arm_id}", not pd.isna(row.at_months)


CHECKS = {
    "interval_is_centred": intervals,
    "patients_fit_into_the_arm": patients,
    "longer_median_has_the_better_ratio": medians,
    "p_value_agrees_with_the_interval": p_values,
    "registry_number_stands_once": registrations,
    "survival_has_a_time": times,
}
ODD = [(check, name, reason) for check, rows in ODDITIES.items() for name, reason in rows.items()]


@pytest.mark.parametrize("check", CHECKS)
def test_every_figure_is_plausible_or_listed_as_odd(check):
    odd = {name for name, fine in CHECKS[check]() if not fine}
    assert odd - set(ODDITIES[check]) == set()


@pytest.mark.parametrize(
    ("check", "name"),
    [pytest.param(check, name, marks=pytest.mark.xfail(reason=reason, strict=True)) for check, name, reason in ODD],
)
def test_a_listed_oddity_is_still_odd(check, name):
    assert all(fine for row, fine in CHECKS[check]() if row == name)


def test_the_allow_list_names_checks_that_exist():
    assert set(ODDITIES) == set(CHECKS)
