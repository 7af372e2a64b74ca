"""Doses and switches as segments of time: between two of them nothing jumps."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from immunolearn.models.errors import ParameterError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from immunolearn.models.equations import Number
    from immunolearn.models.model import Dose, Model, Switch

MOST_DOSES = 1000


@dataclass
class Change:
    """What happens at one time.

    Attributes
    ----------
    time
        When.
    add
        Amounts added to states.
    rate
        Change of the states' infusion rates, per unit of time.
    parameters
        New values of parameters.
    """

    time: float
    add: dict[str, Number] = field(default_factory=dict)
    rate: dict[str, Number] = field(default_factory=dict)
    parameters: dict[str, Number] = field(default_factory=dict)


def changes(model: Model, values: Mapping[str, Number], doses: Sequence[Dose] | None = None) -> list[Change]:
    """All doses and switches of a run, in order of time.

    Parameters
    ----------
    model
        The model.
    values
        Every parameter's value.
    doses
        Doses in place of the model's own.

    Raises
    ------
    ParameterError
        If a dose's quantity is negative or not finite, or there are too many doses.
    UnknownNameError
        If a dose has no such target.
    """
    doses = model.doses if doses is None else doses
    model.check_doses(doses)
    found: dict[float, Change] = {}

    def at(time: float) -> Change:
        return found.setdefault(time, Change(time))

    for dose in doses:
        number = {name: model.equations.quantity(value, values) for name, value in dose if name != "target"}
        _check(dose, number)
        amount = number.pop("amount")
        start, every, count, duration = (_same(dose, name, value) for name, value in number.items())
        for i in range(round(count)):
            time = start + i * every
            if duration == 0:
                _add(at(time).add, dose.target, amount)
                continue
            _add(at(time).rate, dose.target, amount / duration)
            _add(at(time + duration).rate, dose.target, -amount / duration)
    for switch in model.switches:
        start = _same(switch, "start", model.equations.quantity(switch.start, values))
        at(start).parameters[switch.parameter] = model.equations.quantity(switch.value, values)
    return [found[time] for time in sorted(found)]


def _same(part: Dose | Switch, name: str, value: Number) -> float:
    """Give the one number that all patients share."""
    if np.ptp(value) > 0:
        raise ParameterError(
            f"{part} has a {name} that differs between patients. Amounts may differ in one batch, times may not: run a "
            "batch for each."
        )
    return float(np.ravel(value)[0])


def _add(amounts: dict[str, Number], name: str, amount: Number) -> None:
    amounts[name] = amounts.get(name, 0.0) + amount


def _check(dose: Dose, number: dict[str, Number]) -> None:
    for name, value in number.items():
        wrong = [float(one) for one in np.ravel(value) if not (np.isfinite(one) and one >= 0)]
        if wrong:
            raise ParameterError(
                f"A dose to {dose.target} has {name} {wrong[0]:g}. It accepts finite numbers from 0 on."
            )
    most = float(np.max(number["count"]))
    if most > MOST_DOSES:
        raise ParameterError(f"A dose to {dose.target} has count {most:g}. It accepts 0 to {MOST_DOSES}.")
    if most > 1 and np.min(number["every"]) == 0:
        raise ParameterError(f"A dose to {dose.target} is repeated with every 0. Say how long it is between two.")
