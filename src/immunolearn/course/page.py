"""A lesson as one HTML page that never waits for another computer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from nbconvert import HTMLExporter
from nbconvert.preprocessors import TagRemovePreprocessor

if TYPE_CHECKING:
    from nbformat import NotebookNode

# nbconvert's own page stops in its head until two scripts from outside have answered; we need neither to begin
_TEMPLATE = """{%- extends 'index.html.j2' -%}
{%- from 'mathjax.html.j2' import mathjax -%}
{%- block html_head_css -%}
{{ super() }}
<style>.jp-RenderedMarkdown a { overflow-wrap: anywhere } .jp-RenderedMarkdown details { margin-block-end: 1em }</style>
{%- endblock -%}
{%- block html_head_js_requirejs -%}{%- endblock -%}
{%- block html_head_js_mermaidjs -%}{%- endblock -%}
{%- block html_head_js_mathjax -%}
{%- if resources.has_formulas -%}
{{ mathjax(resources.mathjax_url) | replace('<script src', '<script async src') }}
{%- endif -%}
{%- endblock -%}
"""
_FORMULA = re.compile(r"(?<!\\)\$[^$\n]+\$|\$\$")


def page(notebook: NotebookNode, *, title: str, theme: Literal["light", "dark"] = "light") -> str:
    """Give a built notebook as a page, without the cells that are the course's machinery.

    Parameters
    ----------
    notebook
        Executed, as in ``notebooks/``.
    title
        Shown in the browser's tab.
    theme
        Of the page around the lesson; the lesson follows it.

    Returns
    -------
    str
        HTML. What it needs stands inside; plotly.js improves it when it arrives, and MathJax where a text has formulas.
    """
    exporter = HTMLExporter(raw_template=_TEMPLATE, theme=theme)
    exporter.register_preprocessor(TagRemovePreprocessor(remove_input_tags={"machinery"}, enabled=True), enabled=True)
    formulas = any(_FORMULA.search(cell.source) for cell in notebook.cells if cell.cell_type == "markdown")
    resources = {"metadata": {"name": title}, "has_formulas": formulas}
    body, _ = exporter.from_notebook_node(notebook, resources=resources)
    return str(body)
