"""Taking answers along: export, import, and what merging gives."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import immunolearn as il
from immunolearn import exchange, records
from immunolearn.cli import main
from immunolearn.questions.answered import import_answers
from immunolearn.records import Answer

START = datetime(2026, 1, 31, 12, tzinfo=UTC)
TEXT = st.text(st.characters(blacklist_categories=["Cs"]), max_size=20)


@st.composite
def logs(draw):
    """Answers of one learner, in any order of time, with any text."""
    count = draw(st.integers(1, 12))
    return [
        Answer(
            id=f"id-{number}",
            lesson=draw(st.sampled_from(["cytokines", "gone", "glossary"])),
            item=draw(st.sampled_from(["a", "b", "card-antigen"])),
            given=draw(st.lists(TEXT, max_size=3)),
            score=draw(st.none() | st.floats(0, 1)),
            confidence=draw(st.sampled_from([None, "sure", "think", "guess"])),
            shown_at=START,
            answered_at=START + timedelta(seconds=draw(st.integers(0, 5))),
        )
        for number in range(count)
    ]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(logs(), st.data())
def test_two_machines_merged_in_any_order_any_number_of_times_are_the_same(tmp_path_factory, monkeypatch, log, data):
    folder = tmp_path_factory.mktemp("merge")
    files = [folder / "a.jsonl", folder / "b.jsonl"]
    for file in files:
        exchange.write(file, [row.model_dump() for row in data.draw(st.lists(st.sampled_from(log), unique_by=id))])
    found = []
    for number, order in enumerate([(0, 1), (1, 0), (0, 1, 0, 1, 1)]):
        monkeypatch.setenv("IMMUNOLEARN_HOME", str(folder / str(number)))
        for index in order:
            import_answers(files[index])
        found.append(records.answers())
    assert found[0] == found[1] == found[2]


def test_what_is_exported_is_taken_in_elsewhere(answer, singles, tmp_path, monkeypatch):
    for number, item in enumerate(singles("monoclonal-antibodies")[:5]):
        answer("monoclonal-antibodies", item, right=number > 1, confidence="sure", days=number)
    file = tmp_path / "mine.jsonl"
    done = CliRunner().invoke(main, ["export", "--progress", str(file)])
    assert (done.exit_code, "5 answers" in done.output) == (0, True)
    assert {"version", "id", "lesson", "item", "given", "score"} <= set(json.loads(file.read_text().splitlines()[0]))
    here = records.answers()
    monkeypatch.setenv("IMMUNOLEARN_HOME", str(tmp_path / "elsewhere"))
    assert CliRunner().invoke(main, ["import", str(file)]).exit_code == 0
    assert records.answers() == here


def test_a_file_that_cannot_be_written_is_said(tmp_path):
    done = CliRunner().invoke(main, ["export", "--progress", str(tmp_path / "no" / "folder.jsonl")])
    assert done.exit_code == 1
    assert "cannot be written" in done.output


def test_the_command_says_where_one_stands_and_where_the_answers_are(answer, singles):
    assert "not answered anything" in CliRunner().invoke(main, ["progress"]).output
    answer("monoclonal-antibodies", singles("monoclonal-antibodies")[0])
    assert "   1 of" in CliRunner().invoke(main, ["progress", "--exam", "2999-01-31"]).output
    assert il.progress().exam.isoformat() == "2999-01-31"
    where = CliRunner().invoke(main, ["progress", "--where"]).output
    assert str(records.location()) in where
    assert " kB)" in where
    assert "is no day" in CliRunner().invoke(main, ["progress", "--exam", "soon"]).output


def test_a_reset_asks_first_and_names_the_copy(answer, singles):
    answer("monoclonal-antibodies", singles("monoclonal-antibodies")[0])
    assert CliRunner().invoke(main, ["progress", "--reset"], input="n\n").exit_code == 1
    assert len(records.answers()) == 1
    assert "answers-before-reset-" in CliRunner().invoke(main, ["progress", "--reset"], input="y\n").output
    assert records.answers() == []
