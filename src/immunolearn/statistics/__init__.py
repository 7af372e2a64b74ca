"""Proportions and survival, as the course computes them: thin and typed, on scipy and statsmodels.

Everything is a fraction of one, never a percentage; every estimate comes with its interval.
"""

from __future__ import annotations

from immunolearn.statistics.interval import Estimate, Interval, StatisticsError
from immunolearn.statistics.proportions import (
    ProportionComparison,
    clopper_pearson_interval,
    compare_proportions,
    wilson_interval,
)

__all__ = [
    "Estimate",
    "Interval",
    "ProportionComparison",
    "StatisticsError",
    "clopper_pearson_interval",
    "compare_proportions",
    "wilson_interval",
]
