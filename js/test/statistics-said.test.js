import assert from "node:assert/strict";
import { test } from "node:test";
import { between, fill, percent, readNumber, said } from "../src/statistics/said.js";

test("numbers are typed with point or comma, with or without a percent sign", () => {
  assert.deepEqual(["12.5", " 12,5 ", "12,5 %", ".5", "−3", "7."].map(readNumber), [12.5, 12.5, 12.5, 0.5, -3, 7]);
});

test("what is not a number is none", () => {
  for (const text of ["", "a few", "1e3", "1.2.3", "--1", "12 13", "Infinity"]) assert.equal(readNumber(text), NaN, text);
});

test("numbers are said without idle zeros, and halves go up as in Python", () => {
  assert.deepEqual([said(12), said(12.25), said(0.5, 0), said(0)], ["12", "12.3", "1", "0"]);
  assert.equal(percent(0.125, 1), "12.5\u00a0%");
  assert.equal(between([0.1204, 0.2076]), "12–20.8\u00a0%");
});

test("a sentence is filled with what it names", () => {
  assert.equal(fill("{a} of {b}, {a}", { a: 1, b: "two" }), "1 of two, 1");
});
