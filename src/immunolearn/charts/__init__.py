"""Charts of trial results: each takes a tidy frame or keys and returns a plotly figure with caption and data."""

from __future__ import annotations

from immunolearn.charts.benefit import benefit_and_harm
from immunolearn.charts.curves import survival_curve
from immunolearn.charts.forest import hazard_ratios
from immunolearn.charts.frame import ChartError
from immunolearn.charts.icons import icon_array
from immunolearn.charts.landmarks import survival_landmarks
from immunolearn.charts.lesions import lesion_rates
from immunolearn.charts.milestones import timeline, timeline_events
from immunolearn.charts.patients import spider, swimmer, waterfall
from immunolearn.charts.rates import response_rates
from immunolearn.charts.reference import antibody_classes, burden, cell_counts, toxicity_by_time
from immunolearn.charts.side_effects import toxicity_rates
from immunolearn.charts.simulated import simulated_responders, simulated_responses, simulated_survival

__all__ = [
    "ChartError",
    "antibody_classes",
    "benefit_and_harm",
    "burden",
    "cell_counts",
    "hazard_ratios",
    "icon_array",
    "lesion_rates",
    "response_rates",
    "simulated_responders",
    "simulated_responses",
    "simulated_survival",
    "spider",
    "survival_curve",
    "survival_landmarks",
    "swimmer",
    "timeline",
    "timeline_events",
    "toxicity_by_time",
    "toxicity_rates",
    "waterfall",
]
