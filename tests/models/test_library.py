"""Each model does what its paper, or an independent run of its equations, says."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import brentq, fsolve

from immunolearn import load_table
from immunolearn.models import load_model, models, solve_batch

REFERENCE = Path(__file__).parent / "reference"  # made by libroadrunner from the published files; see its README
RENAMED = {
    "bajzer-2008": {"y_Tumor_Cell": "y", "v_Virus": "v", "x_Infected_Cell": "x"},
    "leon-triana-2020": {"CAR_T_cells": "C", "Leukaemic_B_cells": "L", "B_cells_healthy": "B"},
}


def last(model, quantity, days=None, **parameters):
    return load_model(model).solve(days, **parameters)[quantity].iloc[-1]


def peak(run, quantity):
    at = run[quantity].idxmax()
    return run[quantity][at], run["time"][at]


def steady(model, guess, **parameters):
    """The steady state near ``guess``, and the eigenvalues there."""
    model = load_model(model)
    values = list(model.values(None, parameters).values())
    equations = model.equations
    state = fsolve(lambda y: equations.rate_function(0, y, values), guess, xtol=1e-13)
    return state, np.linalg.eigvals(np.array(equations.jacobian_function(0, state, values), dtype=float))


@pytest.mark.parametrize("file", sorted(REFERENCE.glob("*.csv")), ids=lambda file: file.stem)
def test_a_run_is_that_of_the_published_file(file):
    name, _, start = file.stem.partition("_")
    model = load_model(name)
    wanted = pd.read_csv(file, comment="#").rename(columns=RENAMED.get(name, {}))
    run = model.solve(wanted["time"].to_list(), **({"E0": 1e5, "T0": 2e7} if start == "escape" else {}))
    assert len(run) == len(wanted) or run.attrs["ended"] > 0.95 * wanted["time"].iloc[-1]
    for state in model.states:
        want = wanted[state.id][: len(run)]
        assert (np.abs(run[state.id] - want) <= 1e-4 * np.abs(want) + 1e-6 * state.scale).all(), state.id


def test_kuznetsov_has_the_four_published_steady_states():
    dormant, swings = steady("kuznetsov-1994", [1.6e6, 8e6])
    saddle, directions = steady("kuznetsov-1994", [7.6e5, 2.7e8])
    escaped, falls = steady("kuznetsov-1994", [1.7e5, 4.5e8])
    free, invaded = steady("kuznetsov-1994", [3.2e5, 0])
    assert dormant == pytest.approx([1.60811e6, 8.18638e6], rel=1e-5)
    assert saddle == pytest.approx([758509, 2.68023e8], rel=1e-5)
    assert escaped == pytest.approx([173213, 4.47026e8], rel=1e-5)
    assert free == pytest.approx([315534, 0], rel=1e-5)
    assert np.sort_complex(swings) == pytest.approx([-0.0055 - 0.0634j, -0.0055 + 0.0634j], abs=1e-4)
    assert min(directions.real) < 0 < max(directions.real)
    assert max(falls.real) < 0
    assert max(invaded.real) == pytest.approx(0.145, abs=5e-4)


@pytest.mark.parametrize(
    ("effectors", "smallest"),
    [(1e5, 1.0245e7), (2e5, 2.968e7), (3.2e5, 6.561e7), (5e5, 1.3731e8), (7e5, 2.3599e8), (1e6, 4.131e8)],
)
def test_kuznetsov_escapes_above_the_separatrix_only(effectors, smallest):
    below, above = (last("kuznetsov-1994", "T", 2000, E0=effectors, T0=smallest * by) for by in (0.999, 1.001))
    assert below == pytest.approx(8.2e6, rel=0.05)
    assert above == pytest.approx(4.47026e8, rel=1e-4)


def test_kuznetsov_has_one_fate_with_twice_the_killing():
    assert last("kuznetsov-1994", "T", 4000, n=2.202e-7, T0=4e8) < 1e7
    assert last("kuznetsov-1994", "T", 400, s=80000, T0=5e6) < 1


def test_kirschner_antigenicity_decides():
    def real(c, guess):
        return max(steady("kirschner-panetta-1998", guess, c=c)[1].real)

    small = {
        c: steady("kirschner-panetta-1998", [t, e, 1e4], c=c)[0]
        for c, t, e in [(0.05, 1.2e4, 2e4), (0.035, 1.8e4, 2e4)]
    }
    assert small[0.05] == pytest.approx([1.208e4, 2.02e4, 9.32e3], rel=3e-3)
    assert small[0.035][0] == pytest.approx(1.82e4, rel=5e-3)
    assert real(0.0326, [2e4, 2e4, 1e4]) < 0 < real(0.0323, [2e4, 2e4, 1e4])
    assert brentq(lambda c: real(c, [2e4, 2e4, 1e4]), 0.032, 0.033) == pytest.approx(0.032464, rel=1e-3)


def test_kirschner_below_the_lower_threshold_is_a_large_tumour():
    assert last("kirschner-panetta-1998", "T", 3000, scenario="large-tumour") > 5e8


def test_kirschner_relapses_between_the_thresholds():
    run = load_model("kirschner-panetta-1998").solve(800, scenario="relapses")
    late = run[run["time"] > 300]["T"]
    assert late.max() > 1e5
    assert late.min() < 1e-3


def test_kirschner_infused_cells_keep_the_tumour_away_above_540_a_day():
    def growth(s_1):
        return max(steady("kirschner-panetta-1998", [0, s_1 / 0.03, 0], s_1=s_1)[1].real)

    assert growth(545) < 0 < growth(535)


def test_leon_triana_thresholds_are_exact():
    model = load_model("leon-triana-2020")
    values = list(model.defaults.values())
    rates = lambda c, l, b: model.equations.rate_function(0, [c, l, b], values)  # noqa: E731, E741
    assert rates(1e7, 6.349e9 / 2, 6.349e9 / 2)[0] == pytest.approx(0, abs=1e3)
    assert rates(7.407407e8, 1e9, 0)[1] == pytest.approx(0, abs=1e2)


def test_leon_triana_expands_clears_and_relapses():
    run = load_model("leon-triana-2020").solve(np.linspace(0, 500, 5001).tolist())
    early, late = run[run["time"] < 200], run[run["time"] > 200]
    assert peak(early, "C")[0] == pytest.approx(1.64e10, rel=5e-3)
    nadir = early["L"].idxmin()
    assert (early["L"][nadir], early["time"][nadir]) == (pytest.approx(4.11e5, rel=5e-3), pytest.approx(57, abs=1))
    assert late[late["L"] > 1e10]["time"].iloc[0] == pytest.approx(374, abs=1)
    assert peak(late, "C") == (pytest.approx(1.68e10, rel=5e-3), pytest.approx(443.5, abs=0.6))


@pytest.mark.parametrize(
    ("killing", "size", "day", "cleared"), [(0.035, 1.38e8, 53.9, 67.2), (0.0384, 7.1e7, 43.9, 55.0)]
)
def test_creemers_clears_above_the_tipping_point(killing, size, day, cleared):
    run = load_model("creemers-2021").solve(np.linspace(0, 100, 2001).tolist(), xi=killing)
    assert peak(run, "T") == (pytest.approx(size, rel=5e-3), pytest.approx(day, abs=0.3))
    assert run.attrs["ended"] == pytest.approx(cleared, abs=0.5)
    assert run["time"].iloc[-1] <= run.attrs["ended"]
    assert run.attrs["reason"] == "The last tumour cell is gone."


def test_creemers_tips_where_models_md_says():
    ends = [load_model("creemers-2021").solve(400, xi=xi).attrs.get("ended") for xi in (0.03195, 0.03199, 0.0256)]
    assert [end is None for end in ends] == [True, False, True]


@pytest.mark.parametrize(
    ("treatment", "size"),
    [
        ({}, 369.0),
        ({"g_0": 5000}, 274.3),
        ({"g_0": 10000}, 178.9),
        ({"blockade": 0.9, "t_blockade": 0}, 368.9),
        ({"blockade": 0.9, "t_blockade": 0, "g_0": 5000}, 274.2),
        ({"blockade": 1, "t_blockade": 0}, 0.0092),
        ({"blockade": 1, "t_blockade": 0, "g_0": 5000}, 9.1e-5),
        ({"blockade": 1, "t_blockade": 1}, 139.7),
        ({"blockade": 1, "t_blockade": 1, "g_0": 5000}, 13.7),
        ({"blockade": 1, "t_blockade": 3}, 357.1),
        ({"blockade": 1, "t_blockade": 3, "g_0": 5000}, 262.8),
        ({"blockade": 1, "t_blockade": 5}, 368.5),
        ({"blockade": 1, "t_blockade": 5, "g_0": 5000}, 273.7),
    ],
)
def test_wilson_tumour_at_day_100(treatment, size):
    assert last("wilson-levy-2012", "T", 100, **treatment) == pytest.approx(size, rel=6e-3)


@pytest.mark.parametrize(("dose", "nadir"), [(10, 72), (50, 2.7), (100, 0.25), (500, 1e-5)])
def test_bajzer_a_larger_dose_only_delays(dose, nadir):
    run = load_model("bajzer-2008").solve(np.linspace(0, 1000, 4001).tolist(), v0=dose)
    assert run["y"].min() == pytest.approx(nadir, rel=0.3 if nadir < 1e-3 else 0.05)
    assert run["y"].iloc[-1] == pytest.approx(2139.3, rel=1e-3)


@pytest.mark.parametrize(("replication", "size"), [(0.1, 2139), (0.5, 1083), (0.9, 350.1), (1.5, 173.7), (3, 76.9)])
def test_bajzer_replication_decides_the_end(replication, size):
    assert last("bajzer-2008", "total", 5000, alpha=replication) == pytest.approx(size, rel=0.01)


@pytest.mark.parametrize(
    ("scenario", "auc", "target"),
    [("low-dose", 0.325, 30.2), ("middle-dose", 0.752, 1.27), ("high-dose", 0.959, 0.092)],
)
def test_mager_a_low_dose_is_eaten_by_the_target(scenario, auc, target):
    model = load_model("mager-krzyzanski-2005")
    run = model.solve(np.linspace(0, 400, 40001).tolist(), scenario=scenario)
    area = np.trapezoid(run["C"], run["time"]) / model.scenario(scenario).parameters["C0"]
    assert area == pytest.approx(auc, abs=2e-3)
    assert run["R"].min() == pytest.approx(target, rel=0.01)


@pytest.mark.parametrize(("kill", "total", "share"), [(1, 917, 0.10), (0.5, 7.7e5, 1), (0.1, 2.3e6, 1), (0, 1e10, 1)])
def test_wilkie_the_resistant_clone_is_selected(kill, total, share):
    run = load_model("wilkie-hahnfeldt-2013").solve(400, f=kill)
    assert run["total"].iloc[-1] == pytest.approx(total, rel=0.02)
    assert (run["R"] / run["total"]).iloc[-1] == pytest.approx(share, abs=0.01)


@pytest.mark.parametrize(("kill", "nadir", "day"), [(1, 170, 29), (0.5, 2.46e3, 28)])
def test_wilkie_the_nadir_is_the_bottleneck(kill, nadir, day):
    run = load_model("wilkie-hahnfeldt-2013").solve(np.linspace(0, 60, 601).tolist(), f=kill)
    at = run["total"].idxmin()
    assert run["total"][at] == pytest.approx(nadir, rel=0.01)
    assert run["time"][at] == pytest.approx(day, abs=0.6)


def test_macnamara_memory_clears_the_tumour_sooner_than_the_virus_alone():
    times = np.linspace(0, 150, 3001).tolist()
    both, virus = (load_model("macnamara-eftimie-2015").solve(times, scenario=s) for s in ("both", "no-immune-cells"))
    assert both.attrs["ended"] == pytest.approx(43.7, abs=0.1)
    assert virus.attrs["ended"] == pytest.approx(69, abs=0.6)
    assert peak(both, "total") == (pytest.approx(1.816e8, rel=2e-3), pytest.approx(15.6, abs=0.2))
    assert both["V"].max() == pytest.approx(3.6e4, rel=0.02)
    assert virus["V"].max() == pytest.approx(3.4e10, rel=0.02)


def test_ten_times_the_virus_clears_the_tumour_earlier_by_the_time_in_which_the_virus_grows_tenfold():
    """A step that leaps below nothing would have ended these runs at once, as if the last cell were gone."""
    model = load_model("macnamara-eftimie-2015")
    days = [150.0]
    ended = [model.solve(days, scenario="no-immune-cells", V0=virus).attrs["ended"] for virus in (10, 100)]
    batch = solve_batch(model, {"V0": [10, 100]}, days, scenario="no-immune-cells", stiff=True)
    assert batch.ended == pytest.approx(ended, rel=1e-5)
    assert ended[1] - ended[0] == pytest.approx(-4.635, abs=1e-3)


def test_macnamara_without_virus_the_tumour_fills_up():
    assert last("macnamara-eftimie-2015", "total", scenario="no-virus") == pytest.approx(1.817e8, rel=1e-3)


@pytest.mark.parametrize(
    ("changes", "size"),
    [({"m": 1000}, 2755), ({"V0": 0, "M0": 1000}, 2755), ({"V0": 0, "M0": 300}, 1.27e8), ({"b": 300}, 1.817e8)],
)
def test_macnamara_controlled_state(changes, size):
    assert last("macnamara-eftimie-2015", "total", 800, **changes) == pytest.approx(size, rel=0.01)


def test_trastuzumab_reaches_the_levels_of_its_label():
    levels = load_table("pharmacology")["value"]
    run = load_model("antibody-pk").solve(np.linspace(0, 168, 3361).tolist(), scenario="trastuzumab")
    late = run[run["time"] >= 147]["concentration"]
    assert late.max() == pytest.approx(levels["trastuzumab_peak_6_mg_kg_q3w"], rel=0.05)
    assert late.min() == pytest.approx(levels["trastuzumab_steady_state_trough_6_mg_kg_q3w"], rel=0.05)


def test_ipilimumab_comes_near_the_trough_of_its_label():
    levels = load_table("pharmacology")["value"]
    run = load_model("antibody-pk").solve([84], scenario="ipilimumab")
    assert run["concentration"][0] == pytest.approx(levels["ipilimumab_steady_state_trough_3_mg_kg"], rel=0.15)


@pytest.mark.parametrize(
    ("row", "within"),
    [("nivolumab_half_life", 0.05), ("ipilimumab_half_life_terminal", 0.05), ("pembrolizumab_half_life_terminal", 0.2)],
)
def test_an_antibody_is_lost_at_its_published_half_life(row, within):
    """That of pembrolizumab is its label's, whose clearance falls with time."""
    early, late = load_model("antibody-pk").solve([500, 540], doses=[], scenario=row.partition("_")[0], A_10=100)["A_1"]
    assert 40 / math.log2(early / late) == pytest.approx(load_table("pharmacology")["value"][row], rel=within)


