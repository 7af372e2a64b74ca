// Numbers and sentences as they are read.

/**
 * A sentence with its {names} filled.
 *
 * @param {string} text
 * @param {Record<string, string | number>} values
 */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));

/**
 * A number as it is read: at most so many digits, none that is an idle zero.
 *
 * @param {number} value
 * @param {number} [digits]
 */
export const said = (value, digits = 1) => String(Number((Math.floor(value * 10 ** digits + 0.5) / 10 ** digits).toFixed(digits)));

/** A number with exactly two digits. @param {number} value */
export const fixed = (value) => value.toFixed(2);

/** @param {number} share */
export const percent = (share, digits = 0) => `${said(100 * share, digits)}\u00a0%`;

/** @param {[number, number]} interval of a fraction of one */
export const between = ([low, high]) => `${said(100 * low)}–${said(100 * high)}\u00a0%`;
