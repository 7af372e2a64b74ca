"""The table explorer in a real JupyterLab, and its static form on a published page."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pandas as pd
import pytest
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from playwright.sync_api import expect

import immunolearn as il
from immunolearn.course.normalise import normalise, to_text

CODE = 'import immunolearn as il\nil.explore("therapies")'


@pytest.fixture
def notebook():
    cells = [nbformat.v4.new_code_cell(CODE)]
    return nbformat.v4.new_notebook(
        cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    )


def test_a_table_is_filtered_read_and_downloaded(open_page, jupyterlab, notebook, tmp_path, photograph):
    nbformat.write(notebook, tmp_path / "lab" / "explore.ipynb")
    page = open_page(viewport={"width": 1280, "height": 1400}, accept_downloads=True)
    page.goto(jupyterlab.replace("03-monoclonal-antibodies", "explore"))
    page.locator(".jp-Notebook").first.wait_for(timeout=60_000)
    page.get_by_text("| Idle").first.wait_for(timeout=60_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    output = page.locator(".jp-OutputArea-output").first
    total = len(il.load_table("therapies"))
    expect(output).to_contain_text(f"{total} of {total} rows.", timeout=60_000)
    expect(output.locator(".js-plotly-plot")).to_be_visible(timeout=30_000)
    photograph(page, "explore-all")
    output.get_by_label("therapy class").select_option("car-t")
    rows = il.explore("therapies", therapy_class="car-t").frame
    expect(output).to_contain_text(f"{len(rows)} of {total} rows fit: therapy class car-t.")
    expect(output.locator("tbody tr")).to_have_count(len(rows))
    expect(output.locator("tbody")).to_contain_text("tisagenlecleucel")
    expect(output.locator("thead")).to_contain_text("verification")
    with page.expect_download() as download:
        output.get_by_role("link", name="Download these rows as CSV").click()
    assert download.value.suggested_filename == "therapies.csv"
    saved = pd.read_csv(Path(download.value.path()))
    assert list(saved["inn_name"]) == list(rows["inn_name"])
    photograph(page, "explore-filtered")
    page.set_viewport_size({"width": 390, "height": 1400})
    photograph(page, "explore-phone")
    page.set_viewport_size({"width": 1280, "height": 1400})
    output.get_by_label("target").select_option("HER2")
    expect(output).to_contain_text("No row fits: therapy class car-t; target HER2.")
    photograph(page, "explore-empty")
    output.get_by_role("button", name="Show all").click()
    expect(output).to_contain_text(f"{total} of {total} rows.")


def test_a_published_page_holds_the_first_view(show, notebook, photograph):
    NotebookClient(notebook, kernel_name="python3", store_widget_state=False).execute()
    built = nbformat.reads(to_text(normalise(notebook)), as_version=4)
    page = show(HTMLExporter().from_notebook_node(built)[0], java_script_enabled=False)
    total = len(il.load_table("therapies"))
    expect(page.locator("body")).to_contain_text(f"{total} of {total} rows. The first 20 are shown.")
    assert page.locator("tbody tr").count() == 20
    photograph(page, "explore-published")
