// <immuno-steps>: a picture that is walked through, one step at a time.
import { picture } from "./diagram.js";
import { h } from "./dom.js";

/** @type {Mount<{}>} */
export function mountSteps(root, _, host) {
  const image = /** @type {HTMLImageElement} */ (host.querySelector("img"));
  const whole = /** @type {Element} */ (host.querySelector(".immuno-static > p"));
  const list = /** @type {Element} */ (host.querySelector("ol"));
  const texts = [whole, ...list.children];
  const drawing = picture(image.src, image.alt);
  const parts = texts.map((_, step) => drawing.querySelector(`#step-${step}`));
  const back = h("button", { type: "button", onclick: () => go(at - 1) }, "Previous");
  const next = h("button.primary", { type: "button", onclick: () => go(at + 1) }, "Next");
  const count = h("span.label");
  const said = h("p.told", { role: "status" });
  let at = 0;

  /** @param {number} step */
  function go(step) {
    if (!texts[step]) return;
    at = step;
    back.setAttribute("aria-disabled", String(at === 0));
    next.setAttribute("aria-disabled", String(at === texts.length - 1));
    count.textContent = at ? `Step ${at} of ${list.children.length}` : `${list.children.length} steps`;
    said.replaceChildren(...[...texts[at].childNodes].map((node) => node.cloneNode(true)));
    drawing.classList.toggle("walked", at > 0);
    parts.forEach((part, step) => part?.classList.toggle("now", step === at));
  }

  const card = h("figure.card.steps", {}, h("div.body", {}, h("div.picture", {}, drawing), h("div.row", {}, back, next, count), said, list.cloneNode(true)));
  card.addEventListener("keydown", ({ key }) => go(at + (key === "ArrowRight" ? 1 : key === "ArrowLeft" ? -1 : NaN)));
  drawing.addEventListener("click", ({ target }) => go(parts.findIndex((part) => part?.contains(/** @type {Node} */ (target)))));
  root.append(card);
  go(0);
  return () => () => {};
}
