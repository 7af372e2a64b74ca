"""The final exam in a page without Python: silent until the end, then a result that stays, and a page to print."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

import immunolearn as il
from immunolearn.display.element import runtime_source
from immunolearn.learning.final import Exam

ADDRESS = "http://127.0.0.1/exam.html"
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Exam</title></head>
<body data-jp-theme-light="true"><main>{element}</main><script type="module">{runtime}</script></body></html>"""


@pytest.fixture
def sit(open_context, short):
    """Open the short exam in a browser of its own."""

    def opened(**options):
        page = open_context(**options).new_page()
        html = PAGE.format(element=short._repr_html_(), runtime=runtime_source())
        page.route(ADDRESS, lambda route: route.fulfill(body=html, content_type="text/html"))
        page.goto(ADDRESS)
        return page

    return opened


@pytest.fixture(scope="module")
def short():
    """An exam of three questions, one of them a twin."""
    whole = il.exam(seed=1)
    singles = [place for place, item in enumerate(whole.data["items"]) if item["kind"] == "single"]
    twin = next(place for place in singles if whole.data["items"][place]["twin"])
    places = [twin, *(place for place in singles if not whole.data["items"][place]["twin"])][:3]
    return Exam(1, [whole.asked[place] for place in places], [whole.data["items"][place] for place in places])


def test_an_exam_tells_nothing_before_its_last_answer_and_then_everything(sit, short):
    page = sit()
    exam = page.locator("immuno-quiz")
    page.get_by_role("button", name="Begin the exam").click()
    for number, item in enumerate(short.data["items"]):
        right = next(place for place, option in enumerate(item["options"]) if option["right"])
        expect(page.get_by_role("button", name="See the result")).to_be_hidden()
        page.get_by_role("radiogroup").first.get_by_role("radio").nth(right if number else right - 1).check()
        page.get_by_text("Sure", exact=True).click()
        page.get_by_role("button", name="Keep my answer").click()
        expect(exam.locator(".result")).to_have_text("Kept, without marks.")
        expect(page.get_by_role("button", name="Change my answer")).to_be_visible()
        assert exam.locator(".why").count() == 0
        if number < 2:
            page.get_by_role("button", name="Next question").click()
    page.get_by_role("button", name="See the result").click()
    expect(page.get_by_role("heading", name="2 of 3 right.")).to_be_focused()
    expect(exam).to_contain_text("Sure: 67 %, 2 of 3 right")
    expect(exam).to_contain_text("This is self-assessment, not a grade.")
    expect(exam.locator("h3", has_text="Sure, and not so")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="2 of 3 right.")).to_be_visible()
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Completion page to print").click()
    expect(opened.value.locator("main")).to_contain_text("It is no certificate, no grade and no licence")
    page.get_by_role("button", name="Sit it again").click()
    page.get_by_role("button", name="Begin the exam").click()
    expect(exam.get_by_text("0 of 3 answered")).to_be_visible()


def test_both_answers_of_a_twin_stand_side_by_side(sit, short):
    page = sit()
    twin = short.data["items"][0]["twin"]
    page.evaluate(
        """([name, items, twin]) => {
          const answer = (lesson, item, key) => ({version: 1, id: item, lesson, item, given: [key], score: 0,
            confidence: null, hints: 0, attempt: 1, shown_at: "2026-01-01", answered_at: "2026-01-01"});
          const answers = items.map(({lesson, id, options}) => answer(lesson, id, options[0].key));
          const begun = "2026-01-01";
          const keep = (parts, thing) => localStorage.setItem(
            ["immunolearn", "1", "static", "-", ...parts].map(encodeURIComponent).join("/"), JSON.stringify(thing));
          keep(["exam", name, ""], {version: 1, begun, done: begun, answers});
          keep(["kept", twin.lesson, twin.id], answer(twin.lesson, twin.id, twin.options[1].key));
        }""",
        [short.data["group"], short.data["items"], twin],
    )
    page.reload()
    page.get_by_text("Your two answers (1)").click()
    pair = page.get_by_role("group", name="Your two answers")
    expect(pair).to_contain_text("→ " + "".join(twin["options"][1]["text"]))
    expect(pair).to_contain_text("→ " + "".join(short.data["items"][0]["options"][0]["text"]))


def test_on_paper_too_it_tells_nothing_before_its_last_answer(sit, short, give):
    page = sit()
    exam = page.locator("immuno-quiz")
    page.get_by_role("button", name="Begin the exam").click()
    give(exam, short.data["items"][0])
    page.get_by_role("button", name="Keep my answer").click()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(exam.locator(".sheet")).to_have_count(3)
    expect(exam.locator(".why, .source, .option.right")).to_have_count(0)


def tab_to(page, name):
    button = page.get_by_role("button", name=name)
    for _ in range(30):
        page.keyboard.press("Tab")
        if button.evaluate("button => button.matches(':focus')"):
            return
    pytest.fail(f"Tab does not come to {name!r}")


def test_the_keyboard_alone_is_enough_from_its_beginning_to_the_page_to_print(sit):
    page = sit()
    tab_to(page, "Begin the exam")
    page.keyboard.press("Enter")
    for number in range(3):
        page.keyboard.press("1")
        page.keyboard.press("Enter")
        expect(page.locator(".result")).to_be_focused()
        if number < 2:
            page.keyboard.press("n")
    tab_to(page, "See the result")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="of 3 right.")).to_be_focused()
    tab_to(page, "Completion page to print")
    with page.expect_popup() as opened:
        page.keyboard.press("Enter")
    expect(opened.value.get_by_role("heading", name="I have sat the final exam")).to_be_visible()


def test_on_a_phone_nothing_is_cut_off_and_no_target_is_small(sit, short, give, photograph):
    page = sit(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    exam = page.locator("immuno-quiz")
    page.get_by_role("button", name="Begin the exam").tap()
    for number, item in enumerate(short.data["items"]):
        give(exam, item, right=number > 0)
        page.get_by_role("button", name="Keep my answer").tap()
        fits(page)
        if number < 2:
            page.get_by_role("button", name="Next question").tap()
    page.get_by_role("button", name="See the result").tap()
    for folded in exam.locator("summary").filter(visible=True).all():
        folded.tap()
    fits(page)
    photograph(page, "exam-phone")
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Completion page to print").tap()
    fits(opened.value)


def fits(page):
    assert page.evaluate("[document.documentElement.scrollWidth, innerWidth]") == [390, 390]
    for target in page.locator("button, summary, .segment label").filter(visible=True).all():
        box = target.bounding_box()
        assert min(box["width"], box["height"]) >= 24, target.inner_text()
