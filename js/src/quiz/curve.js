// A curve is predicted before it is seen: drawn with the pointer, or given by a number at each value asked.
import { author, h, plain, s } from "../dom.js";
import { drag, frame, MONTHS, scale } from "../draw.js";
import { field } from "./field.js";
import { drawnOf, isRight } from "./grade.js";
import { readNumber } from "./numbers.js";
import { told } from "./told.js";

const PART = { left: 62, top: 14, right: 16, bottom: 50 };

export const reveals = true;

/** @type {Kind<CurveItem>["ask"]} */
export function ask(item, given, choose, say) {
  const { asked, axes } = item;
  const drawn = drawnOf(given);
  const { drawing, at, layer } = plot(item);
  const unit = axes.y.unit;
  /** @type {Map<number, HTMLInputElement>} */
  const inputs = new Map();
  const fields = asked.map((x) => {
    const name = `${plain(axes.y.label)} at ${counted(x, axes.x)}`;
    const value = drawn.has(x) ? String(drawn.get(x)) : "";
    const input = field(value, { inputmode: "decimal", "aria-label": `${name}, ${unit}`, oninput: () => typed(x), onkeydown: (/** @type {KeyboardEvent} */ event) => byArrow(event, x) });
    inputs.set(x, input);
    return h("label.value", {}, h("span", {}, String(x)), input);
  });
  drawing.classList.add("drawable");
  /** @type {{x: number, y: number} | null} */
  let last = null;
  drag(
    drawing,
    (px, py, phase) => {
      if (phase === "start") last = null;
      follow(at.back(px, py));
    },
    "none",
  );
  draw();
  return h(
    "div.curve",
    { role: "group", "aria-labelledby": "stem" },
    drawing,
    h("p.cost", {}, "Draw the curve, or type its values; the arrow keys move them."),
    h("div.values", {}, h("span.caption", { "aria-hidden": "true" }, h("span", {}, named(axes.x)), h("span", {}, named(axes.y))), fields),
  );

  function draw() {
    layer.replaceChildren(...ownCurve(item, drawn, at));
  }

  function changed() {
    draw();
    choose(asked.flatMap((x) => (drawn.has(x) ? [`${x}=${drawn.get(x)}`] : [])));
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  function set(x, y) {
    const { min, max } = axes.y;
    drawn.set(x, tidy(Math.min(max, Math.max(min, y)), max - min));
    /** @type {HTMLInputElement} */ (inputs.get(x)).value = String(drawn.get(x));
  }

  /** @param {number} x */
  function typed(x) {
    const number = readNumber(inputs.get(x)?.value ?? "", unit);
    if (number === null) drawn.delete(x);
    else drawn.set(x, number);
    changed();
  }

  /**
   * @param {KeyboardEvent} event
   * @param {number} x
   */
  function byArrow(event, x) {
    const step = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key];
    if (!step) return;
    event.preventDefault();
    const { min, max } = axes.y;
    const before = asked.filter((one) => one < x && drawn.has(one)).at(-1);
    const start = drawn.get(x) ?? (before === undefined ? (min + max) / 2 : /** @type {number} */ (drawn.get(before)));
    set(x, start + (step * (max - min)) / 100);
    changed();
    say(`${drawn.get(x)} ${unit}`);
  }

  /**
   * The pointer sets every value asked that it passes.
   *
   * @param {{x: number, y: number}} here
   */
  function follow(here) {
    const reach = (axes.x.max - axes.x.min) / 40;
    const from = last ?? here;
    for (const x of asked) {
      const near = Math.abs(x - here.x) <= reach;
      if (!near && (x - from.x) * (x - here.x) > 0) continue;
      const share = near || here.x === from.x ? 1 : (x - from.x) / (here.x - from.x);
      set(x, from.y + share * (here.y - from.y));
    }
    last = here;
    changed();
  }
}

/** @type {Kind<CurveItem>["missing"]} */
export function missing({ asked }, given) {
  const left = asked.filter((x) => !drawnOf(given).has(x));
  if (left.length === asked.length) return "Draw the curve first, or type its values.";
  return left.length ? `Still without a value: ${left.join(", ")}.` : "";
}

/** @type {Kind<CurveItem>["explain"]} */
export function explain(item, given, { kept, open }) {
  const drawn = drawnOf(given);
  const { drawing, at, layer } = plot(item);
  if (!kept) layer.append(...realCurve(item, at));
  layer.append(...ownCurve(item, drawn, at, !kept));
  if (kept) return h("div.curve", {}, drawing);
  return h(
    "div.curve",
    {},
    drawing,
    h("ul.key", {}, drawn.size > 0 && h("li.own", {}, "your curve"), h("li.real", {}, "the real curve, with its interval")),
    h("ul.options", {}, drawn.size > 0 && told(judge(item, given)), told({ look: "right", text: author(item.real) })),
    table(item, drawn, open),
  );
}

/** @type {Kind<CurveItem>["words"]} */
export function words({ axes }, given) {
  return [[...drawnOf(given)].map(([x, y]) => `${y} at ${x}`).join(", "), " ", axes.x.unit];
}

/**
 * @param {CurveItem} item
 * @param {string[]} given
 * @returns {Parameters<typeof told>[0]}
 */
