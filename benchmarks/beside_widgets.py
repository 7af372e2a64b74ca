"""Redraws while a slider is dragged: a simulator of ours beside ipywidgets, in one JupyterLab.

Run it by hand: ``python benchmarks/beside_widgets.py [MODEL]``. The other side is what a teacher would write with
``ipywidgets.interact``, ``scipy.integrate.solve_ivp`` and plotly's ``FigureWidget``: the same model, the same 401
times. A step is made for each picture of the screen in both; a redraw is a change of a curve's path in the page. From
input to pixels is measured apart, a step at a time, until its change has been painted.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

import nbformat
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "browser" / "jupyterlab"))

from conftest import TOKEN, running_lab  # noqa: E402 - a JupyterLab as the tests start it

CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
PYTHON = {"name": "python3", "display_name": "Python 3"}
STEPS = 120
OURS = """import immunolearn as il
from immunolearn.display.element import Element
display(Element("div", static="The runtime.", runtime=True))
il.simulate("{model}")"""
THEIRS = """import numpy as np, ipywidgets, plotly.graph_objects as go
from scipy.integrate import solve_ivp
from immunolearn.models import load_model
model = load_model("{model}")
first, equations, times = model.parameters[0], model.equations, np.linspace(0, model.days, 401)
figure = go.FigureWidget([go.Scatter(name=state.id) for state in model.states])
def show(value):
    values = model.values(None, {{first.id: value}})
    run = solve_ivp(equations.rate_function, (0, model.days), [values[f"{{s.id}}0"] for s in model.states],
                    args=(list(values.values()),), t_eval=times, method="LSODA", rtol=1e-6, atol=1e-9)
    with figure.batch_update():
        for trace, row in zip(figure.data, run.y):
            trace.x, trace.y = run.t, row
slider = ipywidgets.FloatSlider(min=first.low, max=first.high, step=(first.high - first.low) / 1000,
                                value=model.values(None, {{}})[first.id], readout_format=".3g")
ipywidgets.interact(show, value=slider)
figure"""
DRAG = """async ([slider, curves, steps, kind]) => {
  let redrawn = () => {}, redraws = 0;
  const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const watch = new MutationObserver(() => ((redraws += 1), redrawn()));
  watch.observe(curves, { subtree: true, childList: true, attributes: true, attributeFilter: ["d"] });
  function move(i) {
    const share = 0.5 + 0.45 * Math.sin(i / 7);
    if (kind === "ours") {
      slider.value = String(Math.round(Number(slider.max) * share));
      slider.dispatchEvent(new Event("input", { bubbles: true }));
    } else {
      const { min, max } = slider.noUiSlider.options.range;
      slider.noUiSlider.set(min + share * (max - min), true);
    }
  }
  const start = performance.now();
  for (let i = 0; i < steps; i++) {
    await new Promise(requestAnimationFrame);
    move(i);
  }
  const seconds = (performance.now() - start) / 1000;
  const perSecond = redraws / seconds;
  await new Promise((done) => setTimeout(done, 4000));
  const waits = [];
  for (let i = 0; i < steps / 3; i++) {
    const seen = new Promise((done) => (redrawn = done));
    const sent = performance.now();
    move(i);
    await seen;
    await painted();
    waits.push(performance.now() - sent);
    await new Promise((done) => setTimeout(done, 150));
  }
  watch.disconnect();
  return { waits, perSecond };
}"""


def main(model: str) -> None:
    """Print a line for each side."""
    path = next((one for one in CHROMIUM if Path(one).exists()), None)
    with TemporaryDirectory() as folder, running_lab(Path(folder)) as lab, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        print(f"{model}; {os.cpu_count()} cores, Chromium {browser.version}, load {os.getloadavg()[0]:.1f}")
        sides = {"ours": OURS, "ipywidgets": THEIRS}
        for kind, text in sides.items():
            name = f"{kind}.ipynb"
            cells = [new_code_cell(text.format(model=model))]
            nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": PYTHON}), lab.folder / name)
            page = browser.new_page(viewport={"width": 1280, "height": 1000})
            page.set_default_timeout(180_000)
            page.goto(f"{lab.address}lab/workspaces/{kind}/tree/{name}?token={TOKEN}")
            page.wait_for_function("window.jupyterapp?.shell.currentWidget?.context?.sessionContext?.session?.kernel")
            page.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')")
            slider = "immuno-simulator input[type=range]" if kind == "ours" else ".noUi-target"
            curves = "immuno-simulator .plot" if kind == "ours" else ".js-plotly-plot .scatterlayer"
            page.locator(slider).first.wait_for(state="attached")
            page.locator(f"{curves} path").first.wait_for(state="attached")
            handles = [page.locator(one).first.element_handle() for one in (slider, curves)]
            page.evaluate(DRAG, [*handles, 20, kind])
            found = page.evaluate(DRAG, [*handles, STEPS, kind])
            waits = found["waits"]
            print(
                f"{kind:11} {found['perSecond']:6.1f} redraws/s; input to pixels: median {median(waits):.0f} ms, "
                f"p95 {quantiles(waits, n=20)[-1]:.0f} ms"
            )
            page.close()
        browser.close()


if __name__ == "__main__":
    main(*(sys.argv[1:] or ["kuznetsov-1994"]))
