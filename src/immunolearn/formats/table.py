"""CSV: a row for each question, a column for each field; everything of a quiz.yaml, both ways."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from immunolearn.errors import ContentError
from immunolearn.formats.complete import Draft
from immunolearn.questions.bank import KINDS, accepted, read_item
from immunolearn.questions.base import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from immunolearn.formats.portable import Portable

GROUP = ("id", "title", "kind")
FIRST = ["id", "kind", "stem", "objective", "level", "source"]
LONGEST = 1_000_000
_NUMBER = re.compile(r"[+-]?[0-9.]+(e[+-]?[0-9]+)?", re.IGNORECASE)
_TRUTH = re.compile(r"(.+\.)?options\.\d+\.(right|fixed)|confidence|exam|shuffle")
_PLACE = re.compile(r"[a-z]+(\.([a-z]+|[1-9][0-9]{0,2}))*")


def write(questions: Sequence[Portable]) -> bytes:
    """Questions as CSV in UTF-8, with a mark by which spreadsheets know it."""
    rows = [
        {f"group.{name}": getattr(one.group, name) for name in GROUP}
        | dict(_flat(one.item.model_dump(mode="json", by_alias=True, exclude_defaults=True)))
        for one in questions
    ]
    names = dict.fromkeys(name for row in rows for name in row)
    head = [*(f"group.{name}" for name in GROUP), *FIRST]
    head += sorted((name for name in names if name not in head), key=_order)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([_cell(row.get(name, "")) for name in head] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def read(text: str, name: str) -> Draft:
    """Questions of CSV.

    Raises
    ------
    ContentError
        With the row: if a column or a value is not what quiz.yaml knows.
    """
    draft = Draft()
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        head = next(reader, [])
        _refuse_head(head, name)
        for row in reader:
            if any(row):
                _take(draft, head, row, f"{name}:{reader.line_num}")
    except csv.Error as error:
        raise ContentError(
            f"Not CSV: {error}. Save the table as CSV in UTF-8, with commas.", file=name, line=reader.line_num
        ) from error
    return draft


def _take(draft: Draft, head: list[str], row: list[str], place: str) -> None:
    if len(row) > len(head):
        raise ContentError(
            f"{place}: {len(row)} cells, but the head has {len(head)}. Put a text with commas in quotes."
        )
    cells = {name: _said(cell) for name, cell in zip(head, row, strict=False) if cell}
    group = {name: value for name in GROUP if (value := cells.pop(f"group.{name}", None))}
    fields = _nested(cells, place)
    known = {name: draft.groups[-1].get(name) for name in group} if draft.groups else None
    if group != known and (group or not draft.groups):
        draft.group(**{"title": group.get("id", "Imported questions"), **group})
    if fields.get("kind") not in KINDS:
        raise ContentError(f"{place}: kind: one of {', '.join(KINDS)} is needed (given: {fields.get('kind')!r}).")
    draft.add(fields)


def typed(fields: dict[str, Any], place: str) -> dict[str, Any]:
    """Fields whose numbers and truths are texts, as they should be.

    Raises
    ------
    ContentError
        If one of them cannot be read.
    """
    try:
        return read_item(fields, strict=False).model_dump(mode="json", by_alias=True, exclude_defaults=True)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        steps = [*first["loc"][1:], *([first["ctx"]["name"]] if first["type"] == UNKNOWN else [])]
        named = [str(step + 1) if isinstance(step, int) else step for step in steps]
        where = ".".join(step for step in named if step.isalnum())  # without pydantic's own names of types
        given = "" if isinstance(first["input"], dict) else f" (given: {str(first['input'])[:80]!r})"
        raise ContentError(f"{place}: {where}: {accepted(first)}{given}.") from error


def _refuse_head(head: list[str], name: str) -> None:
    if not {"kind", "stem"} <= set(head):
        raise ContentError(
            f"The first row names the columns; kind and stem are needed (given: {', '.join(head[:8])[:200]!r}).",
            file=name,
            line=1,
        )
    for column in head:
        if column and not _PLACE.fullmatch(column):
            raise ContentError(
                f"{column[:60]!r} is no column. Columns are fields of quiz.yaml, as stem or options.1.text.",
                file=name,
                line=1,
            )
    twice = next((column for column in head if head.count(column) > 1), None)
    if twice is not None:
        raise ContentError(f"Two columns have the name {twice!r}.", file=name, line=1)


def _flat(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - any JSON
    """Every value with the path to it; lists count from 1."""
    if isinstance(value, dict | list):
        inner = value.items() if isinstance(value, dict) else enumerate(value, start=1)
        for key, one in inner:
            yield from _flat(one, f"{name}.{key}" if name else str(key))
    elif value is not None:
        yield name, value


def _nested(cells: dict[str, str], place: str) -> dict[str, Any]:
    """The fields that the paths of cells lead to."""
    fields: dict[str, Any] = {}
    for name, cell in cells.items():
        *path, last = name.split(".")
        inner = fields
        for step in path:
            inner = inner.setdefault(step, {})
            if not isinstance(inner, dict):
                raise ContentError(f"{place}: {name}: a value stands where {step} has parts.")
        if isinstance(inner.get(last), dict):
            raise ContentError(f"{place}: {name}: a value stands where {last} has parts.")
        inner[last] = _truth(cell, f"{place}: {name}") if _TRUTH.fullmatch(name) else cell
    return {name: _lists(value) for name, value in fields.items()}


def _truth(cell: str, place: str) -> bool:
    word = cell.strip().lower()
    if word not in {"true", "false"}:
        raise ContentError(f"{place}: true or false is needed (given: {cell[:80]!r}).")
    return word == "true"


def _lists(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """Mappings whose names are numbers as lists in their order."""
    if not isinstance(value, dict):
        return value
    inner = {name: _lists(one) for name, one in value.items()}
    if all(name.isdigit() for name in inner):
        return [inner[name] for name in sorted(inner, key=int)]
    return inner


def _cell(value: object) -> str:
    """A value as a cell that a spreadsheet takes for text, not for a formula."""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = repr(value) if isinstance(value, float) else str(value)
    return f"'{text}" if re.match(r"'*[=+\-@\t\r]", text) and not _NUMBER.fullmatch(text) else text


def _said(cell: str) -> str:
    return cell[1:] if re.match(r"'+[=+\-@\t\r]", cell) else cell


def _order(name: str) -> tuple[Any, ...]:
    """Sorts columns: short ones first, then the parts of each list by number."""
    steps = name.split(".")
    return (len(steps) > 1, steps[0], [(step.isdigit(), int(step) if step.isdigit() else 0, step) for step in steps])
