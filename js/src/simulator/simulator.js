// The simulator itself: scenarios and sliders on one side, curves on the other, and what happened in words.
import { folded, h, outside, s } from "../dom.js";
import { followWidth } from "../draw.js";
import { card, slider, table } from "../statistics/parts.js";
import { fill } from "../statistics/said.js";
import { chart, DASHES } from "./chart.js";
import { equations } from "./equations.js";
import { predict } from "./predict.js";
import { run, stops } from "./runs.js";
import { exactly, moment, quantity, readQuantity, tell } from "./said.js";
import { csv, download, png } from "./save.js";
import style from "./style.css";

const MOST_RUNS = 3;
/** While a slider moves, so that phones keep up too; 1e-5 of a value cannot be seen. */
const COARSE = { relative: 1e-7 };
const REST_MS = 150;
const ROWS = 10;

/**
 * @param {HTMLElement} root
 * @param {SimulatorData & {model: SolverModel & SimulatorModel}} data
 * @returns {() => () => void}
 */
export function simulator(root, data) {
  const { model, words, panels } = data;
  const curves = panels.flatMap(({ unit, curves }) => curves.map((curve) => ({ ...curve, unit })));
  const [lead] = curves;
  let scenario = model.scenarios[0] ?? { id: "", name: words.start, parameters: {}, references: {} };
  /** @type {Record<string, number>} */
  let own = {};
  let { log } = data;
  let width = 0;
  let waiting = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let resting;
  /** @type {Guess} */
  let guess = null;
  /** @type {DrawnRun | null} */
  let first = null;
  /** @type {DrawnRun | null} */
  let current = null;
  /** @type {(DrawnRun & {label: string})[]} */
  let kept = [];

  const plot = chart(data);
  const maths = equations(data);
  const sentence = h("p.said");
  const predicted = h("p.said");
  const problem = h("p.note", { role: "alert" });
  const numbers = h("div.scroll");
  const chosen = model.scenarios.map((each) => h("button.chip", { onclick: () => choose(each) }, each.name));
  const sliders = data.controls.map(({ id, label, whole }) => {
    const parameter = /** @type {ModelParameter} */ (model.parameters.find((each) => each.id === id));
    const { low, high, unit, value } = parameter;
    const what = whole
      ? { label, unit, min: low, max: high, value }
      : { label, unit, min: low, max: high, value, stops: stops(parameter), how: { write: exactly, read: readQuantity } };
    const made = slider(words, what, (to) => {
      own = { ...own, [id]: to };
      soon();
    });
    maths.follow(made.node, id);
    return { id, value, set: made.set, node: made.node };
  });
  const axis = h(
    "div.segment",
    { role: "radiogroup", "aria-label": words.axis },
    [false, true].map((by) =>
      h("label", {}, h("input", { type: "radio", name: "axis", checked: by === log, onchange: () => ((log = by), paint()) }), h("span", {}, words[by ? "log" : "linear"])),
    ),
  );
  const keep = h("button", { onclick: keepRun }, words.keep);
  const list = h("ul.runs", { "aria-label": words.kept });
  const live = h(
    "div",
    { hidden: true },
    h(
      "div.desk",
      {},
      h("div.side", {}, chosen.length > 1 && h("div.row.chips", { role: "group", "aria-label": words.scenarios }, chosen), sliders.map(({ node }) => node), h("div.row", {}, keep, h("button", { onclick: reset }, words.reset))),
      h("div.view", {}, plot.node, axis, list),
    ),
    problem,
    sentence,
    predicted,
  );
  const about = fill(words.model, { title: model.title, citation: data.citation.text, organism: model.organism });
  const { text, href } = data.citation;
  const from = about.split(text).flatMap((part, i) => (i ? [outside(href, text), part] : [part]));
  const asked = h("div");
  const more = h(
    "div",
    { hidden: true },
    maths.node,
    folded(
      words.data,
      numbers,
      h("div.row", {}, h("button", { onclick: () => download(new Blob([csv(runs(), curves, model.time)], { type: "text/csv" }), `${model.id}-simulated.csv`) }, words.csv), h("button", { onclick: savePicture }, words.png)),
    ),
  );
  const { announce } = card(root, { ...data, caption: "", sources: [] }, [asked, live, h("p.below", {}, from), h("p.below", {}, fill(words.leaves_out, { list: model.leaves_out.join("; ") })), more]);
  root.prepend(h("style", {}, style));
  const section = /** @type {HTMLElement} */ (root.querySelector("section"));
  section.classList.add("simulator");
  section.querySelector(".bar")?.append(h("span", {}, words.simulated));

  const runs = () => (current ? [current, ...kept] : kept);
  const values = () => ({ ...scenario.parameters, ...own });

  /** @param {Guess} given */
  function start(given) {
    guess = given;
    live.hidden = more.hidden = false;
    settle();
    tellIt();
    (chosen[0] ?? sliders[0].node.querySelector("input")).focus({ preventScroll: true });
  }

  /** @param {typeof scenario} to */
  function choose(to) {
    scenario = to;
    own = {};
    setSliders();
    settle();
    tellIt();
  }

  function reset() {
    kept = [];
    choose(model.scenarios[0] ?? scenario);
  }

  function setSliders() {
    for (const { id, value, set } of sliders) set(values()[id] ?? value);
  }

  /** Once before the next picture of the screen, however often a slider speaks: coarse while it moves, told at its rest. */
  function soon() {
    clearTimeout(resting);
    resting = setTimeout(() => (settle(), tellIt()), REST_MS);
    waiting ||= requestAnimationFrame(() => {
      waiting = 0;
      solveNow(COARSE);
      paint();
    });
  }

  function settle() {
    clearTimeout(resting);
    cancelAnimationFrame(waiting);
    waiting = 0;
    solveNow();
    first ??= current;
    numbers.replaceChildren(...(current ? [rowsOf(current)] : []));
    paint();
  }

  /** @param {Parameters<typeof run>[3]} [accuracy] */
  function solveNow(accuracy) {
    const name = Object.keys(own).length ? fill(words.changed, { name: scenario.name }) : scenario.name;
    const made = run(model, values(), name, accuracy);
    current = made.ok ? made : null;
    problem.textContent = made.ok ? "" : fill(words.failed, { reason: made.message });
  }

  function paint() {
    chosen.forEach((button, i) => button.setAttribute("aria-pressed", String(model.scenarios[i] === scenario)));
    if (width) plot.draw({ width, log, runs: runs(), first, guess });
    maths.show(values(), Object.fromEntries(Object.entries(scenario.references).filter(([id]) => !(id in own))));
    sentence.textContent = current ? tell(words, { ...lead, time: model.time }, current.times, current.values[lead.id], model.days, current.ended) : "";
    predicted.textContent = current === first ? compared() : "";
    predicted.hidden = !predicted.textContent;
    list.replaceChildren(
      ...(first && current !== first ? [h("li", {}, swatch(3), fill(words.reference, { name: first.name }))] : []),
      ...kept.map((one, i) => h("li", {}, swatch(i + 1), one.label, h("button.plain", { "aria-label": fill(words.drop, { name: one.name }), onclick: () => drop(one) }, "✕"))),
    );
  }

  const tellIt = () => announce(`${problem.textContent || sentence.textContent} ${predicted.textContent}`);

  function compared() {
    if (!guess || !current) return "";
    if ("choice" in guess) return fill(words.predicted, guess);
    const { curve, points } = guess;
    const [time, value] = points[points.length - 1];
    const { unit } = /** @type {typeof lead} */ (curves.find(({ id }) => id === curve));
    const { times, values } = current;
    return fill(words.drew, {
      own: quantity(value, unit),
      moment: moment(words, time, model.time, model.days),
      run: quantity(values[curve][nearest(times, time)], unit),
    });
  }

  function keepRun() {
    if (!current) return;
    if (kept.length === MOST_RUNS - 1) {
      problem.textContent = words.full;
      return;
    }
    const letter = kept.some(({ name }) => name.startsWith("A")) ? "B" : "A";
    const settings = sliders.map(({ id, value }) => `${id} = ${exactly(values()[id] ?? value)}`).join(", ");
    kept = [...kept, { ...current, name: `${letter}: ${current.name}`, label: `${letter}: ${current.name} (${settings})` }];
    paint();
  }

  /** @param {typeof kept[0]} one */
  function drop(one) {
    kept = kept.filter((other) => other !== one);
    problem.textContent = "";
    paint();
    keep.focus();
  }

  /** @param {DrawnRun} one */
  function rowsOf({ times, values }) {
    const last = times[times.length - 1];
    const rows = Array.from({ length: ROWS + 1 }, (_, step) => {
      const i = nearest(times, (step * last) / ROWS);
      return [quantity(times[i]), ...curves.map(({ id }) => quantity(values[id][i]))];
    });
    return table([words[`time_${model.time}`], ...curves.map(({ name, unit }) => (unit ? `${name} (${unit})` : name))], rows, data.title);
  }

  async function savePicture() {
    const { color, backgroundColor } = getComputedStyle(section);
    try {
      const note = `${about} ${sentence.textContent}`;
      download(await png(plot.drawings, { title: data.title, note, ink: color, paper: backgroundColor }), `${model.id}-simulated.png`);
    } catch (reason) {
      problem.textContent = fill(words.not_saved, { reason: String(reason) });
    }
  }

  setSliders();
  if (data.predict) asked.append(predict({ ...data, predict: data.predict }, start, announce));
  else {
    live.hidden = more.hidden = false;
    settle();
  }
  return () => followWidth(plot.node, (now) => ((width = now), paint()));
}

/** How a run is dashed. @param {number} i */
const swatch = (i) => s("svg", { width: 34, height: 12, "aria-hidden": "true" }, s("path", { d: "M1 6H33", stroke: "var(--soft)", "stroke-width": 2.5, "stroke-dasharray": DASHES[i], "stroke-linecap": i === 3 ? "round" : "butt" }));

/**
 * The place of the time that is nearest.
 *
 * @param {ArrayLike<number>} times
 * @param {number} time
 */
function nearest(times, time) {
  let best = 0;
  for (let i = 1; i < times.length; i++) if (Math.abs(times[i] - time) < Math.abs(times[best] - time)) best = i;
  return best;
}
