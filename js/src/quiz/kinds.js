// Kinds of question: each asks, explains and says its answer in words.
import * as choice from "./choice.js";
import * as cloze from "./cloze.js";
import * as curve from "./curve.js";
import * as label from "./label.js";
import * as match from "./match.js";
import * as numeric from "./numeric.js";
import * as order from "./order.js";
import * as sort from "./sort.js";
import * as text from "./text.js";

/** @type {Record<string, Kind>} */
const KINDS = { single: choice, multiple: choice, numeric, text, cloze, match, sort, label, order, curve };

/**
 * @param {Item} item
 * @returns {Kind}
 */
export function kindOf({ kind }) {
  if (!Object.hasOwn(KINDS, kind)) throw new Error(`A question of kind "${kind}" is not known here.`);
  return KINDS[kind];
}
