"""Questions with options: single and multiple choice."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from immunolearn.questions.base import Id, Question, Render, Strict, Text, refuse_repeated

FEWEST_OPTIONS = 2


class Option(Strict):
    """A possible choice, with the reason why it is right or wrong."""

    key: Id
    text: Text
    right: bool = False
    misconception: Id | None = None
    feedback: Text
    fixed: bool = False

    def data(self, render: Render) -> dict[str, Any]:
        """The option as element data."""
        return {
            "key": self.key,
            "text": render(self.text),
            "right": self.right,
            "feedback": render(self.feedback),
            "fixed": self.fixed,
        }


Options = Annotated[list[Option], Field(min_length=FEWEST_OPTIONS, max_length=26)]


def refuse_all_wrong(options: list[Option], *, single: bool) -> None:
    """Raise ValueError unless the keys differ and the number of right options fits."""
    refuse_repeated("options", [option.key for option in options])
    right = sum(option.right for option in options)
    if single and right != 1:
        raise ValueError(f"a single choice has one right option, not {right}")
    if not right:
        raise ValueError("a multiple choice has at least one right option")


class Choice(Question):
    """A question whose answer is chosen from options."""

    options: Options
    shuffle: bool = False

    @property
    def texts(self) -> list[str]:
        """The options' texts."""
        return [option.text for option in self.options]

    def _own(self, render: Render) -> dict[str, Any]:
        return {"options": [option.data(render) for option in self.options], "shuffle": self.shuffle}


class Single(Choice):
    """One of the options is right."""

    kind: Literal["single"]
    rule: Literal["plain", "certainty"] = "plain"

    @model_validator(mode="after")
    def _options_make_sense(self) -> Single:
        refuse_all_wrong(self.options, single=True)
        return self


class Multiple(Choice):
    """Any number of the options is right."""

    kind: Literal["multiple"]
    rule: Literal["partial", "all-or-nothing", "certainty"] = "partial"

    @model_validator(mode="after")
    def _options_make_sense(self) -> Multiple:
        refuse_all_wrong(self.options, single=False)
        return self
