"""Patients who never lived, for charts of single patients: seeded, so that every reader sees the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from immunolearn.charts.frame import ChartError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

MONTHS_OF_ENTRY, WEEKS_BETWEEN_SCANS = 12, 8
PARTIAL, GONE, GROWTH = -30.0, -100.0, 1.2
"""Change in percent of a partial and a complete response; growth from the smallest size that is progression."""
CLEARED = -93.0
"""Change below which no tumour is seen on a scan."""


def simulated_survival(
    medians: Mapping[str, float], *, classes: Mapping[str, str], patients: int = 50, until: float = 36, seed: int = 1
) -> pd.DataFrame:
    """Simulate the survival of arms with constant hazards, entry over a year and a common end of follow-up.

    Do not use it for a real trial: hazards are rarely constant.

    Parameters
    ----------
    medians
        Median survival of each arm, in months.
    classes
        Therapy class of each arm, for its colour.
    patients
        Patients an arm.
    until
        Months from the first entry to the end of follow-up, above 12.
    seed
        Start of the random numbers.

    Returns
    -------
    pandas.DataFrame
        ``arm``, ``therapy_class``, ``months``, ``event``: what :func:`survival_curve` draws.

    Raises
    ------
    ChartError
        If a median or the number of patients is not positive, or the follow-up too short.

    Examples
    --------
    >>> frame = simulated_survival({"new": 20, "old": 10}, classes={"new": "car-t", "old": "chemotherapy"})
    >>> frame.groupby("arm").size().to_dict()
    {'new': 50, 'old': 50}
    """
    if min(medians.values(), default=0) <= 0 or patients < 1 or until <= MONTHS_OF_ENTRY:
        raise ChartError(
            f"Medians {dict(medians)}, {patients} patients and {until} months were given. Medians and patients are "
            f"above 0, the follow-up above {MONTHS_OF_ENTRY} months."
        )
    random = np.random.default_rng(seed)
    parts = []
    for arm, median in medians.items():
        death = random.exponential(median / np.log(2), patients)
        followed = until - random.uniform(0, MONTHS_OF_ENTRY, patients)
        months = np.minimum(death, followed).round(1)
        part = {"arm": arm, "therapy_class": classes[arm], "months": months, "event": death <= followed}
        parts.append(pd.DataFrame(part))
    return pd.concat(parts, ignore_index=True)


def simulated_responses(*, patients: int = 24, weeks: int = 48, seed: int = 1) -> pd.DataFrame:
    """Simulate the size of each patient's tumours, scanned every eight weeks until progression or the end.

    Sizes shrink and grow exponentially with rates drawn for each patient; the response is then read by RECIST's
    thresholds. No trial stands behind the rates.

    Parameters
    ----------
    patients
        How many, at least 1.
    weeks
        End of follow-up, at least 8.
    seed
        Start of the random numbers.

    Returns
    -------
    pandas.DataFrame
        A row a scan: ``patient``, ``week``, ``change`` (percent of the size at the start), ``response`` (the best:
        complete, partial, stable, progression), ``ongoing`` (no progression at the last scan).

    Raises
    ------
    ChartError
        If there is no patient or no scan.

    Notes
    -----
    RECIST 1.1: Eisenhauer et al. (2009), doi 10.1016/j.ejca.2008.10.026. Simplified: target lesions only, and no
    confirmation of a response.

    Examples
    --------
    >>> frame = simulated_responses(patients=3)
    >>> frame.groupby("patient")["change"].first().to_dict()
    {1: 0.0, 2: 0.0, 3: 0.0}
    """
    if patients < 1 or weeks < WEEKS_BETWEEN_SCANS:
        raise ChartError(
            f"{patients} patients and {weeks} weeks were given. Give at least one patient and "
            f"{WEEKS_BETWEEN_SCANS} weeks."
        )
    random = np.random.default_rng(seed)
    scans = np.arange(0, weeks + 1, WEEKS_BETWEEN_SCANS)
    parts = []
    for patient in range(1, patients + 1):
        sensitive, shrink, grow = random.beta(1.1, 0.7), random.gamma(1.5, 0.06), random.gamma(1.5, 0.02)
        size = sensitive * np.exp(-shrink * scans) + (1 - sensitive) * np.exp(grow * scans)
        noisy = size * np.exp(random.normal(0, 0.03, len(scans)))
        change = 100 * (noisy / noisy[0] - 1)
        change[change < CLEARED] = GONE
        parts.append(_until_progression(patient, scans, change.round(1)))
    return pd.concat(parts, ignore_index=True)


def simulated_responders(
    *, patients: int = 400, median: float = 12, landmark: float = 0, until: float = 36, seed: int = 1
) -> pd.DataFrame:
    """Simulate people whom a drug does not help, sorted by whether a response was seen in time.

    Everyone has the same constant hazard. Half would show a response, in a month drawn from the first year; it is seen
    in those who are still alive then, and changes nothing. Without a landmark the two groups differ all the same:
    immortal-time bias.

    Parameters
    ----------
    patients
        How many, at least 4.
    median
        Median survival of everyone, in months.
    landmark
        Months from the start: only those alive then are kept, sorted by what was seen until then, and followed from
        there. At 0 everyone is kept, sorted by what is ever seen.
    until
        Months to the end of follow-up, above the landmark and the first year.
    seed
        Start of the random numbers.

    Returns
    -------
    pandas.DataFrame
        ``arm``, ``therapy_class``, ``months``, ``event``: what :func:`survival_curve` draws.

    Raises
    ------
    ChartError
        If there are too few patients, or the times do not fit.

    Notes
    -----
    Anderson, Cain and Gelber (1983), doi 10.1200/JCO.1983.1.11.710. A landmark answers exactly here because the hazard
    is constant and the same for all; among real patients those who respond differ in other ways, too.

    Examples
    --------
    >>> frame = simulated_responders()
    >>> frame.groupby("arm")["months"].median().round().to_dict()
    {'no response seen': 8.0, 'response seen': 19.0}
    """
    if patients < 4 or median <= 0 or not 0 <= landmark < until or until <= MONTHS_OF_ENTRY:  # noqa: PLR2004
        raise ChartError(
            f"{patients} patients, a median of {median}, a landmark of {landmark} and {until} months were given. Give "
            f"at least 4 patients, a median above 0, and months above {MONTHS_OF_ENTRY} and above the landmark."
        )
    random = np.random.default_rng(seed)
    death = random.exponential(median / np.log(2), patients)
    due = np.where(random.random(patients) < 0.5, random.uniform(1, MONTHS_OF_ENTRY, patients), np.inf)  # noqa: PLR2004
    seen = (due <= death) & (due <= (landmark or until))
    frame = pd.DataFrame(
        {
            "arm": np.where(seen, "response seen", "no response seen"),
            "therapy_class": np.where(seen, "checkpoint-inhibitor", "placebo"),
            "months": (np.minimum(death, until) - landmark).round(1),
            "event": death <= until,
        }
    )
    return frame[death > landmark].sort_values("arm", ascending=False, kind="stable", ignore_index=True)


def _until_progression(patient: int, scans: NDArray[np.int_], change: NDArray[np.float64]) -> pd.DataFrame:
    """Scans of a patient up to the first that shows progression."""
    sizes = 100 + change
    smallest = np.minimum.accumulate(sizes)
    grown = (sizes >= GROWTH * smallest) & (scans > 0) & ((smallest > 0) | (sizes > 0))
    last = int(np.argmax(grown)) if grown.any() else len(scans) - 1
    before = change[1:last] if grown.any() else change[1 : last + 1]
    lowest = float(before.min()) if len(before) else float("inf")
    response = "progression" if not len(before) else "stable"
    for name, limit in (("partial", PARTIAL), ("complete", GONE)):
        response = name if lowest <= limit else response
    return pd.DataFrame(
        {
            "patient": patient,
            "week": scans[: last + 1],
            "change": change[: last + 1],
            "response": response,
            "ongoing": not grown.any(),
        }
    )
