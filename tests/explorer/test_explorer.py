"""Filters come from the descriptor; what fits is shown, counted and downloadable, live and where nothing runs."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from base64 import b64decode

import nbformat
import pandas as pd
import pytest
from nbclient import NotebookClient

import immunolearn as il
from immunolearn.course.normalise import normalise, to_text
from immunolearn.errors import ImmunolearnError, UnknownNameError
from immunolearn.explorer import html
from immunolearn.explorer.panel import panel

TABLES = list(il.tables().index)
KEPT = {"p", "strong", "div", "table", "thead", "tbody", "tr", "th", "td", "a", "details", "summary", "ul", "li"}


def control(box, name):
    return next(child for child in box.children[1].children if child.description == name)


def text(box):
    return box.children[2].value


@pytest.mark.parametrize("name", TABLES)
def test_every_table_opens_with_all_its_verified_rows(name):
    explorer = il.explore(name)
    assert len(explorer.frame) == len(il.load_table(name))
    assert f"{len(explorer.frame)} of {len(explorer.frame)} rows." in html.static(explorer)


def test_filters_are_the_fields_that_the_descriptor_marks_and_the_closed_vocabularies():
    assert list(il.explore("therapies").options) == [
        "target",
        "first_fda_approval",
        "therapy_class",
        "status_now",
        "verification",
    ]
    described = il.describe("therapies")
    assert list(described.index[described["filter"]]) == ["target", "first_fda_approval"]


def test_figures_of_trials_are_filtered_by_the_cancer_and_year_of_their_trial():
    frame = il.explore("outcomes", cancer="melanoma", year=(2010, 2012), measure="median_os_months").frame
    assert set(frame["cancer"]) == {"melanoma"}
    assert frame["year"].between(2010, 2012).all()
    assert set(frame["measure"]) == {"median_os_months"}


def test_a_cancer_without_its_subtype_finds_all_subtypes():
    found = set(il.explore("trials", cancer="breast cancer").frame["cancer"])
    assert {"breast cancer (HER2-positive)", "breast cancer (triple-negative)"} <= found
    assert len(set(il.explore("trials", cancer="breast cancer (HER2-low)").frame["cancer"])) == 1


def test_a_target_finds_those_who_have_another_target_too():
    assert "CD20;CD3" in set(il.explore("therapies", target="CD3").frame["target"])


def test_the_newest_rows_stand_first_and_those_without_a_year_last():
    years = il.explore("therapies").frame["first_fda_approval"]
    assert years.iloc[0][:4] == years.max()[:4]
    assert years.notna().sum() == years.last_valid_index() + 1


def test_years_leave_out_rows_without_a_year():
    frame = il.explore("therapies", first_fda_approval=(2017, 2018)).frame
    assert set(frame["first_fda_approval"].str[:4]) == {"2017", "2018"}


def test_a_misspelt_filter_or_value_is_answered_with_the_nearest():
    with pytest.raises(UnknownNameError, match="Did you mean 'therapy_class'"):
        il.explore("therapies", therapyclass="car-t")
    with pytest.raises(UnknownNameError, match="Did you mean 'car-t'"):
        il.explore("therapies", therapy_class="cart")
    with pytest.raises(UnknownNameError, match="Did you mean 'therapies'"):
        il.explore("therapys")


@pytest.mark.parametrize("years", ["2010", (2020, 2010), (2010,)])
def test_years_that_are_not_two_years_say_what_to_give(years):
    with pytest.raises(ImmunolearnError, match=r"first and the last year, as year=\(2010, 2020\)"):
        il.explore("trials", year=years)


def test_unverified_rows_need_to_be_asked_for_and_are_marked():
    everything = il.explore("therapies", include_unverified=True)
    assert len(everything.frame) > len(il.explore("therapies").frame)
    assert "none" in everything.options["verification"]


def test_verification_stands_beside_every_figure():
    for name in ("outcomes", "comparisons", "toxicities", "therapies", "trials", "arms"):
        assert html.rows(il.explore(name), 1).count(">verification<") == 1


def test_the_panel_filters_as_its_controls_are_set():
    explorer = il.explore("therapies")
    box = panel(explorer)
    control(box, "therapy class").value = "car-t"
    assert set(explorer.frame["therapy_class"]) == {"car-t"}
    assert f"{len(explorer.frame)} of {len(explorer.table)} rows fit: therapy class car-t." in text(box)
    control(box, "first FDA approval").value = (2021, 2022)
    assert len(explorer.frame) == 3
    control(box, "Show all").click()
    assert len(explorer.frame) == len(explorer.table)


def test_the_panel_starts_with_the_first_choices():
    box = panel(il.explore("therapies", therapy_class="til"))
    assert control(box, "therapy class").value == "til"
    assert "1 of" in text(box)


def test_an_empty_selection_says_what_was_chosen_and_what_to_do():
    explorer = il.explore("therapies", therapy_class="car-t", first_fda_approval=(1990, 2000))
    box = panel(explorer)
    said = "No row fits: therapy class car-t; first FDA approval 1990 to 2000. Widen the years"
    assert said in text(box)
    assert said in html.static(explorer)
    assert "download" not in text(box)
    assert "<table" not in box.children[3].value
    assert box.children[4].outputs == ()


def test_the_download_holds_the_rows_that_fit_with_all_columns():
    explorer = il.explore("therapies", therapy_class="car-t")
    data = re.search(r'base64,([^"]+)"', html.download(explorer))[1]
    frame = pd.read_csv(io.BytesIO(b64decode(data)))
    assert list(frame["inn_name"]) == list(explorer.frame["inn_name"])
    assert list(frame.columns) == list(explorer.frame.columns)


def test_rows_per_year_are_drawn_in_the_colours_of_the_therapies():
    figure = panel(il.explore("therapies")).children[4].outputs[0]["data"]["application/vnd.plotly.v1+json"]
    drawn = sum(sum(bar["y"]) for bar in figure["data"])
    assert drawn == il.load_table("therapies")["first_fda_approval"].notna().sum()
    assert {bar["name"] for bar in figure["data"]} >= {"antibody", "cell", "checkpoint"}


def test_a_table_without_years_has_no_chart():
    assert panel(il.explore("glossary")).children[4].outputs == ()


def test_what_a_table_says_is_text_and_never_markup():
    explorer = il.explore("organs")
    explorer.table["organ"] = "<script>alert(1)</script>"
    assert "<script" not in html.static(explorer)


def test_the_static_form_uses_only_what_hosts_keep():
    assert set(re.findall(r"<(\w+)", html.static(il.explore("therapies")))) <= KEPT


@pytest.mark.parametrize("name", TABLES)
def test_the_static_form_is_small(name):
    assert len(html.static(il.explore(name)).encode()) < 50_000


def test_a_built_notebook_holds_the_static_form_and_no_widget():
    cell = nbformat.v4.new_code_cell('import immunolearn as il\nil.explore("therapies", therapy_class="til")')
    notebook = nbformat.v4.new_notebook(cells=[cell])
    NotebookClient(notebook, kernel_name="python3", store_widget_state=False).execute()
    assert "application/vnd.jupyter.widget-view+json" in notebook.cells[0].outputs[0].data
    built = to_text(normalise(notebook))
    assert "widget" not in built
    assert "lifileucel" in built
    assert "rows fit: therapy class til" in built


def test_the_package_loads_no_widgets_before_an_explorer_is_shown():
    code = "import sys, immunolearn as il; il.explore('therapies').frame; print('ipywidgets' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


@pytest.mark.parametrize(
    "years", [2010, "2010", ("2010", "2020"), (2010.5, 2020), (None, 2020), (True, 2020), (2020, 2010)]
)
def test_years_that_are_not_two_whole_years_are_refused(years):
    with pytest.raises(ImmunolearnError, match=r"was given; give the first and the last year"):
        il.explore("therapies", first_fda_approval=years)


def test_none_is_no_choice_and_a_list_is_two_years_too():
    assert il.explore("therapies", therapy_class=None).chosen == {}
    assert il.explore("therapies", first_fda_approval=[2017, 2018]).chosen == {"first_fda_approval": (2017, 2018)}
