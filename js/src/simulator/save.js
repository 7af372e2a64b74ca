// What a reader takes along: numbers as CSV, the chart as PNG.
import { h } from "../dom.js";

const STYLES = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "opacity", "paint-order", "font-family", "font-size", "font-weight"];
const SHARP = 2;
const LINE = 24;
const EDGE = 16;

/**
 * @param {Blob} blob
 * @param {string} name
 */
export function download(blob, name) {
  const address = URL.createObjectURL(blob);
  h("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

/**
 * Runs as CSV, a row for each time.
 *
 * @param {DrawnRun[]} runs
 * @param {{id: string, unit: string}[]} curves
 * @param {string} time its unit
 */
export function csv(runs, curves, time) {
  const cell = (/** @type {string | number} */ value) => (/[",\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value));
  const head = ["run", `time (${time})`, ...curves.map(({ id, unit }) => (unit ? `${id} (${unit})` : id))];
  const rows = runs.flatMap(({ name, times, values }) =>
    Array.from(times, (at, i) => [name, Number(at.toPrecision(8)), ...curves.map(({ id }) => Number(values[id][i].toPrecision(8)))]),
  );
  return [head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}

/**
 * Drawings below one another, with a line above and one below.
 *
 * @param {SVGElement[]} drawings
 * @param {{title: string, note: string, ink: string, paper: string}} what
 * @returns {Promise<Blob>}
 */
export async function png(drawings, { title, note, ink, paper }) {
  const size = (/** @type {SVGElement} */ svg, /** @type {string} */ name) => Number(svg.getAttribute(name));
  const width = Math.max(...drawings.map((svg) => size(svg, "width"))) + 2 * EDGE;
  const height = drawings.reduce((sum, svg) => sum + size(svg, "height"), 0);
  const canvas = /** @type {HTMLCanvasElement} */ (h("canvas"));
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const font = (/** @type {string} */ weight, /** @type {number} */ px) => `${weight} ${px}px system-ui, sans-serif`;
  pen.font = font("400", 13);
  const below = wrapped(note, width - 2 * EDGE, (text) => pen.measureText(text).width);
  canvas.width = SHARP * width;
  canvas.height = SHARP * (EDGE + LINE + height + 20 * below.length + EDGE);
  pen.scale(SHARP, SHARP);
  pen.fillStyle = paper;
  pen.fillRect(0, 0, width, canvas.height);
  pen.fillStyle = ink;
  pen.font = font("600", 16);
  pen.fillText(title, EDGE, EDGE + 12);
  let y = EDGE + LINE;
  for (const svg of drawings) {
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(dressed(svg)))}`;
    await image.decode();
    pen.drawImage(image, EDGE, y);
    y += size(svg, "height");
  }
  pen.font = font("400", 13);
  below.forEach((text, i) => pen.fillText(text, EDGE, y + 16 + 20 * i));
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no image")))));
}

/** A copy that needs no style sheet. @param {SVGElement} svg */
function dressed(svg) {
  const copy = /** @type {SVGElement} */ (svg.cloneNode(true));
  const all = [...copy.querySelectorAll("*")];
  [...svg.querySelectorAll("*")].forEach((node, i) => {
    const style = getComputedStyle(node);
    all[i].setAttribute("style", STYLES.map((name) => `${name}:${style.getPropertyValue(name)}`).join(";"));
  });
  return copy;
}

/**
 * @param {string} text
 * @param {number} width
 * @param {(text: string) => number} measure
 */
function wrapped(text, width, measure) {
  /** @type {string[]} */
  const lines = [];
  for (const word of text.split(" ")) {
    const longer = lines.length ? `${lines[lines.length - 1]} ${word}` : word;
    if (lines.length && measure(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
