/**
 * The error of a state that is accepted.
 *
 * @param {{absolute: Float64Array, relative: number}} system
 * @param {Float64Array} y before the step
 * @param {Float64Array} next after it
 * @param {number} i
 */
export function scaleOf({ absolute, relative }, y, next, i) {
  return absolute[i] + relative * Math.max(Math.abs(y[i]), Math.abs(next[i]));
}
