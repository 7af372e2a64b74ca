"""What a statistic is here: a value, an interval around it, and the method that made it."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Real

from immunolearn.errors import ImmunolearnError


class StatisticsError(ImmunolearnError, ValueError):
    """Numbers that cannot be what they are said to be; the message names them."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A confidence interval.

    Parameters
    ----------
    low, high
        Its ends, in the unit of what it is an interval of.
    level
        Confidence level, between 0 and 1.
    method
        Name of the method, as a reader would look it up.
    """

    low: float
    high: float
    level: float
    method: str

    def rounded(self, digits: int) -> tuple[float, float]:
        """Round the two ends.

        Parameters
        ----------
        digits
            Digits after the decimal point.
        """
        return round(self.low, digits), round(self.high, digits)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its interval."""

    value: float
    interval: Interval


def is_number(given: object) -> bool:
    """Whether something that was given as a number is one: text, missing values and sequences are not."""
    return isinstance(given, Real)


def checked_level(level: float) -> float:
    """Give the confidence level back, if it is one."""
    if not (is_number(level) and 0 < level < 1):
        raise StatisticsError(
            f"A confidence level of {level!r} was given; it lies between 0 and 1. For 95 %, give 0.95."
        )
    return float(level)
