"""Sentences of progress, reviews and exam, from ``words.yaml`` and ``exam.yaml``."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml


@cache
def words(file: str = "words") -> dict[str, str]:
    """Every sentence of a file by its name, not filled in."""
    return dict(yaml.safe_load(Path(__file__).with_name(f"{file}.yaml").read_text(encoding="utf-8")))


def said(name: str, **values: Any) -> str:  # noqa: ANN401 - whatever a sentence holds
    """A sentence of ``words.yaml``, filled in."""
    return words()[name].format(**values)
