"""Seconds from navigation to the first question that can be used, and bytes: ``python benchmarks/first_question.py``.

Each page is opened in a fresh browser context, as often as said, from a server on this machine. The CDNs answer
nothing: they are refused, or they take the connection and stay silent. What stands in "served" is the same page with
the CDNs' answers ready at once.
"""

from __future__ import annotations

import http.server
import json
import shutil
import socket
import statistics
import threading
from functools import partial

import nbformat
from nbconvert import HTMLExporter
from playwright.sync_api import TimeoutError as Never
from playwright.sync_api import sync_playwright
from plotly.offline import get_plotlyjs

from immunolearn import paths
from immunolearn.course.page import page
from immunolearn.display.renderer import MIME
from immunolearn.questions.bank import load_bank
from immunolearn.questions.element import Quiz

RUNS = 5
PATIENCE = 10_000
LESSON = "monoclonal-antibodies"
# in the page: the moment at which the first quiz stands there with its answers to choose from
WATCH = """
const watch = () => {
  const input = document.querySelector("immuno-quiz")?.shadowRoot?.querySelector("input");
  if (input?.getBoundingClientRect().height) requestAnimationFrame(() => (window.usable = performance.now()));
  else requestAnimationFrame(watch);
};
watch();
"""


class Quiet(http.server.BaseHTTPRequestHandler):
    """Serves one page under nbviewer's policy."""

    def __init__(self, *arguments: object, body: bytes) -> None:
        self.body = body
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Send the page."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(self.body)))
        self.send_header("Content-Security-Policy", "connect-src 'none'")
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def seconds(html: str, cdn: str) -> list[float]:
    """Seconds of each run; infinite where no question came within the time we wait."""
    site = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, body=html.encode()))
    threading.Thread(target=site.serve_forever, daemon=True).start()
    silent = socket.create_server(("127.0.0.1", 0))  # takes connections, never answers
    port = {"refused": 1, "silent": silent.getsockname()[1], "served": 1}[cdn]
    rules = f"--host-resolver-rules=MAP * 127.0.0.1:{port}, EXCLUDE 127.0.0.1"
    found = []
    with sync_playwright() as playwright:
        installed = shutil.which("chromium") or shutil.which("google-chrome") or playwright.chromium.executable_path
        browser = playwright.chromium.launch(executable_path=installed, args=["--no-sandbox", "--disable-gpu", rules])
        for _ in range(RUNS):
            context = browser.new_context()
            if cdn == "served":
                context.route("https://cdnjs.cloudflare.com/**", lambda route: route.fulfill(body=""))
                context.route("https://cdn.plot.ly/**", lambda route: route.fulfill(body=get_plotlyjs()))
            context.add_init_script(WATCH)
            tab = context.new_page()
            tab.goto(f"http://127.0.0.1:{site.server_port}/", wait_until="commit")
            try:
                tab.wait_for_function("window.usable", timeout=PATIENCE)
                found.append(tab.evaluate("window.usable") / 1000)
            except Never:
                found.append(float("inf"))
                break
            finally:
                context.close()
        browser.close()
    site.shutdown()
    site.server_close()
    silent.close()
    return found


def sizes(notebook: nbformat.NotebookNode) -> dict[str, int]:
    """Bytes of the parts of a lesson."""
    (file,) = paths.notebooks().glob(f"*-{LESSON}.ipynb")
    bank = load_bank(paths.lesson_folder(LESSON))
    marked = [item for group in bank.groups if group.kind != "before" for item in group.items]
    eight = bank.groups[1].model_copy(update={"items": marked[:8]})
    outputs = (cell.get("outputs", []) for cell in notebook.cells)
    chart = next(shown for shown in outputs if any(MIME in output.get("data", {}) for output in shown))
    return {
        "notebook": file.stat().st_size,
        "runtime": (paths.STATIC / "runtime.js").stat().st_size,
        "quiz of 8 items": len(Quiz(LESSON, bank, eight)._repr_html_().encode()),
        "chart, with picture and table": sum(len(json.dumps(output.data).encode()) for output in chart),
    }


def main() -> None:
    """Print the figures."""
    (file,) = paths.notebooks().glob(f"*-{LESSON}.ipynb")
    notebook = nbformat.read(file, as_version=4)
    pages = {
        "nbconvert": HTMLExporter().from_notebook_node(notebook)[0],
        "published": page(notebook, title="Monoclonal antibodies"),
    }
    for host, html in pages.items():
        for cdn in ("served", "refused", "silent"):
            found = seconds(html, cdn)
            runs = ", ".join(f"{run:.2f}" for run in found)
            print(f"{host:10} CDNs {cdn:8} {statistics.median(found):.2f} s  ({runs})")
    for part, size in sizes(notebook).items():
        print(f"{part:30} {size:7} bytes")


if __name__ == "__main__":
    main()
