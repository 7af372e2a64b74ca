"""Evidence in lessons and questions is stated by reference; terms are linked where they first stand."""

from __future__ import annotations

import shutil

import pytest

from immunolearn import paths
from immunolearn.course.check import check
from immunolearn.course.prose import EVIDENCE, check_prose, typed_figures, unlinked_terms
from immunolearn.errors import ContentError

LESSONS = list(paths.lesson_folders().values())
BY_NAME = {folder.name: folder for folder in LESSONS}


@pytest.mark.parametrize("folder", LESSONS, ids=lambda folder: folder.name)
def test_no_figure_is_typed_and_every_term_is_linked_where_it_first_stands(folder):
    assert [*typed_figures(folder), *unlinked_terms(folder)] == []


@pytest.fixture
def lesson(tmp_path):
    return shutil.copytree(BY_NAME["03-monoclonal-antibodies"], tmp_path / "03-monoclonal-antibodies")


def edit(folder, name, old, new):
    file = folder / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


@pytest.mark.parametrize(
    "figure",
    [
        *("45 %", "45%", "45.5 per cent", "45 percent"),
        *("43 of 270", "43 out of 270", "43 in 270", "43 of the 270"),
        *("forty per cent", "forty-five percent"),
        *("0.65", "p < 0.001", "p=.04"),
        *("120 patients", "12 people", "18 months", "1 death", "1,200 cases"),
        *("9,700,000", "9 700 000", "1975", "2010"),
    ],
)
def test_what_states_evidence_is_seen_whole(figure):
    assert EVIDENCE.search(f"In the trial it was {figure}, they said.")[0] == figure


@pytest.mark.parametrize(
    "free",
    [
        "three of ten people",
        "two drugs and 3 questions",
        "CD20, IgG1, PD-1 and Nectin-4",
        "EV-302 and KEYNOTE-006",
        "HPV 16/18",
        "CheckMate 067",
        "version-2010",
        "step 1. Then",
    ],
)
def test_small_numbers_words_and_names_are_free(free):
    assert EVIDENCE.search(free) is None


def test_a_figure_typed_in_a_lesson_is_named_with_its_line_and_the_way_out(lesson):
    line = edit(lesson, "lesson.md", '{{ count("sirius", "dara-16") }} people', "31 of 106 people")
    [fault] = typed_figures(lesson)
    assert fault.startswith(f"03-monoclonal-antibodies/lesson.md:{line}: '31 of 106' is typed.")
    assert '{{ typed("31 of 106", "invented for this exercise") }}' in fault


def test_a_figure_typed_in_a_question_is_named_with_its_line(lesson):
    line = edit(lesson, "quiz.yaml", '{{ rate("sirius", "dara-16") }}. Even', "29 %. Even")
    [fault] = typed_figures(lesson)
    assert fault.startswith(f"03-monoclonal-antibodies/quiz.yaml:{line}: '29 %' is typed.")


def test_a_figure_typed_in_the_title_of_a_chart_is_named(lesson):
    line = edit(lesson, "charts.yaml", "Response rates of eight groups", "Response rates from 13 % to 63 %")
    assert [fault.partition(" is typed")[0] for fault in typed_figures(lesson)] == [
        f"03-monoclonal-antibodies/charts.yaml:{line}: '13 %'",
        f"03-monoclonal-antibodies/charts.yaml:{line}: '63 %'",
    ]


def test_a_typed_figure_with_a_reason_is_accepted(lesson):
    edit(lesson, "lesson.md", "A good story", '{{ typed("20 of 40", "invented here") }}. A good story')
    assert list(typed_figures(lesson)) == []


def test_figures_in_code_are_the_readers_to_change(lesson):
    edit(lesson, "lesson.md", "responders, patients = 10, 20", "responders, share = 10, 0.5  # 50 %")
    edit(lesson, "lesson.md", "A good story", "`0.05` is code. A good story")
    assert list(typed_figures(lesson)) == []


def test_a_term_that_is_linked_later_only_is_named_with_its_line(lesson):
    line = edit(lesson, "lesson.md", "[antigen](term:antigen),", "antigen,")
    [fault] = unlinked_terms(lesson)
    assert fault.startswith(f"03-monoclonal-antibodies/lesson.md:{line}: 'antigen' stands in the glossary")
    assert fault.endswith("Write [antigen](term:antigen).")


def test_a_longer_term_is_not_the_shorter_one_in_it(lesson):
    edit(lesson, "lesson.md", "[antibodies](term:antibody)", "keys")
    edit(lesson, "lesson.md", "antibody", "key")
    assert all("'monoclonal antibody'" not in fault for fault in unlinked_terms(lesson))


def test_a_term_may_be_linked_again(lesson):
    edit(lesson, "lesson.md", "A good story", "[Antigen](term:antigen). A good story")
    assert list(unlinked_terms(lesson)) == []


def test_the_check_of_a_lesson_refuses_both(lesson):
    edit(lesson, "lesson.md", "[antigen](term:antigen),", "antigen, found in 1899,")
    with pytest.raises(ContentError, match=r"'1899' is typed(.|\n)*'antigen' stands in the glossary"):
        check_prose(lesson)
    with pytest.raises(ContentError, match="'1899' is typed"):
        check(lesson)
