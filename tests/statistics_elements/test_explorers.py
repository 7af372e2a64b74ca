"""The explorers: what they start from, and what they say where nothing runs."""

from __future__ import annotations

import pytest

import immunolearn as il
from immunolearn.errors import ImmunolearnError
from immunolearn.statistics import StatisticsError

MELANOMA = "hd-il2-melanoma/hd-il2"


def test_an_explorer_starts_from_a_trial_and_names_its_source():
    explorer = il.interval_explorer(arm=MELANOMA)
    assert (explorer.data["events"], explorer.data["n"]) == (43, 270)
    assert "43 of 270 patients responded" in explorer.static
    assert "Atkins et al. 1999" in explorer.static


def test_the_interval_that_the_source_prints_stands_beside_the_computed_ones():
    assert il.interval_explorer(arm=MELANOMA).data["published"] == [0.12, 0.21]
    assert "Published" not in il.interval_explorer().static


@pytest.mark.parametrize(("events", "n"), [(0, 1), (1, 1), (0, 20), (2000, 2000)])
def test_extreme_counts_have_intervals_too(events, n):
    static = il.interval_explorer(events=events, n=n).static
    assert f"{events} of {n} patients responded" in static
    assert "nan" not in static


@pytest.mark.parametrize(("events", "n"), [(21, 20), (-1, 20), (1.5, 20), (0, 0), (1, 2001)])
def test_counts_that_cannot_be_are_refused_by_name(events, n):
    with pytest.raises(StatisticsError, match=r"(events|n) is .*whole number from"):
        il.interval_explorer(events=events, n=n)


def test_an_arm_without_counts_is_refused_with_what_to_do():
    with pytest.raises(StatisticsError, match="give events and n"):
        il.interval_explorer(arm="ca184-024/ipi-dtic", measure="os", at_months=60)


def test_an_unknown_arm_is_answered_with_the_nearest():
    with pytest.raises(ImmunolearnError, match="Did you mean 'hd-il2-melanoma/hd-il2'"):
        il.interval_explorer(arm="hd-il2-melanoma/hd-il-2")
