// <immuno-diagram>: the picture of the static form, drawn into the page so that it takes the theme.
import { h } from "./dom.js";

const ELEMENTS = new Set(
  ("svg g path rect circle ellipse line polyline polygon text tspan textPath defs marker linearGradient " +
    "radialGradient stop clipPath mask pattern use symbol style").split(" "),
);

/**
 * The text of a base64 data address.
 *
 * @param {string} address
 */
export function decode(address) {
  const bytes = Uint8Array.from(atob(address.slice(address.indexOf(",") + 1)), (character) => character.charCodeAt(0));
  return new TextDecoder().decode(bytes);
}

/**
 * May this attribute or style text stay: nothing that runs, nothing that leads out of the picture.
 *
 * @param {string} name
 * @param {string} value
 */
export function isHarmless(name, value) {
  if (/^on/i.test(name)) return false;
  if (/^(xlink:)?href$/i.test(name)) return value.startsWith("#");
  return !/@import|url\(\s*(?!["']?#)/i.test(value);
}

/** @param {Element} element */
function clean(element) {
  for (const child of [...element.children]) {
    if (!ELEMENTS.has(child.localName)) child.remove();
    else clean(child);
  }
  for (const { name, value } of [...element.attributes]) if (!isHarmless(name, value)) element.removeAttribute(name);
  if (element.localName === "style" && !isHarmless("style", element.textContent ?? "")) element.remove();
}

/**
 * What is folded on the screen stands open on paper.
 *
 * @param {HTMLElement} root
 * @returns {() => void} stops doing so
 */
function openOnPaper(root) {
  const folded = [...root.querySelectorAll("details")].filter((details) => !details.open);
  const turn = (/** @type {Event} */ { type }) => folded.forEach((details) => (details.open = type === "beforeprint"));
  addEventListener("beforeprint", turn);
  addEventListener("afterprint", turn);
  return () => {
    removeEventListener("beforeprint", turn);
    removeEventListener("afterprint", turn);
  };
}

/**
 * A picture of our own kind, cleaned and named, to be drawn into the page.
 *
 * @param {string} address base64 data address of an SVG
 * @param {string} alt
 */
export function picture(address, alt) {
  const drawing = new DOMParser().parseFromString(decode(address), "image/svg+xml").documentElement;
  if (drawing.localName !== "svg") throw new Error("The picture is not SVG.");
  clean(drawing);
  drawing.setAttribute("role", "img");
  drawing.setAttribute("aria-label", alt);
  return document.importNode(drawing, true);
}

/** @type {Mount<{}>} */
export function mountDiagram(root, _, host) {
  const form = /** @type {HTMLElement} */ (host.querySelector(".immuno-static")).cloneNode(true);
  const image = /** @type {HTMLImageElement} */ (/** @type {HTMLElement} */ (form).querySelector("img"));
  image.replaceWith(h("div.picture", {}, picture(image.src, image.alt)));
  root.append(h("figure", {}, ...form.childNodes));
  return () => openOnPaper(root);
}
