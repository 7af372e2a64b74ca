"""A reader's working folder: copies of the lessons that are theirs to change."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

import nbformat
from nbformat.sign import NotebookNotary

from immunolearn import paths
from immunolearn.course.syllabus import read_syllabus
from immunolearn.errors import ImmunolearnError

if TYPE_CHECKING:
    from pathlib import Path

GLOSSARY = "glossary.ipynb"
_DELIVERED = ".immunolearn.json"


class WorkspaceError(ImmunolearnError):
    """The working folder cannot be used."""


@dataclass
class Delivery:
    """What happened to the lessons of a working folder."""

    folder: Path
    first: Path | None = None
    """The lesson to open."""
    new: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    """Changed by the reader, and left as they are."""
    outdated: list[str] = field(default_factory=list)
    """Those of ``kept`` of which the course has a newer version."""


def deliver(folder: Path) -> Delivery:
    """Bring a working folder up to date with the course.

    A lesson that the reader has changed is left as it is. Notebooks that are ours, unchanged, are marked as trusted in
    this user's Jupyter, so that they are alive when opened.

    Parameters
    ----------
    folder
        Made if it is not there.

    Raises
    ------
    WorkspaceError
        If the folder cannot be written, or is where the course's own notebooks stand.
    """
    if folder.resolve() == paths.notebooks().resolve():
        raise WorkspaceError(f"{folder} holds the course's own notebooks. Choose another folder to work in.")
    delivery = Delivery(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        delivered = _delivered(folder)
        for source in _course():
            _deliver_one(source, delivery, delivered)
            if delivery.first is None and source.name != GLOSSARY:
                delivery.first = folder / source.name
        (folder / _DELIVERED).write_text(json.dumps(delivered, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    except OSError as error:
        raise WorkspaceError(
            f"Cannot write in {folder}: {error}. Choose another folder: immunolearn lab DIR"
        ) from error
    return delivery


def _deliver_one(source: Path, delivery: Delivery, delivered: dict[str, str]) -> None:
    target = delivery.folder / source.name
    content = source.read_bytes()
    ours = _digest(content)
    if not target.is_file():
        delivery.new.append(source.name)
        _replace(target, content)
    elif (theirs := _digest(target.read_bytes())) != ours:
        before = delivered.get(source.name)
        if before != theirs:
            delivery.kept.append(source.name)
            if before != ours:
                delivery.outdated.append(source.name)
            return
        delivery.updated.append(source.name)
        _replace(target, content)
    delivered[source.name] = ours
    NotebookNotary().sign(nbformat.reads(content.decode(), as_version=4))


def _course() -> list[Path]:
    """Built notebooks of the course: its lessons in order, then the glossary."""
    names = [*(f"{folder.name}.ipynb" for folder in read_syllabus().folders()), GLOSSARY]
    return [file for name in names if (file := paths.notebooks() / name).is_file()]


def _replace(target: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    fresh = target.with_suffix(".new")
    fresh.write_bytes(content)
    fresh.replace(target)


def _delivered(folder: Path) -> dict[str, str]:
    """Digest of each file as it was last delivered; empty if the record is lost or spoiled."""
    try:
        record = json.loads((folder / _DELIVERED).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()
