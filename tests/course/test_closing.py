"""Key points, what next and sources come from metadata and tables, never typed by hand."""

from __future__ import annotations

import json
import re

import pytest

from immunolearn import paths
from immunolearn.course.build import build, notebook_file
from immunolearn.course.closing import MARK
from immunolearn.course.source import read_lesson
from immunolearn.evidence import cite

LESSONS = list(paths.lesson_folders().values())


def text_of(notebook):
    return "\n".join("".join(cell["source"]) for cell in json.loads(notebook)["cells"])


def test_the_end_of_a_lesson_has_key_points_what_next_and_sources_in_order_of_first_use(tree):
    end = text_of(build(tree.lesson.parent)).partition("## Key points\n")[2]
    assert "- First point\n- Second point\n- Third point\n" in end
    assert "## What next\n\nSomething larger.\n" in end
    # a number of the text, a citation of the text, a question's source
    keys = ["lonial2016", "witzig2002", "goede2014"]
    assert re.findall(r"^1\. (.*)$", end, re.MULTILINE) == [cite(key)._repr_markdown_() for key in keys]


def test_the_sources_of_a_chart_stand_in_the_list(tree):
    tree.lesson.write_text(
        tree.lesson.read_text(encoding="utf-8").replace(
            'il.quiz("tiny/check")', 'il.charts.response_rates(il.results("orr", arms=["destiny-breast03/t-dxd"]))'
        ),
        encoding="utf-8",
    )
    assert f"1. {cite('cortes2022')._repr_markdown_()}" in text_of(build(tree.lesson.parent)).partition("## Sources")[2]


def test_the_next_lesson_is_linked_once_it_is_written(tree):
    course = tree.lessons / "course.yaml"
    course.write_text(
        course.read_text(encoding="utf-8")
        .replace("  - tiny\n", "")
        .replace("  - monoclonal-antibodies", "  - tiny\n  - monoclonal-antibodies"),
        encoding="utf-8",
    )
    title = read_lesson(paths.lesson_folder("monoclonal-antibodies")).header.title
    assert f"Next lesson: [{title}](03-monoclonal-antibodies.ipynb)" in text_of(build(tree.lesson.parent))


@pytest.mark.parametrize("folder", LESSONS, ids=lambda folder: folder.name)
def test_no_lesson_types_its_sources_by_hand(folder):
    lesson = read_lesson(folder)
    assert MARK in lesson.body
    assert not re.search(r"^#+ (Sources|Key points|What next)", lesson.body, re.MULTILINE)
    built = text_of(notebook_file(folder).read_text(encoding="utf-8"))
    assert all(f"- {point}\n" in built for point in lesson.header.keypoints if "{{" not in point)
    assert lesson.header.next in built


SHORT = 110


@pytest.mark.parametrize("folder", LESSONS, ids=lambda folder: folder.name)
def test_machinery_is_one_short_line_a_cell_and_folded(folder):
    cells = json.loads(notebook_file(folder).read_text(encoding="utf-8"))["cells"]
    machinery = [cell for cell in cells if "machinery" in cell["metadata"].get("tags", [])]
    assert machinery
    for cell in machinery:
        assert len(cell["source"]) == 1
        assert len(cell["source"][0]) <= SHORT
        assert cell["metadata"]["jupyter"] == {"source_hidden": True}
    for cell in cells:
        assert cell["cell_type"] == "markdown" or {"machinery", "exercise"} & set(cell["metadata"].get("tags", []))