function judge(item, given) {
  const drawn = drawnOf(given);
  const real = new Map(item.points.map(({ x, y }) => [x, y]));
  const lean = item.asked.reduce((sum, x) => sum + (drawn.get(x) ?? 0) - (real.get(x) ?? 0), 0);
  const side = isRight(item, given) ? "near" : lean > 0 ? "above" : "below";
  const text = { near: "Your curve lies near the real one.", above: "Your curve lies above the real one.", below: "Your curve lies below the real one." };
  return { look: side === "near" ? "right" : "other", text: [text[side]], why: item.feedback[side] };
}

/**
 * @param {CurveItem} item
 * @param {Map<number, number>} drawn
 * @param {boolean} open
 */
function table({ axes, asked, points }, drawn, open) {
  const rows = asked.map((x) => {
    const point = points.find((one) => one.x === x);
    const interval = point && typeof point.low === "number" && typeof point.high === "number" ? `${point.low} to ${point.high}` : "–";
    return h("tr", {}, h("th", { scope: "row" }, counted(x, axes.x)), h("td", {}, String(drawn.get(x) ?? "–")), h("td", {}, String(point?.y ?? "–")), h("td", {}, interval));
  });
  const head = [plain(axes.x.label), "Yours", "Real", "Interval"].map((text) => h("th", { scope: "col" }, text));
  return h("details", { open }, h("summary", {}, "The values"), h("div.table", {}, h("table", {}, h("thead", {}, h("tr", {}, head)), h("tbody", {}, rows))));
}

/** @typedef {{x: (x: number) => number, y: (y: number) => number, back: (px: number, py: number) => {x: number, y: number}}} Scale */

/**
 * Axes, and an empty layer for curves.
 *
 * @param {CurveItem} item
 */
function plot({ axes }) {
  const [width, height] = innerWidth < 640 ? [400, 300] : [640, 320];
  const { x, y } = axes;
  const label = `Axes: ${named(x)} from ${x.min} to ${x.max}, ${named(y)} from ${y.min} to ${y.max}`;
  const drawing = s("svg", { role: "img", "aria-label": label });
  const { X, Y, left, right, top, base } = frame(drawing, { width, height, part: PART, x: axis(x), y: { ...axis(y), upright: true } });
  const [backX, backY] = [scale([left, right], [x.min, x.max]), scale([base, top], [y.min, y.max])];
  /** @type {Scale} */
  const at = { x: X, y: Y, back: (px, py) => ({ x: backX(px), y: backY(py) }) };
  const layer = s("g");
  drawing.append(layer);
  return { drawing, at, layer };
}

/**
 * @param {CurveItem} item
 * @param {Map<number, number>} drawn
 * @param {Scale} at
 * @param {boolean} [gaps] show how far it is to the real curve
 */
function ownCurve({ asked, points, axes }, drawn, at, gaps = false) {
  const own = asked.filter((x) => drawn.has(x)).map((x) => [at.x(x), at.y(/** @type {number} */ (drawn.get(x)))]);
  // what lies before the first value asked is where the curve starts
  const start = points.filter(({ x }) => x < Math.min(...asked)).map(({ x, y }) => [at.x(x), at.y(y)]);
  const open = asked.filter((x) => !drawn.has(x));
  return [
    ...open.map((x) => s("line.asked", { x1: at.x(x), x2: at.x(x), y1: at.y(axes.y.min), y2: at.y(axes.y.max) })),
    ...(gaps ? points.filter(({ x }) => asked.includes(x) && drawn.has(x)) : []).map(({ x, y }) =>
      s("line.distance", { x1: at.x(x), x2: at.x(x), y1: at.y(y), y2: at.y(/** @type {number} */ (drawn.get(x))) }),
    ),
    s("polyline.own", { points: [...start, ...own].join(" ") }),
    ...start.map(([cx, cy]) => s("circle.real", { cx, cy, r: 4 })),
    ...own.map(([cx, cy]) => s("circle.own", { cx, cy, r: 5 })),
  ];
}

/**
 * @param {CurveItem} item
 * @param {Scale} at
 */
function realCurve({ points }, at) {
  const sorted = [...points].sort((a, b) => a.x - b.x);
  const known = sorted.filter(({ low, high }) => typeof low === "number" && typeof high === "number");
  const upper = known.map(({ x, high }) => [at.x(x), at.y(/** @type {number} */ (high))]);
  const lower = known.map(({ x, low }) => [at.x(x), at.y(/** @type {number} */ (low))]).reverse();
  return [
    s("polygon.interval", { points: [...upper, ...lower].join(" ") }),
    s("polyline.real", { points: sorted.map(({ x, y }) => [at.x(x), at.y(y)]).join(" ") }),
    ...sorted.map(({ x, y }) => s("circle.real", { cx: at.x(x), cy: at.y(y), r: 4 })),
  ];
}

/**
 * An axis with about five round values.
 *
 * @param {Axis} axis
 */
function axis({ min, max, label, unit }) {
  return { min, max, label: named({ min, max, label, unit }), count: 5, steps: unit === "months" ? MONTHS : undefined };
}

/**
 * A value with its unit: 1 year, 2 years.
 *
 * @param {number} value
 * @param {Axis} axis
 */
function counted(value, { unit }) {
  return `${value} ${value === 1 ? unit.replace(/s$/, "") : unit}`;
}

/** @param {Axis} axis */
function named({ label, unit }) {
  return unit ? `${plain(label)}, ${unit}` : plain(label);
}

/**
 * A value as precise as a hand can draw it.
 *
 * @param {number} value
 * @param {number} span of the axis
 */
function tidy(value, span) {
  const digits = Math.max(0, 2 - Math.floor(Math.log10(span)));
  return Number(value.toFixed(digits));
}
