"""Questions on their way in: what a format does not say is filled in and told; a quiz.yaml is written, or nothing."""

from __future__ import annotations

import re
import shutil
import tempfile
import unicodedata
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from immunolearn.errors import ContentError
from immunolearn.formats.text import html
from immunolearn.questions.bank import asked_first, load_bank

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_KEY = 40
RIGHT, WRONG = "This is right.", "This is not right."
"""Reasons that stand where a format gives none."""


@dataclass
class Draft:
    """What was read of a file: groups as in quiz.yaml, perhaps with gaps, and what could not be taken over."""

    groups: list[dict[str, Any]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    """A sentence for each thing that is left out or filled in, with its place."""

    def group(self, title: str, **known: Any) -> None:  # noqa: ANN401 - fields of a group
        """Begin a group."""
        self.groups.append({"title": title, "items": [], **known})

    def add(self, item: dict[str, Any]) -> None:
        """Take an item into the group begun last."""
        if not self.groups:
            self.group("Imported questions")
        self.groups[-1]["items"].append(item)

    @property
    def items(self) -> list[dict[str, Any]]:
        """Every item."""
        return [item for group in self.groups for item in group["items"]]


@dataclass(frozen=True)
class Defaults:
    """What stands where a format says nothing."""

    objective: str = "imported"
    level: str = "recall"
    source: str = "imported"


def complete(draft: Draft, defaults: Defaults, folder: Path) -> dict[str, Any]:
    """Give the bank of a draft, with every field that a quiz.yaml of the folder needs.

    Adds to the draft's faults what was filled in.
    """
    ids, groups = set[str](), set[str]()
    bank: dict[str, Any] = {"groups": []}
    for group in draft.groups:
        if not group["items"]:
            continue
        name = unique(group.get("id") or slug(group["title"], "group"), groups)
        if name != group.get("id", name):
            draft.faults.append(f"set {group['id']!r}: another set has this id; this one is {name!r}.")
        named = {"id": name, **{field: value for field, value in group.items() if field != "id"}}
        named["items"] = [_completed(item, defaults, ids, draft.faults) for item in group["items"]]
        bank["groups"].append(named)
    if not bank["groups"]:
        raise ContentError(" ".join(["No question was found that can be taken over.", *draft.faults[:3]]))
    _drop_lost_twins(bank, asked_first(folder.resolve() / "quiz.yaml"), draft.faults)
    return bank


def _drop_lost_twins(bank: dict[str, Any], asked: set[str], faults: list[str]) -> None:
    """Take away the pairs whose other half stands neither here nor in the lesson that opens the course."""
    asked = asked | {one["id"] for group in bank["groups"] if group.get("kind") == "before" for one in group["items"]}
    for item in (item for group in bank["groups"] for item in group["items"]):
        if item.get("pair") and item["pair"] not in asked:
            faults.append(f"item {item['id']!r}: its twin {item['pair']!r} is not here; it stands alone.")
            del item["pair"]


def write_bank(bank: dict[str, Any], folder: Path) -> Path:
    """Write a quiz.yaml that can be read, or nothing.

    Raises
    ------
    ContentError
        If the folder has a quiz.yaml already, or what would be written is refused by the rules of a bank.
    """
    file = folder / "quiz.yaml"
    if file.exists():
        raise ContentError(
            f"{file} is there already and is left as it is. Give --into another folder, then copy the groups you want."
        )
    text = yaml.safe_dump(bank, allow_unicode=True, sort_keys=False, width=120)
    beside = folder.resolve().parent
    try:
        with tempfile.TemporaryDirectory(dir=beside if beside.is_dir() else None) as temporary:
            trial = Path(temporary) / "quiz.yaml"
            trial.write_text(text, encoding="utf-8", newline="\n")
            _refuse_broken(trial.parent)
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(trial, file)
    except OSError as error:
        raise ContentError(f"{file} cannot be written: {error.strerror}. Name a folder of yours.") from error
    return file


def _refuse_broken(folder: Path) -> None:
    """Raise ContentError unless every question can be shown."""
    try:
        bank = load_bank(folder)
        for item in bank.items:
            bank.data(item, html)
    except ContentError as error:
        said = re.sub(rf"^{re.escape(folder.name)}/quiz\.yaml(:\d+)?: ", "", str(error))
        raise ContentError(f"{said} Nothing is written.") from error


def slug(text: str, otherwise: str) -> str:
    """Give an id made of a text.

    Examples
    --------
    >>> slug("Which cell kills?", "q"), slug("12 µM", "q"), slug("γ", "q")
    ('which-cell-kills', 'q-12-um', 'q')
    """
    plain = unicodedata.normalize("NFKD", text).replace("μ", "u").encode("ascii", "ignore").decode().lower()
    words = re.findall("[a-z0-9]+", plain)
    if words and not words[0][0].isalpha():
        words = [otherwise, *words]
    name = "-".join(words)
    return name[:LONGEST_KEY].rsplit("-", 1)[0] if len(name) > LONGEST_KEY else name or otherwise


def unique(name: str, taken: set[str]) -> str:
    """The name, with a number behind it if it is taken; takes it."""
    free = name if name not in taken else next(n for i in count(2) if (n := f"{name}-{i}") not in taken)
    taken.add(free)
    return free


def give_keys(things: Iterable[dict[str, Any]], otherwise: str) -> None:
    """Give a key to everything that has none, made of its text."""
    things = list(things)
    taken = {thing["key"] for thing in things if thing.get("key")}
    for thing in things:
        if not thing.get("key"):
            thing["key"] = unique(slug(str(thing.get("text", "")), otherwise), taken)


def _completed(item: dict[str, Any], defaults: Defaults, ids: set[str], faults: list[str]) -> dict[str, Any]:
    given = item.get("id")
    filled: dict[str, Any] = {
        "id": unique(given or slug(str(item.get("stem", "")), "question"), ids),
        "kind": item.get("kind"),
        "objective": defaults.objective,
        "level": defaults.level,
        "stem": item.get("stem"),
        "source": defaults.source,
        **{name: value for name, value in item.items() if name != "id"},
    }
    place = f"item {filled['id']!r}"
    if given and filled["id"] != given:
        faults.append(f"{place}: another question has the id {given!r}; this one has a new id.")
    missing = [name for name in ("objective", "level", "source") if name not in item]
    if missing:
        faults.append(f"{place}: {' and '.join(missing)} not given; written as {[filled[name] for name in missing]}.")
    unreasoned = sum(_reasoned(thing) for thing in _with_reasons(filled))
    for name, reason in (("right", RIGHT), ("otherwise", WRONG)):
        if filled["kind"] in {"numeric", "text"} and not filled.get(name):
            filled[name] = reason
            unreasoned += 1
    if unreasoned:
        faults.append(
            f'{place}: {unreasoned} answers have no reason; "{RIGHT}" or "{WRONG}" stands there. Write yours.'
        )
    return filled


def _with_reasons(item: dict[str, Any]) -> list[dict[str, Any]]:
    """What needs a reason within an item, each with its key."""
    for name, otherwise in (("options", "option"), ("choices", "choice"), ("parts", "part"), ("steps", "step")):
        give_keys(item.get(name, []), otherwise)
    return [thing for name in ("options", "parts", "steps", "wrong") for thing in item.get(name, [])]


def _reasoned(thing: dict[str, Any]) -> bool:
    """Give a reason to what has none; tell whether it had none."""
    if str(thing.get("feedback") or "").strip():
        return False
    right = thing.get("right", "is" in thing or ("value" not in thing and "key" in thing and "right" not in thing))
    thing["feedback"] = RIGHT if right else WRONG
    return True
