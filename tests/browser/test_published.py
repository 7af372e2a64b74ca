"""The published lesson, where no kernel runs."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect


def answer(page, option):
    quiz = page.locator("immuno-quiz").nth(1)
    quiz.get_by_role("radio", name=option).check()
    quiz.get_by_role("button", name="Check", exact=True).click()
    return quiz


@pytest.mark.parametrize(("name", "width"), [("desktop", 1280), ("phone", 390)])
def test_a_reader_answers_and_finds_the_answer_after_a_reload(show, photograph, name, width):
    page = show(viewport={"width": width, "height": 900})
    quiz = answer(page, "All of it is made from the genes of one B cell")
    expect(quiz).to_contain_text("One B cell carries one pair of antibody genes")
    photograph(page, f"published-{name}")
    page.reload(wait_until="domcontentloaded")
    expect(page.locator("immuno-lesson")).to_contain_text(re.compile("1 done"))


def test_a_page_inside_a_page_as_in_nbviewer_is_alive(show, lesson_html):
    page = show(f"<!doctype html><html><body><div>{lesson_html}</div></body></html>")
    quiz = answer(page, "Each molecule learns its target after it is injected")
    expect(quiz).to_contain_text("Learning happens earlier")


def test_without_javascript_everything_can_be_read(show, photograph):
    page = show(java_script_enabled=False)
    assert "Why does every molecule of a monoclonal antibody grip the same patch" in page.inner_text("body")
    assert page.locator("details").count() > 0
    photograph(page, "published-no-javascript")
