"""QTI 2.1, out: a package with an item for each question and a test of them all."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from immunolearn.formats.portable import decimal, grouped, xml
from immunolearn.formats.text import GAP_END, GAP_START, escaped, readable, without_images
from immunolearn.questions.grading import ROUNDING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from immunolearn.formats.portable import Answer, Portable

QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1"
PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_SAME = {"p", "em", "strong", "code", "sub", "sup", "ul", "ol", "li", "div", "table", "tr", "td", "th"}
_OTHER = {"details": "div", "summary": "p", "b": "strong", "i": "em"}
_GAP = re.compile(f"{GAP_START}([a-z0-9-]+){GAP_END}")
_REASON = "reason"


def write(questions: Sequence[Portable]) -> bytes:
    """Questions as a content package of QTI 2.1."""
    files: dict[str, bytes] = {}
    used: dict[str, list[str]] = {}
    for one in questions:
        images: dict[str, bytes] = {}
        name = f"items/{one.lesson}--{one.item.id}.xml"
        files[name] = _xml(item(one, images))
        used[name] = sorted(images)
        files |= {f"items/{image}": content for image, content in images.items()}
    files["test.xml"] = _xml(_test(questions))
    files["imsmanifest.xml"] = _xml(_manifest(used))
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as package:
        for name in sorted(files):
            package.writestr(ZipInfo(name, _EPOCH), files[name], ZIP_DEFLATED)
    return packed.getvalue()


def item(one: Portable, images: dict[str, bytes]) -> ET.Element:
    """Give one question as an assessmentItem; puts its pictures into ``images``."""
    root = ET.Element(
        "assessmentItem",
        {
            "xmlns": QTI,
            "identifier": f"{one.lesson}--{one.item.id}",
            "title": one.item.id,
            "adaptive": "false",
            "timeDependent": "false",
        },
    )
    return _Item(one, root, images).whole()


class _Item:
    """Builds one item."""

    def __init__(self, one: Portable, root: ET.Element, images: dict[str, bytes]) -> None:
        self.one, self.root, self.images = one, root, images
        self.body = ET.Element("itemBody")
        self.processing = ET.Element("responseProcessing")
        self.feedback: list[ET.Element] = []
        self.outcomes: list[ET.Element] = [_outcome("SCORE", "single", "float", "0")]

    def whole(self) -> ET.Element:
        self._rich(ET.SubElement(self.body, "div"), self.one.stem)
        _KINDS[self.one.item.kind](self)
        self._say("ALWAYS", "single", "source", self.one.reasons + self.one.source)
        self._set(self.processing, "ALWAYS", "identifier", "source")
        self.root.extend([*self.outcomes, self.body, self.processing, *self.feedback])
        return self.root

    # kinds

    def choice(self) -> None:
        single = self.one.item.kind == "single"
        right = [answer.key for answer in self.one.answers if answer.share > 0]
        declaration = self._declare("RESPONSE", "single" if single else "multiple", "identifier", right)
        _mapping(declaration, {answer.key: answer.share for answer in self.one.answers}, lowest=True)
        interaction = ET.SubElement(
            self.body,
            "choiceInteraction",
            responseIdentifier="RESPONSE",
            shuffle="true" if self.one.data["shuffle"] else "false",
            maxChoices="1" if single else "0",
        )
        for answer, option in zip(self.one.answers, self.one.data["options"], strict=True):
            choice = ET.SubElement(interaction, "simpleChoice", identifier=answer.key)
            if option["fixed"]:
                choice.set("fixed", "true")
            self._rich(choice, answer.text)
            self._say("FEEDBACK", "single" if single else "multiple", answer.key, answer.feedback)
        if self.one.item.rule == "all-or-nothing":
            self._all_or_nothing()
        else:
            self._score([_mapped("RESPONSE")])
            self._nothing_for_all()
        copied = ET.SubElement(self.processing, "setOutcomeValue", identifier="FEEDBACK")
        ET.SubElement(copied, "variable", identifier="RESPONSE")

    def _all_or_nothing(self) -> None:
        """Score the whole mark for the right response, and nothing for any other."""
        condition = ET.SubElement(self.processing, "responseCondition")
        when = ET.SubElement(condition, "responseIf")
        match = ET.SubElement(when, "match")
        ET.SubElement(match, "variable", identifier="RESPONSE")
        ET.SubElement(match, "correct", identifier="RESPONSE")
        self._set(when, "SCORE", "float", "1")

    def _nothing_for_all(self) -> None:
        """Ticking everything earns nothing, unless everything is right."""
        options = self.one.data["options"]
        if self.one.item.kind == "single" or all(option["right"] for option in options):
            return
        when = ET.SubElement(ET.SubElement(self.processing, "responseCondition"), "responseIf")
        equal = ET.SubElement(when, "equal", toleranceMode="exact")
        ET.SubElement(equal, "containerSize").append(_variable("RESPONSE"))
        ET.SubElement(equal, "baseValue", baseType="integer").text = str(len(options))
        self._set(when, "SCORE", "float", "0")

    def numeric(self) -> None:
        self._declare("RESPONSE", "single", "float", [self.one.answers[0].text])
        ET.SubElement(ET.SubElement(self.body, "p"), "textEntryInteraction", responseIdentifier="RESPONSE")
        self._judge("RESPONSE", "FEEDBACK", "SCORE", self.one.answers, _is_near)

    def word(self) -> None:
        self._declare("RESPONSE", "single", "string", [self.one.answers[0].text])
        ET.SubElement(
            ET.SubElement(self.body, "p"), "textEntryInteraction", responseIdentifier="RESPONSE", expectedLength="30"
        )
        self._judge("RESPONSE", "FEEDBACK", "SCORE", self.one.answers, _is_same)

    def cloze(self) -> None:
        gaps = {gap.key: gap for gap in self.one.gaps}
        text = ET.SubElement(self.body, "div")
        self._rich(text, self.one.data["text"])
        scores = []
        for number, (key, gap) in enumerate(gaps.items(), start=1):
            response, score = f"RESPONSE{number}", f"SCORE{number}"
            right = gap.answers[0].text if not gap.words else next(a.key for a in gap.answers if a.share == 1)
            self._declare(response, "single", "identifier" if gap.words else "string", [right])
            self.outcomes.append(_outcome(score, "single", "float", "0"))
            if not gap.words:
                interaction = ET.Element("textEntryInteraction", responseIdentifier=response, expectedLength="20")
                self._judge(response, f"FEEDBACK{number}", score, gap.answers, _is_same)
            else:
                interaction = ET.Element("inlineChoiceInteraction", responseIdentifier=response, shuffle="false")
                for answer, words in zip(gap.answers, gap.words, strict=True):
                    choice = ET.SubElement(interaction, "inlineChoice", identifier=answer.key)
                    choice.text = readable(words)
                self._judge(response, f"FEEDBACK{number}", score, gap.answers, _is_chosen)
            _replace(text, f"{GAP_START}{key}{GAP_END}", interaction)
            scores.append(_variable(score))
        self._mean(scores)

    def placed(self) -> None:
        pairs = self.one.pairs
        once = self.one.item.kind != "sort"
        declaration = self._declare(
            "RESPONSE", "multiple", "directedPair", [f"p-{pair.key} c-{pair.belongs}" for pair in pairs]
        )
        _mapping(declaration, {f"p-{pair.key} c-{pair.belongs}": 1 / len(pairs) for pair in pairs})
        interaction = ET.SubElement(
            self.body, "matchInteraction", responseIdentifier="RESPONSE", shuffle="true", maxAssociations="0"
        )
        sources = ET.SubElement(interaction, "simpleMatchSet")
        for pair in pairs:
            self._rich(
                ET.SubElement(sources, "simpleAssociableChoice", identifier=f"p-{pair.key}", matchMax="1"), pair.text
            )
        targets = ET.SubElement(interaction, "simpleMatchSet")
        for choice in self.one.data["choices"]:
            target = ET.SubElement(
                targets, "simpleAssociableChoice", identifier=f"c-{choice['key']}", matchMax="1" if once else "0"
            )
            self._rich(target, choice["text"])
        self._score([_mapped("RESPONSE")])

    def order(self) -> None:
        self._declare("RESPONSE", "ordered", "identifier", [step["key"] for step in self.one.data["steps"]])
        interaction = ET.SubElement(self.body, "orderInteraction", responseIdentifier="RESPONSE", shuffle="true")
        steps = {step["key"]: step for step in self.one.data["steps"]}
        for key in self.one.data["start"]:
            self._rich(ET.SubElement(interaction, "simpleChoice", identifier=key), steps[key]["text"])
        self._all_or_nothing()

    def curve(self) -> None:
        axes, real = self.one.data["axes"], {point["x"]: point["y"] for point in self.one.data["points"]}
        table = ET.SubElement(ET.SubElement(ET.SubElement(self.body, "div"), "table"), "tbody")
        head = ET.SubElement(table, "tr")
        for axis in (axes["x"], axes["y"]):
            unit = f" ({escaped(axis['unit'])})" if axis["unit"] else ""
            self._rich(ET.SubElement(head, "th"), axis["label"] + unit)
        scores = []
        for number, x in enumerate(self.one.data["asked"], start=1):
            response, score = f"RESPONSE{number}", f"SCORE{number}"
            self._declare(response, "single", "float", [decimal(real[x])])
            self.outcomes.append(_outcome(score, "single", "float", "0"))
            row = ET.SubElement(table, "tr")
            ET.SubElement(row, "td").text = f"{x:g}"
            ET.SubElement(ET.SubElement(row, "td"), "textEntryInteraction", responseIdentifier=response)
            condition = ET.SubElement(self.processing, "responseCondition")
            for tag, share, value in (("responseIf", 0.5, "1"), ("responseElseIf", 1.0, "0.5")):
                when = ET.SubElement(condition, tag)
                when.append(_near(response, decimal(real[x]), share * self.one.data["tolerance"]))
                self._set(when, score, "float", value)
            scores.append(_variable(score))
        self._mean(scores)

    # pieces

    def _declare(self, name: str, cardinality: str, base: str, right: Sequence[str]) -> ET.Element:
        declaration = ET.SubElement(
            self.root, "responseDeclaration", identifier=name, cardinality=cardinality, baseType=base
        )
        correct = ET.SubElement(declaration, "correctResponse")
        for value in right:
            ET.SubElement(correct, "value").text = readable(value)
        return declaration

    def _judge(
        self,
        response: str,
        feedback: str,
        score: str,
        answers: Sequence[Answer],
        test: Callable[[str, Answer], ET.Element],
    ) -> None:
        """What is foreseen, one after another; the first that holds gives the score and its reason."""
        condition = ET.Element("responseCondition")
        for number, answer in enumerate(answers, start=1):
            name = f"{_REASON}{number}"
            self._say(feedback, "single", name, answer.feedback)
            if answer.is_otherwise:
                when = ET.SubElement(condition, "responseElse")
            else:
                when = ET.SubElement(condition, "responseElseIf" if len(condition) else "responseIf")
                when.append(test(response, answer))
            if answer.share:
                self._set(when, score, "float", decimal(answer.share))
            self._set(when, feedback, "identifier", name)
        given = ET.SubElement(self.processing, "responseCondition")
        when = ET.SubElement(given, "responseIf")
        ET.SubElement(ET.SubElement(when, "not"), "isNull").append(_variable(response))
        when.append(condition)

    def _score(self, parts: list[ET.Element]) -> None:
        setting = ET.SubElement(self.processing, "setOutcomeValue", identifier="SCORE")
        setting.extend(parts)

    def _mean(self, scores: list[ET.Element]) -> None:
        mean = ET.Element("divide")
        ET.SubElement(mean, "sum").extend(scores)
        ET.SubElement(mean, "baseValue", baseType="float").text = str(len(scores))
        self._score([mean])

    def _set(self, parent: ET.Element, name: str, base: str, value: str) -> None:
        setting = ET.SubElement(parent, "setOutcomeValue", identifier=name)
        ET.SubElement(setting, "baseValue", baseType=base).text = value

    def _say(self, outcome: str, cardinality: str, name: str, source: str) -> None:
        """Feedback that is shown when an outcome has (or holds) a name."""
        if not any(declared.get("identifier") == outcome for declared in self.outcomes):
            self.outcomes.append(_outcome(outcome, cardinality, "identifier"))
        said = ET.Element("modalFeedback", outcomeIdentifier=outcome, identifier=name, showHide="show")
        self._rich(said, source)
        self.feedback.append(said)

    def _rich(self, parent: ET.Element, source: str) -> None:
        """Put HTML into an element, as QTI's part of XHTML, with its pictures as files."""
        text, files = without_images(source, "")
        self.images |= files
        reader = _Xhtml(parent)
        reader.feed(text)
        reader.close()


