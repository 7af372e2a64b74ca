// Runs drawn below one another, a panel for each unit. It is the existing drawing module: see docs/architecture.md.
import { h, s } from "../dom.js";
import { frame, lineThrough, ticks } from "../draw.js";
import { quantity } from "./said.js";

const PART = { left: 64, right: 12, top: 26, bottom: 8 };
const AXIS = 44;
const DECADES = 8;
const HEADROOM = 1.12;
/** Pixels: between two labels, of a letter, from a line to the label above and below it. */
const [ROOM, LETTER, ABOVE, BELOW] = [17, 8, 8, 19];
/** Above the panel there begins its own title. */
const TITLE = 70;
/** How far from its end towards its start a label may stand. */
const SHARES = Array.from({ length: 21 }, (_, i) => i / 20);
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

/** @typedef {[number, number][]} Line */
/** @typedef {{x: number, y: number, width: number, at?: [number, number]}} Spot right end of a label's text, its width; what it points at */

/**
 * Places of labels: beside their own line, as near to its end as no line and no other label runs through them; where
 * there is no such place, above the panel, and a thin line leads from there to the curve.
 *
 * @param {{text: string, line: Line}[]} labels
 * @param {Line[]} lines
 * @param {{left: number, right: number, top: number, base: number}} inside
 */
export function placed(labels, lines, { left, right, top, base }) {
  /** @type {Spot[]} */
  const found = [];
  let [edge, row] = [right, top - 12];
  for (const { text, line } of labels) {
    const width = LETTER * text.length;
    const end = line[line.length - 1];
    const last = Math.min(right, Math.max(end[0], left + width)) - 4;
    const beside = SHARES.flatMap((share) => {
      const x = last - share * (last - left - width);
      const [, y] = line.find(([at]) => at >= x) ?? end;
      return [y - ABOVE, y + BELOW].map((y) => ({ x, y, width }));
    });
    const beyond = { x: end[0] + 6 + width, y: end[1] + 5, width }; // behind the end of a run that ended early
    const inside = [beyond, ...beside].filter(({ x, y }) => x < right && y > top + 10 && y < base - 5);
    let spot = /** @type {Spot | undefined} */ (inside.find((one) => !found.some((other) => covers(other, one)) && !lines.some((line) => runsThrough(line, one))));
    if (!spot) {
      if (edge - width < left + ROOM) [edge, row] = [right, row - ROOM];
      const seen = line.filter(([, y]) => y <= base);
      const under = seen.filter(([at]) => at > edge - width && at < edge);
      const near = under.length ? under : seen.filter(([at]) => at >= left + TITLE);
      const at = near.reduce((a, b) => (b[1] < a[1] ? b : a), near[0] ?? seen.pop());
      if (at && !under.length) edge = Math.min(edge, Math.max(at[0], left + TITLE) + width); // above what is seen
      spot = { x: edge, y: row, width, at };
      edge -= width + ABOVE;
    }
    found.push(spot);
  }
  return found;
}

/** @param {Line} line @param {Spot} spot */
function runsThrough(line, { x, y, width }) {
  return line.some(([x2, y2], i) => {
    const [x1, y1] = line[i && i - 1];
    return x2 >= x - width && x1 <= x && Math.max(y1, y2) > y - 13 && Math.min(y1, y2) < y + 5;
  });
}

/** @param {Spot} a @param {Spot} b */
const covers = (a, b) => Math.abs(a.y - b.y) < ROOM && a.x > b.x - b.width && b.x > a.x - a.width;

/** @param {SimulatorData} data */
export function chart({ panels, model, words }) {
  const drawings = panels.map(() => s("svg", { "aria-hidden": "true", focusable: "false" }));
  const node = h("div.plot", {}, drawings);

  /**
   * @param {{width: number, log: boolean, runs: DrawnRun[], first: DrawnRun | null, guess: Guess}} what
   */
  function draw({ width, log, runs, first, guess }) {
    const height = panels.length > 1 ? 190 : width < 420 ? 230 : 270;
    panels.forEach(({ title, curves }, i) => {
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
        y: { ...span(values, log), text: short },
        part: { ...PART, bottom },
      });
      svg.append(s("text.tick", { x: 2, y: 14 }, title));
      const box = { x: left, y: top - 2, width: right - left, height: base - top + 4 };
      const inside = s("svg.inside", { ...box, viewBox: `${box.x} ${box.y} ${box.width} ${box.height}` });
      svg.append(inside);
      /** @type {{text: string, line: Line, style: string}[]} */
      const labels = [];
      /** @type {Line[]} */
      const lines = [];
      const line = (/** @type {DrawnRun} */ { times, values }, /** @type {SimulatorCurve} */ { id, family }, /** @type {string} */ dash, more = {}) => {
        const list = values[id];
        /** @type {Line} */
        const points = Array.from(list, (value, k) => [X(times[k]), Y(value)]);
        inside.append(s("path.curve", { d: lineThrough(points), style: `--arm:var(--${family})`, "stroke-dasharray": dash, ...more }));
        lines.push(points);
        return points;
      };
      for (const curve of curves) {
        if (first && !runs.includes(first)) line(first, curve, DASHES[3], { class: "curve first" });
        runs.slice(1).forEach((one, k) => {
          labels.push({ text: one.name.slice(0, 1), line: line(one, curve, DASHES[k + 1], { class: "curve kept" }), style: `--arm:var(--${curve.family})` });
        });
        if (!runs.length) continue;
        const own = line(runs[0], curve, "");
        if (curves.length > 1) labels.push({ text: curve.name, line: own, style: `--arm:var(--${curve.family})` });
      }
      if (drawn.length) {
        /** @type {Line} */
        const points = drawn.map(([x, y]) => [X(x), Y(y)]);
        inside.append(s("path.curve.guess", { d: lineThrough(points) }));
        lines.push(points);
        labels.push({ text: words.your_prediction, line: points, style: "--arm:var(--soft)" });
      }
      const places = placed(labels, lines, { left, right, top, base });
      labels.forEach(({ text, style }, k) => {
        const { x, y, width, at } = places[k];
        if (at) inside.before(s("path.leader", { d: lineThrough([[Math.max(x - width, at[0]), y + 4], at]), style }));
        svg.append(s("text.halo.name", { x, y, "text-anchor": "end", style }, text));
      });
      const over = Math.min(0, ...places.map(({ y }) => y - LETTER - 6)); // rows of labels above the panel
      svg.setAttribute("viewBox", `0 ${over} ${width} ${height + bottom - over}`);
      svg.setAttribute("height", String(height + bottom - over));
    });
  }
  return { node, drawings, draw };
}
