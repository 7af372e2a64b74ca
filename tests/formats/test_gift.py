"""GIFT: what goes out comes back equal; another parser reads the same; a broken file writes nothing."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from pathlib import Path

import pytest

from immunolearn.errors import ContentError
from immunolearn.formats import export_questions, gift, import_questions
from immunolearn.formats.complete import Defaults, complete
from immunolearn.formats.text import html, literal, plain
from immunolearn.questions.bank import Bank, load_bank

MARKS = "~=#{}:$<>&\"'`\\*_[]()^%|;,.@!?-+/ \nγ⁺ab"
ROOT = Path(__file__).parents[2]
PARSER = ROOT / "node_modules" / "gift-pegjs"
SCRIPT = """
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
const { parse } = createRequire(process.argv[1] + "/")("./pegjs-gift.js");
process.stdout.write(JSON.stringify(parse(readFileSync(0, "utf8"))));
"""


def back(questions, tmp_path):
    draft = gift.read(gift.write(questions).decode(), "quiz.gift")
    bank = complete(draft, Defaults(), tmp_path / "mine")
    return Bank.model_validate(bank), draft.faults


def taken(text, tmp_path, **fields):
    (tmp_path / "quiz.gift").write_text(text, encoding="utf-8")
    done = import_questions(tmp_path / "quiz.gift", tmp_path / "mine", **fields)
    return load_bank(tmp_path / "mine"), done.faults


def carried(questions):
    return [one.item for one in questions if gift.takes(one)]


def test_every_kind_that_gift_knows_comes_back_equal(every_kind, tmp_path):
    bank, faults = back(every_kind, tmp_path)
    assert bank.items == carried(every_kind)
    assert {item.kind for item in bank.items} == {
        "single", "multiple", "numeric", "text", "match", "sort", "label", "order"
    }  # fmt: skip
    assert [(group.id, group.title, group.kind) for group in bank.groups] == [
        (group.id, group.title, group.kind) for group in every_kind[0].bank.groups
    ]
    assert faults == []


def parsed(text):
    node = shutil.which("node") or shutil.which("node", path=str(ROOT / ".venv/bin"))
    assert node, "node was not found; make test installs it"
    done = subprocess.run(
        [node, "--input-type=module", "-e", SCRIPT, str(PARSER)], input=text, capture_output=True, check=True
    )
    return [question for question in json.loads(done.stdout) if question["type"] != "Category"]


def decoded(text):
    """A choice of a match, in which gift-pegjs leaves its own stand-ins."""
    for place, mark in {
        "&&092;": "\\",
        "&&058;": ":",
        "&&035;": "#",
        "&&061;": "=",
        "&&123;": "{",
        "&&125;": "}",
    }.items():
        text = text.replace(place, mark)
    return text.replace("&&126;", "~").replace("&&010", "\n")


@pytest.mark.skipif(not PARSER.exists(), reason="npm ci installs gift-pegjs, the other parser")
def test_another_parser_reads_the_same(questions_with):
    chance = random.Random(7)  # noqa: S311 - not a secret
    texts = ["", *("".join(chance.choices(MARKS, k=12)) for _ in range(8))]
    for text in texts:
        questions = [one for one in questions_with(literal(text)) if gift.takes(one)]
        read = parsed(gift.write(questions))
        assert [one["title"] for one in read] == [one.item.id for one in questions]
        for one, other in zip(questions, read, strict=True):
            item = one.item
            assert other["id"] == f"tiny/{item.id}"
            assert other["tags"] == [item.objective, item.level]
            assert other["stem"] == {"format": "html", "text": one.stem}
            if item.kind in {"single", "multiple"}:
                assert other["type"] == "MC"
                assert [choice["text"]["text"] for choice in other["choices"]] == [html(o.text) for o in item.options]
                assert [c["feedback"]["text"] for c in other["choices"]] == [html(o.feedback) for o in item.options]
                earned = [100 if c["isCorrect"] else c["weight"] or 0 for c in other["choices"]]
                assert [share > 0 for share in earned] == [option.right for option in item.options]
                assert sum(share for share in earned if share > 0) == pytest.approx(100, abs=0.001)
            elif item.kind == "numeric":
                assert other["type"] == "Numerical"
                assert other["choices"][0]["text"]["number"] == one.data["answer"]
                assert other["choices"][0]["feedback"]["text"] == html(item.right)
                assert other["choices"][-1]["feedback"]["text"] == html(item.otherwise)
            elif item.kind == "text":
                assert other["type"] == "Short"
                assert other["choices"][0]["text"]["text"] == plain(item.answer).replace("*", "\\*")
                weights = {choice["text"]["text"]: choice["weight"] for choice in other["choices"]}
                assert weights[plain(item.wrong[0].text).replace("*", "\\*")] == 0
                assert weights["*"] == 0
            else:
                assert other["type"] == "Matching"
                shown = [(pair["subquestion"]["text"], decoded(pair["subanswer"])) for pair in other["matchPairs"]]
                squeezed = [(pair.text, " ".join(html(literal(pair.match)).split())) for pair in one.pairs]
                assert [(left, " ".join(right.split())) for left, right in shown if left] == squeezed


def test_what_was_changed_in_the_body_wins_over_the_comment(every_kind, tmp_path):
    text = gift.write([one for one in every_kind if one.item.id in {"one", "number"}]).decode()
    text = text.replace("With <em>marks</em>", "With <em>new</em> marks").replace("Natural killer", "Macrophage")
    text = text.replace("=%100%9.6\\:", "=%100%9.6:").replace("=%100%9.6:0.48", "=%100%10:1")
    bank, _ = taken(text, tmp_path)
    one, number = bank.items
    assert one.stem.startswith("With *new* marks, a formula")
    assert [(option.key, option.text) for option in one.options] == [("macrophage", "Macrophage"), ("b", "B cell")]
    assert one.options[1].misconception == "any-cell"
    assert (number.answer, number.tolerance) == (10, 1)
    assert one.hints == ["Look *again*.", "Nearly told."]


def test_without_our_comments_the_body_alone_is_read(every_kind, tmp_path):
    lines = gift.write(every_kind).decode().split("\n")
    bank, faults = taken("\n".join(line for line in lines if not line.startswith("//")), tmp_path)
    whole = {one.item.id: one for one in every_kind}
    for item in bank.items:
        if item.kind in {"single", "multiple"}:
            authored = whole[item.id].item
            assert [(html(o.text), o.right, html(o.feedback)) for o in item.options] == [
                (html(o.text), o.right, html(o.feedback)) for o in authored.options
            ]
    assert any("objective and level and source not given" in fault for fault in faults)
    assert any("<img> is left out" in fault for fault in faults)


FOREIGN = r"""
// written by hand
$CATEGORY: $course$/Cells // of blood/Killers

