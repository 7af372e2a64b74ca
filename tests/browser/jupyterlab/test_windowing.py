"""JupyterLab may draw only the cells near the screen."""

from __future__ import annotations

import nbformat
import pytest
from playwright.sync_api import expect

import immunolearn as il
from immunolearn.display.renderer import MIME

MIDDLE = 7


@pytest.fixture
def long(lab, lesson):
    """JupyterLab with a quiz between long texts: the middle is far from both ends."""
    texts = [nbformat.v4.new_markdown_cell("A long text.\n\n" * 60) for _ in range(2 * MIDDLE)]
    first, quiz = (next(cell for cell in lesson.cells if part in cell.source) for part in ("il.lesson(", "one-key"))
    cells = [first, *texts[1:MIDDLE], quiz, *texts[MIDDLE:]]
    lab.write("long", nbformat.v4.new_notebook(metadata=lesson.metadata, cells=cells))
    return lab


@pytest.mark.parametrize("mode", ["full", "defer", "contentVisibility"])
def test_a_reader_in_the_middle_of_the_lesson_reloads_and_answers(long, open_notebook, shown, questions, mode):
    long.settings(**{"notebook-extension/tracker": {"windowingMode": mode}})
    notebook = open_notebook("long")
    page = notebook.page
    notebook.run_all()
    notebook.clear_output(0)  # as if it is never drawn: what makes the page alive comes by the bridge then
    notebook.save()
    page.reload()
    shown(page, "long").look(MIDDLE)
    quiz = notebook.quiz("One key")
    for _ in range(5):  # cells above may still grow, and push it away again
        quiz.scroll_into_view_if_needed()
        page.wait_for_timeout(500)
    expect(quiz).to_be_in_viewport()
    assert page.locator("immuno-lesson").count() == 0
    saved = notebook.answer("One key", questions[0].right).locator(".saved")
    expect(saved).to_have_text("saved")
    assert list(il.answers()["item"]) == [questions[0].id]


def test_a_chart_is_drawn_by_jupyterlab_again_and_again(lab, open_notebook, lesson):
    (chart,) = (cell for cell in lesson.cells if cell.source == 'il.chart("monoclonal-antibodies/response-rates")')
    assert any(MIME in output.get("data", {}) for output in chart.outputs)
    cells = [nbformat.v4.new_code_cell("import immunolearn as il\nlesson = il.lesson('monoclonal-antibodies')"), chart]
    lab.write("chart", nbformat.v4.new_notebook(metadata=lesson.metadata, cells=cells))
    notebook = open_notebook("chart")
    page = notebook.page
    notebook.run_all()
    page.get_by_role("button", name="Open it now").click()
    drawn = page.locator(".js-plotly-plot")
    for _ in range(2):
        expect(drawn.locator(".main-svg").first).to_be_visible()
        expect(drawn).to_have_count(1)
        notebook.run(1)
    expect(page.get_by_text("Data table")).to_have_count(1)
    page.get_by_text("Data table").click()
    expect(page.locator("table").get_by_text("daratumumab").first).to_be_visible()
