"""Published models of tumours, immune cells and drugs, each written once."""

from __future__ import annotations

from immunolearn.models.batch import Batch, solve_batch
from immunolearn.models.errors import ParameterError, SolverError
from immunolearn.models.library import load_model, models
from immunolearn.models.model import (
    Definition,
    Dose,
    Ending,
    Model,
    Observable,
    Parameter,
    Scenario,
    State,
    Switch,
    Term,
)

__all__ = [
    "Batch",
    "Definition",
    "Dose",
    "Ending",
    "Model",
    "Observable",
    "Parameter",
    "ParameterError",
    "Scenario",
    "SolverError",
    "State",
    "Switch",
    "Term",
    "load_model",
    "models",
    "solve_batch",
]
