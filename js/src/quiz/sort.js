// Parts are sorted into groups: pick one up, then put it down.
import { author, h, plain } from "../dom.js";
import { listPairs } from "./field.js";
import { pairsOf } from "./grade.js";

export { explain, missing, words } from "./assign.js";

/** @type {Kind<AssignItem>["ask"]} */
export function ask({ parts, choices }, given, choose, say) {
  const pairs = pairsOf(given);
  /** @type {Part | null} */
  let picked = null;
  const board = h("div.board", { role: "group", "aria-labelledby": "stem" });
  draw();
  return board;

  function draw() {
    const loose = parts.filter(({ key }) => !pairs.get(key));
    board.replaceChildren(
      h("div.tray", { role: "group", "aria-label": "Still to sort" }, loose.map(chip), loose.length === 0 && h("span.note-quiet", {}, "All sorted.")),
      h("div.bins", {}, choices.map(bin)),
    );
  }

  /** @param {Part} part */
  function chip(part) {
    const onclick = () => {
      picked = picked === part ? null : part;
      draw();
      focus(part);
      say(picked ? `Picked up: ${plain(part.text)}. Now choose a group.` : "Put back.");
    };
    return h("button.chip", { type: "button", "data-part": part.key, "aria-pressed": String(picked === part), onclick }, author(part.text));
  }

  /** @param {Choice} choice */
  function bin(choice) {
    const inside = parts.filter(({ key }) => pairs.get(key) === choice.key);
    const name = plain(choice.text);
    const place = picked && h("button.place", { type: "button", "aria-label": `Put it into: ${name}`, onclick: () => put(choice) }, "Put here");
    return h("div.bin", { role: "group", "aria-label": name }, h("p.name", {}, author(choice.text)), inside.map(chip), place);
  }

  /** @param {Choice} choice */
  function put(choice) {
    const part = /** @type {Part} */ (picked);
    pairs.set(part.key, choice.key);
    picked = null;
    choose(listPairs(parts, pairs));
    draw();
    const loose = parts.filter(({ key }) => !pairs.get(key));
    focus(loose[0] ?? part);
    say(`${plain(part.text)}: ${plain(choice.text)}. ${loose.length ? `${loose.length} left.` : "All sorted."}`);
  }

  /** @param {Part} part */
  function focus(part) {
    const chips = /** @type {NodeListOf<HTMLElement>} */ (board.querySelectorAll(".chip"));
    [...chips].find((one) => one.dataset.part === part.key)?.focus();
  }
}
