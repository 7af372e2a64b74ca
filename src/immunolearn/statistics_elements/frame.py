"""What every explorer is made of: its words, its numbers as they are read, and its complete static form."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from immunolearn.display.element import Element
from immunolearn.evidence import cite
from immunolearn.statistics import StatisticsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Table:
    """Numbers behind a picture."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]


@cache
def words(kind: str) -> dict[str, str]:
    """Labels and sentences of a kind of explorer, as they stand in ``words.yaml``.

    Parameters
    ----------
    kind
        A heading of the file.
    """
    every = yaml.safe_load(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"))
    return {**every["common"], **every[kind]}


def said(value: float, digits: int = 1) -> str:
    """A number as it is read: at most so many digits, none that is an idle zero.

    Examples
    --------
    >>> said(12.0), said(12.25), said(0.5, 0)
    ('12', '12.3', '1')
    """
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return f"{rounded.normalize():f}"


def percent(share: float, digits: int = 0) -> str:
    r"""A fraction of one as a percentage.

    Examples
    --------
    >>> percent(0.125, 1)
    '12.5\xa0%'
    """
    return f"{said(100 * share, digits)}\N{NO-BREAK SPACE}%"


def between(low: float, high: float) -> str:
    """An interval of a fraction of one."""
    return f"{said(100 * low)}\N{EN DASH}{said(100 * high)}\N{NO-BREAK SPACE}%"


def sources(references: Iterable[str]) -> list[dict[str, str]]:
    """Links of references, for the line below an explorer."""
    citations = [cite(reference) for reference in dict.fromkeys(references)]
    return [{"text": c.label, "href": c.links[0][1]} for c in citations if c.links]


def checked_whole(name: str, value: float, *, least: int, most: int) -> int:
    """Give a whole number back, if it is one between the ends.

    Raises
    ------
    StatisticsError
        Naming the number and the ends.
    """
    if not (float(value).is_integer() and least <= value <= most):
        raise StatisticsError(f"{name} is {value!r}; it is a whole number from {least} to {most}. Give another.")
    return int(value)


def checked_between(name: str, value: float, *, least: float, most: float) -> float:
    """Give a number back, if it lies between the ends.

    Raises
    ------
    StatisticsError
        Naming the number and the ends.
    """
    if not least <= value <= most:
        raise StatisticsError(f"{name} is {value!r}; it lies from {least:g} to {most:g}. Give another.")
    return value


def explorer(
    kind: str,
    *,
    title: str,
    caption: str,
    data: Mapping[str, Any],
    picture: str,
    alt: str,
    sentences: Sequence[str],
    table: Table,
    references: Iterable[str] = (),
    extra: Mapping[str, str] | None = None,
    tag: str = "immuno-statistics",
) -> Element:
    """An element of a kind, with everything it says at first in its static form.

    Parameters
    ----------
    kind
        As the page knows it.
    title, caption
        Above and below the picture.
    data
        What the page needs beyond the words; JSON types only.
    picture
        SVG of the first state.
    alt
        What the picture shows, in a sentence.
    sentences
        What the explorer says at first.
    table
        The numbers behind the picture.
    references
        Keys of the sources.
    extra
        Words that this element alone has.
    tag
        Name of the custom element.
    """
    links = sources(references)
    line = " · ".join(f'<a href="{escape(link["href"])}">{escape(link["text"])}</a>' for link in links)
    label = words(kind) | dict(extra or {})
    address = f"data:image/svg+xml;base64,{b64encode(picture.encode()).decode()}"
    static = [
        f"<p><strong>{escape(title)}</strong></p>",
        f'<img src="{address}" alt="{escape(alt)}" style="width:100%;max-width:560px">',
        *(f"<p>{escape(sentence, quote=False)}</p>" for sentence in sentences),
        _table(table, escape(label["numbers"])),
        f"<p>{escape(caption, quote=False)}</p>",
        f"<p>{escape(label['sources'])} {line}</p>" if links else "",
    ]
    return Element(
        tag,
        static="".join(static),
        data={"kind": kind, "title": title, "caption": caption, "sources": links, "words": label, **data},
    )


def _table(table: Table, summary: str) -> str:
    def row(cells: Sequence[str], tag: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{escape(cell, quote=False)}</{tag}>" for cell in cells) + "</tr>"

    body = "".join(row(cells, "td") for cells in table.rows)
    head = f"<thead>{row(table.head, 'th')}</thead>"
    return f"<details><summary>{summary}</summary><table>{head}<tbody>{body}</tbody></table></details>"
