"""CSV carries everything, as a spreadsheet keeps it; a broken table writes nothing."""

from __future__ import annotations

import csv
import io

import pytest

from immunolearn.errors import ContentError
from immunolearn.formats import import_questions, table
from immunolearn.formats.complete import Defaults, complete
from immunolearn.questions.bank import Bank, load_bank


def back(content, tmp_path):
    draft = table.read(content.decode("utf-8-sig"), "quiz.csv")
    bank = complete(draft, Defaults(), tmp_path / "mine")
    for group in bank["groups"]:
        group["items"] = [table.typed(item, "quiz.csv") for item in group["items"]]
    assert draft.faults == []
    return Bank.model_validate(bank)


def test_every_kind_comes_back_equal(every_kind, tmp_path):
    assert back(table.write(every_kind), tmp_path).groups == every_kind[0].bank.groups


def test_no_cell_is_a_formula_for_a_spreadsheet(questions_with):
    rows = csv.reader(io.StringIO(table.write(questions_with("x")).decode("utf-8-sig")))
    head = next(rows)
    assert head[:6] == ["group.id", "group.title", "group.kind", "id", "kind", "stem"]
    content = table.write(questions_with("x"))
    assert content.startswith(b"\xef\xbb\xbf")
    for text in ("=1+1", "+a", "@x", "-", "'=1"):
        assert table._said(table._cell(text)) == text
        assert table._cell(text)[0] == "'"


HAND = """kind,stem,options.1.text,options.1.right,options.2.text,options.2.feedback,answer,tolerance,right,otherwise
single,Which cell?,NK cell,TRUE,B cell,It makes antibodies.,,,,
numeric,How many?,,,,,4,5%,Two and two.,Count.
"""


def test_a_table_made_by_hand_is_completed_and_told(tmp_path):
    (tmp_path / "mine.csv").write_text(HAND, encoding="utf-8")
    done = import_questions(tmp_path / "mine.csv", tmp_path / "mine", source="By hand")
    choice, number = load_bank(tmp_path / "mine").items
    assert [(o.key, o.right) for o in choice.options] == [("nk-cell", True), ("b-cell", False)]
    assert (number.answer, number.tolerance, number.source) == (4.0, "5%", "By hand")
    assert any("1 answers have no reason" in fault for fault in done.faults)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("stem,answer\nWhy?,4\n", r"mine.csv:1: .*kind and stem are needed"),
        ("kind,stem,Punkte\nsingle,Why?,3\n", r"mine.csv:1: 'Punkte' is no column"),
        ("kind,stem,stem\nsingle,Why?,a\n", r"mine.csv:1: Two columns"),
        ("kind,stem\nsingel,Why?\n", r"mine.csv:2: kind: one of single, multiple"),
        ("kind,stem\nsingle,Why?,more\n", r"mine.csv:2: 3 cells, but the head has 2"),
        ('kind,stem\nsingle,"Why?\n', r"mine.csv:2: Not CSV"),
        ("kind,stem,options.1.right\nsingle,Why?,yes\n", r"mine.csv:2: options.1.right: true or false"),
        ("kind,stem,answer,tolerance\nnumeric,Why?,four,0\n", r"item 'why': answer: a number is needed.*'four'"),
        ("kind,stem,right\nsingle,Why?,yes\n", r"item 'why': right: no such field here. .*Fields: id, .*kind\.$"),
        ("kind,stem\nsingle,Why?\n", r"item 'why': options: this field is needed and missing\.$"),
        ("kind,stem,options,options.1.text\nsingle,Why?,a,b\n", r"mine.csv:2: options.1.text: a value stands"),
        ("kind,stem,options.1.text\nsingle,Why?,a\n", r"item 'why': options"),
    ],
)
def test_a_broken_table_is_refused_with_its_row_and_nothing_is_written(text, said, tmp_path):
    (tmp_path / "mine.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=said):
        import_questions(tmp_path / "mine.csv", tmp_path / "mine")
    assert [file.name for file in tmp_path.iterdir()] == ["mine.csv"]
