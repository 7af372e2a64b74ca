"""The tables of the course are what their descriptor and their YAML say."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pandas as pd
import pytest
from frictionless import Package

from immunolearn import paths
from immunolearn.evidence import descriptor, glossary_anchor, glossary_markdown, load_table, tables
from immunolearn.evidence.schema import read_schemas
from immunolearn.evidence.validate import validate

DATA = paths.data()
SCHEMAS = read_schemas(DATA)
MIRRORS = re.compile(r"togows|scribd|medluna|qxmd|\.stg\.|staging|ashpublications\.(?:net|com)|//\d+\.\d+\.\d+\.\d+")


def test_the_tables_are_as_their_yaml_says():
    assert validate(DATA) == []


def test_the_descriptor_and_the_readme_are_up_to_date():
    assert descriptor.stale(DATA) == []


def test_frictionless_finds_the_package_valid():
    report = Package(str(DATA / "datapackage.json")).validate()
    errors = [error.message for task in report.tasks for error in task.errors]
    assert report.valid, errors[:5]


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_table_and_field_is_described_in_a_sentence(name):
    schema = SCHEMAS[name]
    sentences = [schema.row, schema.sources, *schema.caveats, *(field.meaning for field in schema.fields.values())]
    sentences += [text for field in schema.fields.values() for text in (field.categories or {}).values()]
    assert [text for text in sentences if not text.endswith(".")] == []


def test_every_file_belongs_to_a_table():
    expected = {f"{name}.{end}" for name in SCHEMAS for end in ("csv", "yaml")}
    assert {file.name for file in DATA.iterdir()} == expected | {
        "fields.yaml",
        "datapackage.json",
        "README.md",
    }


def test_every_table_is_listed_with_its_rows():
    assert tables()["rows"].to_dict() == {
        name: len((DATA / f"{name}.csv").read_text(encoding="utf-8").splitlines()) - 1 for name in sorted(SCHEMAS)
    }


@pytest.mark.parametrize("name", [name for name, schema in SCHEMAS.items() if "verification" in schema.fields])
def test_every_verified_row_leads_to_a_source(name):
    frame = load_table(name)
    key = frame["reference"] if "reference" in frame else frame["trial_id"].map(load_table("trials")["reference"])
    assert key.isin(load_table("references").index).all()


def test_no_address_of_a_mirror_is_published():
    for name, schema in SCHEMAS.items():
        for column in {"checked_url", "url"} & set(schema.fields):
            addresses = load_table(name, include_unverified=True)[column].dropna()
            assert addresses[addresses.str.contains(MIRRORS)].to_list() == []


def test_sources_in_words_name_no_mirror():
    for name, schema in SCHEMAS.items():
        if "source" in schema.fields:
            said = load_table(name, include_unverified=True)["source"].dropna()
            assert said[said.str.contains(r"infinitelexicon|scribd|slideplayer|hedayat|coek|5y1", case=False)].empty


def test_addresses_stand_in_address_fields_only():
    for name, schema in SCHEMAS.items():
        frame = load_table(name, include_unverified=True)
        for column in set(schema.fields) - {"checked_url", "url"}:
            assert not frame[column].astype("string").str.contains("https?://").any(), (name, column)


def test_an_address_leads_to_a_text_and_not_to_a_search_page():
    for name, schema in SCHEMAS.items():
        if "checked_url" in schema.fields:
            addresses = load_table(name, include_unverified=True)["checked_url"].dropna()
            assert (
                addresses[
                    addresses.str.fullmatch(r"https?://(pubmed|pmc|www\.ncbi|clinicaltrials|doi)[^/]*/?(\?.*)?")
                ].to_list()
                == []
            )


@pytest.mark.parametrize(("table", "column"), [("therapies", "first_fda_approval"), ("timeline", "date")])
def test_full_dates_are_days_of_the_calendar(table, column):
    dates = load_table(table, include_unverified=True)[column].dropna()
    full = dates[dates.str.fullmatch(r"\d{4}-\d\d-\d\d")]
    assert len(full)
    assert pd.to_datetime(full, format="%Y-%m-%d", errors="coerce").notna().all()


def test_a_dated_event_has_the_year_of_its_date():
    timeline = load_table("timeline", include_unverified=True)
    assert [row.event_id for row in timeline.itertuples() if str(row.year) not in row.date] == []


def test_the_descriptor_counts_the_verified_rows():
    resources = {
        resource.name.replace("-", "_"): resource for resource in Package(str(DATA / "datapackage.json")).resources
    }
    for name, schema in SCHEMAS.items():
        if "verification" in schema.fields:
            assert resources[name].custom["rowsVerified"] == len(load_table(name))


def test_tables_of_names_terms_and_sources_are_not_said_to_be_read():
    bare = {name for name, schema in SCHEMAS.items() if "verification" not in schema.fields}
    assert bare == {"glossary", "measures", "references", "synonyms"}
    listed = tables()["verified"]
    assert set(listed.index[listed.isna()]) == bare
    rows = len(load_table("references"))
    assert f"| [references.csv](references.csv) | {rows} | - | - |" in (DATA / "README.md").read_text(encoding="utf-8")


def test_the_readme_says_how_to_load_a_table_and_gives_bytes_hash_and_limits():
    text = (DATA / "README.md").read_text(encoding="utf-8")
    content = (DATA / "organs.csv").read_bytes()
    assert 'il.load_table("outcomes")' in text
    assert f"12 rows, {len(content)} bytes, SHA-256 `{hashlib.sha256(content).hexdigest()}`." in text
    assert "| organ | string |  | Name of the organ. Accepted: never blank. |" in text
    assert "Accepted: at least 50, at most 100." in text


def test_addresses_carry_no_traces_of_a_visit():
    trace = r"redirectedFrom|cookies_not_supported|utm_|[?&]ref=|:443|/email/correspondent"
    for name, schema in SCHEMAS.items():
        for column in {"checked_url", "url"} & set(schema.fields):
            addresses = load_table(name, include_unverified=True)[column].dropna()
            assert addresses[addresses.str.contains(trace)].to_list() == []


def test_the_descriptor_names_sources_and_licence_of_every_table():
    for resource in Package(str(DATA / "datapackage.json")).resources:
        assert resource.sources[0]["title"].endswith(".")
        assert resource.licenses[0]["name"] == "CC-BY-4.0"


@pytest.mark.parametrize("column", ["doi", "pmid"])
def test_every_paper_stands_once(column):
    numbers = load_table("references")[column].dropna().str.lower()
    assert numbers[numbers.duplicated()].to_list() == []


def test_every_reference_is_used_by_a_table_or_a_lesson():
    lessons = "\n".join(
        (folder / name).read_text(encoding="utf-8")
        for folder in paths.lesson_folders().values()
        for name in ("lesson.md", "quiz.yaml")
    )
    used = set(re.findall(r'(?:cite\(|typed\("[^"]*", )"([a-z0-9-]+)"', lessons)) | {
        key
        for name, schema in SCHEMAS.items()
        if name != "references" and "reference" in schema.fields
        for key in load_table(name, include_unverified=True)["reference"].dropna()
    }
    assert set(load_table("references").index) - used == set()


def test_every_reference_says_what_it_is():
    references = load_table("references")
    assert (references["title"].notna() | references["subject"].notna() | references["authors"].notna()).all()
    articles = references[references["kind"] == "article"]
    assert articles[articles["journal"].isna() & articles["subject"].isna() & articles["title"].isna()].empty


def test_definitions_have_at_most_forty_words():
    assert load_table("glossary")["definition"].str.split().str.len().max() <= 40


def test_every_term_has_a_heading_and_an_anchor():
    text = glossary_markdown()
    terms = load_table("glossary")
    assert text.count("\n### ") + 1 == len(terms)
    assert len({glossary_anchor(term) for term in terms.index}) == len(terms)


def test_no_path_of_a_machine_is_in_the_data():
    assert [f for f in DATA.iterdir() if re.search(r"/(work|tmp|home)/", Path(f).read_text(encoding="utf-8"))] == []
