"""Simulators alive in a page without a kernel."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

import immunolearn as il
from immunolearn.display.element import runtime_source
from immunolearn.models import load_model

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
ADDRESS = "http://127.0.0.1/simulator.html"
BLOBS = "connect-src 'none'; script-src 'unsafe-inline' blob:"
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Simulator</title>
<meta name="viewport" content="width=device-width"></head><body data-jp-theme-light="true"><main>{element}</main>
<script type="module">{runtime}</script></body></html>"""
THEME = """light => {
    document.body.setAttribute("data-jp-theme-light", light);
    document.body.style.setProperty("--jp-layout-color0", light === "true" ? "#fff" : "#111");
    document.body.style.setProperty("--jp-content-font-color1", light === "true" ? "#1b1d22" : "#e9ebf0");
}"""


@pytest.fixture
def simulate(open_context):
    """Open a page with one simulator; give the element and the page."""

    def opened(*model, policy=BLOBS, context=None, **options):
        page = open_context(**context or {}).new_page()
        html = PAGE.format(element=il.simulate(*model, **options)._repr_html_(), runtime=runtime_source())
        headers = {"Content-Security-Policy": policy}
        page.route(ADDRESS, lambda route: route.fulfill(body=html, content_type="text/html", headers=headers))
        page.goto(ADDRESS)
        return page.locator("immuno-simulator"), page

    return opened


KUZNETSOV = {"controls": {"T0": "Tumour", "E0": "Killers", "p": "Recruitment"}, "show": ["T", "E"]}
CHOICE = {"question": "Held or lost?", "choose": ["Held", "Lost"]}


def curves(simulator, kind=".curve:not(.first, .kept, .guess)"):
    return simulator.locator(f".plot svg.inside {kind}")


@pytest.mark.parametrize(
    "model", ["kuznetsov-1994", "wilkie-hahnfeldt-2013", "antibody-pk", "mager-krzyzanski-2005", "creemers-2021",
              "leon-triana-2020", "prime-boost"]
)  # fmt: skip
def test_the_page_says_what_the_static_form_says(simulate, model):
    simulator, _ = simulate(model)
    said = simulator.locator("section .said").first
    expect(said).not_to_be_empty()
    static = simulator.locator(".immuno-static")
    assert said.text_content() in static.locator("p").all_text_contents()
    simulator.locator("section details").evaluate_all("all => all.forEach(details => (details.open = true))")
    for live, kept in (
        ("section .parameters tbody tr", -1),
        ("section .scroll table:not(.equations, .parameters) tbody tr", 0),
    ):
        rows = simulator.locator(live).evaluate_all(
            "all => all.map(row => [...row.children].slice(1).map(c => c.textContent))"
        )
        table = static.locator("table").nth(kept).locator("tbody tr")
        assert rows == table.evaluate_all("all => all.map(row => [...row.children].slice(1).map(c => c.textContent))")


def test_a_scenario_is_one_button_away_and_announced(simulate):
    simulator, _ = simulate("kuznetsov-1994", **KUZNETSOV)
    expect(simulator.get_by_role("status")).to_be_empty()
    simulator.get_by_role("button", name="Escape").press("Enter")
    expect(simulator.get_by_role("button", name="Escape")).to_have_attribute("aria-pressed", "true")
    expect(simulator.get_by_role("status")).to_contain_text("settles near 447 million cells")
    expect(simulator.get_by_label("Tumour, typed")).to_have_value("20 million")
    expect(curves(simulator, ".first")).to_have_count(2)
    expect(simulator.locator(".runs")).to_contain_text("first run: Dormancy")


def test_a_parameter_is_slid_typed_and_stepped(simulate):
    simulator, page = simulate("kuznetsov-1994", **KUZNETSOV)
    said = simulator.locator("section .said").first
    slider, box = simulator.get_by_role("slider", name="Tumour"), simulator.get_by_label("Tumour, typed")
    slider.focus()
    page.keyboard.press("Home")
    expect(said).to_contain_text("stays near 0 cells")
    expect(box).to_have_value("0")
    box.fill("0.2 billion")
    box.press("Enter")
    expect(said).to_contain_text("from 200 million cells")
    expect(slider).to_have_attribute("aria-valuetext", "200 million cells")
    box.press("ArrowUp")
    expect(said).to_contain_text("from 20")
    simulator.get_by_role("button", name="Reset").click()
    expect(box).to_have_value("5 million")


