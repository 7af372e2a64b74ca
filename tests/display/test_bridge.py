"""The bridge: stores what a page sends, and says what it did with each answer."""

from __future__ import annotations

import pytest

import immunolearn as il
from immunolearn import records
from immunolearn.display.bridge import Bridge

ANSWER = {
    "version": 1,
    "id": "a1",
    "lesson": "monoclonal-antibodies",
    "item": "same-patch",
    "given": ["clone"],
    "score": 0.0,
    "shown_at": "2026-01-31T12:00:00.000Z",
    "answered_at": "2026-01-31T12:00:05.000Z",
}


@pytest.fixture
def talk(monkeypatch):
    """Send answers to a bridge; what it says."""

    def said(*answers, grade=lambda answer: answer):
        bridge = Bridge("monoclonal-antibodies", grade=grade)
        messages = []
        monkeypatch.setattr(bridge, "send", messages.append)
        bridge._receive(None, {"version": 1, "type": "answers", "answers": list(answers)}, None)
        return messages

    return said


def test_an_answer_is_stored_with_the_score_of_record_then_acknowledged(talk):
    messages = talk(ANSWER, grade=lambda answer: answer.model_copy(update={"score": 1.0}))
    assert messages == [{"version": 1, "type": "saved", "ids": ["a1"]}]
    assert list(il.answers()["score"]) == [1.0]


def test_what_python_cannot_read_is_refused_for_good_and_the_rest_is_stored(talk):
    refused, saved = talk(ANSWER | {"id": "bad", "score": 7}, ANSWER)
    assert (refused["type"], refused["ids"], refused["final"]) == ("refused", ["bad"], True)
    assert "score" in refused["reason"]
    assert "Answer once more" in refused["reason"]
    assert saved["ids"] == ["a1"]


def test_an_answer_that_cannot_be_graded_does_not_hold_up_the_others(talk):
    def grade(answer):
        if answer.id == "odd":
            raise KeyError("no such option")
        return answer

    refused, saved = talk(ANSWER | {"id": "odd"}, ANSWER, grade=grade)
    assert (refused["ids"], refused["final"]) == (["odd"], True)
    assert saved["ids"] == ["a1"]


def test_an_answer_of_a_newer_page_may_be_offered_again(talk):
    (refused,) = talk(ANSWER | {"version": 2})
    assert refused["final"] is False
    assert "pip install -U immunolearn" in refused["reason"]


def test_what_could_not_be_written_may_be_offered_again(talk, monkeypatch):
    def full(_):
        raise records.RecordsError("The disk is full.")

    monkeypatch.setattr(records, "save", full)
    (refused,) = talk(ANSWER)
    assert (refused["ids"], refused["reason"], refused["final"]) == (["a1"], "The disk is full.", False)


@pytest.mark.parametrize("message", [None, "answers", {"type": "answers"}, {"type": "other", "answers": []}])
def test_a_message_that_is_not_ours_is_left_alone(message):
    bridge = Bridge("monoclonal-antibodies", grade=lambda answer: answer)
    bridge._receive(None, message, None)
    assert il.answers().empty


@pytest.mark.parametrize("raw", [None, 7, "a1", []])
def test_what_is_no_answer_at_all_is_refused(talk, raw):
    (refused,) = talk(raw)
    assert refused["final"] is True
