import assert from "node:assert/strict";
import test from "node:test";
import { ANY, AnswerStore, baseOf } from "../src/store.js";
import { FakeStorage, answer, blocked } from "./fakes.js";

const ALICE = "https://hub.example/user/alice/";
const ids = (answers) => answers.map(({ id }) => id);

function storeOver(storage, { base = ALICE, memory = new Map() } = {}) {
  return new AnswerStore({ base, storage: typeof storage === "function" ? storage : () => storage, memory });
}

test("an answer waits until it is acknowledged", () => {
  const storage = new FakeStorage();
  storeOver(storage).wait("s1", answer({ id: "1" }));
  const later = storeOver(storage);
  assert.deepEqual(ids(later.pending("s1", "antibodies")), ["1"]);
  later.acknowledge("s1", "antibodies", ["1"]);
  assert.deepEqual(later.pending("s1", "antibodies"), []);
  assert.equal(storage.length, 0);
});

test("two people who share a browser do not get each other's answers", () => {
  const storage = new FakeStorage();
  const alice = storeOver(storage);
  const bob = storeOver(storage, { base: "https://hub.example/user/bob/" });
  alice.wait(ANY, answer({ id: "1" }));
  alice.wait("alice", answer({ id: "2" }));
  assert.deepEqual(bob.pending("bob", "antibodies"), []);
  assert.deepEqual(ids(alice.pending("someone", "antibodies")), ["1"]);
});

test("answers given before any bridge go to the first one, oldest first", () => {
  const store = storeOver(new FakeStorage());
  store.wait("s1", answer({ id: "later", answered_at: "2026-01-02T00:00:00.000Z" }));
  store.wait(ANY, answer({ id: "earlier", answered_at: "2026-01-01T00:00:00.000Z" }));
  assert.deepEqual(ids(store.pending("s1", "antibodies")), ["earlier", "later"]);
});

test("another lesson's answers stay where they are", () => {
  const store = storeOver(new FakeStorage());
  store.wait("s1", answer({ id: "1", lesson: "vaccines" }));
  assert.deepEqual(store.pending("s1", "antibodies"), []);
});

test("of each question only the newest answer is kept on a published page", () => {
  const store = storeOver(new FakeStorage(), { base: "static" });
  store.keep(answer({ id: "1" }));
  store.keep(answer({ id: "2" }));
  assert.deepEqual(ids(store.pending(ANY, "antibodies")), ["2"]);
});

test("a kept answer that Python has taken is cleared, a newer one is not", () => {
  const store = storeOver(new FakeStorage(), { base: "static" });
  store.keep(answer({ id: "old" }));
  store.keep(answer({ id: "new" }));
  store.acknowledge("s1", "antibodies", ["old"]);
  assert.deepEqual(ids(store.pending("s1", "antibodies")), ["new"]);
  store.acknowledge("s1", "antibodies", ["new"]);
  assert.deepEqual(store.pending("s1", "antibodies"), []);
});

test("blocked storage is said, and two runtimes of the page still share what waits", () => {
  const memory = new Map();
  const elements = storeOver(blocked, { memory });
  const bridge = storeOver(blocked, { memory });
  assert.equal(elements.trouble, "blocked");
  elements.wait(ANY, answer({ id: "1" }));
  assert.equal(elements.trouble, "blocked");
  assert.deepEqual(ids(bridge.pending("s1", "antibodies")), ["1"]);
  bridge.acknowledge("s1", "antibodies", ["1"]);
  assert.deepEqual(elements.pending("s1", "antibodies"), []);
});

test("full storage is said until there is room again", () => {
  const storage = new FakeStorage();
  const store = storeOver(storage);
  storage.full = true;
  store.wait(ANY, answer({ id: "1" }));
  assert.equal(store.trouble, "full");
  assert.deepEqual(ids(store.pending(ANY, "antibodies")), ["1"]);
  storage.full = false;
  store.wait(ANY, answer({ id: "2" }));
  assert.equal(store.trouble, "");
  assert.deepEqual(ids(store.pending(ANY, "antibodies")).sort(), ["1", "2"]);
});

test("spoiled and newer entries are left alone", () => {
  const storage = new FakeStorage();
  const store = storeOver(storage);
  store.wait(ANY, answer({ id: "1" }));
  const [key] = storage.items.keys();
  for (const text of ["{", "null", "7", '{"version":2}']) {
    storage.setItem(key, text);
    assert.deepEqual(store.pending(ANY, "antibodies"), [], text);
  }
});

test("keys are as the architecture describes them", () => {
  const storage = new FakeStorage();
  const store = storeOver(storage);
  store.wait("s/1", answer({ id: "a b" }));
  store.keep(answer({ lesson: "antibodies", item: "fc" }));
  const base = encodeURIComponent(ALICE);
  assert.deepEqual(
    [...storage.items.keys()],
    [`immunolearn/1/${base}/s%2F1/waiting/a%20b`, `immunolearn/1/${base}/-/kept/antibodies/fc`],
  );
});

test("the base is Jupyter's address with its origin, or static", () => {
  const page = (text) => ({ getElementById: () => text && { textContent: text }, location: { href: "https://hub.example/user/alice/lab" } });
  assert.equal(baseOf(page('{"baseUrl":"/user/alice/"}')), ALICE);
  assert.equal(baseOf(page(null)), "static");
});

test("how far a reader has come is kept for each reader and lesson", () => {
  const storage = new FakeStorage();
  const store = storeOver(storage);
  store.note("s1", "antibodies", 0, 9);
  assert.equal(storage.length, 0);
  store.note("s1", "antibodies", 3, 9);
  store.note("s1", "antibodies-two", 1, 1);
  assert.deepEqual(storeOver(storage).progress("s1", "antibodies"), { version: 1, done: 3, of: 9 });
  assert.equal(store.progress("s2", "antibodies"), undefined);
  store.note("s1", "antibodies", 0, 9);
  assert.equal(store.progress("s1", "antibodies").done, 0);
});
