// A field in which an answer is typed.
import { h } from "../dom.js";

/**
 * @param {string} value
 * @param {Record<string, any>} properties
 * @returns {HTMLInputElement}
 */
export function field(value, properties) {
  const plain = { autocomplete: "off", autocapitalize: "off", autocorrect: "off", spellcheck: "false" };
  return /** @type {HTMLInputElement} */ (h("input.typed", { type: "text", maxlength: 200, value, ...plain, ...properties }));
}

/**
 * A list to choose one thing from, with nothing chosen at first.
 *
 * @param {{key: string, label: string}[]} choices
 * @param {string} value
 * @param {Record<string, any>} properties
 * @param {string} [nothing]
 * @returns {HTMLSelectElement}
 */
export function dropdown(choices, value, properties, nothing = "Choose …") {
  const options = [{ key: "", label: nothing }, ...choices].map(({ key, label }) =>
    h("option", { value: key, selected: key === value }, label),
  );
  return /** @type {HTMLSelectElement} */ (h("select", properties, options));
}

/**
 * Answers as "part=answer"; a part without one is left out.
 *
 * @param {{key: string}[]} parts
 * @param {Map<string, string>} pairs
 */
export function listPairs(parts, pairs) {
  return parts.flatMap(({ key }) => (pairs.get(key) ? [`${key}=${pairs.get(key)}`] : []));
}
