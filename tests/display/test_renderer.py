"""Any plotly figure becomes two outputs that every host can show."""

from __future__ import annotations

import asyncio
import json
import re
from itertools import repeat

import numpy as np
import plotly.graph_objects as go
import pytest

from immunolearn import paths
from immunolearn.course.gallery import notebook_file, sources
from immunolearn.display import pictures, renderer
from immunolearn.errors import ImmunolearnError

BUILT = [*sorted(paths.notebooks().glob("[0-9]*.ipynb")), *map(notebook_file, sources())]
FIGURE = go.Figure(
    go.Scatter(x=np.array([1.0, 2.0]), y=[0.123456789, 3], name="<b>"), layout={"title": {"text": "A title"}}
)


def test_a_students_figure_has_plotlys_type_and_an_element():
    bundle = renderer.Renderer().to_mimebundle(FIGURE.to_dict())
    assert set(bundle) == {renderer.MIME, "text/html"}
    assert "<immuno-chart>" in bundle["text/html"]
    assert "A title" in bundle["text/html"]


def test_figures_are_plain_short_and_the_same_each_time():
    figure = renderer.normalise_figure(FIGURE.to_dict())
    assert "bdata" not in json.dumps(figure)
    assert figure["data"][0]["x"] == [1, 2]
    assert figure["data"][0]["y"] == [0.123457, 3]
    assert renderer.figure_key(figure) == renderer.figure_key(renderer.normalise_figure(FIGURE.to_dict()))


def test_the_points_of_a_students_figure_are_its_data_table_and_stay_text():
    notes = renderer.notes_html(FIGURE.to_dict())
    assert "<td>0.123457</td>" in notes
    assert "&lt;b&gt;" in notes


def charts(notebook):
    outputs = [output for cell in notebook["cells"] for output in cell.get("outputs", [])]
    return [output["data"] for output in outputs if renderer.MIME in output.get("data", {})]


@pytest.mark.parametrize("file", BUILT, ids=lambda file: file.stem)
def test_a_built_chart_has_the_picture_of_its_own_figure(file):
    for data in charts(json.loads(file.read_text(encoding="utf-8"))):
        html = "".join(data["text/html"])
        assert renderer.figure_key({k: v for k, v in data[renderer.MIME].items() if k != "config"}) in html
        assert "data:image/svg+xml," in html


def test_a_picture_is_kept_while_its_figure_stands():
    old = json.loads(BUILT[-1].read_text(encoding="utf-8"))
    figure = {part: value for part, value in charts(old)[0][renderer.MIME].items() if part != "config"}
    fresh = {"cells": [{"outputs": [{"data": renderer.Renderer().to_mimebundle(figure)}]}]}
    assert pictures.add_pictures(fresh, old) == 0
    address = re.search(r"data:image/svg\+xml,[^\"]+", "".join(charts(old)[0]["text/html"]))[0]
    assert address in charts(fresh)[0]["text/html"]


@pytest.fixture
def browser(monkeypatch):
    """A browser that draws one picture whenever it is started, and then dies of what is given."""

    def of(deaths):
        async def photograph(_, drawn):
            drawn.append(f"<svg>{len(drawn)}</svg>")
            if error := next(deaths, None):
                raise error

        monkeypatch.setattr(pictures, "_photograph", photograph)

    return of


def test_a_browser_that_dies_is_started_again_for_what_is_left(browser):
    browser(iter([TimeoutError(), asyncio.CancelledError()]))
    assert pictures.draw([{}, {}]) == ["<svg>0</svg>", "<svg>1</svg>"]


def test_a_browser_that_dies_again_and_again_is_told_and_gives_no_half_of_the_pictures(browser):
    browser(repeat(RuntimeError("gone")))
    with pytest.raises(ImmunolearnError, match=r"3 of 4 pictures.*gone.*nothing was written"):
        pictures.draw([{}] * 4)


def test_a_menu_is_not_drawn_into_a_picture():
    assert "updatemenus" not in pictures._still({"data": [], "layout": {"updatemenus": [1], "height": 2}})["layout"]


def test_a_table_folds_by_a_column_and_links_its_sources():
    source = {"text": "A & B 2020", "href": "https://doi.org/10.1/x?a&b"}
    notes = {"table": {"columns": ["Kind", "Source"], "rows": [["<a>", source], ["b", "none"]], "fold": "Kind"}}
    html = renderer.notes_html({"data": [], "layout": {"meta": {"immunolearn": {"alt": "", **notes}}}})
    assert "<summary>&lt;a&gt; (1)</summary>" in html
    assert '<td><a href="https://doi.org/10.1/x?a&amp;b"' in html
    assert "<th>Kind</th>" not in html


MOST_BYTES = 25_000


def short(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@pytest.mark.parametrize("file", BUILT, ids=lambda file: file.stem)
def test_a_chart_with_its_picture_has_at_most_25_kb(file):
    for data in charts(json.loads(file.read_text(encoding="utf-8"))):
        html = "".join(data["text/html"])
        size = len(html.encode()) + len(short(data[renderer.MIME]).encode())
        assert size <= MOST_BYTES, renderer.alternative(data[renderer.MIME])
