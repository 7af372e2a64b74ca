"""A chart that answers a prediction waits for it."""

from __future__ import annotations

import nbformat
import pytest
from playwright.sync_api import expect

from immunolearn import paths
from immunolearn.course.page import page as published
from immunolearn.questions.bank import load_bank

ADDRESS = "http://127.0.0.1/lesson.html"
GROUP = "predict-tmb"


@pytest.fixture(scope="module")
def html():
    return published(nbformat.read(paths.notebooks() / "04-checkpoint-inhibitors.ipynb", as_version=4), title="Lesson")


@pytest.fixture
def opened(open_context, html):
    page = open_context(cdn="served").new_page()
    page.route(ADDRESS, lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto(ADDRESS, wait_until="domcontentloaded")
    return page


def parts(page):
    """The place where a chart waits, the output with the chart, and the text that tells what it shows."""
    wait = page.locator("immuno-after").first
    area = "xpath=ancestor::div[contains(@class, 'jp-OutputArea-child')]/preceding-sibling::div"
    text = "xpath=ancestor::div[contains(@class, 'jp-Cell')]/following-sibling::div[1]"
    return wait, wait.locator(area), wait.locator(text)


def test_a_chart_is_hidden_until_its_guess_and_stays_open_after_a_reload(opened):
    wait, chart, text = parts(opened)
    bank = load_bank(paths.lesson_folder("checkpoint-inhibitors"))
    (title,) = (group.title for group in bank.groups if group.id == GROUP)
    quiz = opened.get_by_role("region", name=f"Predict, then look: {title}")
    quiz.scroll_into_view_if_needed()
    expect(wait.get_by_text("Your guess first")).to_be_visible()
    expect(chart).to_be_hidden()
    expect(text).to_be_hidden()
    expect(wait.get_by_text("Data table")).to_be_hidden()
    quiz.get_by_role("radio").first.check()
    quiz.get_by_role("button", name="Commit").click()
    expect(chart).to_be_visible()
    expect(text).to_be_visible()
    expect(wait.get_by_text("Data table")).to_be_visible()
    expect(wait.get_by_role("status")).to_have_text("The chart is open.")
    opened.reload(wait_until="domcontentloaded")
    expect(chart).to_be_visible()
    expect(text).to_be_visible()
    wait.scroll_into_view_if_needed()
    expect(chart.locator(".js-plotly-plot .main-svg").first).to_be_visible()


def test_whoever_does_not_guess_opens_the_chart(opened):
    wait, chart, text = parts(opened)
    wait.get_by_role("button", name="Open it now").press("Enter")
    expect(chart).to_be_visible()
    expect(text).to_be_visible()


def test_paper_shows_what_waits(opened):
    _, chart, text = parts(opened)
    expect(chart).to_be_hidden()
    expect(text).to_be_hidden()
    opened.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(chart).to_be_visible()
    expect(text).to_be_visible()
    opened.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(chart).to_be_hidden()
    expect(text).to_be_hidden()


def test_without_scripts_nothing_is_hidden(open_context, html):
    page = open_context(java_script_enabled=False).new_page()
    page.set_content(html)
    expect(page.locator(".jp-OutputArea-child:has(immuno-chart)").first).to_be_visible()
