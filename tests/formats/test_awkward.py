"""Special characters survive in every field, in every format that goes both ways."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from immunolearn.formats import gift, table
from immunolearn.formats.complete import Defaults, complete
from immunolearn.formats.text import author, escaped, html, literal, plain
from immunolearn.questions.bank import Bank

MARKS = "~=#{}:$<>&\"'`\\*_[]()^%|;,.@!?-+/ \nαγκ⁺⁻⁹₂é日"
AWKWARD = st.text(
    st.one_of(st.sampled_from(MARKS), st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"])), max_size=30
)


def bank_of(draft, folder):
    return complete(draft, Defaults(), folder)


@settings(max_examples=25)
@given(text=AWKWARD)
def test_gift(text, questions_with, tmp_path_factory):
    questions = questions_with(literal(text))
    draft = gift.read(gift.write(questions).decode(), "quiz.gift")
    bank = Bank.model_validate(bank_of(draft, tmp_path_factory.getbasetemp() / "mine"))
    assert bank.items == [one.item for one in questions if gift.takes(one)]


@settings(max_examples=25)
@given(text=AWKWARD)
def test_csv(text, questions_with, tmp_path_factory):
    questions = questions_with(text)
    draft = table.read(table.write(questions).decode("utf-8-sig"), "quiz.csv")
    bank = bank_of(draft, tmp_path_factory.getbasetemp() / "mine")
    for group in bank["groups"]:
        group["items"] = [table.typed(item, "quiz.csv") for item in group["items"]]
    assert Bank.model_validate(bank) == questions[0].bank


def words(text):
    """As HTML shows white space."""
    return " ".join(text.split()).replace("\N{NO-BREAK SPACE}%", " %")


@settings(max_examples=200)
@given(text=AWKWARD)
def test_text_that_is_taken_literally_says_just_that(text):
    assert words(plain(literal(text))) == words(text)
    assert words(plain(author(escaped(text), faults := []))) == words(text)
    assert faults == []


@pytest.mark.parametrize(
    "text",
    ["a *b* **c** `d` e", "- a\n- b\n\nc", "1. a\n2. b", "a\\\nb", "[a](https://example.org/x?y=1)", "IFN-γ⁺ 10⁻⁹"],
)
def test_marks_come_back_from_html(text):
    assert author(html(text), []) == text
