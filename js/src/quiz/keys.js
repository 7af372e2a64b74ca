// Keys for those who prefer them. They act only while the focus is in the quiz, and never while something is typed.
import { h } from "../dom.js";

/** @type {[keys: string, does: string][]} */
const KEYS = [
  ["1 – 9", "choose an option"],
  ["Enter", "check"],
  ["H", "hint"],
  ["S", "show me"],
  ["R", "try again"],
  ["N", "next question"],
  ["B", "back"],
];

const BUTTONS = { h: /^(Next hint|Hint)/, s: /^Show me$/, r: /^(Try again|Change my answer)$/, n: /^(Next question|Skip)$/, b: /^Back$/ };

/** The list of keys, folded. */
export function keyList() {
  const rows = KEYS.map(([key, does]) => h("div", {}, h("dt", {}, h("kbd", {}, key)), h("dd", {}, does)));
  return h("details.keys", {}, h("summary", {}, "Keys"), h("dl", {}, rows));
}

/**
 * Do what a key stands for: the same as a press on its option or button.
 *
 * @param {KeyboardEvent} event
 * @param {HTMLElement} body
 */
export function press(event, body) {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(target)) return;
  const pressed = /^[1-9]$/.test(key) ? optionAt(body, Number(key) - 1) : buttonFor(body, key.toLowerCase());
  if (!pressed) return;
  event.preventDefault();
  if (pressed instanceof HTMLInputElement) pressed.focus();
  pressed.click();
}

/** @param {EventTarget | null} target */
function isTyping(target) {
  if (target instanceof HTMLInputElement) return !["radio", "checkbox"].includes(target.type);
  return target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement;
}

/**
 * @param {HTMLElement} body
 * @param {number} index
 */
function optionAt(body, index) {
  return /** @type {HTMLInputElement | undefined} */ (body.querySelectorAll("input[name=option]")[index]);
}

/**
 * @param {HTMLElement} body
 * @param {string} key
 */
function buttonFor(body, key) {
  if (!Object.hasOwn(BUTTONS, key)) return undefined;
  const name = BUTTONS[/** @type {keyof typeof BUTTONS} */ (key)];
  return [...body.querySelectorAll("button")].find((button) => name.test(button.textContent ?? ""));
}
