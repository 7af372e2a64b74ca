// Conditional survival: what the chance is from here, for those who have come so far.
import { folded, h, s } from "../dom.js";
import { drag, followWidth, frame, lineThrough, mark, scale, stepsThrough } from "../draw.js";
import { card, MONTHS, nearest, PERCENT, picture, predict, slider, table } from "./parts.js";
import { at, conditionalSurvival, kaplanMeier } from "./rules.js";
import { between, fill, percent, said } from "./said.js";

const PART = { left: 52, right: 20, top: 26 };

/** @type {Mount<ConditionalData>} */
export function mountConditional(root, data) {
  const { words, landmarks, patients } = data;
  const curve = landmarks ?? kaplanMeier(patients ?? []);
  const last = Math.floor(curve[curve.length - 1].time);
  const stops = landmarks ? landmarks.map(({ time }) => time) : [...Array(last + 1).keys()];
  const alive = stops.filter((time) => shareAt(time) > 0 && time < last);
  let { survived, to } = data;
  let revealed = false;
  /** @type {number | null} */
  let guessed = null;
  let width = 0;

  const [plot, people] = [picture(), picture()];
  const [start, chance] = [h("p.said"), h("p.said")];
  const asked = h("div");
  const numbers = h("div.scroll");
  const key = h("ul.legend");
  const result = h("div", { hidden: true }, chance, people, key, folded(words.numbers, numbers));
  const months = (/** @type {number} */ value) => (value ? fill(words.after, { time: said(value) }) : words.at_start);

  // a stop is a place on both sliders: of published landmarks nothing in between is known
  const here = slider(words, { label: words.survived, unit: words.months, min: 0, max: last, stops: alive, only: landmarks && alive, value: survived }, (value) => move(value, to));
  const there = slider(words, { label: words.to, unit: words.months, min: stops[1], max: last, stops: stops.slice(1), only: landmarks && stops.slice(1), value: to }, (value) => move(survived, value, true));

  function move(/** @type {number} */ from, /** @type {number} */ until, later = false) {
    survived = from;
    to = until;
    if (survived >= to && later) survived = /** @type {number} */ (alive.filter((time) => time < to).pop());
    else if (survived >= to) to = /** @type {number} */ (stops.find((time) => time > survived));
    here.set(survived);
    there.set(to);
    draw();
  }

  const { announce } = card(root, data, [h("div.controls", {}, here.node, there.node), plot, start, asked, result]);

  function shareAt(/** @type {number} */ time) {
    return landmarks ? (landmarks.find((row) => row.time === time)?.survival ?? NaN) : at(/** @type {CurveRow[]} */ (curve), time).survival;
  }

  function draw() {
    if (!width) return;
    drawCurve();
    const [before, after] = [shareAt(survived), shareAt(to)];
    const row = patients && conditionalSurvival(patients, { survived, further: to - survived });
    const share = row ? row.survival : after / before;
    const values = {
      from: months(survived), to: months(to), state: words.state,
      before: said(100 * before, 0), after: said(100 * after, 0), of: said(100 * share, 0), share: percent(share, 1),
      quotient: `${percent(after, 1)} ÷ ${percent(before, 1)}`, interval: row?.low != null && row.high != null ? between([row.low, row.high]) : "",
    };
    start.textContent = fill(survived ? words.from_start : words.from_start_once, values);
    asked.hidden = revealed;
    result.hidden = !revealed;
    if (!revealed) {
      const show = (/** @type {number | null} */ guess) => {
        revealed = true;
        guessed = guess;
        draw();
      };
      asked.replaceChildren(predict(words, { question: fill(words.question, values), max: 100 }, show));
      return announce(start.textContent);
    }
    const lines = [fill(words.chance, values), values.interval && fill(words.with_interval, values)];
    if (guessed !== null) lines.push(fill(words.guessed, { guess: said(guessed) }));
    guessed = null;
    chance.textContent = lines.filter(Boolean).join(" ");
    drawPeople(Math.round(100 * before), Math.round(100 * after));
    numbers.replaceChildren(
      table([words.time, words.from_all, words.from_here], stops.filter((time) => landmarks || time % 12 === 0).map((time) =>
        [said(time), percent(shareAt(time), 1), time < survived ? "" : percent(shareAt(time) / before, 1)]), data.title),
    );
    announce(`${start.textContent} ${chance.textContent}`);
  }

  function drawCurve() {
    const svg = /** @type {SVGElement} */ (plot.firstElementChild);
    const { X, Y, top, base } = frame(svg, { width, height: 300, x: { min: 0, max: last, label: words.axis, steps: MONTHS }, y: { ...PERCENT, label: "" }, part: PART });
    const points = curve.map(({ time, survival }) => /** @type {[number, number]} */ ([X(Math.min(time, last)), Y(100 * survival)]));
    svg.append(
      s("rect", { x: X(0), y: top, width: X(survived) - X(0), height: base - top, fill: "var(--line)", opacity: 0.45 }),
      s(landmarks ? "path.curve.guide" : "path.curve", { d: landmarks ? lineThrough(points) : stepsThrough(points) }),
    );
    if (landmarks) {
      for (const { time, survival, low, high } of landmarks) {
        if (low !== null && high !== null) svg.append(s("path.curve", { d: `M${X(time)} ${Y(100 * low)}V${Y(100 * high)}` }));
        svg.append(mark(time && low === null ? "hollow" : "dot", X(time), Y(100 * survival), 5));
      }
    }
    const edge = X(survived);
    svg.append(
      s("line.grid.strong", { x1: X(to), x2: X(to), y1: top, y2: base }),
      s("line.now", { x1: edge, x2: edge, y1: top - 8, y2: base }),
      s("circle.grip", { cx: edge, cy: top - 8, r: 9 }),
      s("text.halo", { x: edge + 14, y: top - 4 }, `${words.survived}: ${said(survived)}`),
    );
  }

  function drawPeople(/** @type {number} */ before, /** @type {number} */ after) {
    const svg = /** @type {SVGElement} */ (people.firstElementChild);
    const size = Math.min(20, width / 20);
    const groups = /** @type {const} */ ([["dot", after, words.people_after, 0.3], ["hollow", before - after, words.people_between, 0.3], ["dot", 100 - before, words.people_before, 0.1]]);
    svg.setAttribute("width", String(width));
    svg.setAttribute("height", String(5 * size));
    const kinds = groups.flatMap(([shape, count, , r]) => Array.from({ length: Math.max(0, count) }, () => /** @type {const} */ ([shape, r])));
    svg.replaceChildren(
      ...kinds.map(([shape, r], i) => mark(shape, (Math.floor(i / 5) + 0.5) * size, ((i % 5) + 0.5) * size, r * size)),
    );
    key.replaceChildren(
      ...groups.filter(([, count]) => count > 0).map(([shape, count, text, r]) =>
        h(
          "li",
          {},
          s("svg", { width: size, height: size, "aria-hidden": "true" }, mark(shape, size / 2, size / 2, r * size)),
          h("span", {}, fill(text, { count, from: months(survived), to: months(to), state: words.state })),
        ),
      ),
    );
  }

  drag(/** @type {SVGElement} */ (plot.firstElementChild), (x) => {
    const time = scale([PART.left, width - PART.right], [0, last])(x);
    move(alive[nearest(alive, time)], to);
  });
  plot.classList.add("draggable");

  return () => followWidth(plot, (now) => ((width = now), draw()));
}
