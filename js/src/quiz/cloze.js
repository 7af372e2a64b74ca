// A text with gaps, which are typed or chosen where they stand.
import { author, h, plain } from "../dom.js";
import { dropdown, field, listPairs } from "./field.js";
import { fills, pairsOf } from "./grade.js";
import { lines } from "./text.js";
import { told } from "./told.js";

/** @type {Kind<ClozeItem>["ask"]} */
export function ask(item, given, choose) {
  const pairs = pairsOf(given);
  const text = author(item.text, { gap: draw });
  return h("div.cloze", { role: "group", "aria-labelledby": "stem" }, text);

  /** @param {string} key */
  function draw(key) {
    const gap = gapOf(item, key);
    const value = pairs.get(key) ?? "";
    const name = { "aria-label": nameOf(item, gap) };
    if (!("options" in gap)) {
      const width = Math.min(24, Math.max(8, plain(gap.answer).length + 4));
      return field(value, { ...name, style: `width: ${width}ch`, oninput: take });
    }
    return dropdown(gap.options.map((option) => ({ key: option.key, label: plain(option.text) })), value, { ...name, onchange: take });

    /** @param {Event} event */
    function take({ target }) {
      pairs.set(key, /** @type {HTMLInputElement} */ (target).value.trim());
      choose(listPairs(item.gaps, pairs));
    }
  }
}

/** @type {Kind<ClozeItem>["missing"]} */
export function missing(_, given) {
  return given.length ? "" : "Fill in a gap first.";
}

/** @type {Kind<ClozeItem>["explain"]} */
export function explain(item, given, how) {
  const pairs = pairsOf(given);
  const filled = h("div.cloze", {}, author(item.text, { gap: draw }));
  if (how.kept) return filled;
  const reasons = item.gaps.flatMap((gap) => {
    const own = pairs.get(gap.key) ?? "";
    const text = "options" in gap ? optionLines(gap.options, own, how) : lines(gap, own, how);
    return text.length ? [h("div", {}, h("p.name", {}, nameOf(item, gap)), h("ul.options", {}, text))] : [];
  });
  return h("div", {}, filled, reasons);

  /** @param {string} key */
  function draw(key) {
    const gap = gapOf(item, key);
    const own = pairs.get(key) ?? "";
    if (how.kept) return h("span.gap.own", {}, ...spoken(gap, own));
    if (!own && how.revealed) return h("span.gap.right", {}, ...solution(gap));
    const right = fills(gap, own);
    const look = right ? "right" : "wrong";
    return h(`span.gap.${look}`, {}, h("span.mark", { "aria-hidden": "true" }, right ? "✓ " : "✗ "), ...spoken(gap, own), h("span.unseen", {}, right ? " (right)" : " (not so)"));
  }
}

/** @type {Kind<ClozeItem>["words"]} */
export function words(item, given) {
  const pairs = pairsOf(given);
  return item.gaps.flatMap((gap, index) => {
    const own = pairs.get(gap.key) ?? "";
    const text = "options" in gap ? (gap.options.find((option) => option.key === own)?.text ?? []) : [own];
    return [index ? "; " : "", ...(text.length ? text : ["–"])];
  });
}

/**
 * @param {Option[]} options
 * @param {string} own
 * @param {How} how
 */
function optionLines(options, own, { revealed, open, confidence }) {
  return options
    .filter((option) => option.key === own || revealed)
    .sort((a, b) => Number(b.key === own) - Number(a.key === own) || Number(b.right) - Number(a.right))
    .map(({ key, text, right, feedback }) => {
      const chosen = key === own;
      const verdict = right ? (chosen ? "Right, and your choice." : "This is right.") : chosen ? sure(confidence) : "Not so.";
      const look = right ? "right" : chosen ? "wrong" : "other";
      return told({ look, text: author(text), verdict, why: feedback, fold: chosen || right || open ? "" : "Why not?" });
    });
}

/** @param {string | null} confidence */
function sure(confidence) {
  return confidence === "sure" ? "Your choice, and you were sure." : "Your choice, not so.";
}

/**
 * @param {Gap} gap
 * @param {string} own
 */
function spoken(gap, own) {
  if (!("options" in gap)) return [own || "–"];
  const option = gap.options.find(({ key }) => key === own);
  return option ? author(option.text) : ["–"];
}

/** @param {Gap} gap */
function solution(gap) {
  return author("options" in gap ? (gap.options.find(({ right }) => right)?.text ?? []) : gap.answer);
}

/**
 * @param {ClozeItem} item
 * @param {string} key
 */
function gapOf({ gaps }, key) {
  const gap = gaps.find((one) => one.key === key);
  if (!gap) throw new Error(`The text has no gap "${key}".`);
  return gap;
}

/**
 * @param {ClozeItem} item
 * @param {Gap} gap
 */
function nameOf({ gaps }, gap) {
  return gaps.length > 1 ? `Gap ${gaps.indexOf(gap) + 1}` : "Gap";
}
