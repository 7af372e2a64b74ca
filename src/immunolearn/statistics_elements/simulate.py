"""What the explorers simulate, the same in Python and in the page (``js/src/statistics/rules.js``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD = 0xFFFFFFFF


def random_numbers(seed: int) -> Iterator[float]:
    """Numbers from 0 up to 1, the same from the same seed in Python and in the page (mulberry32).

    Parameters
    ----------
    seed
        A whole number of 32 bits.

    Examples
    --------
    >>> round(next(random_numbers(1)), 6)
    0.627074
    """
    state = seed & _WORD
    while True:
        state = (state + 0x6D2B79F5) & _WORD
        mixed = ((state ^ (state >> 15)) * (state | 1)) & _WORD
        mixed = (mixed + (((mixed ^ (mixed >> 7)) * (mixed | 61)) & _WORD)) & _WORD ^ mixed
        yield (mixed ^ (mixed >> 14)) / 2**32


def repeat_trials(rate: float, *, n: int, count: int, seed: int) -> list[int]:
    """Responders in each of several trials whose patients all respond with the same chance.

    Parameters
    ----------
    rate
        The true response rate, a fraction of one.
    n
        Patients in each trial.
    count
        How many trials.
    seed
        The same seed gives the same trials.
    """
    numbers = random_numbers(seed)
    return [sum(next(numbers) < rate for _ in range(n)) for _ in range(count)]


def two_arms(
    *, early: float, late: float, change: float, follow: float, n: int, median: float
) -> dict[str, tuple[list[float], list[bool]]]:
    """Two arms without chance: patients stand at the even quantiles of a constant hazard.

    Parameters
    ----------
    early, late
        Hazard ratio of the treated arm before and after the change.
    change
        When the ratio changes, in months.
    follow
        End of follow-up in months; who has no event by then is censored.
    n
        Patients in each arm.
    median
        Median survival of the control arm, in months.

    Returns
    -------
    dict
        For ``"control"`` and ``"treated"`` the durations and the observed flags.
    """
    hazard = np.log(2) / median
    needed = -np.log(1 - (np.arange(n) + 0.5) / n)
    up_to_change = hazard * early * change
    late_times = change + (needed - up_to_change) / (hazard * late)
    times = {
        "control": needed / hazard,
        "treated": np.where(needed <= up_to_change, needed / (hazard * early), late_times),
    }
    rounded = {arm: np.floor(time * 1e6 + 0.5) / 1e6 for arm, time in times.items()}
    return {arm: (np.minimum(time, follow).tolist(), (time <= follow).tolist()) for arm, time in rounded.items()}
