"""A model: ordered, named terms per state, its parameters, doses and what can be seen of it."""

from __future__ import annotations

import keyword
import math
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from immunolearn.errors import ContentError, UnknownNameError
from immunolearn.models.equations import FUNCTIONS, TIME, Equations
from immunolearn.models.errors import ParameterError
from immunolearn.models.units import parse_unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

Name = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]
Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
Text = Annotated[str, Field(min_length=1)]
Quantity = float | str

RESERVED = {TIME, "days", "doses", "scenario", *FUNCTIONS}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class _Part(_Strict):
    """What has a symbol."""

    id: Name


class _Seen(_Part):
    """What a run gives."""

    name: Text
    unit: Text
    scale: Annotated[float, Field(gt=0)]


class Parameter(_Part):
    """A number that a model is given: a rate, a start or a setting.

    Attributes
    ----------
    id
        Symbol in the equations; the start of state ``T`` is ``T0``.
    meaning, unit
        What it stands for, and its unit (``1`` for a pure number).
    value, low, high
        Where it starts, and the values that are accepted, in ``unit``.
    kind
        ``parameter``, ``start`` or ``setting``.
    reference
        Key of its source in the table ``references``.
    """

    meaning: Text
    value: float
    unit: Text
    low: float
    high: float
    kind: str = "parameter"
    reference: str = ""

    def check(self, value: float) -> float:
        """Give ``value`` back if it is finite and in the accepted range.

        Raises
        ------
        ParameterError
            If not.
        """
        unit = "" if self.unit == "1" else f" {self.unit}"
        try:
            number = float(value)
        except (TypeError, ValueError):
            number = math.nan
        if not self.low <= number <= self.high:
            raise ParameterError(
                f"{self.id} ({self.meaning}) was given {value!r}. It accepts {self.low:g} to {self.high:g}{unit}."
            )
        return number


class Term(_Strict):
    """One part of the rate of a state, in its place in the paper's sum; a loss begins with a minus sign."""

    name: Text
    expression: Text


class State(_Seen):
    """Something that changes with time.

    Attributes
    ----------
    id, name, unit
        Symbol, plain name and unit.
    scale
        A typical size, in ``unit``: errors are judged against it.
    terms
        Its rate of change, in the order of the paper.
    """

    terms: tuple[Term, ...] = Field(min_length=1)


class Definition(_Part):
    """A symbol that stands for an expression of parameters."""

    meaning: Text
    expression: Text


class Observable(_Seen):
    """Something that can be measured and follows from the states."""

    expression: Text


class Dose(_Strict):
    """An amount that is given to a state, once or again and again. Every quantity may be an expression of parameters.

    Attributes
    ----------
    target
        The state.
    amount
        What is added, in the state's unit; at least 0.
    start, every
        Time of the first, and time between two.
    count
        How many.
    duration
        Length of an infusion; 0 for all at once.
    """

    target: Name
    amount: Quantity
    start: Quantity = 0.0
    every: Quantity = 0.0
    count: Quantity = 1.0
    duration: Quantity = 0.0


class Switch(_Strict):
    """A parameter that takes another value from a time on; both may be expressions of parameters."""

    parameter: Name
    value: Quantity
    start: Quantity


class Ending(_Strict):
    """When the equations stop to hold: an expression falls below a value."""

    expression: Text
    below: float
    reason: Text


class Scenario(_Strict):
    """Values that go together under a name."""

    id: Slug
    name: Text
    parameters: dict[Name, float] = {}
    references: dict[Name, str] = {}


