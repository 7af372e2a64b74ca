"""The bank of questions that stands in a lesson's ``quiz.yaml``."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias, get_args

from pydantic import Field, PrivateAttr, TypeAdapter, ValidationError

from immunolearn import paths
from immunolearn.errors import ContentError
from immunolearn.questions.arranged import Label, Match, Order, Sort
from immunolearn.questions.base import ID, REFERENCE, UNKNOWN, Id, Question, Render, Strict, Text, repeated
from immunolearn.questions.choice import Multiple, Single
from immunolearn.questions.curve import Curve
from immunolearn.questions.mentions import renumbered
from immunolearn.questions.typed import PERCENT, Cloze, Numeric, ShortText
from immunolearn.questions.yaml_source import Source, read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic_core import ErrorDetails

Item: TypeAlias = Single | Multiple | Numeric | ShortText | Cloze | Match | Order | Sort | Label | Curve
KINDS = tuple(get_args(kind.model_fields["kind"].annotation)[0] for kind in get_args(Item))
"""Names of the kinds of question."""

_ABSENT = {"missing", "union_tag_not_found", "union_tag_invalid"}
_ITEM_PLACE = ("groups", 0, "items", 0)
_FIELDS = "fields are needed here, as name: value"
_WANTED = {
    "missing": "this field is needed and missing",
    "string_type": "a text is needed; put numbers, dates, true, false, yes and no in quotes",
    "bool_type": "true or false is needed, without quotes",
    "float_type": "a number is needed, with a decimal point, without quotes and unit",
    "float_parsing": "a number is needed, with a decimal point and without a unit",
    "bool_parsing": "true or false is needed",
    "list_type": "a list is needed, of lines that begin with a hyphen",
    "model_type": _FIELDS,
    "model_attributes_type": _FIELDS,
    "dict_type": _FIELDS,
    "literal_error": "one of {expected} is needed",
    "too_short": "too few, {actual_length}; the least is {min_length}",
    "string_too_short": "the text is empty",
    "string_too_long": "at most {max_length} characters",
    "greater_than": "more than {gt} is needed",
}
_PATTERNS = {
    ID: "small letters, digits and single hyphens, beginning with a letter, as in first-cell",
    REFERENCE: "a reference, as \"{{ median('emilia', 't-dm1', 'pfs') }}\"",
    PERCENT: "a share of the right value, as 5%",
}
"""What pydantic's words mean to an author."""

_ITEM: TypeAdapter[Item] = TypeAdapter(Annotated[Item, Field(discriminator="kind")])


def read_item(fields: Mapping[str, Any], *, strict: bool = True) -> Item:
    """One question from its fields.

    Parameters
    ----------
    fields
        As in a ``quiz.yaml``.
    strict
        False where numbers and truths may be texts, as in a table.

    Raises
    ------
    pydantic.ValidationError
        If a field is missing, unknown or not as it should be.
    """
    return _ITEM.validate_python(dict(fields), strict=None if strict else False)


class Group(Strict):
    """Items that stand together in one place of a lesson."""

    id: Id
    title: Text
    kind: Literal["before", "checkpoint", "predict", "exit"] = "checkpoint"
    items: Annotated[list[Annotated[Item, Field(discriminator="kind")]], Field(min_length=1)]


class Bank(Strict):
    """All questions of a lesson."""

    groups: Annotated[list[Group], Field(min_length=1)]
    _source: Source | None = PrivateAttr(default=None)

    @property
    def folder(self) -> Path:
        """Folder of the lesson; the present one if the bank was not read from a file."""
        return Path() if self._source is None else self._source.file.parent

    @property
    def items(self) -> list[Item]:
        """Every item, in order."""
        return [item for group in self.groups for item in group.items]

    def data(self, item: Question, render: Render) -> dict[str, Any]:
        """The element data of one of the questions; see :meth:`Question.data`.

        Raises
        ------
        ContentError
            If one of its texts or numbers is broken, with file, line and item.
        """
        try:
            return item.data(render)
        except ContentError as error:
            raise self.error(item, str(error)) from error

    def error(self, item: Question, message: str) -> ContentError:
        """An error that names file, line and item."""
        message = f"item {item.id!r}: {message}"
        if self._source is None:
            return ContentError(message)
        places = (("groups", g, "items", i) for g, group in enumerate(self.groups) for i in range(len(group.items)))
        place = next(place for place, other in zip(places, self.items, strict=True) if other.id == item.id)
        return self._source.error(message, place)


