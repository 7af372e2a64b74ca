"""The hunt as a lesson calls it: where it starts from, and what it says where nothing runs."""

from __future__ import annotations

import re
from base64 import b64decode
from xml.etree import ElementTree as ET

import pytest

import immunolearn as il
from immunolearn.models import ParameterError
from immunolearn.models.hunt import CONTROLS

TAGS = {"p", "strong", "img", "details", "summary", "table", "thead", "tbody", "tr", "th", "td", "a"}


def test_the_static_form_tells_the_simulated_day_with_its_sources():
    static = il.hunt().static
    assert set(re.findall(r"<(\w+)", static)) <= TAGS
    day = re.search(r"Simulated: after 24 h, (\d+) of 104 cancer cells are dead", static)
    assert f"<td>24</td><td>{day[1]}</td><td>{104 - int(day[1])}</td>" in static
    assert "Halle et al. 2016" in static
    assert "Weigelin et al. 2021" in static


def test_the_caption_tells_what_was_worked_out_from_what_was_set_for_this_run():
    usual = il.hunt().data["caption"]
    assert "The 90 minutes for a hit are worked out" in usual
    assert "A single hit kills." in usual
    own = il.hunt(hits=3, hit_minutes=60).data["caption"]
    assert "Set for this run: 60 minutes for a hit" in own
    assert "Set for this run: 3 hits for a kill. A hit cell recovers 50 minutes" in own
    assert "worked out" not in own


def test_the_picture_is_small_and_shows_every_cell():
    address = re.search(r"base64,([^\"]+)", il.hunt(density=2000, t_cells=20).static)[1]
    assert len(address) < 20_000
    drawn = ET.fromstring(b64decode(address))  # noqa: S314 - ours
    used = [use.get("href") for use in drawn.findall("{http://www.w3.org/2000/svg}use")]
    assert used.count("#t") == 20
    assert len(used) == 20 + 173


def test_hidden_and_exhausted_cells_are_told_where_there_are_any():
    static = il.hunt(hidden=50, tires_after=1).static
    assert "without dots on their membrane: 52" in static
    assert "Exhausted T cells: 3" in static
    assert "without dots" not in il.hunt().static


def test_the_page_gets_each_number_with_unit_range_and_words():
    controls = il.hunt(speed=2.5, seed=9).data["controls"]
    assert [control["id"] for control in controls] == list(CONTROLS)
    assert {c["id"]: c["value"] for c in controls}["speed"] == 2.5
    assert all(control["label"] and control["min"] <= control["value"] <= control["max"] for control in controls)


@pytest.mark.parametrize("choice", [{"hits": 9}, {"speed": float("nan")}, {"hidden": -5}, {"cells": 4}])
def test_a_number_that_cannot_be_is_refused_by_name(choice):
    with pytest.raises(ParameterError, match=next(iter(choice))):
        il.hunt(**choice)
