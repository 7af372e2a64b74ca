"""Exercises and their folded solutions run, one after the other, as a reader would run them."""

from __future__ import annotations

import re

import pytest

import immunolearn as il
from immunolearn import paths
from immunolearn.course.source import read_lesson

EXERCISE = re.compile(r"^```\{code-cell\}\n:tags: \[exercise\]\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SOLUTION = re.compile(r"<summary>[^<]*solution[^<]*</summary>(.*?)</details>", re.DOTALL)
CODE = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BODIES = {folder.name: read_lesson(folder).body for folder in paths.lesson_folders().values()}
WITH_EXERCISE = [name for name, body in BODIES.items() if EXERCISE.search(body)]


def test_every_lesson_but_the_first_has_an_exercise_with_a_solution():
    start, *others = BODIES
    assert start.startswith("00-")
    assert others == WITH_EXERCISE
    assert [name for name in others if not SOLUTION.search(BODIES[name])] == []


@pytest.mark.parametrize("name", WITH_EXERCISE)
def test_the_exercise_and_its_solution_run(name, capsys):
    names = {"il": il}  # as the first cell of every lesson imports it
    exercises = EXERCISE.findall(BODIES[name])
    solutions = [code for part in SOLUTION.findall(BODIES[name]) for code in CODE.findall(part)]
    for code in [*exercises, *solutions]:
        exec(compile(code, name, "exec"), names)  # noqa: S102 - the course's own text
    assert capsys.readouterr().out.strip()