def json_schema() -> dict[str, Any]:
    """Give the JSON Schema of a ``quiz.yaml``, by which an editor completes and checks while one writes."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Bank.model_json_schema(by_alias=True),
        "title": "quiz.yaml",
    }


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
    return _load(file, file.stat().st_mtime_ns, paths.course())


@cache
def _load(file: Path, _changed: int, _course: Path) -> Bank:
    source = read_yaml(file, edit=lambda text: renumbered(text, file.parent))
    try:
        bank = Bank.model_validate(source.value)
    except ValidationError as error:
        raise _refusal(source, error) from error
    bank._source = source  # noqa: SLF001 - where errors found later are looked up
    _refuse_repeated(source, bank)
    return bank


def _refusal(source: Source, error: ValidationError) -> ContentError:
    """The first thing that is wrong, as a sentence with its place and what is accepted."""
    faults = error.errors(include_url=False)
    first = faults[0]
    place, given = first["loc"], first["input"]
    reason = ", or ".join(
        dict.fromkeys(
            accepted(fault) for fault in faults if _path(source.value, fault["loc"]) == _path(source.value, place)
        )
    )
    if first["type"] == "union_tag_not_found":
        place, reason, given = (*place, "kind"), f"a question needs one of {', '.join(KINDS)}", {}
    elif first["type"] == "union_tag_invalid":
        place, given = (*place, "kind"), first["ctx"]["tag"]
        reason = f"no such kind; there are {', '.join(KINDS)}"
    elif first["type"] == UNKNOWN:
        place, reason, given = (*place, first["ctx"]["name"]), accepted(first), {}
    elif first["type"] in _ABSENT:
        reason = accepted(first)
    path = _path(source.value, place)
    names = [
        step for step in (place if first["type"] in _ABSENT else path)[len(_ITEM_PLACE) :] if isinstance(step, str)
    ]
    if len(path) < len(_ITEM_PLACE):
        names = [step for step in place if isinstance(step, str)]
    where = f"{names[-1]}: " if names else ""
    said = (
        "" if isinstance(given, dict | list) else f" (given: {'nothing' if given is None else repr(str(given)[:80])})"
    )
    return source.error(f"{_item_at(source.value, path)}{where}{reason}{said}.", path)


def accepted(fault: ErrorDetails) -> str:
    """Say what one of pydantic's errors wants, in an author's words."""
    context = fault.get("ctx", {})
    if "pattern" in context:
        return _PATTERNS.get(context["pattern"], fault["msg"])
    if fault["type"] in _WANTED:
        return _WANTED[fault["type"]].format(**context)
    return fault["msg"].removeprefix("Value error, ")


def _path(value: Any, place: tuple[int | str, ...]) -> tuple[int | str, ...]:  # noqa: ANN401 - any YAML
    """The part of pydantic's place that exists in the document: without the names of union members."""
    path: list[int | str] = []
    for index, step in enumerate(place):
        inside = isinstance(step, int) and isinstance(value, list) and step < len(value)
        if inside or (isinstance(value, dict) and step in value and not _is_kind(index, step)):
            value = value[step]
            path.append(step)
    return tuple(path)


def _is_kind(index: int, step: int | str) -> bool:
    """Tell whether a step of pydantic's place is the kind of a question, after groups, g, items, i."""
    return index == 4 and step in KINDS  # noqa: PLR2004


def _item_at(value: Any, path: tuple[int | str, ...]) -> str:  # noqa: ANN401 - any YAML
    """The id of the item around a place, if it has one."""
    if len(path) < 4:  # noqa: PLR2004 - groups, g, items, i
        return ""
    for step in path[:4]:
        value = value[step]
    identifier = value.get("id") if isinstance(value, dict) else None
    return f"item {str(identifier)[:60]!r}: " if identifier else ""


def _refuse_repeated(source: Source, bank: Bank) -> None:
    twice = repeated([group.id for group in bank.groups])
    if twice:
        raise source.error(f"Two groups have the id {twice!r}. An id names one thing.")
    seen: set[str] = set()
    before = asked_before(bank)
    for g, group in enumerate(bank.groups):
        for i, item in enumerate(group.items):
            place = ("groups", g, "items", i)
            if item.id in seen:
                raise source.error(f"Two items have the id {item.id!r}. An id names one thing.", place)
            if item.pair is not None and item.pair not in before | asked_first(source.file):
                raise source.error(
                    f"item {item.id!r}: pair: {item.pair!r} is not an item of a group of kind before, here or in the "
                    "lesson that opens the course.",
                    place,
                )
            seen.add(item.id)


def asked_before(bank: Bank) -> set[str]:
    """Ids of what a bank asks before its lesson."""
    return {item.id for group in bank.groups if group.kind == "before" for item in group.items}


def asked_first(file: Path) -> set[str]:
    """What the lesson that opens the course asks before it teaches: that of a folder ``00-...`` beside, or ours."""
    first = next(
        (found for place in (file.parent.parent, paths.lessons()) for found in place.glob("00-*/quiz.yaml")), file
    )
    return set() if first == file else asked_before(load_bank(first.parent))
