// What stands under a question: how sure, the buttons, what comes next.
import { author, h } from "../dom.js";
import { summary } from "./summary.js";

/** @typedef {import("./group.js").Group} Group */
/** @typedef {import("./group.js").State} State */

/**
 * What the reader can do; `Keys` lists the same.
 *
 * @typedef {object} Actions
 * @property {() => void} check
 * @property {() => void} hint
 * @property {() => void} show
 * @property {() => void} retry
 * @property {() => void} next
 * @property {() => void} back
 */

const CONFIDENCE = [
  ["guess", "Guessing"],
  ["think", "Think so"],
  ["sure", "Sure"],
];

/**
 * @param {Group} group
 * @param {Actions} act
 */
export function askingRows(group, act) {
  const { item, state, marks, speech } = group;
  const left = marks ? item.hints.length - state.hints : 0;
  return h(
    "div.rows",
    {},
    item.confidence && confidence(state),
    h("p.note", { id: "need", hidden: true }),
    h(
      "div.row",
      {},
      button("primary", speech.check, act.check),
      left > 0 && button("hint", state.hints ? `Next hint (${left} left)` : "Hint", act.hint),
      marks && button("plain", "Show me", act.show),
      h("span.end", {}, moves(group, act, true)),
    ),
    left > 0 && h("p.cost", {}, "A hint costs no marks; it is noted beside your answer."),
  );
}

/** @param {State} state */
function confidence(state) {
  const choices = CONFIDENCE.map(([value, text]) => {
    const onchange = () => (state.confidence = value);
    const input = h("input", { type: "radio", name: "confidence", value, checked: state.confidence === value, onchange });
    return h("label", {}, input, h("span", {}, text));
  });
  return h(
    "div.row",
    {},
    h("span.label", { id: "sure" }, "How sure? ", h("small", {}, "(you may skip this)")),
    h("div.segment", { role: "radiogroup", "aria-labelledby": "sure" }, choices),
  );
}

/**
 * @param {Group} group
 * @param {Actions} act
 */
export function answeredRows(group, act) {
  const { state, speech, isLast, marks } = group;
  const settled = group.isSettled;
  return h(
    "div.rows",
    {},
    h(
      "div.row",
      {},
      settled && !isLast && button("primary", "Next question", act.next),
      !(marks && group.isRight() && state.phase === "checked") && button(settled ? "" : "primary", speech.again, act.retry),
      !settled && button("", "Show me", act.show),
      h("span.saved"),
      h("span.end", {}, moves(group, act, !settled)),
    ),
    isLast && summary(group),
  );
}

/**
 * @param {Group} group
 * @param {Actions} act
 * @param {boolean} withNext "Next question" stands elsewhere if it is false
 */
function moves({ at, state, isLast }, act, withNext) {
  return [
    at > 0 && button("plain", "Back", act.back),
    withNext && !isLast && button("plain", state.answer ? "Next question" : "Skip", act.next),
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

/**
 * @param {AuthorNode[][]} hints
 */
export function hintList(hints) {
  return hints.length > 0 && h("ol.hints", { "aria-label": "Hints" }, hints.map((hint) => h("li", {}, author(hint))));
}
