// Small dense systems of linear equations, by Gauss with partial pivoting, in place.

/** A pivot of its own row that is so large beside the largest stays: rows that are swapped bring their rounding along. */
const ENOUGH = 1e-6;

/**
 * Factors of a matrix (row after row); false where it has none.
 *
 * @param {Float64Array} matrix
 * @param {Int32Array} pivots
 * @param {number} n
 */
export function decompose(matrix, pivots, n) {
  for (let k = 0; k < n; k++) {
    let best = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(matrix[i * n + k]) > Math.abs(matrix[best * n + k])) best = i;
    if (Math.abs(matrix[k * n + k]) > ENOUGH * Math.abs(matrix[best * n + k])) best = k;
    const pivot = matrix[best * n + k];
    if (!(Math.abs(pivot) > 0) || !Number.isFinite(pivot)) return false;
    pivots[k] = best;
    if (best !== k)
      for (let j = 0; j < n; j++) {
        const kept = matrix[k * n + j];
        matrix[k * n + j] = matrix[best * n + j];
        matrix[best * n + j] = kept;
      }
    for (let i = k + 1; i < n; i++) {
      const factor = (matrix[i * n + k] /= pivot);
      if (factor !== 0) for (let j = k + 1; j < n; j++) matrix[i * n + j] -= factor * matrix[k * n + j];
    }
  }
  return true;
}

/**
 * The solution, in place of the right side.
 *
 * @param {Float64Array} factors
 * @param {Int32Array} pivots
 * @param {number} n
 * @param {Float64Array} right
 */
export function substitute(factors, pivots, n, right) {
  for (let k = 0; k < n; k++) {
    const best = pivots[k];
    if (best !== k) {
      const kept = right[k];
      right[k] = right[best];
      right[best] = kept;
    }
  }
  for (let i = 1; i < n; i++) for (let j = 0; j < i; j++) right[i] -= factors[i * n + j] * right[j];
  for (let i = n - 1; i >= 0; i--) {
    for (let j = i + 1; j < n; j++) right[i] -= factors[i * n + j] * right[j];
    right[i] /= factors[i * n + i];
  }
}
