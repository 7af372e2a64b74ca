"""How hard a text is to read."""

from __future__ import annotations

import re

_WORD = re.compile(r"[A-Za-z]+(?:'[a-z]+)?")
_SENTENCE_END = re.compile(r"[.!?:]+(?=\s|$)|\n\s*\n")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?:[^laeiouy]es|ed|[^l]e)$")
_NOT_PROSE = re.compile(
    r"^(```+).*?^\1$|^\|.*?$|^#.*?$|\{\{.*?\}\}|`[^`\n]*`|\]\([^)\s]*\)|<[^>]+>|[*_\[\]]", re.DOTALL | re.MULTILINE
)


def prose(markdown: str) -> str:
    """The sentences of a text: without code, tables, headings, references, addresses and marks."""
    return _NOT_PROSE.sub(" ", markdown)


def words(text: str) -> int:
    """Words of a text."""
    return len(_WORD.findall(text))


def grade_level(text: str) -> float:
    """Years of schooling (in the United States) that a text asks for, after Flesch and Kincaid.

    Parameters
    ----------
    text
        Sentences in English.

    Notes
    -----
    0.39 words per sentence + 11.8 syllables per word - 15.59 (Kincaid et al. 1975). Syllables are counted by their
    vowels, so a single sentence says little; over a lesson it is good to about half a year. It measures length, not
    sense.

    Examples
    --------
    >>> round(grade_level("The cat sat on the mat. It was warm."), 1)
    -2.0
    """
    found = _WORD.findall(text)
    if not found:
        return 0.0
    sentences = max(1, len([part for part in _SENTENCE_END.split(text) if _WORD.search(part)]))
    return 0.39 * len(found) / sentences + 11.8 * sum(map(_syllables, found)) / len(found) - 15.59


def _syllables(word: str) -> int:
    lower = word.lower()
    return max(1, len(_VOWELS.findall(lower)) - bool(_SILENT.search(lower)))
