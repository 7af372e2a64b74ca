"""From a lesson's text to its notebook: read, execute, draw, normalise."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import jupytext
import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from traitlets.config import Config

from immunolearn import paths
from immunolearn.course.closing import MARK, closing, shown_references, written_references
from immunolearn.course.normalise import normalise, to_text
from immunolearn.course.source import read_lesson
from immunolearn.course.syllabus import read_syllabus
from immunolearn.display import markup, pictures
from immunolearn.errors import ContentError, UnknownNameError
from immunolearn.evidence import glossary_anchor, glossary_markdown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from immunolearn.course.source import Lesson

SECONDS_PER_CELL = 120
MOST_BYTES = 600_000
_JUPYTEXT_HEADER = "---\njupytext:\n  text_representation:\n    format_name: myst\n---\n"


def build(folder: Path, *, progress: Callable[[], None] = lambda: None) -> str:
    """The text of a lesson's notebook.

    Parameters
    ----------
    folder
        ``lessons/NN-slug``.
    progress
        Called after every cell.

    Raises
    ------
    ContentError
        With file and line, if the lesson's text, questions, code or size are not as they should be.
    """
    lesson = read_lesson(folder)
    notebook = read_cells(lesson)
    written = [cell.pop("references") for cell in notebook.cells]
    execute(lesson.file, notebook, progress)
    _close(lesson, notebook, written)
    before = _old(notebook_file(folder)) or _old(paths.content() / "notebooks" / notebook_file(folder).name)
    pictures.add_pictures(notebook, before)
    try:
        text = to_text(normalise(notebook))
    except ContentError as error:
        raise ContentError(str(error), file=lesson.file) from error
    size = len(text.encode())
    if size > MOST_BYTES:
        raise ContentError(
            f"The notebook has {size // 1000} kB; at most {MOST_BYTES // 1000} kB are allowed. "
            "Show less data in charts, or split the lesson.",
            file=lesson.file,
        )
    return text


def notebook_file(folder: Path) -> Path:
    """Where the notebook of a lesson's folder stands."""
    return paths.notebooks() / f"{folder.name}.ipynb"


def _old(file: Path) -> Any:  # noqa: ANN401 - a notebook
    """Read the notebook that stands there, for its pictures; none if it is missing or spoilt."""
    try:
        return nbformat.read(file, as_version=4)
    except (OSError, nbformat.reader.NotJSONError, nbformat.ValidationError):
        return None


def build_glossary() -> str:
    """The text of ``notebooks/glossary.ipynb``."""
    cell = nbformat.v4.new_markdown_cell(glossary_markdown(_first_met()))
    return to_text(normalise(nbformat.v4.new_notebook(cells=[cell])))


def _first_met() -> dict[str, str]:
    """Link to the lesson in which each term of the glossary first stands, by the term's anchor."""
    syllabus = read_syllabus()
    met: dict[str, str] = {}
    for folder in syllabus.folders():
        link = f"[lesson {syllabus.number(folder.name.partition('-')[2])}]({folder.name}.ipynb)"
        for name in read_lesson(folder).terms:
            with suppress(UnknownNameError):  # the lesson's own build says so
                met.setdefault(glossary_anchor(name), link)
    return met


def write(file: Path, text: str) -> bool:
    """Write a built file whole or not at all; say whether it changed."""
    if file.is_file() and file.read_text(encoding="utf-8") == text:
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_suffix(".new")
    fresh.write_text(text, encoding="utf-8", newline="\n")
    fresh.replace(file)
    return True


def read_cells(lesson: Lesson) -> Any:  # noqa: ANN401 - a notebook
    """The lesson's cells, references resolved, not executed; each knows its line and the sources it cites."""
    try:
        notebook = jupytext.myst.myst_to_notebook(_JUPYTEXT_HEADER + lesson.body, add_source_map=True)
    except Exception as error:  # the reader raises errors of several libraries
        raise ContentError(f"Cannot be read as MyST notebook text: {error}", file=lesson.file) from error
    shift = lesson.body_line - _JUPYTEXT_HEADER.count("\n")
    for cell, line in zip(notebook.cells, notebook.metadata.pop("source_map"), strict=True):
        cell["line"] = line + shift
        try:
            cell["references"] = written_references(lesson, cell)
            if cell.cell_type == "markdown":
                cell.source = MARK.join(map(markup.expand, cell.source.split(MARK)))
        except ContentError as error:
            place = cell["line"] + _failing_line(cell.source, str(error))
            raise ContentError(str(error), file=lesson.file, line=place) from error
    if sum(cell.source.count(MARK) for cell in notebook.cells) != 1:
        raise ContentError(
            f"Put {MARK} once, in front of the exit quiz: key points and sources go there.", file=lesson.file
        )
    return notebook


def _failing_line(text: str, message: str) -> int:
    """Which line of a text is answered with this message; the first if only several together are."""
    for number, line in enumerate(text.splitlines()):
        try:
            markup.expand(line.replace(MARK, ""))
        except ContentError as error:
            if str(error) == message:
                return number
    return 0


def _close(lesson: Lesson, notebook: Any, written: list[list[str]]) -> None:  # noqa: ANN401
    """Put key points, what next and sources in their place; sources stand in order of first use."""
    references = [
        key
        for cell, keys in zip(notebook.cells, written, strict=True)
        for key in [*keys, *shown_references(cell.get("outputs", []))]
    ]
    for cell in notebook.cells:
        if MARK in cell.source:
            cell.source = cell.source.replace(MARK, closing(lesson, references))


def execute(file: str, notebook: Any, progress: Callable[[], None]) -> None:  # noqa: ANN401
    """Run a notebook's cells in place; each knows its line in the file, for errors."""
    lines = [cell.pop("line") for cell in notebook.cells]
    with _clean_home() as home:
        client = NotebookClient(
            notebook,
            timeout=SECONDS_PER_CELL,
            kernel_name="python3",
            store_widget_state=False,
            resources={"metadata": {"path": home}},
            config=_kernel_without_network(home),
            on_cell_complete=lambda cell, cell_index: progress(),  # noqa: ARG005 - nbclient's names
        )
        try:
            own = str(paths.own_course() or "")
            client.execute(env={**os.environ, "IMMUNOLEARN_HOME": home, "IMMUNOLEARN_COURSE": own})
        except CellExecutionError as error:
            failed = next(i for i, cell in enumerate(notebook.cells) if _has_error(cell))
            raise ContentError(
                f"This cell fails with {error.ename}: {error.evalue}", file=file, line=lines[failed]
            ) from error
        except (CellTimeoutError, DeadKernelError) as error:
            raise ContentError(f"Executing stopped: {error}", file=file) from error
    for cell, line in zip(notebook.cells, lines, strict=True):
        for output in cell.get("outputs", []):
            if output.output_type == "stream" and output.name == "stderr":
                raise ContentError(
                    f"This cell writes to stderr: {output.text.strip()[:300]}. Mend its cause.",
                    file=file,
                    line=line,
                )


def _kernel_without_network(home: str) -> Config:
    """A kernel that listens to this user's files only, where the system can; on TCP it would warn, for good reason."""
    return Config() if os.name == "nt" else Config(KernelManager={"transport": "ipc", "ip": f"{home}/kernel"})


def _has_error(cell: Any) -> bool:  # noqa: ANN401
    return any(output.output_type == "error" for output in cell.get("outputs", []))


@contextmanager
def _clean_home() -> Iterator[str]:
    """A folder for the kernel's work and records, so that nobody's answers enter a build."""
    with tempfile.TemporaryDirectory(prefix="immunolearn-build-") as home:
        yield home
