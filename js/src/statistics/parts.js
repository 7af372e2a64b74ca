// What the four explorers share: a card, sentences with numbers, sliders with boxes, a prediction, a table.
import { h, outside, s } from "../dom.js";
import { readNumber } from "../quiz/numbers.js";
import { fill, said } from "./said.js";
import style from "./style.css";

export { MONTHS } from "../draw.js";
export const PERCENT = { min: 0, max: 100, unit: " %", steps: [10, 20, 25, 50] };

/**
 * The frame of an explorer: title, body, caption, sources, and a place where results are announced.
 *
 * @param {HTMLElement} root
 * @param {Omit<StatisticsData, "kind">} data
 * @param {(Node | string)[]} body
 */
export function card(root, data, body) {
  const sources = data.sources.flatMap(({ text, href }, i) => [
    i ? " · " : `${data.words.sources} `,
    outside(href, text),
  ]);
  const status = h("p.unseen", { role: "status" });
  if (data.family) root.style.setProperty("--family", `var(--${data.family})`);
  root.append(
    h("style", {}, style),
    h(
      "section.card.explorer",
      { "aria-label": data.title },
      h("div.bar", {}, h("b", {}, data.title)),
      h("div.body", {}, body, data.caption && h("p.below", {}, data.caption), sources.length > 0 && h("p.below", {}, sources), status),
    ),
  );
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  return {
    /** Announce, once the reader has stopped moving. @param {string} text */
    announce(text) {
      clearTimeout(timer);
      timer = setTimeout(() => (status.textContent = text), 400);
    },
  };
}

/** A picture that is redrawn; what it shows stands in the sentence and the table beside it. */
export const picture = () => h("div.plot", {}, s("svg", { "aria-hidden": "true", focusable: "false" }));

let ids = 0;

/**
 * A slider with a box to type in. What cannot be is answered below it and changes nothing.
 *
 * @param {Record<string, string>} words
 * @param {{label: string, unit?: string, min: number, max: number, step?: number, stops?: number[], only?: number[], value: number, how?: {write: (value: number) => string, read: (text: string, unit: string) => number | null}}} what
 * `stops`: the values that the slider offers; the box takes every multiple of `step` between the ends, or `only` some values;
 * with `how` it takes every number between the ends
 * @param {(value: number) => void} change
 */
export function slider(words, { label, unit = "", min, max, step = 1, stops, only, value, how }, change) {
  const id = `c${++ids}`;
  let now = value;
  const range = /** @type {HTMLInputElement} */ (h("input", { type: "range", id }));
  const box = /** @type {HTMLInputElement} */ (
    h("input.box", { inputmode: "decimal", autocomplete: "off", "aria-label": `${label}, ${words.typed}`, "aria-describedby": `${id}p` })
  );
  const problem = h("p.note", { id: `${id}p`, role: "alert" });
  const digits = step < 1 ? 2 : 0;
  const write = how?.write ?? ((/** @type {number} */ number) => said(number, digits));

  const show = () => {
    range.min = String(stops ? 0 : min);
    range.max = String(stops ? stops.length - 1 : max);
    range.step = String(stops ? 1 : step);
    range.value = String(stops ? nearest(stops, now) : now);
    range.setAttribute("aria-valuetext", `${write(now)} ${unit}`.trim());
    box.value = write(now);
    problem.textContent = "";
    box.removeAttribute("aria-invalid");
  };
  const take = (/** @type {number} */ wanted) => {
    now = wanted;
    show();
    change(now);
  };
  const typed = () => {
    const given = (how?.read ?? readNumber)(box.value, unit) ?? NaN;
    const steps = given / step;
    const possible = only ? only.includes(given) : given >= min && given <= max && (how || Math.abs(steps - Math.round(steps)) < 1e-9);
    if (possible) return take(given);
    box.setAttribute("aria-invalid", "true");
    const [least, most] = [min, max].map((end) => (how ? write(end) : said(end, 2)));
    const text = only ? words.one_of : how ? words.range : step === 1 ? words.whole_number : words.step_number;
    problem.textContent = fill(text, { label, given: box.value.trim() || "–", min: least, max: most, step, values: only?.join(", ") ?? "" });
  };
  range.addEventListener("input", () => take(stops ? stops[Number(range.value)] : Number(Number(range.value).toFixed(4))));
  box.addEventListener("change", typed);
  box.addEventListener("keydown", (event) => {
    const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const list = only ?? (how && stops);
    const place = list ? list[nearest(list, now) + by] : Number((now + by * step).toFixed(4));
    if (place >= min && place <= max) take(place);
  });
  show();
  return {
    node: h("div.control", {}, h("label", { for: id }, label), h("div.slide", {}, range, h("span.entry", {}, box, unit && h("span", {}, unit))), problem),
    /** @param {number} to @param {{min: number, max: number}} [ends] */
    set(to, ends) {
      if (ends) ({ min, max } = ends);
      now = to;
      show();
    },
  };
}

/**
 * The place of the stop that is nearest to a value.
 *
 * @param {number[]} stops
 * @param {number} value
 */
export function nearest(stops, value) {
  return stops.reduce((best, stop, i) => (Math.abs(stop - value) < Math.abs(stops[best] - value) ? i : best), 0);
}

/**
 * Asks for a guess before something is shown; it never blocks.
 *
 * @param {Record<string, string>} words
 * @param {{question: string, max: number}} what
 * @param {(guess: number | null) => void} show
 */
export function predict(words, { question, max }, show) {
  const id = `c${++ids}`;
  const box = /** @type {HTMLInputElement} */ (h("input.box", { id, inputmode: "decimal", autocomplete: "off", "aria-describedby": `${id}p` }));
  const problem = h("p.note", { id: `${id}p`, role: "alert" });
  const form = h(
    "form.predict",
    { novalidate: true },
    h("label", { for: id }, question),
    h("div.row", {}, box, h("button.primary", {}, words.show)),
    problem,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const guess = readNumber(box.value, "%") ?? NaN;
    if (box.value.trim() && !(guess >= 0 && guess <= max)) {
      box.setAttribute("aria-invalid", "true");
      problem.textContent = fill(words.between, { label: words.guess, given: box.value.trim(), min: 0, max });
      return;
    }
    form.remove();
    show(box.value.trim() ? guess : null);
  });
  return form;
}

/**
 * @param {string[]} head
 * @param {(string | number)[][]} rows
 * @param {string} caption
 */
export function table(head, rows, caption) {
  return h(
    "table",
    {},
    h("caption.unseen", {}, caption),
    h("thead", {}, h("tr", {}, head.map((text) => h("th", { scope: "col" }, text)))),
    h("tbody", {}, rows.map(([first, ...rest]) => h("tr", {}, h("th", { scope: "row" }, String(first)), rest.map((cell) => h("td", {}, String(cell)))))),
  );
}
