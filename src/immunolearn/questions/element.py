"""A group of questions as an element of the page."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from immunolearn import paths, records
from immunolearn.display import markup
from immunolearn.display.element import Element
from immunolearn.errors import UnknownNameError
from immunolearn.questions.bank import load_bank

if TYPE_CHECKING:
    import pandas as pd

    from immunolearn.questions.bank import Group, Item, Option


class Quiz(Element):
    """A group of questions, live in the page; what you answered is at hand in the next cell."""

    def __init__(self, lesson: str, group: Group) -> None:
        self.lesson = lesson
        self.group = group
        super().__init__(
            "immuno-quiz",
            static=_static(group),
            data={
                "lesson": lesson,
                "group": group.id,
                "title": group.title,
                "kind": group.kind,
                "items": [_item_data(item) for item in group.items],
            },
        )

    @property
    def answers(self) -> pd.DataFrame:
        """Your answers to these questions, oldest first (see :func:`immunolearn.answers`)."""
        frame = records.answers(self.lesson)
        return frame[frame["item"].isin([item.id for item in self.group.items])]

    @property
    def score(self) -> float:
        """Mean score of your newest answers, from 0 to 1; an unanswered question counts 0."""
        newest = self.answers.groupby("item")["score"].last()
        return float(newest.sum() / len(self.group.items))


def quiz(name: str) -> Quiz:
    """A group of questions.

    Parameters
    ----------
    name
        ``"lesson/group"``, for example ``"monoclonal-antibodies/adcc"``.

    Raises
    ------
    UnknownNameError
        If there is no such lesson or group; the message offers the nearest.
    """
    lesson, _, group = name.partition("/")
    groups = {group.id: group for group in load_bank(paths.lesson_folder(lesson)).groups}
    if group not in groups:
        raise UnknownNameError(f"quiz of lesson {lesson!r}", group, groups)
    return Quiz(lesson, groups[group])


def _nodes(text: str) -> list[markup.Node]:
    return markup.parse(markup.expand(text))


def _item_data(item: Item) -> dict[str, Any]:
    return {
        "id": item.id,
        "kind": item.kind,
        "objective": item.objective,
        "level": item.level,
        "stem": _nodes(item.stem),
        "options": [
            {
                "key": option.key,
                "text": _nodes(option.text),
                "right": option.right,
                "feedback": _nodes(option.feedback),
            }
            for option in item.options
        ],
        "hints": [_nodes(hint) for hint in item.hints],
        "confidence": item.confidence,
    }


def _static(group: Group) -> str:
    return f"<p><strong>{escape(group.title)}</strong></p>" + "".join(
        _static_item(item, number) for number, item in enumerate(group.items, start=1)
    )


def _static_item(item: Item, number: int) -> str:
    options = "".join(f"<li>{_html(option.text)}</li>" for option in item.options)
    hints = "".join(f"<li>{_html(hint)}</li>" for hint in item.hints)
    folded_hints = f"<details><summary>Hints</summary><ol>{hints}</ol></details>" if hints else ""
    reasons = "".join(_static_reason(option) for option in item.options)
    return (
        f"<p><strong>{number}.</strong> {_html(item.stem)}</p><ul>{options}</ul>{folded_hints}"
        f"<details><summary>Answer and why</summary><ul>{reasons}</ul></details>"
    )


def _static_reason(option: Option) -> str:
    mark = "✓" if option.right else "✗"
    return f"<li>{mark} <strong>{_html(option.text)}</strong> {_html(option.feedback)}</li>"


def _html(text: str) -> str:
    return markup.html(_nodes(text))
