"""A lesson's page waits for nothing from outside."""

from __future__ import annotations

import re

import nbformat
import pytest

from immunolearn.course.page import page
from immunolearn.errors import ContentError


def of(text):
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(text)])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_script_from_outside_holds_up_the_page(theme):
    html = page(of("The dose was $D$."), title="Doses", theme=theme)
    assert re.findall(r"<script[^>]*src=", html) == []
    assert "<title>Doses</title>" in html
    assert f'data-jp-theme-light="{str(theme == "light").lower()}"' in html


def test_a_long_address_breaks_on_a_phone():
    html = page(nbformat.v4.new_notebook(), title="Doses")
    assert ".jp-RenderedMarkdown a { overflow-wrap: anywhere }" in html


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Half is held at $K_D$.", 'held at <math display="inline"><msub><mi>K</mi><mi>D</mi></msub></math>.</p>'),
        ("Of $a * b * c$, *none*.", "<mi>a</mi><mo>*</mo><mi>b</mi><mo>*</mo><mi>c</mi></math>, <em>none</em>"),
        ("$$\nx < 1\n$$", '<math display="block"><mi>x</mi><mo>&lt;</mo><mn>1</mn></math>'),
        ("It costs \\$5, the other \\$10.", "<p>It costs $5, the other $10.</p>"),
        ("In the shell: `echo $HOME $PATH`.", "<code>echo $HOME $PATH</code>"),
    ],
)
def test_a_formula_of_a_text_is_mathml_and_a_price_is_none(text, shown):
    assert shown in page(of(text), title="Doses")


def test_a_formula_that_cannot_be_read_is_named():
    with pytest.raises(ContentError, match=r"\\foo is not known"):
        page(of(r"By $\foo{a}$ it holds."), title="Doses")
