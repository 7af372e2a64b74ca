"""Questions on their way out: what every format asks of them, in one place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree import ElementTree as ET

from immunolearn.formats.text import escaped, html, plain
from immunolearn.questions import static
from immunolearn.questions.element import element_data
from immunolearn.questions.names import spelt

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from immunolearn.questions.bank import Bank, Group, Item

BESIDE = '<div class="immuno-beside">'
"""Begins what the export puts below a stem."""
SOURCE = '<div class="immuno-source">'
"""Begins the source of a question."""
OTHERWISE = "*"
"""Stands for any other answer, where answers are typed."""


class Answer(NamedTuple):
    """An answer that a question foresees."""

    text: str
    """HTML of an option; as typed where it is typed, :data:`OTHERWISE` for any other; a number in full."""
    share: float
    """What it earns of the mark: 1 is all of it, less than 0 takes away."""
    feedback: str
    tolerance: float = 0.0
    key: str = ""

    @property
    def is_otherwise(self) -> bool:
        """Tell whether it stands for any other answer."""
        return self.text == OTHERWISE and self.share == 0


class Pair(NamedTuple):
    """A part and what belongs to it."""

    text: str
    match: str
    """Plain text."""
    feedback: str
    key: str
    belongs: str


class Gap(NamedTuple):
    """A gap of a text."""

    key: str
    answers: list[Answer]
    words: list[str]
    """The options as plain text; none where one types."""


@dataclass(frozen=True)
class Portable:
    """A question with everything that a format may ask of it."""

    lesson: str
    bank: Bank
    group: Group
    item: Item

    @property
    def name(self) -> str:
        """Lesson and id: one name in all the world."""
        return f"{self.lesson}/{self.item.id}"

    @cached_property
    def data(self) -> dict[str, Any]:
        """Element data with texts as HTML."""
        return self.bank.data(self.item, html)

    @cached_property
    def nodes(self) -> dict[str, Any]:
        """Element data as the page has it."""
        return element_data(self.bank, self.item)

    @property
    def stem(self) -> str:
        """The stem, with what stands beside it and the unit that is asked for."""
        below = static.beside(self.nodes) + self.unit_asked
        return f"{self.data['stem']}" + (f"{BESIDE}{below}</div>" if below else "")

    @property
    def unit(self) -> str:
        """The unit of a number, that of the answer where there are several."""
        units = self.data.get("units") or []
        return self.data.get("unit") or next((unit["text"] for unit in units if unit["factor"] == 1), "")

    @property
    def unit_asked(self) -> str:
        """Say which unit is asked for."""
        return f"<p>Your number in: {escaped(self.unit)}</p>" if self.unit else ""

    @property
    def source(self) -> str:
        """Where it can be looked up."""
        return f"{SOURCE}{static.source(self.nodes)}</div>"

    @property
    def answers(self) -> list[Answer]:
        """What is foreseen where one chooses or types, in the order of the author."""
        return answers(self.item, self.data)

    @property
    def pairs(self) -> list[Pair]:
        """What belongs together where things are put in place; a step belongs to its place."""
        if self.item.kind == "order":
            return [
                Pair(step["text"], str(place), step["feedback"], step["key"], str(place))
                for place, step in enumerate(self.data["steps"], start=1)
            ]
        if self.item.kind not in {"match", "sort", "label"}:
            return []
        names = {choice.key: plain(choice.text) for choice in self.item.choices}
        parts = {part["key"]: part for part in self.data["parts"]}
        return [
            Pair("".join(part["text"]), names[part["is"]], part["feedback"], part["key"], part["is"])
            for part in (parts[authored.key] for authored in self.item.parts)
        ]

    @property
    def reasons(self) -> str:
        """What is said to each part, together, for where a part has no place for it; and to a curve."""
        return "".join(
            f'<div class="immuno-reason"><b>{pair.text}</b>: {pair.feedback}</div>' for pair in self.pairs
        ) + (f"<p>{self.data['real']}</p>" if self.item.kind == "curve" else "")

    @property
    def spare(self) -> list[str]:
        """Choices to which nothing belongs, as plain text."""
        used = {pair.belongs for pair in self.pairs}
        return [plain(choice.text) for choice in getattr(self.item, "choices", []) if choice.key not in used]

    @property
    def gaps(self) -> list[Gap]:
        """The gaps of a text."""
        if self.item.kind != "cloze":
            return []
        return [
            Gap(data["key"], answers(gap, data), [plain(option.text) for option in getattr(gap, "options", [])])
            for gap, data in zip(self.item.gaps, self.data["gaps"], strict=True)
        ]


def answers(asked: Any, data: Mapping[str, Any]) -> list[Answer]:  # noqa: ANN401 - an item or a gap
    """Give what a question or a gap foresees.

    Parameters
    ----------
    asked
        The item or the gap.
    data
        Its element data, with texts as HTML.
    """
    if "options" in data:
        right = sum(option["right"] for option in data["options"])
        wrong = -1 / right if data.get("kind") == "multiple" else 0.0
        return [
            Answer(o["text"], 1 / right if o["right"] else wrong, o["feedback"], key=o["key"]) for o in data["options"]
        ]
    if "tolerance" in data and "axes" not in data:
        wrong_numbers = [
            Answer(decimal(w["value"]), 0.0, w["feedback"], absolute(w["tolerance"], w["value"])) for w in data["wrong"]
        ]
        tolerance = absolute(data["tolerance"], data["answer"])
        right_number = Answer(decimal(data["answer"]), 1.0, data["right"], tolerance)
        return [right_number, *wrong_numbers, Answer(OTHERWISE, 0.0, data["otherwise"])]
    if "accept" not in data:
        return []
    names = [plain(asked.answer), *map(plain, asked.accept)]
    wrong_names = [
        Answer(name, 0.0, mistake["feedback"])
        for wrong, mistake in zip(asked.wrong, data["wrong"], strict=True)
        for name in [plain(wrong.text)]
    ]
    right_names = [Answer(name, 1.0, data["right"]) for name in dict.fromkeys([*names, *spelt(names)])]
    return [*right_names, *wrong_names, Answer(OTHERWISE, 0.0, data["otherwise"])]


def percent(share: float) -> str:
    """Give a share of the mark as Moodle writes it.

    Examples
    --------
    >>> percent(1), percent(-1 / 3)
    ('100', '-33.33333')
    """
    text = f"{100 * share:.5f}"
    return text.rstrip("0").rstrip(".")


def absolute(tolerance: Mapping[str, float], value: float) -> float:
    """The tolerance as a number."""
    return tolerance["absolute"] if "absolute" in tolerance else tolerance["relative"] * abs(value)


def decimal(value: float) -> str:
    """Give a number in full, without an exponent.

    Examples
    --------
    >>> [decimal(x) for x in (9.6, 1e-9, 3e12, -2.0)]
    ['9.6', '0.000000001', '3000000000000', '-2']
    """
    from decimal import Decimal  # noqa: PLC0415 - a small need

    return f"{Decimal(repr(value)):f}".removesuffix(".0")


def strings(value: object) -> Iterator[str]:
    """Every text within fields."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def portables(lesson: str, bank: Bank, group: str | None = None) -> list[Portable]:
    """Every question of a bank, or of one of its groups."""
    return [Portable(lesson, bank, one, item) for one in bank.groups if group in {None, one.id} for item in one.items]


def grouped(questions: Sequence[Portable]) -> list[tuple[Portable, list[Portable]]]:
    """Questions that stand together, each group with its first."""
    groups: dict[tuple[str, str], list[Portable]] = {}
    for question in questions:
        groups.setdefault((question.lesson, question.group.id), []).append(question)
    return [(group[0], group) for group in groups.values()]


def xml(root: ET.Element) -> bytes:
    """Give an XML document."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'.encode()
