"""Measure the models: how well the solvers agree, how fast they are. Prints markdown.

Run from the repository: ``python benchmarks/models.py agree|patients|corners`` (all three if none is named). Needs the
test extra and node.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
import warnings
from functools import reduce
from itertools import product
from operator import or_
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.integrate import solve_ivp

import immunolearn as il
from immunolearn import paths
from immunolearn.models import load_model, models, solve_batch
from immunolearn.models.solution import grid
from immunolearn.questions.yaml_source import read_yaml

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import roadrunner

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "tests" / "models" / "reference"
RENAMED = {"y_Tumor_Cell": "y", "v_Virus": "v", "x_Infected_Cell": "x"} | {
    "CAR_T_cells": "C",
    "Leukaemic_B_cells": "L",
    "B_cells_healthy": "B",
}
PATIENTS = 2000
SPAN = 24.0
MOST_MS = 16.0

NODE = """
import { readFileSync } from "node:fs";
const { solve } = await import(process.argv[1]);
const { models, runs, repeat, options } = JSON.parse(readFileSync(0, "utf8"));
const loaded = {};
for (const data of models) {
  const url = `data:text/javascript;base64,${Buffer.from(data.source).toString("base64")}`;
  loaded[data.id] = { ...data, ...(await import(url)) };
}
const out = runs.map(({ model, parameters, grid }) => {
  let best = Infinity, run;
  for (let i = 0; i < repeat; i++) {
    const start = performance.now();
    run = solve(loaded[model], parameters, null, grid, options);
    best = Math.min(best, performance.now() - start);
  }
  const values = run.ok ? [...run.states, ...run.observables].map((row) => [...row]) : null;
  return { ok: run.ok, message: run.message ?? "", stiff: run.stiff, ms: best, values };
});
console.log(JSON.stringify(out));
"""


def javascript(runs: list[dict], *, repeat: int = 1, **options: float) -> list[dict]:
    """Run models with the page's solver."""
    names = sorted({run["model"] for run in runs})
    data = {"models": [load_model(name).page_data() for name in names], "runs": runs}
    data |= {"repeat": repeat, "options": options}
    solver = (ROOT / "js" / "src" / "solver" / "solve.js").as_uri()
    command = ["node", "--input-type=module", "-e", NODE, solver]
    return json.loads(
        subprocess.run(command, input=json.dumps(data), capture_output=True, text=True, check=True).stdout
    )


def runner(text: str, tolerance: float) -> roadrunner.RoadRunner:
    """An SBML model in libroadrunner."""
    made = roadrunner.RoadRunner(text)
    made.integrator.relative_tolerance = tolerance
    made.integrator.absolute_tolerance = 1e-6 * tolerance
    made.integrator.maximum_num_steps = 500_000
    return made


def difference(model, frame, columns) -> float:
    """Largest difference, in units of ``|ref| + scale``."""
    worst = 0.0
    for (name, part), got in zip(model.visible.items(), columns, strict=True):
        want = frame[name].to_numpy()
        worst = max(worst, float(np.max(np.abs(got - want) / (np.abs(want) + part.scale))))
    return worst


def agree() -> None:
    """Table of model x solver: the largest difference to SciPy over all scenarios."""
    print("Largest difference to SciPy, in units of |value| + scale, over all scenarios.\n")
    print("| model | reference | JavaScript | SBML (libroadrunner) | batch |")
    print("|---|---|---|---|---|")
    for name in models():
        model = load_model(name)
        worst = {"js": 0.0, "sbml": 0.0, "batch": 0.0}
        for scenario in model.scenarios:
            frame = model.solve(np.linspace(0, model.days, 25).tolist(), scenario=scenario.id)
            times = frame["time"].to_list()
            (page,) = javascript([{"model": name, "parameters": scenario.parameters, "grid": times}])
            worst["js"] = max(worst["js"], difference(model, frame, [np.array(row) for row in page["values"]]))
            made = runner(model.sbml(scenario=scenario.id), 1e-14 if name in TIGHT else 1e-10)
            made.timeCourseSelections = ["time", *model.visible]
            got = np.asarray(made.simulate(times=times)).T[1:]
            worst["sbml"] = max(worst["sbml"], difference(model, frame, got))
            first = model.parameters[0]
            value = model.values(scenario.id)[first.id]
            batch = solve_batch(model, {first.id: [value]}, times, scenario=scenario.id, relative=1e-8, stiff=True)
            worst["batch"] = max(worst["batch"], difference(model, frame, [q[0] for q in batch.quantities.values()]))
        print(f"| {name} | {reference(model)} | {worst['js']:.1e} | {worst['sbml']:.1e} | {worst['batch']:.1e} |")


