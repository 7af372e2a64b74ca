// Kaplan-Meier builder: patients are followed, have events or are censored, and the curve grows a step at a time.
import { h, s } from "../dom.js";
import { drag, followWidth, frame, mark, scale, stepsThrough, ticks } from "../draw.js";
import { card, MONTHS, PERCENT, picture, predict, slider, table } from "./parts.js";
import { kaplanMeier, at } from "./rules.js";
import { fill, percent, said } from "./said.js";

const ROW = 28;
const PART = { left: 52, right: 20 };
const PACE = 1200;

/** @type {Mount<BuilderData>} */
export function mountBuilder(root, data) {
  const { words, until } = data;
  const patients = data.patients.map((patient) => ({ ...patient }));
  let step = 0;
  let calendar = false;
  let width = 0;
  /** @type {number | null | undefined} undefined until the reader has guessed or passed, null without a guess */
  let guess;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let playing;

  const [lanes, plot] = [picture(), picture()];
  const [sentence, formula] = [h("p.said"), h("p.said.formula")];
  const numbers = h("div.scroll.narrow");
  const asked = h("div");
  const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

  const back = h("button", { onclick: () => go(step - 1) }, words.back);
  const next = h("button.primary", { onclick: () => go(step + 1) }, words.step);
  const play = h("button", { onclick: toggle });
  const editors = patients.map((patient) => {
    const months = slider(words, { label: fill(words.patient, { name: patient.name }), unit: words.months, min: 1, max: until, value: patient.time }, (time) => {
      patient.time = time;
      changed();
    });
    const seen = /** @type {HTMLInputElement} */ (h("input", { type: "checkbox", checked: patient.observed, onchange: () => ((patient.observed = seen.checked), changed()) }));
    const node = h("div", {}, months.node, h("label.check", {}, seen, h("span", {}, words.observed, h("span.unseen", {}, ` (${patient.name})`))));
    const show = () => {
      months.set(patient.time);
      seen.checked = patient.observed;
    };
    return { node, show };
  });
  const view = (/** @type {boolean} */ by) =>
    h("label", {}, h("input", { type: "radio", name: "view", checked: by === calendar, onchange: () => ((calendar = by), draw()) }), h("span", {}, by ? words.calendar : words.since));

  const result = h(
    "div",
    {},
    plot,
    h("div.row", {}, back, next, play),
    sentence,
    formula,
    numbers,
    h("details.edit", {}, h("summary", {}, words.edit), h("div.controls", {}, editors.map(({ node }) => node))),
  );
  const { announce } = card(root, data, [
    h("div.row", {}, h("div.segment", { role: "radiogroup", "aria-label": words.view }, view(false), view(true))),
    h("p.below", {}, words.how),
    lanes,
    asked,
    result,
  ]);

  function go(/** @type {number} */ to) {
    step = to;
    draw();
  }

  function toggle() {
    const last = kaplanMeier(patients).length - 1;
    if (playing) return pause();
    if (still()) return go(last);
    if (step >= last) step = 0;
    go(step + 1);
    playing = setInterval(() => (step < kaplanMeier(patients).length - 1 ? go(step + 1) : pause()), PACE);
    draw();
  }

  function pause() {
    clearInterval(playing);
    playing = undefined;
    draw();
  }

  /** A guess holds for the patients that it was made for. */
  function changed() {
    if (guess !== undefined) guess = null;
    draw();
  }

  function ask(/** @type {CurveRow[]} */ curve) {
    const events = patients.filter(({ observed }) => observed).length;
    const question = fill(words.question, { n: patients.length, events, censored: patients.length - events, time: curve[curve.length - 1].time });
    const show = (/** @type {number | null} */ given) => {
      guess = given;
      asked.remove();
      draw();
      next.focus();
    };
    asked.replaceChildren(predict(words, { question, max: 100 }, show));
  }

  function draw() {
    if (!width) return;
    const curve = kaplanMeier(patients);
    result.hidden = guess === undefined;
    if (guess === undefined) {
      drawLanes(curve[0].time);
      return ask(curve);
    }
    step = Math.max(0, Math.min(step, curve.length - 1));
    back.setAttribute("aria-disabled", String(step === 0));
    next.setAttribute("aria-disabled", String(step === curve.length - 1));
    play.textContent = still() ? words.all : playing ? words.pause : words.play;
    drawLanes(curve[step].time);
    drawCurve(curve);
    sentence.textContent = told(words, curve, step);
    const own = guess !== null && step === curve.length - 1 ? ` ${fill(words.guessed, { guess: said(guess) })}` : "";
    formula.textContent = product(words, curve.slice(0, step + 1)) + own;
    const rows = curve.slice(0, step + 1).map((row) => [row.time, row.atRisk, row.events, row.censored, percent(row.survival, 1)]);
    const head = [words.time, words.at_risk, words.events, words.censored, words.survival];
    numbers.replaceChildren(table(head, rows, data.title));
    numbers.querySelector("tbody")?.lastElementChild?.classList.add("current");
    announce(`${sentence.textContent} ${formula.textContent}`);
  }

  const start = (/** @type {{entry: number}} */ { entry }) => (calendar ? entry : 0);

  function axis() {
    const max = calendar ? Math.max(data.close ?? 0, ...patients.map(({ entry, time }) => entry + time)) : until;
    return { min: 0, max, label: calendar ? words.calendar_axis : words.axis, steps: MONTHS };
  }

  function drawLanes(/** @type {number} */ now) {
    const svg = /** @type {SVGElement} */ (lanes.firstElementChild);
    const { X, left, base } = frame(svg, { width, height: ROW * patients.length + 52, x: axis(), part: PART });
    if (calendar && data.close) svg.append(s("line.grid.strong", { x1: X(data.close), x2: X(data.close), y1: 0, y2: base }));
    patients.forEach((patient, i) => {
      const y = ROW * (i + 0.5);
      const from = start(patient);
      const end = from + patient.time;
      const lived = calendar ? end : Math.min(now, end);
      svg.append(
        s("text", { x: left - 8, y: y + 5, "text-anchor": "end" }, patient.name),
        s("path.curve", { d: `M${X(from)} ${y}H${X(end)}`, opacity: 0.3 }),
        s("path.curve", { d: `M${X(from)} ${y}H${X(lived)}` }),
        mark(patient.observed ? "cross" : "hollow", X(end), y, 6),
      );
    });
    if (!calendar) svg.append(s("line.now", { x1: X(now), x2: X(now), y1: 0, y2: base }));
  }

  function drawCurve(/** @type {CurveRow[]} */ curve) {
    const svg = /** @type {SVGElement} */ (plot.firstElementChild);
    const max = until;
    const x = { min: 0, max, label: words.axis, steps: MONTHS };
    const { X, Y, left, right, base, top } = frame(svg, { width, height: 290, x, y: { ...PERCENT, label: words.survival }, part: { ...PART, bottom: 84, top: 14 } });
    const now = curve[step].time;
    const drawn = curve.slice(0, step + 1);
    svg.append(
      s("text.tick", { x: left, y: base + 56 }, words.at_risk_line),
      s("line.now", { x1: X(now), x2: X(now), y1: top, y2: base, opacity: 0.5 }),
      s("path.curve", { d: stepsThrough(drawn.map(({ time, survival }) => [X(time), Y(100 * survival)])) }),
      ...drawn.filter(({ censored }) => censored).map(({ time, survival }) => mark("bar", X(time), Y(100 * survival), 6)),
    );
    for (const time of ticks(0, max, (right - left) / 46, MONTHS).filter((time) => time <= now)) {
      const left = patients.filter((patient) => patient.time >= time).length;
      svg.append(s("text", { x: X(time), y: base + 76, "text-anchor": "middle" }, String(left)));
    }
    const { survival } = at(curve, now);
    svg.append(s("text.halo", { x: Math.min(X(now) + 8, right - 48), y: Y(100 * survival) - 8 }, percent(survival)));
  }

  let held = -1;
  let moved = 0;
  drag(/** @type {SVGElement} */ (lanes.firstElementChild), (x, y, phase) => {
    const months = scale([PART.left, width - PART.right], [0, axis().max]);
    if (phase === "start") {
      held = Math.floor(y / ROW);
      moved = x;
      const patient = patients[held];
      return !!patient && Math.abs(scale([0, axis().max], [PART.left, width - PART.right])(start(patient) + patient.time) - x) < 24;
    }
    const patient = patients[held];
    if (phase === "end" && Math.abs(x - moved) < 4) patient.observed = !patient.observed;
    else if (Math.abs(x - moved) >= 4) patient.time = Math.min(until, Math.max(1, Math.round(months(x) - start(patient))));
    editors[held].show();
    changed();
  });
  lanes.classList.add("draggable");

  return () => {
    const stop = followWidth(lanes, (now) => ((width = now), draw()));
    return () => {
      stop();
      pause();
    };
  };
}

/**
 * What happens at a step, in a sentence.
 *
 * @param {Record<string, string>} words
 * @param {CurveRow[]} curve
 * @param {number} step
 */
function told(words, curve, step) {
  const { time, atRisk, events, censored, survival } = curve[step];
  const name = step === 0 && !events ? "start" : events && censored ? "both" : events ? "event" : "loss";
  return fill(words[`told_${name}`], { time, atRisk, events, censored, survival: percent(survival), left: atRisk - events - censored });
}

/**
 * The product so far, a factor for each time with an event.
 *
 * @param {Record<string, string>} words
 * @param {CurveRow[]} rows
 */
function product(words, rows) {
  const factors = rows.filter(({ events }) => events).map(({ atRisk, events }) => `${atRisk - events}/${atRisk}`);
  const { time, survival } = rows[rows.length - 1];
  return fill(words.product, { time, factors: factors.join(" × ") || "1", survival: percent(survival, 1) });
}
