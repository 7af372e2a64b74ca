// Hazard ratio v crossing curves: two simulated arms, and what one number says of them.
import { h, s } from "../dom.js";
import { followWidth, frame, stepsThrough } from "../draw.js";
import { card, MONTHS, PERCENT, picture, predict, slider, table } from "./parts.js";
import { during, hazardRatio, kaplanMeier, median, restrictedMean, twoArms } from "./rules.js";
import { fill, fixed, said } from "./said.js";

const RATIO = { min: 0.2, max: 3, step: 0.05 };

/** @type {Mount<CrossingData>} */
export function mountCrossing(root, data) {
  const { words } = data;
  const choice = { early: data.early, late: data.late, change: data.change, follow: data.follow };
  /** @type {number | null | undefined} */
  let guessed;
  let width = 0;

  const plot = picture();
  const sentences = h("div");
  const numbers = h("div.scroll");
  const asked = h("div");
  const result = h("div", { hidden: true }, sentences, numbers);
  const control = (/** @type {keyof CrossingChoice} */ name, /** @type {object} */ what) =>
    slider(words, /** @type {any} */ ({ label: words[name], value: choice[name], ...what }), (value) => {
      choice[name] = value;
      draw();
    }).node;

  const { announce } = card(root, data, [
    h(
      "div.controls",
      {},
      control("early", RATIO),
      control("late", RATIO),
      control("change", { min: 1, max: 24, unit: words.months }),
      control("follow", { min: 12, max: 60, unit: words.months }),
    ),
    plot,
    asked,
    result,
  ]);

  function draw() {
    if (!width) return;
    const arms = twoArms({ ...choice, n: data.n, median: data.median });
    const curves = { treated: kaplanMeier(arms.treated), control: kaplanMeier(arms.control) };
    drawCurves(curves);
    result.hidden = guessed === undefined;
    if (guessed === undefined) {
      const show = (/** @type {number | null} */ guess) => {
        guessed = guess;
        asked.remove();
        draw();
      };
      return asked.replaceChildren(predict(words, { question: fill(words.question, choice), max: 10 }, show));
    }
    const { change, follow } = choice;
    const ratio = (/** @type {Parameters<typeof during>[1]} */ period) => hazardRatio(during(arms.treated, period), during(arms.control, period));
    const whole = ratio({});
    const after = change < follow ? ratio({ after: change }) : NaN;
    const [treated, control] = [curves.treated, curves.control].map((curve) => restrictedMean(curve, follow));
    const difference = treated - control;
    const rounded = Number(fixed(difference));
    const values = {
      ...choice, whole: saidRatio(whole), treated: fixed(treated), control: fixed(control), difference: fixed(Math.abs(difference)),
    };
    const lines = [
      fill(words.whole, values),
      fill(words[`hides_${hidden(choice)}`], values),
      fill(words[`mean_${rounded > 0 ? "more" : rounded < 0 ? "fewer" : "same"}`], values),
    ];
    if (guessed !== null) lines.push(fill(words.guessed, { guess: said(guessed, 2) }));
    guessed = null;
    sentences.replaceChildren(...lines.map((line) => h("p.said", {}, line)));
    const half = (/** @type {CurveRow[]} */ curve) => (median(curve) < Infinity ? said(median(curve)) : words.not_reached);
    numbers.replaceChildren(
      table(
        [words.figure, words.treated, words.control, words.compared],
        [
          [fill(words.ratio_before, values), "", "", saidRatio(ratio({ until: Math.min(change, follow) }))],
          [fill(words.ratio_after, values), "", "", saidRatio(after)],
          [words.ratio_whole, "", "", saidRatio(whole)],
          [words.median, half(curves.treated), half(curves.control), ""],
          [fill(words.mean, values), values.treated, values.control, `${rounded > 0 ? "+" : rounded < 0 ? "−" : ""}${values.difference}`],
        ],
        data.title,
      ),
    );
    announce(lines.join(" "));
  }

  const saidRatio = (/** @type {number} */ ratio) => (Number.isFinite(ratio) ? fixed(ratio) : words.not_known);

  function drawCurves(/** @type {{treated: CurveRow[], control: CurveRow[]}} */ curves) {
    const svg = /** @type {SVGElement} */ (plot.firstElementChild);
    const { change, follow } = choice;
    const { X, Y, left, right, top, base } = frame(svg, {
      width, height: 320, x: { min: 0, max: follow, label: words.axis, steps: MONTHS }, y: { ...PERCENT, label: "" }, part: { left: 52, right: 20, top: 34 },
    });
    if (change < follow) {
      svg.append(s("line.grid.strong", { x1: X(change), x2: X(change), y1: top, y2: base }), s("text.tick.halo", { x: X(change) + 6, y: base - 8 }, words.change_here));
    }
    const draws = /** @type {const} */ ([["control", "g.other", left + (right - left) / 2], ["treated", "g", left]]);
    for (const [arm, group, x] of draws) {
      svg.append(
        s(
          group,
          {},
          s("path.curve", { d: stepsThrough(curves[arm].map(({ time, survival }) => [X(time), Y(100 * survival)])) }),
          s("path.curve", { d: `M${x} 12h30` }),
        ),
        s("text", { x: x + 38, y: 17 }, words[arm]),
      );
    }
  }

  return () => followWidth(plot, (now) => ((width = now), draw()));
}

/**
 * What one ratio hides: a change of sides, a change, or nothing that was seen.
 *
 * @param {CrossingChoice} choice
 */
function hidden({ early, late, change, follow }) {
  if (change >= follow) return "unseen";
  if (early === late) return "nothing";
  return (early - 1) * (late - 1) < 0 ? "crossing" : "change";
}
