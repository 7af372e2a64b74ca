"""The published lesson, where no kernel runs."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

GROUP = "One key"
WIDE = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}


@pytest.fixture
def answer(questions):
    """Answer the first checked question of a page, rightly unless told otherwise."""

    def answered(page, option=questions[0].right):
        quiz = page.locator(f"immuno-quiz:has(.immuno-static :text-is('{GROUP}'))")
        quiz.get_by_role("radio", name=option).check()
        quiz.get_by_role("button", name="Check", exact=True).click()
        return quiz

    return answered


def words(page):
    """The words of the lesson's own markdown, and of every static form, in order."""
    return page.evaluate(
        """() => [...document.querySelectorAll("main .jp-RenderedMarkdown, main .immuno-static")]
            .map((part) => part.textContent.replace(/\\s+/g, " ").trim())"""
    )


@pytest.mark.parametrize("host", ["nbconvert", "nbviewer", "published"])
def test_a_reader_answers_and_finds_the_answer_after_a_reload(show, answer, questions, host):
    page = show(host)
    quiz = answer(page)
    expect(quiz).to_contain_text(questions[0].why)
    expect(quiz).to_contain_text("kept in this browser")
    page.reload(wait_until="domcontentloaded")
    expect(page.locator("immuno-lesson")).to_contain_text(re.compile("1 done"))
    assert page.locator("immuno-lesson").count() == 1


@pytest.mark.parametrize(
    ("host", "cdn"),
    [("nbconvert", "refused"), ("nbviewer", "refused"), ("published", "refused"), ("published", "silent")],
)
def test_without_its_cdns_the_page_misses_nothing(show, answer, questions, host, cdn):
    page = show(host, cdn=cdn)
    expect(answer(page)).to_contain_text(questions[0].why)
    page.get_by_role("button", name="Open it now").first.click()
    chart = page.locator("immuno-chart img").first
    expect(chart).to_be_visible()
    assert chart.evaluate("image => image.complete && image.naturalWidth") > 0
    assert len(chart.get_attribute("alt")) > 100
    table = page.locator("details", has=page.get_by_text("Data table", exact=True)).first
    table.locator("summary").click()
    expect(table.locator("tbody tr").first).to_be_visible()
    assert table.locator("tbody tr").count() > 1
    expect(page.get_by_text("were not randomised against each other").first).to_be_visible()
    heights = page.locator("immuno-lesson, immuno-quiz, immuno-chart, immuno-diagram").evaluate_all(
        "elements => elements.map((element) => element.offsetHeight)"
    )
    assert min(heights) > 100


@pytest.mark.parametrize("host", ["nbconvert", "nbviewer"])
def test_a_chart_is_drawn_once_by_the_pinned_plotly(show, host):
    page = show(host, cdn="served")
    requests = []
    page.on("request", lambda request: requests.append(request.url))
    page.locator("immuno-chart").first.scroll_into_view_if_needed()
    expect(page.locator("immuno-chart .main-svg").first).to_be_visible()
    expect(page.locator("immuno-chart img").first).to_be_hidden()
    assert len([url for url in requests if "plotly" in url]) == 1


def test_on_paper_a_drawn_chart_is_its_picture_again(show):
    page = show("nbconvert", cdn="served")
    page.locator("immuno-chart").first.scroll_into_view_if_needed()
    drawn = page.locator("immuno-chart .main-svg").first
    expect(drawn).to_be_visible()
    page.emulate_media(media="print")
    expect(drawn).to_be_hidden()
    expect(page.locator("immuno-chart img").first).to_be_visible()
    page.emulate_media(media="screen")
    expect(drawn).to_be_visible()


def test_without_javascript_every_word_can_be_read(show, questions):
    page = show(java_script_enabled=False)
    plain = words(page)
    assert plain == words(show("published"))
    text = page.inner_text("body")
    for question in questions:
        assert question.right in text
        assert question.wrong in text
    folded = page.locator("details", has_text="Answer and why").first
    expect(folded.locator("li").first).to_be_hidden()
    folded.locator("summary").click()
    expect(folded.locator("li").first).to_be_visible()
    for picture in page.locator("immuno-chart img, immuno-diagram img").all():
        picture.scroll_into_view_if_needed()
        assert picture.bounding_box()["height"] > 200
        assert picture.get_attribute("alt")
    assert page.locator("table").count() > 0


def test_blocked_storage_is_said_in_the_page(show, answer, questions):
    page = show(policy="sandbox allow-scripts; connect-src 'none'")
    quiz = answer(page)
    expect(quiz).to_contain_text(questions[0].why)
    expect(quiz).to_contain_text("This browser keeps nothing for this page")
    expect(page.locator("immuno-lesson")).to_contain_text("This browser keeps nothing for this page")


def test_full_storage_is_said_in_the_page_until_there_is_room(show, answer, questions):
    page = show()
    page.evaluate(
        """() => {
            for (let size = 1 << 23; size; size >>= 1) {
                try {
                    const before = localStorage.getItem("other") ?? "";
                    localStorage.setItem("other", before + "x".repeat(size));
                } catch {}
            }
        }"""
    )
    quiz = answer(page, questions[0].wrong)
    expect(quiz).to_contain_text(questions[0].why_not)
    expect(quiz).to_contain_text("This browser's storage is full")
    page.evaluate("localStorage.removeItem('other')")
    quiz.get_by_role("button", name="Try again").click()
    expect(answer(page)).to_contain_text("kept in this browser")


@pytest.mark.parametrize(
    "look",
    [
        ("nbconvert-desktop", "nbconvert", WIDE),
        ("nbconvert-phone", "nbconvert", PHONE),
        ("published-desktop", "published", WIDE),
        ("published-phone", "published", PHONE),
        ("published-dark-desktop", "dark", WIDE),
        ("published-dark-phone", "dark", PHONE),
        ("nbviewer-desktop", "nbviewer", WIDE),
        ("nbviewer-phone", "nbviewer", PHONE),
        ("no-cdn-desktop", "published", WIDE | {"cdn": "silent"}),
        ("no-javascript-desktop", "nbconvert", WIDE | {"java_script_enabled": False}),
        ("no-javascript-phone", "published", PHONE | {"java_script_enabled": False}),
    ],
)
def test_nothing_is_wider_than_the_screen(show, answer, photograph, look):
    name, host, options = look
    page = show(host, **{"cdn": "served", **options})
    if options.get("java_script_enabled", True):
        answer(page)
    if options.get("cdn") != "silent" and options.get("java_script_enabled", True):
        page.locator("immuno-chart").first.scroll_into_view_if_needed()
        expect(page.locator("immuno-chart .main-svg").first).to_be_visible()
    page.evaluate("scrollTo(0, 0)")
    photograph(page, name)
    wide = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide[0] <= options["viewport"]["width"], wide
