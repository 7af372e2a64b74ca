// DOM from data: nothing that an author or a learner wrote is ever parsed as HTML.

const TAGS = new Set(["p", "em", "strong", "code", "sub", "sup", "a", "ul", "ol", "li", "br"]);
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
 * @returns {(Node | string)[]}
 */
export function author(nodes) {
  return nodes.flatMap((node) => (typeof node === "string" ? [node] : fromTagged(node)));
}

/** @param {[string, ...any]} node */
function fromTagged([tag, ...rest]) {
  const attributes = isPlain(rest[0]) ? rest.shift() : {};
  const children = author(rest);
  if (!TAGS.has(tag)) return children;
  if (tag !== "a") return [h(tag, {}, children)];
  const href = String(attributes.href);
  if (OUTSIDE.test(href)) return [h("a", { href, target: "_blank", rel: "noopener noreferrer" }, children)];
  return INSIDE.test(href) ? [h("a", { href }, children)] : children;
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
