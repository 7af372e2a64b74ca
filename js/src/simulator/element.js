// <immuno-simulator>: the static form stays until the model runs.
import { h } from "../dom.js";
import { loadModel } from "../solver/solve.js";
import { simulator } from "./simulator.js";

/** @type {Mount<SimulatorData>} */
export function mountSimulator(root, data) {
  const waiting = h("slot");
  root.append(waiting);
  /** @type {(() => () => void) | undefined} */
  let attach;
  let inPage = false;
  let detach = () => {};
  loadModel(data.model).then(
    (model) => {
      waiting.remove();
      attach = simulator(root, { ...data, model: /** @type {SolverModel & SimulatorModel} */ (model) });
      if (inPage) detach = attach();
    },
    (reason) => {
      console.warn("immuno-simulator stays as it is:", reason);
      root.prepend(h("p.note", { role: "status" }, data.words.refused));
    },
  );
  return () => {
    inPage = true;
    detach = attach?.() ?? (() => {});
    return () => {
      inPage = false;
      detach();
    };
  };
}
