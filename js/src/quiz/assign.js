// What match, sort and label share: each part gets one of the choices.
import { author, h, plain } from "../dom.js";
import { dropdown, listPairs } from "./field.js";
import { pairsOf } from "./grade.js";
import { told } from "./told.js";

/**
 * A list of choices beside each part.
 *
 * @param {AssignItem} item
 * @param {string[]} given
 * @param {(given: string[]) => void} choose
 * @param {object} how
 * @param {(text: string) => void} how.say
 * @param {(part: Part | null) => void} [how.onfocus] which part the reader is at
 */
export function askByLists({ parts, choices }, given, choose, { say, onfocus }) {
  const pairs = pairsOf(given);
  const labels = choices.map(({ key, text }) => ({ key, label: plain(text) }));
  /** @type {Map<string, HTMLSelectElement>} */
  const lists = new Map();
  const rows = parts.map((part) => {
    const list = dropdown(labels, pairs.get(part.key) ?? "", {
      "aria-label": plain(part.text),
      onchange: () => take(part, list.value),
      onfocus: () => onfocus?.(part),
      onblur: () => onfocus?.(null),
    });
    lists.set(part.key, list);
    return h("div.pairing", {}, h("span.text", {}, author(part.text)), list);
  });
  return { lists, element: h("div.pairings", { role: "group", "aria-labelledby": "stem" }, rows) };

  /**
   * A choice stands beside one part only: taken for another, it leaves the first.
   *
   * @param {Part} part
   * @param {string} key
   */
  function take(part, key) {
    for (const other of parts) {
      if (!key || other === part || pairs.get(other.key) !== key) continue;
      pairs.delete(other.key);
      /** @type {HTMLSelectElement} */ (lists.get(other.key)).value = "";
      say(`Taken from: ${plain(other.text)}`);
    }
    pairs.set(part.key, key);
    choose(listPairs(parts, pairs));
  }
}

/** @type {Kind<AssignItem>["missing"]} */
export function missing(_, given) {
  return given.length ? "" : "Give at least one of them its place first.";
}

/** @type {Kind<AssignItem>["explain"]} */
export function explain({ parts, choices }, given, { revealed, kept }) {
  const pairs = pairsOf(given);
  const textOf = (/** @type {string | undefined} */ key) => author(choices.find((choice) => choice.key === key)?.text ?? []);
  const lines = parts.map((part) => {
    const own = textOf(pairs.get(part.key));
    const text = [...author(part.text), h("span.arrow", { "aria-hidden": "true" }, " → "), h("span.unseen", {}, ": ")];
    if (kept) return told({ look: own.length ? "own" : "quiet", text: [...text, ...(own.length ? own : ["–"])] });
    if (pairs.get(part.key) === part.is) return told({ look: "right", text: [...text, h("b", {}, own)], verdict: "Right.", why: part.feedback });
    const shown = own.length ? [...text, h("span.own", {}, own)] : [...text, "–"];
    if (!revealed) return told({ look: own.length ? "wrong" : "quiet", text: shown, verdict: own.length ? "Not so." : "", why: own.length ? part.feedback : [] });
    const solution = [...text, h("b", {}, textOf(part.is))];
    if (!own.length) return told({ look: "right", text: solution, verdict: "This is right.", why: part.feedback });
    return told({ look: "wrong", text: [...shown, h("span.solution", {}, "Right: ", h("b", {}, textOf(part.is)))], why: part.feedback });
  });
  return h("ul.options", {}, lines);
}

/** @type {Kind<AssignItem>["words"]} */
export function words({ parts, choices }, given) {
  const pairs = pairsOf(given);
  return parts.flatMap(({ key, text }, index) => {
    const own = choices.find((choice) => choice.key === pairs.get(key));
    return [index ? "; " : "", ...text, ": ", ...(own?.text ?? ["–"])];
  });
}
