"""A learner's answers: append-only rows in SQLite, acknowledged after the commit.

The database stands in :func:`immunolearn.paths.home`. It uses the rollback journal and ``synchronous=FULL``, which
hold on network homes too.
"""

from __future__ import annotations

import json
import sqlite3
import warnings
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal
from uuid import uuid4

from filelock import FileLock
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, PlainSerializer

from immunolearn import paths, repair
from immunolearn.errors import ImmunolearnError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

SCHEMA_VERSION = 3
PATIENCE_MS = 10_000
"""How long to wait, in milliseconds, for another kernel that writes."""
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
CREATE TABLE IF NOT EXISTS rescores (
    number INTEGER PRIMARY KEY,
    answer TEXT NOT NULL REFERENCES answers (id),
    score REAL,
    bank TEXT NOT NULL,
    scored_at TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS rescores_of_answer ON rescores (answer, number);
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


class RecordsError(ImmunolearnError):
    """The database of answers cannot be opened, read or written."""


def iso(moment: datetime) -> str:
    """A moment as answers write it, in UTC to the millisecond."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("a time outside the calendar") from error


Moment = Annotated[AwareDatetime, AfterValidator(_utc), PlainSerializer(iso, when_used="json")]
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
    hints: int = Field(default=0, ge=0, le=1_000)
    attempt: int = Field(default=1, ge=1, le=1_000_000)
    shown_at: Moment
    answered_at: Moment


_COLUMNS = tuple(name for name in Answer.model_fields if name != "version")
_SCORE = """(SELECT CASE WHEN COUNT(*) THEN (SELECT score FROM rescores WHERE answer = answers.id ORDER BY number DESC
    LIMIT 1) ELSE answers.score END FROM rescores WHERE answer = answers.id)"""


def save(given: Iterable[Answer]) -> list[str]:
    """Write answers and return the ids that are safely stored.

    An id that is there already is left as it was: a second delivery is not a second answer.

    Parameters
    ----------
    given
        Answers in any order.

    Raises
    ------
    RecordsError
        If the database cannot be written; nothing of this call is stored then.
    """
    received = iso(datetime.now(UTC))
    rows = [{**answer.model_dump(mode="json"), "received_at": received} for answer in given]
    columns = (*_COLUMNS, "received_at")
    insert = (
        f"INSERT OR IGNORE INTO answers ({', '.join(columns)}) "  # noqa: S608 - our own column names
        f"VALUES ({', '.join(':' + column for column in columns)})"
    )
    with _database() as database:
        database.executemany(insert, [{**row, "given": json.dumps(row["given"])} for row in rows])
    return [row["id"] for row in rows]


def answers(lesson: str | None = None) -> list[dict[str, Any]]:
    """Every stored answer, oldest first, with its newest score.

    Parameters
    ----------
    lesson
        Name of a lesson; all lessons if None.

    Returns
    -------
    list of dict
        The fields of :class:`Answer`, as JSON types.

    Raises
    ------
    RecordsError
        If the database cannot be read.
    """
    columns = ", ".join(f"{_SCORE} AS score" if column == "score" else column for column in _COLUMNS)
    query = (
        f"SELECT {columns} FROM answers WHERE :lesson IS NULL OR lesson = :lesson "  # noqa: S608 - our own text
        "ORDER BY answered_at, id"
    )
    with _database(write=False) as database:
        found = database.execute(query, {"lesson": lesson}).fetchall()
    return [
        {**dict(zip(_COLUMNS, row, strict=True)), "given": json.loads(row[_COLUMNS.index("given")])} for row in found
    ]


def newest(lesson: str) -> dict[str, dict[str, Any]]:
    """The newest answer to each item of a lesson, as the page knows answers."""
    return {row["item"]: {"version": 1, **row} for row in answers(lesson)}


def rescore(scores: Mapping[str, float | None], *, bank: str) -> int:
    """Give answers a new score; the old ones stay, see :func:`history`.

    Parameters
    ----------
    scores
        New score by the answer's id. Those that have this score already are left alone.
    bank
        Says by which questions they were scored: a digest of the bank.

    Returns
    -------
    int
        Answers whose score changed.
    """
    now = iso(datetime.now(UTC))
    with _database() as database:
        current = dict(database.execute(f"SELECT id, {_SCORE} FROM answers"))  # noqa: S608 - our own text
        changed = [
            (answer, score, bank, now)
            for answer, score in scores.items()
            if answer in current and score != current[answer]
        ]
        database.executemany("INSERT INTO rescores (answer, score, bank, scored_at) VALUES (?, ?, ?, ?)", changed)
    return len(changed)


def history(answer: str) -> list[dict[str, Any]]:
    """Every score that an answer has had, oldest first.

    Returns
    -------
    list of dict
        ``score``, ``bank`` (None for the score it came with) and ``scored_at`` (UTC).
    """
    query = (
        "SELECT score, NULL, received_at, 0 FROM answers WHERE id = :answer UNION ALL "
        "SELECT score, bank, scored_at, number FROM rescores WHERE answer = :answer ORDER BY 4"
    )
    with _database(write=False) as database:
        found = database.execute(query, {"answer": answer}).fetchall()
    return [{"score": score, "bank": bank, "scored_at": at} for score, bank, at, _ in found]


def store_id() -> str:
    """Id of this learner's store: by it a page tells whose answers it holds."""
    with _database(write=False) as database:
        return str(database.execute("SELECT id FROM store").fetchone()[0])


def setting(name: str) -> str | None:
    """What the learner has set, None if nothing."""
    with _database(write=False) as database:
        found = database.execute("SELECT value FROM settings WHERE name = ?", [name]).fetchone()
    return None if found is None else str(found[0])


def set_setting(name: str, value: str | None) -> None:
    """Keep what the learner has set; None forgets it."""
    with _database() as database:
        if value is None:
            database.execute("DELETE FROM settings WHERE name = ?", [name])
        else:
            database.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", [name, value])


def location() -> Path:
    """The database file."""
    return paths.home() / "answers.sqlite3"


def reset() -> Path | None:
    """Begin anew with an empty database, and give the copy in which the old answers are kept; None if there were none.

    The new one has an id of its own, so that answers which wait in a page for the old one do not come back.
    """
    with _database():
        pass  # a database of today's version, so that the copy is one
    kept = repair.named_now(location(), "before-reset")
    with FileLock(location().with_suffix(".lock"), timeout=PATIENCE_MS / 1000):
        with _database() as database:
            if not database.execute("SELECT COUNT(*) FROM answers").fetchone()[0]:
                return None
        location().replace(kept)
    return kept


class DamagedWarning(UserWarning):
    """The database of answers was damaged, and was set aside."""


@contextmanager
def _database(*, write: bool = True) -> Iterator[sqlite3.Connection]:
    """A connection inside one transaction: committed at the end, rolled back on an error.

    A damaged database is set aside, with its name in a warning; then everything goes on with what could be saved.
    """
    try:
        database = _open(write=write)
    except sqlite3.DatabaseError as error:
        if not repair.is_damage(error):
            raise _trouble(error) from error
        _set_aside()
        database = _open(write=write)
    except OSError as error:
        raise _trouble(error) from error
    try:
        yield database
        database.execute("COMMIT")
    except sqlite3.Error as error:
        database.close()
        if repair.is_damage(error):
            _set_aside()  # the next call finds what was saved
        raise _trouble(error) from error
    finally:
        database.close()


def _open(*, write: bool) -> sqlite3.Connection:
    repair.keep_private(location())
    database = sqlite3.connect(location(), isolation_level=None)
    try:
        database.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
        database.execute("PRAGMA synchronous = FULL")
        _prepare(database)
        database.execute("BEGIN IMMEDIATE" if write else "BEGIN")
        database.execute("SELECT COUNT(*) FROM answers").fetchone()
    except BaseException:
        database.close()
        raise
    return database


def _set_aside() -> None:
    """Put a damaged database aside, unless another kernel has done so meanwhile."""
    with FileLock(location().with_suffix(".lock"), timeout=PATIENCE_MS / 1000):
        if not repair.is_damaged(location()):
            return
        aside, saved = repair.set_aside(location(), schema=_SCHEMA, finish=_made())
    warnings.warn(
        f"The database of your answers was damaged. It was set aside as {aside}; {saved} answers could be read from it "
        "and are kept. If you have an older export or a copy, take it in: immunolearn import FILE.",
        DamagedWarning,
        stacklevel=4,
    )


def _made() -> str:
    """SQL that makes what is missing, whatever the version; runs inside a transaction."""
    return (
        f"{_SCHEMA} INSERT INTO store SELECT '{uuid4().hex}' "  # noqa: S608 - our own id
        f"WHERE NOT EXISTS (SELECT 1 FROM store); PRAGMA user_version = {SCHEMA_VERSION};"
    )


def _prepare(database: sqlite3.Connection) -> None:
    version = database.execute("PRAGMA user_version").fetchone()[0]
    if version == SCHEMA_VERSION:
        return
    if version > SCHEMA_VERSION:
        raise RecordsError(
            f"{location()} was written by a newer immunolearn (format {version}; this one reads {SCHEMA_VERSION}). "
            "Update immunolearn: pip install -U immunolearn."
        )
    database.executescript(f"BEGIN IMMEDIATE; {_made()} COMMIT;")


def _trouble(error: Exception) -> RecordsError:
    return RecordsError(
        f"Answers cannot be kept in {location()}: {error}. Make room or allow writing there, "
        "or set IMMUNOLEARN_HOME to a folder of your own."
    )
