// A virtual cohort in the page: the patients come as a table from Python. Twin of models/cohort.py.
import { loadModel, solve } from "./solve.js";

const CELLS_PER_MM3 = 1e6;
const [SHRINKS, GROWS, GROWS_MM, MEASURABLE_MM, GONE_MM] = [0.7, 1.2, 5, 10, 1];
/** No longer does a page wait for its own work. */
const SLICE_MS = 12;
export const ORDER = ["CR", "PR", "SD", "PD"];
/** By it the runtime knows its own text among the scripts of a page. */
const NAME = "immuno-cohort";

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
 * Best response of every patient of a table, under a treatment: in a worker; where there may be none, in slices of the
 * page's own time.
 *
 * @param {ModelData} model
 * @param {CohortTable} table
 * @param {Record<string, number>} treatment
 * @param {CohortWatch} [watch]
 * @returns {Promise<(string | SolverFailure)[]>} fewer where it was stopped
 */
export async function responses(model, table, treatment, watch = {}) {
  return (await inWorker([model, table, treatment], watch)) ?? inSlices(await loadModel(model), table, treatment, watch);
}

/**
 * The same in slices, between which the page breathes.
 *
 * @param {SolverModel} model
 * @param {CohortTable} table
 * @param {Record<string, number>} treatment
 * @param {CohortWatch} [watch]
 * @returns {Promise<(string | SolverFailure)[]>}
 */
export async function inSlices(model, table, treatment, { signal, told } = {}) {
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

/**
 * The worker runs the text of the runtime again, which stands in the page: nothing is fetched, nothing shipped twice.
 *
 * @param {[ModelData, CohortTable, Record<string, number>]} work
 * @param {CohortWatch} watch
 * @returns {Promise<(string | SolverFailure)[] | null>} null where there is no worker to be had
 */
function inWorker(work, { signal, told }) {
  const scripts = [...document.querySelectorAll("script[type=module]")];
  const text = scripts.map(({ textContent }) => textContent ?? "").find((each) => each.includes(NAME));
  return new Promise((done) => {
    if (!text) return done(null);
    const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
    /** @type {Worker | undefined} */
    let worker;
    const end = (/** @type {(string | SolverFailure)[] | null} */ found) => {
      worker?.terminate();
      URL.revokeObjectURL(address);
      done(found);
    };
    signal?.addEventListener("abort", () => end([]));
    try {
      worker = new Worker(address, { type: "module", name: NAME });
    } catch {
      return end(null);
    }
    worker.onerror = () => end(null);
    worker.onmessage = ({ data }) => ("found" in data ? end(data.found) : told?.(data.count));
    worker.postMessage(work);
  });
}

/** What the runtime does in a worker. */
export function serve() {
  onmessage = async ({ data: [model, table, treatment] }) => {
    const told = (/** @type {number} */ count) => postMessage({ count });
    const found = await loadModel(model).then((loaded) => inSlices(loaded, table, treatment, { told })).catch(() => null);
    postMessage({ found });
  };
}
