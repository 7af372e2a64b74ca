"""Does a lesson's text state evidence by reference, and link its terms?"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from immunolearn.errors import ContentError
from immunolearn.evidence import load_table
from immunolearn.questions.yaml_source import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

EVIDENCE = re.compile(
    r"""(?<![\w.,/-])(?:
        \d[\d.,]*\s?(?:%|per\ cent\b|percent\b)                 # 45 %
      | (?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:[- ][a-z]+)?\s(?:per\ cent|percent)\b # forty-five per cent
      | \d[\d,]*\s(?:out\ of|of|in)\s(?:the\s)?\d(?:[\d,]*\d)?        # 43 of 270
      | p\s?[<=>≤]\s?0?\.\d+                                    # p < 0.001
      | \d+\.\d+                                                # 0.65
      | \d[\d,]*\s(?:patients?|people|participants?|women|men|children|months?|weeks?|deaths?|cases?)\b
      | \d{1,3}(?:[ ,]\d{3})+                                   # 9,700,000
      | (?:1[6-9]|20)\d\d(?!\d)                                 # 2010
    )""",
    re.VERBOSE,
)
_NOT_PROSE = re.compile(r"^(```+).*?^\1|\{\{.*?\}\}|`[^`\n]+`|\]\([^)\s]*\)|https?://\S+", re.DOTALL | re.MULTILINE)
_NAMES = {"id", "key", "kind", "level", "misconception", "objective", "rows", "source"}
_HEADING = re.compile(r"^(#|\s*<summary>).*$", re.MULTILINE)
_TERM = re.compile(r"\[[^\]]*\]\(term:(\w+)\)")
# Terms that are everyday words too
_EVERYDAY = ["clearance", "depletion_treg", "exposure", "incidence", "vector"]


def check_prose(folder: Path) -> None:
    """Refuse evidence that is typed, and terms that are not linked where they first stand.

    Parameters
    ----------
    folder
        ``lessons/NN-slug``.

    Raises
    ------
    ContentError
        With file and line of each, and what to write instead.
    """
    faults = [*typed_figures(folder), *unlinked_terms(folder)]
    if faults:
        raise ContentError("\n".join(faults))


def typed_figures(folder: Path) -> Iterator[str]:
    """Figures in a lesson, its questions and its charts that look like evidence and are not stated by reference."""
    file = folder / "lesson.md"
    text = file.read_text(encoding="utf-8")
    for found in EVIDENCE.finditer(_without(_NOT_PROSE, text)):
        yield _typed(f"{folder.name}/lesson.md", _line(text, found.start()), found[0])
    for other in filter(Path.is_file, (folder / "quiz.yaml", folder / "charts.yaml")):
        source = read_yaml(other)
        for place, value in _texts(source.value):
            for found in EVIDENCE.finditer(_without(_NOT_PROSE, value)):
                yield _typed(source.name, source.line(place), found[0])


def unlinked_terms(folder: Path) -> Iterator[str]:
    """Terms of the glossary that a lesson uses before it links them, headings and questions aside."""
    text = (folder / "lesson.md").read_text(encoding="utf-8")
    front = text.index("\n---\n") + 1
    links = {found[1]: found.start() for found in reversed(list(_TERM.finditer(text)))}
    plain = _without(_HEADING, _without(_NOT_PROSE, _without(_TERM, text)))
    glossary = _glossary()
    told: set[str] = set()
    for found in _any_of(glossary).finditer(plain, front):
        terms = glossary[found[1].casefold()]
        if not told & set(terms) and found.start() < min(links.get(term, len(text)) for term in terms):
            told.update(terms)
            yield (
                f"{folder.name}/lesson.md:{_line(text, found.start())}: {found[0]!r} stands in the glossary and is not "
                f"linked where it is first used. Write [{found[0]}](term:{terms[0]})."
            )


def _typed(file: str, line: int | None, figure: str) -> str:
    return (
        f"{file}:{line}: {figure!r} is typed. State it by reference, as {{{{ percent(...) }}}}, or say why not: "
        f'{{{{ typed("{figure}", "invented for this exercise") }}}}, or give the key of its source instead of a reason.'
    )


def _without(pattern: re.Pattern[str], text: str) -> str:
    """Blank out what fits a pattern, so that places stay."""
    return pattern.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _texts(value: Any, place: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:  # noqa: ANN401
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in _NAMES:
                yield from _texts(inner, (*place, key))
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from _texts(inner, (*place, i))
    elif isinstance(value, str):
        yield place, value


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    """One of the names, the longest that fits, so that "monoclonal antibody" is not "antibody"."""
    longest_first = sorted(map(re.escape, names), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])({'|'.join(longest_first)})s?(?![\w-])", re.IGNORECASE)


def _glossary() -> dict[str, list[str]]:
    """Keys of the terms by their name, without what stands in brackets."""
    keys: dict[str, list[str]] = {}
    for key, name in load_table("glossary")["term"].drop(index=_EVERYDAY).items():
        keys.setdefault(name.partition(" (")[0].casefold(), []).append(str(key))
    return keys
