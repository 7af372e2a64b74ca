"""Colours can be told apart by everyone, on both papers, and the figures in tokens.json are true."""

from __future__ import annotations

from itertools import combinations

import plotly.express as px
import plotly.io as pio
import pytest
from coloraide.everything import ColorAll as Color

from immunolearn.charts.looks import looks
from immunolearn.display import renderer, theme

TOKENS = theme.tokens()
FAMILIES, STATE, CHECKED = TOKENS["families"], TOKENS["state"], TOKENS["checked"]
MODES = ["light", "dark"]
SIGHTS = [None, "deutan", "protan", "tritan"]
MARK, TEXT = 3, 4.5


def contrast(colour, mode):
    return Color(colour).contrast(CHECKED["backgrounds"][mode], method="wcag21")


def seen(colour, sight):
    return Color(colour).filter(sight, method="machado").clip("srgb") if sight else Color(colour)


def distance(one, other):
    return sum((a - b) ** 2 for a, b in zip(one.coords(), other.coords(), strict=True)) ** 0.5


def nearest(mode, sight):
    colours = [seen(family[mode], sight).convert("cam02-ucs") for family in FAMILIES.values()]
    return min(distance(one, other) for one, other in combinations(colours, 2))


@pytest.mark.parametrize("mode", MODES)
def test_the_stated_contrast_of_marks_is_the_least_and_at_least_3_to_1(mode):
    least = min(contrast(family[mode], mode) for family in FAMILIES.values())
    assert round(least, 1) == CHECKED["least_contrast_with_background"][mode]
    assert least >= MARK


@pytest.mark.parametrize("mode", MODES)
def test_the_stated_distance_holds_for_three_colour_vision_deficiencies(mode):
    stated = CHECKED["least_distance_between_two_cam02ucs_over_normal_deuteran_protan_tritan"][mode]
    assert round(min(nearest(mode, sight) for sight in SIGHTS), 1) == stated


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("sight", SIGHTS)
def test_no_two_families_look_alike(mode, sight):
    assert nearest(mode, sight) >= 12


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("state", STATE)
def test_text_in_a_colour_of_state_has_4_5_to_1(state, mode):
    assert contrast(STATE[state][mode], mode) >= TEXT


@pytest.mark.parametrize("ink", [theme.INK, theme.SOFT])
def test_text_of_charts_has_4_5_to_1_on_their_paper(ink):
    assert Color(ink).contrast(theme.PAPER, method="wcag21") >= TEXT


@pytest.mark.parametrize("family", FAMILIES)
def test_members_of_a_family_differ_by_shape(family):
    symbols = list(FAMILIES[family]["classes"].values())
    assert len(set(symbols)) == len(symbols)


def test_curves_differ_by_dash_and_shape_and_have_the_colour_of_their_family():
    shown = looks(["checkpoint-inhibitor", "checkpoint-combination", "checkpoint-inhibitor", "car-t"])
    assert len({look.colour for look in shown[:3]}) == 1
    assert len({look.dash for look in shown}) == len({look.symbol for look in shown}) == 4


def test_a_students_express_figure_wears_the_house_colours_and_becomes_two_outputs():
    pio.templates[renderer.NAME] = theme.template()
    figure = px.scatter(x=[1, 2], y=[3, 4], color=["a", "b"], title="My own", template=renderer.NAME)
    bundle = renderer.Renderer().to_mimebundle(figure.to_dict())
    colours = [trace["marker"]["color"] for trace in bundle[renderer.MIME]["data"]]
    assert colours == [family["light"] for family in list(FAMILIES.values())[:2]]
    assert "Chart: My own" in bundle["text/html"]
    assert "<td>a</td><td>1</td><td>3</td>" in renderer.notes_html(figure.to_dict())
