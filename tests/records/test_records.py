"""Answers: once each, in order, kept through a killed writer."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys

import pytest
from pydantic import ValidationError

import immunolearn as il
from immunolearn import records
from immunolearn.records import Answer, RecordsError

LONG = bool(os.environ.get("IMMUNOLEARN_LONG"))


def answer(number=0, **changes):
    return Answer.model_validate(
        {
            "version": 1,
            "id": f"id-{number}",
            "lesson": "monoclonal-antibodies",
            "item": "fc",
            "given": ["tail"],
            "score": 1.0,
            "shown_at": "2026-01-31T12:00:00.000Z",
            "answered_at": f"2026-01-31T12:00:{number % 60:02d}.000Z",
        }
        | changes
    )


def test_an_answer_comes_back_as_it_was_given():
    records.save([answer(confidence="sure", hints=2, attempt=3)])
    row = il.answers("monoclonal-antibodies").loc["id-0"]
    assert row["given"] == ["tail"]
    assert row["score"] == 1.0
    assert (row["confidence"], row["hints"], row["tries"]) == ("sure", 2, 3)
    assert row["answered_at"].isoformat() == "2026-01-31T12:00:00+00:00"


def test_a_second_delivery_is_not_a_second_answer():
    records.save([answer(given=["tail"])])
    assert records.save([answer(given=["arms"])]) == ["id-0"]
    frame = il.answers()
    assert len(frame) == 1
    assert frame.loc["id-0", "given"] == ["tail"]


def test_answers_come_oldest_first_whatever_order_they_arrive_in():
    records.save([answer(3), answer(1)])
    records.save([answer(2)])
    assert list(il.answers().index) == ["id-1", "id-2", "id-3"]
    assert records.newest("monoclonal-antibodies")["fc"]["id"] == "id-3"


def test_times_are_compared_as_moments_not_as_text():
    records.save([answer(1, answered_at="2026-01-31T12:00:00+02:00"), answer(2, answered_at="2026-01-31T11:00:00Z")])
    assert list(il.answers().index) == ["id-1", "id-2"]


def test_answers_of_another_lesson_are_left_out():
    records.save([answer(1), answer(2, lesson="cytokines")])
    assert list(il.answers("cytokines").index) == ["id-2"]
    assert len(il.answers()) == 2


def test_no_answers_give_an_empty_frame_with_its_columns():
    frame = il.answers()
    assert frame.empty
    assert {"lesson", "item", "given", "score", "answered_at"} <= set(frame.columns)


def test_a_store_keeps_its_id_and_another_home_has_another(tmp_path, monkeypatch):
    first = records.store_id()
    assert records.store_id() == first
    monkeypatch.setenv("IMMUNOLEARN_HOME", str(tmp_path / "other"))
    assert records.store_id() != first


@pytest.mark.parametrize(
    "change",
    [
        {"id": ""},
        {"score": 1.5},
        {"score": "high"},
        {"given": "tail"},
        {"confidence": "very"},
        {"answered_at": "yesterday"},
        {"answered_at": "2026-01-31T12:00:00"},
        {"version": 2},
        {"attempt": 0},
    ],
)
def test_a_malformed_answer_is_refused(change):
    with pytest.raises(ValidationError):
        answer(**change)


def test_a_home_that_cannot_be_written_is_named_with_what_to_do(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("IMMUNOLEARN_HOME", str(tmp_path / "file"))
    with pytest.raises(RecordsError, match="IMMUNOLEARN_HOME"):
        records.save([answer()])


def test_a_database_of_a_newer_version_is_left_alone():
    records.save([answer()])
    with sqlite3.connect(records.location()) as database:
        database.execute("PRAGMA user_version = 99")
    with pytest.raises(RecordsError, match="newer immunolearn"):
        il.answers()


WRITER = """
import sys
from datetime import UTC, datetime
from immunolearn.records import Answer, save
first, last = int(sys.argv[1]), int(sys.argv[2])
print("ready", flush=True)
for number in range(first, last):
    now = datetime.now(UTC)
    one = Answer(id=f"id-{number:04d}", lesson="l", item="i", given=[], shown_at=now, answered_at=now)
    for identifier in save([one]):
        print(identifier, flush=True)
"""


def write_and_be_killed(first, last, acknowledgements):
    """Ids that a writer acknowledged before SIGKILL ended it, soon after so many acknowledgements."""
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(first), str(last)], stdout=subprocess.PIPE, text=True)
    lines = [writer.stdout.readline() for _ in range(1 + acknowledgements)]
    os.kill(writer.pid, signal.SIGKILL)
    lines += writer.communicate()[0].splitlines(keepends=True)
    return [line.strip() for line in lines if line.startswith("id-") and line.endswith("\n")]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill a process outright")
def test_every_acknowledged_answer_survives_a_killed_writer():
    chance = random.Random(7)  # noqa: S311 - not a secret
    kills, answers = (50, 1000) if LONG else (4, 200)
    acknowledged = []
    for kill in range(1, kills + 1):
        share = (answers - len(acknowledged)) // (kills - kill + 2)
        acknowledged += write_and_be_killed(len(acknowledged), answers, chance.randint(0, share))
    assert len(acknowledged) < answers
    acknowledged += write_and_be_killed(len(acknowledged), answers, answers - len(acknowledged))
    assert len(acknowledged) == answers
    assert set(acknowledged) <= set(il.answers().index)
    with sqlite3.connect(records.location()) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
