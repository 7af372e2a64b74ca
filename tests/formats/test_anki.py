"""An Anki deck keeps its ids, its options and its reasons."""

from __future__ import annotations

import json
import sqlite3
from zipfile import ZipFile

import pytest

from immunolearn.formats import anki
from immunolearn.formats.text import html

pytestmark = pytest.mark.filterwarnings("ignore")  # genanki is of 2023


def opened(questions, tmp_path):
    (tmp_path / "deck.apkg").write_bytes(anki.write(questions))
    with ZipFile(tmp_path / "deck.apkg") as package:
        package.extract("collection.anki2", tmp_path)
    database = sqlite3.connect(tmp_path / "collection.anki2")
    try:
        notes = database.execute("select guid, flds, tags from notes").fetchall()
        decks, models = database.execute("select decks, models from col").fetchone()
    finally:
        database.close()
    return (
        [(guid, fields.split("\x1f"), tags.split()) for guid, fields, tags in notes],
        json.loads(decks),
        json.loads(models),
    )


def test_every_question_is_a_card_with_options_and_every_reason(every_kind, tmp_path):
    notes, decks, models = opened(every_kind, tmp_path)
    assert [fields[3] for _, fields, _ in notes] == [one.name for one in every_kind]
    for one, (_, (front, back, *_), tags) in zip(every_kind, notes, strict=True):
        assert html(one.item.stem) in front
        assert tags == ["tiny" if one.lesson == "tiny" else one.lesson, one.item.objective, one.item.level]
        for option in getattr(one.item, "options", []):
            assert html(option.text) in front
            assert html(option.feedback) in back
            assert html(option.feedback) not in front
        for part in [*getattr(one.item, "parts", []), *getattr(one.item, "steps", [])]:
            assert html(part.feedback) in back
        for hint in one.item.hints:
            assert html(hint) in front
    assert {deck["name"] for deck in decks.values()} >= {"immunolearn::tiny::Before", "immunolearn::tiny::Every <kind>"}
    assert any(model["name"] == "immunolearn" for model in models.values())


def test_ids_stay_when_texts_change(every_kind, questions_with, tmp_path):
    notes, decks, models = opened(every_kind, tmp_path)
    changed, changed_decks, changed_models = opened(questions_with("another text"), tmp_path)
    assert [guid for guid, *_ in notes] == [guid for guid, *_ in changed]
    assert decks.keys() == changed_decks.keys()
    assert models.keys() == changed_models.keys()
    assert len({guid for guid, *_ in notes}) == len(notes)
