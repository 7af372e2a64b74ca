import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { random } from "../src/statistics/rules.js";
import { run } from "../src/statistics/trial-rule.js";

test("a trial comes out in the page as in Python", () => {
  const { people, seed, runs } = JSON.parse(readFileSync(new URL("../../tests/vectors/trial.json", import.meta.url), "utf8"));
  const next = random(seed);
  for (const { design, result } of runs) {
    const { events, control, low, high, success } = run(design, people, next);
    assert.deepEqual({ events, control, success }, { events: result.events, control: result.control, success: result.success });
    for (const [mine, theirs] of [[low, result.low], [high, result.high]]) assert.ok(Math.abs(mine - theirs) < 1e-9, JSON.stringify(design));
  }
});
