"""What may happen to a database of answers, and what is lost: nothing that was said to be saved."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

import immunolearn as il
from immunolearn import records
from immunolearn.records import Answer, DamagedWarning, RecordsError

VERSIONS = sorted((Path(__file__).parent / "versions").glob("*.sql"))


def answer(number, **changes):
    at = f"2026-01-31T{number // 3600 % 24:02d}:{number // 60 % 60:02d}:{number % 60:02d}.000Z"
    fields = {"id": f"id-{number:05d}", "lesson": "l", "item": "i", "given": ["x" * 60], "shown_at": at}
    return Answer.model_validate({**fields, "answered_at": at, **changes})


def aside():
    return list(records.location().parent.glob("answers-damaged-*.sqlite3"))


@pytest.mark.parametrize("dump", VERSIONS, ids=lambda dump: f"version {dump.stem}")
def test_the_databases_of_every_version_are_read_and_written(dump, home):
    home.mkdir()
    with closing(sqlite3.connect(records.location())) as database:
        database.executescript(dump.read_text())
        store = database.execute("SELECT id FROM store").fetchone()[0]
    first, second = records.answers()
    assert (first["id"], first["given"], first["confidence"], first["hints"]) == ("first", ["tail"], "sure", 1)
    assert first["score"] == (1.0 if dump.stem == "1" else 0.5)
    assert (second["given"], second["score"]) == (["a=PD-L1", "b=γ"], None)
    records.save([answer(1)])
    records.rescore({"second": 1.0}, bank="b")
    assert records.setting("exam") == ("2027-02-15" if dump.stem == "3" else None)
    assert len(records.answers()) == 3
    assert records.store_id() == store


def test_there_is_a_dump_of_every_version():
    assert [int(dump.stem) for dump in VERSIONS] == [*range(1, records.SCHEMA_VERSION + 1)]


def test_a_file_that_is_no_database_is_set_aside_with_its_name(home):
    home.mkdir()
    records.location().write_bytes(b"this is not a database" * 100)
    with pytest.warns(DamagedWarning, match=r"set aside as .*answers-damaged-.*; 0 answers"):
        assert il.answers().empty
    (file,) = aside()
    assert file.read_bytes().startswith(b"this is not")
    records.save([answer(1)])
    assert len(records.answers()) == 1


@pytest.mark.filterwarnings("ignore::immunolearn.records.DamagedWarning")
@pytest.mark.parametrize("seed", range(6))
def test_of_a_damaged_database_all_that_can_be_read_is_saved(seed):
    records.save(answer(number) for number in range(2000))
    before = {row["id"]: row["given"] for row in records.answers()}
    chance = random.Random(seed)  # noqa: S311 - not a secret
    content = bytearray(records.location().read_bytes())
    for page in chance.sample(range(10, len(content) // 4096), 2):
        content[page * 4096 : (page + 1) * 4096] = chance.randbytes(4096)
    records.location().write_bytes(content)
    try:  # damage is found when the database is opened, or while it is read
        after = records.answers()
    except RecordsError:
        after = records.answers()
    assert 1500 < len(after) <= 2000
    assert all(row["given"] == before[row["id"]] for row in after)
    assert records.save([answer(5000)]) == ["id-05000"]
    assert len(records.answers()) == len(after) + 1
    with closing(sqlite3.connect(records.location())) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.filterwarnings("ignore::immunolearn.records.DamagedWarning")
def test_what_is_not_an_answer_is_left_in_the_damaged_file():
    records.save([answer(1), answer(2)])
    store = records.store_id()
    records.set_setting("exam", "2027-02-15")
    with closing(sqlite3.connect(records.location())) as database, database:
        database.execute("UPDATE answers SET given = 'not a list' WHERE id = 'id-00001'")
        database.execute("PRAGMA writable_schema = 1")
        database.execute("UPDATE sqlite_master SET rootpage = 9999 WHERE name = 'answers_in_order'")
    assert [row["id"] for row in _twice(records.answers)] == ["id-00002"]
    assert (records.store_id(), records.setting("exam")) == (store, "2027-02-15")
    assert len(aside()) == 1


def _twice(read):
    try:
        return read()
    except RecordsError:
        return read()


DISK = """
import resource, signal, sys
from datetime import UTC, datetime
from immunolearn.records import Answer, RecordsError, save
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
save([])
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))  # as a disk that is full at this size
now = datetime.now(UTC)
for number in range(10_000):
    one = Answer(id=f"id-{number:05d}", lesson="l", item="i", given=["x" * 500], shown_at=now, answered_at=now)
    try:
        save([one])
    except RecordsError as error:
        print(error)
        break
    print(one.id, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="this system has no limit for the size of a file")
def test_on_a_full_disk_it_says_so_and_keeps_what_it_acknowledged():
    run = subprocess.run([sys.executable, "-c", DISK], capture_output=True, text=True, check=True)
    *acknowledged, trouble = run.stdout.splitlines()
    assert "Make room" in trouble
    assert len(acknowledged) > 50
    assert {row["id"] for row in records.answers()} == set(acknowledged)


