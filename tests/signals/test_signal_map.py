"""The signal map: only signals that were read, every name drawn, every source told."""

from __future__ import annotations

import re
from base64 import b64decode
from xml.etree import ElementTree as ET

import pytest

import immunolearn as il
from immunolearn.errors import ContentError, UnknownNameError
from immunolearn.signals.network import network
from immunolearn.signals.picture import picture


def test_every_signal_that_was_read_is_drawn_and_no_other():
    read = il.load_table("cytokine_edges")[["from_cell", "cytokine_id", "to_cell"]]
    drawn = {(edge.sender, edge.cytokine, edge.listener) for edge in network().edges}
    assert drawn == set(read.itertuples(index=False, name=None))
    every = il.load_table("cytokine_edges", include_unverified=True)
    assert len(drawn) < len(every)


def test_the_effect_and_the_source_of_a_signal_are_those_of_its_row():
    row = (
        il.load_table("cytokine_edges")
        .query("from_cell == 'treg' and cytokine_id == 'tgfb' and to_cell == 'nk'")
        .iloc[0]
    )
    edge = next(edge for edge in network(["tgfb"]).edges if (edge.sender, edge.listener) == ("treg", "nk"))
    assert (edge.drives, edge.does, edge.reference) == (row["effect"] == "+", row["what_it_does"], row["reference"])


def test_a_drug_enters_where_the_table_of_cytokines_says():
    told = il.load_table("cytokines").set_index("cytokine_id")["drug_version_inn"]
    drugs = network().drugs
    assert all(drug.name in told[drug.cytokine] for drug in drugs)
    assert ("aldesleukin", "il2", False) in {(drug.name, drug.cytokine, drug.blocks) for drug in drugs}
    assert ("tocilizumab", "il6", True) in {(drug.name, drug.cytokine, drug.blocks) for drug in drugs}
    assert all(drug.name and "(" not in drug.name for drug in drugs)


def test_the_static_form_is_picture_and_list():
    html = il.signal_map(["il2", "tgfb"])._repr_html_()
    static = html.split('<div class="immuno-static">')[1]
    svg = b64decode(re.search(r"base64,([^\"]+)", static)[1]).decode()
    shown = network(["il2", "tgfb"])
    nodes = {node.get("data-node") for node in ET.fromstring(svg).iter() if node.get("data-node")}  # noqa: S314 - ours
    assert nodes == {f"cell {name}" for name in shown.cells} | {f"cytokine {name}" for name in shown.cytokines}
    rows = static.split("<details>")[1].count("<tr>") - 1
    assert rows == len(shown.edges)
    assert "aldesleukin" in static
    assert shown.edges[0].does in static


def test_what_stands_in_a_table_is_escaped():
    assert "<script" not in picture(network()).lower()


def test_an_unknown_cytokine_is_answered_with_the_nearest_name():
    with pytest.raises(UnknownNameError, match="Did you mean 'il12'"):
        il.signal_map(["il122"])


def test_a_cytokine_without_a_signal_that_was_read_is_refused():
    with pytest.raises(ContentError, match="no signal of 'il7'"):
        il.signal_map(["il7"])
    with pytest.raises(ContentError, match="No cytokine was given"):
        il.signal_map([])
