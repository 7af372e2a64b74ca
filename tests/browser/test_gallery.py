"""The galleries in a browser: alive, as pictures, on a phone, in the dark, and for everyone."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import expect

from immunolearn.course.gallery import notebook_file, sources
from immunolearn.course.page import page as published

SITE = "http://127.0.0.1"
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
DRAWN = "immuno-chart .js-plotly-plot"
PHONE = {"viewport": {"width": 390, "height": 844}}


@pytest.fixture(scope="module", params=sources(), ids=lambda source: source.stem)
def gallery(request):
    notebook = nbformat.read(notebook_file(request.param), as_version=4)
    return {theme: published(notebook, title="Gallery of charts", theme=theme) for theme in ("light", "dark")}


@pytest.fixture
def show(open_context, gallery):
    """Open the gallery."""

    def shown(theme="light", **options):
        page = open_context(**options).new_page()
        body = gallery[theme]
        page.route(f"{SITE}/**", lambda route: route.fulfill(body=body, content_type="text/html"))
        page.goto(f"{SITE}/gallery.html", wait_until="domcontentloaded")
        return page

    return shown


def draw_all(page):
    """Bring every chart into view, so that it is drawn."""
    for chart in page.locator("immuno-chart").all():
        chart.scroll_into_view_if_needed()
        chart.locator(".js-plotly-plot .main-svg").first.wait_for()
    page.evaluate("scrollTo(0, 0)")


def answer_all(page):
    """Pass every question, and open all that is folded."""
    asked = page.locator("immuno-statistics").get_by_role("button", name="Show me")
    while asked.count():
        asked.first.click()
    page.locator("immuno-statistics details, .immuno-notes details").evaluate_all(
        "all => all.forEach((one) => (one.open = true))"
    )


@pytest.mark.parametrize("options", [{}, PHONE], ids=["wide", "phone"])
def test_every_chart_comes_alive(show, photograph, options):
    page = show(cdn="served", **options)
    draw_all(page)
    assert page.locator(DRAWN).count() == page.locator("immuno-chart").count() > 3
    answer_all(page)
    photograph(page, f"gallery-alive-{'phone' if options else 'wide'}")


def test_a_chart_that_is_alive_has_the_sentence_of_its_picture(show):
    page = show(cdn="served")
    draw_all(page)
    said = page.locator(DRAWN).evaluate_all("all => all.map((chart) => chart.ariaLabel)")
    assert said == page.locator("immuno-chart .immuno-static img").evaluate_all("all => all.map(({ alt }) => alt)")


def test_a_timeline_is_filtered_by_keyboard_alone(show, gallery):
    page = show(cdn="served")
    if "Kind of event" not in gallery["light"]:
        return
    draw_all(page)
    chart = page.locator("immuno-chart", has=page.get_by_label("Kind of event"))
    menu = chart.get_by_label("Kind of event")
    all_kinds = chart.locator(".js-plotly-plot").evaluate("({ layout }) => layout.yaxis.range")
    menu.focus()
    page.keyboard.press("ArrowDown")
    expect(menu).to_have_value("Milestones")
    one = chart.locator(".js-plotly-plot").evaluate("({ layout }) => layout.yaxis.range")
    assert one[0] < all_kinds[0]
    page.keyboard.press("ArrowUp")
    assert chart.locator(".js-plotly-plot").evaluate("({ layout }) => layout.yaxis.range") == all_kinds


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_without_the_network_every_chart_is_a_picture_with_its_sentence(show, photograph, theme):
    page = show(theme)
    pictures = page.locator("immuno-chart img")
    assert pictures.count() == page.locator("immuno-chart").count() > 3
    loaded = pictures.evaluate_all("all => all.map(img => [img.complete && img.naturalWidth, img.alt.length])")
    assert all(width == 360 and letters > 20 for width, letters in loaded)
    photograph(page, f"gallery-pictures-{theme}")


@pytest.mark.parametrize("cdn", ["refused", "served"])
def test_nothing_is_wider_than_a_phone(show, photograph, cdn):
    page = show(cdn=cdn, **PHONE)
    if cdn == "served":
        draw_all(page)
    answer_all(page)
    wide = page.locator("immuno-chart, immuno-statistics, immuno-quiz").evaluate_all(
        "all => all.map(one => one.scrollWidth)"
    )
    assert max(wide) <= 390
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    photograph(page, f"gallery-phone-{cdn}")


def test_charts_can_be_read_in_grey(show, photograph):
    page = show()
    page.add_style_tag(content="html {filter: grayscale(1)}")
    photograph(page, "gallery-grey")
    assert page.locator("immuno-chart img").first.is_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("cdn", ["refused", "served"])
def test_axe_finds_nothing_but_what_nbconvert_does_to_cells(show, cdn, theme):
    page = show(theme, cdn=cdn)
    if cdn == "served":
        draw_all(page)
    answer_all(page)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        """() => axe.run({exclude: [[".jp-InputPrompt"], [".jp-OutputPrompt"], [".jp-InputArea"]]}).then(
            ({violations}) => violations.map(({id, nodes}) => [id, nodes.slice(0, 3).map(node => node.html)]))"""
    )
    assert found == []
