"""What is built can be installed, and the installed course opens in JupyterLab."""

from __future__ import annotations

import re
import signal
import subprocess
import tarfile
import time
import tomllib
import zipfile
from email.parser import Parser
from pathlib import Path
from threading import Timer
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
LESSON = "03-monoclonal-antibodies.ipynb"


def fetch(address):
    """Fetch from a server that has just said its address."""
    for attempt in range(60):
        try:
            with urlopen(address, timeout=60) as answer:
                assert answer.status == 200
                return answer.read()
        except URLError:
            if attempt == 59:
                raise
            time.sleep(0.25)
    return None


def test_the_wheel_holds_package_types_runtime_tables_lessons_and_notebooks(dist):
    with zipfile.ZipFile(next(dist.glob("*.whl"))) as wheel:
        names = set(wheel.namelist())
    ours = {path.relative_to(ROOT / "src").as_posix() for path in (ROOT / "src" / "immunolearn").rglob("*.py")}
    for folder in ["data", "lessons", "notebooks"]:
        for path in (ROOT / folder).rglob("*.*"):
            if ".ipynb_checkpoints" not in path.parts:
                ours.add(f"immunolearn/_content/{path.relative_to(ROOT).as_posix()}")
    ours |= {"immunolearn/py.typed", "immunolearn/static/runtime.js", "immunolearn/display/tokens.json"}
    assert ours - names == set()
    assert not [name for name in names if "test" in name.split("/") or "__pycache__" in name]


def test_the_wheel_asks_for_what_pyproject_names(dist):
    with zipfile.ZipFile(next(dist.glob("*.whl"))) as wheel:
        metadata = Parser().parsestr(wheel.read(next(n for n in wheel.namelist() if n.endswith("METADATA"))).decode())
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    required = [Requirement(line) for line in metadata.get_all("Requires-Dist")]
    assert {r for r in required if r.marker is None} == {Requirement(line) for line in project["dependencies"]}
    assert metadata["Requires-Python"] == project["requires-python"]
    assert set(metadata.get_all("License-File")) == {"LICENSE", "LICENSE-CONTENT"}


def test_the_sdist_holds_what_a_distributor_needs_and_nothing_installed(dist):
    with tarfile.open(next(dist.glob("*.tar.gz"))) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    assert {"Makefile", "requirements.lock", "environment.yml", "LICENSE", "tests/test_package.py"} <= names
    assert {"lessons/course.yaml", "js/build.mjs", "src/immunolearn/static/runtime.js"} <= names
    assert not [name for name in names if name.startswith((".venv", "node_modules", "build/", "course/"))]


def test_the_installed_package_reads_its_own_tables_and_lessons(installed, tmp_path):
    code = "import immunolearn as il; print(il.__file__, len(il.load_table('trials')) > 0, il.quiz('{}').lesson)"
    where, tables, lesson = installed.run(code.format("monoclonal-antibodies/one-key"), cwd=tmp_path).split()
    assert where.startswith(str(installed.packages))
    assert (tables, lesson) == ("True", "monoclonal-antibodies")


@pytest.fixture
def lab(installed, tmp_path):
    """Start ``immunolearn lab``; what it says up to its address, and the address."""
    started = []

    def start(folder):
        command = [str(installed.bin / "immunolearn"), "lab", str(folder), "--", "--ip=127.0.0.1", "--port=0"]
        server = subprocess.Popen(
            command, env=installed.environ, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        started.append(server)
        limit = Timer(120, server.kill)
        limit.start()
        said = []
        for line in server.stdout:
            said.append(line)
            if found := re.search(r"http://127\.0\.0\.1:\d+/\S+token=\w+", line):
                limit.cancel()
                return "".join(said), found[0]
        raise AssertionError("".join(said))

    def stop():
        server = started.pop()
        server.send_signal(signal.SIGTERM)
        server.stdout.close()
        assert server.wait(timeout=60) is not None

    yield start, stop
    while started:
        stop()


def test_lab_serves_copies_of_the_lessons_without_a_display_and_keeps_what_is_changed(lab, tmp_path):
    start, stop = lab
    said, address = start(tmp_path / "course")
    assert re.search(f"new: .*{LESSON}", said)
    assert "No browser is opened: copy the address that appears below." in said
    assert "Cancer immunotherapy: starting JupyterLab" in said
    assert "/lab/tree/00-start-here.ipynb?" in address
    assert b"jupyter-config-data" in fetch(address)
    assert b'"trusted": true' in fetch(address.replace("/lab/tree/", "/api/contents/"))
    stop()
    mine = tmp_path / "course" / LESSON
    mine.write_text(mine.read_text(encoding="utf-8").replace("Someone's decision", "My notes"), encoding="utf-8")
    said, _ = start(tmp_path / "course")
    assert f"kept as you changed it: {LESSON}" in said
    assert "My notes" in mine.read_text(encoding="utf-8")


def test_an_edited_row_is_seen_in_an_editable_install_though_a_stale_copy_stands_beside(editable, tmp_path):
    environment, tree = editable
    assert (environment.packages / "immunolearn" / "_content" / "data" / "glossary.csv").is_file()
    table = tree / "data" / "glossary.csv"
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace("abscopal effect", "far-away effect", 1), encoding="utf-8")
    environment.run("from immunolearn.cli import main; main(['build', 'data'])", cwd=tmp_path)
    code = "import immunolearn as il; print(il.load_table('glossary').loc['abscopal_effect', 'term'])"
    assert environment.run(code, cwd=tmp_path) == "far-away effect"
