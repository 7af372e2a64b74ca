import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { grade } from "../src/quiz/grade.js";

const vectors = JSON.parse(readFileSync(new URL("../../tests/vectors/grading.json", import.meta.url), "utf8"));

for (const { name, item, given, score } of vectors)
  test(name, () => assert.ok(Math.abs(grade(item, given) - score) < 1e-12));
