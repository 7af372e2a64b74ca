"""One run of a model with SciPy, from dose to dose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.integrate import solve_ivp

from immunolearn.models.errors import ParameterError, SolverError
from immunolearn.models.schedule import Change, changes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from immunolearn.models.model import Dose, Model

Floats = npt.NDArray[np.float64]

POINTS = 401
RELATIVE = 1e-10
ABSOLUTE = {"DOP853": 1e-30, "Radau": 1e-20}
"""Of a state's scale: the last cells decide how a tumour comes back. In a stiff run 1e-30 takes four times as long."""
LEAST = -1e-6
"""Of a state's scale: there is no less than nothing, but for rounding; below it some equations run away."""
MOST_EXPLICIT = 100_000  # evaluations in a segment; what needs more is stiff
MOST_EVALUATIONS = 1_000_000


@dataclass(frozen=True)
class Segment:
    """A stretch of time in which nothing jumps: from ``start`` to ``stop``, after ``change``."""

    start: float
    stop: float
    change: Change


def grid(model: Model, days: float | Sequence[float] | None) -> Floats:
    """Times at which to look at a run.

    Raises
    ------
    ParameterError
        If they are not finite, not in order or before 0.
    """
    span = model.days if days is None else days
    times = np.linspace(0, span, POINTS) if isinstance(span, (int, float)) else np.asarray(span, dtype=float)
    if (
        times.ndim != 1
        or len(times) == 0
        or not np.isfinite(times).all()
        or times[0] < 0
        or (np.diff(times) <= 0).any()
    ):
        raise ParameterError(
            f"The times of a run were given as {days!r}. Give the last one, above 0, or a rising list that begins at "
            f"0 or later, in the model's unit, which is {model.time}."
        )
    return times


def segments(plan: list[Change], end: float) -> Iterator[Segment]:
    """The stretches between the changes, up to ``end``."""
    plan = [change for change in plan if change.time <= end]
    if not plan or plan[0].time > 0:
        plan = [Change(0.0), *plan]
    for change, following in zip(plan, [*plan[1:], Change(end)], strict=True):
        yield Segment(change.time, following.time, change)


def solve(
    model: Model,
    days: float | Sequence[float] | None = None,
    *,
    doses: Sequence[Dose] | None = None,
    scenario: str | None = None,
    parameters: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """Run a model; see :meth:`immunolearn.models.Model.solve`."""
    values = model.values(scenario, parameters)
    times = grid(model, days)
    end = times[-1]
    ids = [state.id for state in model.states]
    run = _Run(model, values, state=np.array([values[f"{name}0"] for name in ids]), infusion=np.zeros(len(ids)))
    parts = []
    for segment in segments(changes(model, values, doses), end):
        run.take(segment.change)
        inside = times[(times >= segment.start) & ((times < segment.stop) | ((times == end) & (segment.stop == end)))]
        parts.append(run.observed(inside, run.through(segment, inside)))
        if run.ended is not None:
            break
    frame = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    frame.attrs = {
        "model": model.id,
        "units": {"time": model.time} | {name: part.unit for name, part in model.visible.items()},
        "names": {name: part.name for name, part in model.visible.items()},
    }
    if run.ended is not None and model.ending:
        frame.attrs |= {"ended": run.ended, "reason": model.ending.reason}
    return frame


class _StiffError(Exception):
    """The explicit method needs too many steps."""


@dataclass
class _Run:
    """Where a run stands."""

    model: Model
    values: dict[str, float]
    state: Floats
    infusion: Floats
    ended: float | None = None

    def take(self, change: Change) -> None:
        """Give the doses and set the switches of one time."""
        self.values = self.values | {name: float(value) for name, value in change.parameters.items()}
        for i, state in enumerate(self.model.states):
            self.state[i] += change.add.get(state.id, 0.0)
            self.infusion[i] += change.rate.get(state.id, 0.0)

    def integrate(self, segment: Segment, inside: Floats, method: str, budget: int) -> Any:  # noqa: ANN401 - SciPy's
        """Solve a segment with one method, within a budget."""
        equations, numbers = self.model.equations, list(self.values.values())
        evaluations = 0
        floor = LEAST * np.array([state.scale for state in self.model.states])

        def rates(t: float, y: Floats) -> Floats:
            nonlocal evaluations
            evaluations += 1
            if evaluations > MOST_EVALUATIONS:
                raise self.failure(t, f"the step budget of {MOST_EVALUATIONS} evaluations is used up")
            if evaluations > budget:
                raise _StiffError
            if (y < floor).any():
                return np.full_like(y, np.nan)  # SciPy tries a shorter step
            return np.asarray(equations.rate_function(t, y, numbers)) + self.infusion

        return solve_ivp(
            rates,
            (segment.start, segment.stop),
            self.state,
            method=method,
            t_eval=np.union1d(inside, [segment.stop]),
            events=self.ending(),
            rtol=RELATIVE,
            atol=[ABSOLUTE[method] * state.scale for state in self.model.states],
            **(
                {"jac": lambda t, y: np.asarray(equations.jacobian_function(t, y, numbers))}
                if method == "Radau"
                else {}
            ),
        )

    def through(self, segment: Segment, inside: Floats) -> Floats:
        """Give the states at the times ``inside``, and go to the segment's end."""
        if segment.stop == segment.start:
            return np.tile(self.state[:, None], (1, len(inside)))
        with np.errstate(all="ignore"):
            try:
                found = self.integrate(segment, inside, "DOP853", MOST_EXPLICIT)
            except _StiffError:
                found = self.integrate(segment, inside, "Radau", MOST_EVALUATIONS)
        if found.status < 0 or not np.isfinite(found.y).all():
            raise self.failure(found.t[-1] if len(found.t) else segment.start, found.message)
        if found.status == 1:
            self.ended = float(found.t_events[0][0])
        else:
            self.state = found.y[:, -1].copy()
        states = np.reshape(found.y, (len(self.state), -1))  # of no time at all SciPy gives an empty list
        return states[:, np.isin(found.t, inside)]

    def ending(self) -> Callable[[float, Floats], float] | None:
        """The event at which the model's equations end."""
        function = self.model.equations.ending_function
        if function is None:
            return None
        numbers = list(self.values.values())

        def event(t: float, y: Floats) -> float:
            return float(function(t, y, numbers))

        event.terminal, event.direction = True, -1  # type: ignore[attr-defined]
        return event

    def failure(self, time: float, reason: str) -> SolverError:
        """What is said when a run cannot go on."""
        return SolverError(
            f"{self.model.id}: no solution after {self.model.time} {time:g}: {reason}. Choose values nearer to the "
            "model's own."
        )

    def observed(self, times: Floats, states: Floats) -> pd.DataFrame:
        """States and observables at the times that were reached."""
        times = times[: states.shape[1]]
        frame = pd.DataFrame({"time": times} | {s.id: states[i] for i, s in enumerate(self.model.states)})
        with np.errstate(all="ignore"):
            seen = self.model.equations.observable_function(times, list(states), list(self.values.values()))
        for observable, value in zip(self.model.observables, seen, strict=True):
            frame[observable.id] = value
        return frame
