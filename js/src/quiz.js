// <immuno-quiz>: one question of a group at a time.
import * as choice from "./choice.js";
import { author, h, plain, whenSeen } from "./dom.js";
import { grade } from "./grade.js";
import { savedLine } from "./saved.js";
import { sessionOf } from "./session.js";

/** How each kind of group speaks. `marks`: it is checked, explained and can be tried again. */
const GROUPS = {
  before: { bar: "What do you think now?", check: "Keep my answer", marks: false },
  checkpoint: { bar: "Check yourself", check: "Check", marks: true },
  predict: { bar: "Predict, then look", check: "Commit", marks: true },
  exit: { bar: "Exit quiz", check: "Check", marks: true },
};

/** Kinds of question: each asks and explains in its own way. */
const KINDS = { single: choice, multiple: choice };

const CONFIDENCE = [
  ["guess", "Guessing"],
  ["think", "Think so"],
  ["sure", "Sure"],
];

/**
 * What the reader does with one question.
 *
 * @typedef {object} State
 * @property {"asking" | "checked" | "shown"} phase
 * @property {string[]} given
 * @property {string | null} confidence
 * @property {number} hints
 * @property {string} shownAt
 * @property {string} touchedAt an answer from elsewhere that is newer takes this state over
 * @property {Answer | null} answer
 */

/** @returns {State} */
function untouched() {
  return { phase: "asking", given: [], confidence: null, hints: 0, shownAt: "", touchedAt: "", answer: null };
}

