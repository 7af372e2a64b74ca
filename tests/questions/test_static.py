"""The static form of every kind is complete, and made of what JupyterLab's sanitiser keeps."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from html.parser import HTMLParser
from pathlib import Path

import pytest

from immunolearn.display import markup
from immunolearn.display.diagram import read_picture
from immunolearn.display.element import json_script
from immunolearn.errors import ContentError
from immunolearn.questions import load_bank, static
from immunolearn.questions.bank import KINDS
from immunolearn.questions.element import element_data
from immunolearn.questions.figures import without_letters

BANK = load_bank(Path(__file__).parent)
DATA = [element_data(BANK, item) for item in BANK.items]
KEPT = {
    *("p", "ul", "ol", "li", "table", "tr", "th", "td", "details", "summary"),
    *("img", "sup", "sub", "strong", "em", "code", "a", "br"),
}
TAGS = {"em", "code", "math", "gap", "a", "msub", "mrow"}
ATTACKS = json.loads((Path(__file__).parents[1] / "vectors/injection.json").read_text(encoding="utf-8"))


class Tags(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.words = set(), set(), []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data):
        self.words.append(data)


def texts(value, key=""):
    """Every text of element data that a reader sees."""
    if key in {"source", "alt", "picture", "accept", "spelling", "start", "asked"} or isinstance(value, str):
        return
    if isinstance(value, list) and value and all(is_node(node) for node in value):
        yield markup.plain([node for node in value if node != ["gap", node[-1]]])
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from texts(part, name)
    elif isinstance(value, list):
        for part in value:
            yield from texts(part)


def is_node(value):
    return isinstance(value, str) or (
        isinstance(value, list) and bool(value) and isinstance(value[0], str) and value[0] in TAGS
    )


def squeezed(text):
    return "".join(text.split())


def test_the_sample_has_every_kind():
    assert {item.kind for item in BANK.items} == set(KINDS)


@pytest.mark.parametrize("item", DATA, ids=lambda item: item["id"])
def test_the_static_form_holds_every_text(item):
    html = static.group("A title", [item])
    said = squeezed("".join(Tags(html).words)).replace("^", "").replace("_", "")
    wanted = [squeezed(text).replace("^", "").replace("_", "") for text in texts(item)]
    assert wanted
    assert [text for text in wanted if text not in said and "(" not in text] == []


@pytest.mark.parametrize("item", DATA, ids=lambda item: item["id"])
def test_the_static_form_uses_only_what_is_kept(item):
    found = Tags(static.group("A title", [item]))
    assert found.tags <= KEPT
    assert found.attributes <= {"href", "src", "alt", "style"}


@pytest.mark.parametrize("item", DATA, ids=lambda item: item["id"])
def test_the_element_data_are_json(item):
    assert json.loads(json.dumps(item, allow_nan=False)) == item


def test_the_answer_is_folded():
    html = static.group("A title", DATA)
    assert html.count("<summary>Answer and why</summary>") == len(DATA)


def test_a_formula_is_mathml_in_the_page_and_plain_in_the_static_form():
    item = next(item for item in DATA if item["id"] == "one")
    assert ["msub", ["mi", "K"], ["mi", "D"]] in item["stem"][3]
    assert "<em>K</em><sub><em>D</em></sub> = 10<sup>−9</sup>" in static.group("A title", [item])


def test_a_picture_to_be_labelled_stands_in_the_static_form():
    item = next(item for item in DATA if item["kind"] == "label")
    assert f'<img src="{read_picture("antibody").address}" alt="A drawing with two regions."' in static.group(
        "A title", [item]
    )


def test_the_letters_of_regions_stand_on_paper_only():
    address = read_picture("antibody-parts").address
    assert b'class="letters"' in b64decode(address.partition(",")[2])
    assert b'class="letters"' not in b64decode(without_letters(address).partition(",")[2])
    assert without_letters(read_picture("antibody").address) == read_picture("antibody").address


def test_a_real_curve_is_drawn_and_listed():
    html = static.group("A title", [item for item in DATA if item["kind"] == "curve"])
    assert '<img src="data:image/svg+xml;base64,' in html
    assert "<td>60</td><td>50 to 70</td>" in html


def spoilt(value, attack, key=""):
    """The same data with an attack in every text."""
    if isinstance(value, str) and key not in {"kind", "svg", "src", "key", "is", "picture"}:
        return attack
    if isinstance(value, dict):
        return {name: spoilt(part, attack, name) for name, part in value.items()}
    if isinstance(value, list) and value and isinstance(value[0], str) and value[0] in TAGS:
        return value
    return [spoilt(part, attack, key) for part in value] if isinstance(value, list) else value


@pytest.mark.parametrize("item", DATA, ids=lambda item: item["id"])
def test_nothing_an_author_writes_becomes_html(item):
    for attack in ATTACKS:
        bad = spoilt(item, attack) | {"start": item.get("start", [])}
        found = Tags(static.group(attack, [bad]))
        assert found.tags <= KEPT, attack
        assert found.attributes <= {"href", "src", "alt", "style"}, attack
        assert json_script(bad).count("</") == 1


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_in_author_text_stays_text_or_is_refused(attack):
    try:
        html = markup.html(markup.parse(markup.expand(attack)))
    except ContentError as error:
        assert "](" in attack or "{{" in attack, error  # noqa: PT017 - a link or a reference that is refused
        return
    found = Tags(html)
    assert found.tags <= {"em", "strong", "code", "a"}
    assert "javascript" not in "".join(re.findall('href="([^"]*)"', html))


def test_there_are_sixty_attacks_and_more():
    assert len(ATTACKS) >= 60
