"""The rule of record for scores; ``js/src/grade.js`` follows it, and shared vectors hold the two together."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from immunolearn.questions.bank import Item


def grade(item: Item, given: Collection[str]) -> float:
    """Score of an answer, from 0 to 1.

    Parameters
    ----------
    item
        The question.
    given
        Keys of the chosen options, in any order.

    Notes
    -----
    Single choice: 1 for the right option, else 0. Multiple choice: of R right options, each one ticked earns 1/R and
    each wrong tick costs as much, never below 0; ticking every option earns nothing unless every option is right.

    Examples
    --------
    >>> from immunolearn.questions import Item
    >>> item = Item.model_validate({
    ...     "id": "q", "kind": "single", "objective": "o", "level": "recall", "stem": "?", "source": "s",
    ...     "options": [{"key": "yes", "text": "Yes", "right": True, "feedback": "It binds."},
    ...                 {"key": "no", "text": "No", "feedback": "It binds."}]})
    >>> grade(item, ["yes"])
    1.0
    """
    chosen = set(given)
    options = {option.key for option in item.options}
    right = {option.key for option in item.options if option.right}
    if item.kind == "single":
        return float(chosen == right)
    if chosen == options != right:
        return 0.0
    return max(0.0, (len(chosen & right) - len(chosen - right)) / len(right))
