// Dormand and Prince's explicit Runge-Kutta method of order 8(5,3), with its continuous extension and test for stiffness.
// Source: Hairer, Norsett, Wanner, Solving Ordinary Differential Equations I, section II.5, II.6 and II.10; DOP853.
import { scaleOf } from "./norm.js";

// Row 12 is the step itself; the three after it are looked at only between the ends of a step.
const A = [
  [],
  [0.05260015195876773],
  [0.0197250569845379, 0.0591751709536137],
  [0.02958758547680685, 0, 0.08876275643042054],
  [0.2413651341592667, 0, -0.8845494793282861, 0.924834003261792],
  [0.037037037037037035, 0, 0, 0.17082860872947386, 0.12546768756682242],
  [0.037109375, 0, 0, 0.17025221101954405, 0.06021653898045596, -0.017578125],
  [0.03709200011850479, 0, 0, 0.17038392571223998, 0.10726203044637328, -0.015319437748624402, 0.008273789163814023],
  [0.6241109587160757, 0, 0, -3.3608926294469414, -0.868219346841726, 27.59209969944671, 20.154067550477894, -43.48988418106996],
  [0.47766253643826434, 0, 0, -2.4881146199716677, -0.590290826836843, 21.230051448181193, 15.279233632882423, -33.28821096898486, -0.020331201708508627],
  [-0.9371424300859873, 0, 0, 5.186372428844064, 1.0914373489967295, -8.149787010746927, -18.52006565999696, 22.739487099350505, 2.4936055526796523, -3.0467644718982196],
  [2.273310147516538, 0, 0, -10.53449546673725, -2.0008720582248625, -17.9589318631188, 27.94888452941996, -2.8589982771350235, -8.87285693353063, 12.360567175794303, 0.6433927460157636],
  [0.054293734116568765, 0, 0, 0, 0, 4.450312892752409, 1.8915178993145003, -5.801203960010585, 0.3111643669578199, -0.1521609496625161, 0.20136540080403034, 0.04471061572777259],
  [0.056167502283047954, 0, 0, 0, 0, 0, 0.25350021021662483, -0.2462390374708025, -0.12419142326381637, 0.15329179827876568, 0.00820105229563469, 0.007567897660545699, -0.008298],
  [0.03183464816350214, 0, 0, 0, 0, 0.028300909672366776, 0.053541988307438566, -0.05492374857139099, 0, 0, -0.00010834732869724932, 0.0003825710908356584, -0.00034046500868740456, 0.1413124436746325],
  [-0.42889630158379194, 0, 0, 0, 0, -4.697621415361164, 7.683421196062599, 4.06898981839711, 0.3567271874552811, 0, 0, 0, -0.0013990241651590145, 2.9475147891527724, -9.15095847217987],
];
const C = A.map((row) => row.reduce((sum, a) => sum + a, 0));
const E5 = [0.01312004499419488, 0, 0, 0, 0, -1.2251564463762044, -0.4957589496572502, 1.6643771824549864, -0.35032884874997366, 0.3341791187130175, 0.08192320648511571, -0.022355307863886294];
/** @type {Record<number, number>} */
const LESS = { 0: 0.2440944881889764, 8: 0.7338466882816118, 11: 0.022058823529411766 };
const E3 = A[12].map((b, j) => b - (LESS[j] ?? 0));
const D = [
  [-8.428938276109013, 0, 0, 0, 0, 0.5667149535193777, -3.0689499459498917, 2.38466765651207, 2.117034582445028, -0.871391583777973, 2.2404374302607883, 0.6315787787694688, -0.08899033645133331, 18.148505520854727, -9.194632392478356, -4.436036387594894],
  [10.427508642579134, 0, 0, 0, 0, 242.28349177525817, 165.20045171727028, -374.5467547226902, -22.113666853125306, 7.733432668472264, -30.674084731089398, -9.332130526430229, 15.697238121770845, -31.139403219565178, -9.35292435884448, 35.81684148639408],
  [19.985053242002433, 0, 0, 0, 0, -387.0373087493518, -189.17813819516758, 527.8081592054236, -11.57390253995963, 6.8812326946963, -1.0006050966910838, 0.7777137798053443, -2.778205752353508, -60.19669523126412, 84.32040550667716, 11.99229113618279],
  [-25.69393346270375, 0, 0, 0, 0, -154.18974869023643, -231.5293791760455, 357.6391179106141, 93.40532418362432, -37.45832313645163, 104.0996495089623, 29.8402934266605, -43.53345659001114, 96.32455395918828, -39.17726167561544, -149.72683625798564],
];
const STABLE = 6.1; // a step times the largest eigenvalue, at the edge of stability

