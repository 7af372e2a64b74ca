"""Cards of the glossary: a definition, and which term is it? Made from the table, never written twice."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from immunolearn.questions.bank import Bank

if TYPE_CHECKING:
    import pandas as pd

GLOSSARY = "glossary"
"""Stands where the name of a lesson stands, in answers to cards."""
_OTHERS = 3


@cache
def cards() -> Bank:
    """A question for every term of the glossary.

    Its definition is given; the term stands among three others of the same topic, or of the nearest by name where a
    topic has fewer. Each option is answered with its own definition.
    """
    from immunolearn.evidence import load_table  # noqa: PLC0415 - loads pandas

    terms = load_table("glossary")
    items = [_card(terms, term) for term in terms.index]
    return Bank.model_validate({"groups": [{"id": "cards", "title": "Words of the course", "items": items}]})


def card_id(term: str) -> str:
    """Id of the card of a term of the glossary.

    Examples
    --------
    >>> card_id("pd_1")
    'card-pd-1'
    """
    return f"card-{term.replace('_', '-')}"


def _card(terms: pd.DataFrame, term: Any) -> dict[str, Any]:  # noqa: ANN401 - a label of an index
    row = terms.loc[term]
    offered = [term, *_others(terms, term)]
    return {
        "id": card_id(term),
        "kind": "single",
        "objective": "words",
        "level": "recall",
        "stem": f"Which word is meant? *{_without(row['definition'], _names(row))}*",
        "source": row["reference"],
        "shuffle": True,
        "confidence": True,
        "options": [
            {
                "key": card_id(other),
                "text": _literal(terms.loc[other, "term"]),
                "right": other == term,
                "feedback": _literal(terms.loc[other, "definition"]),
                **({} if other == term else {"misconception": "another-word"}),
            }
            for other in offered
        ],
    }


def _others(terms: pd.DataFrame, term: Any) -> list[Any]:  # noqa: ANN401 - labels of an index
    """Three other terms: of its topic first, each the next in the alphabet, the first following the last."""
    every = list(terms.index)
    place = every.index(term)
    behind = every[place + 1 :] + every[:place]
    taken = {name.casefold() for name in _names(terms.loc[term])}
    fair = [other for other in behind if taken.isdisjoint(name.casefold() for name in _names(terms.loc[other]))]
    own = [other for other in fair if terms.loc[other, "topic"] == terms.loc[term, "topic"]]
    return [*own, *(other for other in fair if other not in own)][:_OTHERS]


def _names(row: pd.Series[Any]) -> list[str]:
    synonyms = row["synonyms"] if isinstance(row["synonyms"], str) else ""
    return [row["term"], *(name.strip() for name in synonyms.split(";") if name.strip())]


def _without(definition: str, names: list[str]) -> str:
    """The definition with a dash where it gives its own name away."""
    pattern = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return _literal(re.sub(rf"(?<!\w)(?:{pattern})(?:s|es)?(?!\w)", "\N{EM DASH}", definition, flags=re.IGNORECASE))


def _literal(text: str) -> str:
    """A text of the table in which nothing is a mark of our markdown."""
    return re.sub(r"([\\`*_\[\]<>$~^{}])", r"\\\1", text)
