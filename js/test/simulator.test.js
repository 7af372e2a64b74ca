import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { placed } from "../src/simulator/chart.js";
import { run, stops, timesOf } from "../src/simulator/runs.js";
import { exactly, quantity, readQuantity, tell } from "../src/simulator/said.js";
import { csv } from "../src/simulator/save.js";

const vectors = (name) => JSON.parse(readFileSync(new URL(`../../tests/vectors/${name}.json`, import.meta.url), "utf8"));
const { words, numbers, told } = vectors("simulators");

/** Node has no import of blobs; a page has. */
const load = async (data) => ({
  ...data,
  ...(await import(`data:text/javascript;base64,${Buffer.from(data.source).toString("base64")}`)),
});
const models = Object.fromEntries(
  await Promise.all(vectors("models").map(async ({ model }) => [model.id, await load(model)])),
);
const kuznetsov = models["kuznetsov-1994"];

test("numbers are read as Python reads them", () => {
  for (const [value, three, four] of numbers) assert.deepEqual([quantity(value), exactly(value, "mg")], [three, four]);
});

for (const { name, curve, times, values, end, ended, want } of told)
  test(`${name}: told as Python tells it`, () => assert.equal(tell(words, curve, times, values, end, ended), want));

test("what a box shows can be typed into it", () => {
  for (const [value, , text] of numbers)
    assert.ok(Math.abs(readQuantity(text, "mg") - value) <= 5e-4 * Math.abs(value), `${text}: ${readQuantity(text, "mg")}`);
});

for (const [typed, want] of [["5 million", 5e6], ["5M", 5e6], ["2e7", 2e7], ["2 billion cells", 2e9], ["1,5 million", 1.5e6], ["3.4 × 10⁻¹⁰", 3.4e-10]])
  test(`${typed} is a number`, () => assert.ok(Math.abs(readQuantity(typed, "cells") / want - 1) < 1e-12));

for (const typed of ["", "many", "million", "NaN", "Infinity", "1e999"])
  test(`"${typed}" is no number`, () => assert.equal(readQuantity(typed, "cells"), null));

test("a slider's stops rise from end to end and hold both", () => {
  for (const model of Object.values(models))
    for (const parameter of model.parameters) {
      const list = stops(parameter);
      assert.deepEqual([list[0], list.at(-1)], [parameter.low, parameter.high], parameter.id);
      assert.ok(list.every((stop, i) => i === 0 || stop > list[i - 1]), parameter.id);
    }
});

test("a run is looked at on both sides of every dose", () => {
  const pk = models["antibody-pk"];
  const times = [...timesOf(pk, Float64Array.from(pk.parameters, ({ value }) => value), 168)];
  assert.ok(times.includes(21) && times.includes(0.0625) && times.includes(21 * (1 - 1e-9)));
  assert.ok(times.every((time, i) => i === 0 || time > times[i - 1]));
});

test("every scenario of every model runs, finite all along", () => {
  for (const model of Object.values(models))
    for (const { id, parameters } of model.scenarios) {
      const made = run(model, parameters, id);
      assert.equal(made.ok, true, `${model.id} ${id} ${made.message}`);
      for (const list of Object.values(made.values)) assert.ok(list.every(Number.isFinite), `${model.id} ${id}`);
    }
});

for (const value of [NaN, -1, 1e12, Infinity])
  test(`a start of ${value} is a sentence with name, value and range`, () => {
    const made = run(kuznetsov, { T0: value }, "x");
    assert.equal(made.ok, false);
    assert.ok(made.message.includes(`T0 (tumour cells at t=0) was given ${value}. It accepts 0 to 500000000`), made.message);
  });

test("a used-up budget is a sentence", () => {
  const rates = (t, y, p, out) => void out.set([Math.sin(1e7 * t) * 1e9, 0]);
  const made = run({ ...kuznetsov, timed: true, rates }, {}, "x");
  assert.match(made.message, /step budget of 200000 evaluations is used up/);
});

test("no step leaps below zero", () => {
  const made = run(models["macnamara-eftimie-2015"], { M0: 0 }, "x");
  assert.ok(Object.values(made.values).every((list) => list.every((value) => value > -1)));
  assert.ok(Math.abs(made.ended.time - 68.99) < 0.01, `${made.ended.time}`);
});

test("what must fall below zero is a sentence, not a curve", () => {
  const rates = (t, y, p, out) => void out.set([-1e6, 0]);
  assert.match(run({ ...kuznetsov, rates }, {}, "x").message, /Less than nothing is left of: effector cells/);
});

test("a run is a table with names, units and quoted commas", () => {
  const text = csv([{ name: 'A: "x", y', times: [0, 1.5], values: { T: [5e6, 1 / 3] }, ended: null }], [{ id: "T", unit: "cells" }], "day");
  assert.equal(text, 'run,time (day),T (cells)\r\n"A: ""x"", y",0,5000000\r\n"A: ""x"", y",1.5,0.33333333\r\n');
});

const INSIDE = { left: 0, right: 500, top: 0, base: 200 };
const lineOf = (height) => Array.from({ length: 101 }, (_, i) => [5 * i, height(5 * i)]);

test("a label stands at the end of its line, above a rising one and below a falling one", () => {
  const [rising, falling] = [lineOf((x) => 150 - x / 5), lineOf((x) => 20 + x / 5)];
  const [above] = placed([{ text: "Tumour cells", line: rising }], [rising], INSIDE);
  const [below] = placed([{ text: "Tumour cells", line: falling }], [falling], INSIDE);
  assert.deepEqual([above.x, below.x], [496, 496]);
  assert.ok(above.y < 50 && below.y > 120);
});

test("no other line runs through a label, and no two labels cover one another", () => {
  const [level, steep, flat] = [lineOf(() => 100), lineOf((x) => 180 - (x > 380 ? x - 380 : 0)), lineOf(() => 103)];
  const lines = [level, steep, flat];
  const places = placed(lines.map((line) => ({ text: "a long name", line })), lines, INSIDE);
  for (const { x, y, width } of places)
    for (const line of lines) for (const [at, height] of line) if (at > x - width && at < x) assert.ok(height <= y - 12 || height >= y + 4);
  for (const [i, a] of places.entries())
    for (const b of places.slice(i + 1)) assert.ok(Math.abs(a.y - b.y) >= 17 || Math.abs(a.x - b.x) >= a.width);
});

test("where no place is free a label stands above the panel and points at its own curve", () => {
  const waves = [0, 1, 2].map((k) => lineOf((x) => 100 + 90 * Math.sin(x / 9 + 2 * k)));
  const places = placed(waves.map((line) => ({ text: "a rather long name of a curve", line })), waves, INSIDE);
  assert.deepEqual(places.map(({ x, y }) => [x, y]), [[500, -12], [260, -12], [500, -29]]);
  for (const [i, { x, width, at }] of places.entries()) {
    assert.ok(at[0] > x - width && at[0] < x);
    assert.ok(waves[i].some(([a, b]) => a === at[0] && b === at[1]));
  }
});

test("a label above the panel points at a part of its curve that is seen", () => {
  const waves = [0, 1, 2].map((k) => lineOf((x) => 100 + 90 * Math.sin(x / 9 + 2 * k)));
  const sunk = lineOf((x) => (x <= 150 ? 100 : 250));
  const [{ x, width, at }] = placed([{ text: "healthy B cells", line: sunk }], [sunk, ...waves], INSIDE);
  assert.deepEqual(at, [x - width, 100]);
  assert.ok(at[0] <= 150);
});
