"""The published lesson, where no kernel runs."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from plotly.offline import get_plotlyjs

from immunolearn.display.renderer import plotly_pin


def answer(page, option):
    quiz = page.locator("immuno-quiz").nth(1)
    quiz.get_by_role("radio", name=option).check()
    quiz.get_by_role("button", name="Check", exact=True).click()
    return quiz


@pytest.mark.parametrize(("name", "width"), [("desktop", 1280), ("phone", 390)])
def test_a_reader_answers_and_finds_the_answer_after_a_reload(show, photograph, name, width):
    page = show(viewport={"width": width, "height": 900})
    quiz = answer(page, "All of it is made from the antibody genes of a single clone")
    expect(quiz).to_contain_text("One clone has one pair of genes")
    photograph(page, f"published-{name}")
    page.reload(wait_until="domcontentloaded")
    expect(page.locator("immuno-lesson")).to_contain_text(re.compile("1 done"))


def test_a_page_inside_a_page_as_in_nbviewer_is_alive(show, lesson_html):
    page = show(f"<!doctype html><html><body><div>{lesson_html}</div></body></html>")
    quiz = answer(page, "Each molecule takes on the right shape when it meets HER2")
    expect(quiz).to_contain_text("The tips are fixed by the antibody")


def test_without_javascript_everything_can_be_read(show, photograph):
    page = show(java_script_enabled=False)
    assert "Why does every molecule in a bottle of trastuzumab grip the same patch" in page.inner_text("body")
    assert page.locator("details").count() > 0
    photograph(page, "published-no-javascript")


def test_a_chart_without_its_cdn_is_a_picture_with_caption_and_data(show):
    page = show()
    picture = page.locator("immuno-chart img")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.complete && image.naturalWidth") > 0
    assert "daratumumab" in page.inner_text("body")
    expect(page.get_by_text("were not randomised against each other").first).to_be_visible()


def test_a_chart_is_drawn_by_the_pinned_plotly(show, photograph):
    page = show()
    requests = []
    page.route(
        plotly_pin()["src"],
        lambda route: (
            requests.append(route.request.url),
            route.fulfill(
                body=get_plotlyjs(), content_type="text/javascript", headers={"Access-Control-Allow-Origin": "*"}
            ),
        ),
    )
    page.reload(wait_until="domcontentloaded")
    page.locator("immuno-chart").scroll_into_view_if_needed()
    expect(page.locator("immuno-chart .main-svg").first).to_be_visible(timeout=20_000)
    assert len(requests) == 1
    photograph(page, "published-chart")
