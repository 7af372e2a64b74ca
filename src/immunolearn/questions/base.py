"""What every kind of question shares."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable
from difflib import get_close_matches
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

ID, REFERENCE = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", r"^\{\{.+\}\}$"
Id = Annotated[str, Field(pattern=ID, max_length=60)]
Text = Annotated[str, Field(min_length=1, max_length=5_000)]
Number = Annotated[float, Field(allow_inf_nan=False, ge=-1e15, le=1e15)]
Reference = Annotated[str, Field(pattern=REFERENCE, max_length=500)]
Value: TypeAlias = Number | Reference
"""A number, or a reference that says one."""

Render: TypeAlias = Callable[[str], Any]
"""What becomes of an author's text: its nodes in element data; grading needs no more than the text itself."""


UNKNOWN = "unknown_field"
"""Type of the error about a field that there is not."""


class Strict(BaseModel):
    """A part of a bank: unknown fields are refused, and nothing is converted."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    @model_validator(mode="before")
    @classmethod
    def _knows_its_fields(cls, given: Any) -> Any:  # noqa: ANN401 - whatever stands in the file
        names = [field.alias or name for name, field in cls.model_fields.items()]
        for name in given if isinstance(given, dict) else ():
            if name not in names:
                near = get_close_matches(name, names, n=1)
                guess = f"Did you mean {near[0]!r}? " if near else ""
                raise PydanticCustomError(
                    UNKNOWN,
                    "no such field here. {guess}Fields: {names}",
                    {"name": name, "guess": guess, "names": ", ".join(names)},
                )
        return given


class Table(Strict):
    """A small table beside a stem."""

    head: Annotated[list[Text], Field(min_length=1)]
    rows: Annotated[list[list[Text]], Field(min_length=1)]

    @model_validator(mode="after")
    def _rows_are_full(self) -> Table:
        for row in self.rows:
            if len(row) != len(self.head):
                raise ValueError(f"a row has {len(row)} cells, the head has {len(self.head)}")
        return self


class ShownPicture(Strict):
    """A picture of the lesson's folder beside a stem."""

    picture: Text


class ShownChart(Strict):
    """A chart of the lesson's ``charts.yaml`` beside a stem, as a picture."""

    chart: Id


class ShownTable(Strict):
    """A table beside a stem."""

    table: Table


def _kind_of_shown(shown: Any) -> str | None:  # noqa: ANN401 - whatever stands in the file
    names = shown if isinstance(shown, dict) else type(shown).model_fields if isinstance(shown, Strict) else ()
    return next((kind for kind in SHOWN if kind in names), None)


SHOWN = ("picture", "table", "chart")
Shown = Annotated[
    Annotated[ShownPicture, Tag("picture")] | Annotated[ShownTable, Tag("table")] | Annotated[ShownChart, Tag("chart")],
    Discriminator(
        _kind_of_shown,
        custom_error_type="shown",
        custom_error_message="a picture, a table or a chart: one of picture: NAME, table: {head, rows}, chart: NAME",
    ),
]
"""What may stand with a stem."""


class Question(Strict, ABC):
    """One question of any kind."""

    id: Id
    objective: Id
    level: Literal["recall", "explain", "apply", "analyse"]
    stem: Text
    source: Text
    show: list[Shown] = Field(default_factory=list)
    hints: list[Text] = Field(default_factory=list)
    confidence: bool = False
    rule: str = ""
    pair: Id | None = None
    exam: bool = True
    """False where it needs its lesson beside it, or asks what a twin asks: the final exam leaves it out."""

    @model_validator(mode="after")
    def _certainty_is_asked(self) -> Question:
        if self.rule == "certainty" and not self.confidence:
            raise ValueError("the rule 'certainty' needs confidence: true")
        return self

    def data(self, render: Render) -> dict[str, Any]:
        """The question as element data.

        Parameters
        ----------
        render
            Called for every text.

        Raises
        ------
        ContentError
            If a reference to a number is broken.
        """
        return {
            "id": self.id,
            "kind": self.kind,  # type: ignore[attr-defined]
            "objective": self.objective,
            "level": self.level,
            "stem": render(self.stem),
            "source": render(self.source),
            "hints": [render(hint) for hint in self.hints],
            "confidence": self.confidence,
            "rule": self.rule,
            "pair": self.pair,
            **self._own(render),
        }

    @abstractmethod
    def _own(self, render: Render) -> dict[str, Any]:
        """What this kind adds to the element data."""


def repeated(names: list[str]) -> str | None:
    """The first name that stands twice in a list."""
    return next((name for name, count in Counter(names).items() if count > 1), None)


def refuse_repeated(what: str, names: list[str]) -> None:
    """Raise ValueError if two things have one key."""
    twice = repeated(names)
    if twice:
        raise ValueError(f"two {what} have the key {twice!r}")
