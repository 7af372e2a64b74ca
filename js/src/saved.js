// Where answers are, in words.

/** @typedef {import("./session.js").Session} Session */

/**
 * The worst fate first: what the reader should know of these answers.
 *
 * @param {Session} session
 * @param {Answer[]} answers
 * @returns {{fate: string, text: string}}
 */
export function savedLine(session, answers) {
  const fates = answers.map((answer) => session.fate(answer));
  const fate = ["refused", "lost", "waiting", "kept", "saved"].find((one) => fates.includes(/** @type {any} */ (one))) ?? "";
  const refused = answers.find((answer) => session.refusals.has(answer.id));
  return { fate, text: WORDS[fate]?.(session, refused) ?? "" };
}

/** @type {Record<string, (session: Session, refused?: Answer) => string>} */
const WORDS = {
  refused: (session, refused) => `Not saved: ${session.refusals.get(refused?.id ?? "")}`,
  lost: ({ store }) =>
    store.trouble === "full"
      ? "This browser's storage is full: answers last until you close this page."
      : "This browser keeps nothing for this page: answers last until you close it.",
  waiting: () => "kept in this page, will be sent when Python runs",
  kept: () => "kept in this browser",
  saved: () => "saved",
};
