// Scores as the page shows them. The rule of record is immunolearn.questions.grade; tests/vectors hold the two together.

/**
 * Score of an answer, from 0 to 1.
 *
 * Single choice: 1 for the right option, else 0. Multiple choice: of R right options, each one ticked earns 1/R and
 * each wrong tick costs as much, never below 0; ticking every option earns nothing unless every option is right.
 *
 * @param {{kind: string, options: {key: string, right: boolean}[]}} item
 * @param {string[]} given keys of the chosen options, in any order
 */
export function grade(item, given) {
  const chosen = new Set(given);
  const right = new Set(item.options.filter((option) => option.right).map((option) => option.key));
  const hits = [...chosen].filter((key) => right.has(key)).length;
  const misses = chosen.size - hits;
  const perfect = misses === 0 && hits === right.size;
  if (item.kind === "single" || perfect) return Number(perfect);
  const everything = chosen.size === item.options.length && item.options.every((option) => chosen.has(option.key));
  return everything ? 0 : Math.max(0, (hits - misses) / right.size);
}
