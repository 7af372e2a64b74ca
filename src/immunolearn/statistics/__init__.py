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
from immunolearn.statistics.survival import (
    HazardRatio,
    LogRank,
    conditional_survival,
    cox_hazard_ratio,
    kaplan_meier,
    log_rank,
    median_survival,
    restricted_mean,
)

__all__ = [
    "Estimate",
    "HazardRatio",
    "Interval",
    "LogRank",
    "ProportionComparison",
    "StatisticsError",
    "clopper_pearson_interval",
    "compare_proportions",
    "conditional_survival",
    "cox_hazard_ratio",
    "kaplan_meier",
    "log_rank",
    "median_survival",
    "restricted_mean",
    "wilson_interval",
]
