"""The map of the course, on a page without Python."""

from __future__ import annotations

import json

from playwright.sync_api import expect

import immunolearn as il
from immunolearn.course.header import counted
from immunolearn.display.element import runtime_source
from immunolearn.questions.answered import bank_of

ADDRESS = "http://127.0.0.1/map.html"
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Map</title></head>
<body data-jp-theme-light="true"><main>{element}</main><script type="module">{runtime}</script></body></html>"""


def test_the_map_shows_what_this_browser_knows_to_be_done(open_context):
    page = open_context().new_page()
    made = il.course_map()
    html = PAGE.format(element=made._repr_html_(), runtime=runtime_source())
    page.route(ADDRESS, lambda route: route.fulfill(body=html, content_type="text/html"))
    first, second, third, *_ = made.data["lessons"]
    for lesson, done in ((first, 2), (second, 9)):
        progress = json.dumps({"version": 1, "done": done, "of": 9})
        key = f"immunolearn/1/static/-/progress/{lesson['name']}/"
        page.add_init_script(f"localStorage.setItem({key!r}, {progress!r})")
    page.goto(ADDRESS)
    lines = page.get_by_role("listitem")
    expect(lines.nth(0)).to_contain_text("2 of 9 questions done")
    expect(lines.nth(1)).to_have_class("done")
    expect(lines.nth(2)).to_have_text(f"{third['place']}. {third['title']}")
    expect(lines.nth(1).get_by_role("link")).to_have_attribute("href", second["href"])


def test_a_page_without_python_says_where_this_browsers_reader_stands(open_context, photograph):
    page = open_context(viewport={"width": 390, "height": 800}).new_page()
    html = PAGE.format(element=il.progress()._repr_html_(), runtime=runtime_source())
    page.route(ADDRESS, lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto(ADDRESS)
    expect(page.get_by_text("You have not answered anything yet").filter(visible=True)).to_be_visible()
    lesson = "monoclonal-antibodies"
    items = [item["id"] for item in counted(bank_of(lesson)) if item.get("marks", True)][:3]
    for number, item in enumerate(items):
        answer = {"version": 1, "id": item, "lesson": lesson, "item": item, "given": ["a"], "score": int(number < 2)}
        answer |= {"confidence": "sure", "hints": 0, "attempt": 1, "shown_at": "", "answered_at": "2026-01-01"}
        key = f"immunolearn/1/static/-/kept/{lesson}/{item}"
        page.evaluate("([key, answer]) => localStorage.setItem(key, JSON.stringify(answer))", [key, answer])
    page.reload()
    table = page.get_by_role("table")
    expect(table).to_contain_text("3 of ")
    expect(page.get_by_text("Sure: 2 of 3")).to_be_visible()
    expect(page.get_by_text("You were sure of an answer in these lessons")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    photograph(page, "progress-phone")
