"""Questions of every kind whose every text holds what is awkward."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from immunolearn.formats.portable import portables
from immunolearn.questions.bank import Bank, load_bank

EVERY_KIND = Path(__file__).parents[1] / "questions"
TEXTS = {"stem", "text", "feedback", "right", "otherwise", "real", "near", "above", "below", "hints", "accept", "title"}
TEXTS |= {"alt", "label", "head", "rows", "source", "unit"}


def awkward(value, text, name="", kind=""):
    """The fields with a text in every place where an author may write one, beside what stood there."""
    if isinstance(value, dict):
        kind = value.get("kind", kind)
        return {key: awkward(one, text, key, kind) for key, one in value.items()}
    if isinstance(value, list):
        return [awkward(one, text, name, kind) for one in value]
    if isinstance(value, str) and (name in TEXTS or (name == "answer" and kind in {"text", "cloze"})):
        return value if "[[" in value else f"{value} {text}".strip()
    return value


@pytest.fixture(scope="session")
def questions_with():
    """Give every kind of question, with a text in each of its texts."""
    text = (EVERY_KIND / "quiz.yaml").read_text(encoding="utf-8")
    fields = yaml.safe_load(
        text.replace("""'{{ count("sirius", "dara-16") }}'""", "31 of 106").replace(
            """'{{ median("emilia", "t-dm1", "pfs") }}'""", "9.6"
        )
    )
    return lambda text: portables("tiny", Bank.model_validate(awkward(fields, text)))


@pytest.fixture(scope="session")
def every_kind():
    """Give a question of every kind."""
    return portables("tiny", load_bank(EVERY_KIND))
