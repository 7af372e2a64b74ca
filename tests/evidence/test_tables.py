"""Loading, describing and citing tables."""

from __future__ import annotations

import pandas as pd
import pytest

from immunolearn.errors import ImmunolearnError, UnknownNameError
from immunolearn.evidence import describe, descriptor, load_table, prose, ratios, results, sources, tables


def test_unknown_table_offers_the_nearest_name():
    with pytest.raises(UnknownNameError, match=r"No table named 'outcome'\. Did you mean 'outcomes'"):
        load_table("outcome")


def test_columns_have_the_types_that_the_descriptor_says():
    types = load_table("outcomes").dtypes
    assert types["value"] == "float64"
    assert types["events"] == "Int64"
    assert types["as_of"] == "string"
    assert load_table("trials").dtypes["randomised"] == "boolean"


def test_categories_are_in_the_order_of_the_yaml():
    verification = load_table("outcomes")["verification"].cat
    assert verification.ordered
    assert list(verification.categories) == ["primary", "secondary", "weak", "none"]


def test_rows_that_were_not_read_are_left_out_unless_asked_for():
    everything = load_table("outcomes", include_unverified=True)
    assert len(everything) > len(load_table("outcomes"))
    assert (load_table("outcomes")["verification"] != "none").all()
    assert (everything["verification"] == "none").any()


def test_fields_that_were_not_read_are_blank_unless_asked_for():
    row = load_table("therapies", include_unverified=True).query("recalled_fields.fillna('').str.contains('design')")
    name = row.index[0]
    assert not pd.isna(row.loc[name, "design"])
    assert pd.isna(load_table("therapies").loc[name, "design"])


@pytest.mark.parametrize("name", [name for name in tables().index if "recalled_fields" in describe(name).index])
def test_no_field_named_as_recalled_has_a_value_in_the_verified_table(name):
    frame = load_table(name)
    named = [(row.Index, field) for row in frame.itertuples() for field in str(row.recalled_fields).split(";")]
    named = [(row, field) for row, field in named if field in frame]
    assert named
    assert [place for place in named if not pd.isna(frame.loc[place])] == []


@pytest.mark.parametrize("name", ["claims", "therapies", "timeline"])
def test_no_field_named_as_recalled_can_be_quoted(name):
    frame = load_table(name)
    row = frame[frame["recalled_fields"].notna()].iloc[0]
    with pytest.raises(ImmunolearnError, match="no verified"):
        prose.field(name, row.name, row["recalled_fields"].split(";")[0])


def test_figures_and_ratios_carry_their_verification():
    assert results("orr")["verification"].isin(["primary", "secondary", "weak"]).all()
    assert ratios("os")["verification"].isin(["primary", "secondary", "weak"]).all()


def test_an_address_is_given_only_where_the_text_is_primary():
    for name in tables().index:
        frame = load_table(name, include_unverified=True)
        if "checked_url" in frame:
            assert (frame.loc[frame["checked_url"].notna(), "verification"] == "primary").all()


def test_a_value_that_looks_like_a_missing_one_is_kept(folder, spoil):
    spoil("organs.csv", b"thymus,Thymus,", b"thymus,NA,")
    descriptor.write(folder)
    assert load_table("organs").loc["thymus", "organ"] == "NA"


@pytest.mark.parametrize("include_unverified", [False, True])
def test_a_frame_can_be_changed_without_changing_the_table(include_unverified):
    load_table("trials", include_unverified=include_unverified)["cancer"] = "changed"
    assert "changed" not in set(load_table("trials", include_unverified=include_unverified)["cancer"])


def test_a_frame_knows_its_title_and_units():
    attributes = load_table("pharmacology").attrs
    assert attributes["title"] == "Pharmacology"
    assert attributes["units"]["n"] == "subjects"


def test_tables_can_be_joined_by_their_keys():
    joined = load_table("arms").merge(load_table("trials"), on="trial_id")
    assert len(joined) == len(load_table("arms"))


def test_tables_counts_rows_and_verified_rows():
    listed = tables()
    assert listed.loc["outcomes", "rows"] == len(load_table("outcomes", include_unverified=True))
    assert listed.loc["outcomes", "verified"] == len(load_table("outcomes"))


def test_describe_gives_meaning_unit_and_accepted_values():
    described = describe("arms")
    assert described.loc["n", "unit"] == "patients"
    assert described.loc["role", "values"] == "experimental, control, single"
    assert described.attrs["caveats"]


def test_sources_lists_the_references_of_a_frame_once_each():
    found = sources(results("orr", trials=["mdx010-20", "emilia"][:1]))
    assert list(found.index) == ["hodi2010"]


def test_sources_of_a_frame_without_references_says_what_to_give():
    with pytest.raises(ImmunolearnError, match="no column 'reference'"):
        sources(load_table("arms"))
