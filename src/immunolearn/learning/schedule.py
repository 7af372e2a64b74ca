"""When to ask again: the answer log, replayed through the FSRS scheduler.

Nothing of a schedule is stored. It is worked out from the answers each time, in order of time and id, so that two
machines that hold the same answers have the same schedule.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from fsrs import Card, Rating, Scheduler

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

RETENTION = 0.9
"""Share of the questions that should still be answered rightly when they come back."""
AT_ONCE = timedelta(seconds=20)
"""A sure and right answer within this time is an easy one."""
PARTLY = 0.5
"""From this score on, an answer that is not right counts as remembered with difficulty."""


class Key(NamedTuple):
    """A question of the course."""

    lesson: str
    item: str


@dataclass(frozen=True)
class Memory:
    """What the log says about one question.

    Parameters
    ----------
    due
        When it should be asked again (UTC).
    last
        When it was asked last (UTC).
    stability
        Days after which the chance to recall it has fallen to nine in ten.
    sure_and_wrong
        The newest answer was wrong, and the learner had been sure.
    """

    due: datetime
    last: datetime
    stability: float
    sure_and_wrong: bool

    def retrievability(self, at: datetime) -> float:
        """Chance that it is still known, from 0 to 1, as FSRS reckons it."""
        card = Card(card_id=1, due=self.due, last_review=self.last, stability=self.stability)
        return float(scheduler().get_card_retrievability(card, at))


def scheduler() -> Scheduler:
    """The scheduler with its published weights: whole days only, no chance in them."""
    return Scheduler(desired_retention=RETENTION, learning_steps=(), relearning_steps=(), enable_fuzzing=False)


def rating(answer: Mapping[str, Any], *, right: bool) -> Rating:
    """What FSRS calls an answer.

    - not right, score below 0.5, or not gradable: *Again*
    - not right, score 0.5 and more: *Hard*
    - right, but with a hint or guessed: *Hard*
    - right, sure, without a hint, within 20 seconds: *Easy*
    - right otherwise: *Good*

    Parameters
    ----------
    answer
        Fields of :class:`~immunolearn.records.Answer`.
    right
        Whether the answer is right, however sure the learner was.
    """
    if not right:
        return Rating.Hard if (answer["score"] or 0) >= PARTLY else Rating.Again
    if answer["hints"] or answer["confidence"] == "guess":
        return Rating.Hard
    quick = _moment(answer["answered_at"]) - _moment(answer["shown_at"]) <= AT_ONCE
    return Rating.Easy if answer["confidence"] == "sure" and quick else Rating.Good


def replay(
    log: Iterable[Mapping[str, Any]], right: Mapping[str, bool], *, exam: date | None = None
) -> dict[Key, Memory]:
    """What is remembered of each question, from the answer log.

    Parameters
    ----------
    log
        Answers in order of (time, id), as :func:`immunolearn.records.answers` gives them. A clock that was set back
        does not turn the order round: within a question time never runs back.
    right
        Whether an answer is right, by the answer's id. Answers that are not in it are passed over.
    exam
        Nothing is scheduled past the end of this day (UTC).
    """
    by = scheduler()
    cards: dict[Key, Card] = {}
    slips: dict[Key, bool] = {}
    for answer in log:
        if answer["id"] not in right:
            continue
        key = Key(answer["lesson"], answer["item"])
        at = _moment(answer["answered_at"])
        card = cards.get(key) or Card(card_id=1, due=at)
        if card.last_review is not None:
            at = max(at, card.last_review)
        is_right = right[answer["id"]]
        cards[key], _ = by.review_card(card, rating(answer, right=is_right), at)
        slips[key] = answer["confidence"] == "sure" and not is_right
    latest = None if exam is None else datetime.combine(exam, time.min, UTC)
    return {key: _memory(card, latest, sure_and_wrong=slips[key]) for key, card in cards.items()}


def _memory(card: Card, latest: datetime | None, *, sure_and_wrong: bool) -> Memory:
    last, stability = card.last_review, card.stability
    if last is None or stability is None:
        raise ValueError("a card that was never reviewed")
    due = card.due if latest is None else max(min(card.due, latest), last)
    return Memory(due=due, last=last, stability=stability, sure_and_wrong=sure_and_wrong)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