@pytest.mark.parametrize("typed", ["-1", "600 million", "many", "", "NaN", "1e999"])
def test_a_number_that_cannot_be_is_answered_and_changes_nothing(simulate, typed):
    simulator, _ = simulate("kuznetsov-1994", **KUZNETSOV)
    said = simulator.locator("section .said").first.text_content()
    box = simulator.get_by_label("Tumour, typed")
    box.fill(typed)
    box.blur()
    expect(simulator.get_by_role("alert").filter(has_text="from 0 to 500 million")).to_be_visible()
    expect(box).to_have_attribute("aria-invalid", "true")
    assert simulator.locator("section .said").first.text_content() == said


CONTROLS = {"infusion": "length", "repeats": "further doses", "dose": "a dose"}


@pytest.mark.parametrize(
    ("label", "typed", "accepted"),
    [
        ("length", "2", "from 0.01 to 1"),
        ("further doses", "2.5", "whole number from 0 to 26"),
        ("a dose", "-200", "from 0 to 1000"),
    ],
)
def test_a_dose_that_cannot_be_given_is_answered_and_the_curve_stays(simulate, label, typed, accepted):
    simulator, _ = simulate("antibody-pk", controls=CONTROLS)
    drawn = curves(simulator).first.get_attribute("d")
    box = simulator.get_by_label(f"{label}, typed")
    box.fill(typed)
    box.blur()
    alert = simulator.get_by_role("alert").filter(has_text=accepted)
    expect(alert).to_contain_text(f"{label}: {typed} was given.")
    expect(curves(simulator)).to_have_attribute("d", drawn)
    box.fill("1")
    box.blur()
    expect(alert).to_have_count(0)
    expect(curves(simulator)).not_to_have_attribute("d", drawn)


