import assert from "node:assert/strict";
import test from "node:test";
import { tell } from "../src/events.js";
import { connect } from "../src/bridge.js";
import { savedLine } from "../src/saved.js";
import { Session } from "../src/session.js";
import { ANY, AnswerStore } from "../src/store.js";
import { FakeModel, FakeStorage, answer, blocked } from "./fakes.js";

const GIVEN = { item: "fc", given: ["a"], score: 1, confidence: null, hints: 0, shown_at: "2026-01-01T10:00:00.000Z" };

function aPage({ base = "http://localhost:8888/", storage = new FakeStorage(), page = new EventTarget() } = {}) {
  const store = new AnswerStore({ base, storage: typeof storage === "function" ? storage : () => storage, memory: new Map() });
  const session = new Session("antibodies", { page, store });
  const bridge = (traits = {}) => {
    const model = new FakeModel({ lesson: "antibodies", store: "s1", answers: {}, ...traits });
    return { model, end: connect(model, { page, store }) };
  };
  return { page, store, storage, session, bridge };
}

test("an answer goes to Python and is saved when Python says so", () => {
  const { session, bridge, storage } = aPage();
  const { model } = bridge();
  const given = session.give(GIVEN);
  assert.equal(session.fate(given), "waiting");
  assert.deepEqual(model.sent, [{ version: 1, type: "answers", answers: [given] }]);
  model.reply({ type: "saved", ids: [given.id] });
  assert.equal(session.fate(given), "saved");
  assert.equal(storage.length, 0);
});

test("what was answered before Python ran is sent when it does, once acknowledged never again", () => {
  const storage = new FakeStorage();
  const before = aPage({ storage });
  const given = before.session.give(GIVEN);
  assert.equal(before.session.fate(given), "waiting");

  const reloaded = aPage({ storage });
  assert.equal(reloaded.session.answers.get("fc").id, given.id);
  const { model } = reloaded.bridge();
  assert.deepEqual(model.sentIds, [given.id]);
  model.reply({ type: "saved", ids: [given.id] });
  assert.deepEqual(aPage({ storage }).bridge().model.sent, []);
});

test("an answer given while the kernel was down goes to the next bridge", () => {
  const { session, bridge } = aPage();
  const first = bridge();
  first.end();
  const given = session.give(GIVEN);
  assert.deepEqual(first.model.sent, []);
  assert.deepEqual(bridge().model.sentIds, [given.id]);
});

test("a restarted kernel ends the bridge", () => {
  const { session, bridge } = aPage();
  const { model } = bridge();
  model.listeners.comm_live_update();
  session.give(GIVEN);
  assert.deepEqual(model.sent, []);
});

test("a kernel that was shut down ends the bridge, and the answer waits", () => {
  const { page, session, bridge } = aPage();
  const { model } = bridge();
  model.send = () => {
    throw new Error("Cannot send");
  };
  let ended = 0;
  page.addEventListener("immuno:disconnected", () => ended++);
  const given = session.give(GIVEN);
  assert.equal(ended, 1);
  assert.equal(session.fate(given), "waiting");
  assert.deepEqual(bridge().model.sentIds, [given.id]);
});

test("a bridge takes only its own lesson", () => {
  const { page, bridge } = aPage();
  const { model } = bridge();
  tell(page, "answer", { answer: answer({ lesson: "vaccines" }) });
  assert.deepEqual(model.sent, []);
});

test("Python's answers come to the page, the newest of each question wins", () => {
  const { session, bridge } = aPage();
  const mine = session.give(GIVEN);
  const old = answer({ id: "old", answered_at: "2020-01-01T00:00:00.000Z" });
  const other = answer({ id: "other", item: "payload" });
  bridge({ answers: { fc: old, payload: other } });
  assert.equal(session.answers.get("fc").id, mine.id);
  assert.equal(session.answers.get("payload").id, "other");
  assert.equal(session.fate(other), "saved");
});

test("another learner's bridge gets none of the first one's answers and shows none", () => {
  const { session, bridge } = aPage();
  bridge().end();
  session.give(GIVEN);
  const { model } = bridge({ store: "s2" });
  assert.deepEqual(model.sent, []);
  assert.equal(session.answers.size, 0);
});

test("an element that starts after the bridge learns of it", () => {
  const { page, bridge, store } = aPage();
  bridge({ answers: { fc: answer() } });
  const late = new Session("antibodies", { page, store });
  assert.equal(late.storeId, "s1");
  assert.equal(late.answers.size, 1);
});

test("on a published page the answer is kept and comes back after a reload", () => {
  const storage = new FakeStorage();
  const given = aPage({ base: "static", storage }).session.give(GIVEN);
  const { session } = aPage({ base: "static", storage });
  assert.equal(session.answers.get("fc").id, given.id);
  assert.equal(session.fate(given), "kept");
});

test("attempts are counted", () => {
  const { session } = aPage();
  assert.deepEqual([session.give(GIVEN).attempt, session.give(GIVEN).attempt], [1, 2]);
});

