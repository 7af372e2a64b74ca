"""Every kind of question, answered with the mouse, by keyboard alone and by touch."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

KINDS = [
    "one-choice",
    "many-choices",
    "a-number",
    "a-word",
    "a-plain-word",
    "some-gaps",
    "partners",
    "groups",
    "regions",
    "steps",
    "drawn",
]
FOCUSED = """() => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element.getAttribute('aria-label') ?? element.textContent;
}"""


def result(quiz):
    return quiz.locator(".result")


@pytest.mark.parametrize("kind", KINDS)
def test_a_right_and_a_wrong_answer_are_told_apart_and_explained(quiz_page, answering, kind):
    page = quiz_page(kind)
    quiz = page.locator("immuno-quiz")
    right, wrong = answering[kind]
    wrong(quiz)
    quiz.get_by_role("button", name="Check", exact=True).click()
    expect(result(quiz)).to_contain_text("Not yet" if kind in WHOLE else "Partly right")
    expect(quiz.get_by_role("status").last).to_have_text(result(quiz).inner_text())
    expect(quiz.locator(".why").first).to_be_visible()
    quiz.get_by_role("button", name="Try again").click()
    right(quiz)
    quiz.get_by_role("button", name="Check", exact=True).click()
    expect(result(quiz)).to_have_text("Right.")
    assert page.errors == []


WHOLE = {"one-choice", "many-choices", "a-number", "a-word", "a-plain-word", "some-gaps"}


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_given_is_told_and_not_graded(quiz_page, kind):
    quiz = quiz_page(kind).locator("immuno-quiz")
    quiz.get_by_role("button", name="Check", exact=True).click()
    expect(quiz.locator("#need")).to_have_text(quiz.get_by_role("status").last.inner_text())
    expect(result(quiz)).to_have_count(0)


@pytest.mark.parametrize("kind", KINDS)
def test_show_me_tells_the_answer_without_marks(quiz_page, kind):
    quiz = quiz_page(kind).locator("immuno-quiz")
    quiz.get_by_role("button", name="Show me").click()
    expect(result(quiz)).to_have_text("Here is the answer; nothing was marked.")
    expect(quiz.locator(".option.right").first).to_be_visible()


def tab_to(page, name):
    for _ in range(60):
        page.keyboard.press("Tab")
        if name in page.evaluate(FOCUSED):
            return
    pytest.fail(f"Tab does not come to {name!r}")


def keys(page, *typed):
    """Type into one control after the other."""
    for text in typed:
        page.keyboard.press("Tab")
        page.keyboard.type(text)


def choose_by_arrows(page):
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    for _ in range(4):
        if "stop signal" in page.locator("label.option:has(:checked)").inner_text():
            return
        page.keyboard.press("ArrowDown")


def tick(page):
    tab_to(page, "Data table")
    keys(page, " ", " ")


def sort_by_keys(page):
    page.keyboard.press("Tab")
    for left in range(4, 0, -1):
        name = page.evaluate(FOCUSED)
        page.keyboard.press("Enter")
        place = "itself" if "drug" in name or "radio" in name else "calls"
        tab_to(page, f"Put it into: It {'kills ' * (place == 'itself')}{place}")
        page.keyboard.press("Enter")
        assert (f"{left - 1} left" if left > 1 else "All sorted") in page.get_by_role("status").last.inner_text()


def order_by_arrows(page):
    for place, text in enumerate(["The antibody grips", "A killer cell grips", "The killer cell releases"]):
        page.locator(".stem").focus()
        tab_to(page, f"Move up: {text}")
        while text not in page.locator(".step").nth(place).inner_text():
            page.keyboard.press("ArrowUp")


BY_KEYBOARD = {
    "one-choice": choose_by_arrows,
    "many-choices": tick,
    "a-number": lambda page: keys(page, "0.0125", "g"),
    "a-word": lambda page: keys(page, "PDL1"),
    "a-plain-word": lambda page: keys(page, "epitope"),
    "some-gaps": lambda page: keys(page, "PD-1", "held"),
    "partners": lambda page: keys(page, "HER2", "PD-1", "CD20"),
    "groups": sort_by_keys,
    "regions": lambda page: keys(page, "tumour", "antibody", "natural"),
    "steps": order_by_arrows,
    "drawn": lambda page: keys(page, "60", "42", "30", "22", "20"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_keyboard_alone_is_enough(quiz_page, kind):
    page = quiz_page(kind)
    page.locator(".stem").focus()
    BY_KEYBOARD[kind](page)
    tab_to(page, "Check")
    page.keyboard.press("Enter")
    expect(page.locator(".result")).to_have_text("Right.")
    assert page.evaluate(FOCUSED) == "Right."


@pytest.mark.parametrize("kind", KINDS)
def test_touch_is_enough_and_no_target_is_small(quiz_page, kind, answering, places):
    page = quiz_page(kind, has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844})
    quiz = page.locator("immuno-quiz")
    sizes = quiz.locator("button, select, input:not([name]), label.option, summary").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).map(box => [box.width, box.height])"
    )
    assert all(min(size) >= 24 for size in sizes if size != [0, 0]), sizes
    if kind == "drawn":
        finger(page, places(quiz, [(0.3, 90), (1, 62), (2, 45), (3, 33), (5, 25), (7, 22), (10, 20)]))
        quiz.get_by_role("button", name="Check", exact=True).click()
        expect(result(quiz)).to_contain_text("Near enough")
        return
    answering[kind][0](quiz)
    quiz.get_by_role("button", name="Check", exact=True).tap()
    expect(result(quiz)).to_have_text("Right.")


def finger(page, places):
    """Draw with a finger."""
    points = [{"x": x, "y": y} for x, y in places]
    touch = page.context.new_cdp_session(page)
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": points[:1]})
    for point in points[1:]:
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_drawn_curve_takes_every_value_it_passes(quiz_page, answering):
    page = quiz_page("drawn")
    quiz = page.locator("immuno-quiz")
    answering["drawn"][1](quiz)
    drawn = [float(field.input_value()) for field in quiz.locator(".values input").all()]
    expected = [87, 80, 70, 50, 10]
    assert all(abs(value - wanted) <= 3 for value, wanted in zip(drawn, expected, strict=True)), json.dumps(drawn)


def test_arrow_keys_move_a_value_of_the_curve_and_say_it(quiz_page):
    page = quiz_page("drawn")
    field = page.locator(".values input").first
    field.fill("60")
    field.press("ArrowUp")
    assert field.input_value() == "61"
    expect(page.get_by_role("status").last).to_have_text("61 %")


def test_what_is_no_number_is_told_and_not_graded(quiz_page):
    quiz = quiz_page("a-number").locator("immuno-quiz")
    quiz.locator("input.typed").fill("a dozen")
    quiz.get_by_label("Unit").select_option(label="mg")
    quiz.get_by_role("button", name="Check", exact=True).click()
    expect(quiz.locator("#need")).to_contain_text("12,5 or 12.5")
    expect(result(quiz)).to_have_count(0)


def test_a_slip_in_a_plain_word_is_told_and_a_near_name_is_not(quiz_page, answering):
    quiz = quiz_page("a-plain-word").locator("immuno-quiz")
    answering["a-plain-word"][1](quiz)
    quiz.get_by_role("button", name="Check", exact=True).click()
    expect(quiz.locator(".why")).to_contain_text("Check the spelling")
    quiz = quiz_page("a-word").locator("immuno-quiz")
    quiz.locator("input.typed").fill("PD-L2")
    quiz.get_by_role("button", name="Check", exact=True).click()
    expect(quiz.locator(".why")).not_to_contain_text("spelling")


def test_a_choice_of_a_match_leaves_its_first_part_when_it_is_given_to_another(quiz_page):
    quiz = quiz_page("partners").locator("immuno-quiz")
    first, second = (quiz.get_by_role("combobox", name=name) for name in ("trastuzumab", "nivolumab"))
    first.select_option(label="HER2")
    second.select_option(label="HER2")
    assert first.input_value() == ""
    expect(quiz.get_by_role("status").last).to_contain_text("trastuzumab")


def test_a_press_on_a_region_picks_its_list(quiz_page):
    page = quiz_page("regions")
    page.locator("svg #killer-cell ellipse").click(position={"x": 20, "y": 100})
    assert page.evaluate(FOCUSED) == "Region C"
    expect(page.locator(".badge.now")).to_have_text("C")
