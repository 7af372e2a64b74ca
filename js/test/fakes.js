// Stand-ins for what a browser gives.

/** An answer with what a test cares about. */
export function answer(fields) {
  return {
    version: 1, id: "1", lesson: "antibodies", item: "fc", given: ["a"], score: 1, confidence: null, hints: 0,
    attempt: 1, shown_at: "2026-01-01T10:00:00.000Z", answered_at: "2026-01-01T10:01:00.000Z", ...fields,
  };
}

/** A browser's storage that can be made to fail. */
export class FakeStorage {
  items = new Map();
  full = false;
  get length() {
    return this.items.size;
  }
  key(index) {
    return [...this.items.keys()][index];
  }
  getItem(key) {
    return this.items.get(key) ?? null;
  }
  setItem(key, value) {
    if (this.full) throw new DOMException("full", "QuotaExceededError");
    this.items.set(key, value);
  }
  removeItem(key) {
    this.items.delete(key);
  }
}

export function blocked() {
  throw new DOMException("blocked", "SecurityError");
}

/** An anywidget model whose other side records what it is sent. */
export class FakeModel {
  sent = [];
  listeners = {};
  constructor(traits) {
    this.traits = traits;
  }
  get(name) {
    return this.traits[name];
  }
  on(event, listener) {
    this.listeners[event] = listener;
  }
  off(event) {
    delete this.listeners[event];
  }
  send(message) {
    this.sent.push(message);
  }
  reply(message) {
    this.listeners["msg:custom"]({ version: 1, ...message });
  }
  get sentIds() {
    return this.sent.flatMap((message) => message.answers.map(({ id }) => id));
  }
}
