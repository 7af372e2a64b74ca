"""``immunolearn export`` and ``import``: one command for a lesson, a set, an exam, a folder; losses are told."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from immunolearn.cli import main
from immunolearn.formats import FORMATS
from immunolearn.formats.losses import CANNOT, FEATURES, losses
from immunolearn.questions.bank import KINDS, load_bank


def run(*words):
    done = CliRunner().invoke(main, [str(word) for word in words])
    return done.exit_code, done.output


def test_a_set_goes_out_and_comes_in(tmp_path):
    status, said = run("export", "monoclonal-antibodies/the-call", tmp_path / "set.gift")
    assert status == 0, said
    status, said = run("import", tmp_path / "set.gift", "--into", tmp_path / "mine")
    assert status == 0, said
    (group,) = load_bank(tmp_path / "mine").groups
    assert group.id == "the-call"
    assert f"{len(group.items)} questions" in said


def test_an_exam_by_its_seed_and_a_folder_of_ones_own(tmp_path):
    status, said = run("export", "exam/7", tmp_path / "exam.csv")
    assert status == 0
    assert "exam.csv: 30 questions." in said
    run("import", tmp_path / "exam.csv", "--into", tmp_path / "mine")
    status, said = run("export", tmp_path / "mine", tmp_path / "again.csv")
    assert status == 0
    assert "30 questions" in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["export", "monoclonal-antibodeis", "x.gift"], "Did you mean 'monoclonal-antibodies'?"),
        (["export", "monoclonal-antibodies/the-cal", "x.gift"], "Did you mean 'the-call'?"),
        (["export", "monoclonal-antibodies", "x.doc"], "the ending tells no format"),
        (["export", "monoclonal-antibodies", "x.gift", "--format", "gif"], "Did you mean 'gift'?"),
        (["export", "exam/x", "x.gift"], "Name an exam by its seed, as exam/7"),
        (["export", "monoclonal-antibodies"], "Give NAME and FILE"),
        (["export", "monoclonal-antibodies/the-call", "no/folder/x.csv"], "cannot be written"),
        (["import", "x.gift"], "--into FOLDER"),
        (["import", "x.gift", "--into", "mine"], "cannot be read"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(words, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    status, answer = run(*words)
    assert status != 0
    assert said in answer
    assert list(tmp_path.iterdir()) == []


def test_a_quiz_that_is_there_is_left_as_it_is(tmp_path):
    (tmp_path / "quiz.yaml").write_text("mine", encoding="utf-8")
    (tmp_path / "q.gift").write_text("Which? {=a ~b}", encoding="utf-8")
    status, said = run("import", tmp_path / "q.gift", "--into", tmp_path)
    assert status == 1
    assert "is there already and is left as it is" in said
    assert (tmp_path / "quiz.yaml").read_text(encoding="utf-8") == "mine"


def test_the_losses_name_the_questions_they_concern(every_kind):
    said = losses(every_kind, "gift")
    assert any(loss.startswith("cloze: left out") and loss.endswith("1 of 12: gaps") for loss in said)
    assert any(loss.startswith("hints: ") and loss.endswith(": one") for loss in said)
    assert any(loss.startswith("units: ") and loss.endswith(": amount") for loss in said)
    assert losses(every_kind, "csv") == []


def test_every_way_out_has_its_losses_and_every_loss_a_feature():
    assert set(CANNOT) == {name for name, one in FORMATS.items() if one.write}
    assert {feature for lost in CANNOT.values() for feature in lost} <= set(FEATURES)
    assert set(KINDS) <= set(FEATURES)