TIGHT = {"kirschner-panetta-1998", "leon-triana-2020", "wilkie-hahnfeldt-2013"}  # far down, then up again


def reference(model) -> str:
    """Largest difference to the run of the published file."""
    file = REFERENCE / f"{model.id}_default.csv"
    if not file.exists():
        return "none"
    wanted = pd.read_csv(file).rename(columns=RENAMED)
    run = model.solve(wanted["time"].to_list())
    wanted = wanted.iloc[: len(run)]
    gaps = [float(np.max(np.abs(run[s.id] - wanted[s.id]) / (np.abs(wanted[s.id]) + s.scale))) for s in model.states]
    return f"{max(gaps):.1e}"


def patients() -> None:
    """Virtual patients per second, all at a relative tolerance of 1e-6, with 51 times each."""
    print("Virtual patients a second, relative tolerance 1e-6, 51 times each; in one process, one after the other.\n")
    print("| model | batch | SciPy loop | libroadrunner | batch / SciPy | batch / libroadrunner |")
    print("|---|---|---|---|---|---|")
    chance = np.random.default_rng(3)
    cases = [
        ("kuznetsov-1994", {"n": (5e-8, 3e-7), "T0": (1e6, 5e7)}, False, 500.0, {}),
        ("mager-krzyzanski-2005", {"k_on": (0.5, 1), "C0": (4000, 10000)}, True, SPAN, {"k_syn": 29.998, "k_int": 0.1}),
    ]
    for name, ranges, stiff, days, fixed in cases:
        model = load_model(name)
        drawn = {key: chance.uniform(*ends, PATIENTS) for key, ends in ranges.items()}
        drawn |= {key: np.full(PATIENTS, value) for key, value in fixed.items()}
        times = grid(model, np.linspace(0, days, 51).tolist())
        solve_batch(model, {key: value[:20] for key, value in drawn.items()}, times.tolist(), stiff=stiff)
        speeds = [
            rate(lambda: solve_batch(model, drawn, times.tolist(), stiff=stiff), PATIENTS),  # noqa: B023 - run at once
            rate(lambda: scipy_loop(model, drawn, times, 40, stiff=stiff), 40),  # noqa: B023
            rate(lambda: roadrunner_loop(model, drawn, times, 200), 200),  # noqa: B023
        ]
        batch, scipy, road = speeds
        label = f"{name}{' (stiff)' if stiff else ''}"
        print(f"| {label} | {batch:.0f} | {scipy:.0f} | {road:.0f} | {batch / scipy:.0f} x | {batch / road:.1f} x |")


def rate(run, count: int) -> float:
    """Best of three."""
    best = min(timed(run) for _ in range(3))
    return count / best


def timed(run) -> float:
    """Seconds of processor time of one run: other work on the machine does not count."""
    start = time.process_time()
    run()
    return time.process_time() - start


def scipy_loop(model, drawn, times, count, *, stiff) -> None:
    """One solve_ivp a patient, with the same compiled equations and, if stiff, the Jacobian."""
    equations = model.equations
    more = {"jac": lambda t, y, p: np.asarray(equations.jacobian_function(t, y, p))} if stiff else {}
    for i in range(count):
        values = model.values(None, {key: value[i] for key, value in drawn.items()})
        solve_ivp(
            equations.rate_function,
            (0, times[-1]),
            [values[f"{state.id}0"] for state in model.states],
            args=(list(values.values()),),
            t_eval=times,
            method="LSODA" if stiff else "RK45",
            rtol=1e-6,
            atol=[1e-12 * state.scale for state in model.states],
            **more,
        )


