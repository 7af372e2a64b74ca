"""What a lesson still lacks, by the rules of teaching that a machine can judge."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from immunolearn.course.reading import grade_level, prose, words
from immunolearn.display import markup
from immunolearn.evidence import load_table
from immunolearn.questions.choice import Choice, Single

if TYPE_CHECKING:
    from collections.abc import Iterator

    from immunolearn.course.source import Lesson
    from immunolearn.questions.bank import Group, Item

FEWEST_ITEMS = 15
FEWEST_KINDS = 4
FEWEST_ABOVE_RECALL = 1 / 3
FEWEST_PER_OBJECTIVE = 2
MOST_CONFIDENCE = 8
MOST_LONGEST = 0.4
MOST_IN_ONE_PLACE = 0.5
MOST_OPTIONS = 5
CHECKPOINT = range(2, 5)
SECTIONS = range(3, 7)
LONGEST_PART = 45
LONGEST_WITHOUT_REST = 60
BEFORE = range(2, 4)
EXIT = range(5, 9)
REST = "a resting place"
PREDICTIONS = 2
BALANCE_FROM = 8
"""Single-choice items from which on the places of the right options are judged."""

ON_THEIR_OWN = {"start-here", "capstone"}
"""The first and the last lesson, which have a shape of their own: a pre-test, a design and an exam."""

_UNTESTABLE = {"understand", "know", "learn", "appreciate", "be", "see", "grasp", "realise", "remember"}
_ANY_OF = re.compile(r"\b(all|none|both) of the (above|others?)\b", re.IGNORECASE)
_HEADING = re.compile(r"^## +(.+?) *$", re.MULTILINE)
_QUIZ = re.compile(r'\bil\.quiz\("[a-z0-9-]+/([a-z0-9-]+)"\)')
_EXAM = re.compile(r"\bil\.exam\(")
_LEANS = re.compile(r"\blessons?\b|\bstart here\b|\bthe (chart|picture|diagram|element)\b", re.IGNORECASE)
"""What a question of the exam cannot point to: it is asked far from its lesson."""
_OTHER_LESSON = re.compile(r"Lesson \d+")
_FRAME = {
    *("someone's decision", "how do we know?", "under the microscope", "the decision again", "your turn"),
    *("key points", "what next", "sources", "exit quiz", REST),
}
"""Sections that every lesson has around those that teach."""


@dataclass(frozen=True)
class Section:
    """A part of a lesson under a heading, with the groups of questions in it."""

    title: str
    text: str
    groups: tuple[str, ...]

    @property
    def teaches(self) -> bool:
        """Tell whether it is one of the lesson's own sections."""
        return self.title.casefold().partition(",")[0] not in _FRAME


def lacking(lesson: Lesson) -> list[str]:
    """Say everything that a lesson lacks, a sentence each; nothing if it keeps every rule.

    Parameters
    ----------
    lesson
        A lesson that could be read.
    """
    whole = [] if lesson.name in ON_THEIR_OWN else [*_sections(lesson), *_numbers(lesson)]
    items = [*_items(lesson), *_examined(lesson), *_options(lesson)]
    return [*_header(lesson), *_parts(lesson), *whole, *_quizzes(lesson), *items]


def report(lesson: Lesson) -> str:
    """Say a lesson's measures in one line."""
    items = lesson.bank.items
    kinds = ", ".join(f"{count} {kind}" for kind, count in Counter(item.kind for item in items).most_common())
    text = prose(lesson.body)
    asked = ". ".join(text for item in items for text in _said(lesson, item))
    return (
        f"{words(text)} words, reading level {grade_level(text):.1f} (questions {grade_level(asked):.1f}), "
        f"{len(items)} items: {kinds}"
    )


def sections(lesson: Lesson) -> list[Section]:
    """The parts of a lesson's text, by its headings of the second level."""
    parts = _HEADING.split(lesson.body)[1:]
    return [
        Section(title, text, tuple(_QUIZ.findall(text))) for title, text in zip(parts[::2], parts[1::2], strict=True)
    ]


def _plain(text: str) -> str:
    return markup.plain(markup.parse(markup.expand(text)))


