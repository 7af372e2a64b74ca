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
      const script = h("script", { src, integrity, crossorigin: "anonymous", onerror: () => reject(new Error(`${src} cannot be loaded`)) });
      script.addEventListener("load", () => resolve(/** @type {any} */ (globalThis).Plotly));
      document.head.append(script);
    });
    loading.set(src, plotly);
  }
  return plotly;
}

/** @type {Mount<ChartData>} */
export function mountChart(root, data, host) {
  // plotly's own style rules stand in the page, so it draws there and not in the shadow root
  const still = host.querySelector(".immuno-static");
  const alt = still?.querySelector("img")?.alt ?? still?.textContent ?? "";
  const plot = h("div", { slot: "plot", style: "max-width: 760px", role: "img", "aria-label": alt });
  const fallback = h("slot");
  root.append(h("slot", { name: "plot" }), fallback);
  host.append(plot);

  async function draw() {
    const { figure, plotly } = data;
    try {
      const Plotly = await load(plotly);
      await Plotly.newPlot(plot, figure.data, figure.layout, { responsive: true, displayModeBar: false });
      fallback.className = "drawn";
    } catch (error) {
      plot.remove();
      console.warn("The chart stays a picture:", error);
    }
  }

  let drawn = false;
  return () => (drawn ? () => {} : whenSeen(host, () => ((drawn = true), draw()), "600px"));
}
