"""The errors a reader, an author or an instructor may meet.

Every message says what was given, what is accepted and what to do next.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class ImmunolearnError(Exception):
    """Base class of all errors raised on purpose by this package."""


class UnknownNameError(ImmunolearnError, KeyError):
    """A table, lesson, quiz, picture or reference was asked for that does not exist."""

    def __init__(self, kind: str, given: object, known: Iterable[str], *, hint: str = "") -> None:
        names = sorted(known)
        folded = {name.casefold(): name for name in names}
        near = get_close_matches(given.casefold(), folded, n=1, cutoff=0.5) if isinstance(given, str) else []
        guess = f" Did you mean {folded[near[0]]!r}?" if near else ""
        listing = f" {hint}" if hint else f" Known: {', '.join(names) or 'none'}."
        super().__init__(f"No {kind} named {given!r}.{guess}{listing}")

    def __str__(self) -> str:
        return str(self.args[0])


def check_known(kind: str, given: object, known: Iterable[str], *, hint: str = "") -> None:
    """Refuse whatever is not one of the known names, of any type.

    Raises
    ------
    UnknownNameError
        With the nearest name.
    """
    names = list(known)
    if not (isinstance(given, str) and given in names):
        raise UnknownNameError(kind, given, names, hint=hint)


class ContentError(ImmunolearnError):
    """A lesson, a quiz or a table is not as it should be; the message names the place."""

    def __init__(self, message: str, *, file: object = None, line: int | None = None) -> None:
        place = "" if file is None else f"{file}:{line}: " if line else f"{file}: "
        super().__init__(f"{place}{message}")
