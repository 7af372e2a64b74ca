"""Questions whose answer is typed: a number, a short text, gaps in a text."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from immunolearn.errors import ContentError
from immunolearn.questions.base import Id, Number, Question, Render, Strict, Text, Value, refuse_repeated
from immunolearn.questions.choice import Options, refuse_all_wrong
from immunolearn.questions.grading import within
from immunolearn.questions.names import accepted, normalise, slips
from immunolearn.questions.numbers import number_at

_GAP = re.compile(r"\[\[([a-z0-9-]+)\]\]")
PERCENT = r"^[0-9]+(\.[0-9]+)? ?%$"

Tolerance = Annotated[Number, Field(ge=0)] | Annotated[str, Field(pattern=PERCENT, max_length=12)]


def tolerance_data(tolerance: float | str) -> dict[str, float]:
    """The tolerance as element data: ``{"absolute": 0.5}`` or ``{"relative": 0.05}``."""
    if isinstance(tolerance, str):
        return {"relative": float(tolerance.rstrip("% ")) / 100}
    return {"absolute": float(tolerance)}


class Unit(Strict):
    """A unit to choose: a number in it, times ``factor``, is in the unit of the answer."""

    key: Id
    text: Text
    factor: Annotated[Number, Field(gt=0)]


class WrongNumber(Strict):
    """A number that people reach by a known mistake."""

    value: Value
    tolerance: Tolerance = 0.0
    misconception: Id | None = None
    feedback: Text


class Numeric(Question):
    """The answer is a number, with a tolerance and perhaps a unit."""

    kind: Literal["numeric"]
    rule: Literal["plain", "certainty"] = "plain"
    answer: Value
    tolerance: Tolerance
    unit: str = ""
    units: list[Unit] = Field(default_factory=list)
    right: Text
    wrong: list[WrongNumber] = Field(default_factory=list)
    otherwise: Text

    @model_validator(mode="after")
    def _units_make_sense(self) -> Numeric:
        if self.unit and self.units:
            raise ValueError("give unit (one) or units (to choose from), not both")
        refuse_repeated("units", [unit.key for unit in self.units])
        if self.units and not any(unit.factor == 1 for unit in self.units):
            raise ValueError("one of the units has factor 1: that of the answer")
        return self

    def _own(self, render: Render) -> dict[str, Any]:
        answer, tolerance = number_at(self.answer), tolerance_data(self.tolerance)
        wrong = [
            {
                "value": number_at(wrong.value),
                "tolerance": tolerance_data(wrong.tolerance),
                "feedback": render(wrong.feedback),
            }
            for wrong in self.wrong
        ]
        for mistake in wrong:
            if within(mistake["value"], answer, tolerance):
                raise ContentError(f"wrong: {mistake['value']:g} is right, by the tolerance.")
        return {
            "answer": answer,
            "tolerance": tolerance,
            "unit": self.unit,
            "units": [unit.model_dump() for unit in self.units],
            "right": render(self.right),
            "wrong": wrong,
            "otherwise": render(self.otherwise),
        }


class WrongText(Strict):
    """An answer that people give by a known mistake."""

    text: Text
    misconception: Id | None = None
    feedback: Text


class Typed(Strict):
    """A short text to be typed: what is right, what is wrong, and why."""

    answer: Text
    accept: list[Text] = Field(default_factory=list)
    right: Text
    wrong: list[WrongText] = Field(default_factory=list)
    otherwise: Text

    @model_validator(mode="after")
    def _wrong_is_wrong(self) -> Typed:
        right = set(accepted([self.answer, *self.accept]))
        if "" in right:
            raise ValueError("an accepted answer has no letter or digit")
        for wrong in self.wrong:
            if normalise(wrong.text) in right:
                raise ValueError(f"wrong: {wrong.text!r} is an accepted answer")
        return self

    def typed_data(self, render: Render) -> dict[str, Any]:
        """What is accepted and said, as element data."""
        accept = accepted([self.answer, *self.accept])
        return {
            "answer": render(self.answer),
            "accept": accept,
            "spelling": slips(accept),
            "right": render(self.right),
            "wrong": [
                {"text": render(wrong.text), "accept": accepted([wrong.text]), "feedback": render(wrong.feedback)}
                for wrong in self.wrong
            ],
            "otherwise": render(self.otherwise),
        }


class ShortText(Typed, Question):
    """The answer is a word or a name."""

    kind: Literal["text"]
    rule: Literal["plain", "certainty"] = "plain"

    def _own(self, render: Render) -> dict[str, Any]:
        return self.typed_data(render)


class ChosenGap(Strict):
    """A gap that is filled from options."""

    key: Id
    options: Options

    @model_validator(mode="after")
    def _options_make_sense(self) -> ChosenGap:
        refuse_all_wrong(self.options, single=True)
        return self

    def data(self, render: Render) -> dict[str, Any]:
        """The gap as element data."""
        return {"key": self.key, "options": [option.data(render) for option in self.options]}


class TypedGap(Typed):
    """A gap that is filled by typing."""

    key: Id

    def data(self, render: Render) -> dict[str, Any]:
        """The gap as element data."""
        return {"key": self.key, **self.typed_data(render)}


def _kind_of_gap(gap: Any) -> str:  # noqa: ANN401 - whatever stands in the file
    chosen = "options" in gap if isinstance(gap, dict) else isinstance(gap, ChosenGap)
    return "chosen" if chosen else "typed"


Gap = Annotated[Annotated[ChosenGap, Tag("chosen")] | Annotated[TypedGap, Tag("typed")], Discriminator(_kind_of_gap)]


class Cloze(Question):
    """A text with gaps, ``[[key]]`` each."""

    kind: Literal["cloze"]
    rule: Literal["parts"] = "parts"
    text: Text
    gaps: Annotated[list[Gap], Field(min_length=1)]

    @model_validator(mode="after")
    def _gaps_stand_in_the_text(self) -> Cloze:
        keys = [gap.key for gap in self.gaps]
        refuse_repeated("gaps", keys)
        if _GAP.findall(self.text) != keys:
            raise ValueError(
                f"the text has the gaps {_GAP.findall(self.text)}, but gaps describes {keys}. "
                "Each stands once as [[key]], in the same order"
            )
        return self

    def _own(self, render: Render) -> dict[str, Any]:
        return {"text": render(self.text), "gaps": [gap.data(render) for gap in self.gaps]}
