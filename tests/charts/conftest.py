"""What tests of charts share."""

from __future__ import annotations

import pytest


@pytest.fixture
def notes():
    """The notes that a figure carries."""
    return lambda figure: figure.layout.meta["immunolearn"]


@pytest.fixture
def words():
    """Everything that is written into a figure."""
    return lambda figure: " ".join(annotation.text for annotation in figure.layout.annotations)
