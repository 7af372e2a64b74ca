// Single and multiple choice: how they are asked, and how each option explains itself afterwards.
import { author, h } from "./dom.js";

/**
 * The options as radio buttons or checkboxes.
 *
 * @param {Item} item
 * @param {string[]} given
 * @param {(given: string[]) => void} choose
 */
export function ask(item, given, choose) {
  const type = item.kind === "single" ? "radio" : "checkbox";
  const list = h(
    "div.options",
    { role: type === "radio" ? "radiogroup" : "group", "aria-labelledby": "stem" },
    item.options.map((option) =>
      h(
        "label.option",
        {},
        h("input", { type, name: "option", value: option.key, checked: given.includes(option.key) }),
        h("span.text", {}, author(option.text)),
      ),
    ),
  );
  list.addEventListener("change", () => {
    const ticked = /** @type {NodeListOf<HTMLInputElement>} */ (list.querySelectorAll("input:checked"));
    choose([...ticked].map((input) => input.value).sort());
  });
  return list;
}

/**
 * The options after the check. The reader's own are explained; the others are too once `revealed`, folded unless `open`.
 *
 * @param {Item} item
 * @param {string[]} given
 * @param {{revealed: boolean, open: boolean, confidence: string | null}} how
 */
export function explain(item, given, { revealed, open, confidence }) {
  return h(
    "ul.options",
    {},
    item.options.map((option) => {
      const own = given.includes(option.key);
      if (!own && !revealed) return h("li.option.quiet", {}, h("span.mark"), h("span.text", {}, author(option.text)));
      const { look, mark, verdict } = judge(option.right, own, confidence);
      const reason = [h("strong", {}, verdict), " ", ...author(option.feedback)];
      return h(
        `li.option.${look}`,
        {},
        h("span.mark", { "aria-hidden": "true" }, mark),
        h("span.text", {}, author(option.text)),
        own || option.right || open
          ? h("div.why", {}, reason)
          : h("details.why", {}, h("summary", {}, "Why not?"), h("div", {}, reason)),
      );
    }),
  );
}

/**
 * @param {boolean} right
 * @param {boolean} own
 * @param {string | null} confidence
 */
function judge(right, own, confidence) {
  if (right) return { look: "right", mark: "✓", verdict: own ? "Right, and your choice." : "This is right." };
  if (!own) return { look: "other", mark: "–", verdict: "Not so." };
  return { look: "wrong", mark: "✗", verdict: confidence === "sure" ? "Your choice, and you were sure." : "Your choice, not so." };
}
