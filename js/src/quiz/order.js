// Steps are put in order, by buttons or by the arrow keys on them.
import { author, h, plain } from "../dom.js";
import { follows } from "./grade.js";
import { told } from "./told.js";

/** @type {Kind<OrderItem>["ask"]} */
export function ask(item, given, choose, say) {
  const keys = given.length ? [...given] : [...item.start];
  const list = h("ol.steps", { "aria-labelledby": "stem", onkeydown: byArrow });
  draw();
  return list;

  function draw() {
    list.replaceChildren(
      ...keys.map((key, index) => {
        const text = textOf(item, key);
        const name = plain(text);
        return h(
          "li.step",
          { "data-key": key },
          h("span.mark", { "aria-hidden": "true" }, String(index + 1)),
          h("span.text", {}, author(text)),
          h("button.move.up", { type: "button", "aria-label": `Move up: ${name}`, "aria-disabled": index === 0 && "true", onclick: () => move(index, -1) }, "↑"),
          h("button.move.down", { type: "button", "aria-label": `Move down: ${name}`, "aria-disabled": index === keys.length - 1 && "true", onclick: () => move(index, 1) }, "↓"),
        );
      }),
    );
  }

  /**
   * @param {number} from
   * @param {number} by
   */
  function move(from, by) {
    const to = from + by;
    if (to < 0 || to >= keys.length) return;
    [keys[from], keys[to]] = [keys[to], keys[from]];
    draw();
    /** @type {HTMLElement} */ (list.children[to].querySelector(by < 0 ? ".up" : ".down")).focus();
    say(`${plain(textOf(item, keys[to]))}: now ${to + 1} of ${keys.length}`);
    choose([...keys]);
  }

  /** @param {KeyboardEvent} event */
  function byArrow(event) {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const step = event.target instanceof Element ? event.target.closest("li") : null;
    if (!by || !step) return;
    event.preventDefault();
    move([...list.children].indexOf(step), by);
  }
}

/** @type {Kind<OrderItem>["missing"]} */
export function missing(_, given) {
  return given.length ? "" : "Move at least one step first.";
}

/** @type {Kind<OrderItem>["explain"]} */
export function explain(item, given, { revealed, kept }) {
  const rightKeys = item.steps.map(({ key }) => key);
  const perfect = given.join() === rightKeys.join();
  const keys = given.length && (!revealed || kept || perfect) ? given : rightKeys;
  const lines = keys.map((key, index) => {
    const step = item.steps.find((one) => one.key === key);
    const text = [`${index + 1}. `, ...author(textOf(item, key))];
    if (kept) return told({ look: "own", mark: "", text });
    if (revealed || !given.length) {
      const own = given.indexOf(key);
      const moved = own !== -1 && own !== index;
      return told({ look: moved ? "other" : "right", mark: moved ? "–" : "✓", text, verdict: moved ? `You had it at ${own + 1}.` : "", why: step?.feedback });
    }
    const fits = index ? follows(rightKeys, keys[index - 1], key) : key === rightKeys[0];
    return told({ look: fits ? "right" : "other", text, verdict: fits ? "" : index ? "Not right after the one above." : "Not the first.", why: fits ? step?.feedback : [] });
  });
  return h("ul.options", {}, lines);
}

/** @type {Kind<OrderItem>["words"]} */
export function words(item, given) {
  return given.flatMap((key, index) => [index ? " → " : "", ...textOf(item, key)]);
}

/**
 * @param {OrderItem} item
 * @param {string} key
 */
function textOf({ steps }, key) {
  return steps.find((step) => step.key === key)?.text ?? [key];
}
