"""Python and the page give the same scores."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from immunolearn.questions.grading import score

ROOT = Path(__file__).parents[2]
VECTORS = json.loads((ROOT / "tests/vectors/scores.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_python_scores_as_the_shared_vectors_say(vector):
    got = score(vector["item"], vector["given"], vector.get("confidence"))
    assert got == (None if vector["score"] is None else pytest.approx(vector["score"], abs=1e-12))


def test_the_pages_own_tests_pass():
    node = shutil.which("node", path=None) or shutil.which("node", path=str(ROOT / ".venv/bin"))
    assert node, "node was not found; make test installs it"
    files = sorted(map(str, (ROOT / "js/test").glob("*.test.js")))
    assert files
    result = subprocess.run([node, "--test", *files], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout
