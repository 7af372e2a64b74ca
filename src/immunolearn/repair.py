"""A damaged database of answers: set aside under a name that is told, and saved from what can be read."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import ValidationError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_TABLES = {
    "store": ("id",),
    "answers": (
        *("id", "lesson", "item", "given", "score", "confidence", "hints", "attempt"),
        *("shown_at", "answered_at", "received_at"),
    ),
    "rescores": ("answer", "score", "bank", "scored_at"),
    "settings": ("name", "value"),
}
MOST_PROBED = 10_000
"""Numbers of rows that are tried in turn behind a damaged page."""


class SetAside(NamedTuple):
    """Where a damaged database was put, and how many answers were saved from it."""

    file: Path
    saved: int


def keep_private(file: Path) -> None:
    """Let nobody but its owner read a database: on a machine that many share, homes are often open.

    Parameters
    ----------
    file
        Made empty if it is not there, with its folder. What SQLite puts beside it takes its mode.
    """
    if not file.exists():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch(mode=0o600)
    elif file.stat().st_mode & 0o077:
        with suppress(OSError):  # not ours to change, or on a disk without modes
            file.chmod(0o600)


def is_damage(error: Exception) -> bool:
    """Whether SQLite found a file that is no database, or one with a damaged page."""
    return getattr(error, "sqlite_errorcode", None) in _DAMAGE


def is_damaged(file: Path) -> bool:
    """Whether a database has a fault in its structure."""
    if not file.is_file():
        return False
    try:
        with closing(sqlite3.connect(file)) as database:
            return bool(database.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok")
    except sqlite3.DatabaseError as error:
        return is_damage(error)


def named_now(file: Path, word: str) -> Path:
    """A name beside a file that is not taken yet, with the time in it.

    Parameters
    ----------
    file
        For example ``answers.sqlite3``.
    word
        What became of it, for example ``damaged``.
    """
    stamp = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%SZ")
    names = (f"{file.stem}-{word}-{stamp}{more}{file.suffix}" for more in ["", *(f"-{n}" for n in range(2, 1000))])
    return next(path for name in names if not (path := file.with_name(name)).exists())


def set_aside(file: Path, *, schema: str, finish: str) -> SetAside:
    """Move a damaged database aside, and put a new one in its place with what could be read.

    Parameters
    ----------
    file
        The damaged database.
    schema, finish
        SQL that makes empty tables, and SQL that is run once they are filled.
    """
    aside, fresh = named_now(file, "damaged"), file.with_suffix(".new")
    file.replace(aside)
    fresh.unlink(missing_ok=True)
    keep_private(fresh)
    with closing(sqlite3.connect(fresh, isolation_level=None)) as database:
        database.executescript(schema)
        database.execute("BEGIN")
        for table, columns in _TABLES.items():
            marks = ", ".join("?" * len(columns))
            insert = f"INSERT OR IGNORE INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608 - our names
            database.executemany(insert, [row for row in _rows(aside, table, columns) if _is_sound(table, row)])
        database.execute("COMMIT")
        database.executescript(finish)
        saved = int(database.execute("SELECT COUNT(*) FROM answers").fetchone()[0])
    fresh.replace(file)
    return SetAside(aside, saved)


def _rows(file: Path, table: str, columns: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    """Every row that can be read: in order, and behind a damaged page from the next that can."""
    select = f"SELECT rowid, {', '.join(columns)} FROM {table} NOT INDEXED"  # noqa: S608 - our names
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA writable_schema = ON")  # reads on where a part of the schema is damaged
        database.text_factory = lambda raw: raw.decode(errors="replace")
        rowid = first = 0
        while rowid < first + MOST_PROBED:
            rows, whole = _read(database, f"{select} WHERE rowid >= {rowid} ORDER BY rowid")
            yield from rows.values()
            if whole:
                return
            rowid = max(rows, default=rowid) + 1
            first = rowid if rows else first


def _read(database: sqlite3.Connection, query: str) -> tuple[dict[int, tuple[Any, ...]], bool]:
    """Rows by their number up to the first that cannot be read, and whether there is none."""
    rows: dict[int, tuple[Any, ...]] = {}
    try:
        for rowid, *row in database.execute(query):
            rows[rowid] = tuple(row)
    except sqlite3.DatabaseError:
        return rows, False
    return rows, True


def _is_sound(table: str, row: tuple[Any, ...]) -> bool:
    if table != "answers":
        return all(isinstance(value, str | float | int | None) for value in row)
    from immunolearn.records import Answer  # noqa: PLC0415 - records calls this module

    fields = dict(zip(_TABLES[table], row, strict=True))
    try:
        Answer.model_validate({**fields, "given": json.loads(fields["given"])})
    except (ValueError, TypeError, ValidationError):
        return False
    return True
