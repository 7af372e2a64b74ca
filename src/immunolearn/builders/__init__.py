"""Builders: the reader chooses, and the tables ``designs`` and ``design_products`` say what follows."""

from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from immunolearn.display.element import Element
from immunolearn.errors import ContentError, check_known
from immunolearn.evidence import cite, load_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    When = dict[str, list[str]]

WORDS = Path(__file__).with_name("words.yaml")


def builder(kind: str, *, title: str | None = None, start: Mapping[str, str] | None = None) -> Element:
    """Build an antibody or a cell by choices, and see what follows from each.

    Parameters
    ----------
    kind
        What is built: a heading of ``words.yaml``, as ``"antibody"``.
    title
        Above the choices; by default that of the words.
    start
        A choice of some features to start from, as ``{"format": "fab"}``; of the others the first.

    Returns
    -------
    Element
        One choice per feature. Where nothing runs: every row with its source in a table, and the drugs by design.

    Raises
    ------
    UnknownNameError
        If the kind, a feature or a choice is unknown; with the nearest name.
    ContentError
        If a row of the tables names what the words do not know; the message names the row.

    Notes
    -----
    Only rows that were read in a text are used. What no row says is said to be not known.
    """
    words = _words()
    check_known("builder", kind, [name for name in words if name != "common"])
    label, own = words["common"], words[kind]
    features: dict[str, dict[str, str]] = {name: feature["choices"] for name, feature in own["features"].items()}
    chosen = {name: next(iter(choices)) for name, choices in features.items()}
    for name, choice in (start or {}).items():
        check_known("feature", name, features)
        check_known(f"choice of {name}", choice, features[name])
        chosen[name] = choice
    effects = _rows("designs", kind, "when", features)
    for row in effects:
        _demand(
            row["aspect"] in own["aspects"], "designs", row["design_id"], f"aspect {row['aspect']!r}", own["aspects"]
        )
    products = _rows("design_products", kind, "design", features)
    sources = list(dict.fromkeys(row["reference"] for row in [*effects, *products]))
    return Element(
        "immuno-builder",
        static=_static(title or own["title"], own, label, effects, products),
        data={
            "title": title or own["title"],
            "caption": own["caption"],
            "words": label,
            "start": chosen,
            "features": [
                {"id": name, "label": own["features"][name]["label"], "choices": choices}
                for name, choices in features.items()
            ],
            "aspects": own["aspects"],
            "effects": [
                {"when": row["when"], "aspect": row["aspect"], "text": row["effect"], "source": _at(sources, row)}
                for row in effects
            ],
            "products": [
                {
                    "name": row["product"],
                    "design": {name: choices[0] for name, choices in row["design"].items()},
                    "source": _at(sources, row),
                }
                for row in products
            ],
            "sources": [_link(reference) for reference in sources],
        },
    )


@cache
def _words() -> dict[str, Any]:
    words: dict[str, Any] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return words


def _rows(table: str, kind: str, field: str, features: Mapping[str, Mapping[str, str]]) -> list[dict[Any, Any]]:
    """The rows of a builder that were read, with their conditions taken apart and checked."""
    frame: pd.DataFrame = load_table(table)
    rows: list[dict[Any, Any]] = frame[frame["builder"] == kind].to_dict("records")
    for row in rows:
        key, when = row[frame.columns[0]], _parsed(row[field])
        for name, choices in when.items():
            _demand(name in features, table, key, f"feature {name!r}", features)
            for choice in choices:
                _demand(choice in features[name], table, key, f"choice {choice!r} of {name}", features[name])
        missing = [name for name in features if name not in when]
        _demand(field == "when" or not missing, table, key, f"no choice of {', '.join(missing)}", features)
        row[field] = when
    return rows


def _parsed(text: str) -> When:
    pairs = (pair.partition("=") for pair in text.split(";"))
    return {name: choices.split("/") for name, _, choices in pairs}


def _demand(holds: bool, table: str, key: str, what: str, known: Iterable[str]) -> None:  # noqa: FBT001 - a condition
    if not holds:
        raise ContentError(
            f"{key} has {what}. The words know {', '.join(known)}; mend one of them.", file=f"{table}.csv"
        )


def _at(sources: Sequence[str], row: Mapping[str, Any]) -> int:
    return sources.index(row["reference"])


def _link(reference: str) -> dict[str, str]:
    citation = cite(reference)
    return {"text": citation.label, "href": citation.links[0][1] if citation.links else ""}


def _static(
    title: str,
    own: Mapping[str, Any],
    label: Mapping[str, str],
    effects: Iterable[Mapping[str, Any]],
    products: Iterable[Mapping[str, Any]],
) -> str:
    def told(when: When) -> str:
        features = own["features"]
        return "; ".join(
            f"{features[name]['label']}: {label['or'].join(features[name]['choices'][choice] for choice in choices)}"
            for name, choices in when.items()
        )

    def source(row: Mapping[str, Any]) -> str:
        link = _link(row["reference"])
        text = escape(link["text"], quote=False)
        return f'<a href="{escape(link["href"])}">{text}</a>' if link["href"] else text

    order = list(own["aspects"])
    rows = [
        (told(row["when"]), own["aspects"][row["aspect"]], row["effect"], source(row))
        for row in sorted(effects, key=lambda row: order.index(row["aspect"]))
    ]
    drugs = [(row["product"], told(row["design"]), source(row)) for row in products]
    return (
        f"<p><strong>{escape(title)}</strong></p><p>{escape(own['caption'], quote=False)}</p>"
        + _table(label["effects"], [label["choice"], label["aspect"], label["effect"], label["source"]], rows)
        + _table(label["products"], [label["product"], label["design"], label["source"]], drugs)
        + f"<p>{escape(label['else'], quote=False)}</p>"
    )


def _table(summary: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A folded table; the last cell of a row is markup, the others are text."""
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell, quote=False)}</td>" for cell in cells) + f"<td>{last}</td></tr>"
        for *cells, last in rows
    )
    top = "".join(f"<th>{escape(cell, quote=False)}</th>" for cell in head)
    return (
        f"<details><summary>{escape(summary, quote=False)}</summary><table><thead><tr>{top}</tr></thead>"
        f"<tbody>{body}</tbody></table></details>"
    )
