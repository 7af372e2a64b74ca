"""A group of questions as an element of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from immunolearn import paths
from immunolearn.display import markup
from immunolearn.display.element import Element
from immunolearn.errors import ContentError, UnknownNameError
from immunolearn.questions import figures, static
from immunolearn.questions.answered import answers
from immunolearn.questions.bank import load_bank

if TYPE_CHECKING:
    import pandas as pd

    from immunolearn.questions.bank import Bank, Group, Item


class Quiz(Element):
    """A group of questions, live in the page; what you answered is at hand in the next cell."""

    def __init__(self, lesson: str, bank: Bank, group: Group) -> None:
        self.lesson = lesson
        self.group = group
        items = [element_data(bank, item) for item in group.items]
        super().__init__(
            "immuno-quiz",
            static=static.group(group.title, items),
            data={
                "lesson": lesson,
                "group": group.id,
                "title": group.title,
                "kind": group.kind,
                "items": items,
            },
        )

    @property
    def answers(self) -> pd.DataFrame:
        """Your answers to these questions, oldest first (see :func:`immunolearn.answers`)."""
        frame = answers(self.lesson)
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
    bank = load_bank(paths.lesson_folder(lesson))
    groups = {group.id: group for group in bank.groups}
    if group not in groups:
        raise UnknownNameError(f"quiz of lesson {lesson!r}", group, groups)
    return Quiz(lesson, bank, groups[group])


def element_data(bank: Bank, item: Item) -> dict[str, Any]:
    """Everything that the page needs to show a question and to grade its answer.

    Raises
    ------
    ContentError
        If a text, a number or a picture of it is broken, with file, line and item.
    """
    try:
        return {**bank.data(item, _nodes), "source": _source(item.source), **figures.of(item, _nodes, bank.folder)}
    except (ContentError, UnknownNameError) as error:
        raise error if str(error).count(f"item {item.id!r}") else bank.error(item, str(error)) from error


def _source(source: str) -> list[markup.Node]:
    """A heading of the lesson as it stands, or the reference behind a key."""
    from immunolearn.evidence import cite, load_table  # noqa: PLC0415 - loads pandas

    return markup.parse(cite(source).markdown()) if source in load_table("references").index else [source]


def _nodes(text: str) -> list[markup.Node]:
    return markup.parse(markup.expand(text))
