"""Units of measurement: what a text such as ``1/(10^6 cell day)`` is made of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from immunolearn.errors import ContentError

# A base unit, the kind and multiplier by which SBML knows it.
BASE = {
    "day": ("second", 86400.0),
    "h": ("second", 3600.0),
    "L": ("litre", 1.0),
    "mg": ("gram", 1e-3),
    "ug": ("gram", 1e-6),
    "mol": ("mole", 1.0),
    "cell": ("item", 1.0),
    "virion": ("item", 1.0),
    "copy": ("item", 1.0),
    "volume": ("dimensionless", 1.0),
    "amount": ("dimensionless", 1.0),
    "model_unit": ("dimensionless", 1.0),
}
_COMPOUND = {"nM": [("mol", 1e-9, 1), ("L", 1.0, -1)], "kDa": [("mg", 1e6, 1), ("mol", 1.0, -1)]}
_WORD = re.compile(r"(?P<base>10|[A-Za-z_]+)(?:\^(?P<power>\d+|\(\d+/\d+\)))?$")


@dataclass(frozen=True)
class Factor:
    """One factor of a unit: ``(multiplier * base) ** exponent``."""

    base: str
    exponent: Fraction
    multiplier: float = 1.0


def parse_unit(text: str) -> tuple[Factor, ...]:
    """Take a unit apart.

    Parameters
    ----------
    text
        Base units with powers, divided once: ``cell^(1/5)/day``, ``1/(nM h)``, ``10^6 cell``; ``1`` is a pure number.

    Returns
    -------
    tuple of Factor
        Empty for a pure number.

    Raises
    ------
    ContentError
        If a part of it is no known unit.

    Examples
    --------
    >>> [(factor.base, str(factor.exponent)) for factor in parse_unit("mg/L")]
    [('mg', '1'), ('L', '-1')]
    """
    above, slash, below = text.replace("model unit", "model_unit").replace("(1/", "(1:").partition("/")
    inside = below.removeprefix("(").removesuffix(")") if below.startswith("(") and below.endswith(")") else below
    factors = [*_side(above, 1, text), *_side(inside, -1, text)]
    if (slash and not below) or not above:
        raise _bad(text, text)
    return tuple(factors)


def _side(text: str, sign: int, whole: str) -> list[Factor]:
    factors: list[Factor] = []
    multiplier = 1.0
    for word in text.split():
        if word == "1":
            continue
        found = _WORD.match(word.replace("(1:", "(1/"))
        if not found:
            raise _bad(word, whole)
        base, power = found["base"], Fraction((found["power"] or "1").strip("()"))
        if base == "10":
            multiplier *= 10.0 ** float(power)
            continue
        parts = _COMPOUND.get(base) or ([(base, 1.0, 1)] if base in BASE else [])
        if not parts:
            raise _bad(base, whole)
        for part, scale, exponent in parts:
            factors.append(Factor(part, sign * exponent * power, scale * multiplier))
            multiplier = 1.0
    return factors


def _bad(part: str, whole: str) -> ContentError:
    return ContentError(
        f"The unit {whole!r} has a part that is not known: {part!r}. Known: {', '.join([*BASE, *_COMPOUND])}, powers "
        "such as cell^2, factors such as 10^6, and one division, as in 1/(cell day). A pure number has the unit 1."
    )
