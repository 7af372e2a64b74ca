"""Moodle XML holds every kind as Moodle documents it, and every text as it was written."""

from __future__ import annotations

import base64
import html as entities
import random
import re
from xml.etree import ElementTree as ET

import pytest

from immunolearn.formats import export_questions, moodle
from immunolearn.formats.text import html, literal, plain

MARKS = "~=#{}:$<>&\"'`\\*_[]()^%|;,.@!?-+/ \nγ⁺ab"
FIRST = ["name", "questiontext", "generalfeedback", "defaultgrade", "penalty", "hidden", "idnumber"]
TYPES = {"single": "multichoice", "multiple": "multichoice", "numeric": "numerical", "text": "shortanswer"}
TYPES |= {"cloze": "cloze", "curve": "cloze", **dict.fromkeys(["match", "sort", "label", "order"], "matching")}
FRACTIONS = {100, 50, 33.33333, 25, 20, 16.66667, 14.28571, 12.5, 11.11111, 10, 0}
"""Shares of a mark that Moodle takes, as the writer can give them."""


def read(questions):
    root = ET.fromstring(moodle.write(questions))  # noqa: S314 - ours
    assert root.tag == "quiz"
    return [question for question in root if question.get("type") != "category"]


def said(element, path):
    return element.findtext(f"{path}/text")


def test_every_kind_is_a_question_of_moodle(every_kind):
    questions = read(every_kind)
    assert [(said(one, "name"), one.get("type")) for one in questions] == [
        (one.item.id, TYPES[one.item.kind]) for one in every_kind
    ]
    for one, question in zip(every_kind, questions, strict=True):
        assert [child.tag for child in question][: len(FIRST)] == FIRST
        assert question.findtext("idnumber") == one.name
        assert [said(tag, ".") for tag in question.iter("tag")] == [one.item.objective, one.item.level]
        assert [hint.findtext("text") for hint in question.findall("hint")] == [html(hint) for hint in one.item.hints]
        for answer in question.findall("answer"):
            assert abs(float(answer.get("fraction"))) in FRACTIONS
            assert answer.find("feedback").get("format") == "html"
    by_name = {said(one, "name"): one for one in questions}
    assert [(u.findtext("unit_name"), u.findtext("multiplier")) for u in by_name["amount"].iter("unit")] == [
        ("nM", "1"),
        ("pM", "1000"),
    ]
    assert by_name["many"].findtext("single") == "false"
    assert [said(sub, "answer") for sub in by_name["groups"].findall("subquestion")] == ["innate", "innate", "adaptive"]
    assert [said(sub, ".") for sub in by_name["pairs"].findall("subquestion")] == ["rituximab", "trastuzumab", ""]


def test_pictures_are_files_beside_their_text(every_kind):
    (question,) = [one for one in read(every_kind) if said(one, "name") == "regions"]
    text = question.find("questiontext")
    (file,) = text.findall("file")
    assert f'src="@@PLUGINFILE@@/{file.get("name")}"' in text.findtext("text")
    assert base64.b64decode(file.text).startswith(b"<svg")


def gaps(text):
    """Answers of the fields of a cloze, taken apart as Moodle does: at marks without a backslash or an & before."""
    for field in re.findall(r"\{1:(MULTICHOICE|SHORTANSWER|NUMERICAL):([^{}]*)\}", text):
        yield field[0], [re.split(r"(?<!&)#", part, maxsplit=1) for part in re.split("~", field[1])]


def test_awkward_texts_are_said_as_they_were_written(questions_with):
    chance = random.Random(3)  # noqa: S311 - not a secret
    for text in ["".join(chance.choices(MARKS, k=12)) for _ in range(4)]:
        authored = questions_with(literal(text))
        for one, question in zip(authored, read(authored), strict=True):
            item = one.item
            assert said(question, "questiontext").startswith(html(item.stem))
            if item.kind in {"single", "multiple"}:
                shown = [(said(a, "."), said(a, "feedback")) for a in question.findall("answer")]
                assert shown == [(html(option.text), html(option.feedback)) for option in item.options]
            elif item.kind == "text":
                names = [said(answer, ".").replace("\\*", "*") for answer in question.findall("answer")]
                assert names[0] == plain(item.answer)
            elif item.kind == "cloze":
                (_, chosen), (_, typed) = gaps(said(question, "questiontext"))
                assert [entities.unescape(option.lstrip("=")) for option, _ in chosen] == [
                    entities.unescape(html(option.text)) for option in item.gaps[0].options
                ]
                assert entities.unescape(typed[0][0].removeprefix("=")).replace("\\*", "*") == plain(
                    item.gaps[1].answer
                )


def test_a_lesson_is_written_and_what_is_lost_is_told(tmp_path):
    done = export_questions("monoclonal-antibodies", tmp_path / "lesson.xml")
    assert done.left_out == 0
    assert len(read_file(done.file)) == done.questions
    assert any(
        loss.startswith("order: asked as matching") and "order-of-killing" in loss for loss in done.losses
    ) or any(loss.startswith("sort") for loss in done.losses)


def read_file(file):
    return [one for one in ET.parse(file).getroot() if one.get("type") != "category"]  # noqa: S314 - ours


@pytest.mark.parametrize("kind", ["single", "cloze"])
def test_what_xml_cannot_hold_is_replaced(questions_with, kind):
    questions = [one for one in questions_with("a\x0bb") if one.item.kind == kind]
    assert "�" in ET.tostring(read(questions)[0], encoding="unicode")
