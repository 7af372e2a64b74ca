// Dormand and Prince's explicit Runge-Kutta pair of order 5(4), with its continuous extension and test for stiffness.
// Source: Hairer, Norsett, Wanner, Solving Ordinary Differential Equations I, section II.5 and II.6; DOPRI5.
import { errorNorm } from "./norm.js";

const C = [0, 1 / 5, 3 / 10, 4 / 5, 8 / 9, 1];
const A = [
  [],
  [1 / 5],
  [3 / 40, 9 / 40],
  [44 / 45, -56 / 15, 32 / 9],
  [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
  [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
];
const B = [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84];
const E = [71 / 57600, 0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40];
const D = [
  -12715105075 / 11282082432,
  0,
  87487479700 / 32700410799,
  -10690763975 / 1880347072,
  701980252875 / 199316789632,
  -1453857185 / 822651844,
  69997945 / 29380423,
];
const STABLE = 3; // a step times the largest eigenvalue, at the edge of stability

/**
 * A stepper: `step` tries one step and gives its error (1 is just accepted); `accept` takes it.
 *
 * @param {SolverSystem} system
 * @returns {SolverStepper}
 */
export function dopri5(system) {
  const { n, rates } = system;
  const k = Array.from({ length: 7 }, () => new Float64Array(n));
  const [stage, next, old, error, first] = Array.from({ length: 5 }, () => new Float64Array(n));
  const dense = Array.from({ length: 4 }, () => new Float64Array(n));
  let fresh = true;
  let from = 0;
  let size = 0;
  let ready = false;

  /** What lies between the ends of the last step: most steps are never asked. */
  function prepare() {
    for (let i = 0; i < n; i++) {
      const difference = next[i] - old[i];
      const slope = size * first[i] - difference;
      let sum = D[0] * first[i];
      for (let j = 1; j < 7; j++) sum += D[j] * k[j][i];
      dense[0][i] = difference;
      dense[1][i] = slope;
      dense[2][i] = difference - size * k[6][i] - slope;
      dense[3][i] = size * sum;
    }
    ready = true;
  }

  return {
    order: 5,
    next,
    restart() {
      fresh = true;
    },
    step(t, y, h) {
      if (fresh) rates(t, y, k[0]);
      fresh = false;
      for (let s = 1; s < 6; s++) {
        const a = A[s];
        for (let i = 0; i < n; i++) {
          let sum = 0;
          for (let j = 0; j < s; j++) sum += a[j] * k[j][i];
          stage[i] = y[i] + h * sum;
        }
        rates(t + C[s] * h, stage, k[s]);
      }
      for (let i = 0; i < n; i++) {
        let sum = 0;
        for (let j = 0; j < 6; j++) sum += B[j] * k[j][i];
        next[i] = y[i] + h * sum;
      }
      rates(t + h, next, k[6]);
      for (let i = 0; i < n; i++) {
        let sum = 0;
        for (let j = 0; j < 7; j++) sum += E[j] * k[j][i];
        error[i] = h * sum;
      }
      return errorNorm(system, y, next, error);
    },
    stiff(y, h) {
      let above = 0;
      let below = 0;
      for (let i = 0; i < n; i++) {
        const scale = system.absolute[i] + system.relative * Math.max(Math.abs(y[i]), Math.abs(next[i]));
        above += ((k[6][i] - k[5][i]) / scale) ** 2;
        below += ((next[i] - stage[i]) / scale) ** 2;
      }
      return below > 0 && h * Math.sqrt(above / below) > STABLE;
    },
    accept(t, y, h) {
      from = t;
      size = h;
      old.set(y);
      first.set(k[0]);
      y.set(next);
      k[0].set(k[6]);
      ready = false;
    },
    at(t, out) {
      if (!ready) prepare();
      const s = (t - from) / size;
      const r = 1 - s;
      for (let i = 0; i < n; i++)
        out[i] = old[i] + s * (dense[0][i] + r * (dense[1][i] + s * (dense[2][i] + r * dense[3][i])));
    },
  };
}