class _Xhtml(HTMLParser):
    """Makes elements of our own HTML."""

    def __init__(self, parent: ET.Element) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [parent]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "br":
            ET.SubElement(self.open[-1], "br")
        elif tag == "img":
            ET.SubElement(self.open[-1], "img", src=given.get("src", ""), alt=readable(given.get("alt", "")))
        elif tag == "a":
            self.open.append(ET.SubElement(self.open[-1], "a", href=given.get("href", "")))
        elif tag in _SAME or tag in _OTHER:
            kept = {"class": given["class"]} if "class" in given else {}
            element = ET.SubElement(self.open[-1], _OTHER.get(tag, tag), kept)
            self.open.append(ET.SubElement(element, "tbody") if tag == "table" else element)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" or tag in _SAME or tag in _OTHER:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        parent = self.open[-1]
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + readable(data)
        else:
            parent.text = (parent.text or "") + readable(data)


def _replace(parent: ET.Element, mark: str, element: ET.Element) -> bool:
    """Put an element where a mark stands in a text."""
    if mark in (parent.text or ""):
        parent.text, _, element.tail = (parent.text or "").partition(mark)
        parent.insert(0, element)
        return True
    for place, child in enumerate(parent):
        if _replace(child, mark, element):
            return True
        if mark in (child.tail or ""):
            child.tail, _, element.tail = (child.tail or "").partition(mark)
            parent.insert(place + 1, element)
            return True
    return False


