"""A lesson as one HTML page that never waits for another computer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from nbconvert import HTMLExporter

if TYPE_CHECKING:
    from nbformat import NotebookNode

# nbconvert's own page stops in its head until two scripts from outside have answered; we need neither to begin
_TEMPLATE = """{%- extends 'index.html.j2' -%}
{%- from 'mathjax.html.j2' import mathjax -%}
{%- block html_head_js_requirejs -%}{%- endblock -%}
{%- block html_head_js_mathjax -%}
{{ mathjax(resources.mathjax_url) | replace('<script src', '<script async src') }}
{%- endblock -%}
"""


def page(notebook: NotebookNode, *, title: str, theme: Literal["light", "dark"] = "light") -> str:
    """Give a built notebook as a page.

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
        HTML. What it needs stands inside; plotly.js and MathJax improve it when they arrive.
    """
    exporter = HTMLExporter(raw_template=_TEMPLATE, theme=theme)
    body, _ = exporter.from_notebook_node(notebook, resources={"metadata": {"name": title}})
    return str(body)
