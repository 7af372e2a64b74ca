"""Charts of single patients read one frame, and never hide that patients are simulated."""

from __future__ import annotations

import pytest

from immunolearn.charts import ChartError, simulated_responses, spider, swimmer, waterfall

CHARTS = [waterfall, swimmer, spider]


@pytest.fixture(scope="module")
def scans():
    return simulated_responses()


@pytest.mark.parametrize("chart", CHARTS)
@pytest.mark.parametrize("title", [None, "Most tumours shrink"])
def test_simulated_stands_in_title_and_caption(chart, title, scans, notes):
    figure = chart(scans, simulated=True, title=title)
    assert "simulated" in figure.layout.title.text
    assert "Simulated patients" in notes(figure)["caption"]
    assert "imulated" not in notes(chart(scans, simulated=False))["caption"]


@pytest.mark.parametrize("chart", [waterfall, spider])
def test_recists_lines_stand_at_20_and_30(chart, scans):
    figure = chart(scans, simulated=True)
    assert {shape.y0 for shape in figure.layout.shapes} == {20, -30}
    assert all(shape.y0 == shape.y1 for shape in figure.layout.shapes)


def test_the_waterfall_falls_from_the_worst_to_the_best(scans):
    bars = [trace for trace in waterfall(scans, simulated=True).data if trace.type == "bar"]
    heights = dict(pair for bar in bars for pair in zip(bar.x, bar.y, strict=True))
    ordered = [heights[place] for place in sorted(heights)]
    assert ordered == sorted(ordered, reverse=True)
    best = scans[scans["week"] > 0].groupby("patient")["change"].min().clip(upper=100)
    assert sorted(ordered) == sorted(best)


def test_every_patient_has_a_lane_as_long_as_the_follow_up(scans):
    bars = [trace for trace in swimmer(scans, simulated=True).data if trace.type == "bar"]
    lengths = sorted(x for bar in bars for x in bar.x)
    assert lengths == sorted(scans.groupby("patient")["week"].max())


def test_a_response_is_read_by_recist(scans):
    after = scans[scans["week"] > 0]
    for _, part in after.groupby("patient"):
        before = part if part["ongoing"].iloc[0] else part.iloc[:-1]
        response = part["response"].iloc[0]
        if response in {"partial", "complete"}:
            assert before["change"].min() <= -30
        else:
            assert (before["change"] > -30).all()


def test_the_last_scan_of_a_progression_is_a_fifth_above_the_smallest_size(scans):
    for _, part in scans[~scans["ongoing"]].groupby("patient"):
        sizes = 100 + part["change"]
        assert sizes.iloc[-1] >= 1.2 * sizes.iloc[:-1].min()


def test_the_same_seed_gives_the_same_patients(scans):
    assert scans.equals(simulated_responses())
    assert not scans.equals(simulated_responses(seed=2))


def test_an_unknown_response_is_refused(scans):
    with pytest.raises(ChartError, match="Known: complete, partial, stable, progression"):
        waterfall(scans.assign(response="CR"), simulated=True)


@pytest.mark.parametrize("chart", CHARTS)
def test_no_patient_gives_a_sentence(chart, scans, notes):
    assert "Nothing to draw" in notes(chart(scans.iloc[:0], simulated=True))["alt"]


def test_no_scan_is_refused():
    with pytest.raises(ChartError, match="at least one patient"):
        simulated_responses(weeks=4)
