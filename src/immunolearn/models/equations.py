"""A model's expressions, parsed once: LaTeX in the paper's order, functions of numbers, derivatives."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import sympy
from sympy.parsing.sympy_parser import parse_expr

from immunolearn.errors import ContentError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from immunolearn.models.model import Model, Quantity

Number = float | npt.NDArray[np.float64]  # one, or one a patient

TIME = "t"
_PLAIN = re.compile(r"(?:[A-Za-z_]\w*|\d+\.?\d*(?:e[+-]?\d+)?|[-+*/() ])+")
FUNCTIONS = {"exp": sympy.exp, "log": sympy.log, "sqrt": sympy.sqrt}
_BUILT_IN = {
    **FUNCTIONS,
    **{kind.__name__: kind for kind in (sympy.Add, sympy.Mul, sympy.Pow, sympy.Symbol, sympy.Integer, sympy.Float)},
}


class Equations:
    """The expressions of one model."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self.states = [sympy.Symbol(state.id) for state in model.states]
        self.parameters = [sympy.Symbol(parameter.id) for parameter in model.parameters]
        self.time = sympy.Symbol(TIME)
        definitions = [sympy.Symbol(definition.id) for definition in model.definitions]
        known = [self.time, *self.states, *self.parameters, *definitions]
        self._quantities: dict[str, Callable[..., Any]] = {}
        self._symbols = {symbol.name: symbol for symbol in known}

    def check(self, *, file: str) -> None:
        """Refuse expressions that cannot be read or use undeclared symbols."""
        model = self._model
        declared = [part.id for part in model.parameters]
        changing = [*declared, *(part.id for part in model.definitions), *(part.id for part in model.states), TIME]
        for state in model.states:
            for term in state.terms:
                self._check(term.expression, changing, f"{state.id}, term {term.name!r}", file)
        for observable in model.observables:
            self._check(observable.expression, changing, f"observable {observable.id}", file)
        if model.ending:
            self._check(model.ending.expression, changing, "ending", file)
        for definition in model.definitions:
            self._check(definition.expression, declared, f"definition of {definition.id}", file)
        for part in (*model.doses, *model.switches):
            for name, quantity in part:
                if isinstance(quantity, str) and name not in {"target", "parameter"}:
                    self._check(quantity, declared, f"{type(part).__name__.lower()}, {name}", file)

    def _check(self, text: str, declared: Iterable[str], place: str, file: str) -> None:
        try:
            names = {symbol.name for symbol in self.parse(text).free_symbols}
        except (SyntaxError, TypeError, ValueError, NameError, AttributeError) as error:
            raise ContentError(f"{place}: {text!r} cannot be read as an expression ({error}).", file=file) from error
        unknown = sorted(names - set(declared))
        if unknown:
            raise ContentError(
                f"{place}: {text!r} uses the symbol {unknown[0]!r}, which is not declared. Declared: "
                f"{', '.join(declared)}.",
                file=file,
            )

    def parse(self, text: str, *, as_written: bool = False) -> Any:  # noqa: ANN401 - SymPy has no types
        """Read an expression; ``as_written`` keeps its order."""
        if not _PLAIN.fullmatch(text):
            raise SyntaxError("numbers, symbols, + - * / ** and brackets only")
        return parse_expr(text, local_dict=self._symbols, global_dict=dict(_BUILT_IN), evaluate=not as_written)

    @cached_property
    def definitions(self) -> list[tuple[Any, Any]]:
        """Symbols that stand for expressions, with these."""
        return [(sympy.Symbol(part.id), self.parse(part.expression)) for part in self._model.definitions]

    def full(self, text: Quantity) -> Any:  # noqa: ANN401 - SymPy has no types
        """Read an expression and put in the definitions."""
        return self.parse(str(text)).subs(self.definitions)

    @cached_property
    def rates(self) -> list[Any]:
        """Rate of change of each state."""
        return [sympy.Add(*(self.full(term.expression) for term in state.terms)) for state in self._model.states]

    @cached_property
    def jacobian(self) -> list[list[Any]]:
        """Derivative of each rate (row) by each state (column)."""
        return [[sympy.diff(rate, state) for state in self.states] for rate in self.rates]

    @cached_property
    def observables(self) -> list[Any]:
        """Expressions of the observables."""
        return [self.full(observable.expression) for observable in self._model.observables]

    @cached_property
    def depends_on_time(self) -> bool:
        """Whether a rate names the time itself."""
        return any(self.time in rate.free_symbols for rate in self.rates)

    def function(self, expressions: object) -> Callable[..., Any]:
        """Make a NumPy function of time, states and parameters (numbers, or one array each)."""
        arguments = [self.time, self.states, self.parameters]
        made: Callable[..., Any] = sympy.lambdify(arguments, expressions, modules="numpy", cse=True)
        return made

    @cached_property
    def rate_function(self) -> Callable[..., Any]:
        """The rates, as a function."""
        return self.function(self.rates)

    @cached_property
    def jacobian_function(self) -> Callable[..., Any]:
        """The Jacobian, as a function."""
        return self.function(self.jacobian)

    @cached_property
    def observable_function(self) -> Callable[..., Any]:
        """The observables, as a function."""
        return self.function(self.observables)

    @cached_property
    def ending_function(self) -> Callable[..., Any] | None:
        """The ending's expression minus its limit, as a function."""
        ending = self._model.ending
        return self.function(self.full(ending.expression) - ending.below) if ending else None

    def quantity(self, value: Quantity, values: Mapping[str, Number]) -> Number:
        """Give the number of a dose's or switch's quantity, or one a patient."""
        if not isinstance(value, str):
            return float(value)
        if value not in self._quantities:
            self._quantities[value] = self.function(self.full(value))
        number: Number = self._quantities[value](0.0, [0.0] * len(self.states), list(values.values()))
        return number

    def latex(self) -> dict[str, str]:
        """Each state's equation."""
        equations = {}
        for state in self._model.states:
            parts = [self.term_latex(term.expression) for term in state.terms]
            right = "".join(f" {sign} {body}" if sign == "-" or i else body for i, (sign, body) in enumerate(parts))
            equations[state.id] = rf"\frac{{d{symbol_latex(state.id)}}}{{d{TIME}}} = {right.strip()}"
        return equations

    def term_latex(self, text: str) -> tuple[str, str]:
        """Sign and body of a term."""
        text = text.strip()
        sign, body = ("-", text[1:]) if text.startswith("-") else ("+", text)
        return sign, self.expression_latex(body)

    def expression_latex(self, text: str) -> str:
        """Write an expression in the order in which it was written."""
        names = {symbol: symbol_latex(symbol.name) for symbol in self._symbols.values()}
        latex: str = sympy.latex(self.parse(text, as_written=True), order="none", symbol_names=names)
        return latex


def symbol_latex(name: str) -> str:
    """Write a symbol: one letter in italics, words upright, what follows an underscore as an index."""
    head, _, index = name.partition("_")
    start = len(head) > 1 and head.endswith("0")
    if start:
        head, index = head[:-1], index or "0"
    base = head if len(head) == 1 else sympy.latex(sympy.Symbol(head))
    if not base.startswith("\\") and len(head) > 1:
        base = rf"\mathrm{{{head}}}"
    if not index:
        return str(base)
    return rf"{base}_{{{index}}}" if len(index) == 1 or index.isdigit() else rf"{base}_{{\mathrm{{{index}}}}}"
