"""A model as data for a page: what it says, and the JavaScript that runs it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import latex2mathml.converter
import sympy
from sympy.printing.jscode import JavascriptCodePrinter

from immunolearn.models.equations import symbol_latex

if TYPE_CHECKING:
    from immunolearn.models.model import Model

VERSION = 1


def page_data(model: Model) -> dict[str, Any]:
    """Describe a model for a page, ready for JSON.

    Parameters
    ----------
    model
        The model.

    Returns
    -------
    dict
        ``source`` is the text of a JavaScript module that exports ``rates``, ``jacobian``, ``observe``, ``ending``
        and ``plan``; MathML comes as nodes, ``[tag, ...children]``.
    """
    equations = model.equations
    return {
        "version": VERSION,
        "id": model.id,
        "title": model.title,
        "organism": model.organism,
        "reference": model.reference,
        "time": model.time,
        "days": model.days,
        "timed": equations.depends_on_time,
        "states": [
            {
                **_named(state.id, state.name, state.unit, state.scale),
                "start": f"{state.id}0",
                "left": _math(rf"\frac{{d{symbol_latex(state.id)}}}{{dt}} ="),
                "terms": [
                    {"name": term.name, "expression": term.expression, "sign": sign, **_math(body)}
                    for term in state.terms
                    for sign, body in [equations.term_latex(term.expression)]
                ],
            }
            for state in model.states
        ],
        "definitions": [
            {
                "id": part.id,
                "meaning": part.meaning,
                **_math(f"{symbol_latex(part.id)} = {equations.expression_latex(part.expression)}"),
            }
            for part in model.definitions
        ],
        "parameters": [
            {**parameter.model_dump(), **_math(symbol_latex(parameter.id))} for parameter in model.parameters
        ],
        "observables": [
            {
                **_named(part.id, part.name, part.unit, part.scale),
                "math": _math(equations.expression_latex(part.expression)),
            }
            for part in model.observables
        ],
        "doses": [dose.model_dump() for dose in model.doses],
        "switches": [switch.model_dump() for switch in model.switches],
        "ends": model.ending.model_dump() if model.ending else None,
        "scenarios": [scenario.model_dump() for scenario in model.scenarios],
        "tumour": model.tumour,
        "leaves_out": list(model.leaves_out),
        "source": javascript(model),
    }


def _named(name: str, title: str, unit: str, scale: float) -> dict[str, Any]:
    return {"id": name, "name": title, "unit": unit, "scale": scale, "symbol": _math(symbol_latex(name))}


def _math(latex: str) -> dict[str, Any]:
    return {"latex": latex, "mathml": _node(ET.fromstring(latex2mathml.converter.convert(latex)))}  # noqa: S314 - ours


def _node(element: ET.Element) -> list[Any]:
    """MathML as nodes: ``[tag, ...children]``, attributes left out but for what stretches."""
    tag = element.tag.rpartition("}")[2]
    attributes = {name: value for name, value in element.attrib.items() if name in {"stretchy", "mathvariant"}}
    text = [element.text] if element.text and element.text.strip() else []
    return [tag, *([attributes] if attributes else []), *text, *(_node(child) for child in element)]


def javascript(model: Model) -> str:
    """Text of a JavaScript module: pure functions of time ``t``, states ``y`` and parameters ``p`` (arrays).

    ``rates(t, y, p, out)``, ``jacobian(t, y, p, out)`` (row after row), ``observe(t, y, p, out)``, ``ending(t, y, p)``
    (falls through zero where the model ends; absent if it never does), ``plan(p)`` with the doses and switches.
    """
    equations = model.equations
    jacobian = [entry for row in equations.jacobian for entry in row]
    parts = [
        _function(model, "rates", equations.rates),
        _function(model, "jacobian", jacobian),
        _function(model, "observe", equations.observables),
    ]
    if model.ending:
        ending = equations.full(model.ending.expression) - model.ending.below
        parts.append(_function(model, "ending", [ending], single=True))
    return "\n".join([*parts, _plan(model)])


class _Printer(JavascriptCodePrinter):  # type: ignore[misc] # SymPy has no types
    """Small whole powers as products: Math.pow takes most of the time."""

    def _print_Pow(self, expr: Any) -> str:  # noqa: ANN401, N802 - SymPy's name
        base, exponent = expr.as_base_exp()
        if exponent in (2, 3, -2, -3):
            product = "*".join([self.parenthesize(base, 100)] * abs(int(exponent)))
            return f"({product})" if exponent > 0 else f"(1/({product}))"
        return str(super()._print_Pow(expr))


def _function(model: Model, name: str, expressions: list[Any], *, single: bool = False) -> str:
    equations = model.equations
    names = {
        **{symbol: sympy.Symbol(f"y[{i}]") for i, symbol in enumerate(equations.states)},
        **{symbol: sympy.Symbol(f"p[{i}]") for i, symbol in enumerate(equations.parameters)},
    }
    shared, reduced = sympy.cse(expressions, symbols=sympy.numbered_symbols("x_"), order="none")
    write = _Printer({"contract": False})
    lines = [f"const {symbol} = {write.doprint(value.subs(names))};" for symbol, value in shared]
    values = [write.doprint(value.subs(names)) for value in reduced]
    lines += [f"return {values[0]};"] if single else [f"out[{i}] = {value};" for i, value in enumerate(values)]
    arguments = "t, y, p" if single else "t, y, p, out"
    return f"export function {name}({arguments}) {{ {' '.join(lines)} }}"


def _plan(model: Model) -> str:
    places = {symbol: sympy.Symbol(f"p[{i}]") for i, symbol in enumerate(model.equations.parameters)}
    write = _Printer({"contract": False})

    def number(quantity: float | str) -> str:
        return str(write.doprint(model.equations.full(quantity).subs(places)))

    order = [state.id for state in model.states]
    doses = [
        f"{{ target: {order.index(dose.target)}, "
        + ", ".join(f"{name}: {number(value)}" for name, value in dose if name != "target")
        + " }"
        for dose in model.doses
    ]
    ids = [parameter.id for parameter in model.parameters]
    switches = [
        f"{{ parameter: {ids.index(switch.parameter)}, value: {number(switch.value)}, start: {number(switch.start)} }}"
        for switch in model.switches
    ]
    return f"export function plan(p) {{ return {{ doses: [{', '.join(doses)}], switches: [{', '.join(switches)}] }}; }}"
