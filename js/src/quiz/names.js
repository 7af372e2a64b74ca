// Names as people type them. The rule of record is immunolearn.questions.names; tests/vectors hold the two together.

const GREEK = new Map(
  [..."αβγδεζηθικλμνξοπρστυφχψως"].map((letter, index) => [
    letter,
    ("alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi chi " +
      "psi omega sigma").split(" ")[index],
  ]),
);

/**
 * The normal form of a name: lower case without accents, Greek letters by name, hyphens, spaces, dots and quotes
 * dropped, but for one hyphen between two digits.
 *
 * @param {string} text
 */
export function normalise(text) {
  const lower = text.normalize("NFKD").replace(/[\p{M}\p{Cf}]/gu, "").toLowerCase().replace(/\p{M}/gu, "");
  return [...lower]
    .map((letter) => GREEK.get(letter) ?? letter)
    .join("")
    .replace(/["'`\u00b4\u2018-\u201f\u02b9-\u02bd\u2032\u2033]/g, "")
    .replace(/[\s\x1c-\x1f\x85._\-\u00b7\u2010-\u2015\u2212\u2027\u30fb]+/g, "-")
    .replace(/(?<![0-9])-|-(?![0-9])/g, "");
}

/**
 * Is this one of the accepted forms? Compared exactly, never by likeness: PD-1 is not PD-L1.
 *
 * @param {string[]} accept normal forms
 * @param {string} typed
 */
export function accepts(accept, typed) {
  return accept.includes(normalise(typed));
}

/**
 * Is this one of these ordinary words with one letter missing, added, changed, or two neighbours swapped?
 *
 * @param {string[]} words normal forms
 * @param {string} typed
 */
export function isMisspelt(words, typed) {
  const form = normalise(typed);
  return words.some((word) => oneSlip(word, form));
}

/**
 * @param {string} word
 * @param {string} typed
 */
export function oneSlip(word, typed) {
  if (word === typed || Math.abs(word.length - typed.length) > 1) return false;
  let start = 0;
  while (start < Math.min(word.length, typed.length) && word[start] === typed[start]) start++;
  const [rest, other] = [word.slice(start), typed.slice(start)];
  return (
    rest.slice(1) === other.slice(1) ||
    rest.slice(1) === other ||
    rest === other.slice(1) ||
    (rest.slice(2) === other.slice(2) && rest.slice(0, 2) === [...other.slice(0, 2)].reverse().join(""))
  );
}
