// Numbers and runs in words. The rules of record are immunolearn.simulators.words and .told.
import { readNumber } from "../quiz/numbers.js";
import { fill } from "../statistics/said.js";

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const [TURN, LEAST] = [0.1, 0.005];
const [SETTLED, LAST_PART] = [0.05, 0.8];
const MOST_TURNS = 3;
const LONG = 50;

/**
 * A number of so many digits as it is read, with its unit.
 *
 * @param {number} value
 * @param {string} [unit]
 */
export function quantity(value, unit = "", digits = 3) {
  const rounded = Number(value.toPrecision(digits));
  const size = Math.abs(rounded);
  let text = String(rounded);
  if (size > 0 && (size < 1e-3 || size >= 1e12)) {
    const [front, power] = rounded.toExponential().split("e");
    text = `${front} × 10${power.replace("+", "").replace("-", "⁻").replace(/\d/g, (digit) => RAISED[Number(digit)])}`;
  } else if (size >= 1e9) text = `${Number((rounded / 1e9).toPrecision(digits))} billion`;
  else if (size >= 1e6) text = `${Number((rounded / 1e6).toPrecision(digits))} million`;
  else if (size >= 1e4) text = text.replace(/\B(?=(\d{3})+(\.|$))/g, ",");
  return `${text} ${text === "1" ? unit.replace(/^cells\b/, "cell") : unit}`.trimEnd();
}

/** A parameter's value, with all the digits that its source has. @param {number} value */
export const exactly = (value, unit = "") => quantity(value, unit, 4);

/**
 * What a reader types: a number as everywhere, or one of millions or billions.
 *
 * @param {string} text
 * @param {string} unit may stand behind it
 */
export function readQuantity(text, unit) {
  const bare = unit && text.trim().endsWith(unit) ? text.trim().slice(0, -unit.length) : text;
  const [, number, large] = /^(.*?)\s*(million|billion|m|bn)?\s*$/i.exec(bare) ?? ["", bare, ""];
  const value = readNumber(number);
  return value === null ? null : value * (!large ? 1 : /^m/i.test(large) ? 1e6 : 1e9);
}

/**
 * A time of a run, as "on day 36".
 *
 * @param {Record<string, string>} words
 * @param {number} time
 * @param {string} unit
 * @param {number} end
 */
export const moment = (words, time, unit, end, kind = "on") =>
  fill(words[`${kind}_${unit}`], { t: end > LONG ? Math.floor(time + 0.5) : quantity(time) });

/**
 * Places of peaks and troughs, by turns.
 *
 * @param {ArrayLike<number>} values
 * @param {boolean} [cells] a turn is by a cell at least
 */
export function turns(values, cells = false) {
  const least = cells ? 1 : LEAST * largest(values);
  const moved = (/** @type {number} */ one, /** @type {number} */ other) => {
    const [a, b] = [values[one], values[other]];
    return Math.abs(a - b) > Math.max(TURN * Math.max(Math.abs(a), Math.abs(b)), least);
  };
  /** @type {number[]} */
  const found = [];
  let [low, high, way] = [0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    if (way >= 0 && values[i] > values[high]) high = i;
    if (way <= 0 && values[i] < values[low]) low = i;
    if (way >= 0 && moved(high, i) && values[i] < values[high]) {
      if (way) found.push(high);
      [way, low] = [-1, i];
    } else if (way <= 0 && moved(low, i) && values[i] > values[low]) {
      if (way) found.push(low);
      [way, high] = [1, i];
    }
  }
  return found;
}

/**
 * What happened, in words.
 *
 * @param {Record<string, string>} words
 * @param {{subject: string, unit: string, cells: boolean, time: string}} curve
 * @param {ArrayLike<number>} times
 * @param {ArrayLike<number>} values
 * @param {number} end the time at which the run was to end
 * @param {{time: number, reason: string} | null} ended
 */
export function tell(words, { subject, unit, cells, time }, times, values, end, ended) {
  const amount = (/** @type {number} */ i) => (cells && values[i] > 0 && values[i] < 1 ? words.part_of_a_cell : quantity(values[i], unit));
  const when = (/** @type {number} */ t) => moment(words, t, time, end);
  const places = turns(values, cells);
  const last = values.length - 1;
  const tail = Array.from(values).filter((_, i) => times[i] >= LAST_PART * times[last]);
  const settled = Math.max(...tail) - Math.min(...tail) <= SETTLED * largest(tail) && !ended;
  const known = { subject, start: amount(0), end: amount(last), last: when(times[last]), time: moment(words, times[last], time, end, "for") };
  const say = (/** @type {string} */ name, more = {}) => fill(words[name], { ...known, ...more });
  const how = settled ? "_settles" : "";
  const sentences = [];
  if (!places.length) {
    const change = values[last] - values[0];
    sentences.push(say(Math.abs(change) <= TURN * largest(values) ? "stays" : `${change > 0 ? "rises" : "falls"}${how}`));
  } else if (places.length <= MOST_TURNS) {
    const up = values[places[0]] > values[0];
    const parts = places.map((i, number) =>
      say(`${up === (number % 2 === 0) ? "peak" : "trough"}${number ? "" : "_first"}`, { value: amount(i), moment: when(times[i]) }),
    );
    sentences.push([...parts, say(settled ? "settles" : "ends")].join(", "));
  } else {
    const [low, high] = places.reduce(([a, b], i) => [values[i] < values[a] ? i : a, values[i] > values[b] ? i : b], [places[0], places[0]]);
    sentences.push(say(`swings${how}`, { count: Math.floor((places.length + 1) / 2), low: amount(low), high: amount(high) }));
  }
  const below = cells && values[0] >= 1 ? Array.from(values).findIndex((value) => value < 1) : -1;
  if (below >= 0 && !ended) sentences.push(say("below_one", { moment: when(times[below]) }));
  if (ended) sentences.push(say("ended", { moment: when(ended.time), reason: ended.reason }));
  return sentences.join(" ");
}

/** @param {ArrayLike<number>} values */
const largest = (values) => Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
