"""A simulator as a lesson writes it: what it takes, what it refuses, and its static form."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from html.parser import HTMLParser

import pytest

import immunolearn as il
from immunolearn.errors import ContentError, UnknownNameError
from immunolearn.models import Dose, Model, ParameterError, load_model, models
from immunolearn.simulators.words import quantity

KEPT = set(re.findall("[a-z]+", "p strong em sub sup img table thead tbody tr th td details summary a ul li"))


class Tags(HTMLParser):
    """Tags of an HTML text."""

    def __init__(self, text):
        super().__init__()
        self.seen = set()
        self.feed(text)

    def handle_starttag(self, tag, _attrs):
        self.seen.add(tag)


def picture(element):
    return b64decode(re.search(r"svg\+xml;base64,([^\"]+)", element.static)[1]).decode()


def text(element):
    return re.sub(r"<[^>]+>", " ", element.static)


@pytest.mark.parametrize("name", models())
def test_every_model_makes_a_simulator_with_a_complete_static_form(name):
    model = load_model(name)
    made = il.simulate(name)
    assert Tags(made.static).seen <= KEPT
    assert model.organism in text(made).replace("&amp;", "&")
    assert all(part in text(made) for part in model.leaves_out)
    assert text(made).count("imulated") >= 2
    rows = made.static.split("Parameters and sources")[1].count("<tr>")
    assert rows == len(model.parameters) + 1
    assert len(made._repr_html_()) < 30_000
    assert "NaN" not in made._repr_html_()


def test_the_table_holds_the_first_run_of_the_first_scenario():
    made = il.simulate("kuznetsov-1994", show=["T"], scenarios=["escape"])
    run = load_model("kuznetsov-1994").solve([0, 50, 500], scenario="escape")
    for value in run["T"]:
        assert f"<td>{quantity(value)}</td>" in made.static


def test_every_value_has_the_source_of_its_scenario():
    made = il.simulate("antibody-pk", scenarios=["pembrolizumab"])
    values = made.static.split("Parameters and sources")[1]
    row = next(row for row in values.split("<tr>") if "clearance, the linear part" in row)
    reference = load_model("antibody-pk").scenario("pembrolizumab").references["CL"]
    assert il.cite(reference).label in row


def test_what_has_another_unit_stands_in_a_panel_of_its_own():
    one = picture(il.simulate("mager-krzyzanski-2005", show=["C", "R"]))
    two = picture(il.simulate("mager-krzyzanski-2005", show=["C", "R", "occupancy"]))
    assert (one.count("<svg"), two.count("<svg")) == (2, 3)


def test_a_picture_of_a_dose_reaches_its_peak():
    made = il.simulate("antibody-pk", scenarios=["trastuzumab"])
    run = load_model("antibody-pk").solve([0.0625], scenario="trastuzumab")
    assert f"and {quantity(run['concentration'].iloc[0])} mg/L;" in text(made)


def test_what_is_predicted_is_folded_away():
    made = il.simulate("kuznetsov-1994", predict={"question": "Held or lost?", "choose": ["Held", "Lost"]})
    before, after = made.static.split("<details><summary>Show me</summary>")
    assert "Held or lost?" in before
    assert "<li>Lost</li>" in before
    assert "<img" in after
    assert "<img" not in before


def test_labels_of_controls_and_equations_reach_the_page():
    data = il.simulate("leon-triana-2020", controls={"C0": "Dose", "alpha": "Killing"}).data
    assert [control["label"] for control in data["controls"]] == ["Dose", "Killing"]
    grown = next(t for s in data["model"]["states"] for t in s["terms"] if t["name"] == "growth on meeting the target")
    assert grown["uses"] == ["alpha"]  # through the definition of rho_C


def test_a_count_of_doses_is_a_whole_number():
    data = il.simulate("antibody-pk", controls=["repeats", "dose"]).data
    assert [control["whole"] for control in data["controls"]] == [True, False]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"model": "kuznetsov"}, "No model named 'kuznetsov'. Did you mean 'kuznetsov-1994'"),
        ({"controls": ["q"]}, "No parameter of kuznetsov-1994 named 'q'"),
        ({"show": ["X"]}, "No state or observable of kuznetsov-1994 named 'X'"),
        ({"scenarios": ["dormant"]}, "No scenario of kuznetsov-1994 named 'dormant'. Did you mean 'dormancy'"),
        ({"predict": {"question": "?", "draw": "I"}}, "No curve shown of kuznetsov-1994 named 'I'"),
    ],
)
def test_an_unknown_name_offers_the_nearest(options, message):
    with pytest.raises(UnknownNameError, match=re.escape(message)):
        il.simulate(**{"model": "kuznetsov-1994"} | options)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"controls": []}, "0 controls were given"),
        ({"controls": list("abdgmnp")}, "7 controls were given. A simulator has 1 to 6"),
        ({"show": []}, "0 curves were asked for"),
        ({"predict": {"question": "?"}}, "give either choose with two answers or more, or draw"),
        ({"predict": {"question": "?", "choose": ["one"]}}, "give either choose"),
        ({"predict": {"question": "?", "choose": ["a", "b"], "draw": "T"}}, "give either choose"),
        ({"predict": {"choose": ["a", "b"]}}, "predict: question: Field required"),
        ({"predict": {"question": "?", "pick": ["a"]}}, "predict: pick: Extra inputs"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(options, message):
    with pytest.raises(ContentError, match=re.escape(message)):
        il.simulate("kuznetsov-1994", **options)


@pytest.mark.parametrize("days", [0, -1, float("nan"), float("inf")])
def test_a_length_that_cannot_be_is_refused(days):
    with pytest.raises(ParameterError, match="It accepts a finite number above 0"):
        il.simulate("kuznetsov-1994", days=days)


def test_a_negative_dose_is_refused():
    known = load_model("kuznetsov-1994")
    model = Model(**known.model_dump() | {"doses": [Dose(target="E", amount=-1).model_dump()]})
    with pytest.raises(ParameterError, match=r"A dose to E has amount -1\. It accepts finite numbers from 0 on"):
        il.simulate(model)


@pytest.mark.parametrize("amount", [float("inf"), float("nan")])
def test_an_infinite_dose_is_refused(amount):
    with pytest.raises(ValueError, match="finite number"):
        Dose(target="E", amount=amount)


def test_texts_of_a_model_are_escaped():
    known = load_model("kuznetsov-1994").model_dump()
    bad = "</script><img src=x onerror=alert(1)>"
    made = il.simulate(Model(**known | {"title": bad, "organism": bad, "leaves_out": [bad]}), title=bad)
    html = made._repr_html_()
    assert "<img src=x" not in html
    assert html.count("</script>") == 1
    assert json.loads(html.split(">", 2)[2].split("</script>")[0])["title"] == bad
