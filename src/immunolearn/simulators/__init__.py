"""Simulators: published models that run in the page, with sliders, equations and what they leave out."""

from immunolearn.simulators.element import simulate

__all__ = ["simulate"]
