"""The explorers of statistics, alive in a page without a kernel."""

from __future__ import annotations

import nbformat
import pytest
from nbconvert import HTMLExporter
from playwright.sync_api import expect

import immunolearn as il
from immunolearn.display.element import runtime_source


def notebook_html(*elements):
    """A published notebook whose outputs are these elements and the runtime."""
    shown = [element._repr_html_() for element in elements]
    shown.append(f'<script type="module">{runtime_source()}</script>')
    outputs = [nbformat.v4.new_output("display_data", {"text/html": html}) for html in shown]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("", outputs=outputs)])
    return HTMLExporter().from_notebook_node(notebook)[0]


@pytest.fixture
def explore(show):
    """Open a page with one explorer; give the explorer and the page."""

    def opened(element, **options):
        page = show(notebook_html(element), **options)
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
