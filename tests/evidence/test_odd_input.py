"""Whatever a reader passes by mistake is answered in words."""

from __future__ import annotations

import pandas as pd
import pytest

import immunolearn as il
from immunolearn.errors import ImmunolearnError, UnknownNameError
from immunolearn.evidence import agency_and_paper, glossary_anchor

ODD = [None, 3, 1.5, ["trials"], {}, pd.NA]


@pytest.mark.parametrize("odd", ODD, ids=repr)
@pytest.mark.parametrize(
    "ask",
    [
        il.load_table,
        il.describe,
        il.cite,
        il.explore,
        il.results,
        il.ratios,
        glossary_anchor,
        lambda odd: il.results("orr", trials=[odd]),
        lambda odd: il.results("orr", origin=odd),
        lambda odd: agency_and_paper(odd, "orr"),
        lambda odd: il.explore("therapies", therapy_class=[odd]),
    ],
)
def test_what_is_no_name_is_refused_as_an_unknown_name(ask, odd):
    with pytest.raises(UnknownNameError, match="named"):
        ask(odd)


def test_a_name_in_capitals_finds_the_name():
    with pytest.raises(UnknownNameError, match=r"No endpoint named 'OS'\. Did you mean 'os'\?"):
        il.ratios("OS")
    with pytest.raises(UnknownNameError, match=r"Did you mean 'orr'\?"):
        il.results("ORR")


@pytest.mark.parametrize("odd", [None, "outcomes", [1], pd.Series(["verma2012"], name="reference")])
def test_sources_of_what_is_no_frame_says_what_to_give(odd):
    with pytest.raises(ImmunolearnError, match=r"not (NoneType|str|list|Series)\. Give a DataFrame"):
        il.sources(odd)


def test_sources_of_an_unknown_reference_offers_the_nearest():
    with pytest.raises(UnknownNameError, match=r"No reference named 'verma2011'\. Did you mean 'verma2012'"):
        il.sources(pd.DataFrame({"reference": ["verma2011"]}))


def test_sources_of_no_rows_are_none():
    assert il.sources(il.load_table("outcomes").iloc[:0]).empty


def test_a_condition_that_no_row_can_meet_is_refused():
    with pytest.raises(UnknownNameError, match=r"No origin named 'paper'\. Known: agency, report"):
        il.results("orr", origin="paper")
    with pytest.raises(ImmunolearnError, match=r"at_months='60' was given; give one number"):
        il.results("os", at_months="60")
    with pytest.raises(ImmunolearnError, match=r"at_months=\[12, 24\] was given; give one number"):
        il.results("os", at_months=[12, 24])


def test_nothing_asked_for_gives_no_rows_with_the_usual_columns():
    assert il.results("orr", trials=[]).columns.equals(il.results("orr").columns)
    assert il.results("orr", trials=[]).empty
