// A reader meets the options of a question in an order of their own, and always in the same one.

/**
 * The question with what may be shuffled shuffled.
 *
 * @template {Item} T
 * @param {T} item
 * @param {string} seed of the reader
 * @returns {T}
 */
export function arrange(item, seed) {
  const { shuffle, options, gaps } = /** @type {any} */ (item);
  const mix = (/** @type {any[]} */ list, /** @type {string} */ salt) => shuffled(list, `${seed}/${item.id}/${salt}`);
  if (options && shuffle) return { ...item, options: mix(options, "options") };
  if (gaps) {
    return { ...item, gaps: gaps.map((/** @type {any} */ gap) => (gap.options ? { ...gap, options: mix(gap.options, gap.key) } : gap)) };
  }
  return item;
}

/**
 * A shuffled copy in which everything `fixed` keeps its place (Fisher and Yates).
 *
 * @template {{fixed?: boolean}} V
 * @param {V[]} list
 * @param {string} seed
 * @returns {V[]}
 */
export function shuffled(list, seed) {
  const random = randomOf(seed);
  const places = list.flatMap(({ fixed }, index) => (fixed ? [] : [index]));
  const result = [...list];
  for (let left = places.length - 1; left > 0; left--) {
    const [a, b] = [places[left], places[Math.floor(random() * (left + 1))]];
    [result[a], result[b]] = [result[b], result[a]];
  }
  return result;
}

/**
 * Numbers from 0 to 1 that follow from a text: FNV-1a starts mulberry32.
 *
 * @param {string} seed
 */
function randomOf(seed) {
  let state = 0x811c9dc5;
  for (const character of seed) state = Math.imul(state ^ /** @type {number} */ (character.codePointAt(0)), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
