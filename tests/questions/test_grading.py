"""Python and the page give the same scores."""

from __future__ import annotations

import itertools
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from immunolearn.questions import load_bank
from immunolearn.questions.grading import CERTAINTY, grade, is_right, score
from immunolearn.questions.numbers import number_at, read_number

ROOT = Path(__file__).parents[2]
VECTORS = json.loads((ROOT / "tests/vectors/scores.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_python_scores_as_the_shared_vectors_say(vector):
    got = score(vector["item"], vector["given"], vector.get("confidence"))
    assert got == (None if vector["score"] is None else pytest.approx(vector["score"], abs=1e-12))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_python_calls_right_what_the_shared_vectors_do(vector):
    assert is_right(vector["item"], vector["given"]) is vector["right"]


BANK = load_bank(Path(__file__).parent)
DATA = [item.data(lambda text: text) for item in BANK.items]
WORDS = st.sampled_from(["sure", "think", "guess", None])


def keys(item):
    """Strings that an answer to the question may hold, right, wrong and foreign."""
    options = [option["key"] for option in item.get("options", [])]
    steps = [step["key"] for step in item.get("steps", [])]
    choices = [choice["key"] for choice in item.get("choices", [])]
    placed = [f"{part['key']}={choice}" for part in item.get("parts", []) for choice in choices]
    gaps = [f"{gap['key']}={value}" for gap in item.get("gaps", []) for value in ("nk", "b", "Fc", "Fab", "")]
    drawn = [f"{x}={y}" for x in item.get("asked", []) for y in (0, 30, 55.5, "60,5", 1e300, "")]
    typed = [*item.get("accept", []), "9.6", "9,5", "4", "nm", "pm"]
    return [*options, *steps, *placed, *gaps, *drawn, *typed, "", "=", "a=b=c"]


@st.composite
def answered(draw):
    item = draw(st.sampled_from(DATA))
    return item, draw(st.lists(st.one_of(st.sampled_from(keys(item)), st.text(max_size=8)), max_size=6)), draw(WORDS)


@given(answered())
def test_a_score_is_between_0_and_1_or_there_is_none(case):
    result = score(*case)
    assert result is None or 0 <= result <= 1


@given(answered(), st.randoms(use_true_random=False))
def test_the_order_of_an_answer_counts_only_where_order_is_asked(case, chance):
    item, answer, word = case
    other = chance.sample(answer, len(answer))
    if item["kind"] not in {"order", "numeric", "text"}:
        assert score(item, answer, word) == score(item, other, word)


@given(st.lists(st.booleans(), min_size=2, max_size=7).filter(any), st.sampled_from(["partial", "all-or-nothing"]))
def test_ticking_everything_never_beats_thinking(rights, rule):
    item = {"kind": "multiple", "rule": rule, "options": [{"key": f"o{n}", "right": r} for n, r in enumerate(rights)]}
    everything = score(item, [option["key"] for option in item["options"]])
    thinking = score(item, [option["key"] for option in item["options"] if option["right"]])
    assert thinking == 1
    assert everything == (1 if all(rights) else 0)


@given(st.floats(0, 1))
def test_the_honest_word_pays_best(chance):
    expected = {word: chance * right + (1 - chance) * wrong for word, (right, wrong) in CERTAINTY.items()}
    honest = "sure" if chance > 4 / 5 else "think" if chance > 2 / 3 else "guess"
    assert expected[honest] >= max(expected.values()) - 1e-12


def test_each_word_pays_best_somewhere_and_alone():
    def expected(word, chance):
        right, wrong = CERTAINTY[word]
        return chance * right + (1 - chance) * wrong

    for word, chance in {"sure": 0.9, "think": 0.73, "guess": 0.5}.items():
        assert all(expected(word, chance) > expected(other, chance) for other in set(CERTAINTY) - {word})


@pytest.mark.parametrize("length", range(2, 7))
def test_only_the_right_order_earns_everything_and_the_first_shown_half_at_most(length):
    from immunolearn.questions import read_item

    for seed in range(20):
        item = read_item(
            {"id": f"q{seed}", "kind": "order", "objective": "o", "level": "recall", "stem": "?", "source": "s"}
            | {"steps": [{"key": f"s{n}", "text": "t", "feedback": "f"} for n in range(length)]}
        )
        assert grade(item, item.start) <= 0.5
        assert item.start == item.start
    full = [order for order in itertools.permutations([f"s{n}" for n in range(length)]) if grade(item, order) == 1]
    assert full == [tuple(f"s{n}" for n in range(length))]


def test_choices_are_never_mixed_into_the_order_of_the_answer():
    for item in DATA:
        if item["kind"] in {"match", "label"}:
            shown = [choice["key"] for choice in item["choices"]]
            assert shown[: len(item["parts"])] != [part["is"] for part in item["parts"]]


@given(st.floats(-1e9, 1e9, allow_nan=False), st.sampled_from(["{:.3f}", "{:,.3f}", "{:e}", "{:.1f} ", "{:+.2f}"]))
def test_a_number_is_read_as_it_is_written(value, form):
    text = form.format(value)
    assert read_number(text) == pytest.approx(float(text.replace(",", "")), rel=1e-12)


@given(st.text(max_size=70))
def test_whatever_is_typed_is_a_finite_number_or_none(text):
    value = read_number(text)
    assert value is None or abs(value) < float("inf")


@pytest.mark.parametrize("value", [4, 4.5, '{{ median("emilia", "t-dm1", "pfs") }}'])
def test_a_number_of_a_bank_stands_or_is_read_from_its_table(value):
    assert number_at(value) in {4.0, 4.5, 9.6}


def test_the_pages_own_tests_pass():
    node = shutil.which("node", path=None) or shutil.which("node", path=str(ROOT / ".venv/bin"))
    assert node, "node was not found; make test installs it"
    files = sorted(map(str, (ROOT / "js/test").glob("*.test.js")))
    assert files
    result = subprocess.run([node, "--test", *files], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout
