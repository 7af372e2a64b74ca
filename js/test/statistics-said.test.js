import assert from "node:assert/strict";
import { test } from "node:test";
import { between, fill, percent, said } from "../src/statistics/said.js";

test("numbers are said without idle zeros, and halves go up as in Python", () => {
  assert.deepEqual([said(12), said(12.25), said(0.5, 0), said(0)], ["12", "12.3", "1", "0"]);
  assert.equal(percent(0.125, 1), "12.5\u00a0%");
  assert.equal(between([0.1204, 0.2076]), "12–20.8\u00a0%");
});

test("a sentence is filled with what it names", () => {
  assert.equal(fill("{a} of {b}, {a}", { a: 1, b: "two" }), "1 of two, 1");
});
