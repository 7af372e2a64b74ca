// <immuno-after>: what answers a prediction waits, with its notes, until the reader has committed.
import { h } from "./dom.js";
import { sessionOf } from "./session.js";

/** @type {Mount<{lesson: string, items: string[], title: string}>} */
export function mountAfter(root, { lesson, items, title }, host) {
  const session = sessionOf(lesson);
  const notes = h("slot", { tabindex: -1 });
  const opener = h("button", { type: "button", onclick: open }, "Open it now");
  const waiting = h("div.tray", {}, h("span", {}, `Your guess first (“${title}”, above). Then the chart and what it says open here.`), opener);
  const said = h("div.unseen", { role: "status" });
  /** @type {HTMLElement[]} */
  let held = [];

  function open() {
    session.opened.add(title);
    draw();
    notes.focus();
  }

  const due = () => session.opened.has(title) || items.every((item) => session.answers.has(item));

  function draw(show = due()) {
    if (show === !held.length) return;
    if (show) {
      for (const part of held.splice(0)) part.style.display = "";
      said.textContent = "The chart is open.";
      root.replaceChildren(notes, said);
      dispatchEvent(new Event("resize")); // plotly measures anew
    } else if ((held = answers(host)).length) {
      for (const part of held) part.style.display = "none";
      said.textContent = "";
      root.replaceChildren(waiting, said);
    }
  }

  root.append(notes, said);
  return () => {
    const stop = session.follow(() => draw());
    const turn = (/** @type {Event} */ { type }) => draw(type === "beforeprint" || due());
    addEventListener("beforeprint", turn);
    addEventListener("afterprint", turn);
    draw();
    return () => {
      stop();
      removeEventListener("beforeprint", turn);
      removeEventListener("afterprint", turn);
    };
  };
}

/**
 * What would tell the answer: the figure in front, and the text behind if it starts nothing new. A host whose outputs
 * we do not know hides nothing.
 *
 * @param {HTMLElement} host
 */
function answers(host) {
  const figure = host.closest(".jp-OutputArea-child, .output_area")?.previousElementSibling;
  const text = host.closest(".jp-Cell, .cell")?.nextElementSibling;
  const tells = text?.matches(".jp-MarkdownCell, .text_cell") && !text.querySelector("h1, h2, h3");
  return /** @type {HTMLElement[]} */ (figure ? [figure, ...(tells ? [text] : [])] : []);
}
