// <immuno-chart>: the static picture stays until plotly has drawn, and comes back on paper.
import { h, whenSeen } from "./dom.js";

/** @type {Map<string, Promise<any>>} */
const loading = new Map();

/**
 * The pinned plotly.js, once a page.
 *
 * @param {ChartData["plotly"]} pin
 * @returns {Promise<any>}
 */
function load({ src, integrity }) {
  let plotly = loading.get(src);
  if (!plotly) {
    plotly = new Promise((resolve, reject) => {
      const pinned = integrity ? { integrity, crossorigin: "anonymous" } : {}; // a file beside the page needs neither
      const script = h("script", { src, ...pinned, onerror: () => reject(new Error(`${src} cannot be loaded`)) });
      script.addEventListener("load", () => resolve(/** @type {any} */ (globalThis).Plotly));
      document.head.append(script);
    });
    loading.set(src, plotly);
  }
  return plotly;
}

const MENU = "position: absolute; left: 16px; font: 15px system-ui, sans-serif; padding: 5px; color: #1b1d22; background: #fff; border: 1px solid #7b818d; border-radius: 6px";

/**
 * plotly's own menus are for the mouse alone: a menu with a name is the browser's, for the keyboard too.
 *
 * @param {ChartMenu} menu
 * @param {number} top
 * @param {(args: unknown[]) => void} choose
 */
function choice({ name, buttons }, top, choose) {
  const select = /** @type {HTMLSelectElement} */ (h("select", { "aria-label": name, style: `${MENU}; top: ${top}px` }, buttons.map(({ label }) => h("option", {}, label))));
  select.onchange = () => choose(buttons[select.selectedIndex].args);
  return select;
}

/** @type {Mount<ChartData>} */
export function mountChart(root, data, host) {
  // plotly's own style rules stand in the page, so it draws there and not in the shadow root
  const still = host.querySelector(".immuno-static");
  const alt = still?.querySelector("img")?.alt ?? still?.textContent ?? "";
  const plot = h("div", { role: "img", "aria-label": alt });
  const around = h("div", { slot: "plot", style: "max-width: 760px; position: relative" }, plot);
  const fallback = h("slot");
  root.append(h("slot", { name: "plot" }), fallback);
  host.append(around);

  async function draw() {
    const { figure, plotly } = data;
    try {
      const Plotly = await load(plotly);
      const { updatemenus = [], ...layout } = figure.layout;
      const named = updatemenus.filter(({ name }) => name);
      const others = updatemenus.filter(({ name }) => !name);
      await Plotly.newPlot(plot, figure.data, { ...layout, updatemenus: others }, { responsive: true, displayModeBar: false });
      around.append(...named.map((menu) => choice(menu, layout.margin?.t ?? 0, (args) => Plotly.relayout(plot, ...args))));
      fallback.className = "drawn";
    } catch (error) {
      around.remove();
      console.warn("The chart stays a picture:", error);
    }
  }

  let drawn = false;
  return () => (drawn ? () => {} : whenSeen(host, () => ((drawn = true), draw()), "600px"));
}
