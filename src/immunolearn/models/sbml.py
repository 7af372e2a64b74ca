"""A run of a model as SBML, level 3 version 1, with its units: states and infusions are parameters with rate rules."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import sympy

from immunolearn.models.schedule import Change, changes
from immunolearn.models.units import BASE, parse_unit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from immunolearn.models.model import Dose, Model

SBML = "http://www.sbml.org/sbml/level3/version1/core"
MATHML = "http://www.w3.org/1998/Math/MathML"
TIME = "http://www.sbml.org/sbml/symbols/time"


def sbml(
    model: Model,
    *,
    doses: Sequence[Dose] | None = None,
    scenario: str | None = None,
    parameters: Mapping[str, float] | None = None,
) -> str:
    """Write a run as SBML; see :meth:`immunolearn.models.Model.sbml`."""
    values = model.values(scenario, parameters)
    plan = changes(model, values, doses)
    root = ET.Element("sbml", xmlns=SBML, level="3", version="1")
    body = ET.SubElement(root, "model", id=re.sub(r"\W", "_", model.id), name=model.title, timeUnits=_id(model.time))
    _units(body, model)
    start = next((change for change in plan if change.time == 0), Change(0.0))
    _parameters(body, model, values, start)
    _rules(body, model)
    _events(body, model, [change for change in plan if change.time > 0])
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _id(unit: str) -> str:
    """A name for a unit: ``1/(cell day)`` is ``per_cell_day``."""
    name = re.sub(r"\W+", "_", unit.replace("/", " per ")).strip("_")
    return f"unit_{name}" if unit[0].isdigit() or unit in BASE else name


def _units(body: ET.Element, model: Model) -> None:
    rates = [f"{part.unit}|{model.time}" for part in model.states]
    texts = [
        model.time,
        *(part.unit for part in [*model.visible.values()]),
        *(p.unit for p in model.parameters),
        *rates,
    ]
    listed = ET.SubElement(body, "listOfUnitDefinitions")
    for text in dict.fromkeys(texts):
        whole, _, time = text.partition("|")
        definition = ET.SubElement(listed, "unitDefinition", id=_rate_id(whole, time) if time else _id(text))
        units = ET.SubElement(definition, "listOfUnits")
        factors = [(factor, 1) for factor in parse_unit(whole)]
        factors += [(factor, -1) for factor in parse_unit(time)] if time else []
        for factor, sign in factors:
            kind, multiplier = BASE[factor.base]
            _unit(units, kind, sign * float(factor.exponent), multiplier * factor.multiplier)
        if not factors:
            _unit(units, "dimensionless", 1, 1)


def _unit(units: ET.Element, kind: str, exponent: float, multiplier: float) -> None:
    ET.SubElement(units, "unit", kind=kind, exponent=f"{exponent:g}", scale="0", multiplier=repr(float(multiplier)))


def _rate_id(unit: str, time: str) -> str:
    return f"rate_{_id(unit)}_per_{_id(time)}"


def _parameters(body: ET.Element, model: Model, values: dict[str, float], start: Change) -> None:
    listed = ET.SubElement(body, "listOfParameters")

    def add(name: str, unit: str, value: float | None, *, title: str = "", constant: bool = False) -> None:
        attributes = {"id": name, "units": unit, "constant": str(constant).lower()}
        attributes |= {"name": title} if title else {}
        attributes |= {} if value is None else {"value": repr(float(value))}
        ET.SubElement(listed, "parameter", attributes)

    now = values | {name: float(value) for name, value in start.parameters.items()}
    switched = {switch.parameter for switch in model.switches}
    for p in model.parameters:
        add(p.id, _id(p.unit), now[p.id], title=p.meaning, constant=p.id not in switched)
    for definition in model.definitions:
        add(definition.id, "dimensionless", None, title=definition.meaning)
    for state in model.states:
        first = values[f"{state.id}0"] + float(start.add.get(state.id, 0.0))
        add(state.id, _id(state.unit), first, title=state.name)
        add(_infusion(state.id), _rate_id(state.unit, model.time), float(start.rate.get(state.id, 0.0)))
    for observable in model.observables:
        add(observable.id, _id(observable.unit), None, title=observable.name)


def _infusion(state: str) -> str:
    return f"infusion_of_{state}"


def _rules(body: ET.Element, model: Model) -> None:
    listed = ET.SubElement(body, "listOfRules")
    equations = model.equations
    assigned = {part.id: part.expression for part in model.definitions}
    assigned |= {part.id: part.expression for part in model.observables}
    for name, expression in assigned.items():
        _math(ET.SubElement(listed, "assignmentRule", variable=name), equations.parse(expression))
    for state in model.states:
        total = sympy.Add(
            *(equations.parse(term.expression) for term in state.terms), sympy.Symbol(_infusion(state.id))
        )
        _math(ET.SubElement(listed, "rateRule", variable=state.id), total)


def _events(body: ET.Element, model: Model, plan: list[Change]) -> None:
    if not plan:
        return
    listed = ET.SubElement(body, "listOfEvents")
    for i, change in enumerate(plan):
        event = ET.SubElement(listed, "event", id=f"change_{i}", useValuesFromTriggerTime="true")
        trigger = ET.SubElement(event, "trigger", initialValue="false", persistent="true")
        _math(trigger, sympy.Ge(model.equations.time, sympy.Float(change.time, 17), evaluate=False))
        assignments = ET.SubElement(event, "listOfEventAssignments")
        new = {name: sympy.Symbol(name) + sympy.Float(amount, 17) for name, amount in change.add.items()}
        for name, amount in change.rate.items():
            new[_infusion(name)] = sympy.Symbol(_infusion(name)) + sympy.Float(amount, 17)
        new |= {name: sympy.Float(value, 17) for name, value in change.parameters.items()}
        for name, expression in new.items():
            _math(ET.SubElement(assignments, "eventAssignment", variable=name), expression)


def _math(parent: ET.Element, expression: Any) -> None:  # noqa: ANN401 - SymPy has no types
    _content(ET.SubElement(parent, "math", xmlns=MATHML), expression)


_HEADS = {
    sympy.Add: "plus",
    sympy.Mul: "times",
    sympy.Pow: "power",
    sympy.exp: "exp",
    sympy.log: "ln",
    sympy.GreaterThan: "geq",
}


def _content(parent: ET.Element, expression: Any) -> None:  # noqa: ANN401 - SymPy has no types
    """Write an expression as content MathML."""
    if expression.is_Symbol:
        if expression.name == "t":
            ET.SubElement(parent, "csymbol", encoding="text", definitionURL=TIME).text = "t"
        else:
            ET.SubElement(parent, "ci").text = expression.name
    elif expression.is_Rational and not expression.is_Integer:
        _apply(parent, "divide", [sympy.Integer(expression.p), sympy.Integer(expression.q)])
    elif expression.is_Integer:
        ET.SubElement(parent, "cn", type="integer").text = str(expression)
    elif expression.is_Float:
        mantissa, _, exponent = repr(float(expression)).partition("e")
        number = ET.SubElement(parent, "cn", {"type": "e-notation"} if exponent else {})
        number.text = mantissa
        if exponent:
            ET.SubElement(number, "sep").tail = str(int(exponent))
    else:
        _apply(parent, _HEADS[type(expression)], expression.args)


def _apply(parent: ET.Element, head: str, parts: Sequence[Any]) -> None:
    inner = ET.SubElement(parent, "apply")
    ET.SubElement(inner, head)
    for part in parts:
        _content(inner, part)
