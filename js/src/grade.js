// Scores as the page shows them. The rule of record is immunolearn.questions.grade; tests/vectors hold the two together.

/**
 * Score of an answer, from 0 to 1.
 *
 * Of R right options, each one ticked earns 1/R and each wrong tick costs as much, never below 0; ticking every option
 * earns nothing unless every option is right. Single choice is the case of one right option and one tick.
 *
 * @param {{options: {key: string, right: boolean}[]}} item
 * @param {string[]} given keys of the chosen options, in any order
 */
export function grade({ options }, given) {
  const chosen = new Set(given);
  const right = options.filter((option) => option.right);
  const hits = right.filter((option) => chosen.has(option.key)).length;
  const misses = chosen.size - hits;
  const everything = chosen.size === options.length && options.every((option) => chosen.has(option.key));
  return everything && misses ? 0 : Math.max(0, (hits - misses) / right.length);
}
