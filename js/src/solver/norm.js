/**
 * Size of an error, in units of what is accepted: the root of the mean square over the states.
 *
 * @param {{n: number, absolute: Float64Array, relative: number}} system
 * @param {Float64Array} y before the step
 * @param {Float64Array} next after it
 * @param {Float64Array} error
 */
export function errorNorm({ n, absolute, relative }, y, next, error) {
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const scale = absolute[i] + relative * Math.max(Math.abs(y[i]), Math.abs(next[i]));
    sum += (error[i] / scale) ** 2;
  }
  return Math.sqrt(sum / n);
}
