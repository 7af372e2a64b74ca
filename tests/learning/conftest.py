from datetime import UTC, datetime, timedelta

import pytest

from immunolearn import records
from immunolearn.questions.answered import bank_of, of_record
from immunolearn.records import Answer

START = datetime(2026, 10, 1, 9, tzinfo=UTC)


def key_of(item, *, right):
    """An answer to a single choice, right or wrong."""
    return [next(option["key"] for option in item.data(str)["options"] if option["right"] is right)]


@pytest.fixture
def answer():
    """Gives an answer as a page would, scored and stored."""

    def give(lesson, item, *, right=True, days=0.0, seconds=30, given=None, **fields):
        bank = bank_of(lesson)
        question = next(one for one in bank.items if one.id == item)
        at = START + timedelta(days=days)
        one = Answer(
            id=f"{lesson}/{item}/{days}/{right}",
            lesson=lesson,
            item=item,
            given=given or key_of(question, right=right),
            shown_at=at - timedelta(seconds=seconds),
            answered_at=at,
            **fields,
        )
        records.save([of_record(bank, one)])
        return one

    return give


@pytest.fixture
def start():
    return START


@pytest.fixture
def singles():
    """Ids of single-choice questions with marks, of a lesson."""

    def find(lesson):
        return [
            item.id
            for group in bank_of(lesson).groups
            if group.kind != "before"
            for item in group.items
            if item.kind == "single"
        ]

    return find
