"""The glossary and its anchors."""

from __future__ import annotations

import pytest

from immunolearn.errors import UnknownNameError
from immunolearn.evidence import glossary_anchor, glossary_markdown


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
