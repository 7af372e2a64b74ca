"""Notebooks are fresh, small and the same from every build; a broken lesson is refused with its place."""

from __future__ import annotations

import json
import shutil

import pytest

from immunolearn import paths
from immunolearn.course import check as checking
from immunolearn.course.build import MOST_BYTES, build, build_glossary, notebook_file
from immunolearn.course.source import read_lesson
from immunolearn.course.workspace import deliver
from immunolearn.errors import ContentError

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


@pytest.fixture
def lesson(tmp_path):
    return shutil.copytree(LESSONS[0], tmp_path / LESSONS[0].name)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('il.diagram("antibody")', 'il.diagram("antibodi")', r"lesson.md:\d+: .*Did you mean 'antibody'"),
        ('il.diagram("antibody")', "1 / 0", r"lesson.md:\d+: .*ZeroDivisionError"),
        ('il.diagram("antibody")', "import sys; sys.stderr.write('oops')", "writes to stderr: oops"),
        ('count("sirius"', 'count("siriuss"', r"lesson.md:\d+: .*siriuss"),
        ("(term:antigen)", "(term:antigenn)", r"lesson.md:\d+: .*antigenn"),
        ("minutes: 50", "minutes: many", r"lesson.md:4: minutes"),
        ("---\ntitle", "title", "front matter"),
    ],
)
def test_a_broken_lesson_is_refused_with_its_place(lesson, old, new, message):
    file = lesson / "lesson.md"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError, match=message):
        build(lesson)


def test_a_readers_changed_lesson_is_kept(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))
    folder = tmp_path / "course"
    first = deliver(folder)
    assert first.new
    assert deliver(folder).kept == []
    mine = folder / first.new[0]
    mine.write_text(mine.read_text(encoding="utf-8").replace("Someone's decision", "My notes"), encoding="utf-8")
    assert deliver(folder).kept == [first.new[0]]
    assert "My notes" in mine.read_text(encoding="utf-8")
