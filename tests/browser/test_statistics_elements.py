"""The explorers of statistics, alive in a page without a kernel."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

import immunolearn as il
from immunolearn.display.element import runtime_source

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
THEME = """light => {
    document.body.setAttribute("data-jp-theme-light", light);
    document.body.style.setProperty("--jp-layout-color0", light === "true" ? "#fff" : "#111");
    document.body.style.setProperty("--jp-content-font-color1", light === "true" ? "#1b1d22" : "#e9ebf0");
}"""


ADDRESS = "http://127.0.0.1/statistics.html"
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Statistics</title>
<meta name="viewport" content="width=device-width"></head><body data-jp-theme-light="true"><main>{element}</main>
<script type="module">{runtime}</script></body></html>"""


@pytest.fixture
def explore(open_context):
    """Open a page with one element of statistics, which may fetch nothing; give the element and the page."""

    def opened(element, **options):
        page = open_context(**options).new_page()
        html = PAGE.format(element=element._repr_html_(), runtime=runtime_source())
        policy = {"Content-Security-Policy": "connect-src 'none'"}
        page.route(ADDRESS, lambda route: route.fulfill(body=html, content_type="text/html", headers=policy))
        page.goto(ADDRESS)
        return page.locator("immuno-statistics"), page

    return opened


def words(explorer):
    """All that the static form says in sentences."""
    return explorer.locator(".immuno-static > p").all_text_contents()


MELANOMA = {"arm": "hd-il2-melanoma/hd-il2"}


def test_the_interval_explorer_says_at_first_what_its_static_form_says(explore):
    explorer, _ = explore(il.interval_explorer(**MELANOMA))
    explorer.get_by_role("button", name="Show me").click()
    for sentence in words(explorer):
        expect(explorer.locator("section")).to_contain_text(sentence)


def test_the_number_of_patients_is_typed_slid_and_stepped(explore):
    explorer, page = explore(il.interval_explorer(events=4, n=20))
    patients = explorer.get_by_label("Patients, typed")
    patients.fill("2000")
    patients.press("Enter")
    expect(explorer.locator("section")).to_contain_text("400 of 2000 patients responded")
    explorer.get_by_role("slider", name="Patients").focus()
    page.keyboard.press("Home")
    expect(explorer.locator("section")).to_contain_text("0 of 1 patients responded")
    expect(explorer.locator("section")).to_contain_text("Clopper-Pearson) 0\N{EN DASH}97.5")
    patients.press("ArrowUp")
    expect(explorer.locator("section")).to_contain_text("of 2 patients responded")


@pytest.mark.parametrize("typed", ["21", "-1", "2.5", "many", ""])
def test_a_number_that_cannot_be_is_answered_and_changes_nothing(explore, typed):
    explorer, _ = explore(il.interval_explorer(events=4, n=20))
    box = explorer.get_by_label("Responders, typed")
    box.fill(typed)
    box.blur()
    expect(explorer.get_by_role("alert").filter(has_text="whole number from 0 to 20")).to_be_visible()
    expect(explorer.locator("section")).to_contain_text("4 of 20 patients responded")
    box.fill("5")
    box.blur()
    expect(explorer.get_by_role("alert").filter(has_text="whole number")).to_have_count(0)


def test_responders_are_dragged_by_pointer(explore):
    explorer, page = explore(il.interval_explorer(events=4, n=20))
    box = explorer.locator(".draggable svg").bounding_box()
    page.mouse.move(box["x"] + 100, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 28, box["y"] + 30, steps=4)
    page.mouse.up()
    expect(explorer.get_by_role("status")).to_contain_text("20 of 20 patients responded")


def test_misses_are_counted_in_words_and_drawn_by_shape(explore):
    explorer, _ = explore(il.interval_explorer(**MELANOMA))
    guess = explorer.get_by_label("How many of the 100")
    guess.fill("101")
    guess.press("Enter")
    expect(explorer.get_by_role("alert").filter(has_text="from 0 to 100")).to_be_visible()
    guess.fill("5")
    guess.press("Enter")
    expect(explorer.get_by_role("status")).to_contain_text("You guessed 5.")
    missed = explorer.locator(".missed .cross").count()
    expect(explorer.get_by_role("status")).to_contain_text(f"Simulated: {missed} of 100 trials")
    explorer.get_by_role("radio", name="Exact").check(force=True)
    expect(explorer.get_by_role("status")).to_contain_text("an interval (Exact)")


