"""Thousands of virtual patients at once with NumPy: each has its own step, all take one together.

The explicit method is that of Dormand and Prince, order 5(4); the implicit one is RODAS, order 4(3). Both as in Hairer,
Norsett, Wanner, Solving Ordinary Differential Equations I and II; the page's solver uses the same coefficients.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from immunolearn.models.errors import ParameterError, SolverError
from immunolearn.models.schedule import changes
from immunolearn.models.solution import LEAST, grid, segments

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from immunolearn.models.model import Dose, Model
    from immunolearn.models.solution import Segment

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

CHUNK = 1000  # measured: 500 leave more to Python, 2000 no longer fit a cache
RELATIVE = 1e-6
ABSOLUTE = 1e-30  # of a state's scale
MOST_STEPS = 50_000
BISECTIONS = 40
SAFETY, SMALLEST, LARGEST = 0.9, 0.2, 6.0
SHRINK = 0.75  # drop the finished patients when so few are left


@dataclass(frozen=True)
class Batch:
    """Runs of many patients.

    Attributes
    ----------
    times
        Times, in the model's unit.
    quantities
        By state and observable: one row a patient, one column a time. A patient whose equations have ended keeps the
        last values.
    ended
        Time at which the model's equations ended, for each patient; missing where they did not.
    """

    times: Floats
    quantities: dict[str, Floats]
    ended: Floats


def solve_batch(
    model: Model,
    patients: Mapping[str, npt.ArrayLike],
    days: float | Sequence[float] | None = None,
    *,
    doses: Sequence[Dose] | None = None,
    scenario: str | None = None,
    stiff: bool = False,
    relative: float = RELATIVE,
) -> Batch:
    """Run a model for many patients.

    Parameters
    ----------
    model
        The model.
    patients
        Values that differ between patients, by parameter: one each (a frame will do).
    days
        Times at which to look, or the last of 401.
    doses, scenario
        As for :meth:`Model.solve`. Amounts may differ between patients, times may not.
    stiff
        Use the implicit method.
    relative
        Relative tolerance.

    Raises
    ------
    UnknownNameError, ParameterError
        If a name or a value is not accepted.
    SolverError
        If a run cannot be finished; it names the patient.
    """
    times = grid(model, days)
    given = {str(name): np.atleast_1d(np.asarray(column, dtype=float)) for name, column in dict(patients).items()}
    lengths = {len(column) for column in given.values()}
    if len(lengths) != 1:
        raise ParameterError(f"Every parameter needs one value a patient; given were {sorted(lengths) or 'none'}.")
    (count,) = lengths
    common = model.values(scenario)
    known = {parameter.id: parameter for parameter in model.parameters}
    for name, column in given.items():
        model.values(scenario, {name: float(column[0])})
        bad = np.flatnonzero(~((column >= known[name].low) & (column <= known[name].high)))
        if len(bad):
            known[name].check(float(column[bad[0]]))
    states = np.empty((len(model.states), count, len(times)))
    observed = np.empty((len(model.observables), count, len(times)))
    ended = np.full(count, np.nan)
    for start in range(0, count, CHUNK):
        part = slice(start, start + CHUNK)
        values = common | {name: column[part] for name, column in given.items()}
        run = _Chunk(model, values, times, relative=relative, stiff=stiff, first=start)
        run.solve(doses)
        states[:, part], observed[:, part], ended[part] = run.seen, run.observed, run.ended
    named = zip(model.visible, [*states, *observed], strict=True)
    return Batch(times, dict(named), ended)


class _Stepper(Protocol):
    """One step of every patient, and what lies within it."""

    order: int

    def step(self, t: Floats, y: Floats, h: Floats) -> tuple[Floats, Floats]:
        """The new states, and their errors."""

    def accept(self, ok: Bools) -> None:
        """Keep what the next step can use, for the patients whose step was taken."""

    def between(self, y: Floats, h: Floats, part: Ints, share: Floats) -> Floats:
        """States of the patients ``part`` at a share of the step that began at ``y``."""


@dataclass(frozen=True)
class _Step:
    """One step of the patients that are still under way: from where, how long, and whose was taken."""

    ids: Ints
    t: Floats
    y: Floats
    h: Floats
    ok: Bools


class _System:
    """The equations for the patients that are still under way."""

    def __init__(self, model: Model, values: list[float | Floats], infusion: Floats) -> None:
        self.equations = model.equations
        self.values = values
        self.infusion = infusion

    def rates(self, t: Floats, y: Floats) -> Floats:
        """Rates of change, one column a patient."""
        out = np.empty_like(y)
        for i, rate in enumerate(self.equations.rate_function(t, list(y), self.values)):
            np.add(rate, self.infusion[i], out=out[i])
        return out

    def jacobian(self, t: Floats, y: Floats) -> Floats:
        """The Jacobians: rows, columns, patients."""
        n, m = y.shape
        out = np.zeros((n, n, m))
        for i, row in enumerate(self.equations.jacobian_function(t, list(y), self.values)):
            for j, entry in enumerate(row):
                if not (isinstance(entry, int) and entry == 0):
                    out[i, j] = entry
        return out

    def only(self, kept: Ints) -> _System:
        """The same for some of the patients."""
        made = object.__new__(_System)
        made.equations = self.equations
        made.values = [v[kept] if isinstance(v, np.ndarray) else v for v in self.values]
        made.infusion = self.infusion[:, kept]
        return made


class _Chunk:
    """Some hundred patients from start to end."""

    def __init__(
        self,
        model: Model,
        values: dict[str, float | Floats],
        times: Floats,
        *,
        relative: float,
        stiff: bool,
        first: int,
    ) -> None:
        self.model, self.values, self.times = model, dict(values), times
        self.relative, self.stiff, self.first = relative, stiff, first
        self.count = max(len(np.atleast_1d(value)) for value in values.values())
        starts = [np.broadcast_to(values[f"{state.id}0"], self.count) for state in model.states]
        self.y = np.array(starts, dtype=float)
        self.infusion = np.zeros_like(self.y)
        scales = np.array([[state.scale] for state in model.states])
        self.absolute, self.floor = ABSOLUTE * scales, LEAST * scales
        self.written = np.zeros(self.count, dtype=int)
        self.ended = np.full(self.count, np.nan)
        self.seen = np.empty((len(model.states), self.count, len(times)))
        self.observed = np.empty((len(model.observables), self.count, len(times)))

    def solve(self, doses: Sequence[Dose] | None) -> None:
        """Run from change to change."""
        end = float(self.times[-1])
        with np.errstate(all="ignore"):
            for segment in segments(changes(self.model, self.values, doses), end):
                self.take(segment)
                if segment.stop > segment.start:
                    self.through(segment)
            self.hold()

    def take(self, segment: Segment) -> None:
        """Give the doses and set the switches of one time."""
        going = np.isnan(self.ended)
        self.values |= segment.change.parameters
        for i, state in enumerate(self.model.states):
            self.y[i] += np.where(going, segment.change.add.get(state.id, 0.0), 0.0)
            self.infusion[i] += segment.change.rate.get(state.id, 0.0)

    def through(self, segment: Segment) -> None:
        """Take steps until every patient is at the segment's end."""
        ids = np.flatnonzero(np.isnan(self.ended))
        if not len(ids):
            return
        system = _System(self.model, list(self.values.values()), self.infusion).only(ids)
        y = self.y[:, ids]
        t = np.full(len(ids), segment.start)
        slope = system.rates(t, y)
        h = np.minimum(segment.stop - segment.start, self._first_step(y, slope))
        stepper: _Stepper = (_Implicit if self.stiff else _Explicit)(system, self.scaled, slope)
        for _ in range(MOST_STEPS):
            h = np.minimum(h, segment.stop - t)
            new, error = stepper.step(t, y, h)
            ok = error <= 1
            reached = np.where(ok, np.where(h >= segment.stop - t, segment.stop, t + h), t)
            step = _Step(ids, t, y, h, ok & (h > 0))
            over = self._end(system, stepper, step, new)
            self._write(system, stepper, step, np.where(np.isnan(over), reached, over))
            y = np.where(ok, new, y)
            stepper.accept(ok)
            grow = SAFETY * np.where(np.isfinite(error), np.maximum(error, 1e-10), np.inf) ** (-1 / stepper.order)
            stuck = ~ok & (t + SMALLEST * h <= t)
            if stuck.any():
                raise self._failure(ids[stuck][0], t[stuck][0], "no finite solution")
            t, h = reached, h * np.clip(grow, SMALLEST, LARGEST)
            done = (t >= segment.stop) | ~np.isnan(over)
            if done.any():
                self.y[:, ids[done]] = y[:, done]
                if done.all():
                    return
                h[done] = 0.0
                t[done] = segment.stop
                if (~done).mean() < SHRINK:
                    kept = np.flatnonzero(~done)
                    ids, t, y, h = ids[kept], t[kept], y[:, kept], h[kept]
                    system = system.only(kept)
                    stepper = type(stepper)(system, self.scaled, system.rates(t, y))  # type: ignore[call-arg]
        raise self._failure(ids[0], t.min(), f"the step budget of {MOST_STEPS} steps is used up")

    def scaled(self, y: Floats, new: Floats, error: Floats) -> Floats:
        """Errors in units of what is accepted: the root of the mean square over the states."""
        scale = self.absolute + self.relative * np.maximum(np.abs(y), np.abs(new))
        ratio = error / scale
        size: Floats = np.sqrt(np.einsum("ij,ij->j", ratio, ratio) / len(y))
        return np.where((new < self.floor).any(0), np.inf, size)

    def _first_step(self, y: Floats, slope: Floats) -> Floats:
        scale = self.absolute + self.relative * np.abs(y)
        size, speed = ((part / scale) ** 2 for part in (y, slope))
        return np.where(speed.sum(0) > 0, 0.01 * np.sqrt(size.sum(0) / speed.sum(0)), 1e-3) + 1e-9

    def _end(self, system: _System, stepper: _Stepper, step: _Step, new: Floats) -> Floats:
        """When the equations ended within this step; missing where they did not."""
        over = np.full(len(step.ids), np.nan)
        ending = self.model.equations.ending_function
        if ending is None:
            return over
        before = np.asarray(ending(step.t, list(step.y), system.values))
        after = np.asarray(ending(step.t + step.h, list(new), system.values))
        part = np.flatnonzero(step.ok & (before > 0) & (after < 0))
        if len(part):
            numbers = system.only(part).values
            start, size = step.t[part], step.h[part]
            low, high = np.zeros(len(part)), np.ones(len(part))
            for _ in range(BISECTIONS):
                middle = (low + high) / 2
                state = stepper.between(step.y, step.h, part, middle)
                under = ending(start + middle * size, list(state), numbers) < 0
                low, high = np.where(under, low, middle), np.where(under, middle, high)
            over[part] = start + high * size
            self.ended[step.ids[part]] = over[part]
            new[:, part] = stepper.between(step.y, step.h, part, high)
        return over

    def _write(self, system: _System, stepper: _Stepper, step: _Step, up_to: Floats) -> None:
        """Write the times that lie within this step."""
        times = self.times
        while True:
            place = self.written[step.ids]
            following = times[np.minimum(place, len(times) - 1)]
            part = np.flatnonzero(step.ok & (place < len(times)) & (following < up_to))
            if not len(part):
                return
            state = stepper.between(step.y, step.h, part, (following[part] - step.t[part]) / step.h[part])
            self._put(step.ids[part], place[part], following[part], state, system.only(part).values)

    def _put(self, ids: Ints, place: Ints, times: Floats, state: Floats, values: list[float | Floats]) -> None:
        self.seen[:, ids, place] = state
        seen = self.model.equations.observable_function(times, list(state), values)
        for i, value in enumerate(seen):
            self.observed[i, ids, place] = value
        self.written[ids] += 1

    def hold(self) -> None:
        """Write what is left: the last time, or every time after the equations have ended."""
        everyone = np.arange(self.count)
        values = _System(self.model, list(self.values.values()), self.infusion)
        while (left := everyone[self.written < len(self.times)]).size:
            place = self.written[left]
            self._put(left, place, self.times[place], self.y[:, left], values.only(left).values)

    def _failure(self, patient: int, time: float, reason: str) -> SolverError:
        return SolverError(
            f"{self.model.id}: patient {self.first + int(patient)} has no solution after {self.model.time} {time:g}: "
            f"{reason}. Choose values nearer to the model's own, or stiff=True."
        )


