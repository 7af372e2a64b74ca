"""The virtual trial: designed by the reader, and its result seen once."""

from __future__ import annotations

from playwright.sync_api import expect

import immunolearn as il
from immunolearn.display.element import runtime_source

ADDRESS = "http://127.0.0.1/trial.html"
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Trial</title></head>
<body data-jp-theme-light="true"><main>{element}</main><script type="module">{runtime}</script></body></html>"""


def test_while_a_result_stands_its_design_cannot_be_changed_and_trials_are_counted(open_context):
    page = open_context().new_page()
    html = PAGE.format(element=il.virtual_trial(patients=60)._repr_html_(), runtime=runtime_source())
    page.route(ADDRESS, lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto(ADDRESS)
    drug = page.get_by_role("combobox", name="The drug to be tried")
    drug.select_option("null")
    page.get_by_role("combobox", name="Arms").select_option("1")
    page.get_by_role("button", name="Run the trial").click()
    trial = page.locator("immuno-statistics")
    expect(trial).to_contain_text("Simulated. A drug that does nothing, all:")
    expect(trial).to_contain_text("(Wilson)")
    expect(trial).to_contain_text("False successes (type I error): of 1000 repeats")
    expect(trial.get_by_text("Power: of").filter(visible=True)).to_have_count(0)
    expect(drug).to_be_disabled()
    page.get_by_role("button", name="Show me").click()
    expect(trial).to_contain_text("of 20 such trials of a drug that does nothing")
    expect(trial.locator(".plot path[stroke]")).to_have_count(20 + trial.locator(".missed .cross").count())
    page.get_by_role("button", name="Design another").click()
    expect(drug).to_be_enabled()
    drug.select_option("strong")
    page.get_by_role("button", name="Run the trial").click()
    expect(trial).to_contain_text("Trials you have run here: 2.")
    expect(trial).to_contain_text("Power: of 1000 repeats")
