"""Elements of statistics: they compute in the page, by the rules of :mod:`immunolearn.statistics`."""

from immunolearn.statistics_elements.rates import interval_explorer

__all__ = ["interval_explorer"]
