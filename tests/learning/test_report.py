"""A class's report, against independent calculations."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest
from click.testing import CliRunner
from scipy.stats import pointbiserialr
from statsmodels.stats.proportion import proportion_confint

from immunolearn import exchange
from immunolearn.cli import main
from immunolearn.learning.report import FEWEST, ReportError, report
from immunolearn.questions.answered import bank_of
from immunolearn.records import Answer

LESSON = "monoclonal-antibodies"
START = datetime(2026, 1, 31, 12, tzinfo=UTC)


def choices(count):
    return [item for item in bank_of(LESSON).items if item.kind == "single"][:count]


@pytest.fixture
def school(tmp_path):
    """Writes the files of a class; gives them, with who had what right."""

    def make(learners, questions=6, seed=1):
        chance = random.Random(seed)  # noqa: S311 - not a secret
        files, table = [], []
        for who in range(learners):
            rows, able = [], chance.random()
            for number, item in enumerate(choices(questions)):
                hit = chance.random() < (able + number / questions) / 2 + 0.2
                options = [option for option in item.options if option.right is hit]
                at = START + timedelta(minutes=number)
                given = [chance.choice(options).key]
                fields = {"lesson": LESSON, "item": item.id, "shown_at": at, "confidence": "sure" if hit else "guess"}
                rows.append(Answer(id=f"{who}-{number}", given=given, answered_at=at, **fields))
                # a second try does not count
                rows.append(Answer(id=f"{who}-{number}-2", given=["?"], answered_at=at + timedelta(hours=1), **fields))
                table.append((who, item.id, int(hit), given[0]))
            file = tmp_path / f"somebody-{who}.jsonl"
            exchange.write(file, [row.model_dump() for row in rows])
            files.append(file)
        return files, pd.DataFrame(table, columns=["who", "item", "right", "given"])

    return make


def test_shares_intervals_and_correlations_are_those_of_other_libraries(school):
    files, table = school(30)
    found = report(files)
    wide = table.pivot_table(index="who", columns="item", values="right")
    for row in found.items.itertuples():
        own = wide[row.item]
        assert (row.n, row.right) == (30, own.sum())
        assert (row.low, row.high) == pytest.approx(proportion_confint(own.sum(), 30, method="wilson"))
        rest = wide.drop(columns=row.item).mean(axis=1)
        assert row.discrimination == pytest.approx(pointbiserialr(own, rest).statistic)
    assert found.items["share"].is_monotonic_increasing
    right = table["right"].sum()
    assert found.confidence.set_index("confidence").loc["sure", ["n", "right"]].tolist() == [right, right]
    assert found.lessons.loc[0, "share"] == pytest.approx(table["right"].mean())
    assert found.objectives["n"].sum() == len(table)


def test_options_and_misconceptions_are_counted(school):
    files, table = school(25)
    found = report(files)
    given = set(zip(table["item"], table["given"], strict=True))
    for item in choices(6):
        never = ", ".join(option.key for option in item.options if (item.id, option.key) not in given)
        assert found.items.set_index("item").loc[item.id, "never"] == never
    tags = {(item.id, option.key): option.misconception for item in choices(6) for option in item.options}
    tag = next(tag for one in given if (tag := tags[one]))
    expected = sum(tags[one] == tag for one in zip(table["item"], table["given"], strict=True))
    assert found.misconceptions.set_index("misconception").loc[tag, "chosen"] == expected


def test_a_small_class_is_not_ranked_and_the_page_says_so(school):
    files, _ = school(FEWEST - 1)
    found = report(files)
    assert not found.ranked
    assert found.items["discrimination"].isna().all()
    order = [item.id for item in choices(6)]
    assert found.items["item"].tolist() == order


def test_two_files_of_one_learner_are_one_learner(school):
    files, _ = school(3)
    assert report([*files, files[0], files[0]]).learners == 3


def test_nobody_is_named(school, tmp_path):
    files, _ = school(FEWEST)
    done = CliRunner().invoke(main, ["report", *map(str, files), "--out", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    assert f"{FEWEST} learners" in done.output
    written = {file.name: file.read_text() for file in (tmp_path / "out").iterdir()}
    assert {"report.html", "items.csv", "misconceptions.csv"} <= set(written)
    assert not any("somebody" in text for text in written.values())
    assert "Goes with the rest" in written["report.html"]
    assert len(pd.read_csv(tmp_path / "out" / "items.csv")) == 6


def test_files_without_answers_are_refused_with_what_to_give(tmp_path):
    (tmp_path / "empty.jsonl").write_text("")
    with pytest.raises(ReportError, match=r"empty\.jsonl.*Download my answers"):
        report([tmp_path / "empty.jsonl"])


def test_broken_lines_are_told_and_the_rest_is_counted(school, tmp_path):
    files, _ = school(2)
    (tmp_path / "broken.jsonl").write_text("{\n")
    found = report([*files, tmp_path / "broken.jsonl"])
    assert found.learners == 2
    assert found.faults == ["broken.jsonl:1: Not JSON in UTF-8."]
