"""One script installs the course everywhere; the image and Binder run what CI runs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
import yaml
from nbformat.sign import NotebookNotary
from packaging.version import Version

ROOT = Path(__file__).parents[2]
SCRIPT = "deploy/install.sh"
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")


@pytest.mark.parametrize("file", ["Makefile", "deploy/Dockerfile", ".binder/postBuild"])
def test_everything_is_installed_by_the_same_script(file):
    text = (ROOT / file).read_text(encoding="utf-8")
    assert SCRIPT in text
    assert "pip install" not in text


def test_the_dockerfile_has_no_fault_that_a_linter_finds():
    linter = shutil.which("hadolint", path=Path(sys.executable).parent)
    if linter is None:
        pytest.skip("hadolint is not made for this machine: the Dockerfile is not linted here")
    done = subprocess.run([linter, "Dockerfile"], cwd=ROOT / "deploy", capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_image_is_given_all_that_the_wheel_is_built_from():
    ignored, *taken = (ROOT / "deploy" / "Dockerfile.dockerignore").read_text(encoding="utf-8").split()
    assert ignored == "*"
    assert {"!src", "!data", "!lessons", "!notebooks", "!deploy", "!pyproject.toml", "!requirements.lock"} <= {*taken}
    assert {"!README.md", "!LICENSE*"} <= {*taken}  # the wheel's description and licences


def test_image_and_chart_start_a_students_server_by_the_same_command():
    command = yaml.safe_load((ROOT / "deploy" / "values.yaml").read_text(encoding="utf-8"))["singleuser"]["cmd"]
    assert command[:3] == ["immunolearn", "lab", "course"]
    assert 'CMD ["immunolearn", "lab", "course"' in DOCKERFILE
    assert re.search(r"useradd .*--uid 1000", DOCKERFILE)  # as whom the chart starts it


def test_image_and_binder_have_a_python_that_the_course_runs_on():
    image = re.search(r"FROM python:(\S+?)-", DOCKERFILE)[1]
    binder = (ROOT / ".binder" / "runtime.txt").read_text(encoding="utf-8").strip().removeprefix("python-")
    assert Version(image) == Version(binder) >= Version("3.11")


def test_binder_installs_the_course_and_trusts_its_notebooks(tmp_path, monkeypatch):
    tree, log = tmp_path / "tree", tmp_path / "log"
    for folder in (".binder", "deploy"):
        shutil.copytree(ROOT / folder, tree / folder)
    (tree / "notebooks").mkdir()
    for file in sorted((ROOT / "notebooks").glob("0[01]*.ipynb")):
        shutil.copy(file, tree / "notebooks")
    found = tmp_path / "bin"
    found.mkdir()
    (found / "jupyter").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m jupyter "$@"\n', encoding="utf-8")
    (found / "python").write_text(f'#!/bin/sh\necho "$@" > "{log}"\n', encoding="utf-8")  # nothing is downloaded here
    for file in found.iterdir():
        file.chmod(0o755)
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))
    path = f"{found}:{Path(sys.executable).parent}:{os.environ['PATH']}"
    subprocess.run([".binder/postBuild"], cwd=tree, env=os.environ | {"PATH": path}, check=True, capture_output=True)
    assert log.read_text(encoding="utf-8").endswith("install --quiet -c requirements.lock .\n")
    for file in (tree / "notebooks").iterdir():
        assert NotebookNotary().check_signature(nbformat.read(file, as_version=4)), file.name
