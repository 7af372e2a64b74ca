"""Explorers of statistics: elements that compute in the page, by the rules of :mod:`immunolearn.statistics`."""

from immunolearn.explorers.rates import interval

__all__ = ["interval"]
