// What all our elements share: data from the page, a shadow root beside the static form, theme, and a life cycle.
import { h } from "./dom.js";
import { VERSION } from "./events.js";
import style from "./style.css";
import { colours, followTheme } from "./theme.js";

const STYLE = `.root{${colours("light")}}.root.dark{${colours("dark")}}${style}`;

/**
 * Define an element, unless the page has it already, or there is no page but a worker. If it cannot come alive its static form stays.
 *
 * @template Data
 * @param {string} tag
 * @param {Mount<Data>} mount
 */
export function define(tag, mount) {
  if (!globalThis.document || customElements.get(tag)) return;
  customElements.define(
    tag,
    class extends HTMLElement {
      /** @type {(() => () => void) | undefined} */
      #attach;
      #detach = () => {};

      connectedCallback() {
        try {
          this.#attach ??= start(this, mount);
          this.#detach = this.#attach();
        } catch (error) {
          console.warn(`${tag} stays as it is:`, error);
          this.shadowRoot?.replaceChildren(h("slot"));
          this.#attach = () => () => {};
        }
      }

      disconnectedCallback() {
        this.#detach();
      }
    },
  );
}

/**
 * @template Data
 * @param {HTMLElement} host
 * @param {Mount<Data>} mount
 * @returns {() => () => void}
 */
function start(host, mount) {
  const data = JSON.parse(host.querySelector("script[type='application/json']")?.textContent ?? `{"version":${VERSION}}`);
  const root = h("div.root", { onkeydown: keepFromHost });
  host.attachShadow({ mode: "open" }).append(h("style", {}, STYLE), root);
  if (data.version > VERSION) {
    root.append(h("p.note", {}, "This part is newer than the page around it: reload this page to use it."), h("slot"));
    return () => followTheme(root);
  }
  root.addEventListener("click", (event) => followLink(event, host));
  const attach = mount(root, data, host);
  return () => {
    const stops = [followTheme(root), attach()];
    return () => stops.forEach((stop) => stop());
  };
}

/**
 * JupyterLab reads keys pressed in an output as commands: `d d` on a radio button would delete the cell.
 *
 * @param {KeyboardEvent} event
 */
function keepFromHost(event) {
  if (event.key !== "Tab" && event.key !== "Escape" && !event.ctrlKey && !event.metaKey) event.stopPropagation();
}

/**
 * A link inside the course is opened by its twin in the static form: JupyterLab has taught that one how.
 *
 * @param {Event} event
 * @param {HTMLElement} host
 */
function followLink(event, host) {
  const link = event.target instanceof Element ? event.target.closest("a:not([target])") : null;
  if (!(link instanceof HTMLAnchorElement)) return;
  const file = link.pathname.split("/").pop() ?? "";
  const twin = [...host.querySelectorAll("a")].find((a) => a.hash === link.hash && a.pathname.endsWith(file));
  if (!twin) return;
  event.preventDefault();
  twin.click();
}
