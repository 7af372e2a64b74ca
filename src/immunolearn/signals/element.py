"""The signal map as an element: a picture to choose in, and all its signals as a list."""

from __future__ import annotations

from base64 import b64encode
from html import escape
from typing import TYPE_CHECKING

from immunolearn.display.element import Element
from immunolearn.evidence import cite
from immunolearn.signals.network import network, words
from immunolearn.signals.picture import picture

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def signal_map(cytokines: Iterable[str] | None = None, *, title: str | None = None) -> Element:
    """Explore who sends which cytokine, who listens, and which drug enters where.

    Parameters
    ----------
    cytokines
        Keys of the table ``cytokines``, for example ``["il2", "ifng"]``; by default all that have a signal which was
        read in a text.
    title
        By default one that stands in ``words.yaml``.

    Returns
    -------
    Element
        In the page the reader chooses a cell, a messenger or a drug; where nothing runs, the picture and the list.

    Raises
    ------
    UnknownNameError
        If a cytokine is not known; with the nearest name.
    ContentError
        If a cytokine has no signal that was read.

    Examples
    --------
    >>> signal_map(["il2", "il15"])
    <immuno-signals>
    """
    shown = network(cytokines)
    word = words()["page"]
    keys = list(dict.fromkeys(edge.reference for edge in shown.edges))
    sources = [cite(key) for key in keys]
    links = [{"text": one.label, "href": one.links[0][1] if one.links else ""} for one in sources]
    address = f"data:image/svg+xml;base64,{b64encode(picture(shown).encode()).decode()}"
    alt = word["picture"].format(
        edges=len(shown.edges),
        cytokines=len(shown.cytokines),
        cells=len(shown.cells),
        drugged=len({drug.cytokine for drug in shown.drugs}),
    )
    heading = title or word["title"]
    rows = [
        [
            escape(shown.cells[edge.sender]),
            escape(shown.cytokines[edge.cytokine]),
            escape(shown.cells[edge.listener]),
            escape(f"{'+' if edge.drives else '−'} {word['plus' if edge.drives else 'minus']}"),
            escape(edge.does),
            _link(links[keys.index(edge.reference)]),
        ]
        for edge in shown.edges
    ]
    drugs = [
        [
            escape(drug.name + (f" ({drug.note})" if drug.note else "")),
            escape(shown.cytokines[drug.cytokine]),
            escape(word["blocks" if drug.blocks else "like"]),
        ]
        for drug in shown.drugs
    ]
    head = [word[name] for name in ("sends", "messenger", "listens", "effect", "does", "source")]
    static = [
        f"<p><strong>{escape(heading)}</strong></p>",
        f'<img src="{address}" alt="{escape(alt)}" style="width:100%;max-width:760px">',
        f"<p>{escape(word['key'])}</p>",
        _table([word["drug"], word["messenger"], word["effect"]], drugs) if drugs else "",
        f"<details><summary>{escape(word['list'])}</summary>{_table(head, rows)}</details>",
        f"<p>{escape(word['caption'])}</p>",
    ]
    return Element(
        "immuno-signals",
        static="".join(static),
        data={
            "title": heading,
            "words": word,
            "cells": shown.cells,
            "cytokines": shown.cytokines,
            "sources": links,
            "edges": [
                [edge.sender, edge.cytokine, edge.listener, edge.drives, edge.does, keys.index(edge.reference)]
                for edge in shown.edges
            ],
            "drugs": [[drug.name, drug.cytokine, drug.blocks, drug.note] for drug in shown.drugs],
        },
    )


def _link(link: dict[str, str]) -> str:
    text = escape(link["text"])
    return f'<a href="{escape(link["href"])}">{text}</a>' if link["href"] else text


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """HTML of a table; cells are HTML already."""

    def row(cells: Sequence[str], tag: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells) + "</tr>"

    body = "".join(row(cells, "td") for cells in rows)
    return f"<table><thead>{row([escape(name) for name in head], 'th')}</thead><tbody>{body}</tbody></table>"