/**
 * A stepper: `step` tries one step and gives its error (1 is just accepted); `accept` takes it.
 *
 * @param {SolverSystem} system
 * @returns {SolverStepper}
 */
export function dop853(system) {
  const { n, rates } = system;
  const k = A.map(() => new Float64Array(n));
  const [stage, next, old, extra] = Array.from({ length: 4 }, () => new Float64Array(n));
  const dense = Array.from({ length: 7 }, () => new Float64Array(n));
  let [fresh, taken, ready] = [true, false, false];
  let [from, size] = [0, 0];

  /**
   * The rates of stage `s` of a step, and in `out` where they were taken.
   *
   * @param {number} s
   * @param {number} t
   * @param {Float64Array} y
   * @param {number} h
   * @param {Float64Array} out
   */
  function look(s, t, y, h, out) {
    for (let i = 0; i < n; i++) out[i] = y[i] + h * weighed(A[s], i);
    rates(t + C[s] * h, out, k[s]);
  }

  /** @param {number[]} weights @param {number} i */
  function weighed(weights, i) {
    let sum = 0;
    for (let j = 0; j < weights.length; j++) sum += weights[j] * k[j][i];
    return sum;
  }

  /** What lies between the ends of the last step: most steps are never asked. */
  function prepare() {
    for (let s = 13; s < 16; s++) look(s, from, old, size, extra);
    for (let i = 0; i < n; i++) {
      const difference = next[i] - old[i];
      dense[0][i] = difference;
      dense[1][i] = size * k[0][i] - difference;
      dense[2][i] = 2 * difference - size * (k[0][i] + k[12][i]);
      for (let j = 0; j < 4; j++) dense[3 + j][i] = size * weighed(D[j], i);
    }
    ready = true;
  }

  return {
    order: 8,
    next,
    restart() {
      fresh = true;
    },
    step(t, y, h) {
      if (fresh) rates(t, y, k[0]);
      else if (taken) k[0].set(k[12]);
      fresh = taken = false;
      for (let s = 1; s < 13; s++) look(s, t, y, h, s < 12 ? stage : next);
      let [fifth, third] = [0, 0];
      for (let i = 0; i < n; i++) {
        const scale = scaleOf(system, y, next, i);
        fifth += (weighed(E5, i) / scale) ** 2;
        third += (weighed(E3, i) / scale) ** 2;
      }
      return fifth === 0 ? 0 : (h * fifth) / Math.sqrt(n * (fifth + 0.01 * third));
    },
    stiff(y, h) {
      let above = 0;
      let below = 0;
      for (let i = 0; i < n; i++) {
        const scale = scaleOf(system, y, next, i);
        above += ((k[12][i] - k[11][i]) / scale) ** 2;
        below += ((next[i] - stage[i]) / scale) ** 2;
      }
      return below > 0 && h * Math.sqrt(above / below) > STABLE;
    },
    accept(t, y, h) {
      from = t;
      size = h;
      old.set(y);
      y.set(next);
      taken = true;
      ready = false;
    },
    at(t, out) {
      if (!ready) prepare();
      const s = (t - from) / size;
      for (let i = 0; i < n; i++) {
        let sum = 0;
        for (let j = 6; j >= 0; j--) sum = (sum + dense[j][i]) * (j % 2 ? 1 - s : s);
        out[i] = old[i] + sum;
      }
    },
  };
}
