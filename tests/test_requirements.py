"""One list of requirements: pyproject.toml. The others are held against it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_the_conda_environment_asks_for_what_pyproject_asks_for():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    *conda, pip = environment["dependencies"]
    *outside, own = pip["pip"]  # what conda-forge may not have, then the course itself
    asked = {str(Requirement(line.replace(" ", ""))) for line in [*conda, *outside] if line != "pip"}
    assert asked == {*map(str, map(Requirement, PROJECT["dependencies"])), f"python{PROJECT['requires-python']}"}
    assert own == "-e ."
    assert environment["channels"] == ["conda-forge"]


@pytest.mark.parametrize("group", ["dependencies", *PROJECT["optional-dependencies"]])
def test_every_requirement_is_pinned_in_the_lock_within_its_bounds(group):
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pins = {}
    for pin in (Requirement(line) for line in lines if line and not line.lstrip().startswith("#")):
        pins.setdefault(pin.name.replace("_", "-").lower(), []).append(pin)
    for asked in map(Requirement, (PROJECT | PROJECT["optional-dependencies"])[group]):
        if asked.name == PROJECT["name"]:
            continue
        for pin in pins[asked.name.lower()]:
            (version,) = pin.specifier
            assert version.operator == "=="
            assert asked.specifier.contains(version.version)


def test_the_lock_carries_no_addresses():
    assert not re.search(r"https?://|--index|--find-links", (ROOT / "requirements.lock").read_text(encoding="utf-8"))
