// A number, with a unit where there is one.
import { author, h } from "../dom.js";
import { dropdown, field } from "./field.js";
import { grade, valueGiven, within } from "./grade.js";
import { judged, keptLine, told } from "./told.js";

/** @type {Kind<NumericItem>["ask"]} */
export function ask(item, [typed = "", unit = ""], choose) {
  const { unit: fixed, units } = item;
  const input = field(typed, { inputmode: "decimal", "aria-labelledby": "stem", oninput: take });
  const labels = units.map(({ key, text }) => ({ key, label: text }));
  const list = units.length > 0 && dropdown(labels, unit, { "aria-label": "Unit", onchange: take }, "unit …");
  function take() {
    const number = input.value.trim();
    choose(number ? [number, ...(list && list.value ? [list.value] : [])] : []);
  }
  return h("div.line", {}, input, list || h("span.unit", {}, fixed));
}

/** @type {Kind<NumericItem>["missing"]} */
export function missing(item, given) {
  const [typed, unit] = given;
  if (!typed) return "Type a number first.";
  if (item.units.length && !unit) return "Choose a unit.";
  return valueGiven(item, given) === null ? `"${typed}" is not read as a number. Write it like 12,5 or 12.5.` : "";
}

/** @type {Kind<NumericItem>["explain"]} */
export function explain(item, given, { revealed, open, kept, confidence }) {
  if (kept) return keptLine(words(item, given));
  const right = given.length > 0 && grade(item, given) === 1;
  const number = valueGiven(item, given);
  const met = number === null ? undefined : item.wrong.find((wrong) => within(number, wrong.value, wrong.tolerance));
  const others = item.wrong.filter((wrong) => wrong !== met);
  return h(
    "ul.options",
    {},
    given.length > 0 &&
      told({ ...judged(right, confidence), text: author(words(item, given)), why: right ? item.right : (met?.feedback ?? item.otherwise) }),
    revealed && !right && told({ look: "right", text: solution(item), verdict: "This is right.", why: item.right }),
    revealed && right && h("li.aside", {}, "Counted as right: ", solution(item), "."),
    revealed &&
      others.map(({ value, feedback }) =>
        told({ look: "other", text: [inUnit(item, value)], verdict: "Not so.", why: feedback, fold: open ? "" : "Why not?" }),
      ),
  );
}

/** @type {Kind<NumericItem>["words"]} */
export function words({ units, unit }, [typed, key]) {
  if (!typed) return [];
  return [withUnit(typed, units.find((one) => one.key === key)?.text ?? unit)];
}

/** @param {NumericItem} item */
function solution(item) {
  const { absolute, relative = 0 } = item.tolerance;
  const margin = absolute ?? Math.abs(item.answer) * relative;
  const range = margin ? `, or anything from ${show(item.answer - margin)} to ${show(item.answer + margin)}` : "";
  return [inUnit(item, item.answer) + range];
}

/**
 * @param {NumericItem} item
 * @param {number} number
 */
function inUnit({ unit, units }, number) {
  return withUnit(show(number), units.find(({ factor }) => factor === 1)?.text ?? unit);
}

/**
 * @param {string} number
 * @param {string} unit
 */
function withUnit(number, unit) {
  return unit ? `${number}\u00a0${unit}` : number;
}

/** @param {number} number */
function show(number) {
  return String(Number(number.toPrecision(6))).replace("-", "−");
}
