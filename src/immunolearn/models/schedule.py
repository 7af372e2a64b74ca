"""Doses and switches as segments of time: between two of them nothing jumps."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from immunolearn.models.errors import ParameterError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from immunolearn.models.model import Dose, Model

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
    add: dict[str, float] = field(default_factory=dict)
    rate: dict[str, float] = field(default_factory=dict)
    parameters: dict[str, float] = field(default_factory=dict)


def changes(model: Model, values: dict[str, float], doses: Sequence[Dose] | None = None) -> list[Change]:
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
        for i in range(round(number["count"])):
            start = number["start"] + i * number["every"]
            if number["duration"] == 0:
                _add(at(start).add, dose.target, number["amount"])
                continue
            rate = number["amount"] / number["duration"]
            _add(at(start).rate, dose.target, rate)
            _add(at(start + number["duration"]).rate, dose.target, -rate)
    for switch in model.switches:
        start = model.equations.quantity(switch.start, values)
        at(start).parameters[switch.parameter] = model.equations.quantity(switch.value, values)
    return [found[time] for time in sorted(found)]


def _add(amounts: dict[str, float], name: str, amount: float) -> None:
    amounts[name] = amounts.get(name, 0.0) + amount


def _check(dose: Dose, number: dict[str, float]) -> None:
    for name, value in number.items():
        if not (math.isfinite(value) and value >= 0):
            raise ParameterError(f"A dose to {dose.target} has {name} {value:g}. It accepts 0 and more.")
    if number["count"] > MOST_DOSES:
        raise ParameterError(f"A dose to {dose.target} has count {number['count']:g}. It accepts 0 to {MOST_DOSES}.")
    if number["count"] > 1 and number["every"] == 0:
        raise ParameterError(f"A dose to {dose.target} is repeated with every 0. Say how long it is between two.")
