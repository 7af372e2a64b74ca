// A virtual cohort in the page: the patients come as a table from Python. Twin of models/cohort.py.
import { solve } from "./solve.js";

const CELLS_PER_MM3 = 1e6;
const [SHRINKS, GROWS, GROWS_MM, MEASURABLE_MM, GONE_MM] = [0.7, 1.2, 5, 10, 1];
/** No longer does a page wait for its own work. */
const SLICE_MS = 12;
const ORDER = ["CR", "PR", "SD", "PD"];

/**
 * Diameters at baseline and visits, in mm, of one patient; 0 where the tumour is gone.
 *
 * @param {SolverModel} model
 * @param {Record<string, number>} parameters
 * @param {number[]} days
 * @returns {number[] | SolverFailure}
 */
export function follow(model, parameters, days) {
  const run = solve(model, parameters, null, days);
  if (!run.ok) return run;
  const parts = [...model.states, ...model.observables];
  const place = parts.findIndex((part) => part.id === model.tumour);
  const unit = parts[place].unit.startsWith("10^6") ? 1e6 : 1;
  const cells = [...run.states, ...run.observables][place];
  return days.map((_, i) => (i < run.times.length ? diameter(cells[i] * unit) : 0));
}

/** @param {number} cells */
const diameter = (cells) => Math.cbrt(((6 / Math.PI) * Math.max(cells, 0)) / CELLS_PER_MM3);

/**
 * Best response until progression; "NE" where the lesion was not measurable at baseline.
 *
 * @param {number[]} sizes
 */
export function bestResponse(sizes) {
  const start = sizes[0];
  if (!(start >= MEASURABLE_MM)) return "NE";
  let smallest = start;
  let best = 3;
  for (const size of sizes.slice(1)) {
    if (size >= GROWS * smallest && size - smallest >= GROWS_MM) break;
    best = Math.min(best, size < GONE_MM ? 0 : size <= SHRINKS * start ? 1 : 2);
    smallest = Math.min(smallest, size);
  }
  return ORDER[best];
}

/**
 * Best response of every patient of a table, under a treatment; the page breathes between slices of work.
 *
 * @param {SolverModel} model
 * @param {CohortTable} table
 * @param {Record<string, number>} treatment
 * @param {{signal?: AbortSignal, told?: (done: number) => void}} [how] `told` hears after each slice how many are done
 * @returns {Promise<(string | SolverFailure)[]>} fewer where it was stopped
 */
export async function responses(model, table, treatment, { signal, told } = {}) {
  const days = [table.baseline, ...table.visits];
  const found = [];
  let since = performance.now();
  for (const row of table.patients) {
    const own = Object.fromEntries(table.parameters.map((id, i) => [id, row[i]]));
    const sizes = follow(model, { ...treatment, ...own }, days);
    found.push(Array.isArray(sizes) ? bestResponse(sizes) : sizes);
    if (performance.now() - since < SLICE_MS) continue;
    told?.(found.length);
    await new Promise((done) => setTimeout(done));
    if (signal?.aborted) break;
    since = performance.now();
  }
  return found;
}
