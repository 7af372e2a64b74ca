"""The course's own file: the order of lessons, a subset, and its mistakes with their lines."""

from __future__ import annotations

import pytest

from immunolearn import paths
from immunolearn.course.syllabus import read_syllabus
from immunolearn.errors import ContentError, UnknownNameError

COURSE = """\
title: My course
repository: https://example.org/my/course
start: hello
lessons:
  - cells
  - antibodies
  - vaccines
"""


@pytest.fixture
def course(tmp_path, monkeypatch):
    """Write a course; its lessons' folders are in another order than they are taught."""
    for name in ["00-hello", "01-antibodies", "02-cells"]:
        (tmp_path / name).mkdir()
        (tmp_path / name / "lesson.md").write_text("---\n", encoding="utf-8")
    monkeypatch.setattr(paths, "lessons", lambda: tmp_path)

    def write(text=COURSE):
        (tmp_path / "course.yaml").write_text(text, encoding="utf-8")
        return read_syllabus()

    return write


def test_the_courses_own_file_is_read_and_places_every_lesson():
    syllabus = read_syllabus()
    assert [folder.name for folder in syllabus.folders()] == sorted(
        folder.name for folder in paths.lesson_folders().values()
    )
    assert syllabus.number("monoclonal-antibodies") == 3
    assert len(syllabus.taught) == 12


def test_lessons_stand_in_the_order_of_the_file_and_the_start_is_not_counted(course):
    syllabus = course()
    assert [folder.name for folder in syllabus.folders()] == ["00-hello", "02-cells", "01-antibodies"]
    assert [syllabus.number(name) for name in ["hello", "cells", "antibodies"]] == [0, 1, 2]
    assert len(syllabus.taught) == 3


def test_the_next_lesson_is_the_one_after_it_if_it_is_written(course):
    syllabus = course()
    assert syllabus.after("hello").name == "02-cells"
    assert syllabus.after("cells").name == "01-antibodies"
    assert syllabus.after("antibodies") is None
    assert syllabus.after("vaccines") is None


def test_a_subset_is_counted_alone(course):
    syllabus = course(COURSE + "only: [antibodies]\n")
    assert [folder.name for folder in syllabus.folders()] == ["00-hello", "01-antibodies"]
    assert syllabus.number("antibodies") == 1
    assert syllabus.taught == ["antibodies"]
    with pytest.raises(UnknownNameError, match=r"course\.yaml lists them"):
        syllabus.number("cells")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("title: My course\n", "", r"course\.yaml:1: title: Field required"),
        ("https://example.org/my/course", "example.org", r"course\.yaml:2: repository"),
        (
            "start: hello",
            "begin: hello",
            r"course\.yaml:3: begin: no such field here\. Fields: title, repository, start",
        ),
        ("  - vaccines", "  - cells", r"course\.yaml:7: 'cells' stands twice"),
        ("  - cells\n", "  - cell\n", r"course\.yaml:5: The folder 02-cells has no place in the course\. Add 'cells'"),
        (
            "  - vaccines\n",
            "  - vaccines\nonly: [cell]\n",
            r"course\.yaml:8: No lesson named 'cell'\. Did you mean 'cells'",
        ),
        ("  - vaccines", "  - 03-vaccines", r"course\.yaml:7: lessons\.2"),
        ("title: My", "title: [My", r"course\.yaml:\d: Not YAML"),
    ],
)
def test_a_mistake_is_answered_with_file_line_and_what_is_accepted(course, old, new, message):
    assert old in COURSE
    with pytest.raises(ContentError, match=message):
        course(COURSE.replace(old, new))
