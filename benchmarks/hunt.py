"""Frames per second of the hunt, as a browser plays it: ``python benchmarks/hunt.py [more flags for the browser]``.

The whole element is in the page; what is timed is one frame of it: engine and painting, on a canvas of a desktop.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from immunolearn.models.hunt import CONTROLS, RULES

ROOT = Path(__file__).parents[1]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
WIDTH = 720
FIELDS = {100: 360, 300: 600, 1000: 1118}
"""Cells and the width of a field that holds so many, in micrometres."""
FRAME = """async ([choice, rules, width, seconds, over]) => {
  const hunt = createHunt(choice, rules);
  const paint = painter(document.querySelector("canvas"));
  const busy = [], gaps = [];
  let before = 0;
  const stop = performance.now() + 1000 * seconds;
  await new Promise((done) => requestAnimationFrame(function frame(now) {
    if (before) gaps.push(now - before);
    before = now;
    const start = performance.now();
    step(hunt);
    paint(hunt, { width, shade: "light", phase: now / 500, over });
    busy.push(performance.now() - start);
    if (now < stop) requestAnimationFrame(frame); else done();
  }));
  const part = (all, share) => all.sort((a, b) => a - b)[Math.floor(all.length * share)];
  const rate = 1000 / (gaps.reduce((a, b) => a + b) / gaps.length);
  return { cells: hunt.cells.length, rate, busy: part(busy, 0.5), slow: part(gaps, 0.95) };
}"""


def bundle(folder: str) -> str:
    """Engine and painter as one script."""
    js = ROOT / "js" / "src" / "hunt"
    entry = (
        f"import {{ createHunt, step }} from {json.dumps(str(js / 'engine.js'))};"
        f"import {{ painter }} from {json.dumps(str(js / 'draw.js'))};"
        "Object.assign(window, { createHunt, step, painter });"
    )
    out = Path(folder) / "hunt.js"
    esbuild = ROOT / "node_modules" / ".bin" / "esbuild"
    subprocess.run([esbuild, "--bundle", "--minify", f"--outfile={out}"], input=entry, text=True, check=True, cwd=ROOT)
    return out.read_text(encoding="utf-8")


def main(flags: list[str]) -> None:
    """Print a line per number of cells."""
    browser_path = next(filter(None, map(shutil.which, BROWSERS)))
    choice = {name: control.value for name, control in CONTROLS.items()} | {"t_cells": 10}
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        print(f"load {os.getloadavg()[0]:.1f}")
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox", *flags])
        page = browser.new_page(viewport={"width": WIDTH, "height": WIDTH})
        page.set_content("<body style='margin:0'><canvas style='width:100%'></canvas>")
        page.add_script_tag(content=bundle(folder))
        for wanted, width in FIELDS.items():
            rules = RULES | {"width": width, "height": width * 2 / 3}
            density = wanted / (width * width * 2 / 3) * 1e6
            for over in (1, 3, 6):
                result = page.evaluate(FRAME, [choice | {"density": density}, rules, WIDTH, 5, over])
                print(
                    f"{result['cells']} cells, the living painted over {over} frames: {result['rate']:.0f} frames/s, "
                    f"{result['slow']:.0f} ms for the slowest of 20, {result['busy']:.1f} ms of script"
                )
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:] or ["--disable-gpu"])
