"""The antibody builder, alive in a page without a kernel."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

import immunolearn as il
from immunolearn.display.element import runtime_source

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
ADDRESS = "http://127.0.0.1/builder.html"
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Builder</title>
<meta name="viewport" content="width=device-width"></head><body data-jp-theme-light="{light}"
style="--jp-layout-color0: {paper}; --jp-content-font-color1: {ink}; background: {paper}"><main>{element}</main>
<script type="module">{runtime}</script></body></html>"""


@pytest.mark.parametrize(
    ("light", "paper", "ink", "width"), [("true", "#fff", "#1b1d22", 390), ("false", "#111", "#e9ebf0", 1280)]
)
def test_an_antibody_is_built_by_keyboard_and_what_follows_is_looked_up(open_context, light, paper, ink, width):
    page = open_context(viewport={"width": width, "height": 800}).new_page()
    html = PAGE.format(
        light=light, paper=paper, ink=ink, element=il.builder("antibody")._repr_html_(), runtime=runtime_source()
    )
    page.route(ADDRESS, lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto(ADDRESS)
    builder = page.locator("immuno-builder")
    expect(builder.locator("dd").last).to_contain_text("In our tables: trastuzumab")

    page.keyboard.press("Tab")
    page.keyboard.press("ArrowLeft")
    expect(builder.get_by_role("radio", name="PD-L1")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(builder.get_by_role("radio", name="silenced")).to_be_checked()
    expect(builder.locator("dd").last).to_contain_text("In our tables: atezolizumab")
    expect(builder.locator("dd.changed").last).to_contain_text("changed")
    expect(builder.get_by_role("status")).to_contain_text("Nobody: it is changed")
    expect(builder.locator("dd").nth(1)).to_contain_text("The antibody kills nothing")

    builder.get_by_role("radio", name="arm alone").check()
    expect(builder.locator("dd").nth(2)).to_contain_text("This cannot be built")
    expect(builder.locator("dd").nth(3)).to_contain_text("Not known.")
    expect(builder.locator("dd").last).to_contain_text("One choice away: atezolizumab (Format: whole IgG)")

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.add_script_tag(path=str(AXE))
    problems = page.evaluate("async () => (await axe.run('main')).violations.map(v => `${v.id}: ${v.nodes[0].html}`)")
    assert problems == []
