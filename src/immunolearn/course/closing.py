"""How a lesson ends: key points, what next, and its sources; from its front matter and the table of references."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from immunolearn.course.source import read_lesson
from immunolearn.course.syllabus import read_syllabus
from immunolearn.display import markup
from immunolearn.evidence import cite, load_table
from immunolearn.evidence.references import citation, collecting

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from immunolearn.course.source import Lesson

MARK = "{{ closing }}"
_QUIZ = re.compile(r'\bil\.quiz\("[a-z0-9-]+/([a-z0-9-]+)"\)')
_ADDRESS = re.compile(r'href="([^"]+)"')


def closing(lesson: Lesson, references: Iterable[str]) -> str:
    """Write the end of a lesson, as markdown.

    Parameters
    ----------
    lesson
        Its front matter has the key points and what comes next.
    references
        Keys of the sources, in order of first use.
    """
    points = "\n".join(f"- {markup.expand(point)}" for point in lesson.header.keypoints)
    after = read_syllabus().after(lesson.name)
    link = f"\n\nNext lesson: [{read_lesson(after).header.title}]({after.name}.ipynb)" if after else ""
    sources = "".join(f"\n1. {cite(key)._repr_markdown_()}" for key in dict.fromkeys(references))
    listed = f"\n\n## Sources\n\nIn the order in which they are used.\n{sources}" if sources else ""
    return f"## Key points\n\n{points}\n\n## What next\n\n{markup.expand(lesson.header.next)}{link}{listed}"


def written_references(lesson: Lesson, cell: Any) -> list[str]:  # noqa: ANN401 - a notebook's cell
    """Keys of the sources behind a cell's text, or behind the questions that it asks.

    Parameters
    ----------
    lesson
        The lesson that the cell stands in.
    cell
        As written: references not resolved.
    """
    with collecting() as keys:
        if cell.cell_type == "markdown":
            markup.expand(cell.source.replace(MARK, ""))
        asked = _QUIZ.findall(cell.source) if cell.cell_type == "code" else []
        for item in (item for group in lesson.bank.groups if group.id in asked for item in group.items):
            for text in _texts(item.model_dump()):
                markup.expand(text)
            if item.source in load_table("references").index:
                cite(item.source)
    return keys


def shown_references(outputs: Iterable[Any]) -> list[str]:
    """Keys of the sources that a cell's outputs link to, as charts do."""
    pages = ["".join(output.get("data", {}).get("text/html", "")) for output in outputs]
    return [_keys()[address] for page in pages for address in _ADDRESS.findall(page) if address in _keys()]


def _texts(value: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


@cache
def _keys() -> dict[str, str]:
    """Key of each source by the address that stands behind its name."""
    rows = (citation(row) for _, row in load_table("references").iterrows())
    return {escape(source.links[0][1]): source.key for source in reversed([row for row in rows if row.links])}
