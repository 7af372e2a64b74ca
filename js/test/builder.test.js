import assert from "node:assert/strict";
import { test } from "node:test";
import { follows, resembling } from "../src/builder/rule.js";

const EFFECTS = [
  { when: { tail: ["long"] }, aspect: "calls", text: "A long tail calls.", source: 0 },
  { when: { tail: ["long"], target: ["friend"] }, aspect: "calls", text: "It calls upon a friend.", source: 0 },
  { when: { target: ["friend", "both"] }, aspect: "danger", text: "A friend is hit.", source: 0 },
  { when: { tail: ["long"] }, aspect: "danger", text: "It is long.", source: 0 },
];
const said = (design) => follows(EFFECTS, design).map(({ text }) => text);

test("the row that names more features speaks for its aspect", () => {
  assert.deepEqual(said({ tail: "long", target: "foe" }), ["A long tail calls.", "It is long."]);
  assert.deepEqual(said({ tail: "long", target: "friend" }), ["It calls upon a friend.", "A friend is hit.", "It is long."]);
});

test("a choice may stand among several of a row", () => {
  assert.deepEqual(said({ tail: "short", target: "both" }), ["A friend is hit."]);
});

test("what no row names is followed by nothing", () => {
  assert.deepEqual(said({ tail: "short", target: "foe" }), []);
});

test("a product that is built so stands alone; else those one choice away", () => {
  const products = [{ design: { a: "1", b: "1" } }, { design: { a: "1", b: "2" } }, { design: { a: "2", b: "3" } }];
  assert.deepEqual(resembling(products, { a: "1", b: "1" }), [{ product: products[0], feature: undefined }]);
  assert.deepEqual(resembling(products, { a: "2", b: "2" }), [{ product: products[1], feature: "a" }, { product: products[2], feature: "b" }]);
  assert.deepEqual(resembling(products, { a: "9", b: "9" }), []);
});
