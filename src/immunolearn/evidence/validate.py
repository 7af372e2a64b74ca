"""Strict checks of the tables: files, fields, keys, and numbers that must agree."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from immunolearn.evidence.rules import RULES
from immunolearn.evidence.schema import Field, Schema, read_schemas

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Row = dict[str, str]
Fault = tuple[int | None, str, str, str]
_HEADER = 1
_NUMBERS = {"integer": re.compile(r"-?[0-9]+"), "number": re.compile(r"-?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?")}
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class Problem:
    """Something in a table that is not as it should be."""

    file: str
    row: int | None
    column: str
    value: str
    expected: str

    def __str__(self) -> str:
        place = self.file if self.row is None else f"{self.file}, line {self.row}"
        column = f", {self.column}" if self.column else ""
        return f"{place}{column}: {self.value!r}. Expected: {self.expected}"


def validate(folder: Path, beside: Path | None = None) -> list[Problem]:
    """Find everything that is wrong with the tables of a folder.

    Parameters
    ----------
    folder
        Holds a CSV and a YAML file for each table.
    beside
        A folder of other tables, to which these may refer; they are not checked.

    Returns
    -------
    list of Problem
        In the order of the files; empty if all is well. Rows are counted as lines of a spreadsheet: the
        header is 1.
    """
    schemas = read_schemas(folder, beside)
    problems: list[Problem] = []
    read: dict[str, list[Row]] = {}
    for name, schema in schemas.items():
        rows, found = _read(folder / f"{name}.csv", schema)
        problems += found
        if not found:
            read[name] = rows
            problems += _check_fields(schema, rows)
            problems += _check_key(schema, rows)
            problems += _check_sources(schema, rows)
    others = read_schemas(beside) if beside else {}
    known = {name: _read(beside / f"{name}.csv", schema)[0] for name, schema in others.items()} if beside else {}
    for name, rows in read.items():
        problems += _check_references(schemas[name], rows, {**known, **read})
    clean = {name: rows for name, rows in read.items() if not any(p.file == f"{name}.csv" for p in problems)}
    for rule in RULES:
        if set(rule.tables) <= set(clean):
            problems += [
                Problem(f"{rule.tables[0]}.csv", row + _HEADER + 1, column, value, expected)
                for row, column, value, expected in rule.check(*(clean[table] for table in rule.tables))
            ]
    return sorted(problems, key=lambda problem: (problem.file, problem.row or 0))


def _read(file: Path, schema: Schema) -> tuple[list[Row], list[Problem]]:
    content = file.read_bytes() if file.is_file() else b""
    faults = list(_check_bytes(content))
    if not faults:
        reader = csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True)
        try:
            records = list(reader)
        except csv.Error as error:
            faults = [(reader.line_num, "", str(error), "CSV, as RFC 4180 says")]
        else:
            faults = list(_check_shape(records, list(schema.fields)))
    if faults:
        return [], [Problem(file.name, *faults[0])]
    return [dict(zip(schema.fields, record, strict=True)) for record in records[1:]], []


def _check_bytes(content: bytes) -> Iterator[Fault]:
    if not content:
        yield None, "", "no content", "a table"
    if content.startswith(b"\xef\xbb\xbf"):
        yield 1, "", "byte order mark", "UTF-8 without a byte order mark"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        yield line, "", f"byte {content[error.start]:#04x}", "CSV in UTF-8"
    if b"\r" in content:
        line = content[: content.index(b"\r")].count(b"\n") + 1
        yield line, "", "carriage return", "lines that end in LF alone"
    if not content.endswith(b"\n"):
        yield content.count(b"\n") + 1, "", "end of file", "a line end after the last row"


def _check_shape(records: list[list[str]], header: list[str]) -> Iterator[Fault]:
    given = records[0]
    missing = [name for name in header if name not in given]
    surplus = [name for name in given if name not in header or given.count(name) > 1]
    if given != header:
        value = f"without {', '.join(missing)}" if missing else ", ".join(given)
        column = "" if len(missing) == len(header) else ", ".join(missing or dict.fromkeys(surplus))
        yield 1, column, value, f"the columns {', '.join(header)}"
    for i, record in enumerate(records, start=1):
        if len(record) != len(header):
            yield i, "", f"{len(record)} values", f"{len(header)} values, one for each column"
    if len(records) == _HEADER:
        yield _HEADER + 1, "", "no rows", "at least one row"


def _check_fields(schema: Schema, rows: list[Row]) -> Iterator[Problem]:
    for field in schema.fields.values():
        test = _test(field)
        for i, row in enumerate(rows):
            expected = test(row[field.name])
            if expected:
                yield Problem(f"{schema.name}.csv", i + _HEADER + 1, field.name, row[field.name], expected)


def _test(field: Field) -> Callable[[str], str]:
    """Make a function that says what was expected of a value, or nothing."""
    of_type = {"integer": _number, "number": _number, "boolean": _boolean, "string": _text}[field.type]
    pattern = re.compile(field.pattern or ".*", re.DOTALL)

    def test(value: str) -> str:
        if value == "":
            return "a value" if field.required else ""
        if field.categories:
            return "" if value in field.categories else f"one of {', '.join(field.categories)}"
        return of_type(value, field) or ("" if pattern.fullmatch(value) else f"the form {field.pattern}")

    return test


def _text(value: str, _field: Field) -> str:
    if value != value.strip():
        return "no space at either end"
    if not (value.isprintable() and unicodedata.is_normalized("NFC", value)):
        return "visible characters only, on one line, letters with their accents as one character (NFC)"
    return "a day of the calendar" if _DATE.fullmatch(value) and not _is_day(value) else ""


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _boolean(value: str, _field: Field) -> str:
    return "" if value in {"true", "false"} else "true or false"


def _number(value: str, field: Field) -> str:
    if not _NUMBERS[field.type].fullmatch(value):
        form = "whole, as 1200" if field.type == "integer" else "as 1200, 0.5 or 2e-09"
        return f"a number, {form}, in digits alone"
    given = float(value)
    if field.minimum is not None and given < field.minimum:
        return f"at least {field.minimum}"
    if field.maximum is not None and given > field.maximum:
        return f"at most {field.maximum}"
    return ""


def _check_key(schema: Schema, rows: list[Row]) -> Iterator[Problem]:
    seen: dict[tuple[str, ...], int] = {}
    column = ", ".join(schema.key)
    numeric = {name for name in schema.key if schema.fields[name].type in {"integer", "number"}}
    previous: tuple[object, ...] | None = None
    for i, row in enumerate(rows, start=_HEADER + 1):
        key = tuple(row[name] for name in schema.key)
        shown = ", ".join(key)
        if key in seen:
            yield Problem(f"{schema.name}.csv", i, column, shown, f"a key of its own; line {seen[key]} has it too")
        seen[key] = i
        order = tuple(_sortable(row[name]) if name in numeric else row[name] for name in schema.key)
        if previous is not None and order < previous:
            yield Problem(f"{schema.name}.csv", i, column, shown, "rows sorted by their key")
        previous = order


def _sortable(value: str) -> float:
    try:
        return float(value)
    except ValueError:
        return float("-inf")


def _check_references(schema: Schema, rows: list[Row], read: dict[str, list[Row]]) -> Iterator[Problem]:
    for field in schema.fields.values():
        if not field.refers_to:
            continue
        table, column = field.refers_to.split(".")
        known = {row[column] for row in read.get(table, [])}
        for i, row in enumerate(rows, start=_HEADER + 1):
            if row[field.name] and row[field.name] not in known and table in read:
                expected = f"a value of {column} in {table}.csv"
                yield Problem(f"{schema.name}.csv", i, field.name, row[field.name], expected)


def _check_sources(schema: Schema, rows: list[Row]) -> Iterator[Problem]:
    if "verification" not in schema.fields:
        return
    for i, row in enumerate(rows, start=_HEADER + 1):
        verified = row["verification"] != "none"
        if verified and row.get("reference") == "":
            yield Problem(f"{schema.name}.csv", i, "reference", "", "the key of a source, as the row was read")
        if row.get("checked_url") and row["verification"] != "primary":
            yield Problem(f"{schema.name}.csv", i, "checked_url", row["checked_url"], "blank, the text is not primary")
        for name in filter(None, row.get("recalled_fields", "").split(";")):
            if name not in schema.fields:
                yield Problem(f"{schema.name}.csv", i, "recalled_fields", name, "the name of a field")
