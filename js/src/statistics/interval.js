// Interval explorer: how sure a response rate is, and what "95 %" means over many trials.
import { folded, h, s } from "../dom.js";
import { drag, followWidth, frame, mark } from "../draw.js";
import { card, PERCENT, picture, predict, slider, table } from "./parts.js";
import { exact, repeatTrials, wilson } from "./rules.js";
import { between, fill, percent, said } from "./said.js";

const METHODS = { wilson, exact };
const ROW = 40;
const LINE = 4;
const MOST = 2000;
/** Sizes that the slider offers: every one up to 30, then in growing steps. */
const SIZES = [...Array(30).keys()].map((i) => i + 1).concat(
  [...Array(14).keys()].map((i) => 35 + 5 * i), [...Array(20).keys()].map((i) => 110 + 10 * i), [...Array(34).keys()].map((i) => 350 + 50 * i),
);

/** @type {Mount<IntervalData>} */
export function mountInterval(root, data) {
  const { words, count } = data;
  let { events, n, seed } = data;
  let share = events / n;
  let rate = Math.round(100 * share) / 100;
  /** @type {"wilson" | "exact"} */
  let method = "wilson";
  /** @type {{guess: number | null} | null} */
  let revealed = null;
  let width = 0;

  const [strip, stack] = [picture(), picture()];
  const sentence = h("p.said");
  const numbers = h("div.scroll");
  const counted = h("p.said");
  const asked = h("div");

  const size = slider(words, { label: words.n, min: 1, max: MOST, stops: SIZES, value: n }, (value) => {
    n = value;
    events = Math.round(share * n);
    hits.set(events, { min: 0, max: n });
    draw();
  });
  const hits = slider(words, { label: words.events, min: 0, max: n, value: events }, setEvents);
  const truth = slider(words, { label: words.truth, unit: "%", min: 0, max: 100, value: 100 * rate }, (value) => {
    rate = value / 100;
    draw();
  });

  function setEvents(/** @type {number} */ value) {
    events = value;
    share = events / n;
    draw();
  }

  const choice = h(
    "div.segment",
    { role: "radiogroup", "aria-label": words.method },
    /** @type {const} */ (["wilson", "exact"]).map((name) =>
      h("label", {}, h("input", { type: "radio", name: "method", checked: name === method, onchange: () => ((method = name), draw()) }), h("span", {}, words[name])),
    ),
  );
  const again = h("button", { onclick: () => (seed++, draw()) }, words.again);
  const repeated = h("div", { hidden: true }, h("div.row", {}, choice, again), counted, stack);
  const { announce } = card(root, data, [
    h("div.controls", {}, size.node, hits.node),
    strip,
    sentence,
    folded(words.numbers, numbers),
    h("div.controls", {}, truth.node),
    asked,
    repeated,
  ]);

  function ask() {
    const question = fill(words.question, { rate: percent(rate), n, count });
    asked.replaceChildren(
      predict(words, { question, max: count }, (guess) => {
        revealed = { guess };
        repeated.hidden = false;
        draw();
      }),
    );
  }

  function draw() {
    if (!width) return;
    const intervals = [
      { name: words.wilson, ends: wilson(events, n), computed: true },
      { name: words.exact, ends: exact(events, n), computed: true },
    ];
    if (data.published && events === data.events && n === data.n) intervals.push({ name: words.published, ends: data.published, computed: false });
    drawStrip(intervals);
    const values = { events, n, rate: percent(events / n, 1), wilson: between(intervals[0].ends), exact: between(intervals[1].ends) };
    sentence.textContent = fill(words.result, values);
    numbers.replaceChildren(
      table([words.interval, words.low, words.high], intervals.map(({ name, ends }) => [name, ...ends.map((end) => percent(end, 1))]), data.title),
    );
    if (!revealed) {
      ask();
      return announce(sentence.textContent);
    }
    const missed = drawStack();
    const lines = [fill(words.missed, { missed, count, n, rate: percent(rate), method: words[method] })];
    if (revealed.guess !== null) lines.push(fill(words.guessed, { guess: said(revealed.guess) }));
    counted.textContent = lines.join(" ");
    announce(`${sentence.textContent} ${counted.textContent}`);
  }

  function drawStrip(/** @type {{name: string, ends: [number, number], computed: boolean}[]} */ intervals) {
    const svg = /** @type {SVGElement} */ (strip.firstElementChild);
    const { X, left } = frame(svg, { width, height: 8 + ROW * intervals.length + 44, x: { ...PERCENT, label: words.axis }, part: { left: 12, right: 28 } });
    intervals.forEach(({ name, ends, computed }, i) => {
      const y = 8 + ROW * i;
      const [low, high] = ends.map((end) => X(100 * end));
      svg.append(
        s("text", { x: left, y: y + 12 }, `${name}: ${between(ends)}`),
        s("path.bar-line", { d: `M${low} ${y + 26}H${high}M${low} ${y + 20}v12M${high} ${y + 20}v12` }),
        mark(computed ? "dot" : "hollow", X((100 * events) / n), y + 26, 5.5),
      );
    });
  }

  function drawStack() {
    const svg = /** @type {SVGElement} */ (stack.firstElementChild);
    const { X, base } = frame(svg, { width, height: 12 + LINE * count + 44, x: { ...PERCENT, label: words.axis }, part: { left: 12, right: 28 } });
    const interval = memo((/** @type {number} */ k) => METHODS[method](k, n));
    let missed = 0;
    svg.append(s("line.now", { x1: X(100 * rate), x2: X(100 * rate), y1: 4, y2: base }));
    repeatTrials({ rate, n, count, seed }).forEach((responders, i) => {
      const [low, high] = interval(responders);
      const misses = rate < low || rate > high;
      const y = 12 + LINE * i;
      const x = X((100 * responders) / n);
      if (misses) missed++;
      svg.append(
        s(
          misses ? "g.missed" : "g",
          {},
          s("path", { d: `M${X(100 * low)} ${y}H${X(100 * high)}`, stroke: "var(--arm)", "stroke-width": misses ? 2.5 : 1.2, opacity: misses ? 1 : 0.6 }),
          misses ? mark("cross", x, y, 4) : s("circle", { cx: x, cy: y, r: 1.6, fill: "var(--arm)" }),
        ),
      );
    });
    return missed;
  }

  drag(/** @type {SVGElement} */ (strip.firstElementChild), (x) => {
    const to = Math.round(((x - 12) / (width - 40)) * n);
    hits.set(Math.min(n, Math.max(0, to)));
    setEvents(Math.min(n, Math.max(0, to)));
  });
  strip.classList.add("draggable");

  return () => followWidth(strip, (now) => ((width = now), draw()));
}

/**
 * @template Result
 * @param {(key: number) => Result} make
 */
function memo(make) {
  /** @type {Map<number, Result>} */
  const known = new Map();
  return (/** @type {number} */ key) => {
    if (!known.has(key)) known.set(key, make(key));
    return /** @type {Result} */ (known.get(key));
  };
}
