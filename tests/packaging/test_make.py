"""``make`` says what is missing, installs once, and starts at once after that."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = ["make", "sh", "touch", "grep", "sed", "mkdir", "cat", "chmod", "cp", "env", "node", "dirname"]

PYTHON = """\
#!/bin/sh
echo "$0 $*" >> "$LOG"
case "$1 $2" in
    "-V "*) echo "Python $VERSION" ;;
    *version_info*) [ "$VERSION" != 3.9.2 ] ;;
    *ensurepip*) [ "$VERSION" != "3.12 without venv" ] ;;
    "-m venv") mkdir -p "$3/bin" && cp "$0" "$3/bin/python" && cp "$0" "$3/bin/immunolearn" ;;
esac
"""


@pytest.fixture
def make(tmp_path):
    """Run make in a fresh clone, with few tools on the PATH; its status, what it says and what it ran."""
    clone, found = tmp_path / "clone", tmp_path / "bin"
    clone.mkdir()
    found.mkdir()
    for name in ["Makefile", "pyproject.toml", "requirements.lock", "deploy/install.sh"]:
        (clone / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, clone / name)
    for tool in TOOLS:
        if there := shutil.which(tool):
            (found / tool).symlink_to(there)
    log = tmp_path / "log"

    def run(*goals, version="3.11.0"):
        python = found / "python3"
        python.unlink(missing_ok=True)
        if version:
            python.write_text(PYTHON, encoding="utf-8")
            python.chmod(0o755)
        log.write_text("", encoding="utf-8")
        done = subprocess.run(
            ["make", *goals],  # found on the test's own PATH
            cwd=clone,
            env={"PATH": str(found), "LOG": str(log), "VERSION": version or ""},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr, log.read_text(encoding="utf-8")

    run.clone = clone
    return run


@pytest.mark.parametrize(
    ("version", "sentence"),
    [
        (None, "Python was not found. Install Python 3.11 or newer, or name yours: make lab PYTHON=/path/to/python3"),
        (
            "3.9.2",
            "immunolearn needs Python 3.11 or newer; python3 is Python 3.9.2. Name a newer one: make lab PYTHON=",
        ),
        ("3.12 without venv", "Python's venv module is missing. On Debian or Ubuntu: sudo apt install python3-venv"),
    ],
)
def test_what_is_missing_is_said_in_a_sentence(make, version, sentence):
    status, said, _ = make("lab", version=version)
    assert status != 0
    assert sentence in said
    assert not (make.clone / ".venv").exists()


@pytest.mark.parametrize(("goal", "work"), [("lab", "immunolearn lab course"), ("test", "python -m pytest")])
def test_the_second_start_does_nothing_but_the_work(make, goal, work):
    status, said, ran = make(goal)
    assert status == 0
    assert "Making .venv" in said
    assert "Installing the course" in said
    assert "install --quiet -c requirements.lock -e ." in ran
    status, said, ran = make(goal)
    assert (status, said) == (0, "")
    assert ran.count("\n") == 1
    assert work in ran


def test_the_environment_is_no_part_of_our_javascript_package(make):
    """Else node takes the script that JupyterLab runs at its start for a module, and it fails with pages of code."""
    make("lab")
    assert (make.clone / ".venv" / "package.json").read_text(encoding="utf-8").strip() == "{}"


def test_a_changed_lock_is_installed_again(make):
    make("lab")
    lock = make.clone / "requirements.lock"
    later = lock.stat().st_mtime + 3600
    os.utime(lock, (later, later))
    _, said, ran = make("lab")
    assert "Installing the course" in said
    assert "pip" in ran
    assert "-m venv" not in ran


def test_a_clone_that_was_tested_opens_without_another_install(make):
    make("test")
    assert make("lab")[1] == ""


def test_an_install_that_fails_is_tried_again(make):
    make("lab")
    (make.clone / ".venv" / ".lab").unlink()
    assert "Installing the course" in make("lab")[1]


def test_help_names_every_command(make):
    _, said, ran = make("help")
    assert [line.split("\t")[0] for line in said.splitlines()] == [
        *("make lab", "make test", "make test-long", "make build", "make check", "make lock", "make help")
    ]
    assert ran == ""
