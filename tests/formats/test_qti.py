"""QTI 2.1: another implementation (pyslet) knows every element, and gives the scores that we give."""

from __future__ import annotations

import io
import random
from collections import Counter
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest

from immunolearn.formats import export_questions, qti
from immunolearn.formats.text import literal, plain
from immunolearn.questions.grading import grade

pytestmark = pytest.mark.filterwarnings("ignore")  # pyslet is of 2017
SPACE = f"{{{qti.QTI}}}"
MARKS = "~=#{}:$<>&\"'`\\*_[]()^%|;,.@!?-+/ \nγ⁺ab"


def written(one):
    return qti._xml(qti.item(one, {}))


def loaded(one):
    from pyslet.qtiv2.xml import QTIDocument

    document = QTIDocument()
    document.read(src=io.BytesIO(written(one)))
    return document


def scored(one, responses):
    from pyslet.qtiv2.variables import ItemSessionState

    item = loaded(one).root
    state = ItemSessionState(item)
    state.begin_session()
    for name, value in responses.items():
        state[name].set_value(value)
    item.ResponseProcessing.run(state)
    outcomes = [name for name in item.declarations if name.startswith("FEEDBACK")]
    said = [reason for name in outcomes for reason in _several(state[name].value)]
    return state["SCORE"].value, said


def _several(value):
    return [] if value is None else [value] if isinstance(value, str) else list(value)


def values(one, given):
    """An answer as QTI has it."""
    kind = one.item.kind
    if kind == "single":
        return {"RESPONSE": given[0]}
    if kind == "numeric":
        return {"RESPONSE": float(given[0])}
    if kind == "text":
        return {"RESPONSE": given[0]}
    if kind in {"multiple", "order"}:
        return {"RESPONSE": given}
    if kind in {"match", "sort", "label"}:
        return {"RESPONSE": [tuple(f"{a}-{b}" for a, b in zip("pc", pair.split("="), strict=True)) for pair in given]}
    told = [pair.partition("=")[2] for pair in given]
    return {f"RESPONSE{n}": float(v) if kind == "curve" else v for n, v in enumerate(told, start=1)}


@pytest.mark.parametrize(
    ("item", "given"),
    [
        ("one", ["nk"]),
        ("one", ["b"]),
        ("many", ["a", "b"]),
        ("many", ["a"]),
        ("many", ["a", "b", "c"]),
        ("number", ["9.6"]),
        ("number", ["10"]),
        ("number", ["10.2"]),
        ("number", ["12"]),
        ("amount", ["4.5", "nm"]),
        ("amount", ["4.6", "nm"]),
        ("name", ["pd-l1"]),
        ("name", ["CD274"]),
        ("name", ["PD-1"]),
        ("gaps", ["cell=nk", "part=Fc"]),
        ("gaps", ["cell=b", "part=fc region"]),
        ("gaps", ["cell=b", "part=Fab"]),
        ("pairs", ["ritux=cd20", "trast=her2"]),
        ("pairs", ["ritux=cd20", "trast=spare"]),
        ("groups", ["nk=innate", "mac=adaptive", "b=adaptive"]),
        ("regions", ["ab-arm=arm", "ab-target=spare"]),
        ("steps", ["grip", "call", "kill"]),
        ("line", ["12=60", "36=30"]),
    ],
)
def test_another_implementation_gives_our_score_and_a_reason(every_kind, item, given):
    (one,) = [one for one in every_kind if one.item.id == item]
    score, reasons = scored(one, values(one, given))
    assert score == pytest.approx(grade(one.item, given), abs=1e-6)
    assert reasons or one.item.kind in {"match", "sort", "label", "order", "curve"}


def test_partial_marks_are_never_below_nothing(every_kind):
    (one,) = [one for one in every_kind if one.item.id == "many"]
    item = one.item.model_copy(update={"rule": "partial"})
    partial = type(one)(one.lesson, one.bank, one.group, item)
    for given in (["a"], ["a", "c"], ["c"], ["a", "b", "c"]):
        assert scored(partial, {"RESPONSE": given})[0] == pytest.approx(grade(item, given))


def test_another_implementation_knows_every_element(every_kind):
    for one in every_kind:
        ours = Counter(element.tag for element in ET.fromstring(written(one)).iter())  # noqa: S314 - ours
        theirs = Counter(element.tag for element in ET.fromstring(str(loaded(one))).iter())  # noqa: S314 - ours
        assert theirs == ours, one.item.id


def test_awkward_texts_are_said_as_they_were_written(questions_with):
    chance = random.Random(5)  # noqa: S311 - not a secret
    for text in ["".join(chance.choices(MARKS, k=12)) for _ in range(4)]:
        for one in questions_with(literal(text)):
            root = ET.fromstring(written(one))  # noqa: S314 - ours
            body = root.find(f"{SPACE}itemBody")
            assert "$" in one.item.stem or "".join(body[0].itertext()).startswith(plain(one.item.stem))
            if one.item.kind in {"single", "multiple"}:
                options = ["".join(choice.itertext()) for choice in body.iter(f"{SPACE}simpleChoice")]
                assert options == [plain(option.text) for option in one.item.options]
                reasons = ["".join(said.itertext()) for said in root.findall(f"{SPACE}modalFeedback")]
                assert [plain(option.feedback) for option in one.item.options] == reasons[:-1]


def test_the_package_lists_every_file_that_it_holds(tmp_path):
    done = export_questions("monoclonal-antibodies", tmp_path / "lesson.zip")
    with ZipFile(done.file) as package:
        names = set(package.namelist())
        manifest = ET.fromstring(package.read("imsmanifest.xml"))  # noqa: S314 - ours
        test = ET.fromstring(package.read("test.xml"))  # noqa: S314 - ours
        listed = {file.get("href") for file in manifest.iter(f"{{{qti.PACKAGE}}}file")}
        assert listed == names - {"imsmanifest.xml"}
        asked = [reference.get("href") for reference in test.iter(f"{SPACE}assessmentItemRef")]
        assert len(asked) == done.questions
        assert set(asked) <= names
        for name in asked:
            for image in ET.fromstring(package.read(name)).iter(f"{SPACE}img"):  # noqa: S314 - ours
                assert f"items/{image.get('src')}" in names
                assert image.get("alt")
