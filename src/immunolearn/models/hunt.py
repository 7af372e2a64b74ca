"""Killer T cells among cancer cells: the NumPy twin of the hunt in the page (``js/src/hunt/engine.js``).

Twins agree in their statistics over many seeds, not in single hunts.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import Any

import numpy as np
import pandas as pd

from immunolearn.models.errors import ParameterError

MINUTES = 1
"""Between two pictures of a hunt."""

RULES: dict[str, float] = {
    "width": 360,
    "height": 240,
    "contact": 14,
    "press": 10.5,
    "pass": 10,
    "turning": 0.35,
    "apart": 10,
    "recovery": 50,
    "tired_speed": 0.4,
    "dying": 60,
}
"""What the reader does not choose: field, contact, deepest press and distance in passing (micrometres between centres);
turning (radians per root of a minute); time until a T cell touches the same cell again, time in which a cell recovers
from hits, and time to fall apart (minutes); speed of an exhausted T cell as a fraction. ``recovery`` is that of
Weigelin 2021, doi 10.1038/s41467-021-25282-3; the others are chosen for the picture."""

CANDIDATES = 10


@dataclass(frozen=True, slots=True)
class Control:
    """A number that the reader chooses: its unit, its ends and the step between two values."""

    unit: str
    min: float
    max: float
    step: float
    value: float


CONTROLS = {
    "t_cells": Control("", 1, 20, 1, 3),
    "density": Control("/mm²", 100, 2000, 50, 1200),
    "speed": Control("µm/min", 1, 15, 0.5, 5),
    "hit_minutes": Control("min", 5, 240, 5, 90),
    "hits": Control("", 1, 5, 1, 1),
    "hidden": Control("%", 0, 100, 5, 0),
    "tires_after": Control("", 0, 20, 1, 0),
    "seed": Control("", 1, 9999, 1, 1),
}
"""Ninety minutes a hit are 24 h / 16: the fastest average rate of Halle 2016, doi 10.1016/j.immuni.2016.01.010."""


@dataclass(frozen=True, slots=True)
class Hunt:
    """One or more simulated hunts.

    Attributes
    ----------
    kills
        A row per kill: ``run``, ``hour``, ``t_cell``.
    cells
        Of the first run, a row per cancer cell: ``x``, ``y`` (micrometres), ``hidden``, ``hour`` of death or NaN.
    killers
        Of the first run, a row per T cell at the end: ``x``, ``y`` (micrometres), ``heading`` (radians), ``target``
        (row of ``cells``, or -1), ``kills``, ``tired``.
    runs, hours
        How many hunts there were, and how long.
    """

    kills: pd.DataFrame
    cells: pd.DataFrame
    killers: pd.DataFrame
    runs: int
    hours: float

    def count(self, hour: float) -> pd.Series[int]:
        """Kills of each run up to an hour."""
        done = self.kills.loc[self.kills["hour"] <= hour, "run"]
        return done.value_counts().reindex(range(self.runs), fill_value=0).rename("kills")

    def rate(self) -> pd.Series[float]:
        """Kills per T cell and day, of each run."""
        return (self.count(self.hours) / len(self.killers) / self.hours * 24).rename("kills per T cell and day")


def checked(choice: dict[str, float]) -> dict[str, float]:
    """Fill a choice with what was not chosen.

    Raises
    ------
    ParameterError
        If a number is unknown, out of its range or not finite; the message names it, its value and the range.
    """
    for name, value in choice.items():
        if name not in CONTROLS:
            raise ParameterError(f"The hunt has no number {name!r}. It has {', '.join(CONTROLS)}.")
        control = CONTROLS[name]
        whole = control.step != 1 or float(value).is_integer()
        if not (isfinite(value) and control.min <= value <= control.max and whole):
            kind = "a whole number" if control.step == 1 else "a number"
            ends = f"{control.min:g} to {control.max:g} {control.unit}".strip()
            raise ParameterError(f"{name} is {value!r}; it is {kind} from {ends}. Give another.")
    return {name: choice.get(name, control.value) for name, control in CONTROLS.items()}


def simulate(*, hours: float = 24, runs: int = 1, **choice: float) -> Hunt:
    """Let killer T cells hunt.

    Parameters
    ----------
    hours
        How long, more than 0 and at most 96.
    runs
        How many hunts, 1 to 1000; each has its own cells.
    **choice
        Numbers of :data:`CONTROLS`: ``t_cells``, ``density`` of cancer cells per square millimetre, ``speed`` in
        micrometres per minute, ``hit_minutes`` at a cell for a hit, ``hits`` needed for a kill (a cell left alone for
        50 minutes recovers), ``hidden`` cells in percent, kills after which a T cell ``tires_after`` (0: never) and
        ``seed``.

    Returns
    -------
    Hunt
        Simulated cells; only the time at a cell and the recovery stem from experiments.

    Raises
    ------
    ParameterError
        If a number is out of its range; the message names it, its value and the range.

    Examples
    --------
    >>> hunts = simulate(runs=20, hours=6, t_cells=1)
    >>> bool(hunts.count(6).between(0, 4).all())
    True
    """
    if not 0 < hours <= 96:  # noqa: PLR2004 - said above
        raise ParameterError(f"hours is {hours!r}; it lies above 0 and up to 96 h. Give another.")
    if not (1 <= runs <= 1000 and float(runs).is_integer()):  # noqa: PLR2004 - said above
        raise ParameterError(f"runs is {runs!r}; it is a whole number from 1 to 1000. Give another.")
    field = _Field(checked(choice), int(runs))
    for minute in range(MINUTES, int(hours * 60) + 1, MINUTES):
        field.picture(minute)
    return field.result(hours)


class _Field:
    """Many fields of view at once: arrays of runs x cells, T cell after T cell."""

    def __init__(self, choice: dict[str, float], runs: int) -> None:
        self.choice, self.random = choice, np.random.default_rng(int(choice["seed"]))
        size = np.array([RULES["width"], RULES["height"]])
        n, killers = int(choice["density"] * size.prod() / 1e6 + 0.5), int(choice["t_cells"])
        self.size, self.runs = size, np.arange(runs)
        self.cells = self._scattered(runs, n)
        self.hidden = np.arange(n) < int(n * choice["hidden"] / 100 + 0.5)
        self.hits, self.touched = np.zeros((runs, n), int), np.full((runs, n), -np.inf)
        self.died = np.full((runs, n), np.inf)
        self.at = self.random.random((killers, runs, 2)) * size
        self.heading = self.random.random((killers, runs)) * 2 * np.pi
        self.target, self.last = (np.full((killers, runs), -1) for _ in range(2))
        self.progress, self.free, self.killed = (np.zeros((killers, runs)) for _ in range(3))
        self.kills: list[dict[str, Any]] = []

    def _scattered(self, runs: int, n: int) -> np.ndarray:
        """Each cell at the roomiest of ten places."""
        cells = np.zeros((runs, n, 2))
        for i in range(n):
            places = self.random.random((runs, CANDIDATES, 1, 2)) * self.size
            room = ((places - cells[:, None, :i]) ** 2).sum(axis=-1).min(axis=-1, initial=np.inf)
            cells[:, i] = places[np.arange(runs), room.argmax(axis=1), 0]
        return cells

    @property
    def tired(self) -> np.ndarray:
        most = self.choice["tires_after"]
        return self.killed >= most if most else np.zeros_like(self.killed, bool)

    def picture(self, now: float) -> None:
        for k in range(len(self.at)):
            busy = self.target[k] >= 0
            self._attack(k, self.runs[busy], now)
            self._crawl(k, self.runs[~busy], now)

    def _attack(self, k: int, runs: np.ndarray, now: float) -> None:
        if not len(runs):
            return
        cell = self.target[k, runs]
        self._press(k, runs, cell, RULES["press"], 1)
        alive = self.died[runs, cell] >= now
        self.touched[runs[alive], cell[alive]] = now
        self.progress[k, runs[alive]] += MINUTES
        hit = alive & (self.progress[k, runs] >= self.choice["hit_minutes"])
        self.hits[runs[hit], cell[hit]] += 1
        kill = hit & (self.hits[runs, cell] >= self.choice["hits"])
        self.died[runs[kill], cell[kill]] = now
        self.killed[k, runs[kill]] += 1
        self.kills += [{"run": run, "hour": now / 60, "t_cell": k} for run in runs[kill]]
        done = hit | ~alive
        runs, cell = runs[done], cell[done]
        away = self.at[k, runs] - self.cells[runs, cell]
        self.heading[k, runs] = np.arctan2(away[:, 1], away[:, 0]) + 0.8 * self.random.standard_normal(len(runs))
        self.last[k, runs], self.target[k, runs] = cell, -1
        self.progress[k, runs], self.free[k, runs] = 0, now + RULES["apart"]

    def _crawl(self, k: int, runs: np.ndarray, now: float) -> None:
        if not len(runs):
            return
        tired = self.tired[k, runs]
        far = self.choice["speed"] * MINUTES * np.where(tired, RULES["tired_speed"], 1)
        heading = self.heading[k, runs] + RULES["turning"] * MINUTES**0.5 * self.random.standard_normal(len(runs))
        at = self.at[k, runs] + far[:, None] * np.column_stack([np.cos(heading), np.sin(heading)])
        out = (at < 0) | (at > self.size)
        heading = np.where(out[:, 0], np.pi - heading, heading)
        self.heading[k, runs] = np.where(out[:, 1], -heading, heading)
        at = np.where(at < 0, -at, np.where(at > self.size, 2 * self.size - at, at)).clip(0, self.size)
        self.at[k, runs] = at
        far2 = ((self.cells[runs] - at[:, None]) ** 2).sum(axis=-1)
        far2[self.died[runs] < now] = np.inf
        fits = np.broadcast_to(~self.hidden, far2.shape) & ~tired[:, None]
        parted = (self.last[k, runs] >= 0) & (now < self.free[k, runs])
        fits[parted, self.last[k, runs][parted]] = False
        self._touch(k, runs, np.where(fits, far2, np.inf), now)
        free = self.target[k, runs] < 0
        walls = np.where(fits, np.inf, far2)[free]
        runs, wall = runs[free], walls.argmin(axis=1)
        near = walls[np.arange(len(runs)), wall] < RULES["pass"] ** 2
        self._press(k, runs[near], wall[near], RULES["pass"], np.inf)

    def _touch(self, k: int, runs: np.ndarray, far2: np.ndarray, now: float) -> None:
        prey = far2.argmin(axis=1)
        near = far2[np.arange(len(runs)), prey] < RULES["contact"] ** 2
        runs, prey = runs[near], prey[near]
        rested = now - self.touched[runs, prey] > RULES["recovery"]
        self.hits[runs[rested], prey[rested]] = 0
        self.touched[runs, prey], self.target[k, runs] = now, prey

    def _press(self, k: int, runs: np.ndarray, cell: np.ndarray, to: float, most: float) -> None:
        """Bring a T cell to a distance from a cell."""
        away = self.at[k, runs] - self.cells[runs, cell]
        d = np.maximum(np.hypot(away[:, 0], away[:, 1]), 1e-9)
        wanted = np.where(d > to, np.maximum(to, d - most), np.minimum(to, d + most))
        self.at[k, runs] = self.cells[runs, cell] + away * (wanted / d)[:, None]

    def result(self, hours: float) -> Hunt:
        x, y = self.cells[0].T
        died = np.where(np.isfinite(self.died[0]), self.died[0] / 60, np.nan)
        return Hunt(
            kills=pd.DataFrame(self.kills, columns=["run", "hour", "t_cell"]).astype(
                {"run": int, "hour": float, "t_cell": int}
            ),
            cells=pd.DataFrame({"x": x, "y": y, "hidden": self.hidden, "hour": died}),
            killers=pd.DataFrame(
                {
                    "x": self.at[:, 0, 0],
                    "y": self.at[:, 0, 1],
                    "heading": self.heading[:, 0],
                    "target": self.target[:, 0],
                    "kills": self.killed[:, 0].astype(int),
                    "tired": self.tired[:, 0],
                }
            ),
            runs=len(self.runs),
            hours=hours,
        )