/** @type {Mount<QuizData>} */
export function mountQuiz(root, data) {
  const group = /** @type {Record<string, typeof GROUPS.before>} */ (GROUPS)[data.kind] ?? GROUPS.checkpoint;
  const { items } = data;
  const kinds = items.map((item) => {
    const kind = /** @type {Record<string, typeof choice>} */ (KINDS)[item.kind];
    if (!kind) throw new Error(`A question of kind "${item.kind}" is not known here.`);
    return kind;
  });
  const session = sessionOf(data.lesson);
  const states = items.map(untouched);
  let at = 0;

  const count = h("span.count");
  const dots = h("span.dots", { role: "img" });
  const body = h("div.body", { onkeydown: checkOnEnter });
  const live = h("div.unseen", { role: "status" });
  const bar = h("header.bar", {}, h("b", {}, group.bar), h("span.title", {}, data.title), count, dots);
  root.append(h("section.card", { "aria-label": `${group.bar}: ${data.title}` }, bar, body, live));

  adopt();
  at = Math.max(0, states.findIndex((state) => !state.answer));
  draw();

  /** Take over the newest answers, wherever they were given. */
  function adopt() {
    let current = false;
    items.forEach((item, index) => {
      const answer = session.answers.get(item.id);
      const state = states[index];
      if (!answer || answer.id === state.answer?.id || answer.answered_at < state.touchedAt) return;
      const { given, confidence, hints, answered_at: touchedAt } = answer;
      states[index] = { ...untouched(), phase: "checked", given, confidence, hints, touchedAt, answer };
      current ||= index === at;
    });
    return current;
  }

  function draw() {
    body.replaceChildren(...question(items[at], states[at], at));
    drawProgress();
    drawSaved();
  }

  function drawProgress() {
    count.textContent = items.length > 1 ? `${at + 1} of ${items.length}` : "";
    dots.replaceChildren(
      ...items.map((_, index) => h(["i", dotOf(states[index]), index === at && "now"].filter(Boolean).join("."))),
    );
    const done = states.filter((state) => state.answer).length;
    const right = states.filter((state) => state.answer?.score === 1).length;
    dots.setAttribute("aria-label", `${done} of ${items.length} answered${group.marks ? `, ${right} right` : ""}`);
    dots.hidden = items.length === 1;
  }

  /** @param {State} state */
  function dotOf({ answer }) {
    if (!answer) return "";
    return group.marks && answer.score === 1 ? "right" : "done";
  }

  function drawSaved() {
    const { answer, phase } = states[at];
    const line = body.querySelector(".saved");
    if (!line) return;
    const { fate, text } = savedLine(session, answer && phase !== "asking" ? [answer] : []);
    line.textContent = text;
    line.className = `saved is-${fate}`;
  }

  /**
   * @param {Item} item
   * @param {State} state
   * @param {number} index
   * @param {{paper: boolean}} [how] on paper every question stands open
   */
  function question(item, state, index, { paper } = { paper: false }) {
    const asking = state.phase === "asking" && !paper;
    const stem = h("div.stem", { id: "stem", tabindex: -1 }, author(item.stem));
    const answered = asking ? kinds[index].ask(item, state.given, choose) : explained(item, state, index, paper);
    const hints = item.hints.slice(0, paper ? item.hints.length : state.hints);
    return [
      stem,
      !asking && !paper && result(item, state),
      answered,
      hints.length > 0 && (asking || paper) && h("ol.hints", { "aria-label": "Hints" }, hints.map((hint) => h("li", {}, author(hint)))),
      !paper && (asking ? askingRow(item, state) : answeredRow(item, state)),
    ].filter((part) => part !== false);
  }

  /**
   * @param {Item} item
   * @param {State} state
   * @param {number} index
   * @param {boolean} paper
   */
  function explained(item, state, index, paper) {
    if (!group.marks) return kept(item, state);
    const open = paper || state.phase === "shown" || isSureAndWrong(state);
    const revealed = open || isRight(state) || data.kind === "predict";
    return kinds[index].explain(item, state.given, { revealed, open, confidence: state.confidence });
  }

  /**
   * A question without marks shows what was answered, and no more.
   *
   * @param {Item} item
   * @param {State} state
   */
  function kept(item, state) {
    return h(
      "ul.options",
      {},
      item.options.map((option) => {
        const own = state.given.includes(option.key);
        return h(
          own ? "li.option.own" : "li.option.quiet",
          {},
          h("span.mark", { "aria-hidden": "true" }, own ? "•" : ""),
          h("span.text", {}, author(option.text), own && h("span.tag", {}, "your answer")),
        );
      }),
    );
  }

  /**
   * @param {Item} item
   * @param {State} state
   */
  function result(item, state) {
    const look = group.marks && state.phase === "checked" && isRight(state) ? "p.result.right" : "p.result";
    return h(look, { tabindex: -1 }, verdict(item, state));
  }

  /**
   * @param {Item} item
   * @param {State} state
   */
  function verdict(item, { phase, answer, given }) {
    if (!group.marks) return "Kept, without marks. This question comes back at the end of the lesson.";
    if (phase === "shown") return answer ? "Here is the answer." : "Here is the answer; nothing was marked.";
    const score = grade(item, given);
    if (score === 1) return "Right.";
    return score > 0 ? `Partly right: ${Math.round(score * 100)} of 100 marks.` : "Not yet.";
  }

  /** @param {State} state */
  function isRight({ answer }) {
    return answer?.score === 1;
  }

  /** @param {State} state */
  function isSureAndWrong(state) {
    return state.confidence === "sure" && state.phase === "checked" && !isRight(state);
  }

  /**
   * @param {Item} item
   * @param {State} state
   */
  function askingRow(item, state) {
    const left = item.hints.length - state.hints;
    return h(
      "div.rows",
      {},
      item.confidence && confidence(state),
      h("p.note", { id: "need", hidden: true }, "Choose an answer first."),
      h(
        "div.row",
        {},
        button("primary", group.check, check),
        group.marks && left > 0 && button("", state.hints ? `Next hint (${left} left)` : "Hint", hint),
        group.marks && button("plain", "Show me", show),
        h("span.end", {}, moves()),
      ),
      group.marks && left > 0 && h("p.cost", {}, "A hint costs no marks; it is noted beside your answer."),
    );
  }

  /** @param {State} state */
  function confidence(state) {
    return h(
      "div.row",
      {},
      h("span.label", { id: "sure" }, "How sure? ", h("small", {}, "(you may skip this)")),
      h(
        "div.segment",
        { role: "radiogroup", "aria-labelledby": "sure" },
        CONFIDENCE.map(([value, text]) =>
          h(
            "label",
            {},
            h("input", {
              type: "radio",
              name: "confidence",
              value,
              checked: state.confidence === value,
              onchange: () => (state.confidence = value),
            }),
            h("span", {}, text),
          ),
        ),
      ),
    );
  }

  /**
   * @param {Item} item
   * @param {State} state
   */
  function answeredRow(item, state) {
    const again = group.marks ? "Try again" : "Change my answer";
    const open = state.phase === "shown" || isRight(state) || isSureAndWrong(state) || !group.marks || data.kind === "predict";
    const last = at === items.length - 1;
    return h(
      "div.rows",
      {},
      h(
        "div.row",
        {},
        open && !last && button("primary", "Next question", () => go(1)),
        !(isRight(state) && state.phase === "checked") && button(open ? "" : "primary", again, retry),
        !open && button("", "Show me", show),
        h("span.saved"),
        h("span.end", {}, moves(open)),
      ),
      last && summary(),
    );
  }

  /** How the group went, once every question of it has an answer. */
  function summary() {
    if (states.some((state) => !state.answer)) return null;
    const right = states.filter(isRight).length;
    const all = items.length === 1 ? null : `All ${items.length} answered`;
    return all && h("p.summary", {}, group.marks ? `${all}, ${right} right at the last try.` : `${all}.`);
  }

  /** @param {boolean} [hasNext] "Next question" stands elsewhere already */
  function moves(hasNext = false) {
    return [
      at > 0 && button("plain", "Back", () => go(-1)),
      at < items.length - 1 && !hasNext && button("plain", states[at].answer ? "Next question" : "Skip", () => go(1)),
    ].filter((part) => part !== false);
  }

  /**
   * @param {string} look
   * @param {string} text
   * @param {() => void} onclick
   */
  function button(look, text, onclick) {
    return h(look ? `button.${look}` : "button", { type: "button", onclick }, text);
  }

  /** @param {string[]} given */
  function choose(given) {
    Object.assign(states[at], { given, touchedAt: now() });
    const need = /** @type {HTMLElement} */ (body.querySelector("#need"));
    need.hidden = true;
  }

  /** @param {KeyboardEvent} event */
  function checkOnEnter(event) {
    if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    check();
  }

  function check() {
    const item = items[at];
    const state = states[at];
    if (!state.given.length) {
      const need = /** @type {HTMLElement} */ (body.querySelector("#need"));
      need.hidden = false;
      say("Choose an answer first.");
      /** @type {HTMLElement} */ (body.querySelector("input")).focus();
      return;
    }
    const { given, confidence, hints, shownAt } = state;
    state.touchedAt = "";
    session.give({ item: item.id, given, score: grade(item, given), confidence, hints, shown_at: shownAt || now() });
    focus(".result");
    say(verdict(item, states[at]));
  }

  function hint() {
    const item = items[at];
    const state = states[at];
    state.hints += 1;
    draw();
    say(`Hint: ${plain(item.hints[state.hints - 1])}`);
    focus(state.hints < item.hints.length ? ".row button:not(.primary)" : ".primary");
  }

  function show() {
    states[at].phase = "shown";
    draw();
    focus(".result");
    say(verdict(items[at], states[at]));
  }

  function retry() {
    states[at] = { ...untouched(), shownAt: now(), touchedAt: now(), answer: states[at].answer };
    draw();
    focus("input");
  }

  /** @param {number} step */
  function go(step) {
    at += step;
    states[at].shownAt ||= now();
    draw();
    focus(".stem");
    say(`Question ${at + 1} of ${items.length}`);
  }

  /** @param {string} selector */
  function focus(selector) {
    /** @type {HTMLElement | null} */ (body.querySelector(selector))?.focus({ preventScroll: false });
  }

  /** @param {string} text */
  function say(text) {
    live.textContent = text;
  }

  function paper() {
    body.replaceChildren(
      ...items.map((item, index) => h("div.sheet", {}, question(item, states[index], index, { paper: true }))),
    );
  }

  return () => {
    const stops = [
      session.follow(() => (adopt() ? draw() : (drawProgress(), drawSaved()))),
      whenSeen(root, () => (states[at].shownAt ||= now())),
    ];
    addEventListener("beforeprint", paper);
    addEventListener("afterprint", draw);
    if (adopt()) draw();
    return () => {
      stops.forEach((stop) => stop());
      removeEventListener("beforeprint", paper);
      removeEventListener("afterprint", draw);
    };
  };
}

function now() {
  return new Date().toISOString();
}
