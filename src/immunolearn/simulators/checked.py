"""What a simulator is made of, checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from immunolearn.errors import ContentError, UnknownNameError
from immunolearn.evidence import cite
from immunolearn.models import Model, ParameterError, load_model
from immunolearn.models.schedule import changes
from immunolearn.simulators.told import Told
from immunolearn.simulators.words import unit, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from immunolearn.models import Parameter

POINTS = 400
MOST_CONTROLS = 6
FEW_CONTROLS = 4
MOST_CURVES = 5
FAMILIES = ("cell", "antibody", "vaccine", "virus", "cytokine")
WIDE = 20
"""Curves, or one curve, of which the highest is so many times the lowest start on a logarithmic axis."""


class Prediction(BaseModel):
    """What the reader is asked before a run is shown.

    Attributes
    ----------
    question
        The question.
    choose
        Possible answers; the run itself says which is right.
    draw
        Or the name of the curve that is drawn.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    question: str = Field(min_length=1)
    choose: tuple[str, ...] = ()
    draw: str | None = None


@dataclass(frozen=True)
class Simulator:
    """What a simulator is made of, checked."""

    model: Model
    title: str
    controls: dict[str, str]
    panels: list[list[str]]
    scenarios: list[str]
    days: float
    log: bool
    predict: Prediction | None
    run: pd.DataFrame

    @property
    def first(self) -> str:
        """What is told and drawn first."""
        return self.panels[0][0]

    def above(self, panel: Sequence[str]) -> str:
        """What stands above a panel: the unit, and the name of a curve that is alone."""
        parts = [self.model.visible[name] for name in panel]
        read = unit(parts[0].unit)
        if len(parts) > 1:
            return read or words()["amount"]
        return parts[0].name if read in parts[0].name else f"{parts[0].name}, {read}"

    def told(self, name: str) -> Told:
        """How a curve is put in words."""
        part = self.model.visible[name]
        word = words()
        subject = _capital(part.name)
        if part.unit == "cell":
            subject = word["subject_cells"].format(name=part.name)
        if name == self.model.tumour:
            subject = word["subject_tumour"]
        return Told(subject, unit(part.unit), part.unit == "cell", self.model.time)

    def family(self, name: str) -> str:
        """Whose colour a curve has: the tumour's is always the same."""
        others = [part for panel in self.panels for part in panel if part != self.model.tumour]
        return "checkpoint" if name == self.model.tumour else FAMILIES[others.index(name) % len(FAMILIES)]


def checked(
    given: str | Model,
    *,
    controls: Sequence[str] | Mapping[str, str] | None,
    show: Sequence[str] | None,
    scenarios: Sequence[str] | None,
    predict: Mapping[str, Any] | None,
    title: str | None,
    days: float | None,
    log: bool | None,
) -> Simulator:
    """Check what :func:`immunolearn.simulate` was given, and make the first run."""
    model = load_model(given) if isinstance(given, str) else given
    labels = _controls(model, controls)
    panels = _panels(model, show)
    names = [scenario.id for scenario in model.scenarios] if scenarios is None else list(scenarios)
    for name in names:
        model.scenario(name)
    length = model.days if days is None else days
    scenario = names[0] if names else None
    run = model.solve(times(model, model.values(scenario), length), scenario=scenario)
    asked = _prediction(model, panels, predict)
    return Simulator(
        model=model,
        title=title or model.title,
        controls=labels,
        panels=panels,
        scenarios=names,
        days=length,
        log=_wide(run, panels) if log is None else log,
        predict=asked,
        run=run,
    )


