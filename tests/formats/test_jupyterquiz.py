"""JupyterQuiz: its published examples load (MIT, licence beside them); what has no like here is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from immunolearn.errors import ContentError
from immunolearn.formats import import_questions
from immunolearn.formats.text import html, plain
from immunolearn.questions.bank import load_bank

EXAMPLES = Path(__file__).parent / "jupyterquiz" / "questions.json"


def test_the_published_examples_load(tmp_path):
    done = import_questions(EXAMPLES, tmp_path / "mine")
    items = load_bank(tmp_path / "mine").items
    given = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    assert [item.kind for item in items] == [
        {"many_choice": "multiple", "multiple_choice": "single"}.get(one["type"], one["type"]) for one in given
    ]
    for item, one in zip(items, given, strict=True):
        if item.kind == "numeric":
            assert (item.answer, item.tolerance) == (3.14, 0)
            assert item.wrong[0].value == -50_000_000
            assert item.wrong[0].tolerance == 50_000_000
            assert "π" in html(item.stem)
        else:
            assert [option.right for option in item.options] == [answer["correct"] for answer in one["answers"]]
            for option, answer in zip(item.options, one["answers"], strict=True):
                if "$" not in answer.get("answer", "$"):
                    assert plain(option.text) == answer["answer"]
                if "$" not in answer.get("feedback", "$"):
                    assert plain(option.feedback) == answer["feedback"]
    assert html(items[5].stem).endswith('<p><code>a="1"</code><br><code>b="2"</code><br><code>print(a+b)</code></p>')
    assert html(items[6].options[1].text) == "<code>mylist+=[3]</code>"
    assert html(items[7].options[1].text) == "22/7"
    for told in ("'answer_cols' is left out", "not rounded", "a second right number", "3 answers have no reason"):
        assert any(told in fault for fault in done.faults), told


def test_a_text_question_keeps_right_and_wrong_words(tmp_path):
    question = {
        "question": "Which <b>ligand</b>?",
        "type": "string",
        "answers": [
            {"answer": "PD-L1", "correct": True, "feedback": "Yes.", "match_case": True},
            {"answer": "B7-H1", "correct": True},
            {"answer": "PD-1", "correct": False, "feedback": "The receptor."},
            {"type": "default", "feedback": "No."},
        ],
    }
    (tmp_path / "q.json").write_text(json.dumps([question]), encoding="utf-8")
    done = import_questions(tmp_path / "q.json", tmp_path / "mine", source="Mine")
    (item,) = load_bank(tmp_path / "mine").items
    assert (item.stem, item.answer, item.accept, item.right) == ("Which **ligand**?", "PD-L1", ["B7-H1"], "Yes.")
    assert (item.wrong[0].text, item.wrong[0].feedback, item.otherwise) == ("PD-1", "The receptor.", "No.")
    assert any("'match_case' is left out" in fault for fault in done.faults)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[{"question": "Why?",\n "type"}]', r"q.json:2: Not JSON"),
        ('{"question": "Why?"}', "A list of questions is needed"),
        ("[3]", "question 1: an object with a text"),
        ('[{"question": "Why?", "type": "essay", "answers": [{}]}]', "question 1: type: one of multiple_choice"),
        ('[{"question": "Why?", "type": "numeric"}]', 'question 1: a list of objects "answers"'),
        ('[{"question": "W", "type": "numeric", "answers": [{"value": "x", "correct": true}]}]', 'a number "value" or'),
        ('[{"question": "W", "type": "string", "answers": [{"answer": 3, "correct": true}]}]', "'answer' is a text"),
        ('[{"question": "W", "type": "string", "answers": [{"answer": "a", "correct": "yes"}]}]', "true or false"),
        ('[{"question": "W", "type": "many_choice", "answers": [{"answer": "a", "correct": true}]}]', "two answers"),
        ("[" * 2000, "Not JSON|Too many"),
    ],
)
def test_what_is_not_as_it_should_be_is_refused_with_its_place(text, said, tmp_path):
    (tmp_path / "q.json").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=said):
        import_questions(tmp_path / "q.json", tmp_path / "mine")
    assert [file.name for file in tmp_path.iterdir()] == ["q.json"]
