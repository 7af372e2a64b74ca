import assert from "node:assert/strict";
import test from "node:test";
import { outcome } from "../src/quiz/exam.js";
import { AnswerStore } from "../src/store.js";
import { answer, FakeStorage } from "./fakes.js";

const item = (id, about, aim, objective = aim) => ({
  id, kind: "single", lesson: about, about: [about], place: about === "cells" ? 1 : 2, aim: aim && [aim], objective,
  options: [{ key: "a", right: true }, { key: "b", right: false }],
});
const given = (key, confidence = null) => answer({ given: [key], confidence });

test("an exam is told by lesson, in the order of the course, and by objective", () => {
  const items = [item("2", "drugs", null, "twins"), item("1", "cells", "kill"), item("3", "cells", "kill"), item("4", "cells", "bind")];
  const { right, asked, lessons } = outcome(items, [given("b"), given("a"), given("b"), given("a")]);
  assert.deepEqual([right, asked], [2, 4]);
  assert.deepEqual(lessons.map(({ about, right: of, asked: all }) => [about[0], of, all]), [["cells", 2, 3], ["drugs", 0, 1]]);
  assert.deepEqual(lessons[0].objectives, [{ aim: ["kill"], asked: 2, right: 1 }, { aim: ["bind"], asked: 1, right: 1 }]);
  assert.deepEqual(lessons[1].objectives, []);
});

test("the three words are compared by the share that was right, and a sure error stands out", () => {
  const items = [..."1234"].map((id) => item(id, "cells", "kill"));
  const { words, sureAndWrong } = outcome(items, [given("a", "sure"), given("b", "sure"), given("a", "guess"), given("b")]);
  assert.deepEqual(words.map(({ word, right, asked }) => [word, right, asked]), [["sure", 1, 2], ["think", 0, 0], ["guess", 1, 1]]);
  assert.deepEqual(sureAndWrong.map(({ item: { id } }) => id), ["2"]);
});

test("an exam stands where it was left, each under its own name", () => {
  const storage = new FakeStorage();
  const open = () => new AnswerStore({ base: "static", storage: () => storage, memory: new Map() });
  open().keepExam("exam-1-a", { version: 1, begun: "2026-01-01" });
  assert.equal(open().exam("exam-1-a").begun, "2026-01-01");
  assert.equal(open().exam("exam-1"), undefined);
  open().keepExam("exam-1-a", null);
  assert.equal(open().exam("exam-1-a"), undefined);
});
