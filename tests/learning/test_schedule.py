"""When a question comes back: the scheduler of the fsrs package, fed from the answer log."""

from datetime import UTC, date, datetime, timedelta

import pytest
from fsrs import Card, Rating, Scheduler
from hypothesis import given
from hypothesis import strategies as st

from immunolearn.learning.schedule import Key, rating, replay

START = datetime(2026, 10, 1, 9, tzinfo=UTC)
KEY = Key("cytokines", "il-2")


def answer(number=0, at=START, *, seconds=30, score=0.0, confidence=None, hints=0, item="il-2"):
    shown = at - timedelta(seconds=seconds)
    return {
        "id": f"id-{number}",
        "lesson": "cytokines",
        "item": item,
        "score": score,
        "confidence": confidence,
        "hints": hints,
        "shown_at": shown.isoformat(),
        "answered_at": at.isoformat(),
    }


@pytest.mark.parametrize(
    ("fields", "right", "expected"),
    [
        ({"score": 0.0}, False, Rating.Again),
        ({"score": 0.49}, False, Rating.Again),
        ({"score": None}, False, Rating.Again),
        ({"score": 0.5}, False, Rating.Hard),
        ({"score": 1.0}, True, Rating.Good),
        ({"score": 1.0, "hints": 1}, True, Rating.Hard),
        ({"score": 1.0, "confidence": "guess"}, True, Rating.Hard),
        ({"score": 1.0, "confidence": "sure", "seconds": 21}, True, Rating.Good),
        ({"score": 1.0, "confidence": "sure", "seconds": 20}, True, Rating.Easy),
        ({"score": 1.0, "confidence": "think", "seconds": 3}, True, Rating.Good),
        ({"score": 0.0, "confidence": "sure", "seconds": 3}, False, Rating.Again),
    ],
)
def test_correctness_hints_confidence_and_time_make_the_rating(fields, right, expected):
    assert rating(answer(**fields), right=right) == expected


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 60)), min_size=1, max_size=12))
def test_due_dates_are_those_of_the_package(history):
    own = Scheduler(desired_retention=0.9, learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    card, at, log, right = Card(card_id=7, due=START), START, [], {}
    for number, (is_right, days) in enumerate(history):
        at += timedelta(days=round(days, 3))
        log.append(answer(number, at))
        right[f"id-{number}"] = is_right
        card, _ = own.review_card(card, Rating.Good if is_right else Rating.Again, at)
    memory = replay(log, right)[KEY]
    assert memory.due == card.due
    assert memory.stability == card.stability
    assert memory.retrievability(at + timedelta(days=30)) == own.get_card_retrievability(card, at + timedelta(days=30))


def test_what_is_known_well_comes_back_later_than_what_was_missed():
    log = [answer(0, item="known"), answer(1, item="missed")]
    found = replay(log, {"id-0": True, "id-1": False})
    assert found[Key("cytokines", "known")].due > found[Key("cytokines", "missed")].due


def test_a_clock_that_was_set_back_does_not_turn_time_round():
    log = [answer(0, START), answer(1, START - timedelta(days=400))]
    assert replay(log, {"id-0": True, "id-1": True})[KEY].last == START


def test_nothing_is_scheduled_past_the_exam():
    log = [answer(number, START + timedelta(days=20 * number)) for number in range(4)]
    right = {one["id"]: True for one in log}
    late = replay(log, right)[KEY].due
    exam = date(2026, 12, 5)
    assert late.date() > exam
    assert replay(log, right, exam=exam)[KEY].due == datetime(2026, 12, 5, tzinfo=UTC)
    assert replay(log, right, exam=date(2036, 1, 1))[KEY].due == late


def test_the_newest_answer_says_whether_one_was_sure_and_wrong():
    wrong, mended = answer(0, confidence="sure"), answer(1, START + timedelta(days=1), confidence="sure")
    assert replay([wrong], {"id-0": False})[KEY].sure_and_wrong
    assert not replay([wrong, mended], {"id-0": False, "id-1": True})[KEY].sure_and_wrong


def test_an_answer_whose_question_is_gone_is_passed_over():
    assert replay([answer(0)], {}) == {}
