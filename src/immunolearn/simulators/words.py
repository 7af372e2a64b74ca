"""Labels, sentences and units of simulators, and numbers as they are read; the page says them alike."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache
from pathlib import Path

import yaml

_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_TINY, _GROUPED, _MILLION, _BILLION, _HUGE = (Decimal(10) ** power for power in (-3, 4, 6, 9, 12))


@cache
def words() -> dict[str, str]:
    """Labels and sentences, as they stand in ``words.yaml``."""
    return dict(_file()["page"])


def unit(text: str) -> str:
    """A unit as it is read behind a number.

    Examples
    --------
    >>> unit("cell"), unit("mg/L"), unit("1")
    ('cells', 'mg/L', '')
    """
    return _file()["units"].get(text, text)


def quantity(value: float, unit: str = "", *, digits: int = 3) -> str:
    """A number of so many digits as it is read, with its unit.

    Examples
    --------
    >>> quantity(8_131_000, "cells"), quantity(20_190), quantity(0.1245), quantity(3.42e-10)
    ('8.13 million cells', '20,200', '0.124', '3.42 × 10⁻¹⁰')
    """
    rounded = Context(prec=digits, rounding=ROUND_HALF_UP).create_decimal(Decimal(value))
    size = abs(rounded)
    if rounded == 0:
        text = "0"
    elif size < _TINY or size >= _HUGE:
        power = rounded.adjusted()
        text = f"{_plain(rounded.scaleb(-power))} × 10{str(power).translate(_RAISED)}"
    elif size >= _BILLION:
        text = f"{_plain(rounded / _BILLION)} {words()['billion']}"
    elif size >= _MILLION:
        text = f"{_plain(rounded / _MILLION)} {words()['million']}"
    elif size >= _GROUPED:
        text = f"{int(rounded):,}"
    else:
        text = _plain(rounded)
    if text == "1":
        unit = re.sub(r"^cells\b", "cell", unit)
    return f"{text} {unit}".rstrip()


def exactly(value: float, unit: str = "") -> str:
    """A parameter's value, with all the digits that its source has.

    Examples
    --------
    >>> exactly(0.1245, "per day")
    '0.1245 per day'
    """
    return quantity(value, unit, digits=4)


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


@cache
def _file() -> dict[str, dict[str, str]]:
    text = Path(__file__).with_name("words.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))
