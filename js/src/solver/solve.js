// One run of a model: from dose to dose, explicit where that is enough, implicit where the problem is stiff.
import { dop853 } from "./dop853.js";
import { scaleOf } from "./norm.js";
import { rodas4 } from "./rodas4.js";
import { schedule } from "./schedule.js";

const DEFAULTS = { relative: 1e-10, absolute: 1e-30, budget: 200_000 };
const LEAST = -1e-6; // of a state's scale: there is no less than nothing, but for rounding
const STIFF_STEPS = 300; // so many steps at the edge of stability mean that the problem is stiff
const CALM_STEPS = 6;
const FIRST = 1e-12; // no first step is less of the time: a state that begins at nothing has no size to begin with
const [SAFETY, SMALLEST, LARGEST] = [0.9, 0.2, 6];

/**
 * Load the functions of a model. Browsers take them as a blob, so that a page needs no permission to evaluate text.
 *
 * @param {ModelData} data
 * @returns {Promise<SolverModel>}
 */
export async function loadModel(data) {
  const url = URL.createObjectURL(new Blob([data.source], { type: "text/javascript" }));
  try {
    return { ...data, ...(await import(url)) };
  } finally {
    URL.revokeObjectURL(url);
  }
}

/**
 * Run a model.
 *
 * @param {SolverModel} model
 * @param {Record<string, number>} parameters values that differ from the model's own, by id
 * @param {SolverDose[] | null} doses in place of the model's own; `target` is the place of the state
 * @param {ArrayLike<number>} grid rising times at which to look
 * @param {{relative?: number, absolute?: number, budget?: number}} [options] tolerances (the absolute one in
 *   units of each state's scale) and the most evaluations of the rates
 * @returns {SolverRun | SolverFailure}
 */
export function solve(model, parameters, doses, grid, options = {}) {
  const { relative, absolute, budget } = { ...DEFAULTS, ...options };
  const read = values(model, parameters);
  if ("ok" in read) return read;
  const p = read.p;
  const early = refuseGrid(grid);
  if (early) return failure("grid", early);
  const plan = model.plan(p);
  const { changes, failure: refused } = schedule(
    { doses: doses ?? plan.doses, switches: plan.switches },
    model.states.map((state) => state.id),
  );
  if (refused) return failure("dose", refused);

  const n = model.states.length;
  const end = grid[grid.length - 1];
  const infusion = new Float64Array(n);
  const y = Float64Array.from(model.states, (state) => p[read.places[state.start]]);
  let evaluations = 0;
  /** @type {SolverSystem} */
  const system = {
    n,
    timed: model.timed,
    relative,
    absolute: Float64Array.from(model.states, (state) => state.scale * absolute),
    rates(t, state, out) {
      evaluations++;
      model.rates(t, state, p, out);
      for (let i = 0; i < n; i++) out[i] += infusion[i];
    },
    jacobian: (t, state, out) => void model.jacobian(t, state, p, out),
  };
  const floor = model.states.map(({ scale }) => scale * LEAST);
  const states = model.states.map(() => new Float64Array(grid.length));
  const observables = model.observables.map(() => new Float64Array(grid.length));
  const [row, seen] = [new Float64Array(n), new Float64Array(observables.length)];
  let written = 0;

  /** @param {Float64Array} state @param {number} t */
  function write(state, t) {
    model.observe(t, state, p, seen);
    for (let i = 0; i < n; i++) states[i][written] = state[i];
    for (let i = 0; i < seen.length; i++) observables[i][written] = seen[i];
    written++;
  }

  /** @param {SolverRun["ended"]} ended @returns {SolverRun} */
  const run = (ended) => ({
    ok: true,
    times: Float64Array.from(grid).subarray(0, written),
    states: states.map((values) => values.subarray(0, written)),
    observables: observables.map((values) => values.subarray(0, written)),
    ended,
    stiff: stepper.order === 4,
    evaluations,
  });

  let stepper = dop853(system);
  let [t, fallen] = [0, -1];
  for (let c = 0; c <= changes.length; c++) {
    // up to the change c, then take it
    const stop = Math.min(changes[c]?.time ?? end, end);
    const last = c === changes.length || changes[c].time > end;
    if (stop > t) {
      stepper.restart();
      let h = Math.min(stop - t, Math.max(firstStep(system, t, y), FIRST * stop));
      let [atEdge, calm] = [0, 0];
      while (t < stop) {
        if (evaluations > budget)
          return failure("budget", `The step budget of ${budget} evaluations is used up at ${model.time} ${short(t)}.`, t);
        h = Math.min(h, stop - t);
        if (!(t + h > t)) {
          if (fallen >= 0) return failure("below-zero", `Less than nothing is left of: ${model.states[fallen].name}.`, t);
          return failure("not-finite", `No finite solution after ${model.time} ${short(t)}.`, t);
        }
        const error = stepper.step(t, y, h);
        fallen = stepper.next.findIndex((value, i) => value < floor[i]);
        if (!(error <= 1) || fallen >= 0) {
          h *= error > 1 ? Math.max(SMALLEST, SAFETY * error ** (-1 / stepper.order)) : SMALLEST;
          continue;
        }
        if (stepper.stiff(y, h)) {
          calm = 0;
          atEdge++;
        } else if (++calm >= CALM_STEPS) atEdge = 0;
        const before = t;
        stepper.accept(t, y, h);
        t = stop - (t + h) < 1e-12 * stop ? stop : t + h;
        const over = model.ending ? fall(model.ending, p, stepper, before, t, row) : null;
        while (written < grid.length && grid[written] < t && (over === null || grid[written] <= over)) {
          stepper.at(grid[written], row);
          write(row, grid[written]);
        }
        if (over !== null) return run({ time: over, reason: model.ends?.reason ?? "" });
        h *= Math.min(LARGEST, Math.max(SMALLEST, SAFETY * Math.max(error, 1e-10) ** (-1 / stepper.order)));
        if (atEdge >= STIFF_STEPS) {
          stepper = rodas4(system);
          atEdge = 0;
        }
      }
    }
    if (last) break;
    for (const [i, amount] of changes[c].add) y[i] += amount;
    for (const [i, amount] of changes[c].rate) infusion[i] += amount;
    for (const [i, value] of changes[c].parameters) p[i] = value;
  }
  if (written < grid.length) write(y, end);
  return [...y].every(Number.isFinite) ? run(null) : failure("not-finite", "The solution is not finite.", t);
}

