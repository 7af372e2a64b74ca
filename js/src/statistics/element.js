// <immuno-statistics>: one of the explorers of statistics, named by its kind.
import { mountInterval } from "./interval.js";

/** @type {Record<string, Mount<any>>} */
const KINDS = { interval: mountInterval };

/** @type {Mount<StatisticsData>} */
export function mountStatistics(root, data, host) {
  const mount = KINDS[data.kind];
  if (!mount) throw new Error(`No explorer of the kind ${data.kind}.`);
  return mount(root, data, host);
}
