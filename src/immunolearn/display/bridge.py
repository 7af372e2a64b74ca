"""The bridge: the one widget model of a notebook, never displayed, that takes answers from the page to Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anywidget
import traitlets
from pydantic import ValidationError

from immunolearn import records
from immunolearn.display.element import VERSION, runtime_source
from immunolearn.errors import ImmunolearnError

if TYPE_CHECKING:
    from collections.abc import Callable

    Grade = Callable[[records.Answer], records.Answer]

MOST_AT_ONCE = 10_000


class Bridge(anywidget.AnyWidget):  # type: ignore[misc] # the library is untyped
    """Takes the answers of one lesson; acknowledges each after it is stored.

    Parameters
    ----------
    lesson
        The lesson's name; the page sends only this lesson's answers.
    grade
        Gives an answer the score of record.
    """

    _esm = runtime_source()
    lesson = traitlets.Unicode().tag(sync=True)
    store = traitlets.Unicode().tag(sync=True)
    answers = traitlets.Dict().tag(sync=True)

    def __init__(self, lesson: str, *, grade: Grade) -> None:
        self._grade = grade
        super().__init__(lesson=lesson, store=records.store_id(), answers=records.newest(lesson))
        self.on_msg(self._receive)

    def _receive(self, _: object, message: Any, __: object) -> None:  # noqa: ANN401 - whatever a page sends
        if not isinstance(message, dict) or message.get("type") != "answers":
            return
        given = message.get("answers")
        if not isinstance(given, list):
            return
        good = []
        for raw in given[:MOST_AT_ONCE]:
            try:
                good.append(self._grade(records.Answer.model_validate(raw)))
            except (ValueError, TypeError, LookupError) as error:
                self._refuse_one(raw, error)
        if good:
            self._keep(good)

    def _keep(self, good: list[records.Answer]) -> None:
        try:
            saved = records.save(good)
            self.answers = records.newest(self.lesson)
        except ImmunolearnError as error:
            self._refuse([answer.id for answer in good], str(error), final=False)
        else:
            self.send({"version": VERSION, "type": "saved", "ids": saved})

    def _refuse_one(self, raw: Any, error: Exception) -> None:  # noqa: ANN401 - whatever a page sends
        """Refuse what will never be stored; an answer of a newer page is stored once this package is newer too."""
        answer = raw if isinstance(raw, dict) else {}
        newer = isinstance(answer.get("version"), int) and answer["version"] > VERSION
        self._refuse([str(answer.get("id", ""))], _reason(error, newer=newer), final=not newer)

    def _refuse(self, ids: list[str], reason: str, *, final: bool) -> None:
        """Say why these are not stored; what is not final is offered again at the next connection."""
        self.send({"version": VERSION, "type": "refused", "ids": ids, "reason": reason, "final": final})


def _reason(error: Exception, *, newer: bool) -> str:
    """Why an answer is not stored, as a sentence for the page."""
    if newer:
        return "this page is newer than Python's immunolearn. Update that: pip install -U immunolearn."
    detail = str(error)
    if isinstance(error, ValidationError):
        detail = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
    return f"Python cannot read this answer ({detail}). It stays in this browser, not sent again. Answer once more."