def step_to_the_end(explorer):
    step = explorer.get_by_role("button", name="Step", exact=True)
    for _ in range(30):
        if step.get_attribute("aria-disabled") == "true":
            return
        step.click()


@pytest.fixture
def build(explore):
    """Open the builder and pass its question."""

    def opened(**options):
        explorer, page = explore(il.kaplan_meier_builder(), **options)
        explorer.get_by_role("button", name="Show me").click()
        return explorer, page

    return opened


def test_the_curve_is_predicted_before_it_is_built(explore):
    explorer, page = explore(il.kaplan_meier_builder())
    expect(explorer.get_by_role("button", name="Step", exact=True)).to_be_hidden()
    guess = explorer.get_by_label("6 of these 10 patients have an event, 4 are censored")
    guess.fill("40")
    guess.press("Enter")
    expect(explorer.get_by_role("button", name="Step", exact=True)).to_be_focused()
    expect(explorer.locator("section")).not_to_contain_text("You guessed")
    for _ in range(20):
        page.keyboard.press("Enter")
    expect(explorer.locator("section")).to_contain_text("You guessed 40.")


def test_a_curve_grows_a_step_at_a_time_and_back(build):
    explorer, _ = build()
    section = explorer.locator("section")
    expect(section).to_contain_text("all 10 patients are at risk")
    step = explorer.get_by_role("button", name="Step", exact=True)
    step.press("Enter")
    expect(explorer.get_by_role("status")).to_contain_text("Month 3: 1 of 10 at risk with an event")
    expect(section).to_contain_text("month 3: 9/10 = 90")
    step.press("Enter")
    explorer.get_by_role("button", name="Back").press("Enter")
    expect(section).to_contain_text("month 3: 9/10 = 90")
    step_to_the_end(explorer)
    for sentence in words(explorer):
        expect(section).to_contain_text(sentence)


def test_play_steps_by_itself_and_pauses(build):
    explorer, _ = build()
    explorer.get_by_role("button", name="Play").click()
    expect(explorer.locator("section")).to_contain_text("Month 5: 1 of 9", timeout=10_000)
    explorer.get_by_role("button", name="Pause").click()
    expect(explorer.get_by_role("button", name="Play")).to_be_visible()


def test_who_prefers_less_motion_gets_all_steps_at_once(build):
    explorer, _ = build(reduced_motion="reduce")
    explorer.get_by_role("button", name="All steps").click()
    expect(explorer.locator("section")).to_contain_text("month 34: 9/10")


def test_a_patient_is_changed_by_box_by_check_and_by_pointer(build):
    explorer, page = build()
    section = explorer.locator("section")
    explorer.get_by_text("Change the patients").click()
    box = explorer.get_by_label("Patient H, typed")
    box.fill("1")
    box.press("Enter")
    explorer.get_by_role("button", name="Step", exact=True).click()
    expect(section).to_contain_text("Month 1: 1 of 10 at risk with an event")
    explorer.get_by_label("event seen (H)").uncheck()
    expect(section).to_contain_text("Month 1: 1 of 10 at risk censored")
    explorer.locator(".draggable .mark").first.scroll_into_view_if_needed()
    end = explorer.locator(".draggable .mark").first.bounding_box()
    x, y = end["x"] + end["width"] / 2, end["y"] + end["height"] / 2
    page.mouse.click(x, y)
    expect(explorer.get_by_label("event seen (A)")).not_to_be_checked()
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 3000, y, steps=4)
    page.mouse.up()
    expect(explorer.get_by_label("Patient A, typed")).to_have_value("36")
    box.fill("0")
    box.blur()
    expect(explorer.get_by_role("alert").filter(has_text="Patient H: 0 was given")).to_be_visible()


IPILIMUMAB = {"arm": "ca184-024/ipi-dtic"}


@pytest.mark.parametrize("start", [IPILIMUMAB, {}])
def test_conditional_survival_says_at_first_what_its_static_form_says(explore, start):
    explorer, _ = explore(il.conditional_survival_explorer(**start))
    guess = explorer.get_by_label("Of 100 people who were alive")
    expect(explorer.get_by_text("÷")).to_be_hidden()
    guess.press("Enter")
    for sentence in words(explorer):
        expect(explorer.locator("section")).to_contain_text(sentence)


