"""What the course as a whole holds."""

from __future__ import annotations

import re

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
