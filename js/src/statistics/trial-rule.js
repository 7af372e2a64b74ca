// How a virtual trial comes out. Twin of statistics_elements/trial.py.
import { wilson } from "./rules.js";

/** The last class (of CR, PR, SD, PD) that counts as an event. @type {Record<string, number>} */
const ENDPOINTS = { response: 1, control: 2 };
const LEFT = 3;

/**
 * Newcombe's interval of a difference of two shares of equally many patients.
 *
 * @param {number} events @param {number} control @param {number} n
 * @returns {[number, number]}
 */
export function newcombe(events, control, n) {
  const [[a, b], [c, d]] = [wilson(events, n), wilson(control, n)];
  const [p, q] = [events / n, control / n];
  return [p - q - Math.hypot(p - a, d - q), p - q + Math.hypot(b - p, q - c)];
}

/**
 * Carry a trial out.
 *
 * @param {TrialDesign} design
 * @param {{outcomes: Record<string, string>, marker: string}} people
 * @param {() => number} next
 * @returns {TrialResult}
 */
export function run({ drug, patients, arms, n, endpoint, dropout }, { outcomes, marker }, next) {
  const { standard } = outcomes;
  const pool = [...marker].flatMap((one, i) => (patients === "all" || one === "1" ? [i] : []));
  const arm = (/** @type {string} */ text) =>
    Array.from({ length: n }, () => {
      const best = Number(text[pool[Math.floor(next() * pool.length)]]);
      return next() < dropout ? LEFT : best;
    });
  const [treated, controls] = [outcomes[drug] ?? standard, standard].slice(0, arms).map(arm);
  const results = (endpoint === "any" ? Object.keys(ENDPOINTS) : [endpoint]).map((name) => {
    const count = (/** @type {number[]} */ list) => list.filter((best) => best <= ENDPOINTS[name]).length;
    const [events, control] = [count(treated), controls ? count(controls) : 0];
    const [low, high] = controls ? newcombe(events, control, n) : wilson(events, n);
    const bar = controls ? 0 : count([...standard].map(Number)) / standard.length;
    return { events, control, low, high, bar, success: low > bar };
  });
  return results.find(({ success }) => success) ?? results[0];
}
