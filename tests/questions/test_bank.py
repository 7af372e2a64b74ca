"""A bank is read, or refused with file, line and item."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from immunolearn import paths
from immunolearn.errors import ContentError, UnknownNameError
from immunolearn.questions import load_bank, quiz
from immunolearn.questions.bank import json_schema
from immunolearn.questions.yaml_source import read_yaml

GOOD = """groups:
- id: g
  title: Check
  items:
  - id: q
    kind: single
    objective: o
    level: recall
    stem: Why?
    source: s
    options:
    - {key: "yes", text: Y, right: true, feedback: f}
    - {key: "no", text: N, feedback: f}
"""


@pytest.fixture
def load(tmp_path):
    def load_text(text):
        (tmp_path / "quiz.yaml").write_text(text, encoding="utf-8")
        load_bank.__globals__["_load"].cache_clear()
        return load_bank(tmp_path)

    return load_text


def test_a_good_bank_is_read(load):
    assert [item.id for item in load(GOOD).items] == ["q"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("kind: single", "kind: singel", r"quiz.yaml:6: item 'q': kind: no such kind; there are single, .*'singel'"),
        (
            "text: N",
            "txt: N",
            r"quiz.yaml:13: item 'q': txt: no such field here. Did you mean 'text'\? Fields: key, .*",
        ),
        ("text: N, ", "", r"quiz.yaml:13: item 'q': text: this field is needed"),
        ("text: N", "text: 2", r"quiz.yaml:13: item 'q': text: a text is needed; put numbers.*'2'"),
        ('"no"', "no", r"quiz.yaml:13: item 'q': key: a text is needed; .*no in quotes"),
        ('"no"', "No!", r"quiz.yaml:13: item 'q': key: small letters, digits .*'No!'"),
        ("source: s", "source: s\n    hints: look", r"quiz.yaml:11: item 'q': hints: a list is needed"),
        ("right: true", "right: 'true'", r"quiz.yaml:12: item 'q': right: true or false is needed, without quotes"),
        ("level: recall", "level: know", r"quiz.yaml:8: item 'q': level: one of 'recall', 'explain', 'apply'"),
        ("stem: Why?", "stem:", r"quiz.yaml:9: item 'q': stem: a text is needed.*given: nothing"),
        ("stem: Why?", "stem: Why: not?", r"quiz.yaml:9: Not YAML: .*colon in quotes"),
        ("    stem", "\tstem", r"quiz.yaml:9: Not YAML: .*spaces, not with tabs"),
        ('"no"', '"yes"', "two options have the key 'yes'"),
        ("  title: Check", "  title: Check\n  title: Twice", r"quiz.yaml:4: 'title' is given twice"),
        (", right: true", "", "has one right option, not 0"),
        ("  title: Check", "  title: Check\n  colour: red", "colour: no such field here"),
        ("  items:", "  items: [", "Not YAML"),
        ("source: s", "source: *s", "anchors and aliases are not read"),
    ],
)
def test_a_broken_bank_is_refused_with_its_place(load, old, new, message):
    with pytest.raises(ContentError, match=message):
        load(GOOD.replace(old, new))


def test_two_items_with_one_id_are_refused(load):
    with pytest.raises(ContentError, match="Two items have the id 'q'"):
        load(GOOD + GOOD.removeprefix("groups:\n").replace("id: g", "id: h"))


def test_a_twin_may_stand_in_the_lesson_that_opens_the_course(tmp_path):
    first, last = tmp_path / "00-first", tmp_path / "12-last"
    asked = GOOD.replace("id: q", "id: asked-first").replace("  title: Check", "  title: Check\n  kind: before")
    for folder, text in ((first, asked), (last, GOOD.replace("    stem", "    pair: asked-first\n    stem"))):
        folder.mkdir()
        (folder / "quiz.yaml").write_text(text, encoding="utf-8")
    assert load_bank(last).items[0].pair == "asked-first"
    (first / "quiz.yaml").write_text(GOOD, encoding="utf-8")
    load_bank.__globals__["_load"].cache_clear()
    with pytest.raises(ContentError, match="'asked-first' is not an item of a group of kind before, here or in the"):
        load_bank(last)


def test_an_unknown_quiz_offers_the_nearest():
    with pytest.raises(UnknownNameError, match="Did you mean 'one-key'"):
        quiz("monoclonal-antibodies/one-kye")


def test_the_schema_for_editors_is_fresh():
    file = paths.lessons() / "quiz.schema.json"
    assert json.loads(file.read_text(encoding="utf-8")) == json_schema(), "run: immunolearn schema"


@pytest.mark.parametrize("file", [*paths.lessons().glob("*/quiz.yaml"), Path(__file__).parent / "quiz.yaml"], ids=str)
def test_every_bank_fits_the_schema_for_editors(file):
    assert list(Draft202012Validator(json_schema()).iter_errors(read_yaml(file).value)) == []