def roadrunner_loop(model, drawn, times, count) -> None:
    """One simulation a patient of the compiled SBML."""
    made = runner(model.sbml(), 1e-6)
    for i in range(count):
        made.resetAll()
        for key, values in drawn.items():
            made[key.removesuffix("0")] = float(values[i])
        made.simulate(times=list(times))


CORNERS = """
import { readFileSync } from "node:fs";
const { run, timesOf } = await import(process.argv[1]);
const { solve } = await import(process.argv[2]);
const { model: data, runs, repeat, exact, allowed } = JSON.parse(readFileSync(0, "utf8"));
const url = `data:text/javascript;base64,${Buffer.from(data.source).toString("base64")}`;
const model = { ...data, ...(await import(url)) };
function apart(made, parameters) {
  const p = Float64Array.from(model.parameters, ({ id, value }) => parameters[id] ?? value);
  const best = solve(model, parameters, null, timesOf(model, p, model.days), exact);
  if (!best.ok) return { off: null, message: best.message };
  let off = 0;
  model.states.forEach(({ id, scale }, i) => best.states[i].forEach((value, k) => {
    if (k < made.times.length)
      off = Math.max(off, Math.abs(made.values[id][k] - value) / (allowed * (Math.abs(value) + scale)));
  }));
  return { off };
}
const out = runs.map((parameters) => {
  let best = Infinity, made;
  for (let i = 0; i < repeat; i++) {
    const start = performance.now();
    made = run(model, parameters, "");
    best = Math.min(best, performance.now() - start);
  }
  return { message: made.message ?? "", ms: best, ...(made.ok ? apart(made, parameters) : { off: null }) };
});
console.log(JSON.stringify(out));
"""
EXACT = {"relative": 1e-13, "absolute": 1e-40, "budget": 20_000_000}
ALLOWED = 1e-6


def corners() -> None:
    """Time and accuracy of runs in every simulator of every lesson, its sliders at their ends, in all combinations."""
    print(f"A run as a page makes it (node), best of 15; the target is {MOST_MS:g} ms. Beside it a run")
    print(f"at a relative tolerance of {EXACT['relative']:g}; {ALLOWED:g}*|ref| + {ALLOWED:g}*scale is allowed.\n")
    print("| simulator | model | runs | median, ms | worst, ms | over | worst at | beyond allowance | by, at most |")
    print("|---|---|---|---|---|---|---|---|---|")
    source = ROOT / "js" / "src"
    modules = [(source / name).as_uri() for name in ("simulator/runs.js", "solver/solve.js")]
    program = ["node", "--input-type=module", "-e", CORNERS, *modules]
    for folder in paths.lesson_folders().values():
        file = folder / "simulators.yaml"
        for key in read_yaml(file).value if file.is_file() else []:
            data = il.simulate(f"{folder.name.partition('-')[2]}/{key}").data
            known = {p["id"]: p for p in data["model"]["parameters"]}
            ends = [[{}, *({c["id"]: known[c["id"]][end]} for end in ("low", "high"))] for c in data["controls"]]
            chosen = [
                reduce(or_, each, scenario["parameters"])
                for scenario in data["model"]["scenarios"] or [{"parameters": {}}]
                for each in product(*ends)
            ]
            given = json.dumps(
                {"model": data["model"], "runs": chosen, "repeat": 15, "exact": EXACT, "allowed": ALLOWED}
            )
            got = json.loads(subprocess.run(program, input=given, capture_output=True, text=True, check=True).stdout)
            taken = np.array([run["ms"] for run in got])
            off = np.array([run["off"] or 0.0 for run in got])
            worst = int(taken.argmax())
            print(
                f"| {folder.name[:2]} {key} | {data['model']['id']} | {len(got)} | {np.median(taken):.2f} | "
                f"{taken[worst]:.1f} | {int((taken > MOST_MS).sum())} | {chosen[worst]} | "
                f"{int((off > 1).sum())} | {off.max():.1f} x |"
            )
            for message in sorted({run["message"] for run in got if run["message"]})[:3]:
                print(f"  failure: {message}")


if __name__ == "__main__":
    parts = {"agree": agree, "patients": patients, "corners": corners}
    for part in sys.argv[1:] or parts:
        parts[part]()
        print()
