"""What can go wrong with a model: its text, its numbers, its solution."""

from __future__ import annotations

from immunolearn.errors import ImmunolearnError


class ParameterError(ImmunolearnError, ValueError):
    """A number that a model does not accept; the message names it, its value and the allowed range."""


class SolverError(ImmunolearnError, RuntimeError):
    """A model could not be solved: the step budget is used up, or a value is no longer finite."""
