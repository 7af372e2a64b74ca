"""The bank of questions that stands in a lesson's ``quiz.yaml``."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from immunolearn.questions.yaml_source import Source, read_yaml

if TYPE_CHECKING:
    from pathlib import Path

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
Text = Annotated[str, Field(min_length=1)]

FEWEST_OPTIONS = 2


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Option(_Strict):
    """A possible choice, with the reason why it is right or wrong."""

    key: Id
    text: Text
    right: bool = False
    misconception: Id | None = None
    feedback: Text


class Item(_Strict):
    """One question."""

    id: Id
    kind: Literal["single", "multiple"]
    objective: Id
    level: Literal["recall", "explain", "apply", "analyse"]
    stem: Text
    options: list[Option] = Field(min_length=FEWEST_OPTIONS)
    hints: list[Text] = []
    confidence: bool = False
    source: Text

    @model_validator(mode="after")
    def _options_make_sense(self) -> Item:
        twice = _repeated([option.key for option in self.options])
        if twice:
            raise ValueError(f"two options have the key {twice!r}")
        right = sum(option.right for option in self.options)
        if self.kind == "single" and right != 1:
            raise ValueError(f"a single choice has one right option, not {right}")
        if not right:
            raise ValueError("a multiple choice has at least one right option")
        return self


class Group(_Strict):
    """Items that stand together in one place of a lesson."""

    id: Id
    title: Text
    kind: Literal["before", "checkpoint", "predict", "exit"] = "checkpoint"
    items: list[Item] = Field(min_length=1)


class Bank(_Strict):
    """All questions of a lesson."""

    groups: list[Group] = Field(min_length=1)

    @property
    def items(self) -> list[Item]:
        """Every item, in order."""
        return [item for group in self.groups for item in group.items]


def load_bank(folder: Path) -> Bank:
    """The bank of a lesson's folder.

    Parameters
    ----------
    folder
        Folder with a ``quiz.yaml``.

    Raises
    ------
    ContentError
        With file, line, item and what is accepted.
    """
    file = folder / "quiz.yaml"
    return _load(file, file.stat().st_mtime_ns)


@cache
def _load(file: Path, _changed: int) -> Bank:
    source = read_yaml(file)
    try:
        bank = Bank.model_validate(source.value)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = first["loc"]
        given = "" if isinstance(first["input"], dict | list) else f" (given: {first['input']!r})"
        raise source.error(f"{_item_at(source, place)}{_where(place)}{_reason(first['msg'])}{given}.", place) from error
    _refuse_repeated(source, bank)
    return bank


def _refuse_repeated(source: Source, bank: Bank) -> None:
    twice = _repeated([group.id for group in bank.groups])
    if twice:
        raise source.error(f"Two groups have the id {twice!r}. An id names one thing.")
    seen: set[str] = set()
    for g, group in enumerate(bank.groups):
        for i, item in enumerate(group.items):
            if item.id in seen:
                raise source.error(
                    f"Two items have the id {item.id!r}. An id names one thing.", ("groups", g, "items", i)
                )
            seen.add(item.id)


def _repeated(names: list[str]) -> str | None:
    return next((name for name, count in Counter(names).items() if count > 1), None)


def _item_at(source: Source, place: tuple[str | int, ...]) -> str:
    """The id of the item around ``place``, if it has one."""
    value = source.value
    for step in place[:4]:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return ""
    identifier = value.get("id") if isinstance(value, dict) else None
    return f"item {identifier!r}: " if identifier else ""


def _where(place: tuple[str | int, ...]) -> str:
    names = [step for step in place if isinstance(step, str)]
    return f"{names[-1]}: " if names else ""


def _reason(message: str) -> str:
    return message.removeprefix("Value error, ").replace("Extra inputs are not permitted", "no such field here")