::NK::Which cell kills <b>without</b> priming? {
  =NK cell # Yes\: it is innate.
  ~B cell # It makes \{antibodies\}.
  ~%50%T cell
  #### Look at "innate".
}

Perforin makes holes {T#No.#Yes.}

Granzymes {=cut ~open} proteins.

How many chains has an antibody? {#=4:0 # Two and two. =%50%2:0 #Half. =%0%1..1#No. ~#Count.}

What does an NK cell read? {=%100%MHC-I =HLA class I =%0%CD4#No.}

Which two? {~%50%a ~%50%b ~%-100%c}

Match. {=NK -> innate =B -> adaptive = -> spare}

Sort. {=NK -> innate =B -> adaptive =T -> adaptive}

[markdown]Is \{\{ this \}\} *safe*? {=yes ~no}

Write an essay. {}

Only a description.
"""


def test_gift_of_others_is_read_and_what_is_left_out_is_told(tmp_path):
    bank, faults = taken(FOREIGN, tmp_path, objective="cells", level="explain", source="Cells at work")
    group = bank.groups[0]
    assert (group.id, group.title) == ("killers", "Killers")
    kinds = {item.id: item.kind for item in bank.items}
    assert list(kinds.values()) == [
        "single", "single", "single", "numeric", "text", "multiple", "match", "sort", "single"
    ]  # fmt: skip
    nk, truth, gap, number, name, two, match, sort, safe = bank.items
    assert nk.stem == "Which cell kills **without** priming?"
    assert [(option.text, option.right) for option in nk.options] == [
        ("NK cell", True),
        ("B cell", False),
        ("T cell", False),
    ]
    assert nk.options[0].feedback == 'Yes: it is innate.\n\nLook at "innate".'
    assert html(nk.options[1].feedback) == "It makes {antibodies}."
    assert [(option.text, option.right, option.feedback) for option in truth.options] == [
        ("True", True, "Yes."),
        ("False", False, "No."),
    ]
    assert plain(gap.stem) == "Granzymes _____ proteins."
    assert (number.answer, number.tolerance, number.otherwise) == (4, 0, "Count.")
    assert [(wrong.value, wrong.tolerance) for wrong in number.wrong] == [(1, 0)]
    assert (name.answer, [wrong.text for wrong in name.wrong]) == ("MHC-I", ["CD4"])
    assert [option.right for option in two.options] == [True, True, False]
    assert [choice.text for choice in match.choices] == ["innate", "adaptive", "spare"]
    assert [part.belongs for part in sort.parts] == ["innate", "adaptive", "adaptive"]
    assert plain(safe.stem) == "Is {{ this }} safe?"
    assert {item.source for item in bank.items} == {"Cells at work"}
    for told in (
        "half right",
        "2:0 is left out",
        "an essay question",
        "a description",
        "general feedback",
        "no reason",
    ):
        assert any(told in fault for fault in faults), told


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Fine? {=a ~b}\n\nOpen {=a ~b", r"quiz.gift:3: a question has one \{ and one \}"),
        ("::Title: What? {=a ~b}", r"quiz.gift:1: a title begins with :: and has no second"),
        ("How many? {#many}", r"quiz.gift:1: 'many' is no number. Write 4.2"),
        ("Which? {=a -> b =c}", r"quiz.gift:1: 'c' has no ->"),
        ("Which? {~}", r"quiz.gift:1: |No question was found"),
        ("// immunolearn {broken\nWhich? {=a ~b}", r"quiz.gift:2: the comment .* is broken"),
        ("Only words.", r"No question was found that can be taken over. .*a description"),
        ("", "No question was found"),
    ],
)
def test_broken_gift_is_refused_with_its_line_and_nothing_is_written(text, said, tmp_path):
    (tmp_path / "quiz.gift").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=said):
        import_questions(tmp_path / "quiz.gift", tmp_path / "mine")
    assert [file.name for file in tmp_path.iterdir()] == ["quiz.gift"]


def test_a_file_that_is_not_utf_8_is_refused_with_its_line(tmp_path):
    (tmp_path / "quiz.gift").write_bytes("Which? {=a ~b}\n\nÄ? {=a ~b}".encode("latin-1"))
    with pytest.raises(ContentError, match=r"quiz.gift:3: Not in UTF-8"):
        import_questions(tmp_path / "quiz.gift", tmp_path / "mine")


def test_every_lesson_comes_back_equal(tmp_path):
    done = export_questions("monoclonal-antibodies", tmp_path / "lesson.gift")
    assert done.left_out == 1
    import_questions(tmp_path / "lesson.gift", tmp_path / "mine")
    from immunolearn.formats.exchange import select

    assert load_bank(tmp_path / "mine").items == carried(select("monoclonal-antibodies"))
