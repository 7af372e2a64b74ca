"""Every test has its own home for answers."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    folder = tmp_path / "home"
    monkeypatch.setenv("IMMUNOLEARN_HOME", str(folder))
    return folder
