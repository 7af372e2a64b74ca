"""Numbers in lesson text come from exactly one row that was read."""

from __future__ import annotations

import pytest

from immunolearn.errors import ImmunolearnError, UnknownNameError
from immunolearn.evidence import cite, prose


def test_a_rate_says_counts_percentage_and_interval():
    text = prose.rate("mdx010-20", "ipi-gp100", measure="grade3plus_trae")
    assert text == "66 of 380 (17 %, 95 % interval 14 to 21 %)"


def test_a_rate_without_counts_gives_the_published_interval():
    assert prose.rate("juliet", "tisa-cel", origin="agency") == "50 % (95 % interval 38 to 62 %)"


def test_a_rate_with_neither_is_a_percentage():
    assert prose.rate("keynote-942", "int-pembro", measure="rfs", at_months=18) == "79 %"


def test_the_parts_of_a_rate_can_be_said_alone():
    figure = {"trial": "mdx010-20", "arm": "ipi-gp100", "measure": "grade3plus_trae"}
    assert prose.count(**figure) == "66 of 380"
    assert prose.percent(**figure, digits=1) == "17.4 %"
    assert prose.interval(**figure) == "95 % interval 14 to 21 %"


def test_a_rate_can_be_said_in_words():
    assert prose.in_ten("sirius", "dara-16") == "three in ten"
    assert prose.in_ten("emilia", "t-dm1") == "four in ten"


def test_a_rate_that_would_read_as_none_is_not_said_in_words():
    with pytest.raises(ImmunolearnError, match=r"would read as 'none in ten'\. Use percent"):
        prose.in_ten("mdx010-20", "gp100")


def test_counts_that_are_not_known_are_not_said():
    with pytest.raises(ImmunolearnError, match="without counts"):
        prose.count("juliet", "tisa-cel", origin="agency")


def test_an_interval_that_is_not_known_is_not_said():
    with pytest.raises(ImmunolearnError, match="without an interval"):
        prose.interval("keynote-942", "int-pembro", measure="rfs", at_months=18)


def test_a_median_is_in_months():
    assert prose.median("emilia", "t-dm1", "pfs") == "9.6 months"


def test_a_ratio_has_its_interval():
    assert prose.ratio("emilia", "pfs") == "0.65 (95 % interval 0.55 to 0.77)"


def test_a_ratio_that_is_not_the_only_one_lists_the_candidates():
    with pytest.raises(ImmunolearnError, match=r"2 rows give os of checkmate-067(.|\n)*'nivo'(.|\n)*'nivo-ipi'"):
        prose.ratio("checkmate-067", "os")
    assert prose.ratio("checkmate-067", "os", experimental_arm="nivo").startswith("0.63")


def test_a_curve_needs_a_month():
    with pytest.raises(ImmunolearnError, match="5 rows give os of optim/t-vec"):
        prose.rate("optim", "t-vec", measure="os")


def test_an_unread_figure_is_not_quoted():
    with pytest.raises(ImmunolearnError, match="has no verified os"):
        prose.ratio("extreme", "os")


def test_a_field_and_its_year_can_be_stated():
    assert prose.field("therapies", "trastuzumab", "first_fda_approval") == "1998-09-25"
    assert prose.year("therapies", "trastuzumab", "first_fda_approval") == "1998"
    assert prose.field("trials", "emilia", "phase") == "3"


def test_a_field_that_was_not_read_is_not_quoted():
    with pytest.raises(ImmunolearnError, match="no verified design for 'aldesleukin'"):
        prose.field("therapies", "aldesleukin", "design")


def test_misspelt_rows_and_fields_are_answered_with_the_nearest():
    with pytest.raises(UnknownNameError, match="Did you mean 'trastuzumab'"):
        prose.field("therapies", "trastuzumb", "brand")
    with pytest.raises(UnknownNameError, match="Did you mean 'brand'"):
        prose.field("therapies", "trastuzumab", "brnd")


def test_a_typed_figure_carries_a_reason_or_the_key_of_a_source():
    assert prose.typed("20 of 40", "invented for this exercise") == "20 of 40"
    assert prose.typed("1909", "verma2012") == "1909"
    with pytest.raises(UnknownNameError, match="Did you mean 'verma2012'"):
        prose.typed("1909", "verma2013")
    with pytest.raises(ImmunolearnError, match="without a reason"):
        prose.typed("1909", " ")


def test_a_citation_in_text_is_a_link():
    assert prose.cite("verma2012") == "[Verma et al. 2012](https://doi.org/10.1056/NEJMoa1209124)"


def test_a_citation_has_plain_text_and_links():
    citation = cite("verma2012")
    assert str(citation).endswith(" N Engl J Med 2012. doi:10.1056/NEJMoa1209124. PubMed 23020162. NCT00829166")
    assert 'href="https://clinicaltrials.gov/study/NCT00829166"' in citation._repr_html_()
    assert "[PubMed 23020162](https://pubmed.ncbi.nlm.nih.gov/23020162/)" in citation._repr_markdown_()


def test_a_source_without_an_address_is_cited_without_a_link():
    assert prose.cite("web-io-timeline") == "Timeline of immuno-oncology (web page)"


def test_a_body_is_cited_with_its_subject():
    assert cite("fda-juliet").label == (
        "US Food and Drug Administration, Figures of JULIET in the review or the label of the product"
    )


def test_an_unknown_key_is_answered_with_the_nearest():
    with pytest.raises(UnknownNameError, match="Did you mean 'verma2012'"):
        cite("verma2013")