def _said(lesson: Lesson, item: Item) -> list[str]:
    """Every text of a question that is a sentence or more."""
    said: list[str] = []

    def note(text: str) -> str:
        said.append(_plain(text))
        return text

    lesson.bank.data(item, note)
    return [text for text in said if " " in text]


def _header(lesson: Lesson) -> Iterator[str]:
    if re.search(r"[.!?]\s+\S", lesson.header.promise):
        yield "The promise is more than one sentence."
    for objective in lesson.header.objectives:
        verb = objective.text.split()[0].casefold()
        if verb in _UNTESTABLE:
            yield f"Objective {objective.id}: {verb!r} cannot be tested; say what the reader can do."
    if not lesson.header.before:
        yield "before: it does not say what to know before."


def _parts(lesson: Lesson) -> Iterator[str]:
    """A long lesson's parts, and the headings "A resting place" between them, each with a quiz."""
    minutes, parts = lesson.header.minutes, lesson.header.parts or []
    if minutes > LONGEST_WITHOUT_REST and not parts:
        yield f"{minutes} minutes; over {LONGEST_WITHOUT_REST} there are parts, in the front matter: parts: [45, 30]."
    if parts and sum(parts) != minutes:
        yield f"Its parts take {sum(parts)} minutes together, the lesson {minutes}."
    yield from (f"A part of {part} minutes; at most {LONGEST_PART} should be." for part in parts if part > LONGEST_PART)
    rests = [section for section in sections(lesson) if section.title.casefold() == REST]
    if len(rests) != max(0, len(parts) - 1):
        yield f"{len(parts)} parts and {len(rests)} sections 'A resting place'; there is one between two parts."
    yield from (f"{rest.title!r} has no quiz." for rest in rests if not rest.groups)


def _sections(lesson: Lesson) -> Iterator[str]:
    found = sections(lesson)
    groups = {group.id: group for group in lesson.bank.groups}
    teaching = [section for section in found if section.teaches]
    if len(teaching) not in SECTIONS:
        yield f"{len(teaching)} teaching sections; there should be {_span(SECTIONS)}."
    for section in teaching:
        held = [groups[name] for name in section.groups if name in groups]
        if not any(group.kind == "checkpoint" and len(group.items) in CHECKPOINT for group in held):
            yield f"Section {section.title!r} has no checkpoint of {_span(CHECKPOINT)} items."
    titles = {section.title.casefold().partition(",")[0] for section in found}
    for title in ("how do we know?", "under the microscope", "your turn"):
        if title not in titles:
            yield f"There is no section {title.capitalize()!r}."
    yield from _of_kind(lesson.bank.groups)


def _quizzes(lesson: Lesson) -> Iterator[str]:
    groups = [group.id for group in lesson.bank.groups]
    used = _QUIZ.findall(lesson.body)
    examined = {group.id for group in lesson.bank.groups if all(item.pair for item in group.items)}
    asked = {*used, *(examined if _EXAM.search(lesson.body) else ())}
    yield from (f"Quiz {group!r} is in no section." for group in groups if group not in asked)
    yield from (f"Quiz {group!r} stands in the text, but not in quiz.yaml." for group in used if group not in groups)


def _of_kind(groups: list[Group]) -> Iterator[str]:
    kinds = Counter(group.kind for group in groups)
    if kinds["predict"] < PREDICTIONS:
        yield f"{kinds['predict']} groups of kind predict; there should be {PREDICTIONS} or more."
    for kind, size in (("before", BEFORE), ("exit", EXIT)):
        if not any(group.kind == kind and len(group.items) in size for group in groups):
            yield f"There is no group of kind {kind} with {_span(size)} items."


def _numbers(lesson: Lesson) -> Iterator[str]:
    items = lesson.bank.items
    if len(items) < FEWEST_ITEMS:
        yield f"{len(items)} items; there should be {FEWEST_ITEMS} or more."
    kinds = sorted({item.kind for item in items})
    if len(kinds) < FEWEST_KINDS:
        yield f"{len(kinds)} kinds of question ({', '.join(kinds)}); there should be {FEWEST_KINDS} or more."
    above = sum(item.level in {"apply", "analyse"} for item in items)
    if above < FEWEST_ABOVE_RECALL * len(items):
        yield f"{above} of {len(items)} items apply or analyse; it should be a third or more."
    covered = Counter(item.objective for item in items)
    for objective in lesson.header.objectives:
        if covered[objective.id] < FEWEST_PER_OBJECTIVE:
            yield f"Objective {objective.id} is covered by {covered[objective.id]} items; it should be two or more."
    asked = sum(item.confidence for item in items)
    if asked > MOST_CONFIDENCE:
        yield f"{asked} items ask for confidence; at most {MOST_CONFIDENCE} should."


