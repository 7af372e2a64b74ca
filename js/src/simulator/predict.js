// The reader predicts before the run is shown: chooses, or draws. "Show me" is always there.
import { h } from "../dom.js";
import { ask } from "../quiz/curve.js";

/**
 * @param {SimulatorData & {predict: SimulatorPrediction}} data
 * @param {(guess: Guess) => void} show
 * @param {(text: string) => void} say
 */
export function predict({ predict: asked, words, model, panels }, show, say) {
  const { question, choose = [], draw } = asked;
  /** @type {Guess} */
  let guess = null;
  const form = h("form.predict", { novalidate: true }, h("p.stem", { id: "stem" }, question));
  if (draw) {
    const { name } = /** @type {SimulatorCurve} */ (panels.flatMap(({ curves }) => curves).find(({ id }) => id === draw));
    const { start, factor, unit, max, asked: times } = asked;
    const item = /** @type {CurveItem} */ (/** @type {unknown} */ ({
      axes: { x: { label: [words[`axis_${model.time}`]], unit: "", min: 0, max: model.days }, y: { label: [name], unit, min: 0, max } },
      points: [{ x: 0, y: start }],
      asked: times,
    }));
    form.append(
      ask(item, [], (given) => {
        const own = given.map((pair) => /** @type {[number, number]} */ (pair.split("=").map(Number)));
        guess = own.length ? { curve: draw, points: [/** @type {[number, number]} */ ([0, start]), ...own].map(([x, y]) => [x, y * factor]) } : null;
      }, say),
    );
  }
  choose.forEach((choice) =>
    form.append(h("label.option", {}, h("input", { type: "radio", name: "choice", onchange: () => (guess = { choice }) }), h("span", {}, choice))),
  );
  form.append(h("div.row", {}, h("button.primary", {}, words.show)));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    form.remove();
    show(guess);
  });
  return form;
}