class Model(_Strict):
    """A system of ordinary differential equations, as it stands in its paper.

    Attributes
    ----------
    id, title, organism, reference
        Short name, plain title, where the numbers come from, and the key of the paper.
    time, days
        Unit of time, and how long a default run lasts, in that unit.
    states, parameters, definitions, observables, doses, switches, ending, scenarios
        The model.
    tumour
        State or observable that is the size of the tumour.
    leaves_out
        What the model does not contain.

    Raises
    ------
    ContentError
        If a term uses an undeclared symbol, a name stands twice, a unit is unknown, or a scenario is not possible.
    ParameterError
        If a value is outside its own range.
    """

    id: Slug
    title: Text
    organism: Text
    reference: str = ""
    time: Text = "day"
    days: Annotated[float, Field(gt=0)]
    states: tuple[State, ...] = Field(min_length=1)
    parameters: tuple[Parameter, ...]
    definitions: tuple[Definition, ...] = ()
    observables: tuple[Observable, ...] = ()
    doses: tuple[Dose, ...] = ()
    switches: tuple[Switch, ...] = ()
    ending: Ending | None = None
    scenarios: tuple[Scenario, ...] = ()
    tumour: Name | None = None
    leaves_out: tuple[Text, ...] = Field(min_length=1)

    def model_post_init(self, _context: object) -> None:
        """Check the whole against its parts."""
        self._check_names()
        for unit in (
            self.time,
            *(part.unit for part in self.visible.values()),
            *(parameter.unit for parameter in self.parameters),
        ):
            parse_unit(unit)
        for parameter in self.parameters:
            if not parameter.low < parameter.high:
                raise ContentError(f"{parameter.id}: low ({parameter.low:g}) must be less than high", file=self.id)
            parameter.check(parameter.value)
        self.equations.check(file=self.id)
        self.check_doses(self.doses)
        for switch in self.switches:
            self._known("parameter", switch.parameter, self.defaults)
        if self.tumour:
            self._known("tumour", self.tumour, self.visible)
        for scenario in self.scenarios:
            self.values(scenario.id)

    def _check_names(self) -> None:
        parts: list[_Part] = [*self.states, *self.parameters, *self.definitions, *self.observables]
        names = [part.id for part in parts]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ContentError(f"The symbol {twice[0]!r} is declared twice; name one of them otherwise.", file=self.id)
        bad = [name for name in names if name in RESERVED or keyword.iskeyword(name)]
        if bad:
            raise ContentError(f"The symbol {bad[0]!r} has another meaning here; choose another name.", file=self.id)
        starts = [f"{state.id}0" for state in self.states if f"{state.id}0" not in names]
        if starts:
            raise ContentError(f"The start {starts[0]!r} is not among the parameters; declare it.", file=self.id)

    def check_doses(self, doses: Sequence[Dose]) -> None:
        """Refuse doses to anything but a state."""
        for dose in doses:
            self._known("state", dose.target, [state.id for state in self.states])

    def _known(self, kind: str, name: str, known: Iterable[str]) -> None:
        if name not in known:
            raise UnknownNameError(f"{kind} of {self.id}", name, known)

    @cached_property
    def equations(self) -> Equations:
        """The equations, parsed."""
        return Equations(self)

    @cached_property
    def defaults(self) -> dict[str, float]:
        """Every parameter's value, in order."""
        return {parameter.id: parameter.value for parameter in self.parameters}

    @cached_property
    def visible(self) -> dict[str, State | Observable]:
        """What a run gives: states, then observables."""
        seen: list[State | Observable] = [*self.states, *self.observables]
        return {part.id: part for part in seen}

    def scenario(self, name: str) -> Scenario:
        """One scenario.

        Raises
        ------
        UnknownNameError
            With the nearest name.
        """
        found = {scenario.id: scenario for scenario in self.scenarios}
        self._known("scenario", name, found)
        return found[name]

    def values(self, scenario: str | None = None, overrides: Mapping[str, float] | None = None) -> dict[str, float]:
        """Every parameter's value in a run, checked against its range.

        Parameters
        ----------
        scenario
            Name of a scenario, or None for the defaults.
        overrides
            Values that differ from it.

        Raises
        ------
        UnknownNameError
            If there is no such scenario or parameter.
        ParameterError
            If a value is not finite or out of range.
        """
        given = {**(self.scenario(scenario).parameters if scenario else {}), **(overrides or {})}
        known = {parameter.id: parameter for parameter in self.parameters}
        for name in given:
            self._known("parameter", name, known)
        return self.defaults | {name: known[name].check(value) for name, value in given.items()}

    def solve(
        self,
        days: float | Sequence[float] | None = None,
        *,
        doses: Sequence[Dose] | None = None,
        scenario: str | None = None,
        **parameters: float,
    ) -> pd.DataFrame:
        """Run the model with SciPy.

        Parameters
        ----------
        days
            Times at which to look, or the last of 401 evenly spaced ones, in the model's unit of time.
        doses
            Doses in place of the model's own.
        scenario
            Name of a scenario.
        **parameters
            Values that differ from it, in their units.

        Returns
        -------
        pandas.DataFrame
            One row a time; columns ``time``, states and observables. It ends where the model's equations end;
            ``attrs`` then holds ``ended`` (the time) and ``reason``, and always ``units``.

        Raises
        ------
        UnknownNameError, ParameterError
            If a name or a value is not accepted.
        SolverError
            If the run cannot be finished.

        Examples
        --------
        >>> from immunolearn.models import load_model
        >>> run = load_model("kuznetsov-1994").solve(500, T0=2e7, E0=1e5)
        >>> f"{run['T'].iloc[-1]:.4g}"
        '4.47e+08'
        """
        from immunolearn.models.solution import solve  # noqa: PLC0415 - needs the class

        return solve(self, days, doses=doses, scenario=scenario, parameters=parameters)

    def sbml(self, *, doses: Sequence[Dose] | None = None, scenario: str | None = None, **parameters: float) -> str:
        """Write a run as SBML, level 3 version 1, with units, doses and switches.

        The ending is not part of it: SBML has no end of time.

        Parameters
        ----------
        doses, scenario, **parameters
            As for :meth:`solve`.

        Raises
        ------
        UnknownNameError, ParameterError
            If a name or a value is not accepted.
        """
        from immunolearn.models.sbml import sbml  # noqa: PLC0415 - needs the class

        return sbml(self, doses=doses, scenario=scenario, parameters=parameters)

    def latex(self) -> dict[str, str]:
        """Each state's equation as LaTeX, in the paper's order."""
        return self.equations.latex()

    def page_data(self) -> dict[str, Any]:
        """What a page needs to run and to explain the model, ready for JSON."""
        from immunolearn.models.page import page_data  # noqa: PLC0415 - needs the class

        return page_data(self)
