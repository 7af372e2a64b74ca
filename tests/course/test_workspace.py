"""A reader's working folder: theirs is kept, ours is brought up to date and trusted."""

from __future__ import annotations

import shutil

import nbformat
import pytest
from nbformat.sign import NotebookNotary

from immunolearn import paths
from immunolearn.course.workspace import WorkspaceError, deliver

LESSON = "03-monoclonal-antibodies.ipynb"


@pytest.fixture
def folder(tree, tmp_path, monkeypatch):
    """Copies of the tree's course go here; the tree stands for the installed course."""
    assert tree.notebook.parent == paths.notebooks()
    for written in [*tree.lessons.glob("[0-9]*"), *tree.notebook.parent.glob("[0-9]*")]:
        if written.stem not in (LESSON.removesuffix(".ipynb"), tree.notebook.stem):
            shutil.rmtree(written) if written.is_dir() else written.unlink()
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))
    return tmp_path / "course"


def change(file, new):
    file.write_text(file.read_text(encoding="utf-8").replace("Someone's decision", new), encoding="utf-8")


def trusted(file):
    return NotebookNotary().check_signature(nbformat.read(file, as_version=4))


def test_the_first_delivery_copies_lessons_and_glossary_and_a_second_changes_nothing(folder):
    first = deliver(folder)
    assert first.new == [LESSON, "glossary.ipynb"]
    assert first.first == folder / LESSON
    times = {file: file.stat().st_mtime_ns for file in folder.glob("*.ipynb")}
    second = deliver(folder)
    assert second.new == second.updated == second.kept == []
    assert {file: file.stat().st_mtime_ns for file in folder.glob("*.ipynb")} == times


def test_the_start_is_opened_first_once_it_is_there(folder, tree):
    (tree.lessons / "00-start-here").mkdir()
    (tree.lessons / "00-start-here" / "lesson.md").write_text("---\n", encoding="utf-8")
    (tree.notebook.parent / "00-start-here.ipynb").write_bytes((tree.notebook.parent / LESSON).read_bytes())
    assert deliver(folder).first == folder / "00-start-here.ipynb"


def test_a_changed_lesson_is_kept_and_a_newer_version_is_announced(folder):
    deliver(folder)
    change(folder / LESSON, "My notes")
    again = deliver(folder)
    assert (again.kept, again.outdated) == ([LESSON], [])
    change(paths.notebooks() / LESSON, "Their decision")
    later = deliver(folder)
    assert (later.kept, later.outdated, later.updated) == ([LESSON], [LESSON], [])
    assert "My notes" in (folder / LESSON).read_text(encoding="utf-8")


def test_an_unchanged_lesson_is_brought_up_to_date(folder):
    deliver(folder)
    change(paths.notebooks() / LESSON, "Their decision")
    assert deliver(folder).updated == [LESSON]
    assert "Their decision" in (folder / LESSON).read_text(encoding="utf-8")


def test_a_file_of_the_readers_own_is_kept_even_where_nothing_is_recorded(folder):
    folder.mkdir()
    (folder / LESSON).write_text("mine", encoding="utf-8")
    (folder / ".immunolearn.json").write_text("not JSON", encoding="utf-8")
    assert deliver(folder).kept == [LESSON]
    assert (folder / LESSON).read_text(encoding="utf-8") == "mine"


def test_our_unchanged_notebooks_are_trusted_and_nothing_else(folder):
    deliver(folder)
    assert trusted(folder / LESSON)
    assert trusted(folder / "glossary.ipynb")
    change(folder / LESSON, "<script>theirs</script>")
    notebook = nbformat.read(folder / LESSON, as_version=4)
    notebook.cells[-1].outputs = []
    nbformat.write(notebook, folder / "own.ipynb")
    deliver(folder)
    assert not trusted(folder / "own.ipynb")
    assert not trusted(folder / LESSON)


def test_a_folder_that_cannot_be_used_is_refused_with_what_to_do(folder, tmp_path):
    with pytest.raises(WorkspaceError, match=r"holds the course's own notebooks\. Choose another folder"):
        deliver(paths.notebooks())
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(WorkspaceError, match="Choose another folder: immunolearn lab DIR"):
        deliver(tmp_path / "file" / "course")
    assert not folder.exists()
