"""A lesson's page waits for nothing from outside."""

from __future__ import annotations

import re

import nbformat
import pytest

from immunolearn.course.page import page


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_script_from_outside_holds_up_the_page(theme):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("The dose was $D$.")])
    html = page(notebook, title="Doses", theme=theme)
    outside = re.findall(r"<script([^>]*)src=", html)
    assert [tag.split() for tag in outside] == [['async=""']]
    assert "<title>Doses</title>" in html
    assert f'data-jp-theme-light="{str(theme == "light").lower()}"' in html


def test_a_long_address_breaks_on_a_phone():
    html = page(nbformat.v4.new_notebook(), title="Doses")
    assert ".jp-RenderedMarkdown a { overflow-wrap: anywhere }" in html
