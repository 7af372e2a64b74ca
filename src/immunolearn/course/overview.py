"""The lessons of the course in their order, with what is done."""

from __future__ import annotations

from html import escape
from typing import Any

from immunolearn import paths, records
from immunolearn.course.source import read_lesson
from immunolearn.course.syllabus import Syllabus, read_syllabus
from immunolearn.display.element import Element


def course_map() -> Element:
    """The lessons of the course in order, a link to each, and what the reader has done of it.

    Returns
    -------
    Element
        Where nothing runs, the list of lessons. A lesson that is not written yet has no link.

    Raises
    ------
    ContentError
        If the course's file or the front matter of a lesson is not as it should be.
    """
    syllabus = read_syllabus()
    names = [syllabus.start, *syllabus.taught] if syllabus.start else syllabus.taught
    lessons = [_entry(syllabus, name) for name in names]
    return Element(
        "immuno-course",
        static=f"<ul>{''.join(f'<li>{_line(entry)}</li>' for entry in lessons)}</ul>",
        data={"start": names[0], "lessons": lessons},
    )


def _entry(syllabus: Syllabus, name: str) -> dict[str, Any]:
    folder = paths.lesson_folders().get(name)
    return {
        "name": name,
        "place": str(syllabus.number(name)),
        "title": read_lesson(folder).header.title if folder else name.replace("-", " ").capitalize(),
        "href": f"{folder.name}.ipynb" if folder else None,
        "answered": len(records.newest(name)),
    }


def _line(entry: dict[str, Any]) -> str:
    title = escape(entry["title"], quote=False)
    return f"{entry['place']}. " + (f'<a href="{entry["href"]}">{title}</a>' if entry["href"] else title)
