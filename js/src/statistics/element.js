// <immuno-statistics>: one of the elements of statistics, named by its kind.
import { mountBuilder } from "./builder.js";
import { mountConditional } from "./conditional.js";
import { mountCrossing } from "./crossing.js";
import { mountInterval } from "./interval.js";
import { mountTrial } from "./trial.js";

/** @type {Record<string, Mount<any>>} */
const KINDS = { builder: mountBuilder, conditional: mountConditional, crossing: mountCrossing, interval: mountInterval, trial: mountTrial };

/** @type {Mount<StatisticsData>} */
export function mountStatistics(root, data, host) {
  const mount = KINDS[data.kind];
  if (!mount) throw new Error(`No element of statistics of the kind ${data.kind}.`);
  return mount(root, data, host);
}
