"""Many patients at once get what each would get alone."""

from __future__ import annotations

import numpy as np
import pytest

from immunolearn.errors import UnknownNameError
from immunolearn.models import Dose, ParameterError, SolverError, load_model, models, solve_batch

STIFF = {"mager-krzyzanski-2005"}


def patients(model, count):
    """Patients around a model's own values: each of three parameters up to a tenth more or less."""
    chance = np.random.default_rng(5)
    varied = [p for p in model.parameters if p.kind == "parameter" and p.value and p.id != "T_max"][:3]
    return {p.id: np.clip(p.value * chance.uniform(0.9, 1.1, count), p.low, p.high) for p in varied}


@pytest.mark.parametrize("name", models())
@pytest.mark.parametrize("stiff", [False, True])
def test_a_batch_is_as_single_runs(name, stiff):
    model = load_model(name)
    drawn = patients(model, 2)
    times = np.linspace(0, min(model.days, 200), 9).tolist()
    together = solve_batch(model, drawn, times, stiff=stiff, relative=1e-8)
    for i in range(2):
        alone = model.solve(times, **{key: values[i] for key, values in drawn.items()})
        for quantity, part in model.visible.items():
            want, got = alone[quantity].to_numpy(), together.quantities[quantity][i, : len(alone)]
            assert (np.abs(got - want) <= 2e-5 * np.abs(want) + 1e-6 * part.scale).all(), quantity
        ended = alone.attrs.get("ended", np.nan)
        assert together.ended[i] == pytest.approx(ended, rel=1e-5, nan_ok=True)


def test_the_chunks_do_not_matter(monkeypatch):
    model = load_model("kuznetsov-1994")
    drawn = patients(model, 7)
    whole = solve_batch(model, drawn, [0, 50, 100])
    monkeypatch.setitem(solve_batch.__globals__, "CHUNK", 3)
    parts = solve_batch(model, drawn, [0, 50, 100])
    assert parts.quantities["T"] == pytest.approx(whole.quantities["T"], rel=1e-9)


def test_doses_may_differ_in_amount_but_not_in_time():
    model = load_model("antibody-pk")
    run = solve_batch(model, {"first_dose": [100, 200], "dose": [0, 0]}, [0, 1, 40])
    assert run.quantities["A_1"][1, 1] > 1.9 * run.quantities["A_1"][0, 1]
    with pytest.raises(ParameterError, match="start that differs between patients"):
        solve_batch(model, {"every": [14, 21]}, [0, 1])


def test_the_value_at_a_dose_time_is_the_value_after_it():
    model = load_model("antibody-pk")
    run = solve_batch(model, {"CL": [0.1, 0.2]}, [0, 1], doses=[Dose(target="A_1", amount=7, start=1)])
    assert run.quantities["A_1"] == pytest.approx(np.array([[0, 7], [0, 7]]))


def test_a_patient_whose_tumour_is_gone_keeps_the_last_values():
    run = solve_batch(load_model("creemers-2021"), {"xi": [0.035, 0.0256]}, [0, 60, 80, 100])
    assert run.ended[0] == pytest.approx(67.0, abs=0.3)
    assert np.isnan(run.ended[1])
    assert run.quantities["T"][0, 2:] == pytest.approx([1, 1], abs=1e-3)
    assert np.isfinite(run.quantities["T"]).all()


@pytest.mark.parametrize("value", [-1, np.nan, np.inf])
def test_one_bad_value_among_many_is_named(value):
    with pytest.raises(ParameterError, match=r"a \(tumour growth rate\) was given .* It accepts 0.05 to 0.36"):
        solve_batch(load_model("kuznetsov-1994"), {"a": [0.1, value]}, [0, 1])


def test_an_unknown_parameter_is_refused():
    with pytest.raises(UnknownNameError, match="No parameter"):
        solve_batch(load_model("kuznetsov-1994"), {"q": [1]}, [0, 1])


def test_columns_of_different_length_are_refused():
    with pytest.raises(ParameterError, match=r"given were \[1, 2\]"):
        solve_batch(load_model("kuznetsov-1994"), {"a": [0.1], "n": [1e-7, 1e-7]}, [0, 1])


def test_a_spent_step_budget_names_the_patient(monkeypatch):
    monkeypatch.setitem(solve_batch.__globals__, "MOST_STEPS", 3)
    with pytest.raises(SolverError, match=r"patient 0 has no solution .* step budget of 3 steps"):
        solve_batch(load_model("kuznetsov-1994"), {"a": [0.1, 0.2]}, [0, 500])
