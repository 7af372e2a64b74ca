"""The glossary and its anchors."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import unquote

import nbformat
import pytest
from nbconvert import HTMLExporter

from immunolearn import paths
from immunolearn.errors import UnknownNameError
from immunolearn.evidence import glossary_anchor, glossary_markdown, load_table


def test_a_term_is_found_by_key_name_or_synonym_in_any_case():
    anchor = "antibody-dependent-cellular-cytotoxicity"
    assert glossary_anchor("antibody_dependent_cellular_cytotoxicity") == anchor
    assert glossary_anchor("Antibody-dependent cellular cytotoxicity") == anchor
    assert glossary_anchor("adcc") == anchor


def test_an_anchor_keeps_the_case_of_its_heading():
    assert glossary_anchor("pd-1") == "PD-1"
    assert "### PD-1\n" in glossary_markdown()


def test_an_anchor_is_safe_in_a_markdown_link():
    assert glossary_anchor("adjuvant-treatment") == "adjuvant-%28treatment%29"


def test_an_unknown_term_is_answered_with_the_nearest():
    with pytest.raises(UnknownNameError, match="Did you mean 'epitope'"):
        glossary_anchor("epitop")


def test_an_entry_has_definition_synonyms_and_source():
    entry = glossary_markdown().partition("### abscopal effect\n\n")[2].partition("\n\n### ")[0]
    definition, more = entry.split("\n\n")
    assert definition.startswith("Shrinking of tumours far from the one that was treated")
    assert more.startswith("Also: distant response. See [US National Cancer Institute")


def test_a_published_glossary_has_every_anchor():
    page = HTMLExporter().from_notebook_node(nbformat.read(paths.notebooks() / "glossary.ipynb", as_version=4))[0]
    anchors = {unescape(anchor) for anchor in re.findall(r'<h3 id="([^"]*)"', page)}
    assert {unquote(glossary_anchor(term)) for term in load_table("glossary").index} == anchors