def test_the_survived_line_moves_from_landmark_to_landmark(explore):
    explorer, page = explore(il.conditional_survival_explorer(**IPILIMUMAB))
    explorer.get_by_role("button", name="Show me").click()
    section = explorer.locator("section")
    slider = explorer.get_by_role("slider", name="Already survived")
    slider.press("ArrowRight")
    expect(section).to_contain_text("Of 100 people who were alive after 24 months, 72 were alive after 36 months")
    slider.press("ArrowRight")
    expect(section).to_contain_text("Of 100 people who were alive after 36 months, 91 were alive after 48 months")
    box = explorer.get_by_label("Already survived, typed")
    box.fill("30")
    box.press("Enter")
    expect(explorer.get_by_role("alert").filter(has_text="Published times are 0, 12, 24, 36, 48.")).to_be_visible()
    plot = explorer.locator(".draggable svg").bounding_box()
    page.mouse.move(plot["x"] + plot["width"] / 2, plot["y"] + 60)
    page.mouse.down()
    page.mouse.move(plot["x"], plot["y"] + 60, steps=3)
    page.mouse.up()
    expect(section).to_contain_text("Of 100 people who were alive at the start, 19 were alive after 48 months")


def test_crossing_curves_say_at_first_what_their_static_form_says(explore):
    explorer, _ = explore(il.crossing_curves_explorer())
    explorer.get_by_role("button", name="Show me").click()
    for sentence in words(explorer):
        expect(explorer.locator("section")).to_contain_text(sentence)
    rows = explorer.locator(".immuno-static td").all_text_contents()
    assert rows == explorer.locator("section tbody :is(th, td)").all_text_contents()


def test_a_longer_follow_up_changes_the_one_number(explore):
    explorer, _ = explore(il.crossing_curves_explorer())
    guess = explorer.get_by_label("The hazard ratio is 1.6")
    guess.fill("1")
    guess.press("Enter")
    section = explorer.locator("section")
    expect(section).to_contain_text("whole time (Cox): 0.80")
    expect(explorer.get_by_role("status")).to_contain_text("You guessed 1.")
    explorer.get_by_role("slider", name="Follow-up").press("Home")
    expect(section).to_contain_text("whole time (Cox): 1.")
    late = explorer.get_by_label("Hazard ratio later, typed")
    late.fill("1,6")
    late.press("Enter")
    expect(section).to_contain_text("It hides nothing here")
    late.fill("9")
    late.press("Enter")
    expect(explorer.get_by_role("alert").filter(has_text="from 0.2 to 3, in steps of 0.05")).to_be_visible()


ALL = [
    lambda: il.interval_explorer(**MELANOMA),
    il.kaplan_meier_builder,
    lambda: il.conditional_survival_explorer(**IPILIMUMAB),
    il.crossing_curves_explorer,
]


@pytest.mark.parametrize("make", ALL)
def test_a_phone_is_wide_enough_and_nothing_is_cut_off(explore, make):
    explorer, page = explore(make(), viewport={"width": 360, "height": 800}, has_touch=True)
    for button in explorer.get_by_role("button", name="Show me").all():
        button.tap()
    explorer.locator("details").evaluate_all("all => all.forEach(details => (details.open = true))")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert explorer.locator(".scroll").evaluate_all("all => all.every(box => box.scrollWidth <= box.clientWidth)")


@pytest.mark.parametrize("make", ALL)
def test_axe_finds_nothing_light_or_dark(explore, make):
    explorer, page = explore(make(), bypass_csp=True)
    for button in explorer.get_by_role("button", name="Show me").all():
        button.click()
    explorer.locator("details").evaluate_all("all => all.forEach(details => (details.open = true))")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for light in ("true", "false"):
        page.evaluate(THEME, light)
        found = page.evaluate("axe.run('immuno-statistics')")["violations"]
        assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == []


@pytest.mark.parametrize("make", ALL)
def test_on_paper_the_controls_are_gone_and_the_picture_stays(explore, make):
    explorer, page = explore(make())
    explorer.locator(".plot").first.wait_for()
    page.emulate_media(media="print")
    assert not explorer.locator("input:visible, button:visible").count()
    expect(explorer.locator(".plot svg").first).to_be_visible()
