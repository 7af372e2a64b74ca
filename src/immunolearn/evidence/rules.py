"""Rules that hold between the numbers of a table, or between tables."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Row = dict[str, str]
Finding = tuple[int, str, str, str]


@dataclass(frozen=True)
class Rule:
    """A check of one table with the help of others; it yields row, column, value and what is expected."""

    tables: tuple[str, ...]
    check: Callable[..., Iterator[Finding]]


RULES: list[Rule] = []


def _rule(*tables: str) -> Callable[[Callable[..., Iterator[Finding]]], Callable[..., Iterator[Finding]]]:
    def register(check: Callable[..., Iterator[Finding]]) -> Callable[..., Iterator[Finding]]:
        RULES.append(Rule(tables, check))
        return check

    return register


def _number(text: str) -> float | None:
    return float(text) if text else None


def _disagrees(printed: str, events: float, n: float) -> bool:
    """Whether a printed percentage is further from its counts than half a unit of its last digit."""
    decimals = len(printed.partition(".")[2])
    return abs(100 * events / n - float(printed)) > 0.5 / 10.0**decimals + 1e-6


def _counts(row: Row, i: int, events: str, n: str, percent: str) -> Iterator[Finding]:
    k, total = _number(row[events]), _number(row[n])
    if k is None or total is None:
        return
    if k > total:
        yield i, events, row[events], f"at most {n}, which is {row[n]}"
    elif row[percent] and _disagrees(row[percent], k, total):
        yield i, percent, row[percent], f"{100 * k / total:.2f}, as {row[events]} of {row[n]} patients give"


@_rule("outcomes", "measures")
def percentages_match_their_counts(outcomes: list[Row], measures: list[Row]) -> Iterator[Finding]:
    """Compare a proportion with its events and patients."""
    proportions = {row["measure"] for row in measures if row["kind"] == "proportion"}
    for i, row in enumerate(outcomes):
        if row["measure"] in proportions:
            yield from _counts(row, i, "events", "n", "value")


@_rule("outcomes", "measures")
def percentages_are_percentages(outcomes: list[Row], measures: list[Row]) -> Iterator[Finding]:
    """Refuse percentages above 100."""
    percent = {row["measure"] for row in measures if row["unit"] == "percent"}
    for i, row in enumerate(outcomes):
        if row["measure"] in percent and float(row["value"]) > 100:  # noqa: PLR2004 - percent
            yield i, "value", row["value"], "a percentage, at most 100"


@_rule("toxicities")
def side_effects_match_their_counts(toxicities: list[Row]) -> Iterator[Finding]:
    """Percentages agree with counts, and grade 3 or higher is a part of any grade."""
    for i, row in enumerate(toxicities):
        yield from _counts(row, i, "n_any", "n", "any_grade_pct")
        yield from _counts(row, i, "n_grade3plus", "n", "grade3plus_pct")
        for whole, part in (("any_grade_pct", "grade3plus_pct"), ("n_any", "n_grade3plus")):
            if row[whole] and row[part] and float(row[part]) > float(row[whole]):
                yield i, part, row[part], f"at most {whole}, which is {row[whole]}"


def _intervals(rows: list[Row], value: str) -> Iterator[Finding]:
    for i, row in enumerate(rows):
        middle, low, high = (_number(row[name]) for name in (value, "ci_low", "ci_high"))
        if middle is not None and low is not None and low > middle:
            yield i, "ci_low", row["ci_low"], f"at most the value, which is {row[value]}"
        if middle is not None and high is not None and high < middle:
            yield i, "ci_high", row["ci_high"], f"at least the value, which is {row[value]}"
        if (low is not None or high is not None) != bool(row["ci_level"]):
            yield i, "ci_level", row["ci_level"], "a level where there is an interval, and only there"


@_rule("outcomes")
def intervals_of_outcomes_bracket_the_value(outcomes: list[Row]) -> Iterator[Finding]:
    """Look for values outside their interval."""
    yield from _intervals(outcomes, "value")


@_rule("comparisons")
def intervals_of_ratios_bracket_the_ratio(comparisons: list[Row]) -> Iterator[Finding]:
    """Look for ratios outside their interval."""
    yield from _intervals(comparisons, "ratio")


@_rule("outcomes", "measures")
def survival_never_rises_within_a_cut(outcomes: list[Row], measures: list[Row]) -> Iterator[Finding]:
    """Look for survival curves that rise within one data cut."""
    survival = {row["measure"] for row in measures if row["kind"] == "survival"}
    curves: dict[tuple[str, ...], list[tuple[float, float, int]]] = defaultdict(list)
    for i, row in enumerate(outcomes):
        if row["measure"] in survival and row["at_months"]:
            curve = tuple(row[name] for name in ("trial_id", "arm_id", "measure", "cut", "analysis"))
            curves[curve].append((float(row["at_months"]), float(row["value"]), i))
    for points in curves.values():
        points.sort()
        for (month, before, _), (_, after, i) in pairwise(points):
            if after > before:
                yield (
                    i,
                    "value",
                    outcomes[i]["value"],
                    f"at most {before:g}, the survival at {month:g} months",
                )


@_rule("outcomes", "arms")
def arms_of_outcomes_are_known(outcomes: list[Row], arms: list[Row]) -> Iterator[Finding]:
    """Every outcome belongs to an arm."""
    known = {(row["trial_id"], row["arm_id"]) for row in arms}
    for i, row in enumerate(outcomes):
        if (row["trial_id"], row["arm_id"]) not in known:
            yield i, "arm_id", row["arm_id"], f"an arm of {row['trial_id']} in arms.csv"


@_rule("comparisons", "arms")
def arms_of_comparisons_are_known(comparisons: list[Row], arms: list[Row]) -> Iterator[Finding]:
    """Every comparison is between two arms."""
    known = {(row["trial_id"], row["arm_id"]) for row in arms}
    for i, row in enumerate(comparisons):
        for column in ("experimental_arm", "control_arm"):
            if (row["trial_id"], row[column]) not in known:
                yield i, column, row[column], f"an arm of {row['trial_id']} in arms.csv"


@_rule("arms", "trials")
def arms_take_the_verification_of_their_trial(arms: list[Row], trials: list[Row]) -> Iterator[Finding]:
    """Compare the verification of an arm with that of its trial."""
    expected = {row["trial_id"]: row["verification"] for row in trials}
    for i, row in enumerate(arms):
        if row["verification"] != expected[row["trial_id"]]:
            yield i, "verification", row["verification"], f"{expected[row['trial_id']]}, as its trial has"


_SET = ["trial_id", "arm_id", "measure", "at_months", "cut", "origin", "analysis", "criteria", "assessor"]


@_rule("outcomes")
def a_set_of_results_has_one_figure_an_arm(outcomes: list[Row]) -> Iterator[Finding]:
    """Rows that go together in a chart differ in arm or time."""
    yield from _one_each(outcomes, [*_SET, "analysis_set"])


@_rule("comparisons")
def a_set_of_ratios_has_one_figure_a_pair(comparisons: list[Row]) -> Iterator[Finding]:
    """Rows that go together in a chart differ in the arms they compare."""
    pair = ["trial_id", "experimental_arm", "control_arm", "endpoint", "cut", "origin", "analysis"]
    yield from _one_each(comparisons, pair)


def _one_each(rows: list[Row], columns: list[str]) -> Iterator[Finding]:
    seen: set[tuple[str, ...]] = set()
    for i, row in enumerate(rows):
        values = tuple(row[column] for column in columns)
        if values in seen:
            yield (
                i,
                "analysis",
                row["analysis"],
                "what sets this row apart from another of the same arm and cut",
            )
        seen.add(values)