def _outcome(name: str, cardinality: str, base: str, value: str | None = None) -> ET.Element:
    declaration = ET.Element("outcomeDeclaration", identifier=name, cardinality=cardinality, baseType=base)
    if value is not None:
        ET.SubElement(ET.SubElement(declaration, "defaultValue"), "value").text = value
    return declaration


def _mapping(declaration: ET.Element, shares: dict[str, float], *, lowest: bool = False) -> None:
    mapping = ET.SubElement(declaration, "mapping", defaultValue="0")
    if lowest:
        mapping.set("lowerBound", "0")
    for key, share in shares.items():
        ET.SubElement(mapping, "mapEntry", mapKey=key, mappedValue=f"{share:.12g}")


def _mapped(name: str) -> ET.Element:
    return ET.Element("mapResponse", identifier=name)


def _variable(name: str) -> ET.Element:
    return ET.Element("variable", identifier=name)


def _is_near(response: str, answer: Answer) -> ET.Element:
    return _near(response, answer.text, answer.tolerance)


def _near(response: str, value: str, tolerance: float) -> ET.Element:
    within = ET.Element("and")
    slack = tolerance + ROUNDING * abs(float(value))
    for tag, limit in (("gte", float(value) - slack), ("lte", float(value) + slack)):
        side = ET.SubElement(within, tag)
        side.append(_variable(response))
        ET.SubElement(side, "baseValue", baseType="float").text = decimal(limit)
    return within


