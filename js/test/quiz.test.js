import assert from "node:assert/strict";
import test from "node:test";
import { read, write } from "../src/keeping.js";
import { ticks } from "../src/draw.js";
import { isRight } from "../src/quiz/grade.js";
import { accepts, isMisspelt, normalise } from "../src/quiz/names.js";
import { readNumber } from "../src/quiz/numbers.js";
import { arrange, shuffled } from "../src/quiz/shuffle.js";
import { byObjective } from "../src/quiz/summary.js";
import { answer } from "./fakes.js";

const LETTERS = [..."abcdef"].map((key) => ({ key }));
const keys = (list) => list.map(({ key }) => key).join("");

test("a reader meets the options in the same order every time, another reader in another", () => {
  const item = { id: "q", kind: "single", shuffle: true, options: LETTERS };
  const orders = ["ann", "bob", "cem", "dee"].map((seed) => keys(arrange(item, seed).options));
  assert.equal(keys(arrange(item, "ann").options), orders[0]);
  assert.ok(new Set(orders).size > 2);
  for (const order of orders) assert.equal([...order].sort().join(""), "abcdef");
});

test("without shuffle the order is the author's", () => {
  assert.equal(keys(arrange({ id: "q", kind: "single", options: LETTERS }, "ann").options), "abcdef");
});

test("what is fixed keeps its place", () => {
  const list = LETTERS.map((one, index) => ({ ...one, fixed: index === 0 || index === 5 }));
  for (let seed = 0; seed < 50; seed++) assert.match(keys(shuffled(list, String(seed))), /^a.{4}f$/);
});

test("every option comes to every place about as often", () => {
  const first = new Map();
  for (let seed = 0; seed < 6000; seed++) {
    const [{ key }] = shuffled(LETTERS, `reader${seed}/q/options`);
    first.set(key, (first.get(key) ?? 0) + 1);
  }
  for (const { key } of LETTERS) assert.ok(Math.abs(first.get(key) - 1000) < 150, `${key}: ${first.get(key)}`);
});

test("names are equal in their normal form, never by likeness", () => {
  for (const typed of ["PD-L1", "pd l1", "PD‑L1", "PDL1"]) assert.ok(accepts(["pdl1"], typed), typed);
  for (const typed of ["PD-1", "PD-L2", "PD-L11", ""]) assert.ok(!accepts(["pdl1"], typed), typed);
  assert.equal(normalise("IFN-γ"), normalise("ifn gamma"));
});

test("a slip is told only in the words named for it", () => {
  assert.ok(isMisspelt(["epitope"], "eptiope"));
  assert.ok(!isMisspelt(["epitope"], "epitope"));
  assert.ok(!isMisspelt([], "eptiope"));
});

test("numbers are read with comma and point", () => {
  for (const typed of ["12.5", "12,5", " 12,50 ", "1.25e1"]) assert.equal(readNumber(typed), 12.5, typed);
  for (const typed of ["", "twelve", "1,2,3", "--1", "Infinity", "1e999"]) assert.equal(readNumber(typed), null, typed);
});

test("how sure the reader was does not change what is right", () => {
  const item = { kind: "single", rule: "certainty", options: [{ key: "a", right: true }, { key: "b", right: false }] };
  assert.ok(isRight(item, ["a"]));
  assert.ok(!isRight(item, ["b"]));
});

test("a curve that lies near is right", () => {
  const item = { kind: "curve", points: [{ x: 1, y: 50 }, { x: 2, y: 40 }], asked: [1, 2], tolerance: 20 };
  assert.ok(isRight(item, ["1=45", "2=47"]));
  assert.ok(!isRight(item, ["1=80", "2=80"]));
});

test("a group is summed up by objective", () => {
  const items = [{ objective: "bind" }, { objective: "kill" }, { objective: "bind" }];
  const counts = byObjective(items, (_, index) => index < 2);
  assert.deepEqual([...counts], [["bind", { asked: 2, right: 1 }], ["kill", { asked: 1, right: 1 }]]);
});

test("axes are marked at round values", () => {
  assert.deepEqual(ticks(0, 100), [0, 20, 40, 60, 80, 100]);
  assert.deepEqual(ticks(0, 1), [0, 0.2, 0.4, 0.6, 0.8, 1]);
  assert.deepEqual(ticks(-3, 7), [-2, 0, 2, 4, 6]);
});

test("answers come back from a file as they went", () => {
  const answers = [answer({ id: "1" }), answer({ id: "2", given: ["gap=a\nb", "x"], confidence: "sure" })];
  assert.deepEqual(read(write(answers)), { answers, strange: 0 });
});

test("what is no answer is counted, not taken", () => {
  const strange = ["{", "null", "7", "[]", "{}", ...[
    { version: 2 }, { id: 1 }, { given: "a" }, { given: [1] }, { score: 2 }, { score: null }, { confidence: "very" },
    { hints: 0.5 }, { answered_at: "soon" }, { item: "x".repeat(201) },
  ].map((fields) => JSON.stringify(answer(fields)))];
  assert.deepEqual(read(strange.join("\n")), { answers: [], strange: strange.length });
});