def times(model: Model, values: Mapping[str, float], length: float) -> list[float]:
    """Times at which a run is looked at: even ones, and both sides of every dose.

    Parameters
    ----------
    model
        The model.
    values
        Every parameter's value.
    length
        Of the run.

    Raises
    ------
    ParameterError
        If the length is not finite or not above 0.
    """
    if not 0 < length < np.inf:
        raise ParameterError(f"days was given {length!r}. It accepts a finite number above 0, in {model.time}s.")
    at = [change.time for change in changes(model, values)]
    sides = [side for time in at for side in (time * (1 - 1e-9), time) if 0 < side < length]
    return sorted({*np.linspace(0, length, POINTS + 1).tolist(), *sides})


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _controls(model: Model, given: Sequence[str] | Mapping[str, str] | None) -> dict[str, str]:
    known = {parameter.id: parameter for parameter in model.parameters}
    if given is None:
        settings = [name for name, parameter in known.items() if parameter.kind == "setting"]
        starts = [name for name, parameter in known.items() if parameter.kind == "start"]
        given = (settings or starts)[:FEW_CONTROLS]
    labels = dict(given) if hasattr(given, "keys") else dict.fromkeys(given, "")
    for name in labels:
        if name not in known:
            raise UnknownNameError(f"parameter of {model.id}", name, known)
    if not 0 < len(labels) <= MOST_CONTROLS:
        raise ContentError(
            f"{model.id}: {len(labels)} controls were given. A simulator has 1 to {MOST_CONTROLS}; choose among "
            f"{', '.join(known)}."
        )
    return {name: label or _capital(known[name].meaning) for name, label in labels.items()}


def _panels(model: Model, show: Sequence[str] | None) -> list[list[str]]:
    """Names of what is drawn, by unit."""
    seen = model.visible
    if show is None:
        lead = model.tumour or (model.observables or model.states)[0].id
        same = [name for name, part in seen.items() if part.unit == seen[lead].unit and name != lead]
        show = [lead, *same][:MOST_CURVES]
    for name in show:
        if name not in seen:
            raise UnknownNameError(f"state or observable of {model.id}", name, seen)
    if not 0 < len(show) <= MOST_CURVES:
        raise ContentError(f"{model.id}: {len(show)} curves were asked for. A simulator shows 1 to {MOST_CURVES}.")
    panels: dict[str, list[str]] = {}
    for name in dict.fromkeys(show):
        panels.setdefault(seen[name].unit, []).append(name)
    return list(panels.values())


def _wide(run: pd.DataFrame, panels: list[list[str]]) -> bool:
    def needs(names: list[str]) -> bool:
        tops = [float(run[name].max()) for name in names]
        lead = run[names[0]].to_numpy()
        above = lead[lead > 0]
        apart = max(tops) > WIDE * max(min(tops), 1e-300)
        return apart or bool(len(above) and above.max() > WIDE * WIDE * above.min())

    return needs(panels[0])


def _prediction(model: Model, panels: list[list[str]], given: Mapping[str, Any] | None) -> Prediction | None:
    if given is None:
        return None
    try:
        asked = Prediction.model_validate(dict(given))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise ContentError(
            f"{model.id}, predict: {place}: {first['msg']}. Give a question, and either choose or draw."
        ) from error
    shown = [name for panel in panels for name in panel]
    if asked.draw is not None and asked.draw not in shown:
        raise UnknownNameError(f"curve shown of {model.id}", asked.draw, shown)
    if (len(asked.choose) > 1) == (asked.draw is not None):
        raise ContentError(
            f"{model.id}, predict: give either choose with two answers or more, or draw with one of {', '.join(shown)}."
        )
    return asked


def source(key: str) -> dict[str, str]:
    """Name and address of a source; both empty where none is known."""
    if not key:
        return {"text": "", "href": ""}
    citation = cite(key)
    return {"text": citation.label, "href": citation.links[0][1] if citation.links else ""}


def references(model: Model, scenarios: Sequence[str]) -> list[str]:
    """Keys of all sources of a model's numbers."""
    keys = [parameter.reference for parameter in model.parameters]
    keys += [key for name in scenarios for key in model.scenario(name).references.values()]
    return [key for key in dict.fromkeys(keys) if key]


def source_of(made: Simulator, parameter: Parameter) -> str:
    """Key of the source of a value of the first run."""
    first = made.model.scenario(made.scenarios[0]).references if made.scenarios else {}
    return first.get(parameter.id, parameter.reference)
