"""A real browser, real pages, and a real JupyterLab; nothing from outside."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import nbformat
import pytest
from nbconvert import HTMLExporter
from playwright.sync_api import sync_playwright

from immunolearn import paths

SCREENSHOTS = Path(__file__).parents[2] / "build" / "screenshots"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"]
LESSON = "03-monoclonal-antibodies"


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        installed = next(filter(None, map(shutil.which, NAMES)), None) or playwright.chromium.executable_path
        if not Path(installed).exists():
            message = "no Chrome or Chromium was found: browser tests cannot run"
            if os.environ.get("CI"):
                pytest.fail(message)
            pytest.skip(message)
        started = playwright.chromium.launch(executable_path=installed, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def open_page(browser):
    """Open pages whose requests may go nowhere but to this machine."""
    contexts = []

    def opened(**options):
        context = browser.new_context(**options)
        contexts.append(context)
        context.route(lambda url: not url.startswith("http://127.0.0.1"), lambda route: route.abort())
        page = context.new_page()
        page.set_default_timeout(10_000)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def lesson_html():
    notebook = nbformat.read(paths.notebooks() / f"{LESSON}.ipynb", as_version=4)
    return HTMLExporter().from_notebook_node(notebook)[0]


@pytest.fixture
def show(open_page, lesson_html):
    """The published lesson, under nbviewer's policy, in a page."""

    def shown(html=lesson_html, **options):
        page = open_page(**options)
        page.route(
            "http://127.0.0.1/lesson.html",
            lambda route: route.fulfill(
                body=html, content_type="text/html", headers={"Content-Security-Policy": "connect-src 'none'"}
            ),
        )
        page.goto("http://127.0.0.1/lesson.html", wait_until="domcontentloaded")
        return page

    return shown


@pytest.fixture(scope="session")
def photograph():
    """Keep a picture of the whole page."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    return lambda page, name: page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)


@pytest.fixture
def jupyterlab(tmp_path, home):
    """JupyterLab on a folder with the lesson; the address of the lesson."""
    folder = tmp_path / "lab"
    folder.mkdir()
    shutil.copy(paths.notebooks() / f"{LESSON}.ipynb", folder)
    environment = os.environ | {
        "JUPYTER_DATA_DIR": str(tmp_path / "data"),
        "JUPYTER_CONFIG_DIR": str(tmp_path / "config"),
    }
    environment |= {"JUPYTER_RUNTIME_DIR": str(tmp_path / "runtime"), "IMMUNOLEARN_HOME": str(home)}
    port = 18000 + os.getpid() % 10000
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1", f"--port={port}", "--allow-root"]
    command += [
        "--IdentityProvider.token=t",
        f"--notebook-dir={folder}",
        "--LabApp.news_url=",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]
    with (tmp_path / "lab.log").open("w") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            for _ in range(120):
                try:
                    urlopen(f"http://127.0.0.1:{port}/api?token=t", timeout=2).close()
                    break
                except OSError:
                    time.sleep(0.25)
            else:
                pytest.fail((tmp_path / "lab.log").read_text())
            yield f"http://127.0.0.1:{port}/lab/tree/{LESSON}.ipynb?token=t"
        finally:
            server.terminate()
            server.wait(timeout=20)
