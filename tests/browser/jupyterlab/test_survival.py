"""Answers survive what happens to pages and kernels."""

from __future__ import annotations

import nbformat
import pytest
from playwright.sync_api import expect

import immunolearn as il

LESSON, QUIZ = 0, 1


def saved(quiz):
    expect(quiz.locator(".saved")).to_have_text("saved")


def waits(quiz):
    expect(quiz.locator(".saved")).to_have_text("kept in this page, will be sent when Python runs")


@pytest.fixture
def live(lab, open_notebook, short):
    """Open a short lesson and run it."""

    def opened(name, page=None, extra=()):
        cells = [*short.cells, *map(nbformat.v4.new_code_cell, extra)]
        lab.write(name, nbformat.v4.new_notebook(metadata=short.metadata, cells=cells))
        notebook = open_notebook(name, page)
        notebook.ready()
        for cell in range(len(short.cells)):
            notebook.run(cell)
        return notebook

    return opened


@pytest.fixture
def answer_next(questions):
    """Go on to the second question and answer it."""

    def answered(notebook):
        notebook.quiz("One key").get_by_role("button", name="Next question").click()
        return notebook.answer("One key", questions[1].right)

    return answered


def test_a_page_reloaded_onto_a_running_kernel_knows_the_answers_and_takes_more(live, answer_next, questions):
    notebook = live("reload")
    saved(notebook.answer("One key", questions[0].right))
    notebook.save()
    notebook.page.reload()
    quiz = notebook.quiz("One key")
    expect(quiz.locator(".dots")).to_have_attribute("aria-label", f"1 of {len(questions)} answered, 1 right")
    saved(answer_next(notebook))
    assert list(il.answers()["item"]) == [question.id for question in questions[:2]]


def test_an_answer_given_after_a_restart_waits_and_is_sent_when_the_lesson_runs(lab, live, answer_next, questions):
    notebook = live("restart")
    saved(notebook.answer("One key", questions[0].right))
    lab.restart_kernel("restart")
    notebook.ready()
    quiz = answer_next(notebook)
    waits(quiz)
    assert len(il.answers()) == 1
    notebook.run(LESSON)
    saved(quiz)
    assert len(il.answers()) == 2


def test_answers_given_to_a_killed_kernel_wait_and_are_sent_later(live, answer_next, questions):
    notebook = live("killed", extra=["import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"])
    page = notebook.page
    page.add_locator_handler(page.locator(".jp-Dialog").get_by_role("button", name="Ok"), lambda button: button.click())
    notebook.select(3)
    page.evaluate("() => { jupyterapp.commands.execute('notebook:run-cell'); }")
    waits(notebook.answer("One key", questions[0].right))
    notebook.ready()
    quiz = answer_next(notebook)
    waits(quiz)
    assert il.answers().empty
    notebook.run(LESSON)
    saved(quiz)
    assert len(il.answers()) == 2


def test_the_same_answer_delivered_twice_is_one_answer(live, answer_next, questions):
    notebook = live("twice")
    page = notebook.page
    page.evaluate("document.addEventListener('immuno:answer', ({ detail }) => (window.last ??= detail))")
    saved(notebook.answer("One key", questions[0].right))
    page.evaluate("document.dispatchEvent(new CustomEvent('immuno:answer', { detail: window.last }))")
    saved(answer_next(notebook))
    assert list(il.answers()["item"]) == [question.id for question in questions[:2]]


def test_two_notebooks_in_one_page_share_the_answers_and_one_kernel_is_enough(lab, live, answer_next, questions):
    one = live("one")
    two = live("two", one.page)
    saved(two.answer("One key", questions[0].right))
    assert len(il.answers()) == 1
    lab.shut_down("two")
    quiz = answer_next(two)
    saved(quiz)
    one.activate()
    expect(one.quiz("One key").locator(".dots")).to_have_attribute(
        "aria-label", f"2 of {len(questions)} answered, 2 right"
    )
    assert len(il.answers()) == 2


def test_cells_run_again_keep_the_answers(live, questions):
    notebook = live("again")
    saved(notebook.answer("One key", questions[0].right))
    notebook.run(QUIZ)
    notebook.run(LESSON)
    quiz = notebook.quiz("One key")
    expect(quiz.locator(".dots")).to_have_attribute("aria-label", f"1 of {len(questions)} answered, 1 right")
    expect(notebook.page.locator("immuno-lesson")).to_contain_text("1 done")
    saved(notebook.answer("One key", questions[1].right))
    assert len(il.answers()) == 2
