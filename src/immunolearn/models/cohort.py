"""A virtual cohort: patients drawn from a model's ranges, treated, measured, and judged by the rules of RECIST.

The rules are those of RECIST 1.1 for one measured lesion: from the baseline and the smallest diameter so far. They are
simplified: one lesion, no new lesions, no confirmation. Source: Eisenhauer et al. 2009.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from immunolearn.errors import UnknownNameError
from immunolearn.models.batch import solve_batch
from immunolearn.models.errors import ParameterError
from immunolearn.statistics import wilson_interval

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from immunolearn.models.model import Model

Floats = npt.NDArray[np.float64]

RELATIVE = 1e-9

CELLS_PER_MM3 = 1e6  # a thousand million cells in a cubic centimetre, the usual convention
SHRINKS, GROWS, GROWS_MM = 0.70, 1.20, 5.0  # of the baseline; of the smallest so far, and by at least so many mm
MEASURABLE_MM = 10.0  # a lesion this small is no target
GONE_MM = 1.0  # our choice: what no scan shows
CLASSES = {
    "CR": "complete response",
    "PR": "partial response",
    "SD": "stable disease",
    "PD": "progressive disease",
    "NE": "not measurable at baseline",
}


def draw(
    model: Model, patients: int, *, vary: Sequence[str] | Mapping[str, tuple[float, float]], seed: int
) -> pd.DataFrame:
    """Draw virtual patients.

    Parameters
    ----------
    model
        The model.
    patients
        How many.
    vary
        Parameters that differ between patients, drawn from their whole range, or each with its own range. A range
        above 0 is drawn evenly on a log scale, another evenly.
    seed
        The same seed gives the same patients.

    Returns
    -------
    pandas.DataFrame
        One row a patient, one column a parameter, to six digits: those that the page gets, too. ``attrs`` holds
        ``model`` and ``seed``.

    Raises
    ------
    UnknownNameError, ParameterError
        If a name or a range is not accepted.
    """
    known = {parameter.id: parameter for parameter in model.parameters}
    chance = np.random.default_rng(seed)
    if patients < 1:
        raise ParameterError(f"{patients} patients were asked for. A cohort has at least 1.")
    columns = {}
    for name in vary:
        if name not in known:
            raise UnknownNameError(f"parameter of {model.id}", name, known)
        low, high = vary[name] if isinstance(vary, dict) else (known[name].low, known[name].high)
        if not known[name].check(low) < known[name].check(high):
            raise ParameterError(f"{name} was given the range {low:g} to {high:g}. The first must be the smaller.")
        even = chance.uniform(size=patients)
        drawn = low * (high / low) ** even if low > 0 else low + (high - low) * even
        columns[name] = np.clip([float(f"{value:.6g}") for value in drawn], low, high)
    frame = pd.DataFrame(columns, index=pd.RangeIndex(patients, name="patient"))
    frame.attrs = {"model": model.id, "seed": seed}
    return frame


def follow(
    model: Model,
    patients: pd.DataFrame,
    *,
    baseline: float,
    visits: Sequence[float],
    treatment: Mapping[str, float] | None = None,
    scenario: str | None = None,
    stiff: bool = False,
) -> pd.DataFrame:
    """Treat the patients and measure their tumours.

    Parameters
    ----------
    model
        A model with a tumour, counted in cells.
    patients
        What :func:`draw` gives.
    baseline, visits
        Days of the first and of the later scans.
    treatment
        Parameters that are the same for all, such as the day and the strength of a treatment.
    scenario
        What the rest is taken from.
    stiff
        Use the implicit method.

    Returns
    -------
    pandas.DataFrame
        Diameters of a sphere of so many cells, in mm: one row a patient, one column a scan; 0 where the tumour is gone.

    Raises
    ------
    ParameterError
        If the model has no tumour in cells, or the days do not rise.
    """
    part = model.visible.get(model.tumour or "")
    if part is None or not part.unit.endswith("cell"):
        raise ParameterError(f"{model.id} has no tumour that is counted in cells, so it cannot be measured.")
    cells_per_unit = 1e6 if part.unit.startswith("10^6") else 1.0
    days = [baseline, *visits]
    everyone = patients.assign(**(treatment or {}))
    columns = {str(name): everyone[name].to_numpy() for name in everyone}
    run = solve_batch(model, columns, days, scenario=scenario, stiff=stiff, relative=RELATIVE)
    sizes = diameter(run.quantities[part.id] * cells_per_unit)
    sizes[run.times >= np.where(np.isnan(run.ended), np.inf, run.ended)[:, None]] = 0.0
    return pd.DataFrame(sizes, index=patients.index, columns=pd.Index(days, name=model.time))


def diameter(cells: npt.ArrayLike) -> Floats:
    """Diameter of a sphere of cells, in mm.

    Examples
    --------
    >>> round(float(diameter(1e9)), 1)
    12.4
    """
    size: Floats = np.cbrt(6 / np.pi * np.maximum(np.asarray(cells, dtype=float), 0) / CELLS_PER_MM3)
    return size


def best_responses(sizes: pd.DataFrame) -> pd.Series[str]:
    """Best response of each patient until progression.

    Parameters
    ----------
    sizes
        What :func:`follow` gives: the first column is the baseline.

    Returns
    -------
    pandas.Series
        ``CR``, ``PR``, ``SD``, ``PD``, or ``NE`` where the lesion was not measurable at baseline.
    """
    order = list(CLASSES)
    found = []
    for row in sizes.to_numpy():
        start, smallest, best = row[0], row[0], "PD"
        for size in row[1:]:
            if size >= GROWS * smallest and size - smallest >= GROWS_MM:
                break
            now = "CR" if size < GONE_MM else "PR" if size <= SHRINKS * start else "SD"
            best = min(best, now, key=order.index)
            smallest = min(smallest, size)
        found.append(best if start >= MEASURABLE_MM else "NE")
    return pd.Series(pd.Categorical(found, categories=order), index=sizes.index, name="best_response")


def response_table(responses: pd.Series[str]) -> pd.DataFrame:
    """Count the best responses, with intervals.

    Parameters
    ----------
    responses
        What :func:`best_responses` gives.

    Returns
    -------
    pandas.DataFrame
        Rows: each class, and ``ORR`` (CR or PR). Columns: meaning, patients, and percent of the patients who could be
        measured, with Wilson's 95 % interval.
    """
    counts = responses.value_counts().reindex(list(CLASSES), fill_value=0)
    measured = int(counts.sum() - counts["NE"])
    rows: dict[str, dict[str, Any]] = {}
    whole = {**CLASSES, "ORR": "objective response, CR or PR"}
    for name, meaning in whole.items():
        patients = int(counts["CR"] + counts["PR"]) if name == "ORR" else int(counts[name])
        rows[name] = {"meaning": meaning, "patients": patients}
        if name != "NE" and measured:
            interval = wilson_interval(patients, measured)
            rows[name] |= {
                "percent": 100 * patients / measured,
                "low": 100 * interval.low,
                "high": 100 * interval.high,
            }
    return pd.DataFrame.from_dict(rows, orient="index")


def page_table(patients: pd.DataFrame, *, baseline: float, visits: Sequence[float]) -> dict[str, Any]:
    """Ship the patients to a page, ready for JSON: drawn once, here."""
    return {
        "version": 1,
        **{key: patients.attrs[key] for key in ("model", "seed")},
        "baseline": baseline,
        "visits": list(visits),
        "parameters": list(patients.columns),
        "patients": patients.to_numpy().tolist(),
    }
