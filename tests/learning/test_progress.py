"""Where a learner stands."""

from datetime import timedelta

import pytest
from statsmodels.stats.proportion import proportion_confint

import immunolearn as il
from immunolearn import paths, records
from immunolearn.course.header import counted
from immunolearn.learning.standing import ProgressError
from immunolearn.questions.answered import bank_of

LESSON = "monoclonal-antibodies"


def test_before_the_first_answer_it_says_so_kindly():
    page = il.progress()._repr_html_()
    assert "You have not answered anything yet" in page
    assert "0 of" not in page


def test_answers_are_counted_by_lesson_and_by_objective(answer, singles, start):
    items = counted(bank_of(LESSON))
    objective = next(item["objective"] for item in items if item["id"] in singles(LESSON))
    answer(LESSON, singles(LESSON)[0], right=True, seconds=60)
    answer(LESSON, singles(LESSON)[1], right=False, seconds=120)
    row = il.progress(at=start).lessons.loc[LESSON]
    assert (row["questions"], row["answered"], row["right"], row["met"]) == (len(items), 2, 1, 0)
    assert row["minutes"] == 3
    assert objective


def test_an_objective_is_met_once_all_its_questions_are_right(answer, monkeypatch):
    items = [item for item in counted(bank_of(LESSON)) if item.get("marks", True)]
    kinds = {item.id: item.kind for item in bank_of(LESSON).items}
    easy = [item for item in items if kinds[item["id"]] == "single"]
    monkeypatch.setattr("immunolearn.learning.standing.counted", lambda _: easy)
    objective = easy[0]["objective"]
    own = [item["id"] for item in easy if item["objective"] == objective]
    for item in own[:-1]:
        answer(LESSON, item)
    assert il.progress().lessons.loc[LESSON, "met"] == 0
    answer(LESSON, own[-1], right=False, days=1)
    assert il.progress().lessons.loc[LESSON, "met"] == 0
    answer(LESSON, own[-1], right=True, days=2)
    assert il.progress().lessons.loc[LESSON, "met"] == 1


def test_a_page_that_was_left_open_adds_five_minutes_at_most(answer, singles):
    answer(LESSON, singles(LESSON)[0], seconds=3 * 3600)
    assert il.progress().lessons.loc[LESSON, "minutes"] == 5


def test_how_sure_and_how_often_right_with_the_interval_of_another_library(answer, singles):
    for number, item in enumerate(singles(LESSON)[:8]):
        answer(LESSON, item, right=number % 4 > 0, confidence="sure")
    answer(LESSON, singles(LESSON)[0], right=True, days=3, confidence="sure")  # a second try does not count
    table = il.progress().calibration
    assert (table.loc["sure", "answers"], table.loc["sure", "right"]) == (8, 6)
    assert table.loc["sure", ["low", "high"]].tolist() == pytest.approx(proportion_confint(6, 8, method="wilson"))
    assert table.loc["guess", "answers"] == 0
    assert "Sure: 6 of 8" in il.progress()._repr_html_()


def test_confident_errors_stay_until_they_are_mended(answer, singles):
    item = singles(LESSON)[0]
    answer(LESSON, item, right=False, confidence="sure")
    assert il.progress().confident_errors["item"].tolist() == [item]
    answer(LESSON, item, right=True, days=1)
    assert il.progress().confident_errors.empty


def test_twins_stand_side_by_side(answer):
    twins = ((name, item) for name in paths.lesson_folders() for item in bank_of(name).items if item.pair)
    lesson, after = next((name, item) for name, item in twins if item.kind == "single")
    answer(lesson, after.pair, right=False)
    assert il.progress().pairs.empty
    answer(lesson, after.id, right=True, days=1)
    pairs = il.progress().pairs
    assert len(pairs) == 1
    assert pairs.loc[0, "before"] != pairs.loc[0, "now"]


def test_what_was_asked_before_the_lesson_does_not_come_back_in_reviews(answer, start):
    before = next(group for group in bank_of(LESSON).groups if group.kind == "before").items[0]
    answer(LESSON, before.id, right=False)
    assert il.progress(at=start + timedelta(days=90)).due.empty


def test_due_questions_are_counted(answer, singles, start):
    answer(LESSON, singles(LESSON)[0], right=False)
    answer(LESSON, singles(LESSON)[1], right=True)
    found = il.progress(at=start + timedelta(days=1, hours=1))
    assert (found.due_by(), found.due_by(60)) == (1, 2)
    assert found.due["due"].is_monotonic_increasing


def test_an_exam_is_set_shown_and_forgotten(answer, singles, start):
    answer(LESSON, singles(LESSON)[0], days=0)
    il.set_exam("2026-10-02")
    found = il.progress(at=start)
    assert found.due["due"].max().date().isoformat() == "2026-10-02"
    assert "2 October 2026" in found._repr_html_()
    assert il.progress(at=start + timedelta(days=2)).due["due"].max().date().isoformat() > "2026-10-02"
    il.set_exam(None)
    assert il.progress().exam is None


def test_a_day_that_is_none_is_refused_with_an_example():
    with pytest.raises(ProgressError, match="'soon' is no day"):
        il.set_exam("soon")


def test_a_lesson_that_left_the_course_stays_in_the_answers_and_breaks_nothing(answer, singles):
    one = answer(LESSON, singles(LESSON)[0])
    records.save([one.model_copy(update={"id": "other", "lesson": "gone"})])
    assert len(il.answers()) == 2
    assert "gone" not in il.progress().lessons.index
    assert "gone" not in set(il.progress().due["lesson"])
