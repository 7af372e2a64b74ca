"""A sitting of reviews with a kernel behind it: questions of several lessons, without their lessons open."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import nbformat
from playwright.sync_api import expect

import immunolearn as il
from immunolearn import records
from immunolearn.questions.answered import bank_of
from immunolearn.records import Answer

LESSONS = ("immune-system", "monoclonal-antibodies")


def missed(lesson):
    """The first single choice with marks of a lesson, answered wrongly a month ago."""
    groups = [group for group in bank_of(lesson).groups if group.kind != "before"]
    item = next(item for group in groups for item in group.items if item.kind == "single" and not item.confidence)
    wrong = next(option for option in item.options if not option.right)
    at = datetime.now(UTC) - timedelta(days=30)
    records.save(
        [Answer(id=lesson, lesson=lesson, item=item.id, given=[wrong.key], score=0, shown_at=at, answered_at=at)]
    )
    return item


def choose(quiz, item, *, right):
    """Choose by the keys' order: options may be shuffled, so by their text."""
    from immunolearn.display import markup

    option = next(option for option in item.options if option.right is right)
    words = markup.plain(markup.parse(markup.expand(option.text)))
    quiz.get_by_role("radio", name=words).check()
    quiz.get_by_role("button", name="Check", exact=True).click()
    expect(quiz.locator(".saved")).to_have_text("saved")


def test_questions_of_two_lessons_are_asked_and_the_missed_one_returns(lab, open_notebook, lesson, photograph):
    items = {item.id: item for item in map(missed, LESSONS)}
    cell = nbformat.v4.new_code_cell("import immunolearn as il; il.review()")
    lab.write("review", nbformat.v4.new_notebook(metadata=lesson.metadata, cells=[cell]))
    notebook = open_notebook("review", viewport={"width": 1280, "height": 1000})
    notebook.run_all()
    quiz = notebook.quiz("Review: 2 questions that are due")
    expect(quiz.get_by_text("1 of 2", exact=True)).to_be_visible()
    order = [key.item for key in il.review().keys]
    choose(quiz, items[order[0]], right=False)
    expect(quiz.get_by_text("1 of 3", exact=True)).to_be_visible()
    photograph(notebook.page, "jupyterlab-review")
    quiz.get_by_role("button", name="Show me").or_(quiz.get_by_role("button", name="Next question")).first.click()
    quiz.get_by_role("button", name="Next question").click()
    choose(quiz, items[order[1]], right=True)
    quiz.get_by_role("button", name="Next question").click()
    expect(quiz.get_by_text("3 of 3", exact=True)).to_be_visible()
    choose(quiz, items[order[0]], right=True)
    expect(quiz).to_contain_text("All 3 answered, 3 right at the last try.")
    frame = il.answers()
    assert len(frame) == 5
    assert frame.groupby("item")["right"].last().tolist() == [True, True]
    assert "Nothing is due now" in il.review()._repr_html_()
