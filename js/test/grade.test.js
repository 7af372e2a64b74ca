import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { grade, isRight } from "../src/quiz/grade.js";

const vectors = JSON.parse(readFileSync(new URL("../../tests/vectors/scores.json", import.meta.url), "utf8"));

for (const { name, item, given, confidence, score, right } of vectors)
  test(name, () => {
    const graded = grade(item, given, confidence ?? null);
    if (score === null || graded === null) assert.equal(graded, score);
    else assert.ok(Math.abs(graded - score) < 1e-12, `${graded}, not ${score}`);
    assert.equal(isRight(item, given), right);
  });
