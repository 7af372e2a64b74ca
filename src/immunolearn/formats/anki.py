"""An Anki deck, out: a card for each question, the answer with every reason behind it."""

from __future__ import annotations

import tempfile
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from immunolearn.display import markup
from immunolearn.errors import ContentError
from immunolearn.formats.portable import grouped
from immunolearn.questions import static

if TYPE_CHECKING:
    from collections.abc import Sequence

    from immunolearn.formats.portable import Portable

CSS = """.card { font: 1.1rem/1.5 system-ui, sans-serif; text-align: left }
.card { max-width: 42em; margin: 0 auto; padding: 0 .5em }
.card img { max-width: 100%; background: #fff } .card table { border-collapse: collapse }
.card td, .card th { border: 1px solid #8888; padding: .2em .6em } .card li { margin: .3em 0 }
.place { color: #777; font-size: .8em }"""
FIELDS = ("Question", "Answer", "Place", "Id")
MOMENT = 1_700_000_000.0
"""Stands where Anki keeps times, so that the same questions give the same deck."""


def write(questions: Sequence[Portable]) -> bytes:
    """Questions as a package of decks, one for each set; ids stay when texts change."""
    try:
        import genanki  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise ContentError("Anki decks need genanki. Install it: pip install 'immunolearn[anki]'") from error
    model = genanki.Model(
        number("model"),
        "immunolearn",
        fields=[{"name": name} for name in FIELDS],
        templates=[
            {
                "name": "Question",
                "qfmt": '{{Question}}<p class="place">{{Place}}</p>',
                "afmt": '{{FrontSide}}<hr id="answer">{{Answer}}',
            }
        ],
        css=CSS,
    )
    decks = []
    for first, group in grouped(questions):
        title = first.group.title.replace("::", ":")
        deck = genanki.Deck(number(f"{first.lesson}/{first.group.id}"), f"immunolearn::{first.lesson}::{title}")
        for one in group:
            deck.add_note(genanki.Note(model=model, fields=_fields(one), guid=_guid(one), tags=_tags(one)))
        decks.append(deck)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "deck.apkg"
        genanki.Package(decks).write_to_file(file, timestamp=MOMENT)
        return file.read_bytes()


def number(name: str) -> int:
    """A number for a deck or a model that is the same wherever it is exported."""
    return int.from_bytes(sha256(f"immunolearn/{name}".encode()).digest()[:4], "big") | 1 << 30


def _guid(one: Portable) -> str:
    return sha256(f"immunolearn/{one.name}".encode()).hexdigest()[:16]


def _fields(one: Portable) -> list[str]:
    nodes: dict[str, Any] = one.nodes
    front = f"<p>{markup.html(nodes['stem'])}</p>{static.asked(nodes)}"
    return [front, static.answered(nodes), f"{one.lesson} \N{MIDDLE DOT} {one.item.id}", one.name]


def _tags(one: Portable) -> list[str]:
    return [one.lesson, one.item.objective, one.item.level]
