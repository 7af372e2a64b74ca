// The rules of immunolearn.statistics as the page computes them: pure, at 95 %, held to tests/vectors/statistics.json.
// A patient is {time, observed}; every share is a fraction of one.

const Z = 1.959963984540054;
const TAIL = 0.025;
const HALF = 0.5 + 1e-9;

/**
 * Wilson's score interval for a proportion.
 *
 * @param {number} events
 * @param {number} n
 * @returns {[number, number]}
 */
export function wilson(events, n) {
  const rate = events / n;
  const centre = rate + (Z * Z) / (2 * n);
  const margin = Z * Math.sqrt((rate * (1 - rate)) / n + (Z * Z) / (4 * n * n));
  const whole = 1 + (Z * Z) / n;
  return [events === 0 ? 0 : (centre - margin) / whole, events === n ? 1 : (centre + margin) / whole];
}

/**
 * Clopper and Pearson's exact interval for a proportion.
 *
 * @param {number} events
 * @param {number} n
 * @returns {[number, number]}
 */
export function exact(events, n) {
  return [
    events === 0 ? 0 : betaQuantile(TAIL, events, n - events + 1),
    events === n ? 1 : betaQuantile(1 - TAIL, events + 1, n - events),
  ];
}

/**
 * @param {number} share
 * @param {number} a
 * @param {number} b
 */
function betaQuantile(share, a, b) {
  let [low, high] = [0, 1];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (betaShare(middle, a, b) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * The regularised incomplete beta function, by Lentz's continued fraction (Press et al., Numerical Recipes, 6.4).
 *
 * @param {number} x
 * @param {number} a
 * @param {number} b
 * @returns {number}
 */
function betaShare(x, a, b) {
  if (x > (a + 1) / (a + b + 2)) return 1 - betaShare(1 - x, b, a);
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a;
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m < 500; m++) {
    for (const term of [
      (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)),
      (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1)),
    ]) {
      d = 1 / (1 + term * d);
      c = 1 + term / c;
      value *= c * d;
    }
    if (Math.abs(c * d - 1) < 1e-15) break;
  }
  return front * value;
}

/**
 * Stirling's series, after shifting the argument to where it is exact to rounding.
 *
 * @param {number} x above 0
 */
function logGamma(x) {
  let shift = 0;
  for (; x < 15; x++) shift += Math.log(x);
  const square = x * x;
  const series = (1 / 12 - (1 / 360 - (1 / 1260 - 1 / (1680 * square)) / square) / square) / x;
  return (x - 0.5) * Math.log(x) - x + Math.log(2 * Math.PI) / 2 + series - shift;
}

/**
 * Numbers from 0 up to 1, the same from the same seed in Python and here (mulberry32).
 *
 * @param {number} seed
 */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Responders in each of `count` trials of `n` patients who all respond with the same chance.
 *
 * @param {{rate: number, n: number, count: number, seed: number}} what
 */
export function repeatTrials({ rate, n, count, seed }) {
  const next = random(seed);
  return Array.from({ length: count }, () => {
    let responders = 0;
    for (let patient = 0; patient < n; patient++) if (next() < rate) responders++;
    return responders;
  });
}

/**
 * Kaplan-Meier estimate, a row at 0 and at each time when something happens. The band is null once survival is 0.
 *
 * @param {Patient[]} patients
 * @returns {CurveRow[]}
 */
export function kaplanMeier(patients) {
  const times = [...new Set([0, ...patients.map(({ time }) => time)])].sort((a, b) => a - b);
  let atRisk = patients.length;
  let survival = 1;
  let greenwood = 0;
  return times.map((time) => {
    const now = patients.filter((patient) => patient.time === time);
    const events = now.filter(({ observed }) => observed).length;
    const row = { time, atRisk, events, censored: now.length - events };
    survival *= 1 - events / atRisk;
    greenwood += events ? events / (atRisk * (atRisk - events)) : 0;
    atRisk -= now.length;
    const spread = survival < 1 ? Math.exp((Z * Math.sqrt(greenwood)) / Math.log(survival)) : 1;
    const [low, high] = survival > 0 ? [survival ** (1 / spread), survival ** spread] : [null, null];
    return { ...row, survival, low, high };
  });
}

