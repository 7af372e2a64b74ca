"""A lesson's charts are written in YAML; a mistake is answered with its line."""

from __future__ import annotations

import pytest

import immunolearn as il
from immunolearn.errors import ContentError, UnknownNameError

CHARTS = """\
rates:
  kind: response_rates
  title: Two rates
  rows:
    from: results
    of: orr
    arms: [sirius/dara-16, destiny-breast03/t-dxd]
"""


@pytest.fixture
def draw(tree):
    def drawn(text=CHARTS, name="tiny/rates"):
        (tree.lesson.parent / "charts.yaml").write_text(text, encoding="utf-8")
        return il.chart(name)

    return drawn


def test_a_chart_is_drawn_as_its_yaml_says(draw):
    arms = ["sirius/dara-16", "destiny-breast03/t-dxd"]
    drawn = il.charts.response_rates(il.results("orr", arms=arms), title="Two rates")
    assert draw().to_json() == drawn.to_json()


def test_a_chart_may_wait_for_the_answers_to_a_group_of_questions(draw):
    waiting = draw(CHARTS.replace("title: Two", "after: check\n  title: Two"))
    assert waiting.layout.meta["immunolearn"].pop("after") == {"lesson": "tiny", "items": ["first"], "title": "Check"}
    assert waiting.to_json() == draw().to_json()


def test_rows_may_be_keys_that_the_chart_looks_up_itself(draw):
    keys = ["colitis_nivolumab", "colitis_ipilimumab"]
    text = "rates:\n  kind: toxicity_rates\n  rows: [colitis_nivolumab, colitis_ipilimumab]\n"
    assert draw(text).to_json() == il.charts.toxicity_rates(keys).to_json()


def test_rows_may_be_simulated(draw):
    text = "rates:\n  kind: swimmer\n  simulated: true\n  rows: {from: simulated_responses}\n"
    assert draw(text).to_json() == il.charts.swimmer(il.charts.simulated_responses(), simulated=True).to_json()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("response_rates", "response_rate", r"charts\.yaml:2: No chart function .* Did you mean 'response_rates'"),
        ("sirius/dara-16", "sirius/dara", r"charts\.yaml:5: .*sirius/dara"),
        ("title: Two rates", "colour: red", r"charts\.yaml:2: .*colour"),
        (
            "from: results",
            "from: result",
            r"charts\.yaml:5: rates\.rows\.from: .*'results', .* or 'simulated_responders'",
        ),
        ("kind: response_rates\n  ", "", r"charts\.yaml:2: rates\.kind: Field required"),
        ("title: Two", "after: chek\n  title: Two", r"charts\.yaml:3: No group of questions .* Did you mean 'check'"),
    ],
)
def test_a_mistake_is_answered_with_file_line_and_what_is_accepted(draw, old, new, message):
    with pytest.raises(ContentError, match=message):
        draw(CHARTS.replace(old, new))


def test_an_unknown_chart_or_a_lesson_without_charts_is_told(draw):
    with pytest.raises(UnknownNameError, match="Did you mean 'rates'"):
        draw(name="tiny/rate")
    with pytest.raises(UnknownNameError, match="No lesson named 'tinny'"):
        draw(name="tinny/rates")


def test_a_lesson_without_charts_says_which_file_to_make(tree):
    assert tree.lesson.is_file()
    with pytest.raises(ContentError, match=r"90-tiny/charts\.yaml: Lesson 'tiny' has no charts"):
        il.chart("tiny/rates")
