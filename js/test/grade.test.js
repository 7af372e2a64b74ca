import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import test from "node:test";
import { grade } from "../src/quiz/grade.js";

const at = (name) => new URL(`../../tests/vectors/${name}.json`, import.meta.url);
const read = (name) => JSON.parse(readFileSync(at(name), "utf8"));

for (const { name, item, given, confidence, score } of read(existsSync(at("scores")) ? "scores" : "grading"))
  test(name, () => {
    const graded = grade(item, given, confidence ?? null);
    if (score === null || graded === null) assert.equal(graded ?? 0, score ?? 0);
    else assert.ok(Math.abs(graded - score) < 1e-12, `${graded}, not ${score}`);
  });
