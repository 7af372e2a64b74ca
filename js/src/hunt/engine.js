// The hunt: killer T cells that crawl among cancer cells, touch, hit and move on. Seeded and pure: no page, no clock.
// src/immunolearn/models/hunt.py is its twin; both are held to tests/vectors/hunt.json.
import { random } from "../statistics/rules.js";

/** Minutes between two pictures. */
export const STEP = 1;
const CANDIDATES = 10;

/**
 * A hunt at its start.
 *
 * @param {HuntChoice} choice
 * @param {HuntRules} rules sizes and times that the reader does not choose
 * @param {HuntControl[]} [controls] the range of each number chosen
 * @returns {Hunt}
 */
export function createHunt(choice, rules, controls = []) {
  for (const { id, min, max, unit } of controls) {
    const value = choice[id];
    if (!(value >= min && value <= max)) throw new RangeError(`${id} is ${value}; it lies from ${min} to ${max} ${unit}`.trim());
  }
  const { width, height } = rules;
  const draw = random(choice.seed);
  const n = Math.round((choice.density * width * height) / 1e6);
  const cells = Array.from({ length: n }, () => ({ x: 0, y: 0, hidden: false, hits: 0, touched: -Infinity, died: Infinity }));
  cells.forEach((cell, i) => {
    let best = -1;
    for (let k = 0; k < CANDIDATES; k++) {
      const [x, y] = [draw() * width, draw() * height];
      let room = Infinity;
      for (let j = 0; j < i; j++) room = Math.min(room, (cells[j].x - x) ** 2 + (cells[j].y - y) ** 2);
      if (room > best) [best, cell.x, cell.y] = [room, x, y];
    }
  });
  cells.slice(0, Math.round((n * choice.hidden) / 100)).forEach((cell) => (cell.hidden = true));
  const killers = Array.from({ length: choice.t_cells }, () => {
    const [x, y] = [draw() * width, draw() * height];
    return { x, y, fromX: x, fromY: y, heading: 2 * Math.PI * draw(), target: -1, progress: 0, last: -1, freeAt: 0, kills: 0, tired: false };
  });
  return { choice, rules, time: 0, cells, killers, kills: [], draw, near: grid(cells, rules) };
}

/**
 * One picture further.
 *
 * @param {Hunt} hunt
 */
export function step(hunt) {
  hunt.time += STEP;
  hunt.killers.forEach((killer, k) => {
    killer.fromX = killer.x;
    killer.fromY = killer.y;
    if (killer.target >= 0) attack(hunt, killer, k);
    else crawl(hunt, killer);
  });
}

/**
 * @param {Hunt} hunt
 * @param {Killer} killer
 * @param {number} k
 */
function attack(hunt, killer, k) {
  const { choice, rules, cells, time } = hunt;
  const cell = cells[killer.target];
  press(killer, cell, rules.press);
  const gone = cell.died < time;
  if (!gone) {
    cell.touched = time;
    killer.progress += STEP;
    if (killer.progress < choice.hit_minutes) return;
    cell.hits++;
    if (cell.hits >= choice.hits) {
      cell.died = time;
      hunt.kills.push({ time, killer: k, cell: killer.target });
      killer.kills++;
      killer.tired = choice.tires_after > 0 && killer.kills >= choice.tires_after;
    }
  }
  killer.heading = Math.atan2(killer.y - cell.y, killer.x - cell.x) + 0.8 * gauss(hunt.draw);
  Object.assign(killer, { last: killer.target, target: -1, progress: 0, freeAt: time + rules.apart });
}

/**
 * @param {Hunt} hunt
 * @param {Killer} killer
 */
function crawl(hunt, killer) {
  const { choice, rules, cells, time } = hunt;
  const { width, height } = rules;
  const far = choice.speed * STEP * (killer.tired ? rules.tired_speed : 1);
  killer.heading += rules.turning * Math.sqrt(STEP) * gauss(hunt.draw);
  killer.x += far * Math.cos(killer.heading);
  killer.y += far * Math.sin(killer.heading);
  if (killer.x < 0 || killer.x > width) killer.heading = Math.PI - killer.heading;
  if (killer.y < 0 || killer.y > height) killer.heading = -killer.heading;
  killer.x = mirrored(killer.x, width);
  killer.y = mirrored(killer.y, height);
  let [prey, close, wall, closest] = [-1, rules.contact ** 2, -1, rules.pass ** 2];
  for (const i of hunt.near(killer.x, killer.y)) {
    const cell = cells[i];
    if (cell.died < time) continue;
    const d = (cell.x - killer.x) ** 2 + (cell.y - killer.y) ** 2;
    const fits = !killer.tired && !cell.hidden && !(i === killer.last && time < killer.freeAt);
    if (fits && d < close) [prey, close] = [i, d];
    else if (!fits && d < closest) [wall, closest] = [i, d];
  }
  if (prey >= 0) {
    const cell = cells[prey];
    if (time - cell.touched > rules.recovery) cell.hits = 0;
    cell.touched = time;
    killer.target = prey;
  } else if (wall >= 0) press(killer, cells[wall], rules.pass, Infinity);
}

/**
 * Bring a T cell to a distance from a cell, a micrometre at a time unless told otherwise.
 *
 * @param {Killer} killer
 * @param {CancerCell} cell
 * @param {number} to
 * @param {number} [most]
 */
function press(killer, cell, to, most = 1) {
  const [dx, dy] = [killer.x - cell.x, killer.y - cell.y];
  const d = Math.hypot(dx, dy) || 1e-9;
  const wanted = d > to ? Math.max(to, d - most) : Math.min(to, d + most);
  killer.x = cell.x + (dx / d) * wanted;
  killer.y = cell.y + (dy / d) * wanted;
}

/**
 * What has happened so far.
 *
 * @param {Hunt} hunt
 */
export function count({ cells, kills, killers, time }) {
  const hidden = cells.filter((cell) => cell.hidden).length;
  const perDay = time ? (kills.length / killers.length / time) * 1440 : 0;
  return { cells: cells.length, dead: kills.length, alive: cells.length - kills.length, hidden, tired: killers.filter((k) => k.tired).length, perDay };
}

/** @param {number} value @param {number} most */
const mirrored = (value, most) => Math.min(most, Math.max(0, value < 0 ? -value : value > most ? 2 * most - value : value));

/** @param {() => number} draw */
const gauss = (draw) => Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());

/**
 * Cells do not move, so that those near a place are looked up.
 *
 * @param {CancerCell[]} cells
 * @param {HuntRules} rules
 * @returns {(x: number, y: number) => number[]}
 */
function grid(cells, { width, height, contact }) {
  const [columns, rows] = [Math.ceil(width / contact), Math.ceil(height / contact)];
  /** @type {number[][]} */
  const boxes = Array.from({ length: columns * rows }, () => []);
  const place = (/** @type {number} */ value, /** @type {number} */ count) => Math.min(count - 1, Math.floor(value / contact));
  cells.forEach(({ x, y }, i) => {
    const [a, b] = [place(x, columns), place(y, rows)];
    for (let row = Math.max(0, b - 1); row <= Math.min(rows - 1, b + 1); row++) {
      for (let column = Math.max(0, a - 1); column <= Math.min(columns - 1, a + 1); column++) boxes[row * columns + column].push(i);
    }
  });
  return (x, y) => boxes[place(y, rows) * columns + place(x, columns)];
}
