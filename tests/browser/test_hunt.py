"""The hunt, alive in a page without a kernel."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

import immunolearn as il
from immunolearn.display.element import runtime_source

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
ADDRESS = "http://127.0.0.1/hunt.html"
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Hunt</title>
<meta name="viewport" content="width=device-width"></head><body data-jp-theme-light="true"><main>{element}</main>
<div style="height:3000px"></div><script type="module">{runtime}</script></body></html>"""
THEME = """light => {
    document.body.setAttribute("data-jp-theme-light", light);
    document.body.style.setProperty("--jp-layout-color0", light === "true" ? "#fff" : "#111");
    document.body.style.setProperty("--jp-content-font-color1", light === "true" ? "#1b1d22" : "#e9ebf0");
}"""
PICTURE = "canvas => canvas.toDataURL()"


@pytest.fixture
def hunt(open_context):
    """Open a page with a hunt, which may fetch nothing; give the element and the page, and fail on any error in it."""
    errors = []

    def opened(element=None, **options):
        page = open_context(**options).new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: message.type in ("error", "warning") and errors.append(message.text))
        html = PAGE.format(element=(element or il.hunt())._repr_html_(), runtime=runtime_source())
        policy = {"Content-Security-Policy": "connect-src 'none'"}
        page.route(ADDRESS, lambda route: route.fulfill(body=html, content_type="text/html", headers=policy))
        page.goto(ADDRESS)
        return page.locator("immuno-hunt"), page

    yield opened
    assert errors == []


def clock(element):
    """Simulated minutes, from the sentence."""
    words = element.locator("p.said").inner_text()
    return 0.0 if "Nothing has happened" in words else float(words.split("after ")[1].split(" h")[0]) * 60


def button(element, name):
    return element.get_by_role("button", name=name, exact=True)


def test_a_step_is_half_an_hour_and_is_told(hunt):
    element, page = hunt()
    expect(element.get_by_role("status")).to_have_text("")
    button(element, "Step 30 min").focus()
    for _ in range(4):
        page.keyboard.press("Enter")
    expect(element.get_by_role("status")).to_contain_text("after 2 h, 3 of 104 cancer cells are dead and 101 alive")
    assert "3 of 104" in element.locator("canvas").get_attribute("aria-label")
    element.locator("section").get_by_text("The numbers").click()
    rows = element.get_by_role("row").all_text_contents()
    assert rows[:2] == ["HourCancer cells killedCancer cells alive", "00104"]
    assert rows[2] == "T cellWhat it doesKills"
    assert len(rows) == 3 + 3


def test_play_moves_the_picture_and_pause_stops_it(hunt):
    element, page = hunt()
    button(element, "Play").click()
    expect(element.locator("p.said")).to_contain_text("after", timeout=20_000)
    button(element, "Pause").click()
    canvas = element.locator("canvas")
    before = canvas.evaluate(PICTURE)
    page.wait_for_timeout(400)
    assert canvas.evaluate(PICTURE) == before
    expect(element.get_by_role("status")).to_contain_text("Simulated: after")


def test_a_day_ends_and_can_be_played_again(hunt):
    element, _ = hunt()
    for _ in range(48):
        button(element, "Step 30 min").click()
    expect(button(element, "Play again")).to_be_visible()
    expect(element.locator("p.said")).to_contain_text("after 24 h")
    button(element, "Step 30 min").click()
    expect(element.locator("p.said")).to_contain_text("after 0.5 h")


def test_the_same_seed_shows_the_same_hunt_and_the_next_another(hunt):
    element, _ = hunt()
    canvas = element.locator("canvas")
    first = canvas.evaluate(PICTURE)
    button(element, "Next seed").click()
    assert element.get_by_label("Seed of the chances, typed").input_value() == "2"
    assert canvas.evaluate(PICTURE) != first
    button(element, "Reset all numbers").click()
    assert canvas.evaluate(PICTURE) == first


@pytest.mark.parametrize(
    ("label", "typed", "told"),
    [
        ("Killer T cells", "21", "whole number from 1 to 20"),
        ("Killer T cells", "nan", "whole number from 1 to 20"),
        ("Speed of the T cells", "99", "from 1 to 15, in steps of 0.5"),
        ("Time at a cell for one hit", "-5", "from 5 to 240, in steps of 5"),
        ("Cancer cells per area", "1e9", "from 100 to 2000, in steps of 50"),
    ],
)
def test_a_number_that_cannot_be_is_answered_and_changes_nothing(hunt, label, typed, told):
    element, _ = hunt()
    before = element.locator("canvas").evaluate(PICTURE)
    box = element.get_by_label(f"{label}, typed")
    box.fill(typed)
    box.blur()
    expect(element.get_by_role("alert").filter(has_text=told)).to_be_visible()
    assert element.locator("canvas").evaluate(PICTURE) == before


