// The bridge: takes the answers of one lesson from the page to Python, and Python's receipts back.
import { listen, tell, VERSION } from "./events.js";
import { openStore } from "./store.js";

/**
 * Called by anywidget as soon as the model exists, wherever the reader has scrolled to.
 *
 * @param {{model: BridgeModel}} context
 */
export function initialize({ model }) {
  return connect(model, { page: document, store: openStore() });
}

/**
 * @param {BridgeModel} model
 * @param {{page: EventTarget, store: import("./store.js").AnswerStore}} where
 * @returns {() => void} ends it
 */
export function connect(model, { page, store }) {
  const lesson = model.get("lesson");
  const learner = model.get("store");

  /** @param {Answer[]} answers */
  function send(answers) {
    if (!answers.length) return;
    try {
      model.send({ version: VERSION, type: "answers", answers });
    } catch {
      end(); // the kernel was shut down: they wait for the next bridge
    }
  }

  function announce() {
    tell(page, "connected", { lesson, store: learner, answers: model.get("answers") });
  }

  /** @param {{version: number, type: string, ids: string[], reason?: string, final?: boolean}} message */
  function receive({ version, type, ids, reason = "", final }) {
    if (version > VERSION) return;
    if (type === "saved") {
      store.acknowledge(learner, lesson, ids);
      tell(page, "saved", { lesson, ids });
    } else if (type === "refused") {
      if (final) store.refuse(learner, lesson, ids, reason);
      tell(page, "refused", { lesson, ids, reason });
    }
  }

  const stop = listen(page, {
    answer: ({ answer }) => answer.lesson === lesson && send([answer]),
    hello: (detail) => detail.lesson === lesson && announce(),
  });
  model.on("msg:custom", receive);
  model.on("comm_live_update", end); // a restarted kernel closes no model

  function end() {
    stop();
    model.off("msg:custom", receive);
    model.off("comm_live_update", end);
    tell(page, "disconnected", { lesson });
  }

  announce();
  send(store.pending(learner, lesson));
  return end;
}
