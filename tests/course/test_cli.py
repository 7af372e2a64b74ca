"""``immunolearn build`` and ``check``: what is named is built, what is broken is refused and changes nothing."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from immunolearn.course.build import build


def test_only_the_lesson_that_is_named_is_built_and_says_so(tree):
    others = {file: file.stat().st_mtime_ns for file in tree.notebook.parent.iterdir()}
    status, said = tree.run("build", "tiny")
    assert status == 0
    assert "90-tiny: written" in said
    assert {file: file.stat().st_mtime_ns for file in others} == others
    assert "90-tiny: unchanged" in tree.run("build", "90-tiny")[1]


def test_data_are_described_before_a_lesson_reads_them_whatever_is_named_first(tree):
    table = tree.folder / "data" / "glossary.csv"
    words = table.read_bytes()
    table.write_bytes(words + b"zygote,zygote,A fertilised egg.,biology,,nci-dictionary\n")
    status, said = tree.run("build", "tiny", "data")
    table.write_bytes(words)
    tree.run("build", "data")
    assert status == 0, said
    assert said.index("data: written") < said.index("90-tiny: written")


def test_a_build_and_its_kernel_say_nothing(tree, capfd):
    build(tree.lesson.parent)
    assert capfd.readouterr() == ("", "")


def test_an_unknown_lesson_is_answered_with_the_nearest(tree):
    status, said = tree.run("build", "tinny")
    assert status == 1
    assert "No lesson named 'tinny'. Did you mean '90-tiny'?" in said


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("quiz", "stem: Which?", "stem: [Which?", ["90-tiny/quiz.yaml:", "Not YAML"]),
        ("quiz", "level: recall", "level: guess", ["90-tiny/quiz.yaml:8:", "item 'first': level", "'recall'"]),
        (
            "quiz",
            "groups:\n",
            "groups:\n"
            + "  - {id: a, title: A, items: [&]}\n".replace(
                "&",
                "{id: first, kind: single, objective: one, "
                "level: recall, stem: W, source: s, options: [{key: a, text: A, right: true, feedback: F}, "
                "{key: b, text: B, feedback: F}]}",
            ),
            ["90-tiny/quiz.yaml:6:", "Two items have the id 'first'. An id names one thing."],
        ),
        ("lesson", 'il.quiz("tiny/check")', "1 / 0", ["90-tiny/lesson.md:24:", "fails with ZeroDivisionError"]),
        (
            "lesson",
            'il.quiz("tiny/check")',
            'il.load_table("trails")',
            ["90-tiny/lesson.md:24:", "No table named 'trails'. Did you mean 'trials'?", "tables() lists them all"],
        ),
        (
            "lesson",
            'il.quiz("tiny/check")',
            'il.diagram("antibodi")',
            ["90-tiny/lesson.md:24:", "'antibodi'", "Did you mean 'antibody'?"],
        ),
        (
            "lesson",
            'il.quiz("tiny/check")',
            "import sys; sys.stderr.write('oops')",
            ["90-tiny/lesson.md:24:", "writes to stderr: oops. Mend its cause."],
        ),
        ("lesson", "{{ count(", "[antigen](term:antigenn) {{ count(", ["90-tiny/lesson.md:20:", "Did you mean"]),
        ("lesson", "---\ntitle", "title", ["90-tiny/lesson.md:1:", "front matter between two lines"]),
        ("lesson", 'cite("witzig2002")', 'cite("witzig2003")', ["90-tiny/lesson.md:20:", "Did you mean 'witzig2002'?"]),
        ("lesson", "minutes: 5", "minutes: five", ["90-tiny/lesson.md:4:", "minutes"]),
        ("lesson", "{{ closing }}", "", ["90-tiny/lesson.md:", "Put {{ closing }} once"]),
    ],
    ids=[
        "yaml",
        "field",
        "duplicate-id",
        "cell",
        "table",
        "figure",
        "stderr",
        "term",
        "front-matter",
        "reference",
        "header",
        "closing",
    ],
)
def test_a_broken_lesson_is_refused_with_its_place_and_the_old_notebook_stays(tree, file, old, new, said):
    tree.notebook.write_text("the old one", encoding="utf-8")
    spoilt = getattr(tree, file)
    text = spoilt.read_text(encoding="utf-8")
    assert old in text
    spoilt.write_text(text.replace(old, new, 1), encoding="utf-8")
    status, answer = tree.run("build", "tiny")
    assert status == 1
    for part in said:
        assert part in answer
    assert tree.notebook.read_text(encoding="utf-8") == "the old one"


def test_check_covers_the_glossary_and_the_descriptor_too(tree):
    status, said = tree.run("check", "glossary", "data")
    assert status == 0
    assert "glossary: fresh" in said
    assert "data: fresh" in said
    (tree.notebook.parent / "glossary.ipynb").write_text("{}", encoding="utf-8")
    descriptor = tree.folder / "data" / "datapackage.json"
    package = json.loads(descriptor.read_text(encoding="utf-8"))
    descriptor.write_text(json.dumps(package | {"title": "Another"}), encoding="utf-8")
    status, said = tree.run("check", "glossary", "data")
    assert status == 1
    assert "The glossary is stale. Run: immunolearn build glossary" in said
    assert "datapackage.json stale. Run: immunolearn build data" in said


def test_a_stale_notebook_is_named_with_its_cell(tree):
    tree.run("build", "tiny")
    tree.notebook.write_text(
        tree.notebook.read_text(encoding="utf-8").replace("A section", "Another"), encoding="utf-8"
    )
    status, said = tree.run("check", "tiny")
    assert status == 1
    assert "the text of cell 2 differs. Run: immunolearn build 90-tiny" in said


def test_a_spoilt_notebook_is_built_anew(tree):
    tree.notebook.write_text("<<<<<<< HEAD", encoding="utf-8")
    assert tree.run("build", "tiny")[0] == 0
    assert tree.notebook.read_text(encoding="utf-8").startswith("{")


def test_the_command_runs_as_a_module_too():
    module = [sys.executable, "-m", "immunolearn", "--help"]
    ran = subprocess.run(module, capture_output=True, text=True, check=True)
    assert ran.stdout.startswith("Usage: immunolearn ")
