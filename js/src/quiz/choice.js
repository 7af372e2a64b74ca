// Single and multiple choice.
import { author, h } from "../dom.js";
import { told } from "./told.js";

/** @type {Kind<ChoiceItem>["ask"]} */
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

/** The reader's own options are explained; the others are too once revealed. @type {Kind<ChoiceItem>["explain"]} */
export function explain(item, given, { revealed, open, kept, confidence }) {
  return h(
    "ul.options",
    {},
    item.options.map((option) => {
      const own = given.includes(option.key);
      const text = author(option.text);
      if (kept && own) return told({ look: "own", text: [...text, h("span.tag", {}, "your answer")] });
      if (kept || (!own && !revealed)) return told({ look: "quiet", text });
      const fold = own || option.right || open ? "" : "Why not?";
      return told({ ...judge(option.right, own, confidence), text, why: option.feedback, fold });
    }),
  );
}

/**
 * @param {boolean} right
 * @param {boolean} own
 * @param {string | null} confidence
 * @returns {{look: "right" | "wrong" | "other", verdict: string}}
 */
function judge(right, own, confidence) {
  if (right) return { look: "right", verdict: own ? "Right, and your choice." : "This is right." };
  if (!own) return { look: "other", verdict: "Not so." };
  return { look: "wrong", verdict: confidence === "sure" ? "Your choice, and you were sure." : "Your choice, not so." };
}

/** @type {Kind<ChoiceItem>["words"]} */
export function words({ options }, given) {
  const own = options.filter((option) => given.includes(option.key));
  return own.flatMap(({ text }, index) => (index ? ["; ", ...text] : text));
}

/** @type {Kind<ChoiceItem>["missing"]} */
export function missing(_, given) {
  return given.length ? "" : "Choose an answer first.";
}
