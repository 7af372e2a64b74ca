// What stands with a question: a picture, a table, a chart's picture with its data.
import { author, folded, h } from "../dom.js";
import { picture } from "../diagram.js";

/** @param {Shown} thing */
export function shown(thing) {
  if ("note" in thing) {
    const data = folded("Data table", table(thing));
    return h("div.shown", {}, h("img.chart", { src: thing.src, alt: thing.alt }), h("p.cost", {}, author(thing.note)), data);
  }
  if ("head" in thing) return table(thing);
  const words = thing.words && folded("The picture in words", h("p.cost", {}, thing.words));
  return h("div.shown", {}, h("div.picture", {}, drawn(thing)), words);
}

/** @param {{head: AuthorNode[][], rows: AuthorNode[][][]}} data */
function table(data) {
  const head = data.head.length > 0 && h("thead", {}, h("tr", {}, data.head.map((cell) => h("th", { scope: "col" }, author(cell)))));
  const rows = data.rows.map((cells) => h("tr", {}, cells.map((cell, index) => (index ? h("td", {}, author(cell)) : h("th", { scope: "row" }, author(cell))))));
  return h("div.table", { tabindex: 0, role: "group", "aria-label": "Table" }, h("table", {}, head, h("tbody", {}, rows)));
}

/** @param {{src: string, alt: string}} thing */
function drawn({ src, alt }) {
  if (src.startsWith("data:image/svg+xml;base64,")) return picture(src, alt);
  if (/^data:image\/(png|webp|jpeg);base64,/.test(src)) return h("img", { src, alt });
  return h("p", {}, alt);
}
