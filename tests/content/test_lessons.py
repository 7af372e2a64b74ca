"""A lesson that says it is complete keeps every rule of teaching that a machine can judge."""

from __future__ import annotations

import re
import shutil

import pytest

from immunolearn import paths
from immunolearn.course.lint import lacking, report, sections
from immunolearn.course.reading import grade_level, prose, words
from immunolearn.course.source import read_lesson
from immunolearn.questions.bank import _load
from immunolearn.questions.element import element_data

LESSON = "monoclonal-antibodies"
NO_PAIRS = (r"^    pair: .*\n", "")
LESSONS = [read_lesson(folder) for folder in paths.lesson_folders().values()]


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_a_complete_lesson_lacks_nothing(lesson):
    missing = lacking(lesson)
    assert lesson.header.status == "draft" or missing == []


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_every_text_number_and_picture_of_a_bank_is_there(lesson):
    assert all(element_data(lesson.bank, item) for item in lesson.bank.items)


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_a_lesson_reports_its_measures(lesson):
    assert re.match(r"\d+ words, reading level -?\d", report(lesson))


@pytest.fixture
def spoilt(tmp_path):
    """Gives what lesson 03 lacks after changes to its text or its questions."""

    def spoil(*changes, file="quiz.yaml", count=1):
        folder = tmp_path / f"03-{LESSON}"
        if not folder.exists():
            shutil.copytree(paths.lesson_folder(LESSON), folder)
        text = (folder / file).read_text(encoding="utf-8")
        for pattern, new in changes:
            text, done = re.subn(pattern, new, text, count=count, flags=re.MULTILINE)
            assert done, f"{pattern} is not in {file}"
        (folder / file).write_text(text, encoding="utf-8")
        _load.cache_clear()
        return "\n".join(lacking(read_lesson(folder)))

    return spoil


def test_the_lesson_itself_lacks_nothing(spoilt):
    assert spoilt((r"\Z", "\n")) == ""


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ([(r"^    source: One key, a million copies", "    source: Two keys")], "'Two keys' is neither a heading"),
        ([(r"^    source: lonial2016", "    source: lonial2061")], "'lonial2061' is neither a heading"),
        ([(r"^      misconception: .*\n", "")], "tagged with no misconception"),
        ([(r"^      text: Nearly everyone", "      text: All of the above")], "'All of the above' is no option"),
        ([(r"kind: before", "kind: checkpoint"), *[NO_PAIRS] * 3], "no group of kind before with 2 to 3 items"),
        ([(r"^- id: one-key", "- id: two-keys")], "Quiz 'one-key' stands in the text, but not in quiz.yaml"),
        ([(r"^    stem: A page says of", "    stem: In lesson 0 a page says of")], "'lesson' is not there"),
        ([(r"^      text: Who makes the drug", "      text: Who drew the chart")], "'the chart' is not there"),
    ],
)
def test_a_broken_rule_of_questions_is_named(spoilt, changes, message):
    assert message in spoilt(*changes)


def test_too_many_questions_about_confidence_are_counted(spoilt):
    said = spoilt(
        (r"^    level: (apply|analyse)\n(?!    confidence)", r"    level: \1\n    confidence: true\n"), count=0
    )
    assert "ask for confidence; at most 8 should" in said


def test_predictions_that_are_missing_are_counted(spoilt):
    said = spoilt((r"kind: predict", "kind: checkpoint"), count=0)
    assert "0 groups of kind predict; there should be 2 or more" in said


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ((r"^parts: .*", ""), "minutes; over 60 there are parts"),
        ((r"^parts: .*", "parts: [60, 10]"), "A part of 60 minutes; at most 45 should be"),
        ((r"^parts: .*", "parts: [20, 20, 20]"), "Its parts take 60 minutes together, the lesson"),
        ((r"^## A resting place", "## A pause"), "2 parts and 0 sections 'A resting place'"),
        ((r'^il.quiz\("monoclonal-antibodies/rest"\)', ""), "'A resting place' has no quiz"),
    ],
)
def test_a_long_lesson_rests_between_its_parts(spoilt, change, message):
    assert message in spoilt(change, file="lesson.md")


def test_recall_alone_is_too_little(spoilt):
    assert "items apply or analyse; it should be a third or more" in spoilt(
        (r"level: (apply|analyse)", "level: recall"), count=0
    )


def test_a_right_option_that_is_always_the_longest_is_noticed(spoilt):
    said = spoilt(
        (
            r"^(      text: .*)\n      right: true",
            r"\1 and so on, and so forth, in very many more words\n      right: true",
        ),
        count=0,
    )
    assert "The right option is the longest in" in said


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ([(r"^    text: Decide from", "    text: Understand from")], "'understand' cannot be tested"),
        ([(r"^promise: .*", "promise: You read. You learn.")], "The promise is more than one sentence"),
        ([(r"^## Your turn", "## My turn")], "There is no section 'Your turn'"),
        (
            [(r'^il.quiz\("monoclonal-antibodies/one-key"\)', "")],
            "Section 'One key, a million copies' has no checkpoint",
        ),
        ([(r'^il.quiz\("monoclonal-antibodies/one-key"\)', "")], "Quiz 'one-key' is in no section"),
    ],
)
def test_a_broken_rule_of_the_text_is_named(spoilt, changes, message):
    assert message in spoilt(*changes, file="lesson.md")


def test_twins_that_an_exam_asks_need_no_section(spoilt):
    pairs = (r"^(  - id: exit-.*\n    kind: .*\n)", r"\1    pair: before-what-kills\n")
    no_exit = (r'^il.quiz\("monoclonal-antibodies/exit"\)', "")
    assert "Quiz 'exit' is in no section" in spoilt(no_exit, file="lesson.md")
    spoilt(NO_PAIRS, pairs, file="quiz.yaml", count=0)
    with_exam = (r"^## Your turn", "il.exam(seed=1)\n\n## Your turn")
    assert "Quiz 'exit' is in no section" not in spoilt(with_exam, file="lesson.md")


def test_sections_know_their_quizzes():
    lesson = next(lesson for lesson in LESSONS if lesson.name == LESSON)
    assert [section.groups for section in sections(lesson) if section.title == "How do we know?"] == [
        ("predict-time", "what-it-shows"),
    ]


def test_reading_level_rises_with_the_length_of_words_and_sentences():
    easy = "The cat sat on the mat. It was warm. It ran."
    hard = "Antibody-dependent cellular cytotoxicity necessitates simultaneous receptor engagement by immunoglobulins."
    assert grade_level(easy) < 2
    assert grade_level(hard) > 12
    assert grade_level("") == 0


def test_prose_leaves_out_code_tables_references_and_addresses():
    text = "# Head\nOne {{ rate('a', 'b') }} *two* [three](term:x).\n```python\ncode here\n```\n| a | b |\n"
    assert prose(text).split() == ["One", "two", "three", "."]
    assert words(prose(text)) == 3
