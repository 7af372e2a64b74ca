"""Charts of trial results: each takes a tidy frame or keys and returns a plotly figure with caption and data."""

from __future__ import annotations

from immunolearn.charts.frame import ChartError
from immunolearn.charts.rates import response_rates

__all__ = ["ChartError", "response_rates"]
