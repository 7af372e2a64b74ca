"""A table of the evidence library to look through: filter, read, download."""

from __future__ import annotations

from immunolearn.explorer.selection import Explorer, explore

__all__ = ["Explorer", "explore"]
