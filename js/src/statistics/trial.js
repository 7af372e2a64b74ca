// Virtual trial: a design, its one result, how often it would succeed, and how often a null drug would.
import { folded, h, s } from "../dom.js";
import { followWidth, frame, mark } from "../draw.js";
import { ORDER, responses } from "../solver/cohort.js";
import { card, picture, predict, slider, table } from "./parts.js";
import { random, wilson } from "./rules.js";
import { between, fill, percent, said } from "./said.js";
import { run } from "./trial-rule.js";

const [REPEATS, NULLS, LINE] = [1000, 20, 9];
const [STRONGEST, MIDDLE] = [16, 6];

/** @type {Mount<TrialData>} */
export function mountTrial(root, data) {
  const { words } = data;
  /** @type {TrialDesign} */
  const design = { drug: data.drug, patients: data.patients, arms: data.arms, n: data.n, endpoint: data.endpoint, dropout: data.dropout };
  const next = random(data.seed);
  const trial = (/** @type {Partial<TrialDesign>} */ change = {}) => run({ ...design, ...change }, data, next);
  let [ran, width] = [0, 0];
  /** @type {TrialResult[]} */
  let nulls = [];
  let [seen, wrong] = [0, 0];
  /** How many times the reader's own drug raises the killing rate, and the same of the one that is worked out. */
  let [effect, treated] = [MIDDLE, 0];
  let stopper = new AbortController();

  const choose = (/** @type {string} */ label, /** @type {"drug" | "patients" | "arms" | "endpoint"} */ part, /** @type {Record<string, string>} */ choices) =>
    h("div.control", {}, h("label", {}, label, h("select.pick", { "aria-label": label, onchange: (/** @type {any} */ event) => (Object.assign(design, { [part]: part === "arms" ? Number(event.target.value) : event.target.value }), settle(false)) },
      Object.entries(choices).map(([value, text]) => h("option", { value, selected: String(design[part]) === value }, text)))));
  const named = (/** @type {string[]} */ ...names) => Object.fromEntries(names.map((name) => [name, words[name]]));
  const strength = slider(words, { label: words.strength, unit: "×", min: data.standard, max: STRONGEST, step: 0.5, value: effect }, (times) => (effect = times)).node;
  const controls = h(
    "fieldset.controls",
    {},
    choose(words.drug, "drug", named("null", "weak", "strong", "own")),
    strength,
    choose(words.who, "patients", named("all", "marked")),
    choose(words.arms, "arms", { 2: words.two, 1: words.one }),
    choose(words.endpoint, "endpoint", named("response", "control", "any")),
    slider(words, { label: words.n, min: data.smallest, max: data.largest, value: design.n }, (n) => (design.n = n)).node,
    slider(words, { label: words.dropout, unit: "%", min: 0, max: 50, value: 100 * design.dropout }, (share) => (design.dropout = share / 100)).node,
  );
  const start = h("button.primary", { onclick: once }, words.run);
  const other = h("button", { hidden: true, onclick: anew }, words.again);
  const stop = h("button", { hidden: true, onclick: () => stopper.abort() }, words.stop);
  const counted = h("span.label");
  const [told, power, asked, line] = [h("p.said"), h("p.said"), h("div"), h("p.said")];
  const plot = picture();
  const more = h("button", { onclick: again }, words.more);
  const repeated = h("div", { hidden: true }, line, plot, h("div.row", {}, more));
  const everyone = h("div.scroll.narrow");
  const whole = fill(words.everyone, { count: data.marker.length });
  const all = folded(whole, everyone);
  const { announce } = card(root, data, [controls, h("div.row", {}, start, stop, other, counted), told, power, asked, repeated, all]);

  async function once() {
    if (design.drug === "own" && effect !== treated && !(await treat())) return;
    ran += 1;
    const { events, control, low, high, bar, success } = trial();
    const { n } = design;
    const text = fill(words[design.arms === 2 ? "result_two" : "result_one"], {
      n, events, control, drug: words[design.drug], patients: words[design.patients], rate: percent(events / n), control_rate: percent(control / n), bar: percent(bar),
      interval: design.arms === 2 ? `${said(100 * low)} to ${said(100 * high)}`.replaceAll("-", "\u2212") : between([low, high]),
    });
    told.textContent = `${text} ${words[success ? "success" : "failure"]}`;
    const wins = Array.from({ length: REPEATS }, () => trial()).filter((one) => one.success).length;
    power.textContent = fill(words[design.drug === "null" ? "type_i" : "power"], { count: REPEATS, wins: Math.round((100 * wins) / REPEATS) });
    counted.textContent = fill(words.counted, { count: ran });
    settle(true);
    asked.replaceChildren(predict(words, { question: words.question, max: NULLS }, (guess) => {
      [seen, wrong] = [0, 0];
      again();
      if (guess !== null) line.prepend(`${fill(words.guessed, { guess: said(guess) })} `);
    }));
    announce(`${told.textContent} ${power.textContent}`);
    other.focus();
  }

  /** Give every patient the reader's own drug. @returns {Promise<boolean>} whether it came to an end */
  async function treat() {
    const [count, times] = [data.marker.length, effect];
    const say = (/** @type {string} */ text) => announce((told.textContent = text));
    stopper = new AbortController();
    settle(true);
    [other.hidden, stop.hidden] = [true, false];
    say(fill(words.treating, { count, done: 0 }));
    const watch = { signal: stopper.signal, told: (/** @type {number} */ done) => (told.textContent = fill(words.treating, { count, done })) };
    const found = await responses(data.model, data.table, { ...data.treatment, effect: times }, watch).catch((reason) => [{ message: String(reason) }]);
    const failure = found.find((one) => typeof one === "object");
    settle(false);
    stop.hidden = true;
    if (failure || found.length < count) {
      say(typeof failure === "object" ? failure.message : words.stopped);
      start.focus();
      return false;
    }
    // who could not be measured after all has not responded
    data.outcomes.own = found.map((best) => (ORDER.indexOf(String(best)) + ORDER.length) % ORDER.length).join("");
    treated = times;
    list();
    return true;
  }

  /** Best responses of all patients under each drug. */
  function list() {
    const rows = Object.entries(data.outcomes).map(([drug, text]) => {
      const counts = ORDER.map((_, i) => text.split(String(i)).length - 1);
      const responders = counts[0] + counts[1];
      return [words[drug], ...counts, `${percent(responders / text.length, 1)} (${between(wilson(responders, text.length))})`];
    });
    everyone.replaceChildren(table([words.drug, ...ORDER, words.rate], rows, whole));
  }

  function again() {
    nulls = Array.from({ length: NULLS }, () => trial({ drug: "null" }));
    const missed = nulls.filter(({ success }) => success).length;
    [seen, wrong] = [seen + NULLS, wrong + missed];
    line.textContent = `${fill(words.nulls, { count: NULLS, false: missed })} ${fill(words.so_far, { count: seen, false: wrong })}`;
    repeated.hidden = false;
    announce(line.textContent);
    draw();
  }

  function anew() {
    settle(false);
    for (const part of [told, power, line]) part.textContent = "";
    asked.replaceChildren();
    start.focus();
  }

  /** A result is seen once: while it stands, the design does. @param {boolean} done */
  function settle(done) {
    controls.toggleAttribute("disabled", done);
    start.hidden = done;
    other.hidden = !done;
    repeated.hidden = true;
    strength.hidden = design.drug !== "own";
  }

  function draw() {
    if (!width || repeated.hidden) return;
    const svg = /** @type {SVGElement} */ (plot.firstElementChild);
    const two = design.arms === 2;
    const [min, max] = two ? [-50, 50] : [0, 100];
    const x = { min, max, steps: [25], label: two ? words.axis : words.axis_one };
    const { X, base } = frame(svg, { width, height: LINE * NULLS + 50, x, part: { left: 12, right: 28 } });
    const at = (/** @type {number} */ share) => X(Math.min(max, Math.max(min, 100 * share)));
    svg.append(s("line.now", { x1: at(nulls[0].bar), x2: at(nulls[0].bar), y1: 2, y2: base }));
    nulls.forEach(({ low, high, success }, i) => {
      const y = 8 + LINE * i;
      const bar = s("path", { d: `M${at(low)} ${y}H${at(high)}`, stroke: "var(--arm)", "stroke-width": success ? 2.5 : 1.5 });
      svg.append(s(success ? "g.missed" : "g", {}, bar, success && mark("cross", at((low + high) / 2), y, 4)));
    });
  }

  settle(false);
  list();
  return () => followWidth(root, (now) => ((width = now - 38), draw()));
}
