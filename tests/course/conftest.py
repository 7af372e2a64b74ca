"""A copy of the course that a test may spoil, with one tiny lesson of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from immunolearn import paths
from immunolearn.cli import main

ROOT = Path(__file__).parents[2]

LESSON = """\
---
title: Tiny
promise: By the end you can say what a tiny lesson is.
minutes: 5
objectives:
  - {id: one, text: Explain one}
  - {id: two, text: Explain two}
  - {id: three, text: Explain three}
before: []
keypoints: [First point, Second point, Third point]
next: Something larger.
---

```{code-cell}
:tags: [machinery]
import immunolearn as il; il.lesson("tiny")
```

## A section

Daratumumab helped {{ count("sirius", "dara-16") }} people. See {{ cite("witzig2002") }}.

```{code-cell}
:tags: [machinery]
il.quiz("tiny/check")
```

{{ closing }}
"""

QUIZ = """\
groups:
  - id: check
    title: Check
    items:
      - id: first
        kind: single
        objective: one
        level: recall
        stem: Which?
        source: goede2014
        options:
          - {key: this, text: This, right: true, feedback: It is.}
          - {key: that, text: That, feedback: It is not.}
"""


class Tree:
    """A source tree of the course."""

    def __init__(self, folder):
        self.folder = folder
        self.lessons = folder / "lessons"
        self.lesson = self.lessons / "90-tiny" / "lesson.md"
        self.quiz = self.lessons / "90-tiny" / "quiz.yaml"
        self.notebook = folder / "notebooks" / "90-tiny.ipynb"

    def run(self, *arguments):
        """Run the command on this tree; its status and all it says."""
        done = CliRunner().invoke(main, arguments)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.exit_code, done.output


@pytest.fixture
def tree(tmp_path, monkeypatch):
    folder = tmp_path / "tree"
    for name in ["src", "data", "lessons", "notebooks"]:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(paths, "content", lambda: folder)
    monkeypatch.setenv("PYTHONPATH", str(folder / "src"))  # for the kernel
    made = Tree(folder)
    made.lesson.parent.mkdir()
    made.lesson.write_text(LESSON, encoding="utf-8")
    made.quiz.write_text(QUIZ, encoding="utf-8")
    course = made.lessons / "course.yaml"
    course.write_text(
        course.read_text(encoding="utf-8").replace("  - capstone", "  - capstone\n  - tiny"), encoding="utf-8"
    )
    return made
