"""The glossary as a notebook's text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import pandas as pd

from immunolearn.errors import UnknownNameError
from immunolearn.evidence.references import cite
from immunolearn.evidence.tables import load_table

if TYPE_CHECKING:
    from collections.abc import Mapping

_NOT_A_WORD = re.compile(r"[^a-z0-9]+")


def glossary_anchor(name: str) -> str:
    """Find the anchor of a term in the glossary's notebook, the same in JupyterLab and in nbconvert.

    Parameters
    ----------
    name
        Key, term or synonym from the table ``glossary``; case, hyphens, spaces and underscores do not matter.

    Raises
    ------
    UnknownNameError
        With the nearest name.

    Examples
    --------
    >>> glossary_anchor("adcc"), glossary_anchor("pd-1")
    ('antibody-dependent-cellular-cytotoxicity', 'PD-1')
    """
    names = {}
    for term in load_table("glossary").to_dict("records"):
        synonyms = [] if pd.isna(term["synonyms"]) else term["synonyms"].split(";")
        names.update(dict.fromkeys(map(_slug, [term["term_id"], term["term"], *synonyms]), term["term"]))
    if not isinstance(name, str) or _slug(name) not in names:
        raise UnknownNameError("glossary term", name, names, hint="The table glossary lists them all.")
    return _anchor(names[_slug(name)])


def glossary_markdown(met: Mapping[str, str] | None = None) -> str:
    """Write the glossary: a heading for each term, its definition, other names and a reference.

    Parameters
    ----------
    met
        Where a reader first meets a term, as markdown, by :func:`glossary_anchor`.
    """
    met = met or {}
    terms = load_table("glossary").sort_values("term", key=lambda column: column.str.casefold())
    entries = []
    for term in terms.to_dict("records"):
        synonyms = "" if pd.isna(term["synonyms"]) else f"Also: {term['synonyms'].replace(';', ',')}. "
        place = met.get(_anchor(term["term"]))
        more = f"{synonyms}See {cite(term['reference']).markdown()}." + (f" First met in {place}." if place else "")
        entries.append(f"### {term['term']}\n\n{term['definition']}\n\n{more}")
    return "\n\n".join(entries) + "\n"


def _anchor(term: str) -> str:
    return quote(term.replace(" ", "-"))


def _slug(name: str) -> str:
    return _NOT_A_WORD.sub("-", name.casefold()).strip("-")
