// <immuno-signals>: a map of who sends which cytokine to whom; choose a cell, a messenger or a drug and see its signals.
import { picture } from "../diagram.js";
import { h, outside } from "../dom.js";
import { fill } from "../statistics/said.js";
import style from "./style.css";

/** @type {Mount<SignalsData>} */
export function mountSignals(root, { title, words, cells, cytokines, sources, edges, drugs }, host) {
  const form = /** @type {HTMLElement} */ (host.querySelector(".immuno-static"));
  const image = /** @type {HTMLImageElement} */ (form.querySelector("img"));
  const drawing = picture(image.src, image.alt);
  /** @type {[string, string, string[][]][]} */
  const groups = [
    ["cell", words.cells, Object.entries(cells)],
    ["cytokine", words.cytokines, Object.entries(cytokines)],
    ["drug", words.drugs, drugs.map(([name]) => [name, name])],
  ];
  const choice = /** @type {HTMLSelectElement} */ (
    h("select", { id: "choice", onchange: () => show() }, h("option", { value: "" }, words.all),
      groups.filter(([, , names]) => names.length).map(([kind, label, names]) =>
        h("optgroup", { label }, names.map(([id, name]) => h("option", { value: `${kind} ${id}` }, name)))))
  );
  const told = h("div.told", { "aria-live": "polite" });

  drawing.addEventListener("click", (event) => {
    const node = /** @type {Element} */ (event.target).closest("[data-node]")?.getAttribute("data-node") ?? "";
    choice.value = node === choice.value ? "" : node;
    show();
  });

  /** @param {SignalsData["edges"][number]} edge */
  function line([from, cytokine, to, drives, does, source]) {
    const { text, href } = sources[source];
    return h("li", {}, h("b", {}, cells[from], " → ", cytokines[cytokine], " → ", cells[to]), h(drives ? "i.plus" : "i.minus", {}, drives ? "+ " : "− ", words[drives ? "plus" : "minus"]),
      h("span", {}, `${does}. `, outside(href, text)));
  }

  /** @param {SignalsData["drugs"][number]} drug */
  function remedy([name, cytokine, blocks, note]) {
    return h("li", {}, h("b", {}, `◆ ${name} → ${cytokines[cytokine]}`), h("span", {}, words[blocks ? "blocks" : "like"], note && ` (${note})`));
  }

  function show() {
    const [kind, ...rest] = choice.value.split(" ");
    const id = rest.join(" ");
    const via = kind === "drug" ? drugs.filter(([name]) => name === id).map(([, cytokine]) => cytokine) : [id];
    const lit = edges.map(([from, cytokine, to]) => (kind === "cell" ? from === id || to === id : via.includes(cytokine)));
    const near = new Set(edges.flatMap(([from, cytokine, to], i) => (lit[i] ? [`from cell ${from}`, `cytokine ${cytokine}`, `to cell ${to}`] : [])));
    drawing.classList.toggle("chosen", !!kind);
    drawing.querySelectorAll("[data-edge]").forEach((path) => path.classList.toggle("lit", lit[Number(path.getAttribute("data-edge"))]));
    drawing.querySelectorAll("[data-node]").forEach((node) => {
      const name = node.getAttribute("data-node") ?? "";
      node.classList.toggle("lit", name === choice.value || near.has(`${node.getAttribute("data-side") ?? ""} ${name}`.trim()));
      node.classList.toggle("now", name === choice.value);
    });
    const found = edges.filter((_, i) => lit[i]);
    const name = choice.selectedOptions[0].textContent ?? "";
    told.replaceChildren(
      ...(kind
        ? [
            h("p.said", {}, fill(words[found.length === 1 ? "one" : "many"], { name, count: found.length })),
            h("ul", {}, drugs.filter(([drug, cytokine]) => (kind === "drug" ? drug === id : kind === "cytokine" && cytokine === id)).map(remedy), found.map(line)),
          ]
        : [h("p", {}, words.begin)]),
    );
  }

  const list = /** @type {HTMLElement} */ (form.querySelector("details")).cloneNode(true);
  root.append(
    h("style", {}, style),
    h("section.card", { "aria-label": title }, h("div.bar", {}, h("b", {}, title)),
      h("div.body", {}, h("label.pick", { for: "choice" }, words.choose, choice), h("div.picture.map", {}, drawing), h("p.below", {}, words.key), told, list, h("p.below", {}, words.caption))),
  );
  show();
  return () => () => {};
}
