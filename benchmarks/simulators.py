"""Redraws while a slider is dragged, and time from input to pixels, for every simulator of a model of the course.

Run it by hand: ``python benchmarks/simulators.py [MODEL ...]``. Nothing here is a test: times differ between
machines.

A step of a slider is sent before each picture of the screen; its time runs from the event until the picture that shows
the new curve has been handed over (a task behind its frame). ``solve and draw`` is what the page itself takes for it,
without waiting for the screen.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from statistics import median, quantiles

from playwright.sync_api import sync_playwright

import immunolearn as il
from immunolearn.display.element import runtime_source
from immunolearn.models import models

CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
FLAGS = ["--no-sandbox", "--disable-gpu"]
REDRAWS = 120
PAGE = """<!doctype html><meta charset="utf-8"><body data-jp-theme-light="true">{element}
<script type="module">{runtime}</script>"""
DRAG = """async ([simulator, redraws]) => {
  const slider = simulator.shadowRoot.querySelector('input[type=range]');
  const most = Number(slider.max);
  const waits = [];
  const work = [];
  const own = window.requestAnimationFrame;
  window.requestAnimationFrame = callback => own(time => {
    const start = performance.now();
    callback(time);
    work.push(performance.now() - start);
  });
  const start = performance.now();
  for (let i = 0; i < redraws; i++) {
    slider.value = String(Math.round(most * (0.5 + 0.45 * Math.sin(i / 7))));
    const sent = performance.now();
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    await new Promise(done => own(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = done;
      port2.postMessage(0);
    }));
    waits.push(performance.now() - sent);
  }
  const seconds = (performance.now() - start) / 1000;
  window.requestAnimationFrame = own;
  return { waits, work, perSecond: work.length / seconds };
}"""


def main(names: list[str]) -> None:
    """Print a line for each model."""
    with sync_playwright() as playwright:
        installed = next((path for path in CHROMIUM if Path(path).exists()), playwright.chromium.executable_path)
        browser = playwright.chromium.launch(executable_path=installed, args=FLAGS)
        print(
            f"{os.cpu_count()} cores, Chromium {browser.version}, load {os.getloadavg()[0]:.1f}; {REDRAWS} steps each"
        )
        print(f"{'model':24} {'redraws/s':>9} {'input to pixels, ms':>22} {'solve and draw, ms':>22}")
        for name in names or models():
            page = browser.new_page(viewport={"width": 1000, "height": 900})
            html = PAGE.format(element=il.simulate(name)._repr_html_(), runtime=runtime_source())
            page.set_content(html)
            page.locator("immuno-simulator .plot svg.inside .curve").first.wait_for()
            element = page.locator("immuno-simulator").element_handle()
            page.evaluate(DRAG, [element, 20])
            found = page.evaluate(DRAG, [element, REDRAWS])
            waits, work = (
                f"{median(found[k]):6.1f}, p95 {quantiles(found[k], n=20)[-1]:6.1f}" for k in ("waits", "work")
            )
            print(f"{name:24} {found['perSecond']:9.1f} {waits:>22} {work:>22}")
            page.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
