// How a group went, objective by objective.
import { author, h } from "../dom.js";

/**
 * Objectives of a group in the order of their first question, with how many of their questions are right.
 *
 * @param {Item[]} items
 * @param {(item: Item, index: number) => boolean} right
 */
export function byObjective(items, right) {
  /** @type {Map<string, {asked: number, right: number}>} */
  const counts = new Map();
  items.forEach((item, index) => {
    const count = counts.get(item.objective) ?? { asked: 0, right: 0 };
    counts.set(item.objective, { asked: count.asked + 1, right: count.right + Number(right(item, index)) });
  });
  return counts;
}

/**
 * Nothing until every question of the group has an answer.
 *
 * @param {import("./group.js").Group} group
 */
export function summary(group) {
  const { items, marks, reviews, done, right, session } = group;
  if (done < items.length || items.length === 1) return null;
  if (!marks) return h("p.summary", {}, `All ${items.length} answered.`);
  const told = h("p", {}, `All ${items.length} answered, ${right} right at the last try.`);
  if (reviews) return h("div.summary", {}, told);
  const lines = [...byObjective(items, (_, index) => group.isRight(index))].map(([objective, count]) => {
    const all = count.right === count.asked;
    return h(
      all ? "li.done" : "li",
      {},
      h("span", {}, author(session.objectives.get(objective) ?? [objective.replaceAll("-", " ")])),
      h("span.count", {}, `${count.right} of ${count.asked}`),
    );
  });
  return h(
    "div.summary",
    {},
    told,
    h("ul.objectives", { "aria-label": "By objective" }, lines),
  );
}
