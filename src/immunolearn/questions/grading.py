"""The rule of record for scores; ``js/src/grade.js`` follows it, and shared vectors hold the two together.

Everything is graded from the element data, which the page has too.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from immunolearn.questions.names import normalise
from immunolearn.questions.numbers import read_number

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from immunolearn.questions.bank import Item

CERTAINTY = {"sure": (1.0, 0.0), "think": (8 / 9, 4 / 9), "guess": (7 / 9, 6 / 9)}
"""Score of a right and of a wrong answer by the reader's word, under the rule ``certainty``."""

ROUNDING = 1e-9
"""Share of the right value by which a number may lie beyond its tolerance, for the computer's rounding; and by which a
curve may miss :data:`NEAR`."""


NEAR = 0.5
"""Score at which a curve counts as right."""


def grade(item: Item, given: Sequence[str], confidence: str | None = None) -> float | None:
    """Score of an answer, from 0 to 1.

    Parameters
    ----------
    item
        The question.
    given
        The answer, as docs/architecture.md says for each kind.
    confidence
        ``"sure"``, ``"think"``, ``"guess"`` or None. It counts only under the rule ``certainty``.

    Returns
    -------
    float or None
        None if nothing was given, or nothing that can be graded.

    Examples
    --------
    >>> from immunolearn.questions import read_item
    >>> item = read_item({
    ...     "id": "q", "kind": "single", "objective": "o", "level": "recall", "stem": "?", "source": "s",
    ...     "options": [{"key": "yes", "text": "Yes", "right": True, "feedback": "It binds."},
    ...                 {"key": "no", "text": "No", "feedback": "It binds."}]})
    >>> grade(item, ["yes"])
    1.0
    """
    return score(item.data(lambda text: text), given, confidence)


def score(item: Mapping[str, Any], given: Sequence[str], confidence: str | None = None) -> float | None:
    """Score of an answer to a question given as element data, from 0 to 1; otherwise as :func:`grade`.

    Notes
    -----
    - single: 1 for the right option alone, else 0.
    - multiple, rule ``partial``: of R right options, each one ticked earns 1/R and each wrong tick costs as much, never
      below 0; ticking every option earns nothing unless every option is right. ``all-or-nothing``: 1 or 0.
    - numeric: 1 within the tolerance, else 0. text: 1 for an accepted form, else 0.
    - cloze, match, sort, label: the share of parts that are right; an empty part is not. In match and label, a choice
      that is used twice counts for nothing.
    - order: of the neighbouring pairs of the right order, the share that stand as neighbours in the same order.
    - curve: at each value asked, 1 minus the distance in tolerances, never below 0; the mean of these.
    - rule ``certainty``: with the reader's word, the score s becomes w + s (r - w), where r and w are 1 and 0 for
      "sure", 8/9 and 4/9 for "think", 7/9 and 6/9 for "guess". "Sure" pays best for those who are right more often than
      4 times in 5, "think" down to 2 in 3, "guess" below. These are Gardner-Medwin's marks (1, 2, 3 if right; 0, -2, -6
      if wrong), moved into 0 to 1. Without a word the score stays s.
    """
    base = _SCORES[item["kind"]](item, given)
    if base is None or item.get("rule") != "certainty" or confidence not in CERTAINTY:
        return base
    right, wrong = CERTAINTY[confidence]
    return wrong + base * (right - wrong)


def is_right(item: Mapping[str, Any], given: Sequence[str]) -> bool:
    """Tell whether an answer is right, however sure the reader was.

    Parameters
    ----------
    item
        The question, as element data.
    given
        As :func:`grade` takes it.

    Notes
    -----
    A curve is right if it lies near: at a score of :data:`NEAR` or more, a mean distance of half the tolerance. Any
    other answer is right if it earns everything.
    """
    base = _SCORES[item["kind"]](item, given)
    return base is not None and base >= (NEAR - ROUNDING if item["kind"] == "curve" else 1)


def within(value: float, answer: float, tolerance: Mapping[str, float]) -> bool:
    """Tell whether a value lies within an ``absolute`` or ``relative`` tolerance of the answer."""
    allowed = tolerance["absolute"] if "absolute" in tolerance else tolerance["relative"] * abs(answer)
    return abs(value - answer) <= allowed + ROUNDING * abs(answer)


