"""Notebooks are fresh, small and the same from every build."""

from __future__ import annotations

import json
import shutil

import pytest

from immunolearn import paths
from immunolearn.course import check as checking
from immunolearn.course.build import MOST_BYTES, build_glossary, notebook_file
from immunolearn.course.normalise import normalise
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


def test_the_glossary_says_in_which_lesson_a_term_is_first_met(tree):
    for folder in tree.lessons.glob("[0-9]*"):
        if folder.name not in ("03-monoclonal-antibodies", "90-tiny"):
            shutil.rmtree(folder)
    tree.lesson.write_text(
        tree.lesson.read_text(encoding="utf-8").replace(
            "See {{", "An [antigen](term:antigen), [Treg](term:treg). See {{"
        ),
        encoding="utf-8",
    )
    glossary = build_glossary()
    assert " First met in [lesson 3](03-monoclonal-antibodies.ipynb)." in entry(glossary, "antigen")
    assert " First met in [lesson 13](90-tiny.ipynb)." in entry(glossary, "regulatory T cell")


def entry(glossary, term):
    text = "".join(json.loads(glossary)["cells"][0]["source"])
    return text.partition(f"### {term}\n")[2].partition("\n### ")[0]


def test_every_quiz_of_the_bank_stands_in_its_lesson():
    for folder in LESSONS:
        lesson = read_lesson(folder)
        for group in lesson.bank.groups:
            in_the_exam = "il.exam(" in lesson.body and all(item.pair for item in group.items)
            assert in_the_exam or f'il.quiz("{lesson.name}/{group.id}")' in lesson.body


def test_printed_text_is_one_output_in_however_many_pieces_it_came():
    def built(*texts):
        outputs = [{"output_type": "stream", "name": "stdout", "text": text} for text in texts]
        cell = {"cell_type": "code", "source": ["1"], "metadata": {}, "outputs": outputs}
        return normalise({"cells": [cell]})

    assert built("a\n", ["b\n", "c\n"]) == built("a\nb\nc\n")
