"""Questions whose parts are put in place: match, sort into groups, label a picture, order."""

from __future__ import annotations

from hashlib import sha256
from itertools import count
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from immunolearn.questions.base import Id, Question, Render, Strict, Text, refuse_repeated
from immunolearn.questions.grading import neighbours

MOST_AT_START = 0.5
"""Score that the order shown first may earn at most."""


def mixed(keys: list[str], seed: str) -> list[str]:
    """The keys in an order that depends on the seed alone."""
    return sorted(keys, key=lambda key: sha256(f"{seed}/{key}".encode()).digest())


class Named(Strict):
    """A choice or a group, by its name."""

    key: Id
    text: Text


class Part(Strict):
    """A thing that belongs to a choice or a group."""

    key: Id
    text: Text
    belongs: Id = Field(alias="is")
    feedback: Text


class Region(Strict):
    """A region of a picture: the id of an element of the SVG."""

    key: Id
    belongs: Id = Field(alias="is")
    feedback: Text


class Step(Strict):
    """A step of a sequence."""

    key: Id
    text: Text
    feedback: Text


class _Placed(Question):
    """Parts that each belong to one of the choices."""

    rule: Literal["parts"] = "parts"
    choices: Annotated[list[Named], Field(min_length=2)]
    parts: Annotated[list[Part] | list[Region], Field(min_length=2)]

    def _refuse_nonsense(self, *, once: bool) -> None:
        choices = [choice.key for choice in self.choices]
        refuse_repeated("choices", choices)
        refuse_repeated("parts", [part.key for part in self.parts])
        for part in self.parts:
            if part.belongs not in choices:
                raise ValueError(f"part {part.key!r} is {part.belongs!r}, which is none of the choices {choices}")
        if once and len({part.belongs for part in self.parts}) < len(self.parts):
            raise ValueError("two parts have the same choice; each choice is used at most once")

    def _mixed_choices(self, render: Render) -> list[dict[str, Any]]:
        """The choices in an order that does not give the answer away."""
        by_key = {choice.key: choice for choice in self.choices}
        authored = [part.belongs for part in self.parts]
        orders = (mixed(list(by_key), f"{self.id}/{attempt}") for attempt in count())
        order = next(order for order in orders if order[: len(authored)] != authored)
        return [{"key": key, "text": render(by_key[key].text)} for key in order]


class Match(_Placed):
    """Each part has a choice of its own; choices may be left over."""

    kind: Literal["match"]
    parts: Annotated[list[Part], Field(min_length=2)]

    @model_validator(mode="after")
    def _parts_make_sense(self) -> Match:
        self._refuse_nonsense(once=True)
        return self

    def _own(self, render: Render) -> dict[str, Any]:
        return {"choices": self._mixed_choices(render), "parts": [_part(part, render) for part in self.parts]}


class Sort(_Placed):
    """Each part belongs to a group; a group may have any number of them."""

    kind: Literal["sort"]
    parts: Annotated[list[Part], Field(min_length=2)]

    @model_validator(mode="after")
    def _parts_make_sense(self) -> Sort:
        self._refuse_nonsense(once=False)
        return self

    def _own(self, render: Render) -> dict[str, Any]:
        by_key = {part.key: part for part in self.parts}
        return {
            "choices": [{"key": choice.key, "text": render(choice.text)} for choice in self.choices],
            "parts": [_part(by_key[key], render) for key in mixed(list(by_key), self.id)],
        }


class Label(_Placed):
    """Each region of a picture has a name; names may be left over."""

    kind: Literal["label"]
    picture: Text
    alt: Text
    parts: Annotated[list[Region], Field(min_length=2, max_length=26)]

    @model_validator(mode="after")
    def _parts_make_sense(self) -> Label:
        self._refuse_nonsense(once=True)
        return self

    def _own(self, render: Render) -> dict[str, Any]:
        return {
            "choices": self._mixed_choices(render),
            "parts": [
                {
                    "key": region.key,
                    "text": [f"Region {chr(ord('A') + index)}"],
                    "is": region.belongs,
                    "feedback": render(region.feedback),
                }
                for index, region in enumerate(self.parts)
            ],
        }


class Order(Question):
    """Steps to be put in order; they are written in the right one."""

    kind: Literal["order"]
    rule: Literal["neighbours"] = "neighbours"
    steps: Annotated[list[Step], Field(min_length=2)]

    @model_validator(mode="after")
    def _steps_make_sense(self) -> Order:
        refuse_repeated("steps", [step.key for step in self.steps])
        return self

    @property
    def start(self) -> list[str]:
        """The order shown first: always the same one, and never close to the right one."""
        right = [step.key for step in self.steps]
        orders = (mixed(right, f"{self.id}/{attempt}") for attempt in count())
        return next(order for order in orders if neighbours(right, order) <= MOST_AT_START)

    def _own(self, render: Render) -> dict[str, Any]:
        return {
            "steps": [
                {"key": step.key, "text": render(step.text), "feedback": render(step.feedback)} for step in self.steps
            ],
            "start": self.start,
        }


def _part(part: Part, render: Render) -> dict[str, Any]:
    return {"key": part.key, "text": render(part.text), "is": part.belongs, "feedback": render(part.feedback)}
