"""Plotly figures in a notebook: alive with and without a kernel, readable where nothing runs.

A figure becomes two outputs. The first is what hosts draw: plotly's own MIME type, and an ``<immuno-chart>``
element with a place for a picture. The second says in every host what the figure shows: caption, sources,
data.
"""

from __future__ import annotations

import json
import re
import sys
from base64 import b64decode, b64encode
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np
import plotly.io as pio
from plotly.io.base_renderers import ExternalRenderer, MimetypeRenderer
from plotly.offline import get_plotlyjs, get_plotlyjs_version

from immunolearn.display import markup, theme
from immunolearn.display.element import Element

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from plotly.graph_objects import Figure

NAME = "immunolearn"
MIME = "application/vnd.plotly.v1+json"
CONFIG = {"displayModeBar": False, "responsive": True}
DIGITS = 6
WIDTH = 360
"""Pixels across of a chart's picture: drawn for a phone, where it is read at its own size."""
ROWS = 200


class Renderer(MimetypeRenderer, ExternalRenderer):  # type: ignore[misc] # plotly has no types
    """Plotly shows what ``to_mimebundle`` gives, then calls ``render``: the figure, then its notes."""

    def to_mimebundle(self, fig_dict: dict[str, Any]) -> dict[str, Any]:
        """Give the figure's first output."""
        figure = normalise_figure(fig_dict)
        return {MIME: {**figure, "config": CONFIG}, "text/html": _element(figure)._repr_html_()}

    def render(self, fig_dict: dict[str, Any]) -> None:
        """Show the figure's second output, if there is anything to say."""
        from IPython.display import HTML, display  # noqa: PLC0415 - only where figures are shown

        notes = notes_html(fig_dict)
        if awaited := _notes(fig_dict).get("after"):
            display(Element("immuno-after", static=notes, data=awaited))
        elif notes:
            display(HTML(notes))


def hold_back(figure: Figure, *, lesson: str, items: list[str], title: str) -> None:
    """Keep a figure folded in a live page until questions are answered; the reader can open it before.

    Parameters
    ----------
    figure
        Changed in place.
    lesson, items
        Whose answers are waited for.
    title
        Of the questions, by which the page names them.
    """
    meta = figure.layout.meta or {}
    awaited = {"lesson": lesson, "items": items, "title": title}
    figure.update_layout(meta={**meta, NAME: {**meta.get(NAME, {}), "after": awaited}})


def install() -> None:
    """Make every plotly figure of this session wear the house template and become two outputs."""
    with _no_grammars():
        import plotly.io._renderers  # noqa: F401, PLC0415 - what pio.renderers loads
    pio.templates[NAME] = theme.template()
    pio.templates.default = NAME
    pio.renderers[NAME] = Renderer()
    pio.renderers.default = NAME
    pio.renderers.render_on_display = True


@contextmanager
def _no_grammars() -> Iterator[None]:
    """Load jsonschema without the 39 grammars by which it checks IRIs: 1.4 s in every kernel, no notebook has one."""
    if (name := "rfc3987_syntax") in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment] # an import of it fails, as where it is not installed
    try:
        yield
    finally:
        del sys.modules[name]


def normalise_figure(figure: Mapping[str, Any]) -> dict[str, Any]:
    """Make a figure plain, short JSON, the same from every build.

    Parameters
    ----------
    figure
        What ``Figure.to_dict()`` gives.

    Returns
    -------
    dict
        Arrays are lists, numbers have six significant digits, there are no random ids, and of our own notes
        in ``layout.meta`` only the alternative sentence is left: the rest is the second output.
    """
    plain = json.loads(pio.to_json(dict(figure), validate=False, remove_uids=True))
    meta = plain["layout"].get("meta")
    if isinstance(meta, dict) and NAME in meta:
        meta[NAME] = {"alt": meta[NAME]["alt"]}
    return {part: _shorten(value) for part, value in plain.items()}


def figure_key(figure: Mapping[str, Any]) -> str:
    """Name of a normalised figure and of its picture's width: two figures with one key look the same."""
    return sha256(f"{WIDTH}{json.dumps(figure, sort_keys=True)}".encode()).hexdigest()[:16]


def alternative(figure: Mapping[str, Any]) -> str:
    """Sentence that says what is seen; for a figure without one, its title."""
    notes = _notes(figure)
    title = (figure["layout"].get("title") or {}).get("text", "without a title")
    return str(notes["alt"]) if notes else f"Chart: {title}"


