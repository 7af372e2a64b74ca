// DOM from data: nothing that an author or a learner wrote is ever parsed as HTML.

const TAGS = new Set(["p", "em", "strong", "code", "sub", "sup", "a", "ul", "ol", "li", "br"]);
const MATHS = new Set(
  ("math mrow mi mn mo mtext mspace ms mfrac msqrt mroot msub msup msubsup mover munder munderover mtable mtr mtd " +
    "mstyle mpadded mphantom").split(" "),
);
const MATHS_ATTRIBUTES = new Set(
  ("display displaystyle scriptlevel mathvariant stretchy fence separator form accent accentunder linethickness " +
    "columnalign rowspacing columnspacing width height depth lspace rspace minsize maxsize largeop movablelimits symmetric").split(" "),
);
const MATHML = "http://www.w3.org/1998/Math/MathML";
const SVG = "http://www.w3.org/2000/svg";
const OUTSIDE = /^https?:\/\//;
const INSIDE = /^([\w.-]+\.(ipynb|html))?(#|$)/;

/**
 * An element, its classes after dots: `h("p.note", { id: "n" }, "text")`. Properties that start with "on" are
 * listeners; those that are null, undefined or false are left out.
 *
 * @param {string} name
 * @param {Record<string, any>} [properties]
 * @param {...(Node | string | null | undefined | false | (Node | string)[])} children
 * @returns {HTMLElement}
 */
export function h(name, properties = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(" ");
  return /** @type {HTMLElement} */ (fill(element, properties, children));
}

/**
 * The same for a drawing.
 *
 * @param {string} name
 * @param {Record<string, any>} [properties]
 * @param {...(Node | string | null | undefined | false | (Node | string)[])} children
 * @returns {SVGElement}
 */
export function s(name, properties = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElementNS(SVG, tag);
  if (classes.length) element.setAttribute("class", classes.join(" "));
  return /** @type {SVGElement} */ (fill(element, properties, children));
}

/**
 * @param {Element} element
 * @param {Record<string, any>} properties
 * @param {(Node | string | null | undefined | false | (Node | string)[])[]} children
 */
function fill(element, properties, children) {
  for (const [key, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  for (const child of children.flat()) if (child) element.append(child);
  return element;
}

/**
 * Author text. A tag that is not on the list, or a link that leads anywhere but to a page, becomes its text.
 *
 * @param {AuthorNode[]} nodes
 * @param {Record<string, (...children: any[]) => Node>} [special] tags that the caller draws
 * @returns {(Node | string)[]}
 */
export function author(nodes, special = {}) {
  return nodes.flatMap((node) => (typeof node === "string" ? [node] : fromTagged(node, special)));
}

/**
 * @param {[string, ...any]} node
 * @param {Record<string, (...children: any[]) => Node>} special
 * @returns {(Node | string)[]}
 */
function fromTagged([tag, ...rest], special) {
  if (Object.hasOwn(special, tag)) return [special[tag](...rest)];
  const attributes = isPlain(rest[0]) ? rest.shift() : {};
  const children = author(rest, special);
  if (MATHS.has(tag)) return [maths(tag, attributes, children)];
  if (!TAGS.has(tag)) return children;
  if (tag !== "a") return [h(tag, {}, children)];
  const href = String(attributes.href);
  if (OUTSIDE.test(href)) return [outside(href, children)].flat();
  return INSIDE.test(href) ? [h("a", { href }, children)] : children;
}

/**
 * What is shown when asked for.
 *
 * @param {string} name
 * @param {any[]} body
 */
export const folded = (name, ...body) => h("details", {}, h("summary", {}, name), ...body);

/**
 * What leads out of the course, or only its text where there is no address.
 *
 * @template {string | (Node | string)[]} Text
 * @param {string} href
 * @param {Text} text
 */
export const outside = (href, text) => (href ? h("a", { href, target: "_blank", rel: "noopener noreferrer" }, text) : text);

/**
 * @param {string} tag
 * @param {Record<string, unknown>} attributes
 * @param {(Node | string)[]} children
 */
function maths(tag, attributes, children) {
  const harmless = Object.entries(attributes).filter(([name]) => MATHS_ATTRIBUTES.has(name));
  return fill(document.createElementNS(MATHML, tag), Object.fromEntries(harmless), children);
}

/** @param {unknown} value */
function isPlain(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The text of author nodes, without marks.
 *
 * @param {AuthorNode[]} nodes
 * @returns {string}
 */
export function plain(nodes) {
  return nodes
    .map((node) => (typeof node === "string" ? node : plain(/** @type {AuthorNode[]} */ (node.slice(1).filter((child) => !isPlain(child))))))
    .join("");
}

/**
 * Calls back once, when the element is (nearly) on the screen.
 *
 * @param {Element} element
 * @param {() => void} callback
 * @param {string} [margin] how far around the screen counts as on it
 * @returns {() => void} stops waiting
 */
export function whenSeen(element, callback, margin = "0px") {
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      callback();
    },
    { rootMargin: margin },
  );
  observer.observe(element);
  return () => observer.disconnect();
}