test("an answer of this moment counts even if the clock went back", () => {
  const { session, bridge } = aPage();
  bridge({ answers: { fc: answer({ answered_at: "2999-01-01T00:00:00.000Z" }) } });
  const given = session.give(GIVEN);
  assert.equal(session.answers.get("fc").id, given.id);
});

test("where the answer is, is said in words", () => {
  const words = (page, given) => savedLine(page.session, [given]).text;
  const published = aPage({ base: "static" });
  assert.equal(words(published, published.session.give(GIVEN)), "kept in this browser");

  const lab = aPage();
  const given = lab.session.give(GIVEN);
  assert.equal(words(lab, given), "kept in this page, will be sent when Python runs");
  const { model } = lab.bridge();
  model.reply({ type: "refused", ids: [given.id], reason: "The disk is full." });
  assert.equal(words(lab, given), "Not saved: The disk is full.");
  model.reply({ type: "saved", ids: [given.id] });
  assert.equal(words(lab, given), "saved");

  const shut = aPage({ storage: blocked });
  assert.match(words(shut, shut.session.give(GIVEN)), /keeps nothing for this page/);
  const storage = new FakeStorage();
  storage.full = true;
  const full = aPage({ storage });
  const unkept = full.session.give(GIVEN);
  assert.match(words(full, unkept), /storage is full/);
  assert.match((full.bridge(), words(full, unkept)), /storage is full/);
});

test("an answer that Python will never take stays with its reason, and is not offered again", () => {
  const storage = new FakeStorage();
  const { session, bridge } = aPage({ storage });
  const given = session.give(GIVEN);
  const { model } = bridge();
  model.reply({ type: "refused", ids: [given.id], reason: "It has no score.", final: true });
  assert.equal(session.fate(given), "refused");

  const reloaded = aPage({ storage });
  assert.deepEqual(reloaded.bridge().model.sent, []);
  assert.equal(savedLine(reloaded.session, [reloaded.session.answers.get("fc")]).text, "Not saved: It has no score.");
  const again = reloaded.session.give(GIVEN);
  reloaded.bridge().model.reply({ type: "saved", ids: [again.id] });
  assert.equal(aPage({ storage }).session.answers.size, 0);
});

test("an answer that Python could not take this time is offered again", () => {
  const storage = new FakeStorage();
  const { session, bridge } = aPage({ storage });
  const given = session.give(GIVEN);
  bridge().model.reply({ type: "refused", ids: [given.id], reason: "The disk is full.", final: false });
  assert.deepEqual(aPage({ storage }).bridge().model.sentIds, [given.id]);
});

test("another learner's bridge is not told of a refused answer", () => {
  const storage = new FakeStorage();
  const { session, bridge } = aPage({ storage });
  const { model } = bridge();
  model.reply({ type: "refused", ids: [session.give(GIVEN).id], reason: "No.", final: true });
  const other = aPage({ storage });
  other.bridge({ store: "s2" });
  assert.equal(other.session.answers.size, 0);
});

test("with storage blocked an answer still reaches Python", () => {
  const { session, bridge } = aPage({ storage: blocked });
  const given = session.give(GIVEN);
  assert.deepEqual(bridge().model.sentIds, [given.id]);
});

test("followers hear of changes until they stop", () => {
  const { session } = aPage();
  let heard = 0;
  const stop = session.follow(() => heard++);
  session.give(GIVEN);
  stop();
  session.give(GIVEN);
  assert.equal(heard, 1);
});

test("events of a newer runtime are left to it", () => {
  const { page, session } = aPage();
  page.dispatchEvent(new CustomEvent("immuno:answer", { detail: { version: 2, answer: answer() } }));
  assert.equal(session.answers.size, 0);
  assert.equal(session.storeId, ANY);
});

test("answers from a file join those of a published page, the newest of each question wins", () => {
  const storage = new FakeStorage();
  const { session } = aPage({ base: "static", storage });
  const mine = session.give(GIVEN);
  session.take([
    answer({ id: "old", item: "fc", answered_at: "2020-01-01T00:00:00.000Z" }),
    answer({ id: "new", item: "payload" }),
    answer({ id: "other", item: "x", lesson: "vaccines" }),
  ]);
  const again = aPage({ base: "static", storage }).session;
  assert.deepEqual([again.answers.get("fc").id, again.answers.get("payload").id, again.answers.size], [mine.id, "new", 2]);
});

test("cleared answers are gone after a reload too", () => {
  const storage = new FakeStorage();
  const { session } = aPage({ base: "static", storage });
  session.give(GIVEN);
  session.clear();
  assert.equal(session.answers.size, 0);
  assert.equal(aPage({ base: "static", storage }).session.answers.size, 0);
});

test("the reader's seed is the same at every visit, blocked storage or not", () => {
  const storage = new FakeStorage();
  assert.equal(aPage({ storage }).session.seed, aPage({ storage }).session.seed);
  const { session } = aPage({ storage: blocked });
  assert.ok(session.seed);
  assert.equal(session.seed, session.seed);
});
