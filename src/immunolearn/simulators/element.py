"""A simulator: a model, what the reader may change, and its first run in a complete static form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from immunolearn.display.element import Element
from immunolearn.simulators.checked import Simulator, checked, references, source
from immunolearn.simulators.described import of_lesson
from immunolearn.simulators.picture import steps
from immunolearn.simulators.static import static
from immunolearn.simulators.words import unit, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from immunolearn.models import Model


def simulate(
    model: str | Model,
    *,
    controls: Sequence[str] | Mapping[str, str] | None = None,
    show: Sequence[str] | None = None,
    scenarios: Sequence[str] | None = None,
    predict: Mapping[str, Any] | None = None,
    title: str | None = None,
    days: float | None = None,
    log: bool | None = None,
) -> Element:
    """Let the reader run a model.

    Parameters
    ----------
    model
        ``"lesson/simulator"``, as the lesson's ``simulators.yaml`` describes it, for example
        ``"cancer-and-escape/two-fates"``; or the name of a model of the course, or a model, with options.
    controls
        Parameters that the reader may change, with or without a label; by default the settings, or the starts.
    show
        States and observables that are drawn, a panel for each unit; by default all that have the tumour's unit, or
        that of the first observable. The first one is put in words.
    scenarios
        Names of the model's scenarios, by default all; it begins with the first.
    predict
        ``{"question": ..., "choose": [...]}`` or ``{"question": ..., "draw": "T"}``: asked before the first run is
        shown.
    title
        By default the model's.
    days
        Length of a run, in the model's unit of time.
    log
        Whether it begins with a logarithmic axis; by default where the curves need one.

    Returns
    -------
    Element
        It runs in the page without a kernel; where nothing runs, its first run as picture, sentence and table.

    Raises
    ------
    UnknownNameError
        If a lesson, simulator, model, parameter, state or scenario is not known; with the nearest name.
    ContentError
        If there is nothing to control, or the prediction is not as it should be; with file and line, if it stands in
        a ``simulators.yaml``.
    ParameterError, SolverError
        If the first run is not possible.

    Examples
    --------
    >>> simulate("kuznetsov-1994", controls=["T0"], show=["T", "E"], scenarios=["dormancy", "escape"])
    <immuno-simulator>
    """
    options: dict[str, Any] = {
        "controls": controls,
        "show": show,
        "scenarios": scenarios,
        "predict": predict,
        "title": title,
        "days": days,
        "log": log,
    }
    if isinstance(model, str) and "/" in model:
        made = of_lesson(model, given=[name for name, value in options.items() if value is not None])
    else:
        made = checked(model, **options)
    return Element("immuno-simulator", data=_data(made), static=static(made))


def _data(made: Simulator) -> dict[str, Any]:
    model = made.model
    full = model.page_data()
    return {
        "title": made.title,
        "words": words(),
        "model": {
            **{key: full[key] for key in ("id", "title", "organism", "reference", "time", "timed", "tumour", "source")},
            "version": full["version"],
            "days": made.days,
            "leaves_out": full["leaves_out"],
            "ends": full["ends"],
            "states": [_state(model, state) for state in full["states"]],
            "definitions": [
                {"id": part["id"], "meaning": part["meaning"], "mathml": part["mathml"]} for part in full["definitions"]
            ],
            "observables": [_part(part) for part in full["observables"]],
            "parameters": [
                {
                    **{key: part[key] for key in ("id", "meaning", "value", "low", "high", "kind", "mathml")},
                    "unit": unit(part["unit"]),
                    "reference": part["reference"],
                }
                for part in full["parameters"]
            ],
            "scenarios": [next(s for s in full["scenarios"] if s["id"] == name) for name in made.scenarios],
        },
        "citation": source(model.reference),
        "sources": {key: source(key) for key in references(model, made.scenarios)},
        "controls": [
            {"id": name, "label": label, "whole": any(name == dose.count for dose in model.doses)}
            for name, label in made.controls.items()
        ],
        "panels": [
            {
                "unit": unit(model.visible[names[0]].unit),
                "title": made.above(names),
                "curves": [
                    {
                        "id": name,
                        "name": model.visible[name].name,
                        "family": made.family(name),
                        "subject": made.told(name).subject,
                        "cells": made.told(name).cells,
                    }
                    for name in names
                ],
            }
            for names in made.panels
        ],
        "log": made.log,
        "predict": _asked(made),
    }


def _state(model: Model, state: dict[str, Any]) -> dict[str, Any]:
    known = {parameter.id for parameter in model.parameters}
    return {
        **_part(state),
        "start": state["start"],
        "left": state["left"]["mathml"],
        "terms": [
            {
                "name": term["name"],
                "sign": term["sign"],
                "mathml": term["mathml"],
                "uses": sorted(
                    {str(symbol) for symbol in model.equations.full(term["expression"]).free_symbols} & known
                ),
            }
            for term in state["terms"]
        ],
    }


def _part(part: dict[str, Any]) -> dict[str, Any]:
    return {"id": part["id"], "name": part["name"], "unit": unit(part["unit"]), "scale": part["scale"]}


def _asked(made: Simulator) -> dict[str, Any] | None:
    asked = made.predict
    if asked is None or asked.draw is None:
        return None if asked is None else {"question": asked.question, "choose": asked.choose}
    values = made.run[asked.draw]
    top = 1.2 * float(values.max())
    factor, name = next((size for size in ((1e9, "billion"), (1e6, "million")) if top > size[0]), (1.0, ""))
    places = steps(0, made.days)
    return {
        "question": asked.question,
        "draw": asked.draw,
        "factor": factor,
        "unit": f"{words().get(name, '')} {unit(made.model.visible[asked.draw].unit)}".strip(),
        "max": steps(0, 1.3 * top / factor)[-1],
        "start": float(values.iloc[0]) / factor,
        "asked": [place for place in places if place > 0],
    }
