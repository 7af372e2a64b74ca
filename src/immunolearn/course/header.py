"""The first cell of every lesson: header, runtime, figure renderer and bridge."""

from __future__ import annotations

import warnings
from functools import partial
from html import escape
from typing import TYPE_CHECKING, Any

from immunolearn import paths
from immunolearn.course.source import read_lesson
from immunolearn.course.syllabus import read_syllabus
from immunolearn.display import markup, renderer
from immunolearn.display.element import Element
from immunolearn.errors import ImmunolearnError
from immunolearn.questions.answered import of_record

if TYPE_CHECKING:
    from immunolearn.course.source import Header, Lesson
    from immunolearn.display.bridge import Bridge
    from immunolearn.questions.bank import Bank

PUBLISHED = (
    "<style>.celltag_machinery > .jp-Cell-inputWrapper, .celltag_machinery > .input {display: none}"
    " .celltag_machinery .jp-OutputPrompt {visibility: hidden}"
    " body.jp-Notebook {max-width: 58rem; margin: auto; --jp-content-font-size1: 16px; --jp-content-line-height: 1.6}"
    " body.jp-Notebook .jp-RenderedMarkdown {max-width: 705px}</style>"
)
"""How nbconvert's and nbviewer's pages look: they write a cell's tags as classes, and nbconvert names its body so."""
_bridges: dict[str, Bridge] = {}


def lesson(name: str) -> Element:
    """Open a lesson: its header, with everything that makes the page live.

    Parameters
    ----------
    name
        The lesson's name without its number, for example ``"monoclonal-antibodies"``.

    Returns
    -------
    Element
        Title, promise, objectives and progress. It carries the page's runtime. It also makes our plotly
        renderer the default and, in a notebook, opens the way by which answers reach :func:`immunolearn.answers`.

    Raises
    ------
    UnknownNameError
        With the nearest name.
    """
    opened = read_lesson(paths.lesson_folder(name))
    renderer.install()
    open_bridge(opened.name, opened.bank)
    return _header(opened)


def open_bridge(name: str, bank: Bank, *, again: bool = True) -> None:
    """Open the way by which a lesson's answers reach Python, in a live kernel; elsewhere do nothing.

    Parameters
    ----------
    name
        The lesson's name.
    bank
        Its questions, by which answers are scored.
    again
        Open a new one where there is one.
    """
    from IPython.core.getipython import get_ipython  # noqa: PLC0415 - the package loads without it

    if getattr(get_ipython(), "kernel", None) is None:
        return
    from immunolearn.display.bridge import Bridge  # noqa: PLC0415 - loads ipywidgets

    if name in _bridges and not again:
        return
    previous = _bridges.pop(name, None)
    if previous is not None:
        previous.close()
    try:
        _bridges[name] = Bridge(name, grade=partial(of_record, bank))
    except ImmunolearnError as error:
        warnings.warn(str(error), stacklevel=3)


class _Header(Element):
    def _repr_html_(self) -> str:
        return PUBLISHED + super()._repr_html_()


def _header(opened: Lesson) -> Element:
    header = opened.header
    syllabus = read_syllabus()
    number = syllabus.number(opened.name)
    place = f"Lesson {number} of {len(syllabus.taught)}" if number else syllabus.title
    objectives = [{"id": o.id, "text": markup.parse(o.text)} for o in header.objectives]
    return _Header(
        "immuno-lesson",
        static=_static(opened, place=place),
        data={
            "lesson": opened.name,
            "place": place,
            "title": header.title,
            "promise": markup.parse(header.promise),
            "minutes": header.minutes,
            "parts": header.parts or [],
            "before": [markup.parse(text) for text in header.before],
            "objectives": objectives,
            "items": counted(opened.bank),
        },
        runtime=True,
    )


def counted(bank: Bank) -> list[dict[str, Any]]:
    """Items by which objectives are met: those with marks, and those without where an objective has no others."""
    marked = [item for group in bank.groups if group.kind != "before" for item in group.items]
    objectives = {item.objective for item in marked}
    kept = [item for group in bank.groups if group.kind == "before" for item in group.items]
    return [{"id": item.id, "objective": item.objective} for item in marked] + [
        {"id": item.id, "objective": item.objective, "marks": False}
        for item in kept
        if item.objective not in objectives
    ]


def _time(header: Header) -> str:
    parts = f", in parts of {' and '.join(map(str, header.parts))} with a rest between" if header.parts else ""
    return f"{header.minutes} minutes{parts}"


def _static(opened: Lesson, *, place: str) -> str:
    header = opened.header
    objectives = "".join(f"<li>{markup.html(markup.parse(o.text))}</li>" for o in header.objectives)
    before = "".join(f"<li>{markup.html(markup.parse(text))}</li>" for text in header.before)
    known = f"<p>What to know before:</p><ul>{before}</ul>" if before else ""
    return (
        f"<p>{place}</p><h1>{escape(header.title)}</h1>"
        f"<p>{markup.html(markup.parse(header.promise))}</p>"
        f"<p>{_time(header)}. By the end you can:</p><ul>{objectives}</ul>{known}"
        "<p>In JupyterLab, <em>Run &gt; Run All Cells</em> makes this lesson live.</p>"
    )
