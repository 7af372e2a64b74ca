// <immuno-quiz>: one question of a group at a time.
import { h, plain, whenSeen } from "../dom.js";
import { savedLine } from "../saved.js";
import { sessionOf } from "../session.js";
import { grade } from "./grade.js";
import { Group, now } from "./group.js";
import { question, sheet, verdict } from "./item.js";
import { keyList, press } from "./keys.js";

/** @type {Mount<QuizData>} */
export function mountQuiz(root, data) {
  const group = new Group(data, sessionOf);
  const { items, speech } = group;
  const act = { check, hint, show, retry, next: () => go(1), back: () => go(-1) };

  const count = h("span.count");
  const dots = h(items.length > 7 ? "span.dots.many" : "span.dots", { role: "img" });
  const body = h("div.body");
  const live = h("div.unseen", { role: "status" });
  const bar = h("header.bar", {}, h("b", {}, speech.bar), h("span.title", {}, data.title), count, dots);
  const card = h("section.card", { "aria-label": `${speech.bar}: ${data.title}`, onkeydown: heed }, bar, body, live);
  root.append(card);
  const keys = keyList();
  draw();

  function draw() {
    body.replaceChildren(...question(group, act, { choose, say }), keys);
    drawProgress();
    drawSaved();
  }

  function drawProgress() {
    const { at, states, marks, done, right } = group;
    count.textContent = items.length > 1 ? `${at + 1} of ${items.length}` : "";
    const dotOf = (/** @type {number} */ index) => states[index].answer && (marks && group.isRight(index) ? "right" : "done");
    dots.replaceChildren(
      ...states.map((_, index) => h(["i", dotOf(index), index === at && "now"].filter(Boolean).join("."))),
    );
    dots.setAttribute("aria-label", `${done} of ${items.length} answered${marks ? `, ${right} right` : ""}`);
    dots.hidden = items.length === 1;
  }

  function drawSaved() {
    const { answer, phase } = group.state;
    const line = body.querySelector(".saved");
    if (!line) return;
    const { fate, text } = savedLine(group.session, answer && phase !== "asking" ? [answer] : []);
    line.textContent = text;
    line.className = `saved is-${fate}`;
  }

  /** @param {string[]} given */
  function choose(given) {
    Object.assign(group.state, { given, touchedAt: now() });
    need("");
  }

  /** @param {KeyboardEvent} event */
  function heed(event) {
    const { target } = event;
    if (event.key === "Enter" && target instanceof HTMLInputElement) {
      event.preventDefault();
      check();
    } else press(event, body);
  }

  function check() {
    const { item, kind, state } = group;
    const missing = kind.missing(item, state.given);
    if (missing) {
      need(missing);
      say(missing);
      focus("input, select, .body button");
      return;
    }
    const { given, confidence, hints, shownAt } = state;
    state.touchedAt = "";
    const score = grade(item, given, confidence) ?? 0;
    group.session.give({ item: item.id, given, score, confidence, hints, shown_at: shownAt || now() });
    focus(".result");
    say(verdict(group));
  }

  function hint() {
    const { item, state } = group;
    state.hints += 1;
    draw();
    say(`Hint: ${plain(item.hints[state.hints - 1])}`);
    focus(state.hints < item.hints.length ? "button.hint" : "button.primary");
  }

  function show() {
    group.state.phase = "shown";
    draw();
    focus(".result");
    say(verdict(group));
  }

  function retry() {
    group.retry();
    draw();
    focus("input, select, .body button");
  }

  /** @param {number} step */
  function go(step) {
    group.go(step);
    draw();
    focus(".stem");
    say(`Question ${group.at + 1} of ${items.length}`);
  }

  /** @param {string} selector */
  function focus(selector) {
    /** @type {HTMLElement | null} */ (card.querySelector(selector))?.focus();
  }

  /** @param {string} text */
  function need(text) {
    const line = /** @type {HTMLElement} */ (body.querySelector("#need"));
    line.textContent = text;
    line.hidden = !text;
  }

  /** @param {string} text */
  function say(text) {
    live.textContent = text;
  }

  function paper() {
    body.replaceChildren(...items.map((_, index) => sheet(group, index)));
  }

  return () => {
    const stops = [
      ...[...new Set(group.sessions)].map((session) => session.follow(() => (group.adopt() ? draw() : (drawProgress(), drawSaved())))),
      whenSeen(root, () => group.seen()),
    ];
    addEventListener("beforeprint", paper);
    addEventListener("afterprint", draw);
    if (group.adopt()) draw();
    return () => {
      stops.forEach((stop) => stop());
      removeEventListener("beforeprint", paper);
      removeEventListener("afterprint", draw);
    };
  };
}