def neighbours(right: Sequence[str], given: Sequence[str]) -> float:
    """Of the neighbouring pairs in ``right``, the share that are neighbours in ``given``, in the same order."""
    pairs = set(pairwise(right))
    return len(pairs & set(pairwise(given))) / len(pairs)


def _single(item: Mapping[str, Any], given: Sequence[str]) -> float | None:
    return float(set(given) == _right(item)) if given else None


def _multiple(item: Mapping[str, Any], given: Sequence[str]) -> float | None:
    chosen, right = set(given), _right(item)
    if not chosen:
        return None
    if item.get("rule") == "all-or-nothing":
        return float(chosen == right)
    if chosen == {option["key"] for option in item["options"]} != right:
        return 0.0
    return max(0.0, (len(chosen & right) - len(chosen - right)) / len(right))


def _right(item: Mapping[str, Any]) -> set[str]:
    return {option["key"] for option in item["options"] if option["right"]}


def _numeric(item: Mapping[str, Any], given: Sequence[str]) -> float | None:
    value = value_given(item, given)
    return None if value is None else float(within(value, item["answer"], item["tolerance"]))


def value_given(item: Mapping[str, Any], given: Sequence[str]) -> float | None:
    """Give the number in an answer to a numeric question, in the question's own unit; None if there is none."""
    typed, chosen = (*given, "", "")[:2]
    if not item.get("units"):
        return read_number(typed, item.get("unit") or "")
    unit = next((unit for unit in item["units"] if unit["key"] == chosen), None)
    number = None if unit is None else read_number(typed, unit["text"])
    return None if unit is None or number is None else number * unit["factor"]


def _text(item: Mapping[str, Any], given: Sequence[str]) -> float | None:
    form = normalise(given[0]) if given else ""
    return float(form in item["accept"]) if form else None


def _cloze(item: Mapping[str, Any], given: Sequence[str]) -> float | None:
    values = _by_part(given)
    if not values:
        return None
    filled: int = sum(_fills(gap, values.get(gap["key"], "")) for gap in item["gaps"])
    return filled / len(item["gaps"])


def _fills(gap: Mapping[str, Any], value: str) -> bool:
    if "options" in gap:
        return value in _right(gap)
    return normalise(value) in gap["accept"]


def _parts(item: Mapping[str, Any], given: Sequence[str]) -> float | None:
    values = _by_part(given)
    if not values:
        return None
    if item["kind"] != "sort":
        used = list(values.values())
        values = {part: choice for part, choice in values.items() if used.count(choice) == 1}
    placed: int = sum(values.get(part["key"]) == part["is"] for part in item["parts"])
    return placed / len(item["parts"])


def _by_part(given: Sequence[str]) -> dict[str, str]:
    """What each part was given, from ``part=value``; a part that is given two values has none of them."""
    values: dict[str, str] = {}
    for text in given:
        part, _, value = text.partition("=")
        if value.strip():
            values[part] = value if values.get(part, value) == value else "="
    return values


def _order(item: Mapping[str, Any], given: Sequence[str]) -> float | None:
    if not given:
        return None
    return neighbours([step["key"] for step in item["steps"]], given) if len(set(given)) == len(given) else 0.0


def _curve(item: Mapping[str, Any], given: Sequence[str]) -> float | None:
    drawn = {read_number(x): read_number(y) for x, y in _by_part(given).items()}
    real = {point["x"]: point["y"] for point in item["points"]}
    distances = [abs(y - real[x]) / item["tolerance"] for x in item["asked"] if (y := drawn.get(x)) is not None]
    if not distances:
        return None
    near: float = sum(max(0.0, 1 - distance) for distance in distances)
    return near / len(item["asked"])


_SCORES: dict[str, Callable[[Mapping[str, Any], Sequence[str]], float | None]] = {
    "single": _single,
    "multiple": _multiple,
    "numeric": _numeric,
    "text": _text,
    "cloze": _cloze,
    "match": _parts,
    "sort": _parts,
    "label": _parts,
    "order": _order,
    "curve": _curve,
}