def test_a_slider_starts_a_new_hunt_with_more_t_cells(hunt):
    element, page = hunt()
    button(element, "Step 30 min").click()
    element.get_by_role("slider", name="Killer T cells").focus()
    page.keyboard.press("End")
    expect(element.locator("p.said")).to_contain_text("104 cancer cells, 20 killer T cells. Nothing has happened yet")
    expect(element.get_by_role("status")).to_contain_text("A new hunt.")


def test_every_corner_of_the_numbers_plays_without_an_error(hunt):
    element, page = hunt()
    for end in ("End", "Home"):
        for slider in element.get_by_role("slider").all():
            slider.focus()
            page.keyboard.press(end)
            button(element, "Step 30 min").click()
    assert "NaN" not in element.evaluate("element => element.shadowRoot.innerHTML")


def test_out_of_sight_or_in_a_hidden_tab_it_waits(hunt):
    element, page = hunt()
    button(element, "Play").click()
    expect(element.locator("p.said")).to_contain_text("after", timeout=20_000)
    page.evaluate("window.scrollTo(0, 4000)")
    page.wait_for_timeout(500)
    seen = clock(element)
    page.wait_for_timeout(1200)
    assert clock(element) == seen
    page.evaluate("window.scrollTo(0, 0)")
    expect(element.locator("p.said")).not_to_contain_text(f"after {seen / 60:g} h,", timeout=30_000)
    page.evaluate("""() => {
        Object.defineProperty(document, "hidden", { value: true, configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
    }""")
    page.wait_for_timeout(300)
    seen = clock(element)
    page.wait_for_timeout(1200)
    assert clock(element) == seen


def test_who_prefers_less_motion_gets_stills(hunt):
    element, page = hunt(reduced_motion="reduce")
    expect(element.get_by_text("shown as stills")).to_be_visible()
    expect(button(element, "Play")).to_be_hidden()
    button(element, "Step 30 min").click()
    expect(element.locator("p.said")).to_contain_text("after 0.5 h")
    page.emulate_media(reduced_motion="no-preference")
    expect(button(element, "Play")).to_be_visible()


def test_a_guess_comes_first_where_it_is_asked_for_and_is_told_at_the_end(hunt):
    element, _ = hunt(il.hunt(predict=True))
    expect(button(element, "Step 30 min")).to_be_hidden()
    guess = element.get_by_label("how many cancer cells will be dead")
    guess.fill("500")
    guess.press("Enter")
    expect(element.get_by_role("alert").filter(has_text="from 0 to 104")).to_be_visible()
    guess.fill("12")
    guess.press("Enter")
    for _ in range(48):
        button(element, "Step 30 min").click()
    expect(element.locator("p.said")).to_contain_text("You guessed 12.")


def test_a_phone_is_wide_enough_and_nothing_is_cut_off(hunt, photograph):
    element, page = hunt(viewport={"width": 360, "height": 800}, has_touch=True, device_scale_factor=2)
    element.locator("details").evaluate_all("all => all.forEach(details => (details.open = true))")
    for _ in range(8):
        button(element, "Step 30 min").tap()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert element.locator(".scroll").evaluate_all("all => all.every(box => box.scrollWidth <= box.clientWidth)")
    photograph(page, "hunt-phone", whole=False)


def test_axe_finds_nothing_light_or_dark(hunt, photograph):
    element, page = hunt(il.hunt(hidden=20), bypass_csp=True)
    element.locator("details").evaluate_all("all => all.forEach(details => (details.open = true))")
    for _ in range(12):
        button(element, "Step 30 min").click()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for light in ("true", "false"):
        page.evaluate(THEME, light)
        found = page.evaluate("axe.run('immuno-hunt')")["violations"]
        assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == []
        photograph(page, f"hunt-{'light' if light == 'true' else 'dark'}", whole=False)


def test_a_hunt_that_is_moved_in_the_page_goes_on(hunt):
    element, page = hunt()
    page.evaluate("""() => {
        const host = document.querySelector("immuno-hunt"), parent = host.parentNode;
        host.remove(); parent.append(host);
    }""")
    button(element, "Step 30 min").click()
    expect(element.locator("p.said")).to_contain_text("after 0.5 h")
