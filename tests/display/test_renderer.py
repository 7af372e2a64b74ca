"""Any plotly figure becomes two outputs that every host can show."""

from __future__ import annotations

import json
import re

import numpy as np
import plotly.graph_objects as go
import pytest

from immunolearn import paths
from immunolearn.display import pictures, renderer

BUILT = [*sorted(paths.notebooks().glob("[0-9]*.ipynb")), paths.content() / "docs" / "gallery.ipynb"]
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


MOST_BYTES = 25_000


def short(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@pytest.mark.parametrize("file", BUILT, ids=lambda file: file.stem)
def test_a_chart_with_its_picture_has_at_most_25_kb(file):
    for data in charts(json.loads(file.read_text(encoding="utf-8"))):
        html = "".join(data["text/html"])
        size = len(html.encode()) + len(short(data[renderer.MIME]).encode())
        assert size <= MOST_BYTES, renderer.alternative(data[renderer.MIME])
