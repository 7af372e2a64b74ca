"""Citing a source."""

from __future__ import annotations

import re
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

import pandas as pd

from immunolearn.errors import check_known
from immunolearn.evidence.tables import load_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_PLACES = {
    "doi": ("doi:{}", "https://doi.org/{}"),
    "pmid": ("PubMed {}", "https://pubmed.ncbi.nlm.nih.gov/{}/"),
    "nct": ("{}", "https://clinicaltrials.gov/study/{}"),
    "url": ("web page", "{}"),
}


_AND_OTHERS = ", et al."
_INITIALS = re.compile(r" [A-Z]{1,4}$")
_collected: ContextVar[list[str] | None] = ContextVar("collected", default=None)


@dataclass(frozen=True)
class Citation:
    """A source, as plain text or with links in a notebook.

    Parameters
    ----------
    key
        Its key in the table references.
    label
        Short form for running text, as "Verma et al. 2012".
    text
        Authors, title, journal and year.
    links
        Names and addresses where it can be looked up, the most permanent first.
    """

    key: str
    label: str
    text: str
    links: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return ". ".join([self.text, *(name for name, address in self.links if name != address)])

    def markdown(self) -> str:
        """Write the short form as a markdown link, or as text where there is no address."""
        return f"[{self.label}]({self.links[0][1]})" if self.links else self.label

    def _repr_markdown_(self) -> str:
        return ". ".join([self.text, *(f"[{name}]({address})" for name, address in self.links)])

    def _repr_html_(self) -> str:
        links = (f'<a href="{escape(address)}">{escape(name)}</a>' for name, address in self.links)
        return ". ".join([escape(self.text), *links])


def cite(key: str) -> Citation:
    """Cite a source by its key.

    Parameters
    ----------
    key
        First author and year, as ``verma2012``; the table ``references`` lists all.

    Raises
    ------
    UnknownNameError
        With the nearest key.

    Examples
    --------
    >>> cite("verma2012").label
    'Verma et al. 2012'
    """
    references = load_table("references")
    check_known("reference", key, references.index, hint='immunolearn.load_table("references") lists them all.')
    keys = _collected.get()
    if keys is not None:
        keys.append(key)
    return citation(references.loc[[key]].iloc[0])


@contextmanager
def collecting() -> Iterator[list[str]]:
    """Collect the keys that are cited inside the ``with`` block, in order, repeated ones too."""
    keys: list[str] = []
    token = _collected.set(keys)
    try:
        yield keys
    finally:
        _collected.reset(token)


def citation(row: pd.Series) -> Citation:
    """Cite a row of the table references, given as a series."""
    known = {str(name): str(value) for name, value in row.items() if not pd.isna(value)}
    return Citation(key=known["reference"], label=_label(known), text=_text(known), links=_links(known))


def _label(row: Mapping[str, str]) -> str:
    who, what = row.get("authors", ""), row.get("subject") or row.get("title", "")
    if who.endswith(_AND_OTHERS):
        who = _INITIALS.sub("", who.removesuffix(_AND_OTHERS)) + " et al."
    elif row["kind"] != "article":
        who = ", ".join(filter(None, (who, what)))
    return " ".join(filter(None, (who or what, row.get("year"))))


def _text(row: Mapping[str, str]) -> str:
    where = " ".join(row[part] for part in ("journal", "year") if part in row)
    parts = (row.get("authors"), row.get("title") or row.get("subject"), where)
    return ". ".join(part.removesuffix(".") for part in parts if part)


def _links(row: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name.format(row[column]), address.format(row[column]))
        for column, (name, address) in _PLACES.items()
        if column in row
    )