@pytest.mark.parametrize("scenario", [scenario.id for scenario in load_model("antibody-pk").scenarios])
def test_without_the_target_two_compartments_have_their_exact_solution(scenario):
    model = load_model("antibody-pk")
    p = model.values(scenario, {"V_max": 0, "E_max": 0})
    out, over, back = p["CL"] / p["V_1"], p["Q"] / p["V_1"], p["Q"] / p["V_2"]
    slow, fast = np.sort(-np.linalg.eigvals([[-(out + over), back], [over, -back]]).real)
    days = np.linspace(0, 60, 61)
    exact = ((fast - back) * np.exp(-fast * days) + (back - slow) * np.exp(-slow * days)) / (fast - slow)
    run = model.solve(days.tolist(), doses=[], scenario=scenario, A_10=100, V_max=0, E_max=0)
    assert run["A_1"].to_numpy() == pytest.approx(100 * exact, rel=1e-8)


def test_the_default_antibody_is_trastuzumab():
    model = load_model("antibody-pk")
    assert model.defaults == pytest.approx(model.values("trastuzumab"))


def test_half_of_the_receptor_is_taken_at_its_affinity():
    model = load_model("receptor-occupancy")
    run = model.solve([0], doses=[], A_10=4 * 3.48 * 149 / 1000)
    assert (run["concentration"][0], run["occupancy"][0]) == (pytest.approx(4), pytest.approx(0.5))
    assert model.solve()["occupancy"].iloc[-1] > 0.97


def test_car_t_cells_follow_the_published_curve():
    run = load_model("stein-2019").solve([0, 9.3, 38, 365])
    fall = lambda days: 24000 * (0.9921 * math.exp(-0.16 * days) + 0.0079 * math.exp(-0.0032 * days))  # noqa: E731
    assert run["total"].to_list() == pytest.approx([24000 / 3900, 24000, fall(28.7), fall(355.7)], rel=1e-6)


def test_memory_is_a_twentieth_of_the_peak_and_the_boost_is_faster_and_larger():
    run = load_model("prime-boost").solve(np.linspace(0, 120, 2401).tolist())
    first, second = run[run["time"] < 60], run[run["time"] >= 60]
    (size, day), (larger, later) = peak(first, "E"), peak(second, "E")
    assert first["M"].iloc[-1] / size == pytest.approx(0.05, abs=0.015)
    assert larger > 1.5 * size
    assert later - 60 < day
    fall = first[(first["time"] > day + 8) & (first["time"] < day + 20)]
    assert np.polyfit(fall["time"], np.log(fall["E"]), 1)[0] == pytest.approx(-0.5, abs=0.02)


def test_every_row_of_the_table_belongs_to_a_model():
    assert set(load_table("model_parameters")["model_id"]) == set(models())
