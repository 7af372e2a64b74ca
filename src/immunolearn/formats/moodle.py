"""Moodle XML, out: every kind of question."""

from __future__ import annotations

import re
from base64 import b64encode
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from immunolearn.formats.portable import Answer, decimal, grouped, percent, xml
from immunolearn.formats.text import GAP_END, GAP_START, escaped, readable, without_images

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from immunolearn.formats.portable import Portable

NO_UNIT, CHOSEN_UNIT = "3", "2"
_SPECIAL = re.compile(r"[~#{}\\]|^[=%*]")


def write(questions: Sequence[Portable]) -> bytes:
    """Questions as Moodle XML, each set a category."""
    quiz = ET.Element("quiz")
    for first, group in grouped(questions):
        category = ET.SubElement(quiz, "question", type="category")
        path = f"$course$/top/{first.lesson}/{first.group.title.replace('/', '//')}"
        _text(ET.SubElement(category, "category"), path)
        for one in group:
            quiz.append(_question(one))
    ET.indent(quiz)
    return xml(quiz)


def _question(one: Portable) -> ET.Element:
    kind, fill, body = _KINDS[one.item.kind]
    question = ET.Element("question", type=kind)
    _text(ET.SubElement(question, "name"), one.item.id)
    _html(question, "questiontext", one.stem + body(one))
    _html(question, "generalfeedback", one.reasons + one.source)
    for name, value in (("defaultgrade", "1"), ("penalty", "0"), ("hidden", "0"), ("idnumber", one.name)):
        ET.SubElement(question, name).text = value
    fill(question, one)
    for hint in one.data["hints"]:
        _html(question, "hint", hint)
    tags = ET.SubElement(question, "tags")
    for tag in (one.item.objective, one.item.level):
        _text(ET.SubElement(tags, "tag"), tag)
    return question


def _choice(question: ET.Element, one: Portable) -> None:
    shuffled = bool(one.data["shuffle"]) and not any(option["fixed"] for option in one.data["options"])
    for name, value in (
        ("single", "true" if one.item.kind == "single" else "false"),
        ("shuffleanswers", "true" if shuffled else "false"),
        ("answernumbering", "none"),
    ):
        ET.SubElement(question, name).text = value
    for answer in one.answers:
        _answer(question, answer, rich=True)


def _numeric(question: ET.Element, one: Portable) -> None:
    for answer in one.answers:
        element = _answer(question, answer)
        ET.SubElement(element, "tolerance").text = decimal(answer.tolerance)
    units = one.data["units"]
    if units:
        listed = ET.SubElement(question, "units")
        for unit in sorted(units, key=lambda unit: unit["factor"] != 1):
            element = ET.SubElement(listed, "unit")
            ET.SubElement(element, "multiplier").text = decimal(1 / unit["factor"])
            ET.SubElement(element, "unit_name").text = readable(unit["text"])
    for name, value in (
        ("unitgradingtype", "1" if units else "0"),
        ("unitpenalty", "1"),
        ("showunits", CHOSEN_UNIT if units else NO_UNIT),
        ("unitsleft", "0"),
    ):
        ET.SubElement(question, name).text = value


def _word(question: ET.Element, one: Portable) -> None:
    ET.SubElement(question, "usecase").text = "0"
    for answer in one.answers:
        _answer(question, answer)


def _matching(question: ET.Element, one: Portable) -> None:
    ET.SubElement(question, "shuffleanswers").text = "true"
    pairs = [(pair.text, pair.match) for pair in one.pairs] + [("", name) for name in one.spare]
    for left, right in pairs:
        subquestion = _html(question, "subquestion", left)
        _text(ET.SubElement(subquestion, "answer"), escaped(right))


def _nothing(_question: ET.Element, _one: Portable) -> None:
    """A cloze says everything in its text."""


