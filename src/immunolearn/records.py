"""A learner's answers: append-only rows in SQLite, acknowledged after the commit.

The database stands in :func:`immunolearn.paths.home`. It uses the rollback journal and ``synchronous=FULL``, which
hold on network homes too.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal
from uuid import uuid4

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, PlainSerializer

from immunolearn import paths
from immunolearn.errors import ImmunolearnError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import pandas as pd

SCHEMA_VERSION = 1
_SCHEMA = """
CREATE TABLE IF NOT EXISTS store (id TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS answers (
    id TEXT PRIMARY KEY,
    lesson TEXT NOT NULL,
    item TEXT NOT NULL,
    given TEXT NOT NULL,
    score REAL,
    confidence TEXT,
    hints INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    shown_at TEXT NOT NULL,
    answered_at TEXT NOT NULL,
    received_at TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS answers_in_order ON answers (lesson, answered_at, id);
"""


class RecordsError(ImmunolearnError):
    """The database of answers cannot be opened, read or written."""


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


Moment = Annotated[
    AwareDatetime, AfterValidator(lambda moment: moment.astimezone(UTC)), PlainSerializer(_iso, when_used="json")
]
Name = Annotated[str, Field(min_length=1, max_length=200)]


class Answer(BaseModel):
    """One answer of a learner, the same in the page, on the bridge, in the database and in an exchange file."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    version: Literal[1] = 1
    id: Name
    lesson: Name
    item: Name
    given: list[Annotated[str, Field(max_length=10_000)]] = Field(max_length=1_000)
    score: float | None = Field(default=None, ge=0, le=1)
    confidence: Literal["sure", "think", "guess"] | None = None
    hints: int = Field(default=0, ge=0)
    attempt: int = Field(default=1, ge=1)
    shown_at: Moment
    answered_at: Moment


_COLUMNS = tuple(name for name in Answer.model_fields if name != "version")


def save(answers: Iterable[Answer]) -> list[str]:
    """Write answers and return the ids that are safely stored.

    An id that is there already is left as it was: a second delivery is not a second answer.

    Parameters
    ----------
    answers
        In any order.

    Raises
    ------
    RecordsError
        If the database cannot be written; nothing of this call is stored then.
    """
    received = _iso(datetime.now(UTC))
    rows = [{**answer.model_dump(mode="json"), "received_at": received} for answer in answers]
    columns = (*_COLUMNS, "received_at")
    insert = (
        f"INSERT OR IGNORE INTO answers ({', '.join(columns)}) "  # noqa: S608 - our own column names
        f"VALUES ({', '.join(':' + column for column in columns)})"
    )
    with _database() as database:
        database.executemany(insert, [{**row, "given": json.dumps(row["given"])} for row in rows])
    return [row["id"] for row in rows]


def answers(lesson: str | None = None) -> pd.DataFrame:
    """What you answered, oldest first.

    Parameters
    ----------
    lesson
        Name of a lesson, for example ``"monoclonal-antibodies"``; all lessons if None.

    Returns
    -------
    DataFrame
        One row an answer: ``lesson``, ``item``, ``given`` (list of option keys), ``score`` (0 to 1), ``confidence``
        (sure, think, guess or missing), ``hints``, ``attempt``, ``shown_at`` and ``answered_at`` (UTC); the index
        holds the answers' ids.

    Raises
    ------
    RecordsError
        If the database cannot be read.
    """
    import pandas as pd  # noqa: PLC0415 - the package loads without it

    frame = pd.DataFrame(_rows(lesson), columns=list(_COLUMNS)).set_index("id")
    moments = {
        column: pd.to_datetime(frame[column], utc=True, format="ISO8601") for column in ("shown_at", "answered_at")
    }
    return frame.assign(**moments).astype({"score": float, "hints": int, "attempt": int})


def newest(lesson: str) -> dict[str, dict[str, Any]]:
    """The newest answer to each item of a lesson, as the page knows answers."""
    return {row["item"]: {"version": 1, **row} for row in _rows(lesson)}


def store_id() -> str:
    """Id of this learner's store: by it a page tells whose answers it holds."""
    with _database() as database:
        return str(database.execute("SELECT id FROM store").fetchone()[0])


def location() -> Path:
    """The database file."""
    return paths.home() / "answers.sqlite3"


def _rows(lesson: str | None) -> list[dict[str, Any]]:
    query = (
        f"SELECT {', '.join(_COLUMNS)} FROM answers WHERE :lesson IS NULL OR lesson = :lesson "  # noqa: S608
        "ORDER BY answered_at, id"
    )
    with _database() as database:
        found = database.execute(query, {"lesson": lesson}).fetchall()
    return [
        {**dict(zip(_COLUMNS, row, strict=True)), "given": json.loads(row[_COLUMNS.index("given")])} for row in found
    ]


@contextmanager
def _database() -> Iterator[sqlite3.Connection]:
    """A connection inside one transaction: committed at the end, rolled back on an error."""
    try:
        location().parent.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(location(), isolation_level=None)
    except (OSError, sqlite3.Error) as error:
        raise _trouble(error) from error
    try:
        database.execute("PRAGMA busy_timeout = 10000")
        database.execute("PRAGMA synchronous = FULL")
        _prepare(database)
        database.execute("BEGIN IMMEDIATE")
        yield database
        database.execute("COMMIT")
    except sqlite3.Error as error:
        raise _trouble(error) from error
    finally:
        database.close()


def _prepare(database: sqlite3.Connection) -> None:
    version = database.execute("PRAGMA user_version").fetchone()[0]
    if version == SCHEMA_VERSION:
        return
    if version > SCHEMA_VERSION:
        raise RecordsError(
            f"{location()} was written by a newer immunolearn (format {version}; this one reads {SCHEMA_VERSION}). "
            "Update immunolearn: pip install -U immunolearn."
        )
    database.executescript(
        f"BEGIN IMMEDIATE; {_SCHEMA} INSERT INTO store SELECT '{uuid4().hex}' "  # noqa: S608 - our own id
        f"WHERE NOT EXISTS (SELECT 1 FROM store); PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;"
    )


def _trouble(error: Exception) -> RecordsError:
    return RecordsError(
        f"Answers cannot be kept in {location()}: {error}. Make room or allow writing there, "
        "or set IMMUNOLEARN_HOME to a folder of your own."
    )
