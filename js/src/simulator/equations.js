// Equations, a term a line with its name; parameters with their sources; the terms of a parameter light up.
import { author, folded, h, outside } from "../dom.js";
import { fill } from "../statistics/said.js";
import { exactly } from "./said.js";

/**
 * @param {SimulatorData} data
 */
export function equations({ model, words, sources }) {
  /** @type {{uses: string[], name: string, node: HTMLElement}[]} */
  const terms = [];
  const lit = h("p.below", {}, words.hover);
  const maths = (/** @type {SimulatorMaths} */ node) => author(/** @type {AuthorNode[]} */ ([node]));
  const lines = model.states.flatMap(({ left, terms: parts }) =>
    parts.map(({ name, sign, mathml, uses }, i) => {
      const node = h("tr.term", {}, h("td.left", {}, i ? "" : maths(left)), h("td.body", {}, i || sign === "-" ? `${sign === "-" ? "−" : "+"} ` : "", maths(mathml)), h("td", {}, name));
      terms.push({ uses, name, node });
      return node;
    }),
  );
  const where = model.definitions.map(({ meaning, mathml }) => h("p.below", {}, maths(mathml), `, ${fill(words.definition, { meaning })}`));
  const cells = model.parameters.map((parameter) => {
    const value = h("td");
    const from = h("td");
    const { id, meaning, low, high, mathml, unit } = parameter;
    const symbol = h("button.symbol", { "aria-label": `${id}: ${meaning}` }, maths(mathml));
    const row = h("tr", {}, h("th", { scope: "row" }, symbol), h("td", {}, meaning), value, h("td", {}, `${exactly(low)} to ${exactly(high)}`), from);
    follow(row, id);
    return { parameter, value, from, unit, row };
  });
  const head = ["symbol", "meaning", "value", "range_head", "source"].map((name) => h("th", { scope: "col" }, words[name]));

  /** @param {string | null} id */
  function light(id) {
    const found = terms.filter(({ uses, node }) => {
      const holds = id !== null && uses.includes(id);
      node.classList.toggle("lit", holds);
      return holds;
    });
    for (const { parameter, row } of cells) row.classList.toggle("lit", parameter.id === id);
    const { meaning = "" } = model.parameters.find((parameter) => parameter.id === id) ?? {};
    const names = [...new Set(found.map(({ name }) => name))].join("; ");
    lit.textContent = id === null ? words.hover : fill(words.lit, { id, meaning, terms: names || words.nowhere });
  }

  /**
   * The terms of a parameter light up while a node is pointed at or holds the focus.
   *
   * @param {HTMLElement} node
   * @param {string} id
   */
  function follow(node, id) {
    for (const type of ["pointerenter", "focusin"]) node.addEventListener(type, () => light(id));
    for (const type of ["pointerleave", "focusout"]) node.addEventListener(type, () => light(null));
  }

  /**
   * Values of the run, and where they come from.
   *
   * @param {Record<string, number>} values
   * @param {Record<string, string>} references of a scenario's own values
   */
  function show(values, references) {
    for (const { parameter, value, from, unit } of cells) {
      value.textContent = exactly(values[parameter.id] ?? parameter.value, unit);
      const { text = "", href = "" } = sources[references[parameter.id] ?? parameter.reference] ?? {};
      from.replaceChildren(outside(href, text));
    }
  }

  const node = folded(
    words.equations,
    h("div.scroll", {}, h("table.equations", {}, h("tbody", {}, lines))),
    ...where,
    lit,
    h("div.scroll", {}, h("table.narrow.parameters", {}, h("caption.unseen", {}, words.equations), h("thead", {}, h("tr", {}, head)), h("tbody", {}, cells.map(({ row }) => row)))),
  );
  return { node, follow, show };
}
