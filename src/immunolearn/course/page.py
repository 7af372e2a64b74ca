"""A lesson as one HTML page that never waits for another computer."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING, Literal

from nbconvert import HTMLExporter
from nbconvert.preprocessors import TagRemovePreprocessor

from immunolearn.display.formula import mathml, xml

if TYPE_CHECKING:
    from nbformat import NotebookNode

# nbconvert's own page stops in its head until two scripts from outside have answered; we need neither to begin
_TEMPLATE = """{%- extends 'index.html.j2' -%}
{%- block html_head_css -%}
{{ super() }}
<style>.jp-RenderedMarkdown a { overflow-wrap: anywhere } .jp-RenderedMarkdown details { margin-block-end: 1em }</style>
{%- endblock -%}
{%- block html_head_js_requirejs -%}{%- endblock -%}
{%- block html_head_js_mermaidjs -%}{%- endblock -%}
{%- block html_head_js_mathjax -%}{%- endblock -%}
"""
_CODE_OR_FORMULA = re.compile(r"```.*?```|`[^`\n]*`|\$\$(.+?)\$\$|(?<!\\)\$([^$\n]+)\$", re.DOTALL)

_MARKDOWN = re.compile(r"[*_`~\[\]\\]")
"""What markdown would read in a formula."""


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
        HTML. What it needs stands inside, formulas as MathML; plotly.js improves it when it arrives.

    Raises
    ------
    ContentError
        If a formula cannot be read.
    """
    exporter = HTMLExporter(raw_template=_TEMPLATE, theme=theme)
    exporter.register_preprocessor(TagRemovePreprocessor(remove_input_tags={"machinery"}, enabled=True), enabled=True)
    notebook = deepcopy(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = _CODE_OR_FORMULA.sub(_formula, cell.source)
    body, _ = exporter.from_notebook_node(notebook, resources={"metadata": {"name": title}})
    return str(body)


def _formula(found: re.Match[str]) -> str:
    block, inline = found.groups()
    tex = block or inline
    if not tex:
        return found[0]
    return _MARKDOWN.sub(lambda sign: f"&#{ord(sign[0])};", xml(mathml(tex.strip(), block=bool(block))))
