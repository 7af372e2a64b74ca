"""Names are compared exactly: every spelling of a registered name is accepted, and no other name."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from immunolearn import paths
from immunolearn.questions import read_item
from immunolearn.questions.grading import grade
from immunolearn.questions.names import accepted, normalise, one_slip, slips, synonyms

VECTORS = json.loads((Path(__file__).parents[1] / "vectors/names.json").read_text(encoding="utf-8"))
ROWS = list(csv.DictReader((paths.data() / "synonyms.csv").read_text(encoding="utf-8").splitlines()))
GREEK = {"alpha": "α", "beta": "β", "gamma": "γ"}


def question(answer):
    return read_item(
        {"id": "q", "kind": "text", "objective": "o", "level": "recall", "stem": "?", "source": "s"}
        | {"answer": answer, "right": "r", "otherwise": "o"}
    )


@pytest.mark.parametrize(("typed", "form"), VECTORS["normal"])
def test_the_normal_form_is_as_the_shared_vectors_say(typed, form):
    assert normalise(typed) == form


@pytest.mark.parametrize(("word", "typed", "slip"), VECTORS["slips"])
def test_a_slip_is_told_from_another_word(word, typed, slip):
    assert one_slip(word, typed) is slip


@pytest.mark.parametrize("vector", VECTORS["told"], ids=lambda vector: vector["typed"])
def test_a_slip_is_told_in_ordinary_words_only(vector):
    assert any(one_slip(form, normalise(vector["typed"])) for form in vector["spelling"]) is vector["told"]


@pytest.mark.parametrize("vector", VECTORS["answers"], ids=lambda vector: vector["answer"])
def test_each_answer_accepts_its_spellings_and_none_of_the_names_it_is_taken_for(vector):
    item = question(vector["answer"])
    assert accepted([vector["answer"]]) == vector["accept"]
    assert slips(vector["accept"]) == vector["spelling"]
    assert [typed for typed in vector["right"] if grade(item, [typed]) != 1] == []
    assert [typed for typed in vector["wrong"] if grade(item, [typed]) != 0] == []


def test_there_are_two_hundred_confusable_pairs_and_more():
    assert sum(len(vector["wrong"]) for vector in VECTORS["answers"]) >= 200


def test_no_registered_name_is_accepted_for_another():
    wrong = [
        (row["name"], other["name"])
        for row in ROWS
        for accept in [set(accepted([row["name"]]))]
        for other in ROWS
        if (normalise(other["name"]) in accept) != (row["canonical"] == other["canonical"])
    ]
    assert wrong == []


def spellings(name):
    """The name in other cases, hyphens, Greek letters and spaces; marks between two digits stay."""
    yield from (
        name,
        name.upper(),
        name.lower(),
        name.title(),
        f"  {name} ",
        name.replace("-", "\u2011"),
        name.replace("-", "–"),
    )
    yield from (name.replace("-", " "), name.replace(" ", "-"), name.replace(" ", "\u00a0"), "".join(name.split(" ")))
    for word, letter in GREEK.items():
        yield name.replace(letter, word)
        yield name.replace(f" {word}", f"-{letter}")
    letters = list(name)
    yield "".join(
        character
        for index, character in enumerate(letters)
        if character != "-" or (letters[index - 1].isdigit() and letters[index + 1].isdigit())
    )


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_every_registered_name_is_accepted_in_every_spelling(row):
    accept = accepted([row["canonical"]])
    assert [typed for typed in spellings(row["name"]) if normalise(typed) not in accept] == []


def test_each_name_belongs_to_a_group_with_one_canonical_name():
    canonical = {row["canonical"] for row in ROWS}
    assert canonical <= {row["name"] for row in ROWS}
    assert len({normalise(row["name"]) for row in ROWS}) == len(ROWS)
    assert len(ROWS) >= 150


def test_all_names_of_a_thing_have_one_entry_of_one_authority_to_look_them_up_in():
    places = {row["canonical"]: (row["kind"], row["authority"], row["entry"]) for row in ROWS}
    assert [
        row["name"] for row in ROWS if places[row["canonical"]] != (row["kind"], row["authority"], row["entry"])
    ] == []
    assert {row["authority"] for row in ROWS if not row["entry"]} == {"common usage"}
    assert [row["name"] for row in ROWS if row["authority"] == "common usage" and row["kind"] != "other"] == []


def test_no_slip_is_ever_told_next_to_a_registered_name():
    assert slips(sorted(synonyms())) == []
    assert slips(["perforine", "memory", "il2word", "clone"]) == ["memory"]


@given(st.text(max_size=40))
def test_the_normal_form_is_its_own_normal_form(text):
    form = normalise(text)
    assert normalise(form) == form
    assert not any(character.isspace() for character in form)
