"""The map of the course, on a page without Python."""

from __future__ import annotations

import json

from playwright.sync_api import expect

import immunolearn as il
from immunolearn.display.element import runtime_source

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
