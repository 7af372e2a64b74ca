// A small drawing module: scales, axes, lines, marks, dragging. Sizes are pixels of the page.
import { s } from "./dom.js";

/** Months on an axis are parts of years. */
export const MONTHS = [1, 2, 3, 6, 12, 24, 36, 60];
const PART = { left: 46, right: 14, top: 10, bottom: 44 };

/**
 * @param {[number, number]} from
 * @param {[number, number]} to
 * @returns {(value: number) => number}
 */
export const scale = ([a, b], [c, d]) => (value) => c + ((value - a) / (b - a)) * (d - c);

/** The same for powers of ten; what is 0 or less lies below the axis. @type {typeof scale} */
export const logScale = ([a, b], to) => {
  const linear = scale([Math.log10(a), Math.log10(b)], to);
  return (value) => linear(Math.log10(Math.max(value, a / 10)));
};

/**
 * Round numbers on an axis; in months they are parts of years.
 *
 * @param {number} min
 * @param {number} max
 * @param {number} [count] how many steps there is room for
 * @param {number[]} [steps] between them
 */
export function ticks(min, max, count = 5, steps = roundSteps((max - min) / count)) {
  const step = steps.find((size) => (max - min) / size <= count) ?? steps[steps.length - 1];
  const first = Math.ceil(min / step);
  return Array.from({ length: Math.floor(max / step + 1e-9) - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** @param {number} least */
function roundSteps(least) {
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 2.5, 5, 10].map((size) => size * power);
}

/**
 * An empty chart: axes with ticks and labels, and the scales to draw by. Without `y` it is a strip with one axis.
 *
 * @param {Element} svg
 * @param {{width: number, height: number, x: PlotAxis, y?: PlotAxis, part?: Partial<typeof PART>}} what
 */
export function frame(svg, { width, height, x, y, part = {} }) {
  const { left, right, top, bottom } = { ...PART, ...part };
  const X = scale([x.min, x.max], [left, width - right]);
  const Y = y ? (y.log ? logScale : scale)([y.min, y.max], [height - bottom, top]) : (/** @type {number} */ value) => value;
  const base = height - bottom;
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("width", String(width));
  svg.setAttribute("height", String(height));
  svg.replaceChildren(s("line.axis", { x1: left, x2: width - right, y1: base, y2: base }));
  const read = (/** @type {PlotAxis} */ axis, /** @type {number} */ value) => (axis.text ?? String)(value) + (axis.unit ?? "");
  for (const value of x.at ?? ticks(x.min, x.max, x.count ?? (width - left - right) / 46, x.steps)) {
    svg.append(
      s("line.axis", { x1: X(value), x2: X(value), y1: base, y2: base + 5 }),
      s("text.tick", { x: X(value), y: base + 19, "text-anchor": "middle" }, read(x, value)),
    );
  }
  svg.append(s("text.tick", { x: width - right, y: base + 38, "text-anchor": "end" }, x.label));
  if (y) {
    for (const value of y.at ?? ticks(y.min, y.max, y.count ?? (base - top) / 36, y.steps)) {
      svg.append(
        s("line.grid", { x1: left, x2: width - right, y1: Y(value), y2: Y(value) }),
        s("text.tick", { x: left - 7, y: Y(value) + 4, "text-anchor": "end" }, read(y, value)),
      );
    }
    if (y.upright) svg.append(s("text.tick", { x: -(top + base) / 2, y: 14, transform: "rotate(-90)", "text-anchor": "middle" }, y.label));
  }
  return { X, Y, left, right: width - right, top, base };
}

/**
 * A line through points.
 *
 * @param {[number, number][]} points
 */
export const lineThrough = (points) => points.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");

/**
 * A step curve through points: level until the next one.
 *
 * @param {[number, number][]} points
 */
export const stepsThrough = (points) =>
  points.map(([x, y], i) => (i ? `H${x.toFixed(1)}V${y.toFixed(1)}` : `M${x.toFixed(1)} ${y.toFixed(1)}`)).join("");

/**
 * A mark, centred: a state or an arm is never told by colour alone.
 *
 * @param {"dot" | "hollow" | "cross" | "bar" | "diamond"} shape
 * @param {number} x
 * @param {number} y
 * @param {number} r
 */
export function mark(shape, x, y, r) {
  if (shape === "dot" || shape === "hollow") return s(`circle.mark.${shape}`, { cx: x, cy: y, r });
  const d = {
    cross: `M${x - r} ${y - r}L${x + r} ${y + r}M${x - r} ${y + r}L${x + r} ${y - r}`,
    bar: `M${x} ${y - r}V${y + r}`,
    diamond: `M${x} ${y - r}L${x + r} ${y}L${x} ${y + r}L${x - r} ${y}Z`,
  }[shape];
  return s(`path.mark.${shape}`, { d });
}

/**
 * Follow a pointer that drags on a picture; a finger that moves up or down still scrolls the page, if it may.
 *
 * @param {SVGElement} svg
 * @param {(x: number, y: number, phase: "start" | "move" | "end") => boolean | void} follow in pixels of the picture; false lets go
 * @param {string} [touch] what a finger still does to the page
 */
export function drag(svg, follow, touch = "pan-y") {
  let held = false;
  const point = (/** @type {PointerEvent} */ event, /** @type {"start" | "move" | "end"} */ phase) => {
    const box = svg.getBoundingClientRect();
    const size = Number(svg.getAttribute("width")) / box.width;
    return follow((event.clientX - box.left) * size, (event.clientY - box.top) * size, phase);
  };
  svg.style.touchAction = touch;
  svg.addEventListener("pointerdown", (event) => {
    held = event.isPrimary && event.button === 0 && point(event, "start") !== false;
    if (held) svg.setPointerCapture(event.pointerId);
  });
  svg.addEventListener("pointermove", (event) => held && point(event, "move"));
  for (const end of /** @type {const} */ (["pointerup", "pointercancel"])) {
    svg.addEventListener(end, (event) => {
      if (held) point(event, "end");
      held = false;
    });
  }
}

/**
 * Draw now and whenever the width of a node changes.
 *
 * @param {Element} node
 * @param {(width: number) => void} draw
 * @returns {() => void} stops following
 */
export function followWidth(node, draw) {
  let last = 0;
  const observer = new ResizeObserver(() => {
    const width = Math.floor(node.clientWidth);
    if (width && width !== last) draw((last = width));
  });
  observer.observe(node);
  return () => observer.disconnect();
}
