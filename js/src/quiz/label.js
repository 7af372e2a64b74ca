// The regions of a picture get their names. Each region is also a line in a list, so that nobody needs to see or point.
import { h, plain } from "../dom.js";
import { picture } from "../diagram.js";
import { askByLists, explain as explainParts } from "./assign.js";
import { pairsOf } from "./grade.js";

export { missing, words } from "./assign.js";

/** @type {Kind<LabelItem>["ask"]} */
export function ask(item, given, choose, say) {
  const { element: list, lists } = askByLists(item, given, choose, { say, onfocus: mark });
  const { figure, badges, regions } = draw(item, (part) => lists.get(part.key)?.focus());
  return h("div.labelling", {}, figure, list);

  /** @param {Part | null} part the region the reader is at stands out */
  function mark(part) {
    for (const { key } of item.parts) {
      badges.get(key)?.classList.toggle("now", part?.key === key);
      regions.get(key)?.classList.toggle("region-now", part?.key === key);
    }
  }
}

/** @type {Kind<LabelItem>["explain"]} */
export function explain(item, given, how) {
  const { figure, badges } = draw(item);
  const pairs = pairsOf(given);
  for (const { key, is } of item.parts) {
    if (!how.kept && pairs.has(key)) badges.get(key)?.classList.add(pairs.get(key) === is ? "right" : "wrong");
  }
  return h("div.labelling", {}, figure, explainParts(item, given, how));
}

/**
 * The picture with a badge on each region; a press on a badge or a region picks it.
 *
 * @param {LabelItem} item
 * @param {(part: Part) => void} [pick]
 */
function draw({ svg, alt, parts }, pick) {
  const drawing = picture(svg, plain(alt));
  /** @type {Map<string, HTMLElement>} */
  const badges = new Map();
  /** @type {Map<string, Element>} */
  const regions = new Map();
  const figure = h("div.picture.regions", {}, drawing);
  for (const part of parts) {
    const region = drawing.querySelector(`[id="${CSS.escape(part.key)}"]`);
    if (!region) throw new Error(`The picture has no region "${part.key}".`);
    const name = plain(part.text);
    const letter = name.replace(/^Region /, "");
    const badge = pick
      ? h("button.badge", { type: "button", tabindex: -1, "aria-label": name, onclick: () => pick(part) }, letter)
      : h("span.badge", { "aria-hidden": "true" }, letter);
    if (pick) region.addEventListener("click", () => pick(part));
    region.classList.add("region");
    badges.set(part.key, badge);
    regions.set(part.key, region);
    figure.append(badge);
  }
  // where a region lies is known once the picture is laid out, and stays so: places are shares of the picture
  const watch = new ResizeObserver(() => place() && watch.disconnect());
  watch.observe(figure);
  queueMicrotask(place);
  return { figure, badges, regions };

  function place() {
    const all = figure.getBoundingClientRect();
    if (!all.width || !all.height) return false;
    for (const [key, region] of regions) {
      const box = region.getBoundingClientRect();
      const badge = /** @type {HTMLElement} */ (badges.get(key));
      badge.style.left = `${((box.left + box.width / 2 - all.left) / all.width) * 100}%`;
      badge.style.top = `${((box.top + box.height / 2 - all.top) / all.height) * 100}%`;
    }
    return true;
  }
}
