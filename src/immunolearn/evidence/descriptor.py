"""The generated files of the data folder: datapackage.json and README.md."""

from __future__ import annotations

import csv
import hashlib
import json
from typing import TYPE_CHECKING, Any

from immunolearn import paths
from immunolearn.errors import ContentError
from immunolearn.evidence.schema import Field, Schema, read_schemas
from immunolearn.evidence.tables import DESCRIPTOR
from immunolearn.evidence.validate import validate

if TYPE_CHECKING:
    from pathlib import Path

README = "README.md"
_LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
_INTRODUCTION = (
    "Made by `immunolearn build` from the tables and the YAML beside each: edit those, not this file. A row is "
    "verified if it was read in a text; others are neither drawn nor quoted. Licence: CC BY 4.0."
)
_MOST_PROBLEMS = 20


def write(folder: Path | None = None) -> list[str]:
    """Check the tables, then write their descriptor and README.

    Parameters
    ----------
    folder
        The data folder; the course's own by default.

    Returns
    -------
    list of str
        Names of the files that changed.

    Raises
    ------
    ContentError
        If a table is not as its YAML says; the message names file, row, column, value and what is expected.
    """
    folder = folder or paths.data()
    problems = validate(folder)
    if problems:
        listing = "\n".join(str(problem) for problem in problems[:_MOST_PROBLEMS])
        more = len(problems) - _MOST_PROBLEMS
        raise ContentError(listing + (f"\n... and {more} more" if more > 0 else ""))
    changed = stale(folder)
    for name, text in _files(folder).items():
        if name in changed:
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return changed


def stale(folder: Path | None = None) -> list[str]:
    """Names of the generated files that are not what the tables and their YAML ask for."""
    folder = folder or paths.data()
    return [
        name
        for name, text in _files(folder).items()
        if not (folder / name).is_file() or (folder / name).read_bytes() != text.encode()
    ]


def _files(folder: Path) -> dict[str, str]:
    resources = [_resource(folder, schema) for schema in read_schemas(folder).values()]
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "immunolearn",
        "title": "Evidence for a course in cancer immunotherapy",
        "description": "Published results, biology and terms, with the source of every row.",
        "licenses": [_LICENCE],
        "resources": resources,
    }
    return {
        DESCRIPTOR: json.dumps(package, indent=1, ensure_ascii=False) + "\n",
        README: _readme(resources),
    }


def _resource(folder: Path, schema: Schema) -> dict[str, Any]:
    file = folder / f"{schema.name}.csv"
    content = file.read_bytes()
    rows = list(csv.DictReader(content.decode().splitlines()))
    keys = [
        {"fields": [field.name], "reference": {"resource": _resource_name(table), "fields": [column]}}
        for field in schema.fields.values()
        if field.refers_to
        for table, column in [field.refers_to.split(".")]
    ]
    return {
        "name": _resource_name(schema.name),
        "path": file.name,
        "title": schema.title,
        "description": schema.row,
        "caveats": list(schema.caveats),
        "sources": [{"title": schema.sources}],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "licenses": [_LICENCE],
        "bytes": len(content),
        "rows": len(rows),
        "rowsVerified": sum(row.get("verification") != "none" for row in rows),
        "hash": "sha256:" + hashlib.sha256(content).hexdigest(),
        "schema": {
            "fields": [_field(field) for field in schema.fields.values()],
            "primaryKey": list(schema.key),
            **({"foreignKeys": keys} if keys else {}),
            "missingValues": [""],
        },
    }


def _resource_name(table: str) -> str:
    return table.replace("_", "-")


def _field(field: Field) -> dict[str, Any]:
    limits = {
        "required": field.required or None,
        "pattern": field.pattern,
        "minimum": field.minimum,
        "maximum": field.maximum,
        "enum": list(field.categories) if field.categories else None,
    }
    constraints = {name: value for name, value in limits.items() if value is not None}
    described: dict[str, Any] = {"name": field.name, "type": field.type, "description": field.meaning}
    if field.unit:
        described["unit"] = field.unit
    if field.filter:
        described["filter"] = True
    if constraints:
        described["constraints"] = constraints
    if field.categories:
        described["categories"] = [
            {"value": value, "label": value, "description": meaning} for value, meaning in field.categories.items()
        ]
        described["categoriesOrdered"] = True
    return described


def _readme(resources: list[dict[str, Any]]) -> str:
    lines = [
        "# Data",
        "",
        _INTRODUCTION,
        "",
        "| table | rows | verified | not verified | one row is |",
        "|---|---|---|---|---|",
    ]
    for r in resources:
        counts = f"{r['rows']} | {r['rowsVerified']} | {r['rows'] - r['rowsVerified']}"
        lines.append(f"| [{r['path']}]({r['path']}) | {counts} | {r['description']} |")
    for resource in resources:
        lines += ["", f"## {resource['title']}", "", f"`{resource['path']}`: {resource['description']}", ""]
        lines += [f"Sources: {resource['sources'][0]['title']} Licence: {resource['licenses'][0]['title']}.", ""]
        lines += [f"- {caveat}" for caveat in resource["caveats"]]
        if resource["caveats"]:
            lines.append("")
        lines += ["| field | type | unit | meaning |", "|---|---|---|---|"]
        for field in resource["schema"]["fields"]:
            key = " (key)" if field["name"] in resource["schema"]["primaryKey"] else ""
            unit = field.get("unit", "")
            lines.append(f"| {field['name']}{key} | {field['type']} | {unit} | {field['description']} |")
        for field in resource["schema"]["fields"]:
            if "categories" in field:
                lines += ["", f"Values of {field['name']}:", ""]
                lines += [f"- `{c['value']}`: {c['description']}" for c in field["categories"]]
    return "\n".join(lines) + "\n"
