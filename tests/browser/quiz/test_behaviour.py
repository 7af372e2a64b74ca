"""What a group of questions does, whatever their kinds."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

OPTIONS = "label.option .text"
ANSWERED = """([item, given]) => {
  const answer = {version: 1, id: item, lesson: 'every-kind', item, given, score: 0.5, confidence: null, hints: 0,
    attempt: 1, shown_at: '2026-01-01T00:00:00.000Z', answered_at: '2027-01-01T00:00:00.000Z'};
  document.dispatchEvent(new CustomEvent('immuno:answer', {detail: {version: 1, answer}}));
}"""


def press(quiz, name):
    quiz.get_by_role("button", name=name, exact=True).click()


def test_the_readers_own_choice_is_explained_first_and_the_others_one_press_later(quiz_page):
    quiz = quiz_page("many-choices").locator("immuno-quiz")
    quiz.get_by_role("checkbox", name="A payload").check()
    press(quiz, "Check")
    expect(quiz.locator(".why")).to_have_count(1)
    expect(quiz.locator(".why")).to_contain_text("A payload kills by itself")
    press(quiz, "Show me")
    expect(quiz.locator(".why")).to_have_count(4)


def test_a_confident_error_is_explained_in_full_at_once(quiz_page, answering):
    quiz = quiz_page("one-choice").locator("immuno-quiz")
    answering["one-choice"][1](quiz)
    press(quiz, "Check")
    expect(quiz.locator(".why")).to_have_count(4)
    expect(quiz.locator(".option.wrong")).to_contain_text("and you were sure")


def test_confidence_may_be_skipped(quiz_page, answering):
    quiz = quiz_page("one-choice").locator("immuno-quiz")
    answering["one-choice"][0](quiz)
    press(quiz, "Check")
    expect(quiz.locator(".result")).to_have_text("Right.")


def test_hints_come_in_steps_with_their_cost_and_are_said(quiz_page):
    quiz = quiz_page("one-choice").locator("immuno-quiz")
    expect(quiz.locator(".cost")).to_contain_text("costs no marks")
    press(quiz, "Hint")
    expect(quiz.locator(".hints li")).to_have_text(["Look again at what a checkpoint does."])
    expect(quiz.get_by_role("status").last).to_have_text("Hint: Look again at what a checkpoint does.")
    press(quiz, "Next hint (1 left)")
    expect(quiz.locator(".hints li")).to_have_count(2)
    expect(quiz.get_by_role("button", name=re.compile("hint", re.IGNORECASE))).to_have_count(0)


def test_options_are_shuffled_once_for_a_reader_and_fixed_ones_stay(quiz_page):
    orders = []
    for _ in range(6):
        page = quiz_page("one-choice")
        orders.append(page.locator(OPTIONS).all_inner_texts())
        page.reload(wait_until="domcontentloaded")
        assert page.locator(OPTIONS).all_inner_texts() == orders[-1]
    assert {order[-1] for order in orders} == {"None of these can be known without an experiment"}
    assert len({tuple(order) for order in orders}) > 1


def test_the_answers_before_and_after_stand_side_by_side(quiz_page, answering):
    page = quiz_page("one-choice", first=["before-killing"])
    before, quiz = page.locator("immuno-quiz").all()
    before.get_by_role("radio", name="The grip itself").check()
    press(before, "Keep my answer")
    answering["one-choice"][0](quiz)
    press(quiz, "Check")
    pair = quiz.get_by_role("group", name="Your two answers")
    expect(pair.locator("p")).to_have_text(
        ["The grip itself tears it open", "The T cell receives a stop signal and does not kill"]
    )


def test_a_question_before_the_lesson_tells_nothing(quiz_page):
    quiz = quiz_page("one-choice", first=["before-killing", "before-number"]).locator("immuno-quiz").first
    quiz.get_by_role("radio", name="The grip itself").check()
    press(quiz, "Keep my answer")
    expect(quiz.locator(".why, .right, .wrong")).to_have_count(0)
    press(quiz, "Next question")
    quiz.locator("input.typed").fill("500")
    press(quiz, "Keep my answer")
    expect(quiz.locator(".option.own")).to_contain_text("500")
    expect(quiz.locator(".why, .right, .wrong")).to_have_count(0)


def test_a_group_ends_with_a_summary_by_objective(quiz_page, answering):
    quiz = quiz_page("one-choice", "a-word", "a-plain-word").locator("immuno-quiz")
    for kind, right in (("one-choice", True), ("a-word", True)):
        answering[kind][0 if right else 1](quiz)
        press(quiz, "Check")
        press(quiz, "Next question")
    answering["a-plain-word"][1](quiz)
    press(quiz, "Check")
    expect(quiz.locator(".summary p")).to_have_text("All 3 answered, 2 right at the last try.")
    expect(quiz.locator(".summary li")).to_have_text(["Say who does the killing1 of 1", "Find the target1 of 2"])
    expect(quiz.locator(".dots")).to_have_attribute("aria-label", "3 of 3 answered, 2 right")


def test_keys_choose_check_and_go_on_while_the_focus_is_in_the_quiz(quiz_page):
    page = quiz_page("many-choices", "a-word")
    quiz = page.locator("immuno-quiz")
    page.keyboard.press("1")
    expect(quiz.locator("input:checked")).to_have_count(0)
    quiz.locator(".stem").focus()
    page.keyboard.press("1")
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    expect(quiz.locator(".result")).to_have_text("Right.")
    page.keyboard.press("n")
    expect(quiz.locator(".stem")).to_contain_text("atezolizumab")
    page.keyboard.press("b")
    page.keyboard.press("r")
    page.keyboard.press("n")
    quiz.locator("input.typed").focus()
    page.keyboard.type("nbsh1")
    assert quiz.locator("input.typed").input_value() == "nbsh1"
    page.locator(".stem").focus()
    page.keyboard.press("s")
    expect(quiz.locator(".result")).to_contain_text("Here is the answer")


def test_the_keys_are_listed(quiz_page):
    quiz = quiz_page("one-choice").locator("immuno-quiz")
    quiz.locator(".keys summary").click()
    expect(quiz.locator(".keys dd").first).to_be_visible()
    assert quiz.locator("kbd").count() == 7


def test_paper_shows_every_question_open_with_its_answer(quiz_page, photograph):
    page = quiz_page()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    quiz = page.locator("immuno-quiz")
    expect(quiz.locator(".sheet")).to_have_count(11)
    words = quiz.locator(".body").inner_text()
    for text in (
        "It is a brake",
        "Losing MHC class I",
        "Its Fc part",
        "held back",
        "CD20 stands on B cells",
        "plateau",
        "Where to read it: made up",
    ):
        assert text in words
    expect(quiz.locator(".sheet details:not([open])")).to_have_count(0)
    photograph(page, "quiz-print")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(quiz.locator(".sheet")).to_have_count(0)


def test_nothing_moves_for_those_who_prefer_it(quiz_page):
    page = quiz_page("one-choice", reduced_motion="reduce")
    moving = page.locator("immuno-quiz").evaluate(
        """quiz => [...quiz.shadowRoot.querySelectorAll('*')].map(one => getComputedStyle(one))
           .filter(style => style.transitionDuration !== '0s' || style.animationName !== 'none').length"""
    )
    assert moving == 0


@pytest.mark.parametrize("given", [["nonsense"], ["=", "a=b", "gap"], ["1=x", "2"], [], ["steps=", "binds", "binds"]])
def test_an_answer_from_elsewhere_that_makes_no_sense_leaves_the_quiz_alive(quiz_page, answering, given):
    page = quiz_page(*answering)
    quiz = page.locator("immuno-quiz")
    for item in answering:
        page.evaluate(ANSWERED, [item, given])
    for _ in list(answering)[1:]:
        expect(quiz.locator(".result")).to_be_visible()
        quiz.get_by_role("button", name="Next question").click()
    assert page.errors == []


def test_answers_are_downloaded_cleared_and_loaded_again(quiz_page, answering, tmp_path):
    page = quiz_page("one-choice", "a-word")
    quiz, header = page.locator("immuno-quiz"), page.locator("immuno-lesson")
    answering["one-choice"][0](quiz)
    press(quiz, "Check")
    with page.expect_download() as download:
        press(header, "Download my answers")
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert file.name == "immunolearn-every-kind.jsonl"
    assert '"given":["stop"]' in file.read_text()
    press(header, "Clear")
    press(header, "Keep them")
    expect(quiz.locator(".result")).to_have_text("Right.")
    press(header, "Clear")
    press(header, "Clear them")
    expect(header).to_contain_text("Cleared.")
    expect(quiz.get_by_role("radio")).to_have_count(7)
    page.reload(wait_until="domcontentloaded")
    expect(header).to_contain_text("0 done")
    header.locator("input[type=file]").set_input_files(file)
    expect(header).to_contain_text("Answers loaded: 1.")
    expect(header).to_contain_text("1 done")
    page.reload(wait_until="domcontentloaded")
    expect(header).to_contain_text("1 done")
