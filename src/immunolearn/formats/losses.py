"""What a format cannot carry, for the questions at hand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from immunolearn.formats.portable import strings
from immunolearn.questions.bank import KINDS
from immunolearn.questions.base import ShownChart, ShownPicture, ShownTable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from immunolearn.formats.portable import Portable

MOST_RIGHT = 10
"""Right options among which Moodle can divide a mark."""


def _shows(kind: type) -> Callable[[Portable], bool]:
    return lambda one: any(isinstance(thing, kind) for thing in one.item.show)


def _writes(pattern: str) -> Callable[[Portable], bool]:
    return lambda one: any(re.search(pattern, text) for text in strings(_fields(one)))


def _fields(one: Portable) -> dict[str, Any]:
    return one.item.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _is(kind: str) -> Callable[[Portable], bool]:
    return lambda one: one.item.kind == kind


def _options(one: Portable) -> list[Any]:
    return getattr(one.item, "options", [])


def _wrong(one: Portable) -> int:
    return sum(not option.right for option in _options(one))


FEATURES: dict[str, Callable[[Portable], bool]] = {
    **{kind: _is(kind) for kind in KINDS},
    "objective": lambda _: True,
    "level": lambda _: True,
    "arrow": lambda one: one.item.kind == "text" and any("->" in answer.text for answer in one.answers),
    "hints": lambda one: bool(one.item.hints),
    "confidence": lambda one: one.item.confidence,
    "certainty": lambda one: one.item.rule == "certainty",
    "all-or-nothing": lambda one: one.item.rule == "all-or-nothing",
    "pair": lambda one: one.item.pair is not None,
    "group kind": lambda one: one.group.kind != "checkpoint",
    "exam": lambda one: not one.item.exam,
    "picture": _shows(ShownPicture),
    "chart": _shows(ShownChart),
    "table": _shows(ShownTable),
    "reference": _writes(r"\{\{"),
    "link": _writes(r"\]\(term:|\.ipynb"),
    "formula": _writes(r"(?<!\\)\$"),
    "misconception": lambda one: "misconception" in str(_fields(one)),
    "fixed": lambda one: any(option.fixed for option in _options(one)),
    "many right": lambda one: sum(option.right for option in _options(one)) > MOST_RIGHT,
    "few wrong": lambda one: one.item.kind == "multiple" and 0 < _wrong(one) < len(_options(one)) - _wrong(one),
    "unit": lambda one: bool(one.unit),
    "units": lambda one: bool(one.data.get("units")),
    "relative": lambda one: "relative" in (one.data["tolerance"] if one.item.kind == "numeric" else ()),
    "names": lambda one: one.item.kind == "text" or any(not gap.words for gap in one.gaps),
    "part feedback": lambda one: bool(one.pairs),
}
"""What a question may have that a format may not carry."""

_AS_VALUE = "numbers and names from tables stand as they are today"
_WORDS = "links within the course stand as plain words"
_FORMULA = "formulas stand in letters, sup and sub"
_HINTS = "hints are not shown"
_SURE = "how sure one is is not asked"
_CERTAINTY = "the marks do not depend on how sure one was"
_TWIN = "a twin is a question like others; the two answers do not stand side by side"
_SET = "that a set stands before the lesson or at its end"
_SLIP = "names are compared letter by letter with the answer and its written synonyms; a slip is told nowhere"
_KEPT = " (a comment keeps it)"
_KNOWN = "names of misconceptions"
_FIXED = "that an option keeps its place when others are shuffled"
_MANY = "more than ten right options: the marks are rounded, Moodle may ask to take the nearest"
_PLACES = "asked as matching each step with its place; marks count places, not neighbours"
_ALL = "partial marks are given"
_EXAM = "that it is left out of the final exam"
_VALUES = "asked as numbers, not drawn: all of the mark within half of the tolerance, half of it within all"
_TICK_ALL = "ticking every option earns a part of the mark, since fewer are wrong than right"
_TOGETHER = "the reasons of all parts are said together"
_ABSOLUTE = "the tolerance stands as a number, not as a share"
_UNITS = "the number is asked in one unit"

CANNOT: dict[str, dict[str, str]] = {
    "csv": {},
    "gift": {
        "cloze": "left out: GIFT has no text with several gaps; Moodle XML has",
        "curve": "left out: GIFT has no curve to predict; Moodle XML asks its values",
        "arrow": "left out: GIFT reads -> in an answer as a pair",
        "order": _PLACES + _KEPT,
        "sort": "asked as matching each thing with its group" + _KEPT,
        "label": "asked as matching the letters of the picture with names" + _KEPT,
        "hints": _HINTS + _KEPT,
        "confidence": _SURE + _KEPT,
        "certainty": _CERTAINTY + _KEPT,
        "all-or-nothing": _ALL + _KEPT,
        "pair": _TWIN + _KEPT,
        "group kind": _SET + _KEPT,
        "exam": _EXAM + _KEPT,
        "reference": _AS_VALUE + _KEPT,
        "link": _WORDS + _KEPT,
        "formula": _FORMULA + _KEPT,
        "misconception": _KNOWN + _KEPT,
        "fixed": _FIXED + _KEPT,
        "units": _UNITS + _KEPT,
        "relative": _ABSOLUTE + _KEPT,
        "names": _SLIP,
        "part feedback": _TOGETHER,
        "many right": _MANY,
        "few wrong": _TICK_ALL,
    },
    "moodle": {
        "order": _PLACES,
        "sort": "asked as matching each thing with its group",
        "label": "asked as matching the letters of the picture with names",
        "curve": _VALUES,
        "confidence": _SURE + "; Moodle's certainty-based marking is a setting of the quiz",
        "certainty": _CERTAINTY,
        "all-or-nothing": _ALL,
        "pair": _TWIN,
        "group kind": _SET,
        "exam": _EXAM,
        "reference": _AS_VALUE,
        "link": _WORDS,
        "formula": _FORMULA,
        "misconception": _KNOWN,
        "fixed": "nothing is shuffled, so that the option keeps its place",
        "relative": _ABSOLUTE,
        "names": _SLIP,
        "part feedback": _TOGETHER,
        "many right": _MANY,
        "few wrong": _TICK_ALL,
    },
    "qti": {
        "objective": "the objective is not named",
        "level": "the level is not named",
        "order": "all of the mark or nothing, for the whole order",
        "curve": _VALUES,
        "hints": _HINTS,
        "confidence": _SURE,
        "certainty": _CERTAINTY,
        "pair": _TWIN,
        "group kind": _SET,
        "exam": _EXAM,
        "reference": _AS_VALUE,
        "link": _WORDS,
        "formula": _FORMULA,
        "misconception": _KNOWN,
        "units": _UNITS,
        "relative": _ABSOLUTE,
        "names": _SLIP,
        "part feedback": _TOGETHER,
    },
    "anki": {
        "confidence": _SURE,
        "certainty": "Anki asks how well one knew it, and gives no marks",
        "pair": _TWIN,
        "group kind": _SET,
        "exam": _EXAM,
        "reference": _AS_VALUE,
        "link": "links within the course lead nowhere",
        "formula": _FORMULA,
        "misconception": _KNOWN,
        "curve": "the curve is thought of, not drawn",
        "order": "nothing is moved: one thinks, then looks",
    },
}
"""By format, what becomes of a feature of a question; what is not named is carried."""


def losses(questions: Sequence[Portable], format: str) -> list[str]:  # noqa: A002 - the word for it
    """A sentence for each thing that the format does not carry, with the questions it concerns."""
    found = {feature: [one.item.id for one in questions if FEATURES[feature](one)] for feature in CANNOT[format]}
    return [
        f"{feature}: {CANNOT[format][feature]}: {_which(ids, len(questions))}" for feature, ids in found.items() if ids
    ]


def _which(ids: list[str], count: int) -> str:
    return f"all {count}" if len(ids) == count else f"{len(ids)} of {count}: {', '.join(ids)}"
