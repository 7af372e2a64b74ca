import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { count, createHunt, step } from "../src/hunt/engine.js";
import { breathe, cellShapes, killerOutline } from "../src/hunt/shapes.js";

const { rules, runs, cases } = JSON.parse(readFileSync(new URL("../../tests/vectors/hunt.json", import.meta.url), "utf8"));
const usual = cases[0].choice;
const mean = (all) => all.reduce((a, b) => a + b, 0) / all.length;

function played(choice, minutes) {
  const hunt = createHunt({ ...usual, ...choice }, rules);
  for (let minute = 0; minute < minutes; minute++) step(hunt);
  return hunt;
}

for (const { choice, kills } of cases)
  test(`as many kills as the twin: ${kills.map((k) => k.mean).join(", ")}`, () => {
    const mine = 60;
    const hunts = Array.from({ length: mine }, (_, i) => played({ ...choice, seed: 500 + i }, 60 * kills.at(-1).hour));
    for (const { hour, mean: want, sd } of kills) {
      const got = mean(hunts.map((hunt) => hunt.kills.filter(({ time }) => time <= 60 * hour).length));
      assert.ok(Math.abs(got - want) <= 4.5 * sd * Math.sqrt(1 / mine + 1 / runs) + 1e-9, `hour ${hour}: ${got}, not ${want}`);
    }
  });

test("the same seed gives the same hunt, another a different one", () => {
  const places = (seed) => played({ seed }, 300).killers.map(({ x, y }) => [x, y]);
  assert.deepEqual(places(7), places(7));
  assert.notDeepEqual(places(7), places(8));
});

test("hidden cells live, exhausted T cells kill no more, nothing dies twice", () => {
  const hunt = played({ hidden: 40, t_cells: 20, hit_minutes: 5, tires_after: 2 }, 1440);
  assert.ok(hunt.cells.every((cell) => !(cell.hidden && cell.died < Infinity)));
  assert.ok(hunt.killers.every((killer) => killer.kills === 2 && killer.tired && killer.target < 0));
  assert.equal(new Set(hunt.kills.map(({ cell }) => cell)).size, hunt.kills.length);
  const { cells, dead, alive, tired } = count(hunt);
  assert.deepEqual([dead, alive, tired], [40, cells - 40, 20]);
});

test("a number out of its range is named with value and range", () => {
  const controls = [{ id: "speed", label: "", unit: "µm/min", min: 1, max: 15, step: 0.5, value: 5 }];
  for (const speed of [NaN, Infinity, 0, 16, undefined])
    assert.throws(() => createHunt({ ...usual, speed }, rules, controls), new RegExp(`speed is ${speed}; it lies from 1 to 15 µm/min`));
});

test("outlines are whole: neighbours do not cross, a T cell dents, no radius is lost", () => {
  const hunt = played({ density: 2000 }, 1);
  const shapes = cellShapes(hunt, 28);
  shapes.forEach((shape) => breathe(shape, 3, []));
  for (const { now } of shapes) assert.ok(now.every((r) => r > 1 && r < 20));
  const [shape] = shapes;
  const before = shape.now[0];
  breathe(shape, 3, [{ x: shape.x + 9, y: shape.y, r: 6 }]);
  assert.ok(shape.now[0] < before - 1, `${before} to ${shape.now[0]}`);
  const outline = new Float32Array(36);
  for (const held of [0, 0.5, 1]) for (const tired of [0, 1]) {
    killerOutline(2, held, tired, outline);
    assert.ok(outline.every((r) => r > 2 && r < 14));
  }
});
