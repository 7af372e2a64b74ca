"""A timeline is read by eye and by its table."""

from __future__ import annotations

import pytest

import immunolearn as il
from immunolearn.charts import timeline, timeline_events
from immunolearn.errors import UnknownNameError


def test_every_event_is_a_dot_and_a_row_of_the_table(notes):
    figure = timeline()
    assert sum(len(trace.x) for trace in figure.data) == len(timeline_events())
    assert len(notes(figure)["table"]["rows"]) == len(timeline_events())


def test_kinds_and_years_filter():
    figure = timeline(kinds=["checkpoint"], since=2014)
    assert [trace.name for trace in figure.data] == ["Approvals: checkpoint inhibitors"]
    assert min(figure.data[0].x) >= 2014


def test_events_of_one_year_do_not_hide_each_other():
    for trace in timeline().data:
        assert len(set(zip(trace.x, trace.y, strict=True))) == len(trace.x)


def test_only_approvals_that_were_read_are_shown():
    read = il.load_table("therapies").dropna(subset=["first_fda_approval", "inn_name"])
    assert (timeline_events()["kind"] != "milestone").sum() == len(read)


def test_an_unknown_kind_offers_the_nearest_name():
    with pytest.raises(UnknownNameError, match="checkpoint"):
        timeline(kinds=["checkpoints"])


def test_a_menu_shows_one_kind_alone_and_all_again():
    figure = timeline(kinds=["milestone", "cell"])
    (menu,) = figure.layout.updatemenus
    everything, *lanes = [button.args[0]["yaxis.range"] for button in menu.buttons]
    assert list(figure.layout.yaxis.range) == everything
    for trace, (bottom, top) in zip(figure.data, lanes, strict=True):
        assert all(top < y < bottom for y in trace.y)
        others = [y for other in figure.data if other is not trace for y in other.y]
        assert not any(top < y < bottom for y in others)


def test_one_kind_has_no_menu():
    assert not timeline(kinds=["cell"]).layout.updatemenus


def test_the_data_is_folded_by_kind_and_its_sources_are_links(notes):
    table = notes(timeline())["table"]
    assert table["fold"] == "Kind"
    sources = [row[table["columns"].index("Source")] for row in table["rows"]]
    known = [source["href"] for source in sources if source and source["href"]]
    assert len(known) > len(sources) / 2
    assert all(href.startswith("http") for href in known)


def test_no_event_gives_a_sentence(notes):
    assert "Nothing to draw" in notes(timeline(since=2100))["alt"]
