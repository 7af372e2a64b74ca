"""What the YAML beside a table says about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from immunolearn.errors import ContentError, check_known

if TYPE_CHECKING:
    from pathlib import Path

SHARED = "fields.yaml"
TYPES = ("string", "integer", "number", "boolean")


@dataclass(frozen=True)
class Field:
    """A column: its type, meaning and limits."""

    name: str
    type: str
    meaning: str
    unit: str = ""
    required: bool = False
    categories: dict[str, str] | None = None
    pattern: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    refers_to: str | None = None
    filter: bool = False


@dataclass(frozen=True)
class Schema:
    """A table: what a row is, where its rows come from, its key, its caveats and its columns."""

    name: str
    title: str
    row: str
    sources: str
    key: tuple[str, ...]
    caveats: tuple[str, ...]
    fields: dict[str, Field]


def read_schemas(folder: Path, beside: Path | None = None) -> dict[str, Schema]:
    """Read the schemas of all tables in a folder, by name.

    Parameters
    ----------
    folder
        Holds a YAML file for each table.
    beside
        A folder of other tables, to which these may refer, and whose shared fields they may use.

    Raises
    ------
    ContentError
        If a YAML file lacks something or says something unknown, or a table's name is taken.
    """
    others = read_schemas(beside) if beside else {}
    shared = _yaml((beside or folder) / SHARED)
    files = (file for file in sorted(folder.glob("*.yaml")) if file.name != SHARED)
    schemas = {file.stem: _read(file, shared) for file in files}
    for schema in schemas.values():
        file = folder / f"{schema.name}.yaml"
        if schema.name in others:
            raise ContentError(f"The course has a table {schema.name!r} already. Name yours differently.", file=file)
        _check(schema, {**others, **schemas}, file)
    return schemas


def _yaml(file: Path) -> Any:  # noqa: ANN401 - whatever an author writes
    try:
        return yaml.safe_load(file.read_text(encoding="utf-8"))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise ContentError(f"This is no YAML: {error.problem}.", file=file, line=line) from error
    except (FileNotFoundError, UnicodeDecodeError) as error:
        raise ContentError(f"It cannot be read as text: {error}.", file=file) from error


def _check(schema: Schema, schemas: dict[str, Schema], file: Path) -> None:
    """Refuse a key, type or reference that does not exist; the tables could not be checked by it."""
    for name in schema.key:
        check_known("field in key", name, schema.fields, hint=f"{file.name} describes {', '.join(schema.fields)}.")
    for field in schema.fields.values():
        check_known(f"type in {file.name}, {field.name},", field.type, TYPES)
        if field.refers_to:
            table, _, column = field.refers_to.partition(".")
            check_known(f"table in {file.name}, {field.name}, refers_to,", table, schemas)
            check_known(f"column in {file.name}, {field.name}, refers_to,", column, schemas[table].fields)


def _read(file: Path, shared: dict[str, Any]) -> Schema:
    text = _yaml(file)
    try:
        fields = {name: Field(name=name, **(own or shared[name])) for name, own in text["fields"].items()}
        return Schema(
            name=file.stem,
            title=text["title"],
            row=text["row"],
            sources=text["sources"],
            key=_listed(text, "key"),
            caveats=_listed(text, "caveats"),
            fields=fields,
        )
    except (AttributeError, KeyError, TypeError) as error:
        raise ContentError(
            f"{error}. A table has title, row, sources, key, caveats and fields. A field stands in {SHARED}, or has "
            "type, meaning and perhaps unit, required, categories, pattern, minimum, maximum, refers_to, filter.",
            file=file,
        ) from error


def _listed(text: dict[str, Any], name: str) -> tuple[str, ...]:
    given = text[name] if name == "key" else text.get(name, [])
    if not isinstance(given, list):
        raise TypeError(f"{name} is {given!r} and no list")
    return tuple(given)
