"""Whatever a bank's file holds, it loads or is refused with a sentence."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from immunolearn.errors import ContentError
from immunolearn.questions import grade, load_bank
from immunolearn.questions.bank import _load
from immunolearn.questions.element import element_data
from immunolearn.questions.static import group

GOOD = (Path(__file__).parent / "quiz.yaml").read_text(encoding="utf-8")
MUTANTS = 10_000 if os.environ.get("IMMUNOLEARN_LONG") else 300
PIECES = [
    *("true", "no", "~", ".nan", ".inf", "-.inf", "1e400", "9" * 400, "0x1f", "1:30", "2026-13-45", "2026-01-31"),
    *("*x", "&x y", "!!python/object:os.system x", "!!binary aGk=", "<<: {a: b}", "? [a, b]", "[", "{", "]", "}"),
    *("- ", ": ", "#", "|", ">", "'", '"', "%", "@", "`", "\t", "---\n", "...\n", "=", "[]", "{}", "**", "\\"),
    *("\x00", "\x07", "\ufeff", "\u2028", "\ud7ff", "$x^$", r"$\frac$", r"$\ce{A}$", "$$", "[[gap]]", "[["),
    *("{{ 10 ** 10 ** 10 }}", "{{", "}}", "{{ rate }}", '{{ rate("a", "b") }}', "{{ x.__class__ }}", "{#"),
    *("{% for i in x %}", "[a](javascript:alert(1))", "<script>", "kind: sort", "kind: curve", "id: one"),
    *("rule: certainty", "answer: []", "x: 1", "is: nk", "factor: 0", "tolerance: -1"),
]  # fmt: skip


def mutate(text, chance):
    """The text with one to four changes: pieces put in, parts taken out, doubled or swapped."""
    for _ in range(chance.randint(1, 4)):
        lines = text.split("\n")
        at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        place = chance.randrange(len(text) + 1)
        how = chance.randrange(8)
        if how == 0:
            text = text[:place] + chance.choice(PIECES) + text[place:]
        elif how == 1:
            text = text[:place] + text[place + chance.randint(1, 30) :]
        elif how == 2:
            lines[at] = lines[at].partition(":")[0] + ": " + chance.choice(PIECES)
        elif how == 3:
            lines[at], lines[other] = lines[other], lines[at]
        elif how == 4:
            lines.insert(at, lines[other])
        elif how == 5:
            del lines[at]
        elif how == 6:
            lines[at] = " " * chance.randint(0, 12) + lines[at].lstrip()
        else:
            lines[at] = "".join(chance.choice([c, c, c, c, chr(chance.randrange(0x20, 0x3000))]) for c in lines[at])
        if how > 1:
            text = "\n".join(lines)
    return text


def attempt(folder, content):
    """Load a bank with all that is made of it; give the refusal, if it is refused."""
    (folder / "quiz.yaml").write_bytes(content)
    _load.cache_clear()
    try:
        bank = load_bank(folder)
        items = [element_data(bank, item) for item in bank.items]
    except ContentError as error:
        return str(error)
    group("All", items)
    for item in bank.items:
        result = grade(item, ["a", "nk", "12=3", "cell=nk"])
        assert result is None or 0 <= result <= 1
    return None


def test_the_unchanged_bank_loads(tmp_path):
    assert attempt(tmp_path, GOOD.encode()) is None


def test_every_mutant_loads_or_is_refused_with_its_place(tmp_path):
    chance = random.Random(4)  # noqa: S311 - not a secret
    refused = 0
    for _ in range(MUTANTS):
        said = attempt(tmp_path, mutate(GOOD, chance).encode("utf-8", "surrogatepass"))
        if said is not None:
            refused += 1
            assert f"{tmp_path.name}/quiz.yaml" in said
            assert len(said) < 1500
    assert MUTANTS / 3 < refused < MUTANTS


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "fields are needed here"),
        (b"\xff\xfe\x00g", "UTF-8"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "UTF-8"),
        (b"groups: [\x00]", "Not readable"),
        (b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]", "anchors and aliases"),
        (b"groups: " + b"[" * 100_000, "more than 30"),
        (b"groups: " + b"{a: " * 100_000, "more than 30"),
        (b"- " * 50_000, "more than 30"),
        (b"x" * 1_000_001, "at most 1000000"),
        (b"groups: " + b"9" * 10_000, "cannot be read"),
        (b"groups: 2026-99-99", "cannot be read"),
        (b"groups: !!python/object/apply:os.system [ls]", "the tag"),
        (b"groups: {a: 1, a: 2}", "given twice"),
        (b"groups: {1: 2}", "plain word"),
        (b"groups: {<<: {a: 1}}", "plain word"),
        (b"groups: []\n---\ngroups: []", "Not YAML"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_a_file_that_is_no_bank_is_refused(tmp_path, content, message):
    assert message in (attempt(tmp_path, content) or "it loads")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("answer: 4\n", "answer: .nan\n", "item 'amount': answer: "),
        ("answer: 4\n", "answer: .inf\n", "item 'amount': answer: "),
        ("answer: 4\n", "answer: true\n", "item 'amount': answer: "),
        ("answer: 4\n", "answer: 2026-01-31\n", "item 'amount': answer: "),
        ("answer: 4\n", "answer: '4'\n", "item 'amount': answer: "),
        ("answer: 4\n", 'answer: \'{{ rate("sirius", "dara-16") }}\'\n', "not exactly one number"),
        ("answer: 4\n", "answer: 4,5\n", "answer: a number is needed, with a decimal point"),
        ("tolerance: 0.5\n", "tolerance: 5 percent\n", "or a share of the right value, as 5% (given: '5 percent')"),
        ("tolerance: 0.5\n", "tolerance: -1\n", "item 'amount': tolerance: "),
        ("factor: 1}", "factor: 2}", "factor 1"),
        ("value: 12, tolerance: 1", "value: 9.7", "9.7 is right, by the tolerance"),
        ("text: PD-1, mis", "text: B7-H1, mis", "'B7-H1' is an accepted answer"),
        ("[[part]]", "[[prat]]", "Each stands once as"),
        ("is: cd20", "is: her2", "each choice is used at most once"),
        ("is: adaptive", "is: either", "none of the choices"),
        ("key: ab-arm", "key: ab-leg", "no element with the id 'ab-leg'"),
        ("picture: antibody\n    alt", "picture: antibodi\n    alt", "Did you mean 'antibody'"),
        ("asked: [12, 36]", "asked: [13]", "13 is not the x of a point"),
        ("{x: 36, y: 30}", "{x: 36, y: 300}", "outside the axes"),
        ("confidence: true\n", "confidence: false\n", "needs confidence: true"),
        ("pair: first-guess", "pair: many", "not an item of a group of kind before"),
        ("$K_D = 10^{-9}$", r"$\\ce{H2O}$", "chemistry"),
        ("$K_D = 10^{-9}$", r"$K^$", "cannot be read"),
        ("$K_D = 10^{-9}$", r"$\\unknown$", "not known"),
        ("Why others are wrong.", "'[x](javascript:alert(1))'", "Links lead to"),
        ("[SIRIUS, ", "[SIRIUS, more, ", "a row has 3 cells, the head has 2"),
    ],
)
def test_nonsense_is_refused_with_file_line_and_item(tmp_path, old, new, message):
    assert old in GOOD
    said = attempt(tmp_path, GOOD.replace(old, new, 1).encode())
    assert message in (said or "it loads")
    assert said.split(":")[1].isdigit()
    assert "item '" in said
