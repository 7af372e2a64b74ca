"""The signal map, alive in a page without a kernel."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

import immunolearn as il
from immunolearn.display.element import runtime_source

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Signals</title>
<meta name="viewport" content="width=device-width"></head><body data-jp-theme-light="true"><main>{element}</main>
<script type="module">{runtime}</script></body></html>"""


def test_a_cell_is_chosen_by_keyboard_and_the_list_stays_without_javascript(open_context):
    html = PAGE.format(element=il.signal_map(["il2", "ifng", "tgfb"])._repr_html_(), runtime=runtime_source())
    page = open_context(viewport={"width": 390, "height": 800}).new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.set_content(html)
    element = page.locator("immuno-signals")
    page.keyboard.press("Tab")
    choice = element.get_by_label("Choose a cell")
    expect(choice).to_be_focused()
    page.keyboard.type("IL-2")
    told = element.locator("div.told")
    expect(told).to_contain_text("IL-2: 4 signals")
    expect(told).to_contain_text("aldesleukin")
    expect(told).to_contain_text("Alberts")
    lit = element.locator("g.lit[data-side=from]").evaluate_all("all => all.map(one => one.dataset.node)")
    assert lit == ["cell cd4"]
    element.locator("[data-node='cytokine tgfb']").click()
    expect(choice).to_have_value("cytokine tgfb")
    expect(told).to_contain_text("holds back")
    page.add_script_tag(path=AXE)
    found = page.evaluate("axe.run('main', {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})")["violations"]
    assert [one["id"] for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert errors == []

    still = open_context(java_script_enabled=False).new_page()
    still.set_content(html)
    expect(still.get_by_role("img")).to_be_visible()
    still.get_by_text("All signals as a list").click()
    expect(still.get_by_text("Makes activated killer T cells multiply")).to_be_visible()
