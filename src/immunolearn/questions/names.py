"""Names as people type them: one normal form, and the registered synonyms (``data/synonyms.csv``).

Names are compared exactly in their normal form, never by likeness: PD-1 is not PD-L1. ``js/src/names.js`` follows
the same rule, and shared vectors hold the two together.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from immunolearn import paths

if TYPE_CHECKING:
    from pathlib import Path

SHORTEST_WORD = 6
"""Letters that a word needs before a slip in it is told."""

_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρστυφχψω",
        [
            "alpha",
            "beta",
            "gamma",
            "delta",
            "epsilon",
            "zeta",
            "eta",
            "theta",
            "iota",
            "kappa",
            "lambda",
            "mu",
            "nu",
            "xi",
            "omicron",
            "pi",
            "rho",
            "sigma",
            "tau",
            "upsilon",
            "phi",
            "chi",
            "psi",
            "omega",
        ],
        strict=True,
    )
) | {"ς": "sigma"}
_QUOTES = re.compile("[\"'`\u00b4\u2018-\u201f\u02b9-\u02bd\u2032\u2033]")
_SEPARATORS = re.compile(r"[\s._\-\u00b7\u2010-\u2015\u2212\u2027\u30fb]+")
_LOOSE_SEPARATOR = re.compile(r"(?<![0-9])-|-(?![0-9])")


def normalise(text: str) -> str:
    """Give the normal form of a name or word.

    Lower case without accents; Greek letters by name; hyphens, spaces, dots and quotes dropped, but for one hyphen
    between two digits, so that ``IL-1 2`` is not ``IL-12``.

    Examples
    --------
    >>> [normalise(name) for name in ("PD-L1", "pd l1", "IFN-γ", "CD8⁺", "B7-H1")]
    ['pdl1', 'pdl1', 'ifngamma', 'cd8+', 'b7h1']
    """
    kept = (c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c) not in {"Mn", "Mc", "Me", "Cf"})
    spelt = "".join(_GREEK.get(c, c) for c in "".join(kept).lower())
    return _LOOSE_SEPARATOR.sub("", _SEPARATORS.sub("-", _QUOTES.sub("", spelt)))


def accepted(names: list[str]) -> list[str]:
    """Give the normal forms of names and of all their registered synonyms, in order, each once."""
    groups = synonyms()
    forms = [form for name in names for form in (normalise(name), *sorted(groups.get(normalise(name), ())))]
    return list(dict.fromkeys(forms))


def slips(forms: list[str]) -> list[str]:
    """Give those of the forms in which a slip of one letter is told: ordinary words, far from every name."""
    registered = synonyms()
    return [
        form
        for form in forms
        if len(form) >= SHORTEST_WORD
        and form.isalpha()
        and form not in registered
        and not any(one_slip(form, name) for name in registered)
    ]


def one_slip(word: str, typed: str) -> bool:
    """Tell whether ``typed`` is ``word`` with one letter missing, added, changed or two neighbours swapped.

    Examples
    --------
    >>> [one_slip("antibody", typed) for typed in ("antibdy", "antiboddy", "antibady", "anitbody", "antigen")]
    [True, True, True, True, False]
    """
    if word == typed or abs(len(word) - len(typed)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(word, typed, strict=False)) if a != b), min(len(word), len(typed)))
    rest, typed_rest = word[start:], typed[start:]
    return (
        rest[1:] == typed_rest[1:]
        or rest[1:] == typed_rest
        or rest == typed_rest[1:]
        or (rest[:2] == typed_rest[:2][::-1] and rest[2:] == typed_rest[2:])
    )


def synonyms() -> dict[str, frozenset[str]]:
    """Give, for the normal form of every registered name, those of all its synonyms, itself included."""
    return _registered()[1]


def spelt(names: list[str]) -> list[str]:
    """Give the registered synonyms of names as they are written, without the names themselves.

    Examples
    --------
    >>> "CD274" in spelt(["PD-L1"])
    True
    """
    registered, known = _registered()[0], {normalise(name) for name in names}
    forms = {form: name for name in names for form, name in registered.get(normalise(name), {}).items()}
    return [name for form, name in forms.items() if form not in known]


def _registered() -> tuple[dict[str, dict[str, str]], dict[str, frozenset[str]]]:
    """For the normal form of every registered name: its group as written by normal form, and these forms alone."""
    file = paths.data() / "synonyms.csv"
    return _read(file, file.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _read(file: Path, _changed: int) -> tuple[dict[str, dict[str, str]], dict[str, frozenset[str]]]:
    groups: dict[str, dict[str, str]] = {}
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            groups.setdefault(row["canonical"], {}).setdefault(normalise(row["name"]), row["name"])
    written = {form: group for group in groups.values() for form in group}
    return written, {form: frozenset(group) for form, group in written.items()}