def _is_same(response: str, answer: Answer) -> ET.Element:
    match = ET.Element("stringMatch", caseSensitive="false", substring="false")
    match.append(_variable(response))
    ET.SubElement(match, "baseValue", baseType="string").text = readable(answer.text)
    return match


def _is_chosen(response: str, answer: Answer) -> ET.Element:
    match = ET.Element("match")
    match.append(_variable(response))
    ET.SubElement(match, "baseValue", baseType="identifier").text = answer.key
    return match


def _test(questions: Sequence[Portable]) -> ET.Element:
    root = ET.Element("assessmentTest", {"xmlns": QTI, "identifier": "test", "title": "immunolearn"})
    part = ET.SubElement(root, "testPart", identifier="part", navigationMode="nonlinear", submissionMode="individual")
    for first, group in grouped(questions):
        section = ET.SubElement(
            part,
            "assessmentSection",
            identifier=f"{first.lesson}--{first.group.id}",
            title=readable(first.group.title),
            visible="true",
        )
        for one in group:
            name = f"{one.lesson}--{one.item.id}"
            ET.SubElement(section, "assessmentItemRef", identifier=f"ref--{name}", href=f"items/{name}.xml")
    return root


def _manifest(used: dict[str, list[str]]) -> ET.Element:
    root = ET.Element("manifest", {"xmlns": PACKAGE, "identifier": "immunolearn"})
    metadata = ET.SubElement(root, "metadata")
    ET.SubElement(metadata, "schema").text = "QTIv2.1 Package"
    ET.SubElement(metadata, "schemaversion").text = "1.0.0"
    ET.SubElement(root, "organizations")
    resources = ET.SubElement(root, "resources")
    test = ET.SubElement(resources, "resource", identifier="test", type="imsqti_test_xmlv2p1", href="test.xml")
    ET.SubElement(test, "file", href="test.xml")
    for number, (name, images) in enumerate(used.items(), start=1):
        ET.SubElement(test, "dependency", identifierref=f"item{number}")
        resource = ET.SubElement(
            resources, "resource", identifier=f"item{number}", type="imsqti_item_xmlv2p1", href=name
        )
        for file in (name, *(f"items/{image}" for image in images)):
            ET.SubElement(resource, "file", href=file)
    return root


def _xml(root: ET.Element) -> bytes:
    space = root.get("xmlns", "")
    root.set("xmlns:xsi", _INSTANCE)
    root.set("xsi:schemaLocation", f"{space} {space}.xsd")
    return xml(root)


_KINDS: dict[str, Callable[[_Item], None]] = {
    "single": _Item.choice,
    "multiple": _Item.choice,
    "numeric": _Item.numeric,
    "text": _Item.word,
    "cloze": _Item.cloze,
    "match": _Item.placed,
    "sort": _Item.placed,
    "label": _Item.placed,
    "order": _Item.order,
    "curve": _Item.curve,
}
