"""What a builder says comes from rows, and every row fits the builder's words."""

from __future__ import annotations

import json
import re

import pytest
import yaml

import immunolearn as il
from immunolearn.builders import WORDS
from immunolearn.errors import ContentError, UnknownNameError
from immunolearn.evidence import load_table

WORDS_OF = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
KINDS = [name for name in WORDS_OF if name != "common"]


def island(element):
    """The data that an element carries."""
    return json.loads(re.search(r'<script type="application/json">(.*?)</script>', element._repr_html_())[1])


@pytest.fixture
def rows(monkeypatch):
    """Give a builder rows of our own."""

    def given(table, **cells):
        def load(name):
            frame = load_table(name)
            return frame.head(1).assign(**cells) if name == table else frame

        monkeypatch.setattr("immunolearn.builders.load_table", load)

    return given


@pytest.mark.parametrize("kind", KINDS)
def test_every_choice_has_a_row_and_every_row_is_shown_with_its_source(kind):
    data = island(il.builder(kind))
    static = il.builder(kind).static
    for feature in data["features"]:
        for choice in feature["choices"]:
            assert any(choice in row["when"].get(feature["id"], []) for row in data["effects"]), (feature["id"], choice)
    frame = load_table("designs")
    assert [row["text"] for row in data["effects"]] == frame.loc[frame["builder"] == kind, "effect"].to_list()
    assert all(row["text"].endswith(".") for row in data["effects"])
    assert all(data["sources"][row["source"]]["href"] in static.replace("&amp;", "&") for row in data["effects"])


@pytest.mark.parametrize("kind", KINDS)
def test_no_aspect_has_two_rows_for_the_same_choices_and_the_same_source(kind):
    seen = [(row["aspect"], json.dumps(row["when"]), row["source"]) for row in island(il.builder(kind))["effects"]]
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize("table", ["designs", "design_products"])
def test_every_row_belongs_to_a_builder_that_has_words(table):
    assert set(load_table(table, include_unverified=True)["builder"]) <= set(KINDS)


def test_it_starts_from_the_choices_that_are_given():
    start = island(il.builder("antibody", start={"format": "fab"}))["start"]
    assert start == {"target": "her2", "format": "fab", "fc": "igg1", "payload": "none"}


@pytest.mark.parametrize(
    ("call", "near"),
    [
        (lambda: il.builder("antibdy"), "antibody"),
        (lambda: il.builder("antibody", start={"fromat": "fab"}), "format"),
        (lambda: il.builder("antibody", start={"format": "igm"}), "igg"),
    ],
)
def test_an_unknown_name_offers_the_nearest(call, near):
    with pytest.raises(UnknownNameError, match=f"Did you mean '{near}'"):
        call()


@pytest.mark.parametrize(
    ("table", "cells", "message"),
    [
        ("designs", {"when": "tail=igg1"}, "feature 'tail'"),
        ("designs", {"when": "fc=igg1/igg9"}, "choice 'igg9' of fc"),
        ("designs", {"aspect": "price"}, "aspect 'price'"),
        ("design_products", {"design": "fc=igg1"}, "no choice of target, format, payload"),
    ],
)
def test_a_row_that_the_words_do_not_know_is_refused_by_its_key(rows, table, cells, message):
    rows(table, builder="antibody", **cells)
    with pytest.raises(ContentError, match=f"{table}.csv: {load_table(table).index[0]} has {message}"):
        il.builder("antibody")
