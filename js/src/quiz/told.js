// How an answered question speaks: one line per thing that was answered, each with its mark and its reason.
import { author, h } from "../dom.js";

/**
 * A line of an explained answer.
 *
 * @param {object} line
 * @param {"right" | "wrong" | "other" | "own" | "quiet"} line.look
 * @param {string} [line.mark]
 * @param {(Node | string)[]} line.text
 * @param {string} [line.verdict]
 * @param {AuthorNode[]} [line.why]
 * @param {string} [line.fold] what stands on the fold, if the reason is folded
 */
export function told({ look, mark = MARKS[look], text, verdict = "", why = [], fold = "" }) {
  const reason = [verdict && h("strong", {}, verdict), verdict && why.length ? " " : "", ...author(why)].filter(Boolean);
  return h(
    `li.option.${look}`,
    {},
    h("span.mark", { "aria-hidden": "true" }, mark),
    h("span.text", {}, text),
    reason.length > 0 &&
      (fold
        ? h("details.why", {}, h("summary", {}, fold), h("div", {}, reason))
        : h("div.why", {}, reason)),
  );
}

const MARKS = { right: "✓", wrong: "✗", other: "–", own: "•", quiet: "" };

/**
 * @param {boolean} right
 * @param {string | null} confidence
 * @returns {{look: "right" | "wrong", verdict: string}}
 */
export function judged(right, confidence) {
  if (right) return { look: "right", verdict: "Right." };
  return { look: "wrong", verdict: confidence === "sure" ? "Your answer, and you were sure." : "Your answer, not so." };
}

/**
 * What was answered, and no more.
 *
 * @param {AuthorNode[]} words
 */
export function keptLine(words) {
  const text = [...author(words), h("span.tag", {}, "your answer")];
  return h("ul.options", {}, words.length ? told({ look: "own", text }) : null);
}
