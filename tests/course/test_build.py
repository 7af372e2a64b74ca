"""Notebooks are fresh, small and the same from every build."""

from __future__ import annotations

import json

import pytest

from immunolearn import paths
from immunolearn.course import check as checking
from immunolearn.course.build import MOST_BYTES, build_glossary, notebook_file
from immunolearn.course.source import read_lesson

LESSONS = list(paths.lesson_folders().values())


@pytest.mark.parametrize("folder", LESSONS, ids=lambda folder: folder.name)
def test_the_notebook_is_fresh(folder):
    assert checking.unlocked() == []
    checking.check(folder)


@pytest.mark.parametrize("folder", LESSONS, ids=lambda folder: folder.name)
def test_the_notebook_is_small_and_holds_no_widgets(folder):
    text = notebook_file(folder).read_text(encoding="utf-8")
    assert len(text.encode()) <= MOST_BYTES
    assert "widget-view" not in text
    assert "widgets" not in json.loads(text)["metadata"]
    assert text.count('type=\\"module\\"') == 1


def test_the_glossary_is_fresh():
    assert build_glossary() == (paths.notebooks() / "glossary.ipynb").read_text(encoding="utf-8")


def test_every_quiz_of_the_bank_stands_in_its_lesson():
    for folder in LESSONS:
        lesson = read_lesson(folder)
        for group in lesson.bank.groups:
            assert f'il.quiz("{lesson.name}/{group.id}")' in lesson.body
