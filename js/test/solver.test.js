import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { dop853 } from "../src/solver/dop853.js";
import { rodas4 } from "../src/solver/rodas4.js";
import { solve } from "../src/solver/solve.js";

const vectors = JSON.parse(readFileSync(new URL("../../tests/vectors/models.json", import.meta.url), "utf8"));

/** Node has no import of blobs; a page has. */
const load = async (data) => ({
  ...data,
  ...(await import(`data:text/javascript;base64,${Buffer.from(data.source).toString("base64")}`)),
});
const models = Object.fromEntries(
  await Promise.all(vectors.map(async ({ model }) => [model.id, await load(model)])),
);
const scenario = (model, id) => model.scenarios.find((each) => each.id === id)?.parameters ?? {};
const kuznetsov = models["kuznetsov-1994"];

for (const { model, runs } of vectors)
  for (const { scenario: id, grid, values, ended } of runs)
    test(`${model.id}, ${id}: as SciPy, to a millionth`, () => {
      const run = solve(models[model.id], scenario(model, id), null, grid);
      assert.equal(run.ok, true, run.message);
      assert.equal(run.times.length, Object.values(values)[0].length);
      if (ended === null) assert.equal(run.ended, null);
      else assert.ok(Math.abs(run.ended.time - ended) <= 1e-6 * ended, `${run.ended?.time} ${ended}`);
      const parts = [...model.states, ...model.observables];
      [...run.states, ...run.observables].forEach((got, s) => {
        const { id: name, scale } = parts[s];
        values[name].forEach((want, i) => {
          const difference = Math.abs(got[i] - want);
          assert.ok(difference <= 1e-6 * Math.abs(want) + 1e-6 * scale, `${name} at ${grid[i]}: ${got[i]}, not ${want}`);
        });
      });
    });

/** y' = -y + t, with the solution t - 1 + 2 exp(-t) from y(0) = 1. */
const line = {
  n: 1,
  timed: true,
  relative: 1,
  absolute: new Float64Array([1]),
  rates: (t, y, out) => void (out[0] = t - y[0]),
  jacobian: (t, y, out) => void (out[0] = -1),
};
const exact = (t) => t - 1 + 2 * Math.exp(-t);

for (const [name, make, order] of [
  ["dop853", dop853, 8],
  ["rodas4", rodas4, 4],
])
  test(`${name} is of order ${order}, between the steps too`, () => {
    const errors = [8, 16].map((steps) => {
      const stepper = make(line);
      const y = new Float64Array([1]);
      const row = new Float64Array(1);
      let between = 0;
      for (let i = 0; i < steps; i++) {
        stepper.step(i / steps, y, 1 / steps);
        stepper.accept(i / steps, y, 1 / steps);
        stepper.at((i + 0.4) / steps, row);
        between = Math.max(between, Math.abs(row[0] - exact((i + 0.4) / steps)));
      }
      return [Math.abs(y[0] - exact(1)), between];
    });
    assert.ok(Math.log2(errors[0][0] / errors[1][0]) > order - 0.4, `${errors}`);
    assert.ok(Math.log2(errors[0][1] / errors[1][1]) > order - 1.4, `${errors}`);
  });

test("a stiff problem is found out and solved by the implicit method", () => {
  const published = models["mager-krzyzanski-2005"];
  const parameters = published.parameters.map((each) => ({ ...each, high: 1e6 }));
  const run = solve({ ...published, parameters }, { k_on: 1000, k_off: 1000 }, null, [0, 24], { relative: 1e-6 });
  assert.equal(run.stiff, true);
  assert.ok(run.evaluations < 20_000, `${run.evaluations}`);
});

test("the value at a dose time is the value after it", () => {
  const dose = { target: 1, amount: 1e6, start: 2, every: 0, count: 1, duration: 0 };
  const [plain, dosed] = [[], [dose]].map((doses) => solve(kuznetsov, {}, doses, [0, 2, 4]));
  assert.ok(Math.abs(dosed.states[1][1] - plain.states[1][1] - 1e6) < 1);
});

for (const value of [-1, 1e9, NaN, Infinity])
  test(`a parameter of ${value} is refused by name, value and range`, () => {
    const run = solve(kuznetsov, { s: value }, null, [0, 1]);
    assert.equal(run.ok, false);
    assert.deepEqual([run.parameter, run.low, run.high], ["s", 0, 80000]);
    assert.match(run.message, /s \(baseline influx of effector cells\) was given .* It accepts 0 to 80000 cell\/day/);
  });

test("an unknown parameter is refused", () =>
  assert.match(solve(kuznetsov, { q: 1 }, null, [0, 1]).message, /no parameter named q/));

for (const change of [{ amount: -1 }, { amount: NaN }, { start: -1 }, { count: 1e6 }, { count: 2 }, { target: 7 }])
  test(`a dose with ${Object.entries(change)} is refused`, () => {
    const dose = { target: 0, amount: 1, start: 0, every: 0, count: 1, duration: 0, ...change };
    assert.equal(solve(kuznetsov, {}, [dose], [0, 1]).kind, "dose");
  });

for (const grid of [[], [1, 0], [-1, 0], [0, NaN]])
  test(`times of [${grid}] are refused`, () => assert.equal(solve(kuznetsov, {}, null, grid).kind, "grid"));

test("what is nothing stays nothing beside large numbers, and costs no steps", () => {
  const model = models["macnamara-eftimie-2015"];
  const run = solve(model, { M0: 0, V0: 1e6 }, null, Array.from({ length: 401 }, (_, i) => (i * model.days) / 400));
  const effectors = run.states[model.states.findIndex(({ id }) => id === "E")];
  assert.ok(run.stiff && effectors.every((cells) => cells === 0));
  assert.ok(run.evaluations < 20_000, `${run.evaluations}`);
});

test("a spent budget is a failure with its time, not a frozen page", () => {
  const run = solve(kuznetsov, {}, null, [0, 500], { budget: 50 });
  assert.equal(run.ok, false);
  assert.equal(run.kind, "budget");
  assert.ok(run.time > 0 && run.time < 500);
});

test("a run without a finite solution is a failure, not a curve", () => {
  const blowing = { ...kuznetsov, rates: (t, y, p, out) => void out.set([y[0] * y[0], 0]) };
  assert.equal(solve(blowing, {}, null, [0, 1]).kind, "not-finite");
});
