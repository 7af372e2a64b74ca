"""A term in a lesson leads to its entry in the glossary."""

from __future__ import annotations

import nbformat
from playwright.sync_api import expect

from immunolearn import paths


def test_a_term_leads_to_its_entry_in_an_open_glossary(open_notebook, lab, lesson):
    """JupyterLab forgets the place in a notebook that it has yet to open: the first link opens the glossary."""
    lab.write("03-monoclonal-antibodies", lesson)
    lab.write("glossary", nbformat.read(paths.notebooks() / "glossary.ipynb", as_version=4))
    page = open_notebook("03-monoclonal-antibodies").page
    link = page.get_by_role("link", name="antigen", exact=True).filter(visible=True).first
    link.click()
    entry = page.get_by_role("heading", name="antigen", exact=True).filter(visible=True)
    expect(entry).to_be_attached()
    page.get_by_role("tab", name="03-monoclonal-antibodies.ipynb").click()
    link.click()
    expect(entry).to_be_in_viewport()