def test_a_spent_budget_is_a_sentence_and_no_curve(simulate):
    made = il.simulate("kuznetsov-1994", **KUZNETSOV)
    made.data["model"]["source"] = made.data["model"]["source"].replace(
        "export function rates(t, y, p, out) {",
        "export function rates(t, y, p, out) { if (p[1] > 1e8) { out[0] = out[1] = 1e9 * Math.sin(1e9 * t); return; }",
    )
    simulator, page = simulate("kuznetsov-1994")
    html = PAGE.format(element=made._repr_html_(), runtime=runtime_source())
    page.route(ADDRESS, lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto(ADDRESS)
    box = simulator.get_by_label("Tumour, typed")
    box.fill("400 million")
    box.press("Enter")
    expect(simulator.get_by_role("alert").filter(has_text="No curve can be shown for these values.")).to_contain_text(
        "budget"
    )
    expect(curves(simulator)).to_have_count(0)
    simulator.get_by_role("button", name="Reset").click()
    expect(curves(simulator)).to_have_count(2)


def test_three_runs_are_compared_and_no_more(simulate):
    simulator, _ = simulate("kuznetsov-1994", **KUZNETSOV)
    keep = simulator.get_by_role("button", name="Keep this run")
    keep.click()
    simulator.get_by_role("button", name="Escape").click()
    keep.click()
    expect(curves(simulator, ".kept")).to_have_count(4)
    keep.click()
    expect(simulator.get_by_role("alert").filter(has_text="Three runs are compared at most")).to_be_visible()
    simulator.get_by_role("button", name="Remove run A").press("Enter")
    expect(curves(simulator, ".kept")).to_have_count(2)
    expect(keep).to_be_focused()
    keep.click()
    expect(simulator.locator(".runs")).to_contain_text("A: Escape")


def test_the_terms_of_a_parameter_light_up(simulate):
    simulator, _ = simulate("kuznetsov-1994", **KUZNETSOV)
    simulator.get_by_text("Equations and parameters").first.click()
    simulator.get_by_role("slider", name="Recruitment").focus()
    lit = simulator.locator(".term.lit")
    expect(lit).to_have_count(1)
    expect(lit).to_contain_text("recruitment by the tumour")
    simulator.get_by_role("button", name="n: tumour kill rate").focus()
    expect(lit).to_contain_text("killed by effector cells")
    simulator.locator(".parameters tr", has_text="baseline influx").hover()
    expect(lit).to_contain_text("steady influx")
    assert simulator.locator(".equations math").count() == 8


def test_a_choice_is_made_before_the_run_and_said_beside_it(simulate):
    simulator, page = simulate("kuznetsov-1994", **KUZNETSOV, predict=CHOICE)
    expect(simulator.locator(".stem")).to_have_text("Held or lost?")
    assert not simulator.get_by_role("slider").count()
    assert not curves(simulator).count()
    simulator.get_by_label("Lost").focus()
    page.keyboard.press("Space")
    simulator.get_by_role("button", name="Show me").press("Enter")
    expect(curves(simulator)).to_have_count(2)
    expect(simulator.locator("section")).to_contain_text("You predicted: Lost.")
    expect(simulator.get_by_role("status")).to_contain_text("You predicted: Lost.")
    expect(simulator.get_by_role("button", name="Dormancy")).to_be_focused()


@pytest.mark.parametrize("predict", [CHOICE, {"question": "Draw it.", "draw": "T"}])
def test_a_prediction_never_blocks(simulate, predict):
    simulator, _ = simulate("kuznetsov-1994", **KUZNETSOV, predict=predict)
    simulator.get_by_role("button", name="Show me").click()
    expect(curves(simulator)).to_have_count(2)
    expect(simulator.get_by_text("You predicted")).to_have_count(0)


def test_a_curve_is_drawn_or_typed_before_the_run(simulate):
    simulator, page = simulate("kuznetsov-1994", **KUZNETSOV, predict={"question": "Draw it.", "draw": "T"})
    box = simulator.locator(".drawable").bounding_box()
    page.mouse.move(box["x"] + 80, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 18, box["y"] + box["height"] / 3, steps=8)
    page.mouse.up()
    last = simulator.get_by_label("tumour cells at 500")
    assert last.input_value()
    last.fill("120")
    last.press("ArrowUp")
    simulator.get_by_role("button", name="Show me").click()
    expect(curves(simulator, ".guess")).to_have_count(1)
    expect(simulator.locator("section")).to_contain_text(
        re.compile(r"You drew 12\d million cells on day 500; the run gives")
    )


def test_numbers_and_picture_are_taken_along(simulate):
    simulator, page = simulate("kuznetsov-1994", **KUZNETSOV)
    simulator.get_by_role("button", name="Keep this run").click()
    simulator.get_by_role("button", name="Escape").click()
    simulator.get_by_text("Data", exact=True).click()
    with page.expect_download() as saved:
        simulator.get_by_role("button", name="Download CSV").click()
    assert saved.value.suggested_filename == "kuznetsov-1994-simulated.csv"
    rows = list(csv.reader(saved.value.path().read_text(encoding="utf-8").splitlines()))
    assert rows[0] == ["run", "time (day)", "T (cells)", "E (cells)"]
    assert {row[0] for row in rows[1:]} == {"Escape", "A: Dormancy"}
    assert len(rows) == 1 + 2 * 401
    with page.expect_download() as saved:
        simulator.get_by_role("button", name="Download PNG").click()
    assert saved.value.path().read_bytes().startswith(b"\x89PNG")
    assert saved.value.path().stat().st_size > 10_000


def test_a_slider_at_rest_shows_the_run_to_the_last_digit(simulate):
    """While it moves, the run is a coarse one, a hundred-thousandth off."""
    simulator, page = simulate("creemers-2021", controls={"xi": "Efficacy"}, show=["T"])
    box = simulator.get_by_label("Efficacy, typed")
    box.fill("0.031")
    box.press("Enter")
    expect(simulator.get_by_role("status")).not_to_be_empty()
    simulator.get_by_text("Data", exact=True).click()
    with page.expect_download() as saved:
        simulator.get_by_role("button", name="Download CSV").click()
    rows = list(csv.DictReader(saved.value.path().read_text(encoding="utf-8").splitlines()))
    days, cells = ([float(row[column]) for row in rows] for column in ("time (day)", "T (cells)"))
    exact = load_model("creemers-2021").solve(days, xi=0.031)["T"]
    assert cells == pytest.approx(exact.to_list(), rel=1e-6)


@pytest.mark.parametrize("log", [True, False])
def test_the_axis_is_linear_or_logarithmic(simulate, log):
    simulator, _ = simulate("kuznetsov-1994", **KUZNETSOV, log=log)
    expect(simulator.get_by_role("radio", name="Log")).to_be_checked(checked=log)
    before = curves(simulator).first.get_attribute("d")
    simulator.get_by_role("radio", name="Linear" if log else "Log").check(force=True)
    assert curves(simulator).first.get_attribute("d") != before


def test_without_blob_scripts_the_static_form_stays_and_the_page_says_so(simulate):
    simulator, _ = simulate("kuznetsov-1994", policy="script-src 'unsafe-inline'", **KUZNETSOV)
    expect(simulator.get_by_text("The model cannot run in this page")).to_be_visible()
    expect(simulator.locator(".immuno-static img")).to_be_visible()
    assert not simulator.get_by_role("slider").count()


def test_a_model_survives_being_taken_out_and_put_back(simulate):
    simulator, page = simulate("kuznetsov-1994", **KUZNETSOV)
    simulator.get_by_role("button", name="Escape").click()
    page.evaluate("""() => {
        const element = document.querySelector("immuno-simulator");
        const place = element.parentNode;
        element.remove();
        place.append(element);
    }""")
    expect(simulator.locator("section .said").first).to_contain_text("447 million")
    simulator.get_by_role("button", name="Dormancy").click()
    expect(simulator.locator("section .said").first).to_contain_text("rises and falls")


def test_keys_stay_inside(simulate):
    simulator, page = simulate("kuznetsov-1994", **KUZNETSOV)
    page.evaluate("() => { window.heard = []; document.addEventListener('keydown', event => heard.push(event.key)); }")
    simulator.get_by_role("slider", name="Tumour").press("ArrowRight")
    simulator.get_by_role("slider", name="Tumour").press("d")
    assert page.evaluate("heard") == []


ALL = [
    {"model": "kuznetsov-1994", "predict": CHOICE} | KUZNETSOV,
    {"model": "kuznetsov-1994", "predict": {"question": "Draw it.", "draw": "T"}} | KUZNETSOV,
    {"model": "antibody-pk"},
    {"model": "mager-krzyzanski-2005", "show": ["C", "occupancy"]},
]


def opened(simulator):
    for button in simulator.get_by_role("button", name="Show me").all():
        button.click()
    simulator.get_by_role("button", name="Keep this run").click()
    simulator.locator("section details").evaluate_all("all => all.forEach(details => (details.open = true))")


@pytest.mark.parametrize("options", ALL)
def test_a_phone_is_wide_enough_and_nothing_is_cut_off(simulate, options):
    simulator, page = simulate(**options, context={"viewport": {"width": 360, "height": 800}, "has_touch": True})
    expect(simulator.locator("section")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    opened(simulator)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert simulator.locator("section .scroll:not(:has(.equations))").evaluate_all(
        "all => all.every(box => box.scrollWidth <= box.clientWidth)"
    )
    plot, side = simulator.locator(".plot").bounding_box(), simulator.locator(".side").bounding_box()
    assert plot["y"] < side["y"]


@pytest.mark.parametrize("options", ALL)
def test_axe_finds_nothing_light_or_dark(simulate, options):
    simulator, page = simulate(**options, context={"bypass_csp": True})
    expect(simulator.locator("section")).to_be_visible()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for step in (lambda: None, lambda: opened(simulator)):
        step()
        for light in ("true", "false"):
            page.evaluate(THEME, light)
            found = page.evaluate("axe.run('immuno-simulator')")["violations"]
            assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == []


def test_on_paper_the_controls_are_gone_and_the_curves_stay(simulate):
    simulator, page = simulate("kuznetsov-1994", **KUZNETSOV)
    expect(curves(simulator)).to_have_count(2)
    page.emulate_media(media="print")
    assert not simulator.locator("input:visible").count()
    expect(simulator.locator(".plot svg").first).to_be_visible()
