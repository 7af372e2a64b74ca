"""A copy of the data folder that a test may spoil."""

from __future__ import annotations

import shutil

import pytest

from immunolearn import paths


@pytest.fixture
def folder(tmp_path, monkeypatch):
    copy = tmp_path / "data"
    shutil.copytree(paths.data(), copy)
    monkeypatch.setattr(paths, "data", lambda: copy)
    return copy


@pytest.fixture
def spoil(folder):
    def replace(name, old, new):
        file = folder / name
        content = file.read_bytes()
        assert content.count(old) >= 1
        file.write_bytes(content.replace(old, new, 1))

    return replace
