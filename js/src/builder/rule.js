// What follows from a design: rows are looked up, nothing is worked out.

/**
 * The effects that hold for a design. Of two of one aspect, where one names all features of the other and more, only
 * that one speaks.
 *
 * @param {BuilderEffect[]} effects
 * @param {Record<string, string>} design
 */
export function follows(effects, design) {
  const held = effects.filter(({ when }) => Object.entries(when).every(([feature, choices]) => choices.includes(design[feature])));
  return held.filter((row) => !held.some((other) => other.aspect === row.aspect && isNarrower(other.when, row.when)));
}

/** @param {BuilderEffect["when"]} narrow @param {BuilderEffect["when"]} wide */
function isNarrower(narrow, wide) {
  const features = Object.keys(wide);
  return Object.keys(narrow).length > features.length && features.every((feature) => feature in narrow);
}

/**
 * The products that differ from a design in at most one feature; those that differ in none, if there are any.
 *
 * @template {{design: Record<string, string>}} Product
 * @param {Product[]} products
 * @param {Record<string, string>} design
 * @returns {{product: Product, feature?: string}[]} with the feature in which a product differs
 */
export function resembling(products, design) {
  const near = products
    .map((product) => ({ product, differing: Object.keys(design).filter((feature) => product.design[feature] !== design[feature]) }))
    .filter(({ differing }) => differing.length < 2);
  const same = near.filter(({ differing }) => !differing.length);
  return (same.length ? same : near).map(({ product, differing: [feature] }) => ({ product, feature }));
}
