"""A chart that stands with a question is a picture, drawn when the lesson is built."""

from __future__ import annotations

import pytest

from immunolearn.course import drawn
from immunolearn.course.drawn import check_charts, draw_charts
from immunolearn.display import markup
from immunolearn.errors import ContentError
from immunolearn.questions import load_bank
from immunolearn.questions.element import element_data
from immunolearn.questions.static import group

CHARTS = """\
rates:
  kind: response_rates
  title: Two rates
  rows:
    from: results
    of: orr
    arms: [sirius/dara-16, destiny-breast03/t-dxd]
"""
QUIZ = """\
groups:
- id: g
  title: Read it
  items:
  - id: q
    kind: single
    objective: o
    level: apply
    stem: Which rate is higher?
    source: s
    show:
    - chart: rates
    options:
    - {key: a, text: The first, right: true, feedback: Look at the marks.}
    - {key: b, text: The second, misconception: m, feedback: Look at the marks.}
"""
PICTURE = "<svg xmlns='http://www.w3.org/2000/svg' width='480' height='200'><path d='M0,0v9'/></svg>"


@pytest.fixture
def photographed(monkeypatch):
    """Figures that a browser would have to draw."""
    figures = []
    monkeypatch.setattr(drawn.pictures, "draw", lambda due, **_: figures.extend(due) or [PICTURE] * len(due))
    return figures


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "90-tiny"
    folder.mkdir()
    (folder / "charts.yaml").write_text(CHARTS, encoding="utf-8")
    (folder / "quiz.yaml").write_text(QUIZ, encoding="utf-8")
    return folder


def asked(folder):
    bank = load_bank(folder)
    return element_data(bank, bank.items[0])


def test_a_chart_is_drawn_once_while_it_stays_the_same(folder, photographed):
    assert (draw_charts(folder), draw_charts(folder), len(photographed)) == (1, 0, 1)
    check_charts(folder)
    (folder / "charts.yaml").write_text(CHARTS.replace("Two rates", "Other rates"), encoding="utf-8")
    with pytest.raises(ContentError, match=r"90-tiny/charts/rates\.json: .*stale.*immunolearn build 90-tiny"):
        check_charts(folder)
    assert draw_charts(folder) == 1
    check_charts(folder)


@pytest.mark.usefixtures("photographed")
def test_a_question_shows_it_with_its_alternative_sentence_and_its_sources(folder):
    draw_charts(folder)
    (shown,) = asked(folder)["show"]
    assert shown["src"].startswith("data:image/svg+xml,<svg")
    assert shown["alt"].startswith("Objective response in 2 arms")
    assert "Lonial et al. 2016" in markup.plain(shown["note"])
    assert ["106"] in [cell for row in shown["rows"] for cell in row]
    static = group("Read it", [asked(folder)])
    assert f'alt="{shown["alt"]}"' in static
    assert 'href="https://doi.org/10.1016/S0140-6736(15)01120-4"' in static


def test_a_chart_that_was_not_drawn_says_what_to_run(folder):
    with pytest.raises(ContentError, match=r"90-tiny/quiz\.yaml:5: item 'q': .*immunolearn build 90-tiny"):
        asked(folder)


@pytest.mark.usefixtures("photographed")
def test_a_chart_that_is_not_described_is_refused_with_the_nearest_name(folder):
    (folder / "quiz.yaml").write_text(QUIZ.replace("chart: rates", "chart: rate"), encoding="utf-8")
    with pytest.raises(ContentError, match=r"quiz\.yaml:5: item 'q': .*'rate'.*Did you mean 'rates'"):
        draw_charts(folder)


def test_what_is_neither_picture_nor_table_nor_chart_is_refused_with_what_is_accepted(folder):
    (folder / "quiz.yaml").write_text(QUIZ.replace("chart: rates", "film: rates"), encoding="utf-8")
    with pytest.raises(ContentError, match=r"quiz\.yaml:12: item 'q': show: .*picture: NAME, table: .*chart: NAME"):
        load_bank(folder)
