// Where a reader stands on a page without Python.
import assert from "node:assert/strict";
import { test } from "node:test";
import "./fakes.js";
import { stand } from "../src/progress.js";

const LESSON = {
  name: "l",
  title: "L",
  href: "l.html",
  objectives: 2,
  curves: ["c"],
  items: [
    { id: "a", objective: "one" },
    { id: "b", objective: "one" },
    { id: "c", objective: "two" },
    { id: "p", objective: "three", marks: false },
  ],
};

/** @param {Record<string, object>} given */
const answers = (given) => new Map(Object.entries(given).map(([item, fields]) => [item, { item, score: 1, confidence: null, ...fields }]));

test("nothing answered is nothing begun", () => {
  assert.equal(stand(LESSON, answers({})).answered, 0);
});

test("an objective is met once all its questions are right, a curve from half its marks on", () => {
  assert.equal(stand(LESSON, answers({ a: {}, b: { score: 0.9 } })).met, 0);
  assert.equal(stand(LESSON, answers({ a: {}, b: {} })).met, 1);
  assert.equal(stand(LESSON, answers({ a: {}, b: {}, c: { score: 0.5 } })).met, 2);
  assert.equal(stand(LESSON, answers({ p: { score: 0 } })).met, 1);
});

test("how sure and how often right is told of questions with marks", () => {
  const { sure, right } = stand(LESSON, answers({ a: { confidence: "sure" }, b: { confidence: "sure", score: 0 }, p: { confidence: "sure" } }));
  assert.deepEqual(sure[2], { word: "sure", answers: 2, right: 1 });
  assert.equal(right, 2);
});
