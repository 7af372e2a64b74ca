"""Answers in words, scored again, and taken in from other machines."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import immunolearn as il
from immunolearn import exchange, paths, records
from immunolearn.cli import main
from immunolearn.errors import UnknownNameError
from immunolearn.questions import load_bank
from immunolearn.questions.answered import import_answers, in_words, regrade
from immunolearn.records import Answer, RecordsError

BANK = load_bank(Path(__file__).parent)
LESSON = "monoclonal-antibodies"


def answer(number=0, **changes):
    return {
        "version": 1,
        "id": f"id-{number}",
        "lesson": LESSON,
        "item": "same-patch",
        "given": ["one-clone"],
        "score": 1.0,
        "confidence": "sure",
        "hints": 1,
        "attempt": 2,
        "shown_at": "2026-01-31T12:00:00.000Z",
        "answered_at": f"2026-01-31T12:00:{number % 60:02d}.000Z",
    } | changes


def write(file, answers):
    file.write_text("".join(json.dumps(one) + "\n" for one in answers), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("identifier", "given", "words"),
    [
        ("one", ["nk"], "Natural killer"),
        ("many", ["a", "c"], "A one; C three"),
        ("many", ["a", "gone"], "A one; gone"),
        ("number", ["9.6"], "9.6"),
        ("amount", ["4", "nm"], "4 nM"),
        ("name", ["CD274"], "CD274"),
        ("gaps", ["cell=nk", "part=Fc = tail"], "cell: NK; part: Fc = tail"),
        ("pairs", ["ritux=cd20", "trast="], "rituximab: CD20; trastuzumab: "),
        ("groups", ["nk=innate"], "NK cell: innate"),
        ("regions", ["ab-arm=arm"], "Region A: arm"),
        ("steps", ["grip", "kill"], "It grips, then It kills"),
        ("line", ["12=60", "36=30"], "12: 60; 36: 30"),
        ("one", [], ""),
    ],
)
def test_an_answer_is_said_in_the_words_of_its_question(identifier, given, words):
    assert in_words(next(item for item in BANK.items if item.id == identifier), given) == words


def test_answers_come_with_objective_words_and_tries():
    records.save([Answer.model_validate(answer())])
    row = il.answers(LESSON).iloc[0]
    assert row[["item", "objective", "confidence", "hints", "tries", "score"]].to_list() == [
        *("same-patch", "find-the-target", "sure", 1, 2, 1.0),
    ]
    assert row["answer"] == "All of it is made from the antibody genes of a single clone"


def test_an_answer_is_right_or_not_however_sure_its_author_was():
    given = [["one-clone"], ["one-clone"], ["no-such-option"]]
    rows = [
        answer(n, given=one, confidence=word)
        for n, (one, word) in enumerate(zip(given, ["sure", None, "guess"], strict=True))
    ]
    records.save([*map(Answer.model_validate, rows), Answer.model_validate(answer(3, item="gone"))])
    right = il.answers()["right"]
    assert right.isna().to_list() == [False, False, False, True]
    assert right.dropna().to_list() == [True, True, False]


def test_an_answer_to_a_question_that_is_gone_stays_as_it_was():
    records.save([Answer.model_validate(answer(1, item="gone")), Answer.model_validate(answer(2, lesson="gone"))])
    frame = il.answers()
    assert frame["answer"].to_list() == ["one-clone", "one-clone"]
    assert frame["objective"].isna().all()
    assert frame["score"].to_list() == [1.0, 1.0]


def test_a_quiz_knows_its_answers_and_its_score():
    records.save([Answer.model_validate(answer(1, given=["learns"], score=0.0)), Answer.model_validate(answer(2))])
    quiz = il.quiz(f"{LESSON}/one-key")
    assert quiz.answers["score"].to_list() == [0.0, 1.0]
    assert quiz.score == pytest.approx(1 / len(quiz.group.items))


@pytest.fixture
def lesson(tmp_path, monkeypatch):
    """A course of one lesson whose key can be changed."""
    folder = tmp_path / "lessons" / f"03-{LESSON}"
    shutil.copytree(paths.lesson_folder(LESSON), folder)
    monkeypatch.setattr(paths, "lessons", lambda: tmp_path / "lessons")
    return folder / "quiz.yaml"


def test_a_mended_key_changes_scores_and_keeps_the_old_ones(lesson):
    records.save([Answer.model_validate(answer(1, given=["learns"], score=0.0)), Answer.model_validate(answer(2))])
    assert regrade(LESSON) == (0, 2)
    text = lesson.read_text(encoding="utf-8")
    start = text.index("- key: learns")
    mended = text[start:].replace("      misconception: antibody-is-moulded-by-antigen\n", "      right: true\n", 1)
    mended = mended.replace("      right: true\n      feedback: One clone", "      feedback: One clone", 1)
    lesson.write_text(text[:start] + mended, encoding="utf-8")
    assert CliRunner().invoke(main, ["regrade", f"03-{LESSON}"]).output == f"{LESSON}: 2 of 2 scores changed.\n"
    assert il.answers(LESSON)["score"].to_list() == [1.0, 0.0]
    assert records.newest(LESSON)["same-patch"]["score"] == 0.0
    lesson.write_text(text, encoding="utf-8")
    assert CliRunner().invoke(main, ["regrade"]).output == f"{LESSON}: 2 of 2 scores changed.\n"
    old, mended, again = records.history("id-1")
    assert [entry["score"] for entry in (old, mended, again)] == [0.0, 1.0, 0.0]
    assert old["bank"] is None
    assert len({mended["bank"], again["bank"], None}) == 3
    assert old["scored_at"] <= mended["scored_at"] <= again["scored_at"]


def test_an_unknown_lesson_is_not_regraded():
    with pytest.raises(UnknownNameError, match="Did you mean"):
        regrade("monoclonal-antibody")


@pytest.mark.usefixtures("lesson")
def test_a_database_of_the_first_version_is_read_and_regraded():
    import sqlite3

    records.save([Answer.model_validate(answer(1, score=0.25))])
    with sqlite3.connect(records.location()) as database:
        database.execute("DROP TABLE rescores")
        database.execute("PRAGMA user_version = 1")
    database.close()
    store = records.store_id()
    assert il.answers()["score"].to_list() == [0.25]
    assert regrade(LESSON) == (1, 1)
    assert il.answers()["score"].to_list() == [1.0]
    assert records.store_id() == store


def test_a_file_is_taken_in_once_however_often_it_is_given(tmp_path):
    file = write(tmp_path / "a.jsonl", [answer(n, score=0.5) for n in range(3)])
    first = CliRunner().invoke(main, ["import", str(file)])
    assert (first.exit_code, first.output) == (0, "3 answers taken in; 0 were here already.\n")
    assert CliRunner().invoke(main, ["import", str(file)]).output == "0 answers taken in; 3 were here already.\n"
    assert il.answers()["score"].to_list() == [1.0, 1.0, 1.0], "the score of record, not the page's"


BROKEN = [
    b"not json",
    b"{",
    b"[1]",
    b'"text"',
    b"\xff\xfe",
    b"[" * 100_000,
    b'{"version": 2}',
    b'{"version": 1}',
    b"x" * 1_000_001,
    json.dumps(answer(9, score=7)).encode(),
    json.dumps(answer(9, hints=10**30)).encode(),
    json.dumps(answer(9, answered_at="0001-01-01T00:00:00+05:00")).encode(),
    json.dumps(answer(9, given="text")).encode(),
    json.dumps(answer(9, given=["\ud800"])).encode(),
    json.dumps(answer(9, score=float("nan"))).encode(),
]


def test_malformed_lines_are_told_with_their_numbers_and_the_rest_is_taken(tmp_path):
    lines = [json.dumps(answer(1)).encode(), *BROKEN, b"", json.dumps(answer(2)).encode()]
    file = tmp_path / "mixed.jsonl"
    file.write_bytes(b"\xef\xbb\xbf" + b"\n".join(lines))
    result = CliRunner().invoke(main, ["import", str(file)])
    assert result.exit_code == 1
    assert "2 answers taken in; 0 were here already." in result.output
    assert [f"mixed.jsonl:{n}: " in result.output for n in range(1, len(lines) + 1)] == [
        0 < n < 1 + len(BROKEN) for n in range(len(lines))
    ]
    assert "written by a newer page" in result.output
    assert "Traceback" not in result.output


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(RecordsError, match="cannot be read"):
        exchange.read(tmp_path / "none.jsonl")


@settings(max_examples=12, deadline=None)
@given(st.lists(st.lists(st.integers(0, 9), max_size=8), min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_merging_in_any_order_and_any_number_of_times_gives_the_same(tmp_path_factory, files, chance):
    def merged(order):
        folder = tmp_path_factory.mktemp("home")
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("IMMUNOLEARN_HOME", str(folder))
            for index, numbers in enumerate(order):
                import_answers(write(folder / f"{index}.jsonl", [answer(n) for n in numbers]))
            return records.answers()

    other = [chance.sample(numbers, len(numbers)) for numbers in files]
    chance.shuffle(other)
    assert merged(files) == merged(other) == merged([*other, *files])


def test_random_bytes_never_stop_an_import(tmp_path):
    chance = random.Random(1)  # noqa: S311 - not a secret
    good = json.dumps(answer(1)).encode()
    for n in range(200):
        spoilt = bytearray(good)
        for _ in range(chance.randint(1, 5)):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        file = tmp_path / f"{n}.jsonl"
        file.write_bytes(bytes(spoilt))
        read, faults = exchange.read(file)
        assert read or faults


def test_a_lesson_to_regrade_is_named_with_or_without_its_number_and_an_unknown_one_is_told():
    for name in (LESSON, paths.lesson_folder(LESSON).name):
        assert f"{LESSON}: 0 of 0" in CliRunner().invoke(main, ["regrade", name]).output
    told = CliRunner().invoke(main, ["regrade", "monoclonal-antibodie"])
    assert told.exit_code
    assert f"No lesson named 'monoclonal-antibodie'. Did you mean '{LESSON}'?" in told.output
