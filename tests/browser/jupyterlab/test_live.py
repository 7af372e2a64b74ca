"""The lesson with a kernel behind it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

import immunolearn as il

TAB_STOPS = 60


def focused(page):
    """What has the focus, inside elements too: its role and words."""
    return page.evaluate(
        """() => {
            let element = document.activeElement;
            while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
            return `${element?.tagName} ${element?.type} ${element?.closest("label, button")?.textContent ?? ""}`;
        }"""
    )


def tab_to(page, words):
    for _ in range(TAB_STOPS):
        if words in focused(page):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"no {words!r} is reached with the Tab key; the last stop was {focused(page)!r}")


def test_run_all_then_answer_by_keyboard_and_the_next_cell_reads_it(lab, open_notebook, short, questions, photograph):
    lab.write("keyboard", short)
    notebook = open_notebook("keyboard", viewport={"width": 1280, "height": 1400})
    page = notebook.page
    notebook.ready()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    expect(page.get_by_text("answered:", exact=True)).to_be_visible()
    cells = page.locator(".jp-Cell").count()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Home")
    for _ in range(cells):
        page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    tab_to(page, questions[0].wrong)
    page.keyboard.press("d")
    page.keyboard.press("d")
    assert page.locator(".jp-Cell").count() == cells
    while questions[0].right not in focused(page):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    tab_to(page, "Check")
    page.keyboard.press("Enter")
    quiz = notebook.quiz("One key")
    expect(quiz).to_contain_text(questions[0].why)
    expect(quiz).to_contain_text("saved")
    photograph(page, "jupyterlab-live")
    notebook.run(cells - 1)
    expect(page.get_by_text(f"answered: {questions[0].id}")).to_be_visible()
    assert il.quiz("monoclonal-antibodies/one-key").score == 1 / len(questions)
