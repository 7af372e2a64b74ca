"""Numbers as people type them, read by one rule in Python and in the page (``js/src/numbers.js``)."""

from __future__ import annotations

import math
import re

from immunolearn.display import markup
from immunolearn.errors import ContentError

LONGEST = 60
_SUPERSCRIPTS = str.maketrans("⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "+-0123456789")
_RAISED = re.compile(r"[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_SIGNS = re.compile(r"[\u2010-\u2015\u2212\uFE63\uFF0D]")
_GROUP_MARKS = re.compile(r"(?<=[0-9])[ '’]+(?=[0-9]{3}(?![0-9]))")
_SPACES = re.compile(r"[\t-\r\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]")
_POWER = re.compile(r"( ?[x×·*] ?)?\b10 ?\^ ?([+-]?[0-9]+)$")
_PLAIN = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]{1,4})?")
_REFERENCE_NUMBER = re.compile(r"(?<![\w.,])[-−]?[0-9]+(?:\.[0-9]+)?(?![\w,]|\.[0-9])")


def read_number(text: str, unit: str = "") -> float | None:
    """Read a number as a person typed it.

    Parameters
    ----------
    text
        What was typed.
    unit
        The unit that the number is asked in; it may stand behind the number.

    Returns
    -------
    float or None
        None if it is no number.

    Notes
    -----
    A point is a decimal mark, so ``1.200`` is 1.2. A comma is one too, unless exactly three digits follow it and one
    to three stand before it, of which the first is not 0: ``12,5`` is 12.5 and ``0,125`` is 0.125, but ``1,200`` is
    1200. Where both stand, the last one is the decimal mark. Marks that come more than once separate thousands, as do
    spaces and apostrophes before three digits. A percent sign divides by 100, unless the unit is percent. Powers of
    ten: ``1e-9``, ``2 × 10^5``, ``10⁵``.

    Examples
    --------
    >>> [read_number(text) for text in ("12,5", "1 200", "1,200.5", "−3", "2 × 10⁵", "twelve")]
    [12.5, 1200.0, 1200.5, -3.0, 200000.0, None]
    >>> read_number("16 %", "%"), read_number("16 %"), read_number("9.6 months", "months")
    (16.0, 0.16, 9.6)
    """
    if len(text) > LONGEST:
        return None
    typed = _SIGNS.sub("-", _SPACES.sub(" ", _RAISED.sub(_raise, text))).strip(" ")
    percent = typed.endswith("%") and unit != "%"
    for ending in filter(None, (unit, "%")):
        if typed.endswith(ending):
            typed = typed.removesuffix(ending).rstrip(" ")
            break
    typed = _POWER.sub(lambda power: f"{'' if power[1] else '1'}e{power[2]}", _GROUP_MARKS.sub("", typed))
    typed = re.sub("(?<=^[+-]) +", "", typed.lower())
    mantissa, exponent_mark, exponent = typed.partition("e")
    plain = _decimal(mantissa) + exponent_mark + exponent
    if not _PLAIN.fullmatch(plain):
        return None
    value = float(plain) / (100 if percent else 1)
    return value if math.isfinite(value) else None


def number_at(value: float | str) -> float:
    """Give a number of a bank: as it stands, or from its table by a reference.

    Parameters
    ----------
    value
        A number, or author text such as ``{{ median("emilia", "t-dm1", "pfs") }}`` that says exactly one.

    Raises
    ------
    ContentError
        If the text does not say exactly one number.

    Examples
    --------
    >>> number_at('{{ median("emilia", "t-dm1", "pfs") }}')
    9.6
    """
    if isinstance(value, float | int):
        return float(value)
    said = markup.expand(value)
    found = _REFERENCE_NUMBER.findall(said)
    if len(found) != 1:
        raise ContentError(f"{value} says {said!r}, which is not exactly one number. Use percent(...) or median(...).")
    return float(found[0].replace("−", "-"))


def _raise(raised: re.Match[str]) -> str:
    return "^" + raised[0].translate(_SUPERSCRIPTS)


def _decimal(mantissa: str) -> str:
    """The mantissa with a point as its decimal mark and no marks between thousands."""
    marks = re.sub(r"[^.,]", "", mantissa)
    if not marks or marks == ".":
        return mantissa
    if marks == ",":
        thousands = re.fullmatch(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}", mantissa)
        return mantissa.replace(",", "" if thousands else ".")
    decimal = "" if len(set(marks)) == 1 else marks[-1]
    if decimal and marks.count(decimal) > 1:
        return "no number"
    whole, _, rest = mantissa.rpartition(decimal) if decimal else (mantissa, "", "")
    if not re.fullmatch(r"[+-]?[0-9]{1,3}(?:([.,])[0-9]{3})(?:\1[0-9]{3})*", whole):
        return "no number"
    return re.sub("[.,]", "", whole) + (f".{rest}" if decimal else "")