def _items(lesson: Lesson) -> Iterator[str]:
    known = {section.title for section in sections(lesson)} | set(load_table("references").index)
    stems = Counter(" ".join(item.stem.casefold().split()) for item in lesson.bank.items)
    for item in lesson.bank.items:
        if item.source not in known and not _OTHER_LESSON.fullmatch(item.source):
            yield f"Item {item.id}: source {item.source!r} is neither a heading of the lesson nor a reference."
        if stems[" ".join(item.stem.casefold().split())] > 1:
            yield f"Item {item.id}: its stem stands twice."
        for wrong in _wrong(item):
            if wrong is None:
                yield f"Item {item.id}: a wrong answer is tagged with no misconception."


def _examined(lesson: Lesson) -> Iterator[str]:
    """What the final exam may ask stands on its own: before its answer it points to nothing that is not there."""
    for item in (item for group in lesson.bank.groups if group.kind == "exit" for item in group.items if item.exam):
        for text in _asked(item.model_dump()):
            if found := _LEANS.search(text):
                yield f"Item {item.id}: the exam may ask it, and {found[0]!r} is not there; reword it, or exam: false."


def _asked(thing: object) -> Iterator[str]:
    """The texts of a question that are seen before it is answered."""
    if isinstance(thing, dict):
        yield from (text for name in ("stem", "text") if isinstance(text := thing.get(name), str))
        yield from (text for part in thing.values() for text in _asked(part))
    elif isinstance(thing, list):
        yield from (text for part in thing for text in _asked(part))


def _wrong(item: Item) -> list[str | None]:
    """The misconceptions of an item's wrong answers, None where one is missing."""
    if isinstance(item, Choice):
        return [option.misconception for option in item.options if not option.right]
    gaps = [gap for gap in getattr(item, "gaps", []) if hasattr(gap, "options")]
    chosen = [option.misconception for gap in gaps for option in gap.options if not option.right]
    return chosen + [wrong.misconception for wrong in getattr(item, "wrong", [])]


def _options(lesson: Lesson) -> Iterator[str]:
    singles = [item for item in lesson.bank.items if isinstance(item, Single)]
    for item in lesson.bank.items:
        if isinstance(item, Choice):
            if len(item.options) > MOST_OPTIONS:
                yield f"Item {item.id}: {len(item.options)} options; three good ones beat five."
            yield from (
                f"Item {item.id}: {option.text!r} is no option."
                for option in item.options
                if _ANY_OF.search(option.text)
            )
    longest = sum(_right_is_longest(item) for item in singles)
    if longest > MOST_LONGEST * len(singles):
        yield f"The right option is the longest in {longest} of {len(singles)} items; at most 40 % should be."
    places = Counter(_place(item) for item in singles)
    place, most = max(places.items(), key=lambda pair: pair[1], default=("", 0))
    if len(singles) >= BALANCE_FROM and most > MOST_IN_ONE_PLACE * len(singles):
        yield f"The right option is {place} in {most} of {len(singles)} items; at most half should be in one place."
    if len(singles) >= BALANCE_FROM and len(places) < len(_PLACES):
        yield f"The right option is never {' nor '.join(sorted(set(_PLACES) - set(places)))}."


_PLACES = "first", "in the middle", "last"


def _right_is_longest(item: Single) -> bool:
    lengths = [(len(_plain(option.text)), option.right) for option in item.options]
    longest = max(length for length, _ in lengths)
    return [right for length, right in lengths if length == longest] == [True]


def _place(item: Single) -> str:
    at = next(index for index, option in enumerate(item.options) if option.right)
    return _PLACES[0 if at == 0 else 2 if at == len(item.options) - 1 else 1]


def _span(numbers: range) -> str:
    return f"{numbers[0]} to {numbers[-1]}"