def _answer(question: ET.Element, answer: Answer, *, rich: bool = False) -> ET.Element:
    element = ET.SubElement(
        question, "answer", fraction=percent(answer.share), format="html" if rich else "moodle_auto_format"
    )
    typed = answer.text if rich or answer.is_otherwise else answer.text.replace("*", "\\*")
    if rich:
        _rich(element, typed)
    else:
        _text(element, typed)
    _html(element, "feedback", answer.feedback)
    return element


def _with_gaps(one: Portable) -> str:
    """The text of a cloze with its gaps as Moodle writes them."""
    gaps = {gap.key: gap for gap in one.gaps}

    def written(found: re.Match[str]) -> str:
        gap = gaps[found[1]]
        answers = [_embedded(answer, typed=not gap.words) for answer in gap.answers]
        return f"{{1:{'MULTICHOICE' if gap.words else 'SHORTANSWER'}:{'~'.join(answers)}}}"

    text = re.sub(f"{GAP_START}([a-z0-9-]+){GAP_END}", written, _braceless(one.data["text"]))
    return f"<p>{text}</p>"


def _with_values(one: Portable) -> str:
    """A field for each value of a curve: all of the mark within half of the tolerance, half of it within all."""
    axes, tolerance = one.data["axes"], one.data["tolerance"]
    real = {point["x"]: point["y"] for point in one.data["points"]}
    rows = "".join(
        f"<tr><td>{x:g}</td><td>{{1:NUMERICAL:={decimal(real[x])}:{decimal(tolerance / 2)}"
        f"~%50%{decimal(real[x])}:{decimal(tolerance)}}}</td></tr>"
        for x in one.data["asked"]
    )
    heads = "".join(f"<th>{axis['label']} {_in_brackets(axis['unit'])}</th>" for axis in (axes["x"], axes["y"]))
    return f"<table><tr>{_braceless(heads)}</tr>{rows}</table>"


def _in_brackets(unit: str) -> str:
    return f"({escaped(unit)})" if unit else ""


def _embedded(answer: Answer, *, typed: bool) -> str:
    text = answer.text if answer.is_otherwise else _coded(answer.text.replace("*", "\\*") if typed else answer.text)
    mark = "=" if answer.share == 1 else "%0%" if typed else ""
    return f"{mark}{text}#{_coded(answer.feedback)}"


def _coded(text: str) -> str:
    """A text in which nothing is a mark of an embedded answer."""
    return _SPECIAL.sub(lambda found: f"&#{ord(found[0])};", text)


def _braceless(source: str) -> str:
    return source.replace("{", "&#123;").replace("}", "&#125;")


def _plain_body(_one: Portable) -> str:
    return ""


def _text(element: ET.Element, text: str) -> ET.Element:
    ET.SubElement(element, "text").text = readable(text)
    return element


def _rich(element: ET.Element, source: str) -> ET.Element:
    """HTML whose pictures stand beside it as files."""
    text, files = without_images(source, "@@PLUGINFILE@@/")
    _text(element, text)
    for name, content in files.items():
        file = ET.SubElement(element, "file", name=name, path="/", encoding="base64")
        file.text = b64encode(content).decode()
    return element


def _html(parent: ET.Element, tag: str, source: str) -> ET.Element:
    return _rich(ET.SubElement(parent, tag, format="html"), source)


_KINDS: dict[str, tuple[str, Callable[[ET.Element, Portable], None], Callable[[Portable], str]]] = {
    "single": ("multichoice", _choice, _plain_body),
    "multiple": ("multichoice", _choice, _plain_body),
    "numeric": ("numerical", _numeric, _plain_body),
    "text": ("shortanswer", _word, _plain_body),
    "match": ("matching", _matching, _plain_body),
    "sort": ("matching", _matching, _plain_body),
    "label": ("matching", _matching, _plain_body),
    "order": ("matching", _matching, _plain_body),
    "cloze": ("cloze", _nothing, _with_gaps),
    "curve": ("cloze", _nothing, _with_values),
}
