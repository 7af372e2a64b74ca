"""A lesson for those who teach it: a plan of its time, what is misbelieved, what to discuss, and every answer.

It is the lesson's own text, questions and front matter in another order. Only the questions to discuss are written for
it: in a file ``discuss.yaml`` beside the course's ``course.yaml``.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader
from pydantic import TypeAdapter, ValidationError

from immunolearn import paths
from immunolearn.course.lint import REST, Section, sections
from immunolearn.course.reading import prose, words
from immunolearn.course.source import read_lesson
from immunolearn.course.syllabus import read_syllabus
from immunolearn.display import markup
from immunolearn.errors import UnknownNameError
from immunolearn.questions import static
from immunolearn.questions.base import Id, Text
from immunolearn.questions.element import element_data
from immunolearn.questions.yaml_source import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from immunolearn.course.source import Lesson
    from immunolearn.questions.bank import Group, Item

WORDS_PER_MINUTE, PER_ITEM, PER_ELEMENT, PER_EXERCISE = 150, 1.0, 2.0, 5.0
"""By which the minutes of a part are shared out among its sections."""

_ELEMENT = re.compile(r"\bil\.(\w+)\(")
_EXERCISE = re.compile(r"^```\{code-cell\}.*\n(?!:tags:.*machinery)", re.MULTILINE)
_NO_ELEMENT = {"lesson", "quiz"}
_TELLING = {"before", "predict"}
_DISCUSSED: TypeAdapter[dict[Id, list[Text]]] = TypeAdapter(dict[Id, list[Text]])


@dataclass(frozen=True)
class Step:
    """A section in the plan of a lesson's time."""

    title: str
    start: int
    end: int
    words: int
    elements: list[tuple[str, int]]
    """What is shown or to be done, by name, and how often."""
    groups: list[Group]
    objectives: list[str]


@dataclass(frozen=True)
class Belief:
    """Something that is misbelieved, as a wrong answer says it."""

    tag: str
    said: str
    reply: str
    item: Item


def guide(folder: Path) -> str:
    """Write the teaching guide of a lesson, as a page.

    Parameters
    ----------
    folder
        Of the lesson.

    Raises
    ------
    ContentError
        If the lesson is not as it should be.
    """
    lesson = read_lesson(folder)
    syllabus = read_syllabus()
    environment = Environment(loader=PackageLoader("immunolearn.course"), autoescape=True, trim_blocks=True)
    environment.filters["author"] = _html
    return environment.get_template("guide.html.j2").render(
        lesson=lesson,
        place=syllabus.number(lesson.name),
        syllabus=syllabus,
        parts=plan(lesson),
        beliefs=[(objective, _beliefs(lesson, objective.id)) for objective in lesson.header.objectives],
        prompts=discussion(lesson.name),
        telling=[group for group in lesson.bank.groups if group.kind in _TELLING],
        key=[(group, list(_key(lesson, group))) for group in lesson.bank.groups],
    )


def plan(lesson: Lesson) -> list[list[Step]]:
    """Share a lesson's minutes out among its sections, for each of its parts.

    The minutes of the parts are the lesson's own; inside a part they go by words to read, questions to answer and
    things to try.
    """
    parts: list[list[Section]] = [[]]
    for section in sections(lesson):
        parts[-1].append(section)
        if section.title.casefold() == REST:
            parts.append([])
    minutes = lesson.header.parts or [lesson.header.minutes]
    begins = accumulate(minutes, initial=0)
    return [_steps(lesson, part, *times) for part, times in zip(parts, pairwise(begins), strict=False)]


def discussion(name: str) -> list[str]:
    """Questions to discuss about a lesson: those of an instructor's own course, or else ours.

    Raises
    ------
    ContentError
        With file and line, if the file is not lists of questions by lesson, or names a lesson that is not there.
    """
    for course in dict.fromkeys([paths.course(), paths.lessons()]):
        file = course / "discuss.yaml"
        if file.is_file():
            source = read_yaml(file)
            try:
                found = _DISCUSSED.validate_python(source.value)
            except ValidationError as error:
                place = error.errors()[0]["loc"]
                raise source.error("A lesson's name is needed, and below it a list of questions.", place) from error
            for given in found:
                if given not in paths.lesson_folders():
                    raise source.error(str(UnknownNameError("lesson", given, paths.lesson_folders())), (given,))
            if name in found:
                return found[name]
    return []


def _steps(lesson: Lesson, part: Sequence[Section], start: int, end: int) -> list[Step]:
    groups = {group.id: group for group in lesson.bank.groups}
    held = [[groups[name] for name in section.groups] for section in part]
    shown = [_shown(section.text) for section in part]
    read = [words(prose(section.text)) for section in part]
    weights = [
        count / WORDS_PER_MINUTE
        + sum(number * (PER_EXERCISE if name == "exercise" else PER_ELEMENT) for name, number in elements.items())
        + PER_ITEM * sum(len(group.items) for group in asked)
        for count, elements, asked in zip(read, shown, held, strict=True)
    ]
    total = sum(weights)
    times = [start + round((end - start) * done / total) for done in accumulate(weights, initial=0.0)]
    return [
        Step(
            title=section.title,
            start=times[index],
            end=times[index + 1],
            words=read[index],
            elements=list(shown[index].items()),
            groups=held[index],
            objectives=list(dict.fromkeys(item.objective for group in held[index] for item in group.items)),
        )
        for index, section in enumerate(part)
    ]


def _shown(text: str) -> Counter[str]:
    """What a section shows, by the function of immunolearn that shows it, and its exercises."""
    exercises = len(_EXERCISE.findall(text))
    machinery = "".join(re.split(r"^```\{code-cell\}.*\n(?=:tags:.*machinery)", text, flags=re.MULTILINE)[1:])
    found = Counter(name for name in _ELEMENT.findall(machinery) if name not in _NO_ELEMENT)
    return found + Counter(exercise=exercises)


def _beliefs(lesson: Lesson, objective: str) -> dict[str, list[Belief]]:
    """What the wrong answers to an objective's questions say, by the belief behind them, the commonest first."""
    found: dict[str, list[Belief]] = {}
    for item in lesson.bank.items:
        if item.objective == objective:
            for belief in _wrong(item):
                found.setdefault(belief.tag, []).append(belief)
    return dict(sorted(found.items(), key=lambda pair: -len(pair[1])))


def _wrong(item: Item) -> Iterator[Belief]:
    gaps = getattr(item, "gaps", [])
    answers = [
        answer for part in (item, *gaps) for answer in (*getattr(part, "options", []), *getattr(part, "wrong", []))
    ]
    for answer in answers:
        if answer.misconception:
            said = getattr(answer, "text", None) or _number(answer.value, getattr(item, "unit", ""))
            yield Belief(answer.misconception.replace("-", " "), _html(said), _html(answer.feedback), item)


def _number(value: float | str, unit: str) -> str:
    return f"{value if isinstance(value, str) else format(value, '.12g')} {unit}".strip()


def _key(lesson: Lesson, group: Group) -> Iterator[tuple[Item, str]]:
    yield from zip(group.items, static.key(element_data(lesson.bank, item) for item in group.items), strict=True)


def _html(text: Any) -> str:  # noqa: ANN401 - a template's filter
    return markup.html(markup.parse(markup.expand(str(text))))