_C = (0, 1 / 5, 3 / 10, 4 / 5, 8 / 9, 1)
_A = [
    np.array(row)
    for row in (
        [],
        [1 / 5],
        [3 / 40, 9 / 40],
        [44 / 45, -56 / 15, 32 / 9],
        [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
        [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
        [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
    )
]
_E = np.array([71 / 57600, 0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40])
_D = np.array(
    [
        -12715105075 / 11282082432,
        0,
        87487479700 / 32700410799,
        -10690763975 / 1880347072,
        701980252875 / 199316789632,
        -1453857185 / 822651844,
        69997945 / 29380423,
    ]
)


class _Explicit:
    """Dormand and Prince."""

    order = 5

    def __init__(self, system: _System, scaled: Callable[[Floats, Floats, Floats], Floats], slope: Floats) -> None:
        self.system, self.scaled = system, scaled
        self.k = np.empty((7, *slope.shape))
        self.k[0] = slope
        self.new = np.empty_like(slope)

    def step(self, t: Floats, y: Floats, h: Floats) -> tuple[Floats, Floats]:
        k, flat = self.k, self.k.reshape(7, -1)
        for s in range(1, 6):
            stage = y + h * (_A[s] @ flat[:s]).reshape(y.shape)
            k[s] = self.system.rates(t + _C[s] * h, stage)
        self.new = y + h * (_A[6] @ flat[:6]).reshape(y.shape)
        k[6] = self.system.rates(t + h, self.new)
        error = self.scaled(y, self.new, h * (_E @ flat).reshape(y.shape))
        return self.new.copy(), error

    def accept(self, ok: Bools) -> None:
        np.copyto(self.k[0], self.k[6], where=ok)

    def between(self, y: Floats, h: Floats, part: Ints, share: Floats) -> Floats:
        k, start, size = self.k[:, :, part], y[:, part], h[part]
        difference = self.new[:, part] - start
        bend = size * k[0] - difference
        last = difference - size * k[6] - bend
        more = size * np.tensordot(_D, k, 1)
        rest = 1 - share
        inner: Floats = start + share * (difference + rest * (bend + share * (last + rest * more)))
        return inner


_GAMMA = 0.25
_RC = (0, 0.386, 0.21, 0.63, 1, 1)
_RD = (0.25, -0.1043, 0.1035, -0.0362, 0, 0)
_RA = [
    np.array(row)
    for row in (
        [],
        [1.544],
        [0.9466785280815826, 0.2557011698983284],
        [3.314825187068521, 2.896124015972201, 0.9986419139977817],
        [1.221224509226641, 6.019134481288629, 12.53708332932087, -0.687886036105895],
    )
]
_RG = [
    np.array(row)
    for row in (
        [],
        [-5.6688],
        [-2.430093356833875, -0.2063599157091915],
        [-0.1073529058151375, -9.594562251023355, -20.47028614809616],
        [7.496443313967647, -10.24680431464352, -33.99990352819905, 11.7089089320616],
        [8.083246795921522, -7.981132988064893, -31.52159432874371, 16.31930543123136, -6.058818238834054],
    )
]
_H2 = np.array([10.12623508344586, -7.487995877610167, -34.80091861555747, -7.992771707568823, 1.025137723295662])
_H3 = np.array([-0.6762803392801253, 6.087714651680015, 16.43084320892478, 24.76722511418386, -6.594389125716872])


def _decompose(matrix: Floats) -> None:
    """Factors of every patient's matrix, in place.

    Without pivoting: the diagonal holds 1 / (step * gamma), so where this fails a smaller step will do.
    """
    for k in range(len(matrix) - 1):
        matrix[k + 1 :, k] /= matrix[k, k]
        matrix[k + 1 :, k + 1 :] -= matrix[k + 1 :, k, None] * matrix[k, k + 1 :]


def _substitute(factors: Floats, right: Floats) -> None:
    """The solution, in place of the right side."""
    n = len(right)
    for k in range(n - 1):
        right[k + 1 :] -= factors[k + 1 :, k] * right[k]
    for k in range(n - 1, -1, -1):
        right[k] /= factors[k, k]
        right[:k] -= factors[:k, k] * right[k]


class _Implicit:
    """RODAS."""

    order = 4

    def __init__(self, system: _System, scaled: Callable[[Floats, Floats, Floats], Floats], slope: Floats) -> None:
        self.system, self.scaled = system, scaled
        self.u = np.empty((6, *slope.shape))
        self.new = np.empty_like(slope)

    def step(self, t: Floats, y: Floats, h: Floats) -> tuple[Floats, Floats]:
        system, u, flat = self.system, self.u, self.u.reshape(6, -1)
        n = len(y)
        safe = np.where(h > 0, h, 1.0)
        slope = system.rates(t, y)
        factors = -system.jacobian(t, y)
        factors[range(n), range(n)] += 1 / (safe * _GAMMA)
        _decompose(factors)
        in_time = self._time_derivative(t, y, slope)
        stage = y
        for s in range(6):
            if s:
                stage = stage + u[4] if s == 5 else y + (_RA[s] @ flat[:s]).reshape(y.shape)  # noqa: PLR2004
                slope = system.rates(t + _RC[s] * h, stage)
            right = u[s]
            np.divide((_RG[s] @ flat[:s]).reshape(y.shape), safe, out=right)
            right += slope
            if system.equations.depends_on_time:
                right += h * _RD[s] * in_time
            _substitute(factors, right)
        self.new = np.where(h > 0, stage + u[5], y)
        return self.new.copy(), np.where(h > 0, self.scaled(y, self.new, u[5]), 0.0)

    def _time_derivative(self, t: Floats, y: Floats, slope: Floats) -> Floats | float:
        if not self.system.equations.depends_on_time:
            return 0.0
        delta = np.sqrt(np.finfo(float).eps * np.maximum(1e-5, np.abs(t)))
        derivative: Floats = (self.system.rates(t + delta, y) - slope) / delta
        return derivative

    def accept(self, ok: Bools) -> None:
        """Nothing is kept."""

    def between(self, y: Floats, h: Floats, part: Ints, share: Floats) -> Floats:  # noqa: ARG002 - as the other
        second, third = (np.tensordot(row, self.u[:5, :, part], 1) for row in (_H2, _H3))
        rest = 1 - share
        inner: Floats = y[:, part] * rest + share * (self.new[:, part] + rest * (second + share * third))
        return inner
