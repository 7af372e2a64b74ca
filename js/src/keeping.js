// On a page without Python the reader keeps the answers: download, load, clear.
import { h } from "./dom.js";

/** @typedef {import("./session.js").Session} Session */

/**
 * @param {Session} session
 * @returns {{element: HTMLElement, draw: () => void}}
 */
export function keeping(session) {
  const said = h("span", { role: "status" });
  const file = /** @type {HTMLInputElement} */ (h("input.unseen", { type: "file", accept: ".jsonl,.json,.txt", tabindex: -1, "aria-hidden": "true", onchange: load }));
  const clear = button("Clear", ask);
  const usual = h("span.row", {}, button("Download my answers", download), button("Load", () => file.click()), clear);
  const sure = h("span.row", { hidden: true }, h("span"), button("Clear them", forget), button("Keep them", keep));
  const element = h("div.keeping", { role: "group", "aria-label": "My answers" }, usual, sure, file, said);
  return { element, draw };

  function draw() {
    element.hidden = !session.isAlone;
    clear.hidden = session.answers.size === 0;
  }

  function download() {
    const address = URL.createObjectURL(new Blob([write([...session.answers.values()])], { type: "application/x-ndjson" }));
    h("a", { href: address, download: `immunolearn-${session.lesson}.jsonl` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  }

  async function load() {
    const [chosen] = file.files ?? [];
    if (!chosen) return;
    const { answers, strange } = read(await chosen.text());
    const mine = answers.filter(({ lesson }) => lesson === session.lesson);
    session.take(mine);
    file.value = "";
    const others = answers.length - mine.length;
    said.textContent = [
      `Answers loaded: ${mine.length}.`,
      others && `Of other lessons, to be loaded there: ${others}.`,
      strange && `Lines that are no answers: ${strange}.`,
    ].filter(Boolean).join(" ");
  }

  function ask() {
    /** @type {HTMLElement} */ (sure.firstChild).textContent = `Forget your answers to this lesson (${session.answers.size})?`;
    swap(true);
  }

  function keep() {
    swap(false);
    clear.focus();
  }

  function forget() {
    session.clear();
    said.textContent = "Cleared.";
    swap(false);
    usual.querySelector("button")?.focus();
  }

  /** @param {boolean} asking */
  function swap(asking) {
    usual.hidden = asking;
    sure.hidden = !asking;
    if (asking) sure.querySelectorAll("button")[1].focus();
  }
}

/**
 * Answers as an exchange file: one JSON object a line.
 *
 * @param {Answer[]} answers
 */
export function write(answers) {
  return answers.map((answer) => `${JSON.stringify(answer)}\n`).join("");
}

/**
 * @param {string} text of an exchange file
 * @returns {{answers: Answer[], strange: number}} how many lines are no answers
 */
export function read(text) {
  const lines = text.split("\n").filter((line) => line.trim());
  const answers = lines.flatMap((line) => {
    try {
      const value = JSON.parse(line);
      return isAnswer(value) ? [value] : [];
    } catch {
      return [];
    }
  });
  return { answers, strange: lines.length - answers.length };
}

/** @param {any} value */
function isAnswer(value) {
  if (typeof value !== "object" || value === null || value.version !== 1) return false;
  const { id, lesson, item, given, score, confidence, hints, attempt, shown_at, answered_at } = value;
  return (
    [id, lesson, item, shown_at, answered_at].every((text) => typeof text === "string" && text.length <= 200) &&
    Array.isArray(given) &&
    given.every((text) => typeof text === "string") &&
    typeof score === "number" &&
    score >= 0 &&
    score <= 1 &&
    [null, "guess", "think", "sure"].includes(confidence) &&
    Number.isInteger(hints) &&
    Number.isInteger(attempt) &&
    !Number.isNaN(Date.parse(answered_at))
  );
}

/**
 * @param {string} text
 * @param {() => void} onclick
 */
function button(text, onclick) {
  return h("button.plain", { type: "button", onclick }, text);
}
