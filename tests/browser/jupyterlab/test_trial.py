"""In JupyterLab, too, a worker treats virtual patients, from the runtime that a cell has brought."""

from __future__ import annotations

from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import expect

TRIAL = "import immunolearn as il\nil.lesson('capstone')", "il.virtual_trial(patients=200)"


def test_a_worker_treats_them_with_a_drug_of_ones_own(lab, open_notebook, lesson):
    lab.write("trial", new_notebook(metadata=lesson.metadata, cells=list(map(new_code_cell, TRIAL))))
    notebook = open_notebook("trial")
    page, begun = notebook.page, []
    notebook.run_all()
    page.get_by_role("combobox", name="The drug to be tried").select_option("own")
    page.on("worker", lambda worker: begun.append(worker.url))
    page.get_by_role("button", name="Run the trial").click()
    expect(page.locator("immuno-statistics")).to_contain_text("Simulated. A drug of your own, all:")
    assert len(begun) == 1
