"""A model is checked as a whole, and runs as its paper says."""

from __future__ import annotations

import math

import numpy as np
import pytest
from pydantic import ValidationError

from immunolearn.errors import ContentError, UnknownNameError
from immunolearn.models import (
    Dose,
    Model,
    Parameter,
    ParameterError,
    SolverError,
    State,
    Term,
    load_model,
    models,
    solution,
)


def decay(**changes):
    """A drug that is cleared, and whatever a test changes of it."""
    number = {"unit": "1/day", "meaning": "clearance", "value": 0.5, "low": 0, "high": 2}
    parts = {
        "id": "decay",
        "title": "A drug that is cleared",
        "organism": "none",
        "days": 10,
        "states": (State(id="A", name="drug", unit="mg", scale=1, terms=(Term(name="clearance", expression="-k*A"),)),),
        "parameters": (
            Parameter(id="k", **number),
            Parameter(id="A0", meaning="drug at t=0", value=1, unit="mg", low=0, high=10, kind="start"),
        ),
        "leaves_out": ("everything else",),
    }
    return Model(**parts | changes)


def terms(*expressions):
    return (State(id="A", name="drug", unit="mg", scale=1, terms=[Term(name="x", expression=e) for e in expressions]),)


def test_a_run_is_a_frame_with_units():
    run = decay().solve([0, 1, 2])
    assert run["time"].to_list() == [0, 1, 2]
    assert run["A"].to_numpy() == pytest.approx(np.exp([0, -0.5, -1]), rel=1e-9)
    assert run.attrs["units"] == {"time": "day", "A": "mg"}


def test_the_value_at_a_dose_time_is_the_value_after_it():
    run = decay().solve([0, 1, 2], doses=[Dose(target="A", amount=3, start=1)])
    assert run["A"][1] == pytest.approx(math.exp(-0.5) + 3)


def test_doses_repeat():
    run = decay(parameters=decay().parameters).solve(
        [0.5, 10], doses=[Dose(target="A", amount=1, start=1, every=2, count=3)], A0=0
    )
    assert run["A"].to_list() == pytest.approx(
        [0, sum(math.exp(-0.5 * (10 - t)) for t in (1, 3, 5))], rel=1e-8, abs=1e-12
    )


def test_an_infusion_comes_at_a_constant_rate():
    run = decay().solve([2, 4], doses=[Dose(target="A", amount=4, duration=2)], A0=0)
    full = 2 / 0.5 * (1 - math.exp(-1))
    assert run["A"].to_list() == pytest.approx([full, full * math.exp(-1)], rel=1e-8)


def test_a_dose_may_depend_on_a_parameter():
    model = decay(doses=(Dose(target="A", amount="2*A0", start="1/k"),))
    assert model.solve([2], k=1)["A"][0] == pytest.approx(math.exp(-2) + 2 * math.exp(-1))


def test_an_undeclared_symbol_is_named_with_its_term():
    with pytest.raises(ContentError, match=r"decay: A, term 'x': '-k\*B' uses the symbol 'B', which is not declared"):
        decay(states=terms("-k*B"))


@pytest.mark.parametrize("text", ["-k*", "k A", "__import__('os')", "A.diff()", "k(A)"])
def test_what_is_no_expression_is_refused(text):
    with pytest.raises(ContentError, match=r"cannot be read|not declared"):
        decay(states=terms(text))


@pytest.mark.parametrize("unit", ["parsec", "1/(cell", "mg/L/day", "cell^x", ""])
def test_an_unknown_unit_is_refused(unit):
    parameter = {"id": "k", "meaning": "clearance", "value": 1, "low": 0, "high": 2}
    with pytest.raises((ContentError, ValidationError), match="unit"):
        decay(parameters=(Parameter(unit=unit, **parameter), decay().parameters[1]))


@pytest.mark.parametrize("value", [-1, 3, math.nan, math.inf, "much", None])
def test_a_parameter_out_of_range_is_named_with_its_value_and_range(value):
    with pytest.raises(ParameterError, match=rf"k \(clearance\) was given {value!r}. It accepts 0 to 2 1/day"):
        decay().solve(k=value)


def test_an_unknown_parameter_is_answered_with_the_nearest():
    with pytest.raises(UnknownNameError, match="Did you mean 'A0'"):
        decay().solve(A00=1)


def test_an_unknown_scenario_is_answered_with_the_nearest():
    with pytest.raises(UnknownNameError, match="Did you mean 'escape'"):
        load_model("kuznetsov-1994").solve(scenario="escaped")


def test_an_unknown_model_is_answered_with_the_nearest():
    with pytest.raises(UnknownNameError, match="Did you mean 'kuznetsov-1994'"):
        load_model("kuznetsov-1995")


@pytest.mark.parametrize(
    "dose",
    [{"amount": -1}, {"amount": 1, "start": -1}, {"amount": 1, "count": 5000, "every": 1}, {"amount": 1, "count": 2}],
)
def test_an_impossible_dose_is_refused(dose):
    with pytest.raises(ParameterError, match="dose to A"):
        decay().solve(doses=[Dose(target="A", **dose)])


def test_a_dose_that_is_not_finite_is_refused():
    with pytest.raises(ValidationError, match="finite"):
        Dose(target="A", amount=math.nan)


def test_a_dose_to_what_is_no_state_is_refused():
    with pytest.raises(UnknownNameError, match="No state of decay named 'B'"):
        decay().solve(doses=[Dose(target="B", amount=1)])


@pytest.mark.parametrize("days", [-1, math.nan, [2, 1], [-1, 2], [0, math.inf], []])
def test_impossible_times_are_refused(days):
    with pytest.raises(ParameterError, match="times of a run"):
        decay().solve(days)


def test_a_symbol_declared_twice_is_refused():
    with pytest.raises(ContentError, match="'k' is declared twice"):
        decay(parameters=(*decay().parameters, decay().parameters[0]))


@pytest.mark.parametrize("name", ["t", "days", "doses", "scenario", "exp", "lambda"])
def test_a_symbol_with_another_meaning_is_refused(name):
    with pytest.raises(ContentError, match="another meaning"):
        decay(parameters=(*decay().parameters, decay().parameters[0].model_copy(update={"id": name})))


def test_a_state_without_a_start_is_refused():
    with pytest.raises(ContentError, match="'A0' is not among the parameters"):
        decay(parameters=decay().parameters[:1])


def test_a_spent_step_budget_is_an_error(monkeypatch):
    monkeypatch.setattr(solution, "MOST_EVALUATIONS", 10)
    monkeypatch.setattr(solution, "MOST_EXPLICIT", 5)
    with pytest.raises(SolverError, match="step budget of 10"):
        decay().solve()


def test_a_run_that_grows_without_bound_is_an_error():
    with pytest.raises(SolverError, match="decay: "):
        decay(states=terms("A*A")).solve()


def test_terms_keep_the_order_of_the_paper():
    assert load_model("kuznetsov-1994").latex()["E"] == r"\frac{dE}{dt} = s + \frac{p E T}{g + T} - m E T - d E"


@pytest.mark.parametrize("name", models())
def test_every_number_of_a_model_has_a_source(name):
    from immunolearn import load_table

    known = load_table("references").index
    model = load_model(name)
    assert {model.reference, *(parameter.reference for parameter in model.parameters)} <= set(known)
