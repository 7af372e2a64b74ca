"""Elements of statistics: they compute in the page, by the rules of :mod:`immunolearn.statistics`."""

from immunolearn.statistics_elements.builder import kaplan_meier_builder
from immunolearn.statistics_elements.crossing import crossing_curves_explorer
from immunolearn.statistics_elements.rates import interval_explorer
from immunolearn.statistics_elements.survivors import conditional_survival_explorer
from immunolearn.statistics_elements.trial import virtual_trial

__all__ = [
    "conditional_survival_explorer",
    "crossing_curves_explorer",
    "interval_explorer",
    "kaplan_meier_builder",
    "virtual_trial",
]
