// Numbers as people type them. The rule of record, and its reasons, is immunolearn.questions.numbers.

const LONGEST = 60;
const RAISED = "⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹";

/**
 * A point is a decimal mark. A comma is one too, unless exactly three digits follow it and one to three stand before it,
 * of which the first is not 0. Where both stand, the last one is.
 *
 * @param {string} text
 * @param {string} [unit] may stand behind the number
 * @returns {number | null} null if it is no number
 */
export function readNumber(text, unit = "") {
  if ([...text].length > LONGEST) return null;
  let typed = text
    .replace(/[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+/gu, (raised) => `^${[...raised].map((mark) => "+-0123456789"[RAISED.indexOf(mark)]).join("")}`)
    .replace(/[\t-\r\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/g, " ")
    .replace(/[\u2010-\u2015\u2212\ufe63\uff0d]/g, "-")
    .replace(/^ +| +$/g, "");
  const percent = typed.endsWith("%") && unit !== "%";
  const ending = [unit, "%"].find((one) => one && typed.endsWith(one));
  if (ending) typed = typed.slice(0, -ending.length).replace(/ +$/, "");
  typed = typed
    .replace(/(?<=[0-9])[ '’]+(?=[0-9]{3}(?![0-9]))/g, "")
    .replace(/( ?[x×·*] ?)?\b10 ?\^ ?([+-]?[0-9]+)$/, (_, times, power) => `${times ? "" : "1"}e${power}`)
    .toLowerCase()
    .replace(/(?<=^[+-]) +/, "");
  const mark = typed.indexOf("e");
  const plain = mark < 0 ? decimal(typed) : decimal(typed.slice(0, mark)) + typed.slice(mark);
  if (!/^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]{1,4})?$/.test(plain)) return null;
  const value = Number(plain) / (percent ? 100 : 1);
  return Number.isFinite(value) ? value : null;
}

/**
 * With a point as its decimal mark and no marks between thousands.
 *
 * @param {string} mantissa
 */
function decimal(mantissa) {
  const marks = mantissa.replace(/[^.,]/g, "");
  if (!marks || marks === ".") return mantissa;
  if (marks === ",") return mantissa.replace(",", /^[+-]?[1-9][0-9]{0,2},[0-9]{3}$/.test(mantissa) ? "" : ".");
  const last = new Set(marks).size === 1 ? "" : /** @type {string} */ (marks.at(-1));
  if (last && marks.split(last).length > 2) return "no number";
  const at = last ? mantissa.lastIndexOf(last) : mantissa.length;
  const whole = mantissa.slice(0, at);
  if (!/^[+-]?[0-9]{1,3}(?:([.,])[0-9]{3})(?:\1[0-9]{3})*$/.test(whole)) return "no number";
  return whole.replace(/[.,]/g, "") + (last ? `.${mantissa.slice(at + 1)}` : "");
}
