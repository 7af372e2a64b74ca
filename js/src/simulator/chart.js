// Runs drawn below one another, a panel for each unit. It is the existing drawing module: see docs/architecture.md.
import { h, s } from "../dom.js";
import { frame, lineThrough, ticks } from "../draw.js";
import { quantity } from "./said.js";

const PART = { left: 58, right: 12, top: 26, bottom: 8 };
const AXIS = 44;
const DECADES = 8;
const HEADROOM = 1.12;
const ROOM = 17;
/** Dashes of the run that is changed, of those it is compared with, and of the first. */
export const DASHES = ["", "9 5", "3 4", "1 5"];

/** A round number on an axis. @param {number} value */
export const short = (value) => quantity(value).replace(" million", " M").replace(" billion", " bn");

/**
 * Ends of the axis on which these values are drawn, and its ticks; what is 0 or less is below a logarithmic one.
 *
 * @param {ArrayLike<number>[]} lists
 * @param {boolean} log
 */
export function span(lists, log) {
  let [least, most, lowest] = [Infinity, 0, 0];
  for (const list of lists)
    for (let i = 0; i < list.length; i++) {
      const value = list[i];
      if (value > most) most = value;
      if (value < lowest) lowest = value;
      if (value > 0 && value < least) least = value;
    }
  if (most === 0) [least, most] = [0.1, 1];
  if (!log) return { min: lowest, max: HEADROOM * most, at: ticks(lowest, HEADROOM * most) };
  const high = Math.ceil(Math.log10(most) - 1e-9);
  const low = Math.min(high - 1, Math.max(high - DECADES, Math.floor(Math.log10(least) + 1e-9)));
  const every = Math.max(1, Math.ceil((high - low) / 5));
  const at = Array.from({ length: Math.floor((high - low) / every) + 1 }, (_, i) => 10 ** (low + i * every));
  return { min: 10 ** low, max: 10 ** high, at, log };
}

/**
 * Places of labels, moved so far that none covers another.
 *
 * @param {number[]} places
 */
export function apart(places) {
  const order = places.map((_, i) => i).sort((a, b) => places[a] - places[b]);
  const moved = [...places];
  for (let round = 0; round < 8; round++)
    for (let k = 1; k < order.length; k++) {
      const short = ROOM - (moved[order[k]] - moved[order[k - 1]]);
      if (short <= 0) continue;
      moved[order[k - 1]] -= short / 2;
      moved[order[k]] += short / 2;
    }
  return moved;
}

/** @param {SimulatorData} data */
export function chart({ panels, model, words }) {
  const drawings = panels.map(() => s("svg", { "aria-hidden": "true", focusable: "false" }));
  const node = h("div.plot", {}, drawings);

  /**
   * @param {{width: number, log: boolean, runs: DrawnRun[], first: DrawnRun | null, guess: Guess}} what
   */
  function draw({ width, log, runs, first, guess }) {
    const height = panels.length > 1 ? 190 : width < 420 ? 230 : 270;
    panels.forEach(({ unit, curves }, i) => {
      const svg = drawings[i];
      const all = first && !runs.includes(first) ? [...runs, first] : runs;
      const drawn = guess && "points" in guess && curves.some(({ id }) => id === guess.curve) ? guess.points : [];
      const last = i === panels.length - 1;
      const bottom = last ? AXIS : PART.bottom;
      const values = [...all.flatMap((one) => curves.map(({ id }) => one.values[id])), drawn.map(([, y]) => y)];
      const { X, Y, left, right, top, base } = frame(svg, {
        width,
        height: height + bottom,
        x: { min: 0, max: model.days, label: last ? words[`axis_${model.time}`] : "", text: last ? short : () => "", at: ticks(0, model.days) },
        y: { ...span(values, log), label: unit, text: short },
        part: { ...PART, bottom },
      });
      svg.append(s("text.tick", { x: 2, y: 14 }, [curves.length === 1 && curves[0].name, unit].filter(Boolean).join(", ")));
      const box = { x: left, y: top - 2, width: right - left, height: base - top + 4 };
      const inside = s("svg.inside", { ...box, viewBox: `${box.x} ${box.y} ${box.width} ${box.height}` });
      svg.append(inside);
      /** @type {{text: string, x: number, y: number, style: string}[]} */
      const labels = [];
      const line = (/** @type {DrawnRun} */ { times, values }, /** @type {SimulatorCurve} */ { id, family }, /** @type {string} */ dash, more = {}) => {
        const list = values[id];
        /** @type {[number, number][]} */
        const points = Array.from(list, (value, k) => [X(times[k]), Y(value)]);
        inside.append(s("path.curve", { d: lineThrough(points), style: `--arm:var(--${family})`, "stroke-dasharray": dash, ...more }));
        return points[points.length - 1];
      };
      for (const curve of curves) {
        if (first && !runs.includes(first)) line(first, curve, DASHES[3], { class: "curve first" });
        runs.slice(1).forEach((one, k) => {
          const [x, y] = line(one, curve, DASHES[k + 1], { class: "curve kept" });
          labels.push({ text: one.name.slice(0, 1), x, y: y - 8, style: `--arm:var(--${curve.family})` });
        });
        if (!runs.length) continue;
        const [x, y] = line(runs[0], curve, "");
        if (curves.length > 1) labels.push({ text: curve.name, x: Math.max(x, left + 8 * curve.name.length), y: y - 8, style: `--arm:var(--${curve.family})` });
      }
      if (drawn.length) {
        /** @type {[number, number][]} */
        const points = drawn.map(([x, y]) => [X(x), Y(y)]);
        inside.append(s("path.curve.guess", { d: lineThrough(points) }));
        const middle = points[Math.floor(points.length / 2)];
        labels.push({ text: words.your_prediction, x: middle[0], y: middle[1] - 10, style: "--arm:var(--soft)" });
      }
      const places = apart(labels.map(({ y }) => Math.min(base - 6, Math.max(top + 10, y))));
      labels.forEach(({ text, x, style }, k) =>
        svg.append(s("text.halo.name", { x: Math.min(x, right) - 4, y: places[k], "text-anchor": "end", style }, text)),
      );
    });
  }
  return { node, drawings, draw };
}
