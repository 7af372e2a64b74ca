"""What the course as a whole holds."""

from __future__ import annotations

import re
from itertools import pairwise

import nbformat
import pytest

from immunolearn import paths
from immunolearn.course.source import read_lesson
from immunolearn.evidence import load_table


def test_every_claim_is_taken_up_in_a_lesson():
    texts = [(folder / "lesson.md").read_text(encoding="utf-8") for folder in paths.lesson_folders().values()]
    taken = {claim for text in texts for claim in re.findall(r'field\("claims", "(C\d+)"', text)}
    assert set(load_table("claims").index) - taken == set()


def test_every_glossary_term_is_used_in_a_lesson_and_every_term_used_is_defined():
    used = {term for folder in paths.lesson_folders().values() for term in read_lesson(folder).terms}
    assert set(load_table("glossary").index) == used


@pytest.mark.parametrize("name", [folder.name for folder in paths.lesson_folders().values()])
def test_what_waits_with_a_chart_ends_before_the_next_heading(name):
    """The page hides the text cell behind a chart that waits for a guess, unless a heading stands in it."""
    cells = nbformat.read(paths.notebooks() / f"{name}.ipynb", as_version=4).cells
    texts = [text.source for chart, text in pairwise(cells) if waits(chart) and text.cell_type == "markdown"]
    assert [text for text in texts if re.search(r"\n#{1,3} ", text)] == [], "put +++ in front of the heading"


def waits(cell):
    return any("<immuno-after" in output.get("data", {}).get("text/html", "") for output in cell.get("outputs", []))
