// Answers in the browser: those that wait for Python, and on pages without Python the newest of each question.
// Keys are described in docs/architecture.md, "Answers".

/** Stands for a learner's store before a bridge has named it. */
export const ANY = "-";

const PREFIX = ["immunolearn", "1"];
const MEMORY = Symbol.for("immunolearn/memory");

/**
 * Where answers of this page belong: Jupyter's base URL, or "static" on a published page.
 *
 * @param {Document} page
 */
export function baseOf(page) {
  const config = page.getElementById("jupyter-config-data");
  if (!config) return "static";
  return new URL(JSON.parse(config.textContent || "{}").baseUrl || "/", page.location.href).href;
}

/** This page's answers: in the browser's storage, and where that fails in the page's memory, which two runtimes share. */
export function openStore(page = document) {
  const shared = /** @type {Record<symbol, Map<string, string>>} */ (/** @type {unknown} */ (globalThis));
  const memory = (shared[MEMORY] ??= new Map());
  return new AnswerStore({ base: baseOf(page), storage: () => globalThis.localStorage, memory });
}

export class AnswerStore {
  /**
   * @param {object} options
   * @param {string} options.base
   * @param {() => Storage} options.storage may throw, where a browser blocks it
   * @param {Map<string, string>} options.memory takes what the storage does not
   */
  constructor({ base, storage, memory }) {
    this.base = base;
    this.memory = memory;
    /** @type {"" | "blocked" | "full"} why answers last only as long as the page */
    this.trouble = "";
    /** @type {Storage | null} */
    this.storage = null;
    try {
      this.storage = storage();
      this.storage.getItem("");
    } catch {
      this.storage = null;
      this.trouble = "blocked";
    }
  }

  /** Python does not run behind this page. */
  get published() {
    return this.base === "static";
  }

  /**
   * Keep an answer until Python has it.
   *
   * @param {string} store
   * @param {Answer} answer
   */
  wait(store, answer) {
    this.#write(this.#key(store, "waiting", answer.id), answer);
  }

  /**
   * Answers of a lesson that Python may not have, oldest first: those that wait for this store, those given before
   * any store was known, and those kept on a page without Python.
   *
   * @param {string} store
   * @param {string} lesson
   */
  pending(store, lesson) {
    const waiting = [...new Set([store, ANY])].flatMap((folder) => this.#read(this.#key(folder, "waiting", "")));
    const kept = this.#read(this.#key(ANY, "kept", lesson, ""));
    return [...waiting, ...kept]
      .filter((answer) => answer.lesson === lesson)
      .sort((a, b) => (a.answered_at < b.answered_at ? -1 : 1));
  }

  /**
   * Python has these.
   *
   * @param {string} store
   * @param {string} lesson
   * @param {string[]} ids
   */
  acknowledge(store, lesson, ids) {
    for (const id of ids) for (const folder of [store, ANY]) this.#remove(this.#key(folder, "waiting", id));
    for (const answer of this.#read(this.#key(ANY, "kept", lesson, ""))) {
      if (ids.includes(answer.id)) this.#remove(this.#key(ANY, "kept", lesson, answer.item));
    }
  }

  /**
   * Python will never take these: of each question the newest is kept with the reason, and not offered again.
   *
   * @param {string} store
   * @param {string} lesson
   * @param {string[]} ids
   * @param {string} reason
   */
  refuse(store, lesson, ids, reason) {
    const refused = this.pending(store, lesson).filter((answer) => ids.includes(answer.id));
    this.acknowledge(store, lesson, ids);
    for (const answer of refused) this.#write(this.#key(store, "refused", lesson, answer.item), { ...answer, refused: reason });
  }

  /**
   * Answers of a lesson that Python will never take.
   *
   * @param {string} store
   * @param {string} lesson
   */
  refused(store, lesson) {
    return this.#read(this.#key(store, "refused", lesson, ""));
  }

  /**
   * Keep the newest answer to a question, for a page without Python.
   *
   * @param {Answer} answer
   */
  keep(answer) {
    this.#write(this.#key(ANY, "kept", answer.lesson, answer.item), answer);
  }

  /**
   * How far the reader has come in a lesson, for the map of the course.
   *
   * @param {string} store
   * @param {string} lesson
   * @param {number} done
   * @param {number} of
   */
  note(store, lesson, done, of) {
    const known = this.progress(store, lesson);
    if (done === (known?.done ?? 0) && (!known || known.of === of)) return;
    this.#write(this.#key(store, "progress", lesson, ""), { version: 1, done, of });
  }

  /**
   * @param {string} store
   * @param {string} lesson
   * @returns {{done: number, of: number} | undefined}
   */
  progress(store, lesson) {
    return /** @type {any} */ (this.#read(this.#key(store, "progress", lesson, ""))[0]);
  }

  /**
   * Where an exam of this browser stands.
   *
   * @param {string} name
   * @returns {Sitting | undefined}
   */
  exam(name) {
    return /** @type {any} */ (this.#read(this.#key(ANY, "exam", name, ""))[0]);
  }

  /**
   * @param {string} name
   * @param {Sitting | null} sitting null forgets it
   */
  keepExam(name, sitting) {
    const key = this.#key(ANY, "exam", name, "");
    if (sitting) this.#write(key, sitting);
    else this.#remove(key);
  }

  /** A random word of this browser, the same at every visit. */
  seed() {
    const key = this.#key(ANY, "seed");
    let seed = this.memory.get(key);
    try {
      seed ??= this.storage?.getItem(key) ?? undefined;
      if (!seed) this.storage?.setItem(key, (seed = newWord()));
    } catch {
      // lasts as long as the page
    }
    this.memory.set(key, (seed ??= newWord()));
    return seed;
  }

  /** @param {...string} parts */
  #key(...parts) {
    return [...PREFIX, this.base, ...parts].map(encodeURIComponent).join("/");
  }

  /**
   * @param {string} key
   * @param {Answer | Sitting | {version: number, done: number, of: number}} thing
   */
  #write(key, thing) {
    const text = JSON.stringify(thing);
    try {
      if (!this.storage) throw new Error(this.trouble);
      this.storage.setItem(key, text);
      this.trouble = "";
    } catch {
      this.memory.set(key, text);
      this.trouble ||= "full";
    }
  }

  /** @param {string} key */
  #remove(key) {
    this.memory.delete(key);
    this.storage?.removeItem(key);
  }

  /**
   * Everything whose key starts so; what cannot be read is not ours.
   *
   * @param {string} start
   * @returns {Answer[]}
   */
  #read(start) {
    const { storage, memory } = this;
    const stored = storage ? Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? "") : [];
    return [...new Set([...stored, ...memory.keys()])]
      .filter((key) => key.startsWith(start))
      .flatMap((key) => {
        try {
          const answer = JSON.parse(memory.get(key) ?? storage?.getItem(key) ?? "");
          return answer.version <= 1 ? [answer] : [];
        } catch {
          return [];
        }
      });
  }
}

function newWord() {
  return Math.random().toString(36).slice(2, 10);
}
