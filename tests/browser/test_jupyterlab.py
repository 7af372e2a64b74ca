"""The lesson in a real JupyterLab."""

from __future__ import annotations

import time

from playwright.sync_api import expect

import immunolearn as il


def test_an_answer_given_by_keyboard_reaches_python(open_page, jupyterlab, photograph):
    page = open_page(viewport={"width": 1280, "height": 1400})
    page.goto(jupyterlab)
    page.locator(".jp-Notebook").first.wait_for(timeout=60_000)
    page.get_by_text("| Idle").first.wait_for(timeout=60_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    quiz = page.locator("immuno-quiz").nth(1)
    right = quiz.get_by_role("radio", name="All of it is made from the antibody genes of a single clone")
    right.wait_for(timeout=60_000)
    right.focus()
    page.keyboard.press("Space")
    quiz.get_by_role("button", name="Check", exact=True).focus()
    page.keyboard.press("Enter")
    expect(quiz).to_contain_text("One clone has one pair of genes")
    for _ in range(60):
        if len(il.answers()):
            break
        time.sleep(0.25)
    photograph(page, "jupyterlab-live")
    assert list(il.answers()["item"]) == ["same-patch"]
    quiz = il.quiz("monoclonal-antibodies/one-key")
    assert quiz.score == 1 / len(quiz.group.items)
