"""A reader's working folder: copies of the lessons that are theirs to change."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

import nbformat
from nbformat.sign import NotebookNotary

from immunolearn import paths
from immunolearn.errors import ImmunolearnError

if TYPE_CHECKING:
    from pathlib import Path

_DELIVERED = ".immunolearn.json"


class WorkspaceError(ImmunolearnError):
    """The working folder cannot be used."""


@dataclass
class Delivery:
    """What happened to the lessons of a working folder."""

    folder: Path
    new: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    @property
    def first(self) -> Path | None:
        """The lesson to open: the first of the course."""
        return next(iter(sorted(self.folder.glob("[0-9][0-9]-*.ipynb"))), None)


def deliver(folder: Path) -> Delivery:
    """Bring a working folder up to date with the course.

    A lesson that the reader has changed is left as it is. Lessons that are ours, unchanged, are marked as trusted in
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
        for source in sorted(paths.notebooks().glob("*.ipynb")):
            _deliver_one(source, delivery, delivered)
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
    elif (theirs := _digest(target.read_bytes())) != ours:
        if delivered.get(source.name) != theirs:
            delivery.kept.append(source.name)
            return
        delivery.updated.append(source.name)
    target.write_bytes(content)
    delivered[source.name] = ours
    NotebookNotary().sign(nbformat.reads(content.decode(), as_version=4))


def _delivered(folder: Path) -> dict[str, str]:
    """Digest of each file as it was last delivered; empty if the record is lost or spoiled."""
    try:
        record = json.loads((folder / _DELIVERED).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()
