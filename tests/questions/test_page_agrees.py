"""On thousands of random answers the page reads, compares and scores as Python does."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
from pathlib import Path

import pytest

from immunolearn.questions import load_bank
from immunolearn.questions.grading import is_right, score
from immunolearn.questions.names import normalise, one_slip
from immunolearn.questions.numbers import read_number

ROOT = Path(__file__).parents[2]
CASES = 20_000 if os.environ.get("IMMUNOLEARN_LONG") else 2_000
PIECES = [
    *"0123456789.,-+%eE'’ \u00a0\u2009\u202f−–×x·*^⁵⁻⁰ab",
    *("10^", "1e", " × 10", "1,200", "1 200", "0.5", "PD-L1", "pd", "L1", "IL-", "12", "γ", "Γ", "β", "ς", "é", "ﬁ"),
    *("µ", "\u200b", "\u202e", "\u0301", "İ", "ß", "Ⅱ", "²", "_", "/", "\t", "\n", "months", "nM", "=", "“", "′", "中"),
]
SCRIPT = """
import { readFileSync } from "node:fs";
const { grade, isRight } = await import(process.argv[1] + "/grade.js");
const { normalise, oneSlip } = await import(process.argv[1] + "/names.js");
const { readNumber } = await import(process.argv[1] + "/numbers.js");
const { items, answers, texts } = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify({
  scores: answers.map(([item, given, confidence]) => grade(items[item], given, confidence)),
  rights: answers.map(([item, given]) => isRight(items[item], given)),
  forms: texts.map(([text]) => normalise(text)),
  numbers: texts.map(([text, other]) => readNumber(text, other)),
  slips: texts.map(([text, other]) => oneSlip(text, other)),
}));
"""


def random_text(chance):
    return "".join(chance.choice(PIECES) for _ in range(chance.randint(0, 9)))


def random_answer(item, chance):
    """An answer made of the question's own keys and values, right or wrong, and of rubbish."""
    keys = [part["key"] for name in ("options", "steps", "units") for part in item.get(name, [])]
    choices = [choice["key"] for choice in item.get("choices", [])] or ["nk", "b", "Fc", "fab"]
    values = [*choices, "9.6", "9,5", "4", "60", "55.5", "1e300", *item.get("accept", ["x"]), random_text(chance)]
    parts = [part["key"] for name in ("parts", "gaps") for part in item.get(name, [])] + list(
        map(str, item.get("asked", []))
    )
    whole = [*keys, *values, *(f"{part}={chance.choice(values)}" for part in parts for _ in range(2))]
    return [chance.choice(whole) for _ in range(chance.randint(0, 5))]


@pytest.fixture(scope="module")
def both():
    """Cases, what Python makes of them, and what the page does."""
    node = shutil.which("node") or shutil.which("node", path=str(ROOT / ".venv/bin"))
    assert node, "node was not found; make test installs it"
    chance = random.Random(11)  # noqa: S311 - not a secret
    bank = load_bank(Path(__file__).parent)
    items = [item.data(lambda text: text) for item in bank.items]
    items += [
        item | {"rule": rule} for item in items for rule in ("certainty", "partial") if item["kind"] == "multiple"
    ]
    words = ["sure", "think", "guess", None]
    which = [chance.randrange(len(items)) for _ in range(CASES)]
    answers = [[index, random_answer(items[index], chance), chance.choice(words)] for index in which]
    texts = []
    for _ in range(CASES):
        text = random_text(chance)
        cut = chance.randrange(len(text) + 1)
        texts.append([text, chance.choice(["", "%", "nM", "months", text[:cut] + text[cut + 1 :], text + "a"])])
    given = json.dumps({"items": items, "answers": answers, "texts": texts})
    page = subprocess.run(
        [node, "--input-type=module", "-e", SCRIPT, (ROOT / "js/src/quiz").as_uri()],
        input=given.encode(),
        capture_output=True,
        check=True,
    )
    python = {
        "scores": [score(items[index], answer, word) for index, answer, word in answers],
        "rights": [is_right(items[index], answer) for index, answer, _ in answers],
        "forms": [normalise(text) for text, _ in texts],
        "numbers": [read_number(text, other) for text, other in texts],
        "slips": [one_slip(text, other) for text, other in texts],
    }
    return (
        {"scores": answers, "rights": answers, **dict.fromkeys(["forms", "numbers", "slips"], texts)},
        python,
        json.loads(page.stdout),
    )


def same(ours, theirs):
    if isinstance(ours, float) and isinstance(theirs, int | float):
        return abs(ours - theirs) <= 1e-12 * max(1.0, abs(ours))
    return ours == theirs


@pytest.mark.parametrize("what", ["scores", "rights", "forms", "numbers", "slips"])
def test_the_page_does_as_python_does(both, what):
    cases, python, page = both
    pairs = list(zip(cases[what], python[what], page[what], strict=True))
    assert [pair for pair in pairs if not same(*pair[1:])][:5] == []
    assert len({repr(ours) for _, ours, _ in pairs}) >= 2


def test_the_random_answers_are_worth_comparing(both):
    scores = both[1]["scores"]
    assert sum(value is None for value in scores) > CASES / 50
    assert sum(value is not None and 0 < value < 1 for value in scores) > CASES / 20
    assert sum(value == 1 for value in scores) > CASES / 100
    assert sum(value is not None for value in both[1]["numbers"]) > CASES / 50
