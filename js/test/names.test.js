import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { accepts, isMisspelt, normalise, oneSlip } from "../src/quiz/names.js";

const { normal, slips, told, answers } = JSON.parse(
  readFileSync(new URL("../../tests/vectors/names.json", import.meta.url), "utf8"),
);

test("every name has the same normal form as in Python", () => {
  for (const [typed, form] of normal) assert.equal(normalise(typed), form, typed);
});

test("a slip of one letter is one in both", () => {
  for (const [word, typed, is] of slips) assert.equal(oneSlip(word, normalise(typed)), is, `${word} ${typed}`);
});

test("a slip is told in the same words", () => {
  for (const { accept, spelling, typed, told: is } of told) {
    assert.equal(!accepts(accept, typed) && isMisspelt(spelling, typed), is, typed);
  }
});

test("every registered synonym is accepted, no confusable name is", () => {
  for (const { accept, right, wrong } of answers) {
    for (const typed of right) assert.ok(accepts(accept, typed), typed);
    for (const typed of wrong) assert.ok(!accepts(accept, typed), typed);
  }
});