@pytest.fixture
def read_only(monkeypatch):
    """Databases open for reading alone, as on a disk that cannot be written."""
    connect = sqlite3.connect

    def limited(file, **options):
        return connect(f"file:{file}?mode=ro", uri=True, **options)

    return lambda: monkeypatch.setattr("immunolearn.records.sqlite3.connect", limited)


def test_on_a_read_only_disk_answers_can_be_read_and_none_is_acknowledged(read_only):
    records.save([answer(1)])
    read_only()
    assert len(records.answers()) == 1
    with pytest.raises(RecordsError, match=r"readonly database.*IMMUNOLEARN_HOME"):
        records.save([answer(2)])


def test_where_another_kernel_never_lets_go_it_says_so(monkeypatch):
    records.save([answer(1)])
    monkeypatch.setattr(records, "PATIENCE_MS", 50)
    with closing(sqlite3.connect(records.location(), isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(RecordsError, match="locked"):
            records.save([answer(2)])
        other.execute("ROLLBACK")
    assert records.save([answer(2)]) == ["id-00002"]


KERNEL = """
import sys
from immunolearn.records import Answer, save
from datetime import UTC, datetime
for number in range(100):
    now = datetime.now(UTC)
    save([Answer(id=f"{sys.argv[1]}-{number}", lesson="l", item="i", given=[], shown_at=now, answered_at=now)])
"""


def test_two_kernels_at_once_lose_nothing():
    kernels = [subprocess.Popen([sys.executable, "-c", KERNEL, name]) for name in ("a", "b")]
    assert [kernel.wait(timeout=120) for kernel in kernels] == [0, 0]
    assert len(records.answers()) == 200


def test_a_clock_set_back_orders_by_what_the_clock_said_and_loses_nothing():
    records.save([answer(100), answer(1)])
    assert [row["id"] for row in records.answers()] == ["id-00001", "id-00100"]


def test_a_reset_keeps_a_copy_that_can_be_taken_in_again():
    records.save([answer(1)])
    store = records.store_id()
    kept = records.reset()
    assert kept.name.startswith("answers-before-reset-")
    assert records.answers() == []
    assert records.store_id() != store
    shutil.copy(kept, records.location())
    assert len(records.answers()) == 1
    assert json.loads(json.dumps(records.answers()))[0]["id"] == "id-00001"


def test_a_reset_of_nothing_keeps_nothing():
    assert records.reset() is None


NO_LOCKS = """
import ctypes, errno, sys
import _sqlite3
from datetime import UTC, datetime
from immunolearn import records
from immunolearn.records import Answer, RecordsError, save

records.PATIENCE_MS = 50

class Vfs(ctypes.Structure):
    _fields_ = [("version", ctypes.c_int), ("file", ctypes.c_int), ("path", ctypes.c_int), ("next", ctypes.c_void_p),
                ("name", ctypes.c_char_p), ("data", ctypes.c_void_p), ("calls", ctypes.c_void_p * 14)]

@ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_void_p, use_errno=True)
def refuse(file, command, argument):
    ctypes.set_errno(errno.ENOLCK)
    return -1

sqlite = ctypes.CDLL(_sqlite3.__file__)
sqlite.sqlite3_vfs_find.restype = ctypes.POINTER(Vfs)
vfs = sqlite.sqlite3_vfs_find(b"unix")
replace = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)(vfs.contents.calls[13])
assert replace(ctypes.cast(vfs, ctypes.c_void_p), b"fcntl", ctypes.cast(refuse, ctypes.c_void_p)) == 0
now = datetime.now(UTC)
try:
    print(save([Answer(id="id", lesson="l", item="i", given=[], shown_at=now, answered_at=now)]))
except RecordsError as error:
    print("refused:", error)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="SQLite's calls to the system are replaced as on Linux alone")
def test_in_a_folder_that_refuses_locks_nothing_is_acknowledged_and_what_to_do_is_said():
    run = subprocess.run([sys.executable, "-c", NO_LOCKS], capture_output=True, text=True, check=False)
    assert run.stdout.startswith("refused: Answers cannot be kept in"), run.stderr
    assert "IMMUNOLEARN_HOME" in run.stdout
    assert records.save([answer(1)]) == ["id-00001"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights than modes")
def test_nobody_else_may_read_the_answers_nor_an_older_database(home):
    before = os.umask(0o022)
    try:
        records.save([answer(1)])
        assert [stat.S_IMODE(path.stat().st_mode) for path in (home, records.location())] == [0o700, 0o600]
        for path in (home, records.location()):
            path.chmod(0o755)
        kept = records.reset()
        records.save([answer(2)])
        records.location().write_bytes(b"this is not a database" * 100)
        with pytest.warns(DamagedWarning):
            records.answers()
        databases = {kept, records.location(), *aside()}
        assert {stat.S_IMODE(path.stat().st_mode) for path in databases} == {0o600}
        assert len(databases) == 3
    finally:
        os.umask(before)
