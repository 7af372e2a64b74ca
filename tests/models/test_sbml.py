"""What a model writes as SBML is valid, has units, and runs as the model does."""

from __future__ import annotations

import warnings

import libsbml
import numpy as np
import pytest

from immunolearn.models import Dose, load_model, models

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its compiled part names types without a module
    import roadrunner

RUNS = [(name, scenario.id) for name in models() for scenario in load_model(name).scenarios]


def simulate(text, times, names):
    """Values of ``names`` at ``times``, by libroadrunner."""
    runner = roadrunner.RoadRunner(text)
    runner.integrator.absolute_tolerance = 1e-20  # far down, then up again
    runner.integrator.relative_tolerance = 1e-12
    runner.integrator.maximum_num_steps = 200_000
    runner.timeCourseSelections = ["time", *names]
    rows = runner.simulate(times=list(times))
    return np.asarray(rows)[:, 1:]


@pytest.mark.parametrize("name", models())
def test_libsbml_finds_no_error(name):
    document = libsbml.readSBMLFromString(load_model(name).sbml())
    document.checkConsistency()
    found = [document.getError(i) for i in range(document.getNumErrors())]
    errors = [error.getMessage() for error in found if error.getSeverity() >= libsbml.LIBSBML_SEV_ERROR]
    assert errors == []


@pytest.mark.parametrize("name", models())
def test_every_number_has_a_unit(name):
    model = libsbml.readSBMLFromString(load_model(name).sbml()).getModel()
    assert model.getTimeUnits()
    assert all(parameter.isSetUnits() for parameter in model.getListOfParameters())


@pytest.mark.parametrize(("name", "scenario"), RUNS)
def test_libroadrunner_runs_it_as_the_model(name, scenario):
    model = load_model(name)
    run = model.solve(np.linspace(0, model.days, 13).tolist(), scenario=scenario)
    got = simulate(model.sbml(scenario=scenario), run["time"].to_numpy(), list(model.visible))
    for column, (quantity, part) in zip(got.T, model.visible.items(), strict=True):
        want = run[quantity].to_numpy()
        assert (np.abs(column - want) <= 1e-6 * np.abs(want) + 1e-6 * part.scale).all(), quantity


def test_a_dose_and_an_infusion_are_exported():
    model = load_model("antibody-pk")
    doses = [Dose(target="A_1", amount=100), Dose(target="A_1", amount=50, start=3, every=2, count=3, duration=0.5)]
    times = np.array([0, 2.9, 3.4, 6, 12])
    want = model.solve(times.tolist(), doses=doses)["A_1"].to_numpy()
    assert simulate(model.sbml(doses=doses), times, ["A_1"])[:, 0] == pytest.approx(want, rel=1e-6)
