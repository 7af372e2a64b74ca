"""Signals between cells, from the tables of cytokines: edges that were read, names, and drugs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from immunolearn.errors import ContentError, check_known
from immunolearn.evidence import load_table

if TYPE_CHECKING:
    from collections.abc import Iterable


NOTED = re.compile(r"\s*\(([^)]*)\)")


@dataclass(frozen=True, slots=True)
class Edge:
    """A cytokine from one kind of cell to another."""

    sender: str
    cytokine: str
    listener: str
    drives: bool
    does: str
    reference: str


@dataclass(frozen=True, slots=True)
class Drug:
    """A drug, and the cytokine where it enters."""

    name: str
    cytokine: str
    blocks: bool
    note: str


@dataclass(frozen=True, slots=True)
class Network:
    """What a signal map shows, in the order of the cytokines."""

    edges: list[Edge]
    drugs: list[Drug]
    cells: dict[str, str]
    cytokines: dict[str, str]


@cache
def words() -> dict[str, dict[str, str]]:
    """Labels of the map and short names, as they stand in ``words.yaml``."""
    text = Path(__file__).with_name("words.yaml").read_text(encoding="utf-8")
    every: dict[str, dict[str, str]] = yaml.safe_load(text)
    return every


def network(cytokines: Iterable[str] | None = None) -> Network:
    """Signals of some cytokines, or of all.

    Parameters
    ----------
    cytokines
        Keys of the table ``cytokines``, in the order in which they are drawn; by default all that have a signal.

    Raises
    ------
    UnknownNameError
        If a cytokine is not known; with the nearest name.
    ContentError
        If a cytokine has no signal that was read, or none is given.
    """
    rows = load_table("cytokine_edges")
    table = load_table("cytokines").set_index("cytokine_id", drop=False)
    wanted = list(dict.fromkeys(rows["cytokine_id"])) if cytokines is None else list(dict.fromkeys(cytokines))
    if not wanted:
        raise ContentError("No cytokine was given to the signal map. Give one or more keys of the table cytokines.")
    for cytokine in wanted:
        check_known("cytokine", cytokine, list(table.index))
        if cytokine not in set(rows["cytokine_id"]):
            raise ContentError(
                f"The table cytokine_edges has no signal of {cytokine!r} that was read in a text. Leave it out, or add "
                "a row with its source."
            )
    edges = [
        Edge(
            row["from_cell"],
            row["cytokine_id"],
            row["to_cell"],
            row["effect"] == "+",
            row["what_it_does"],
            row["reference"],
        )
        for cytokine in wanted
        for row in rows[rows["cytokine_id"] == cytokine].to_dict("records")
    ]
    cells = load_table("cells", include_unverified=True).set_index("cell_id")["name"]
    short = words()
    met = dict.fromkeys(name for edge in edges for name in (edge.sender, edge.listener))
    return Network(
        edges=edges,
        drugs=[drug for cytokine in wanted for drug in _drugs(cytokine, table.loc[cytokine, "drug_version_inn"])],
        cells={name: short["cells"].get(name, str(cells[name])) for name in met},
        cytokines={name: short["cytokines"].get(name, str(table.loc[name, "name"])) for name in wanted},
    )


def _drugs(cytokine: str, told: object) -> list[Drug]:
    """Drugs of a cytokine: names between commas, what is in brackets is a note."""
    if not isinstance(told, str):
        return []
    blocks = "blocker" in told
    parts = [(NOTED.sub("", part).strip(), NOTED.search(part)) for part in re.split("[;,]", told)]
    return [Drug(name, cytokine, blocks, note[1] if note and not blocks else "") for name, note in parts if name]
