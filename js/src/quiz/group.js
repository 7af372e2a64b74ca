// What the reader has done with each question of a group.
/** @typedef {import("../session.js").Session} Session */
import { arrange } from "./shuffle.js";
import { isRight } from "./grade.js";
import { kindOf } from "./kinds.js";

/** How each kind of group speaks. `marks`: it is checked, explained and can be tried again. */
const GROUPS = {
  before: { bar: "What do you think now?", check: "Keep my answer", again: "Change my answer", marks: false },
  checkpoint: { bar: "Check yourself", check: "Check", again: "Try again", marks: true },
  predict: { bar: "Predict, then look", check: "Commit", again: "Try again", marks: true },
  exit: { bar: "Exit quiz", check: "Check", again: "Try again", marks: true },
  exam: { bar: "Final exam", check: "Keep my answer", again: "Change my answer", marks: false },
  review: { bar: "Review", check: "Check", again: "Try again", marks: true },
};

/** How often a missed question returns in one sitting. */
const RETURNS = 2;

/**
 * @typedef {object} State
 * @property {"asking" | "checked" | "shown"} phase
 * @property {string[]} given
 * @property {string | null} confidence
 * @property {number} hints
 * @property {string} shownAt
 * @property {string} touchedAt an answer from elsewhere that is newer takes this state over
 * @property {Answer | null} answer
 */

/** @returns {State} */
function untouched(touchedAt = "") {
  return { phase: "asking", given: [], confidence: null, hints: 0, shownAt: "", touchedAt, answer: null };
}

export class Group {
  /**
   * @param {QuizData} data
   * @param {(lesson: string) => Session} sessionOf
   */
  constructor({ kind, title, items, lesson, since }, sessionOf) {
    this.title = title;
    this.predicts = kind === "predict";
    this.reviews = kind === "review";
    this.speech = /** @type {Record<string, typeof GROUPS.before>} */ (GROUPS)[kind] ?? GROUPS.checkpoint;
    this.sessions = items.map((item) => sessionOf(item.lesson ?? lesson));
    this.items = items.map((item, index) => arrange(item, this.sessions[index].seed));
    this.kinds = items.map(kindOf);
    this.states = items.map(() => untouched(since));
    this.at = 0;
    this.items.forEach((item, index) => this.sessions[index].know([item]));
    this.adopt();
    this.at = Math.max(0, this.states.findIndex((state) => !state.answer));
  }

  get marks() {
    return this.speech.marks;
  }

  get session() {
    return this.sessions[this.at];
  }

  get item() {
    return this.items[this.at];
  }

  get state() {
    return this.states[this.at];
  }

  get kind() {
    return this.kinds[this.at];
  }

  /** Is there a twin of the question on the screen in this page? */
  get comesBack() {
    return [...this.session.items.values()].some(({ pair }) => pair === this.item.id);
  }

  get isLast() {
    return this.at === this.items.length - 1;
  }

  get done() {
    return this.states.filter((state) => state.answer).length;
  }

  get right() {
    return this.states.filter((_, index) => this.isRight(index)).length;
  }

  /** Is the newest answer right, however sure the reader was? */
  isRight(index = this.at) {
    const { answer } = this.states[index];
    return answer !== null && isRight(this.items[index], answer.given);
  }

  /** A confident error gets the fullest explanation. */
  get isSureAndWrong() {
    const { confidence, phase } = this.state;
    return confidence === "sure" && phase === "checked" && !this.isRight();
  }

  /** Is there nothing more to find out about the question on the screen? */
  get isSettled() {
    return !this.marks || this.predicts || this.kind.reveals || this.state.phase === "shown" || this.isRight() || this.isSureAndWrong;
  }

  /**
   * Take over the newest answers, wherever they were given, and let go of those that were cleared.
   *
   * @returns {boolean} whether the question on the screen is another now
   */
  adopt() {
    let current = false;
    this.items.forEach((item, index) => {
      const answer = this.sessions[index].answers.get(item.id);
      const state = this.states[index];
      if (answer?.id === state.answer?.id || (answer && answer.answered_at < state.touchedAt)) return;
      this.states[index] = answer ? answered(answer) : untouched();
      current ||= index === this.at;
    });
    this.#returnMissed();
    return current;
  }

  /** In a review, a question that was missed stands again at the end of the sitting. */
  #returnMissed() {
    if (!this.reviews) return;
    const last = new Map(this.items.map((item, index) => [item, index]));
    for (const [item, index] of last) {
      const { answer } = this.states[index];
      if (!answer || this.isRight(index) || this.items.filter((one) => one === item).length > RETURNS) continue;
      this.items.push(item);
      this.kinds.push(this.kinds[index]);
      this.sessions.push(this.sessions[index]);
      this.states.push(untouched(`${answer.answered_at}~`));
    }
  }

  retry() {
    const at = now();
    this.states[this.at] = { ...untouched(), shownAt: at, touchedAt: at, answer: this.state.answer };
  }

  /** @param {number} step */
  go(step) {
    this.at += step;
    this.seen();
  }

  seen() {
    this.state.shownAt ||= now();
  }
}

/**
 * @param {Answer} answer
 * @returns {State}
 */
function answered(answer) {
  const { given, confidence, hints, answered_at: touchedAt } = answer;
  return { ...untouched(), phase: "checked", given, confidence, hints, touchedAt, answer };
}

export function now() {
  return new Date().toISOString();
}
