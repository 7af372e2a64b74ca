"""The table explorer: live, before anything has run, and on a published page."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pandas as pd
import pytest
from nbclient import NotebookClient
from playwright.sync_api import expect

import immunolearn as il
from immunolearn.course.normalise import METADATA, normalise, to_text
from immunolearn.course.page import page as published

CODE = 'import immunolearn as il\nil.explore("therapies")'
TOTAL = len(il.load_table("therapies"))


@pytest.fixture(scope="session")
def built():
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CODE)], metadata=METADATA)
    NotebookClient(notebook, kernel_name="python3", store_widget_state=False).execute()
    return nbformat.reads(to_text(normalise(notebook)), as_version=4)


def test_a_table_is_filtered_read_and_downloaded(open_notebook, lab, built, photograph):
    lab.write("explore", built)
    notebook = open_notebook("explore", viewport={"width": 1280, "height": 1300}, accept_downloads=True)
    notebook.run_all()
    page = notebook.page
    output = page.locator(".jp-OutputArea-output").first
    expect(output).to_contain_text(f"{TOTAL} of {TOTAL} rows.")
    expect(output.locator(".js-plotly-plot")).to_be_visible()
    photograph(page, "explore-all", whole=False)
    output.get_by_label("therapy class").select_option("car-t")
    rows = il.explore("therapies", therapy_class="car-t").frame
    expect(output).to_contain_text(f"{len(rows)} of {TOTAL} rows fit: therapy class car-t.")
    expect(output.locator("tbody tr")).to_have_count(len(rows))
    expect(output.locator("tbody")).to_contain_text("tisagenlecleucel")
    expect(output.locator("thead")).to_contain_text("verification")
    with page.expect_download() as download:
        output.get_by_role("link", name="Download these rows as CSV").click()
    assert download.value.suggested_filename == "therapies.csv"
    assert list(pd.read_csv(Path(download.value.path()))["inn_name"]) == list(rows["inn_name"])
    photograph(page, "explore-filtered", whole=False)
    output.get_by_label("target").select_option("HER2")
    expect(output).to_contain_text("No row fits: therapy class car-t; target HER2.")
    output.get_by_role("button", name="Show all").click()
    expect(output).to_contain_text(f"{TOTAL} of {TOTAL} rows.")


def test_the_years_are_set_by_keyboard(open_notebook, lab, built):
    lab.write("years", built)
    notebook = open_notebook("years")
    notebook.run_all()
    output = notebook.page.locator(".jp-OutputArea-output").first
    first, last = output.locator(".noUi-handle").all()
    first.focus()
    notebook.page.keyboard.press("End")
    newest = il.explore("therapies").options["first_fda_approval"][-1]
    expect(output).to_contain_text(f"rows fit: first FDA approval {newest} to {newest}.")
    expect(last).to_be_visible()


def test_before_anything_has_run_the_first_view_is_read(open_notebook, lab, built, photograph):
    lab.write("untrusted", built)
    notebook = open_notebook("untrusted", viewport={"width": 900, "height": 900})
    output = notebook.page.locator(".jp-OutputArea-output").first
    expect(output).to_contain_text(f"{TOTAL} of {TOTAL} rows. The first 20 are shown.")
    expect(output.locator("tbody tr")).to_have_count(20)
    expect(output.locator("tbody a").first).to_be_visible()
    photograph(notebook.page, "explore-untrusted", whole=False)


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 390)])
def test_a_published_page_holds_the_first_view(open_context, built, photograph, theme, width):
    page = open_context(java_script_enabled=False, viewport={"width": width, "height": 900}).new_page()
    page.set_content(published(built, title="Therapies", theme=theme), wait_until="domcontentloaded")
    expect(page.locator("tbody tr")).to_have_count(20)
    expect(page.locator("body")).to_contain_text(f"{TOTAL} of {TOTAL} rows. The first 20 are shown.")
    photograph(page, f"explore-published-{theme}", whole=False)


@pytest.mark.parametrize("look", [("Light", 390), ("Dark", 1280), ("Dark", 390)])
def test_the_live_panel_is_read_in_the_dark_and_on_a_phone(open_notebook, lab, built, photograph, look):
    theme, width = look
    lab.settings(**{"apputils-extension/themes": {"theme": f"JupyterLab {theme}"}})
    lab.write("panel", built)
    notebook = open_notebook("panel", viewport={"width": width, "height": 1000})
    notebook.run_all()
    page = notebook.page
    if width < 600:
        notebook.command("application:toggle-left-area")
    output = page.locator(".jp-OutputArea-output").first
    expect(output.locator(".js-plotly-plot")).to_be_visible()
    photograph(page, f"explore-live-{theme.lower()}-{width}", whole=False)
    assert output.locator(".slider-container").bounding_box()["width"] > 100
    room = output.bounding_box()
    for control in output.locator("select, button, .noUi-target").all():
        box = control.bounding_box()
        assert room["x"] <= box["x"]
        assert box["x"] + box["width"] <= room["x"] + room["width"]
