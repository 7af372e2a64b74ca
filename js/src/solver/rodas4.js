// RODAS, a linearly implicit (Rosenbrock) method of order 4(3) for stiff problems, with its continuous extension.
// Source: Hairer, Wanner, Solving Ordinary Differential Equations II, section IV.7; coefficients of RODAS, set 1.
import { decompose, substitute } from "./linear.js";
import { scaleOf } from "./norm.js";

const GAMMA = 0.25;
const C = [0, 0.386, 0.21, 0.63, 1, 1];
const D = [0.25, -0.1043, 0.1035, -0.0362, 0, 0];
const A = [
  [],
  [1.544],
  [0.9466785280815826, 0.2557011698983284],
  [3.314825187068521, 2.896124015972201, 0.9986419139977817],
  [1.221224509226641, 6.019134481288629, 12.53708332932087, -0.687886036105895],
];
const G = [
  [],
  [-5.6688],
  [-2.430093356833875, -0.2063599157091915],
  [-0.1073529058151375, -9.594562251023355, -20.47028614809616],
  [7.496443313967647, -10.24680431464352, -33.99990352819905, 11.7089089320616],
  [8.083246795921522, -7.981132988064893, -31.52159432874371, 16.31930543123136, -6.058818238834054],
];
const H2 = [10.12623508344586, -7.487995877610167, -34.80091861555747, -7.992771707568823, 1.025137723295662];
const H3 = [-0.6762803392801253, 6.087714651680015, 16.43084320892478, 24.76722511418386, -6.594389125716872];

/**
 * A stepper, as `dop853` gives it.
 *
 * @param {SolverSystem} system
 * @returns {SolverStepper}
 */
export function rodas4(system) {
  const { n, rates, jacobian, timed } = system;
  const u = Array.from({ length: 6 }, () => new Float64Array(n));
  const [slope, later, stage, next, old, start] = Array.from({ length: 6 }, () => new Float64Array(n));
  const dense = [new Float64Array(n), new Float64Array(n)];
  const inTime = new Float64Array(n);
  const derivatives = new Float64Array(n * n);
  const matrix = new Float64Array(n * n);
  const pivots = new Int32Array(n);
  let fresh = true;
  let from = 0;
  let size = 0;

  /** @param {number} t @param {Float64Array} y */
  function prepare(t, y) {
    rates(t, y, start);
    jacobian(t, y, derivatives);
    if (timed) {
      const delta = Math.sqrt(Number.EPSILON * Math.max(1e-5, Math.abs(t)));
      rates(t + delta, y, later);
      for (let i = 0; i < n; i++) inTime[i] = (later[i] - start[i]) / delta;
    }
    fresh = false;
  }

  return {
    order: 4,
    next,
    restart() {
      fresh = true;
    },
    step(t, y, h) {
      if (fresh) prepare(t, y);
      for (let i = 0; i < n * n; i++) matrix[i] = -derivatives[i];
      for (let i = 0; i < n; i++) matrix[i * n + i] += 1 / (h * GAMMA);
      if (!decompose(matrix, pivots, n)) return NaN;
      for (let s = 0; s < 6; s++) {
        if (s === 0) slope.set(start);
        else {
          for (let i = 0; i < n; i++) {
            // the last stage continues from the one before it
            let sum = s === 5 ? stage[i] + u[4][i] : y[i];
            if (s < 5) for (let j = 0; j < s; j++) sum += A[s][j] * u[j][i];
            stage[i] = sum;
          }
          rates(t + C[s] * h, stage, slope);
        }
        const out = u[s];
        for (let i = 0; i < n; i++) {
          let sum = 0;
          for (let j = 0; j < s; j++) sum += G[s][j] * u[j][i];
          out[i] = slope[i] + sum / h + h * D[s] * inTime[i];
        }
        substitute(matrix, pivots, n, out);
      }
      let sum = 0;
      for (let i = 0; i < n; i++) {
        next[i] = stage[i] + u[5][i];
        sum += (u[5][i] / scaleOf(system, y, next, i)) ** 2;
      }
      return Math.sqrt(sum / n);
    },
    stiff: () => false,
    accept(t, y, h) {
      from = t;
      size = h;
      old.set(y);
      for (let i = 0; i < n; i++) {
        let second = 0;
        let third = 0;
        for (let j = 0; j < 5; j++) {
          second += H2[j] * u[j][i];
          third += H3[j] * u[j][i];
        }
        dense[0][i] = second;
        dense[1][i] = third;
      }
      y.set(next);
      fresh = true;
    },
    at(t, out) {
      const s = (t - from) / size;
      const r = 1 - s;
      for (let i = 0; i < n; i++) out[i] = old[i] * r + s * (next[i] + r * (dense[0][i] + s * dense[1][i]));
    },
  };
}
