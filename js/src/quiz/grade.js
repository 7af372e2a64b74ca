// Scores as the page shows them. The rule of record, with its reasons, is immunolearn.questions.grading; tests/vectors
// hold the two together.
import { accepts, normalise } from "./names.js";
import { readNumber } from "./numbers.js";

/** Score of a right and of a wrong answer by the reader's word, under the rule "certainty". */
const CERTAINTY = new Map([
  ["sure", [1, 0]],
  ["think", [8 / 9, 4 / 9]],
  ["guess", [7 / 9, 6 / 9]],
]);

const ROUNDING = 1e-9;

/**
 * Score of an answer, from 0 to 1; null if nothing was given that can be graded.
 *
 * @param {Item} item
 * @param {string[]} given
 * @param {string | null} [confidence] counts only under the rule "certainty"
 * @returns {number | null}
 */
export function grade(item, given, confidence = null) {
  const base = SCORES[item.kind](item, given);
  const [right, wrong] = CERTAINTY.get(item.rule === "certainty" ? (confidence ?? "") : "") ?? [1, 0];
  return base === null ? null : wrong + base * (right - wrong);
}

/** A curve whose mean distance is half the tolerance still lies near. */
const NEAR = 0.5;

/**
 * Is an answer right, however sure the reader was? A drawn curve is right if it lies near; is_right is the rule of record.
 *
 * @param {Item} item
 * @param {string[]} given
 */
export function isRight(item, given) {
  return (SCORES[item.kind](item, given) ?? 0) >= (item.kind === "curve" ? NEAR - ROUNDING : 1);
}

/** @type {Record<string, (item: any, given: string[]) => number | null>} */
const SCORES = { single, multiple, numeric, text, cloze, match: parts, sort: parts, label: parts, order, curve };

/**
 * @param {ChoiceItem} item
 * @param {string[]} given
 */
function single({ options }, given) {
  const chosen = new Set(given);
  return given.length ? Number(chosen.size === 1 && rightOf(options).has(given[0])) : null;
}

/**
 * @param {ChoiceItem} item
 * @param {string[]} given
 */
function multiple({ options, rule }, given) {
  const [chosen, right] = [new Set(given), rightOf(options)];
  if (!chosen.size) return null;
  const hits = [...chosen].filter((key) => right.has(key)).length;
  const misses = chosen.size - hits;
  if (rule === "all-or-nothing") return Number(hits === right.size && !misses);
  const everything = chosen.size === options.length && options.every(({ key }) => chosen.has(key));
  return everything && misses ? 0 : Math.max(0, (hits - misses) / right.size);
}

/** @param {Option[]} options */
function rightOf(options) {
  return new Set(options.filter(({ right }) => right).map(({ key }) => key));
}

/**
 * @param {NumericItem} item
 * @param {string[]} given
 */
function numeric(item, given) {
  const value = valueGiven(item, given);
  return value === null ? null : Number(within(value, item.answer, item.tolerance));
}

/**
 * The number in the question's own unit; null if there is none.
 *
 * @param {NumericItem} item
 * @param {string[]} given
 */
export function valueGiven({ unit, units }, [typed = "", chosen]) {
  if (!units?.length) return readNumber(typed, unit ?? "");
  const own = units.find(({ key }) => key === chosen);
  const number = own ? readNumber(typed, own.text) : null;
  return own && number !== null ? number * own.factor : null;
}

/**
 * @param {number} value
 * @param {number} answer
 * @param {{absolute?: number, relative?: number}} tolerance
 */
export function within(value, answer, { absolute, relative = 0 }) {
  return Math.abs(value - answer) <= (absolute ?? relative * Math.abs(answer)) + ROUNDING * Math.abs(answer);
}

/**
 * @param {TextItem} item
 * @param {string[]} given
 */
function text({ accept }, [typed = ""]) {
  return normalise(typed) ? Number(accepts(accept, typed)) : null;
}

/**
 * @param {ClozeItem} item
 * @param {string[]} given
 */
function cloze({ gaps }, given) {
  const values = pairsOf(given);
  return values.size ? mean(gaps.map((gap) => Number(fills(gap, values.get(gap.key) ?? "")))) : null;
}

/**
 * @param {Gap} gap
 * @param {string} value
 */
export function fills(gap, value) {
  return "options" in gap ? rightOf(gap.options).has(value) : accepts(gap.accept, value);
}

/**
 * In match and label a choice that is used twice counts for nothing.
 *
 * @param {AssignItem} item
 * @param {string[]} given
 */
function parts({ kind, parts }, given) {
  const values = pairsOf(given);
  if (!values.size) return null;
  const used = [...values.values()];
  const counts = (/** @type {string} */ value) => kind === "sort" || used.indexOf(value) === used.lastIndexOf(value);
  return mean(parts.map(({ key, is }) => Number(values.get(key) === is && counts(is))));
}

/**
 * @param {OrderItem} item
 * @param {string[]} given
 */
function order({ steps }, given) {
  const keys = steps.map(({ key }) => key);
  if (!given.length) return null;
  const once = new Set(given).size === given.length;
  return mean(keys.slice(1).map((key, index) => Number(once && follows(given, keys[index], key))));
}

/**
 * @param {string[]} keys
 * @param {string} first
 * @param {string} second
 */
export function follows(keys, first, second) {
  return keys.some((key, index) => key === first && keys[index + 1] === second);
}

/**
 * @param {CurveItem} item
 * @param {string[]} given
 */
function curve({ points, asked, tolerance }, given) {
  const drawn = drawnOf(given);
  if (!asked.some((x) => drawn.has(x))) return null;
  const real = new Map(points.map(({ x, y }) => [x, y]));
  return mean(asked.map((x) => Math.max(0, 1 - Math.abs((drawn.get(x) ?? Infinity) - (real.get(x) ?? NaN)) / tolerance)));
}

/**
 * The values that a reader gave, by x.
 *
 * @param {string[]} given
 * @returns {Map<number, number>}
 */
export function drawnOf(given) {
  const read = [...pairsOf(given)].map(([x, y]) => [readNumber(x), readNumber(y)]);
  return new Map(/** @type {[number, number][]} */ (read.filter(([x, y]) => x !== null && y !== null)));
}

/**
 * What each part was given, from "part=value"; a part that is given two values has none of them.
 *
 * @param {string[]} given
 * @returns {Map<string, string>}
 */
export function pairsOf(given) {
  const values = new Map();
  for (const pair of given) {
    const at = pair.includes("=") ? pair.indexOf("=") : pair.length;
    const [part, value] = [pair.slice(0, at), pair.slice(at + 1)];
    if (value.trim()) values.set(part, (values.get(part) ?? value) === value ? value : "=");
  }
  return values;
}

/** @param {number[]} numbers */
function mean(numbers) {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}
