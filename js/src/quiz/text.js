// A word or two.
import { author, h } from "../dom.js";
import { field } from "./field.js";
import { accepts, isMisspelt, normalise } from "./names.js";
import { judged, keptLine, told } from "./told.js";

/** @type {Kind<TextItem>["ask"]} */
export function ask(_, [typed = ""], choose) {
  const input = field(typed, {
    "aria-labelledby": "stem",
    oninput: () => choose(input.value.trim() ? [input.value.trim()] : []),
  });
  return h("div.line", {}, input);
}

/** @type {Kind<TextItem>["missing"]} */
export function missing(_, given) {
  return normalise(given[0] ?? "") ? "" : "Type an answer first.";
}

/** @type {Kind<TextItem>["explain"]} */
export function explain(item, given, how) {
  return how.kept ? keptLine(given) : h("ul.options", {}, lines(item, given[0] ?? "", how));
}

/** @type {Kind<TextItem>["words"]} */
export function words(_, given) {
  return given;
}

/**
 * What was typed, and why it is right or not; what else could have been.
 *
 * @param {Typed} typed
 * @param {string} own
 * @param {How} how
 */
export function lines({ answer, accept, spelling, right, wrong, otherwise }, own, { revealed, open, confidence }) {
  const isRight = accepts(accept, own);
  const met = isRight ? undefined : wrong.find((one) => accepts(one.accept, own));
  const others = wrong.filter((one) => one !== met);
  const misspelt = !isRight && !met && isMisspelt(spelling, own);
  const why = isRight ? right : (met?.feedback ?? otherwise);
  return [
    own && told({ ...judged(isRight, confidence), text: [own], why: misspelt ? ["Check the spelling."] : why }),
    revealed && !isRight && told({ look: "right", text: author(answer), verdict: "This is right.", why: right }),
    revealed &&
      others.map((one) =>
        told({ look: "other", text: author(one.text), verdict: "Not so.", why: one.feedback, fold: open ? "" : "Why not?" }),
      ),
  ].flat().filter((line) => line instanceof HTMLElement);
}
