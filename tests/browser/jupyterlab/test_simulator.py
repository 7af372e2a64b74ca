"""A simulator with a kernel behind it, in JupyterLab."""

from __future__ import annotations

from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import expect

HEADER = """from immunolearn.display.element import Element
Element("div", static="The runtime comes with this cell.", runtime=True)"""
SIMULATOR = """import immunolearn as il
il.simulate("kuznetsov-1994", controls={"T0": "Tumour", "E0": "Killers"}, show=["T", "E"])"""


def test_a_simulator_is_moved_by_keys_that_jupyterlab_does_not_take(lab, open_notebook, photograph):
    lab.write(
        "simulator", new_notebook(cells=[new_code_cell(HEADER), new_code_cell(SIMULATOR), new_code_cell("1 + 1")])
    )
    notebook = open_notebook("simulator", viewport={"width": 1280, "height": 1600})
    page = notebook.page
    notebook.run_all()
    simulator = page.locator("immuno-simulator")
    said = simulator.locator("section .said").first
    expect(said).to_contain_text("from 5 million cells")
    slider = simulator.get_by_role("slider", name="Tumour")
    cells = page.locator(".jp-Cell").count()
    slider.focus()
    before = said.text_content()
    for key in ("a", "b", "d", "d", "x", "0", "0", "ArrowRight"):  # JupyterLab: insert, delete, cut a cell, restart
        page.keyboard.press(key)
    expect(said).not_to_have_text(before)
    expect(said).not_to_contain_text("from 5 million cells")
    page.keyboard.press("Home")
    expect(said).to_contain_text("stays near 0 cells")
    expect(slider).to_be_focused()
    assert page.locator(".jp-Cell").count() == cells
    assert page.locator("[role=dialog]").count() == 0
    simulator.get_by_role("button", name="Escape").press("Enter")
    expect(simulator.get_by_role("status")).to_contain_text("settles near 447 million cells")
    photograph(page, "jupyterlab-simulator")
