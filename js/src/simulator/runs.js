// Runs of a model, at the times that a chart needs, and where a slider stands between two ends.
import { schedule } from "../solver/schedule.js";
import { solve } from "../solver/solve.js";

const POINTS = 400;
const STOPS = 200;
const WIDE = 50;

/**
 * Times at which a run is looked at: even ones, and both sides of every dose.
 *
 * @param {SolverModel} model
 * @param {Float64Array} p every parameter's value
 * @param {number} end
 */
export function timesOf(model, p, end) {
  const { changes } = schedule(model.plan(p), model.states.map(({ id }) => id));
  const sides = changes.flatMap(({ time }) => [time * (1 - 1e-9), time]).filter((time) => time > 0 && time < end);
  const even = Array.from({ length: POINTS + 1 }, (_, i) => (i * end) / POINTS);
  return Float64Array.from([...new Set([...even, ...sides])]).sort();
}

/**
 * A run for a chart.
 *
 * @param {SolverModel} model
 * @param {Record<string, number>} given values that differ from the model's own
 * @param {string} name of the run
 * @param {Parameters<typeof solve>[4]} [accuracy]
 * @returns {(DrawnRun & {ok: true}) | SolverFailure}
 */
export function run(model, given, name, accuracy) {
  const p = Float64Array.from(model.parameters, ({ id, value }) => given[id] ?? value);
  const known = model.parameters.every(({ low, high }, i) => p[i] >= low && p[i] <= high);
  const times = known ? timesOf(model, p, model.days) : [0, model.days]; // solve says what is wrong
  const made = solve(model, given, null, times, accuracy);
  if (!made.ok) return made;
  const parts = [...model.states, ...model.observables];
  const values = Object.fromEntries([...made.states, ...made.observables].map((list, i) => [parts[i].id, list]));
  return { ok: true, name, times: made.times, values, ended: made.ended };
}

/**
 * Values that a slider offers: even steps, or even ratios where the range spans many; each of three digits.
 *
 * @param {{low: number, high: number, value: number}} range
 */
export function stops({ low, high, value }) {
  const wide = low > 0 && high / low > WIDE;
  const uneven = low === 0 && value > 0 && high / value > WIDE;
  const at = (/** @type {number} */ share) => {
    if (wide) return low * (high / low) ** share;
    return low + (high - low) * (uneven ? share ** 4 : share);
  };
  const inside = Array.from({ length: STOPS - 1 }, (_, i) => Number(at((i + 1) / STOPS).toPrecision(3)));
  return [...new Set([low, ...inside.filter((stop) => stop > low && stop < high), high])];
}
