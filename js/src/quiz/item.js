// One question as it stands on the card.
import { author, h } from "../dom.js";
import { grade } from "./grade.js";
import { kindOf } from "./kinds.js";
import { answeredRows, askingRows, hintList } from "./rows.js";
import { shown } from "./show.js";

/** @typedef {import("./group.js").Group} Group */
/** @typedef {import("./group.js").State} State */
/** @typedef {import("./rows.js").Actions} Actions */

/**
 * The question on the screen.
 *
 * @param {Group} group
 * @param {Actions} act
 * @param {{choose: (given: string[]) => void, say: (text: string) => void}} tools
 */
export function question(group, act, { choose, say }) {
  const { item, state, kind, marks } = group;
  const asking = state.phase === "asking";
  const how = {
    open: state.phase === "shown" || group.isSureAndWrong,
    revealed: group.isSettled,
    kept: !marks,
    confidence: state.confidence,
  };
  return [
    stem(item),
    !asking && result(group),
    asking ? kind.ask(item, state.given, choose, say) : kind.explain(item, state.given, how),
    !asking && marks && source(item),
    !asking && pair(group),
    asking && hintList(item.hints.slice(0, state.hints)),
    asking ? askingRows(group, act) : answeredRows(group, act),
  ].filter((part) => part !== false);
}

/**
 * A question on paper: nothing to press, everything open.
 *
 * @param {Group} group
 * @param {number} index
 */
export function sheet({ items, kinds, states, marks }, index) {
  const [item, { given, confidence }] = [items[index], states[index]];
  const how = { open: true, revealed: true, kept: !marks, confidence };
  const paper = h("div.sheet", {}, stem(item), kinds[index].explain(item, given, how), hintList(item.hints) || null, marks && source(item));
  paper.querySelectorAll("details").forEach((details) => (details.open = true));
  return paper;
}

/** @param {Item} item */
function stem(item) {
  return h("div", {}, h("div.stem", { id: "stem", tabindex: -1 }, author(item.stem)), (item.show ?? []).map(shown));
}

/** @param {Group} group */
function result(group) {
  const { state, marks } = group;
  const look = marks && state.phase === "checked" && group.isRight() ? "p.result.right" : "p.result";
  return h(look, { tabindex: -1 }, verdict(group));
}

/** @type {Record<string, string>} */
const WORDS = { sure: "sure", think: "think so", guess: "guessing" };

/** @param {Group} group */
export function verdict(group) {
  const { marks, item, state: { phase, answer } } = group;
  if (!marks) return `Kept, without marks.${group.comesBack ? " This question comes back at the end of the lesson." : ""}`;
  if (phase === "shown" || !answer) return answer ? "Here is the answer." : "Here is the answer; nothing was marked.";
  const score = grade(item, answer.given) ?? 0;
  const marked = item.rule === "certainty" && answer.confidence ? ` ${Math.round(answer.score * 100)} of 100 marks, with your "${WORDS[answer.confidence]}".` : "";
  if (score === 1) return `Right.${marked}`;
  if (group.isRight()) return `Near enough: ${Math.round(score * 100)} of 100 marks.`;
  return score > 0 ? `Partly right: ${Math.round(score * 100)} of 100 marks.` : `Not yet.${marked}`;
}

/** @param {Item} item */
function source({ source }) {
  return source?.length ? h("p.source", {}, "Where to read it: ", author(source)) : false;
}

/**
 * The answer to this question's twin from before the lesson, beside the one from now.
 *
 * @param {Group} group
 */
function pair({ item, state, kind, session }) {
  const twin = item.pair && session.items.get(item.pair);
  const before = twin && session.answers.get(twin.id);
  if (!before || !state.answer) return false;
  return h(
    "div.pair",
    { role: "group", "aria-label": "Your two answers" },
    h("div", {}, h("b", {}, "Before the lesson"), h("p", {}, author(kindOf(twin).words(twin, before.given)))),
    h("div", {}, h("b", {}, "Now"), h("p", {}, author(kind.words(item, state.answer.given)))),
  );
}
