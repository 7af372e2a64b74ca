"""What the YAML beside a table says about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from immunolearn.errors import ContentError

if TYPE_CHECKING:
    from pathlib import Path

SHARED = "fields.yaml"


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


def read_schemas(folder: Path) -> dict[str, Schema]:
    """Read the schemas of all tables in a folder, by name.

    Raises
    ------
    ContentError
        If a YAML file lacks something or says something unknown.
    """
    shared = yaml.safe_load((folder / SHARED).read_text(encoding="utf-8"))
    files = (file for file in sorted(folder.glob("*.yaml")) if file.name != SHARED)
    return {file.stem: _read(file, shared) for file in files}


def _read(file: Path, shared: dict[str, Any]) -> Schema:
    text = yaml.safe_load(file.read_text(encoding="utf-8"))
    try:
        fields = {name: Field(name=name, **(own or shared[name])) for name, own in text["fields"].items()}
        return Schema(
            name=file.stem,
            title=text["title"],
            row=text["row"],
            sources=text["sources"],
            key=tuple(text["key"]),
            caveats=tuple(text.get("caveats", ())),
            fields=fields,
        )
    except (KeyError, TypeError) as error:
        raise ContentError(
            f"{error}. A table has title, row, sources, key, caveats and fields. A field stands in {SHARED}, or has "
            "type, meaning and perhaps unit, required, categories, pattern, minimum, maximum, refers_to, filter.",
            file=file,
        ) from error
