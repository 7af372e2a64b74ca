"""A picture that is walked through, alive and without JavaScript."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

import immunolearn as il
from immunolearn.display.diagram import read_picture
from immunolearn.display.element import runtime_source

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
ADDRESS = "http://127.0.0.1/steps.html"
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Steps</title></head>
<body data-jp-theme-light="true"><main>{element}</main><script type="module">{runtime}</script></body></html>"""
STEPS = read_picture("immunity-cycle").steps


def opened(open_context, **options):
    page = open_context(**options).new_page()
    html = PAGE.format(element=il.steps("immunity-cycle")._repr_html_(), runtime=runtime_source())
    page.route(ADDRESS, lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto(ADDRESS)
    return page


def test_the_keyboard_walks_through_the_steps_and_each_is_told(open_context):
    page = opened(open_context, bypass_csp=True)
    told, lit = page.get_by_role("status"), page.locator("svg .now")
    expect(lit).to_have_count(0)
    page.get_by_role("button", name="Next").focus()
    page.keyboard.press("Enter")
    for number, (title, text) in enumerate(STEPS, 1):
        expect(told).to_have_text(f"{title}. {text}")
        expect(page.get_by_text(f"Step {number} of {len(STEPS)}")).to_be_visible()
        expect(lit).to_have_id(f"step-{number}")
        expect(page.locator("svg [id^=step-]:not(.now)").first).to_have_css("opacity", "0.3")
        page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Next")).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("ArrowLeft")
    expect(lit).to_have_id(f"step-{len(STEPS) - 1}")
    page.locator("svg #step-1 text").last.click()
    expect(told).to_contain_text(STEPS[0][1])
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert [rule["id"] for rule in page.evaluate("axe.run('immuno-steps')")["violations"]] == []
    page.emulate_media(media="print")
    expect(page.get_by_role("listitem")).to_have_count(len(STEPS))


def test_without_javascript_all_steps_stand_below_the_picture(open_context):
    page = opened(open_context, java_script_enabled=False)
    expect(page.get_by_role("listitem")).to_have_text([f"{title}. {text}" for title, text in STEPS])
    assert page.get_by_role("img").bounding_box()["height"] > 300
