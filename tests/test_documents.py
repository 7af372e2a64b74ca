"""A newcomer's documents name what is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from immunolearn.course.syllabus import read_syllabus

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_folder_and_file_that_the_readme_names_exists():
    named = re.findall(r"^\| `([^`]+)`", README, re.MULTILINE) + re.findall(r"\]\(([^)]+)\)", README)
    assert len(named) > 5
    assert [name for name in named if name != "course/" and not (ROOT / name).exists()] == []


def test_the_readmes_picture_is_small():
    (picture,) = re.findall(r"!\[.+\]\((.+)\)", README)
    assert (ROOT / picture).stat().st_size <= 150_000


def test_the_nbviewer_address_is_of_this_repository_and_of_a_notebook():
    (address,) = re.findall(r"https://nbviewer\.org/github/(\S+)", README)
    repository, _, notebook = address.partition("/blob/TAG/")
    assert f"https://github.com/{repository}" == read_syllabus().repository
    assert (ROOT / notebook).is_file()


@pytest.mark.parametrize("goal", [*re.findall(r"^    make (\w+)", README, re.MULTILINE), "build", "check"])
def test_every_make_command_that_is_told_exists(goal):
    assert re.search(rf"^{goal}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