def notes_html(figure: Mapping[str, Any]) -> str:
    """Caption, sources and folded data of a figure, as HTML that every host keeps.

    Parameters
    ----------
    figure
        What ``Figure.to_dict()`` gives. A figure without notes of ours has its points as its data.
    """
    notes = _notes(figure)
    sources = " · ".join(_source(**source) for source in notes.get("source", []))
    caption = escape(markup.keep_together(notes.get("caption", "")), quote=False)
    paragraphs = [caption, sources and f"Sources: {sources}."]
    table = _table(**notes["table"]) if "table" in notes else _points(normalise_figure(figure))
    inside = "".join(f'<p style="margin:0 0 .5em">{text}</p>' for text in paragraphs if text) + table
    return inside and f'<div class="immuno-notes" style="font-size:14px;line-height:1.5;max-width:760px">{inside}</div>'


def notes_data(figure: Mapping[str, Any]) -> dict[str, Any]:
    """Give caption and sources of a figure as ``note``, an author's text, and its data as ``head`` and ``rows``."""
    notes = _notes(figure)
    sources = " · ".join(
        f"[{_literal(source['text'])}]({source['href']})" if source["href"] else _literal(source["text"])
        for source in notes.get("source", [])
    )
    parts = (_literal(notes.get("caption", "")), sources and f"Sources: {sources}.")
    table = notes.get("table", {"columns": [], "rows": []})
    rows = [[str(cell["text"] if isinstance(cell, dict) else cell) for cell in row] for row in table["rows"]]
    return {"note": " ".join(filter(None, parts)), "head": list(map(str, table["columns"])), "rows": rows}


def _literal(text: str) -> str:
    return re.sub(r"([\\*_`\[\]$])", r"\\\1", text)


@cache
def plotly_pin() -> dict[str, str]:
    """Address and integrity hash of the plotly.js that the installed plotly was made with."""
    digest = b64encode(sha256(get_plotlyjs().encode()).digest()).decode()
    src = f"https://cdn.plot.ly/plotly-{get_plotlyjs_version()}.min.js"
    return {"src": src, "integrity": f"sha256-{digest}"}


def _element(figure: dict[str, Any]) -> Element:
    """Element of a figure; ``pictures`` puts an image in the place of its sentence."""
    return Element(
        "immuno-chart",
        static=f'<p data-figure="{figure_key(figure)}">{escape(alternative(figure))}</p>',
        data={"plotly": plotly_pin(), "figure": figure},
    )


def _notes(figure: Mapping[str, Any]) -> dict[str, Any]:
    meta = figure["layout"].get("meta")
    return dict(meta.get(NAME, {})) if isinstance(meta, dict) else {}


def _source(text: str, href: str | None) -> str:
    return f'<a href="{escape(href)}" style="text-decoration:underline">{escape(text)}</a>' if href else escape(text)


def _shorten(value: Any) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, dict):
        if "bdata" in value:
            array = np.frombuffer(b64decode(value["bdata"]), dtype=value["dtype"])
            return _shorten(array.reshape(_shape(value, array.size)).tolist())
        return {key: _shorten(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_shorten(item) for item in value]
    if isinstance(value, float):
        if not np.isfinite(value):
            return None
        return int(value) if value.is_integer() else float(f"{value:.{DIGITS}g}")
    return value


def _shape(packed: dict[str, Any], size: int) -> tuple[int, ...]:
    return tuple(int(length) for length in packed.get("shape", str(size)).split(","))


def _points(figure: dict[str, Any]) -> str:
    rows = list(_trace_rows(figure["data"]))
    return _table(["series", "x", "y"], rows[:ROWS])


def _trace_rows(traces: list[dict[str, Any]]) -> Iterator[list[Any]]:
    for number, trace in enumerate(traces, 1):
        series = trace.get("name") or str(number)
        for x, y in zip(trace.get("x") or [], trace.get("y") or [], strict=False):
            yield [series, x, y]


def _table(columns: list[str], rows: list[list[Any]], fold: str | None = None) -> str:
    """Folded table; with ``fold``, a folded table for each value of that column, which filters by keyboard too."""
    if not rows:
        return ""
    if fold is None:
        return f"<details><summary>Data table</summary>{_rows(columns, rows)}</details>"
    place = columns.index(fold)
    parts: dict[str, list[list[Any]]] = {}
    for row in rows:
        parts.setdefault(str(row[place]), []).append([*row[:place], *row[place + 1 :]])
    rest = [*columns[:place], *columns[place + 1 :]]
    inside = "".join(
        f"<details><summary>{escape(value)} ({len(part)})</summary>{_rows(rest, part)}</details>"
        for value, part in parts.items()
    )
    return f"<details><summary>Data tables by {escape(fold.lower())}</summary>{inside}</details>"


def _rows(columns: list[str], rows: list[list[Any]]) -> str:
    head = "".join(f"<th>{escape(str(name))}</th>" for name in columns)
    body = "".join(f"<tr>{''.join(f'<td>{_cell(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(cell: Any) -> str:  # noqa: ANN401 - any JSON
    return _source(**cell) if isinstance(cell, dict) else escape(str(cell))
