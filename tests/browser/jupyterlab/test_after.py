"""In JupyterLab, too, a chart waits for the guess that it answers."""

from __future__ import annotations

import nbformat
from playwright.sync_api import expect

from immunolearn import paths


def test_a_chart_opens_at_its_full_size_when_the_guess_is_made(lab, open_notebook):
    lesson = nbformat.read(paths.notebooks() / "04-checkpoint-inhibitors.ipynb", as_version=4)
    wanted = ("il.lesson(", "/predict-tmb", "/response-rates")
    cells = [cell for cell in lesson.cells if any(part in cell.source for part in wanted)]
    lab.write("waits", nbformat.v4.new_notebook(metadata=lesson.metadata, cells=cells))
    notebook = open_notebook("waits")
    notebook.run_all()
    page = notebook.page
    wait, chart = page.locator("immuno-after"), page.locator(".jp-OutputArea-child:has(.js-plotly-plot)")
    expect(wait.get_by_text("Your guess first")).to_be_visible()
    expect(chart).to_be_hidden()
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Commit").click()
    expect(chart).to_be_visible()
    expect(wait.get_by_text("Data table")).to_be_visible()
    drawn = chart.locator(".main-svg").first
    page.wait_for_function("drawn => drawn.getBoundingClientRect().width > 600", arg=drawn.element_handle())
    wait.scroll_into_view_if_needed()
    assert chart.bounding_box()["y"] + chart.bounding_box()["height"] <= wait.bounding_box()["y"] + 1
