"""How curves of arms are told apart: by colour of the family, by dash and by shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from immunolearn.display import theme

if TYPE_CHECKING:
    from collections.abc import Iterable

SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "x")


class Look(NamedTuple):
    """Colour, dash and symbol of one curve."""

    colour: str
    dash: str
    symbol: str


def looks(classes: Iterable[str]) -> list[Look]:
    """Look of each curve: the colour of its family, and a dash and shape of its own, so that grey print tells it too.

    Parameters
    ----------
    classes
        Therapy class of each curve, in order.

    Raises
    ------
    UnknownNameError
        If a class has no family.
    """
    return [
        Look(theme.colour(name), theme.DASHES[place % len(theme.DASHES)], SHAPES[place % len(SHAPES)])
        for place, name in enumerate(classes)
    ]
