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
_OURS = {
    "name": "immunolearn",
    "title": "Evidence for a course in cancer immunotherapy",
    "description": "Published results, biology and terms, with the source of every row.",
    "licenses": [_LICENCE],
}
_INTRODUCTION = """\
The evidence of the course: one tidy CSV a table, one row a fact, with its source. In Python:

    import immunolearn as il
    il.tables()                  # all tables
    il.describe("outcomes")      # what the fields of a table mean
    il.load_table("outcomes")    # its rows, typed; the file is checked against its SHA-256
    il.cite("verma2012")         # a source, with links
    il.explore("therapies")      # filter, read and download, in JupyterLab

A row is verified if its figures were read in a text; others are neither drawn nor quoted, and `load_table` leaves them
out unless `include_unverified=True` asks for them. Tables of names, terms and sources (-) are not figures and are not
counted so. To look up a row's `reference`, find it in `references.csv`. The same description for machines is
`datapackage.json` (Data Package v2). Licence: CC BY 4.0.

Made by `immunolearn build` from each table and the YAML beside it: edit those, not this file."""
_MOST_PROBLEMS = 20


def write(folder: Path | None = None) -> list[str]:
    """Check the tables, then write their descriptor and, of the course's own, a README.

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
    problems = validate(folder, _beside(folder))
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


def _beside(folder: Path) -> Path | None:
    """Our tables, where a folder holds those of an instructor's own course."""
    return paths.data() if folder == paths.own_data() else None


def _files(folder: Path) -> dict[str, str]:
    beside = _beside(folder)
    resources = [_resource(folder, schema) for schema in read_schemas(folder, beside).values()]
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        **({} if beside else _OURS),
        "resources": resources,
    }
    text = json.dumps(package, indent=1, ensure_ascii=False) + "\n"
    return {DESCRIPTOR: text} if beside else {DESCRIPTOR: text, README: _readme(resources)}


def _resource(folder: Path, schema: Schema) -> dict[str, Any]:
    file = folder / f"{schema.name}.csv"
    content = file.read_bytes()
    rows = list(csv.DictReader(content.decode().splitlines()))
    checked = "verification" in schema.fields
    keys = [
        {"fields": [field.name], "reference": {"resource": _resource_name(table), "fields": [column]}}
        for field in schema.fields.values()
        if field.refers_to
        for table, column in [field.refers_to.split(".")]
        if (folder / f"{table}.csv").is_file()
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
        **({} if _beside(folder) else {"licenses": [_LICENCE]}),
        "bytes": len(content),
        "rows": len(rows),
        **({"rowsVerified": sum(row["verification"] != "none" for row in rows)} if checked else {}),
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
        verified = r.get("rowsVerified")
        counts = f"{r['rows']} | " + ("- | -" if verified is None else f"{verified} | {r['rows'] - verified}")
        lines.append(f"| [{r['path']}]({r['path']}) | {counts} | {r['description']} |")
    for resource in resources:
        lines += ["", f"## {resource['title']}", "", f"`{resource['path']}`: {resource['description']}", ""]
        lines += [f"{resource['rows']} rows, {resource['bytes']} bytes, SHA-256 `{resource['hash'][7:]}`.", ""]
        lines += [f"Sources: {resource['sources'][0]['title']} Licence: {resource['licenses'][0]['title']}.", ""]
        lines += [f"- {caveat}" for caveat in resource["caveats"]]
        if resource["caveats"]:
            lines.append("")
        lines += ["| field | type | unit | meaning |", "|---|---|---|---|"]
        for field in resource["schema"]["fields"]:
            key = " (key)" if field["name"] in resource["schema"]["primaryKey"] else ""
            unit = field.get("unit", "")
            described = f"{field['description']}{_limits(field.get('constraints', {}))}"
            lines.append(f"| {field['name']}{key} | {field['type']} | {unit} | {described} |")
        for field in resource["schema"]["fields"]:
            if "categories" in field:
                lines += ["", f"Values of {field['name']}:", ""]
                lines += [f"- `{c['value']}`: {c['description']}" for c in field["categories"]]
    return "\n".join(lines) + "\n"


def _limits(constraints: dict[str, Any]) -> str:
    """Say what limits a field, in words."""
    said = ["never blank"] if constraints.get("required") else []
    said += [f"at least {constraints['minimum']:g}"] if "minimum" in constraints else []
    said += [f"at most {constraints['maximum']:g}"] if "maximum" in constraints else []
    said += [f"of the form `{constraints['pattern'].replace('|', chr(92) + '|')}`"] if "pattern" in constraints else []
    return f" Accepted: {', '.join(said)}." if said else ""
