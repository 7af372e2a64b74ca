import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as rules from "../src/statistics/rules.js";

const vectors = JSON.parse(readFileSync(new URL("../../tests/vectors/statistics.json", import.meta.url), "utf8"));

const people = ({ time, observed }) => time.map((t, i) => ({ time: t, observed: observed[i] }));
const plain = (value) => (Number.isFinite(value) ? value : null);

const HOW = {
  wilson: ({ events, n }) => rules.wilson(events, n),
  exact: ({ events, n }) => rules.exact(events, n),
  kaplanMeier: (given) => rules.kaplanMeier(people(given)),
  median: (given) => plain(rules.median(rules.kaplanMeier(people(given)))),
  restrictedMean: (given) => rules.restrictedMean(rules.kaplanMeier(people(given)), given.until),
  conditionalSurvival: (given) => rules.conditionalSurvival(people(given), given).survival,
  hazardRatio: ({ treated, control }) => rules.hazardRatio(people(treated), people(control)),
  random: ({ seed }) => Array.from({ length: 5 }, rules.random(seed)),
  repeatTrials: rules.repeatTrials,
  twoArms: (choice) => {
    const { treated, control } = rules.twoArms(choice);
    const mean = (arm) => rules.restrictedMean(rules.kaplanMeier(arm), choice.follow);
    return { hazardRatio: rules.hazardRatio(treated, control), treated: mean(treated), control: mean(control) };
  },
};

function assertNear(got, want, where) {
  if (want === null || typeof want !== "object") {
    if (want === null) assert.equal(got, null, where);
    else assert.ok(Math.abs(got - want) <= 1e-9 * Math.abs(want) + 1e-11, `${where}: ${got} is not ${want}`);
    return;
  }
  if (Array.isArray(want)) assert.equal(got.length, want.length, where);
  for (const key of Object.keys(want)) assertNear(got[key], want[key], `${where}.${key}`);
}

test("every rule of the page says what Python says", () => {
  assert.deepEqual(new Set(vectors.map(({ rule }) => rule)), new Set(Object.keys(HOW)));
  for (const { rule, given, want } of vectors) assertNear(HOW[rule](given), want, `${rule} ${JSON.stringify(given)}`);
});

test("a hazard ratio without an event in an arm, or of arms that never overlap, is not a number", () => {
  const [died, lived, later] = [[1, true], [9, false], [20, true]].map(([time, observed]) => [{ time, observed }]);
  assert.equal(rules.hazardRatio(died, lived), NaN);
  assert.equal(rules.hazardRatio(later, died), NaN);
});

test("a period holds those who reached it and censors them at its end", () => {
  const patients = [{ time: 2, observed: true }, { time: 8, observed: true }, { time: 9, observed: false }];
  assert.deepEqual(rules.during(patients, { until: 5 }), [
    { time: 2, observed: true }, { time: 5, observed: false }, { time: 5, observed: false },
  ]);
  assert.deepEqual(rules.during(patients, { after: 5 }), patients.slice(1));
});