/**
 * The row of a curve that holds at a time.
 *
 * @param {CurveRow[]} curve
 * @param {number} time
 */
export function at(curve, time) {
  return curve[curve.filter((row) => row.time <= time).length - 1];
}

/**
 * First time at which survival is at most one half; Infinity where that is not reached.
 *
 * @param {CurveRow[]} curve
 */
export function median(curve) {
  return curve.find(({ survival }) => survival <= HALF)?.time ?? Infinity;
}

/**
 * The row, among those still at risk after `survived`, that holds `further` later: its survival is S(t + s) / S(s).
 *
 * @param {Patient[]} patients
 * @param {{survived: number, further: number}} when
 */
export function conditionalSurvival(patients, { survived, further }) {
  return at(kaplanMeier(patients.filter(({ time }) => time > survived)), survived + further);
}

/**
 * Mean time without the event up to a limit.
 *
 * @param {CurveRow[]} curve
 * @param {number} until
 */
export function restrictedMean(curve, until) {
  const within = curve.filter(({ time }) => time < until);
  return within.reduce((sum, { time, survival }, i) => sum + survival * ((within[i + 1]?.time ?? until) - time), 0);
}

/**
 * Hazard ratio of treated against control: Cox's model with this one covariate, ties after Efron, by Newton's steps.
 * NaN where an arm has no event or the arms do not overlap: no finite ratio fits.
 *
 * @param {Patient[]} treated
 * @param {Patient[]} control
 */
export function hazardRatio(treated, control) {
  const times = [...new Set([...treated, ...control].filter(({ observed }) => observed).map(({ time }) => time))];
  const [first, second] = [treated, control].map((arm) =>
    times.map((time) => ({
      atRisk: arm.filter((patient) => patient.time >= time).length,
      events: arm.filter((patient) => patient.observed && patient.time === time).length,
    })),
  );
  if (!treated.some(({ observed }) => observed) || !control.some(({ observed }) => observed)) return NaN;
  let log = 0;
  for (let round = 0; round < 30; round++) {
    let [slope, curvature] = [0, 0];
    const ratio = Math.exp(log);
    first.forEach(({ atRisk, events }, i) => {
      const all = events + second[i].events;
      slope += events;
      for (let tie = 0; tie < all; tie++) {
        const share = tie / all;
        const exposed = ratio * (atRisk - share * events);
        const p = exposed / (exposed + second[i].atRisk - share * second[i].events);
        slope -= p;
        curvature += p * (1 - p);
      }
    });
    const step = slope / curvature;
    if (!Number.isFinite(step) || Math.abs(log) > 15) return NaN;
    log += step;
    if (Math.abs(step) < 1e-12) return Math.exp(log);
  }
  return NaN;
}

/**
 * Two arms without chance: patients stand at the even quantiles of a constant hazard, which in the treated arm is
 * `early` times as high before the change and `late` times after it. Who has no event by `follow` is censored then.
 *
 * @param {CrossingChoice & {n: number, median: number}} what
 */
export function twoArms({ early, late, change, follow, n, median: half }) {
  const hazard = Math.LN2 / half;
  const upToChange = hazard * early * change;
  const seen = (/** @type {number} */ exactly) => {
    const time = Math.floor(exactly * 1e6 + 0.5) / 1e6;
    return { time: Math.min(time, follow), observed: time <= follow };
  };
  const needed = Array.from({ length: n }, (_, i) => -Math.log(1 - (i + 0.5) / n));
  return {
    control: needed.map((sum) => seen(sum / hazard)),
    treated: needed.map((sum) =>
      seen(sum <= upToChange ? sum / (hazard * early) : change + (sum - upToChange) / (hazard * late)),
    ),
  };
}

/**
 * The patients of a period: those in it, censored at its end.
 *
 * @param {Patient[]} patients
 * @param {{after?: number, until?: number}} period
 */
export function during(patients, { after = -1, until = Infinity }) {
  return patients
    .filter(({ time }) => time > after)
    .map(({ time, observed }) => ({ time: Math.min(time, until), observed: observed && time <= until }));
}
