"""The evidence library: cited tables, and what lessons ask of them."""

from __future__ import annotations

from immunolearn.evidence.glossary import glossary_anchor, glossary_markdown
from immunolearn.evidence.references import cite
from immunolearn.evidence.results import agency_and_paper, ratios, results
from immunolearn.evidence.tables import describe, load_table, sources, tables

__all__ = [
    "agency_and_paper",
    "cite",
    "describe",
    "glossary_anchor",
    "glossary_markdown",
    "load_table",
    "ratios",
    "results",
    "sources",
    "tables",
]