/**
 * When the model's equations ended within the last step, or null.
 *
 * @param {NonNullable<SolverModel["ending"]>} ending
 * @param {Float64Array} p
 * @param {SolverStepper} stepper
 * @param {number} low
 * @param {number} high
 * @param {Float64Array} row
 */
function fall(ending, p, stepper, low, high, row) {
  const value = (/** @type {number} */ t) => {
    stepper.at(t, row);
    return ending(t, row, p);
  };
  if (!(value(high) < 0) || value(low) <= 0) return null;
  for (let i = 0; i < 60 && high - low > 1e-12 * high; i++) {
    const middle = (low + high) / 2;
    if (value(middle) < 0) high = middle;
    else low = middle;
  }
  return high;
}

/**
 * Every parameter's value, in order, checked against its range.
 *
 * @param {SolverModel} model
 * @param {Record<string, number>} given
 * @returns {{p: Float64Array, places: Record<string, number>} | SolverFailure}
 */
function values(model, given) {
  const places = Object.fromEntries(model.parameters.map((parameter, i) => [parameter.id, i]));
  const p = Float64Array.from(model.parameters, (parameter) => parameter.value);
  for (const [id, value] of Object.entries(given)) {
    if (!(id in places)) return failure("parameter", `${model.id} has no parameter named ${id}.`);
    const { meaning, low, high, unit } = model.parameters[places[id]];
    if (!(value >= low && value <= high))
      return {
        ...failure(
          "parameter",
          `${id} (${meaning}) was given ${value}. It accepts ${low} to ${high}${unit === "1" ? "" : ` ${unit}`}.`,
        ),
        parameter: id,
        value,
        low,
        high,
      };
    p[places[id]] = value;
  }
  return { p, places };
}

/** @param {ArrayLike<number>} grid */
function refuseGrid(grid) {
  for (let i = 0; i < grid.length; i++)
    if (!Number.isFinite(grid[i]) || grid[i] < 0 || (i > 0 && grid[i] <= grid[i - 1]))
      return `The times of a run must rise from 0 or later; number ${i + 1} is ${grid[i]}.`;
  return grid.length ? null : "A run needs at least one time.";
}

/** @param {SolverSystem} system @param {number} t @param {Float64Array} y */
function firstStep(system, t, y) {
  const slope = new Float64Array(system.n);
  system.rates(t, y, slope);
  let [size, speed] = [0, 0];
  for (let i = 0; i < system.n; i++) {
    const scale = scaleOf(system, y, y, i);
    size += (y[i] / scale) ** 2;
    speed += (slope[i] / scale) ** 2;
  }
  return size > 0 && speed > 0 ? 0.01 * Math.sqrt(size / speed) : 1e-6;
}

/** @param {string} kind @param {string} message @param {number | null} [time] @returns {SolverFailure} */
function failure(kind, message, time = null) {
  return { ok: false, kind, message, time };
}

/** @param {number} t */
const short = (t) => String(Number(t.toPrecision(4)));
