// What the page knows of a learner's answers to one lesson. All elements of the lesson share it.
import { listen, tell } from "./events.js";
import { ANY, openStore } from "./store.js";

/** @typedef {import("./store.js").AnswerStore} AnswerStore */
/** @typedef {"saved" | "waiting" | "kept" | "lost" | "refused"} Fate where an answer is */

/** @type {Map<string, Session>} */
const sessions = new Map();

/**
 * The one session of a lesson in this page.
 *
 * @param {string} lesson
 */
export function sessionOf(lesson) {
  let session = sessions.get(lesson);
  if (!session) sessions.set(lesson, (session = new Session(lesson, { page: document, store: openStore() })));
  return session;
}

export class Session {
  /**
   * @param {string} lesson
   * @param {{page: EventTarget, store: AnswerStore}} where
   */
  constructor(lesson, { page, store }) {
    this.lesson = lesson;
    this.page = page;
    this.store = store;
    /** @type {Map<string, Answer>} newest answer to each item */
    this.answers = new Map();
    /** @type {Set<string>} ids of answers that Python does not have yet */
    this.waiting = new Set();
    /** @type {Map<string, string>} why Python did not take an answer, by its id */
    this.refusals = new Map();
    /** @type {Set<() => void>} */
    this.followers = new Set();
    /** @type {Map<string, Item>} questions that this page has shown */
    this.items = new Map();
    /** @type {Map<string, AuthorNode[]>} what the lesson's header promises, by id */
    this.objectives = new Map();
    /** @type {Set<string>} titles of predictions that the reader passed over: what waited for them stays open */
    this.opened = new Set();
    this.storeId = ANY;
    listen(page, {
      answer: ({ answer }) => answer.lesson === lesson && this.#hear(answer),
      connected: (detail) => detail.lesson === lesson && this.#meet(detail),
      saved: (detail) => detail.lesson === lesson && this.#settle(detail.ids),
      refused: (detail) => detail.lesson === lesson && this.#refuse(detail.ids, detail.reason),
    });
    this.#gather();
    tell(page, "hello", { lesson });
  }

  /**
   * An answer that the learner gives now.
   *
   * @param {Omit<Answer, "version" | "id" | "lesson" | "attempt" | "answered_at">} given
   * @returns {Answer}
   */
  give(given) {
    const answer = {
      version: 1,
      id: newId(),
      lesson: this.lesson,
      ...given,
      attempt: (this.answers.get(given.item)?.attempt ?? 0) + 1,
      answered_at: new Date().toISOString(),
    };
    tell(this.page, "answer", { answer });
    return answer;
  }

  /** Of this reader in this browser; orders what is shuffled. */
  get seed() {
    return this.store.seed();
  }

  /** @param {Item[]} items questions of this lesson in this page */
  know(items) {
    for (const item of items) this.items.set(item.id, item);
    this.#announce();
  }

  /**
   * Answers from a file, for a page without Python: the newest of each question stays.
   *
   * @param {Answer[]} answers
   */
  take(answers) {
    const known = new Map(this.store.pending(ANY, this.lesson).map((answer) => [answer.item, answer]));
    for (const answer of answers) {
      if (answer.lesson !== this.lesson || (known.get(answer.item)?.answered_at ?? "") >= answer.answered_at) continue;
      known.set(answer.item, answer);
      this.store.keep(answer);
    }
    this.#gather();
    this.#announce();
  }

  /** Forget every answer to this lesson, on a page without Python. */
  clear() {
    this.store.acknowledge(ANY, this.lesson, [...this.answers.values()].map(({ id }) => id));
    this.answers.clear();
    this.waiting.clear();
    this.#announce();
  }

  /** No Python stands behind this page: answers live in the browser alone. */
  get isAlone() {
    return this.store.published && this.storeId === ANY;
  }

  /**
   * Call back after every change.
   *
   * @param {() => void} follower
   * @returns {() => void} stops following
   */
  follow(follower) {
    this.followers.add(follower);
    return () => this.followers.delete(follower);
  }

  /**
   * @param {Answer} answer
   * @returns {Fate}
   */
  fate(answer) {
    if (this.refusals.has(answer.id)) return "refused";
    if (!this.waiting.has(answer.id)) return "saved";
    if (this.store.trouble) return "lost";
    return this.store.published && this.storeId === ANY ? "kept" : "waiting";
  }

  /** @param {Answer} answer */
  #hear(answer) {
    if (this.isAlone) this.store.keep(answer);
    else this.store.wait(this.storeId, answer);
    this.waiting.add(answer.id);
    this.answers.set(answer.item, answer);
    this.#announce();
  }

  /** @param {{store: string, answers: Record<string, Answer>}} bridge */
  #meet({ store, answers }) {
    if (this.storeId !== ANY && this.storeId !== store) this.answers.clear();
    this.storeId = store;
    this.#collect(Object.values(answers));
    this.#gather();
    this.#announce();
  }

  /** @param {string[]} ids */
  #settle(ids) {
    for (const id of ids) {
      this.waiting.delete(id);
      this.refusals.delete(id);
    }
    this.#announce();
  }

  /**
   * @param {string[]} ids
   * @param {string} reason
   */
  #refuse(ids, reason) {
    for (const id of ids) this.refusals.set(id, reason);
    this.#announce();
  }

  #gather() {
    const pending = this.store.pending(this.storeId, this.lesson);
    this.waiting = new Set(pending.map((answer) => answer.id));
    this.#collect(pending);
    const refused = this.store.refused(this.storeId, this.lesson);
    for (const { id, refused: reason } of refused) this.refusals.set(id, reason ?? "");
    this.#collect(refused);
  }

  /** @param {Answer[]} answers */
  #collect(answers) {
    for (const answer of answers) {
      const known = this.answers.get(answer.item);
      if (!known || known.answered_at <= answer.answered_at) this.answers.set(answer.item, answer);
    }
  }

  #announce() {
    for (const follower of this.followers) follower();
  }
}

/** `crypto.randomUUID` exists only on https and localhost; a hub may be neither. */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
