// Outlines of living cells: soft, pressed flat by their neighbours, dented by a T cell. Micrometres; no canvas here.
import { random } from "../statistics/rules.js";

const RADIUS = 10.5;
const GAP = 0.5;
const KILLER = 5.8;

/** @type {Record<number, Float64Array>} */
const RAYS = {};

/**
 * Cosine and sine of each ray of an outline.
 *
 * @param {number} n
 */
export function directions(n) {
  return (RAYS[n] ??= Float64Array.from({ length: 2 * n }, (_, i) => Math[i % 2 ? "sin" : "cos"]((2 * Math.PI * (i >> 1)) / n)));
}

/**
 * What a hunt's cells look like: made once for each hunt, then moved by `breathe`.
 *
 * @param {Hunt} hunt
 * @param {number} points of an outline
 * @returns {CellShape[]}
 */
export function cellShapes(hunt, points) {
  const draw = random(hunt.choice.seed ^ 0x5eed);
  const shapes = hunt.cells.map(({ x, y }) => ({
    x,
    y,
    r: RADIUS * (0.86 + 0.3 * draw()),
    waves: Array.from({ length: 6 }, () => 2 * Math.PI * draw()),
    pace: 0.7 + 0.6 * draw(),
    stretch: [0.04 + 0.17 * draw(), 0.02 + 0.07 * draw()],
    kind: Math.floor(draw() * 10),
    near: /** @type {number[]} */ ([]),
    rest: new Float32Array(points),
    goal: new Float32Array(points),
    now: new Float32Array(points),
    shift: [0, 0, 0],
    buds: Array.from({ length: 9 }, (_, i) => ({ at: ((i + draw() * 0.8) / 9) * 2 * Math.PI, size: 0.2 + 0.24 * draw(), phase: 6 * draw(), far: 0.5 + draw() })),
  }));
  shapes.forEach((shape, i) => {
    shape.near = shapes.flatMap((other, j) => (j !== i && (other.x - shape.x) ** 2 + (other.y - shape.y) ** 2 < (2.6 * RADIUS) ** 2 ? [j] : []));
  });
  shapes.forEach((_, i) => settle(hunt, shapes, i));
  shapes.forEach((shape) => shape.rest.set(shape.goal));
  return shapes;
}

/**
 * The outline that a cell rests in among the neighbours that live.
 *
 * @param {Hunt} hunt
 * @param {CellShape[]} shapes
 * @param {number} i
 */
export function settle(hunt, shapes, i) {
  const shape = shapes[i];
  const { r, goal, waves, stretch } = shape;
  const n = goal.length;
  for (let k = 0; k < n; k++) {
    const angle = (2 * Math.PI * k) / n;
    goal[k] = r * (1 + stretch[0] * Math.cos(2 * angle + waves[0]) + stretch[1] * Math.cos(3 * angle + waves[1]));
  }
  for (const j of shape.near) {
    const other = shapes[j];
    if (hunt.cells[j].died <= hunt.time) continue;
    const [dx, dy] = [other.x - shape.x, other.y - shape.y];
    const d = Math.hypot(dx, dy);
    const wall = Math.max(0.3 * r, (d * d + r * r - other.r ** 2) / (2 * d) - GAP);
    const toward = Math.atan2(dy, dx);
    for (let k = 0; k < n; k++) {
      const c = Math.cos((2 * Math.PI * k) / n - toward);
      if (c > 0.1) goal[k] = Math.min(goal[k], wall / c);
    }
  }
  for (let pass = 0; pass < 2; pass++) {
    const before = goal.slice();
    for (let k = 0; k < n; k++) goal[k] = (before[(k + n - 1) % n] + 2 * before[k] + before[(k + 1) % n]) / 4;
  }
}

/**
 * The outline now: it wavers, and gives way to T cells.
 *
 * @param {CellShape} shape
 * @param {number} phase time of the wavering
 * @param {{x: number, y: number, r: number}[]} guests T cells near
 * @param {number} [tremble] how much a cell that is being killed quivers
 */
export function breathe(shape, phase, guests, tremble = 0) {
  const { r, rest, goal, now, waves, pace } = shape;
  const n = now.length;
  const rays = directions(n);
  const t = phase * pace;
  const [a, b, c] = [Math.sin(t + waves[2]), Math.sin(0.8 * t + waves[3]), 1.3 * t + waves[4]];
  const [slow, fast] = [0.03 * r, (0.014 + 0.03 * tremble) * r];
  let [cx, cy, size] = [0, 0, 0];
  for (let k = 0; k < n; k++) {
    const angle = (2 * Math.PI * k) / n;
    rest[k] += (goal[k] - rest[k]) * 0.05;
    now[k] = rest[k] + slow * (a * Math.cos(2 * angle + waves[5]) + b * Math.cos(3 * angle)) + fast * Math.sin(5 * angle + c * (1 + 2 * tremble));
    for (const guest of guests) {
      const [dx, dy] = [guest.x - shape.x, guest.y - shape.y];
      const d = Math.hypot(dx, dy);
      const turn = angle - Math.atan2(dy, dx);
      const side = d * Math.sin(turn);
      if (Math.cos(turn) <= 0 || Math.abs(side) >= guest.r) continue;
      now[k] = Math.min(now[k], Math.max(0.32 * r, d * Math.cos(turn) - Math.sqrt(guest.r ** 2 - side * side)));
    }
    cx += now[k] * rays[2 * k];
    cy += now[k] * rays[2 * k + 1];
    size += now[k];
  }
  shape.shift = [cx / n, cy / n, size / n];
}

/**
 * The outline of a T cell along its heading: a ruffling front, a round body, a tail; at a target round and pressed flat.
 *
 * @param {number} phase
 * @param {number} held 0 crawling to 1 at a target
 * @param {number} tired 0 or 1
 * @param {Float32Array} out
 */
export function killerOutline(phase, held, tired, out) {
  const n = out.length;
  const free = (1 - held) * (1 - 0.8 * tired);
  for (let k = 0; k < n; k++) {
    const angle = (2 * Math.PI * k) / n;
    const front = angle > Math.PI ? angle - 2 * Math.PI : angle;
    const back = Math.abs(front) - Math.PI;
    let r = 1 / Math.sqrt((Math.cos(angle) / (1 + 0.28 * free)) ** 2 + (Math.sin(angle) / (1 - 0.1 * free + 0.16 * held)) ** 2);
    r += free * Math.exp(-((front / 0.85) ** 2)) * (0.2 + 0.12 * Math.sin(2.1 * phase + 4 * front) + 0.07 * Math.sin(3.7 * phase - 7 * front));
    r += free * Math.exp(-((back / 0.3) ** 2)) * (0.5 + 0.14 * Math.sin(1.3 * phase));
    r += held * Math.exp(-(((Math.abs(front) - 0.85) / 0.55) ** 2)) * (0.1 + 0.05 * Math.sin(1.7 * phase + front));
    r += 0.03 * Math.sin(1.1 * phase + 3 * angle);
    if (Math.cos(front) > 0.3) r = Math.min(r, r * (1 - held) + (held * (0.9 + 0.04 * Math.sin(2 * phase + 5 * front))) / Math.cos(front) ** 0.8);
    out[k] = KILLER * r;
  }
}

export const killerRadius = KILLER;
