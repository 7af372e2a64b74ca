"""A real JupyterLab for all tests of this folder; each test has its own notebooks, kernels and answers."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from copy import deepcopy
from urllib.request import Request, urlopen

import nbformat
import pytest

TOKEN = "t"  # noqa: S105 - nothing secret
QUIET = [
    "--LabApp.expose_app_in_browser=True",
    "--LabApp.news_url=",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
]
SETTINGS = {
    "notebook-extension/tracker": {"windowingMode": "contentVisibility"},
    "docmanager-extension/plugin": {"autosave": False},
    "apputils-extension/notification": {"fetchNews": "false"},
}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Lab:
    """A running JupyterLab."""

    def __init__(self, root, process, address):
        self.root = root
        self.folder = root / "course"
        self.home = root / "home"
        self.process = process
        self.address = address

    def api(self, path, method="GET", **data):
        body = json.dumps(data).encode() if data else None
        request = Request(f"{self.address}api/{path}?token={TOKEN}", body, method=method)
        with urlopen(request, timeout=120) as answer:
            return json.loads(answer.read() or "null")

    def settings(self, **changes):
        """JupyterLab's settings for pages opened from now on: these, beside those of all tests."""
        shutil.rmtree(self.root / "config" / "lab", ignore_errors=True)
        for plugin, values in {**SETTINGS, **changes}.items():
            file = self.root / "config" / "lab" / "user-settings" / "@jupyterlab" / f"{plugin}.jupyterlab-settings"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(values))

    def write(self, name, notebook):
        """Put a notebook into the folder; nobody has trusted it."""
        notebook = deepcopy(notebook)
        notebook.metadata["title"] = name
        nbformat.write(notebook, self.folder / f"{name}.ipynb")

    def kernels(self):
        return {session["path"].removesuffix(".ipynb"): session["kernel"]["id"] for session in self.api("sessions")}

    def restart_kernel(self, name):
        self.api(f"kernels/{self.kernels()[name]}/restart", "POST")

    def shut_down(self, name=None):
        """Shut down a notebook's kernel; every kernel if none is named."""
        for session in self.api("sessions"):
            if name is None or session["path"] == f"{name}.ipynb":
                self.api(f"sessions/{session['id']}", "DELETE")

    def clear(self):
        """Leave nothing of a test to the next one."""
        self.shut_down()
        for file in [*self.folder.glob("*"), *self.home.glob("*")]:
            if file.is_file():
                file.unlink()
        self.settings()


@contextmanager
def running_lab(root, base="/"):
    for name in ("course", "home"):
        (root / name).mkdir(parents=True)
    environment = os.environ | {
        "JUPYTER_DATA_DIR": str(root / "data"),
        "JUPYTER_CONFIG_DIR": str(root / "config"),
        "JUPYTER_RUNTIME_DIR": str(root / "runtime"),
        "IMMUNOLEARN_HOME": str(root / "home"),
    }
    port = free_port()
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1", f"--port={port}", "--allow-root"]
    command += [f"--notebook-dir={root / 'course'}", f"--ServerApp.base_url={base}"]
    command += [f"--IdentityProvider.token={TOKEN}"]
    command += ["--ServerApp.port_retries=0", *QUIET]
    with (root / "lab.log").open("w") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        lab = Lab(root, process, f"http://127.0.0.1:{port}{base}")
        lab.settings()
        try:
            for _ in range(240):
                try:
                    lab.api("status")
                    break
                except OSError:
                    time.sleep(0.25)
            else:
                pytest.fail((root / "lab.log").read_text())
            yield lab
        finally:
            process.terminate()
            process.wait(timeout=90)


@pytest.fixture(scope="session")
def start_lab():
    """Start one more JupyterLab: with its folder and the path at which it stands."""
    return running_lab


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    with running_lab(tmp_path_factory.mktemp("lab")) as lab:
        yield lab


@pytest.fixture
def lab(server, monkeypatch):
    """JupyterLab with an empty folder; ``il.answers()`` of the test reads what its kernels write."""
    monkeypatch.setenv("IMMUNOLEARN_HOME", str(server.home))
    yield server
    server.clear()


class Notebook:
    """A notebook open in JupyterLab's page."""

    def __init__(self, page, name):
        self.page = page
        self.name = name

    def command(self, name, **arguments):
        """Run a command of JupyterLab, and wait for its end."""
        self.page.evaluate("([name, args]) => jupyterapp.commands.execute(name, args)", [name, arguments])

    def ready(self):
        """Wait until the kernel has nothing to do."""
        self.page.wait_for_function(
            """() => {
                const session = jupyterapp.shell.currentWidget?.sessionContext;
                return session?.isReady && session.session?.kernel?.status === "idle";
            }"""
        )

    def run_all(self):
        self.ready()
        self.command("notebook:run-all-cells")
        self.ready()

    def select(self, cell):
        self.page.evaluate("cell => { jupyterapp.shell.currentWidget.content.activeCellIndex = cell; }", cell)

    def look(self, cell):
        """Scroll to a cell, by its number."""
        self.page.evaluate("cell => jupyterapp.shell.currentWidget.content.scrollToItem(cell)", cell)

    def run(self, cell):
        """Run one cell, by its number."""
        self.select(cell)
        self.command("notebook:run-cell")

    def clear_output(self, cell):
        self.select(cell)
        self.command("notebook:clear-cell-output")

    def activate(self):
        """Come to the front."""
        self.command("docmanager:open", path=f"{self.name}.ipynb")

    def save(self):
        self.command("docmanager:save")

    def quiz(self, group):
        return self.page.locator(f"immuno-quiz:has(.immuno-static :text-is('{group}'))").filter(visible=True)

    def answer(self, group, option):
        quiz = self.quiz(group)
        quiz.get_by_role("radio", name=option).check()
        quiz.get_by_role("button", name="Check", exact=True).click()
        return quiz


@pytest.fixture(scope="session")
def quiet():
    """Options of a JupyterLab that a test can look into, and that asks nobody outside."""
    return QUIET


@pytest.fixture(scope="session")
def shown():
    """Wait until a notebook stands in JupyterLab's page."""

    def wait(page, name):
        page.wait_for_function(
            """name => {
                const { context, content } = window.jupyterapp?.shell.currentWidget ?? {};
                return context?.path === `${name}.ipynb` && context.isReady && content.widgets.length;
            }""",
            arg=name,
        )
        return Notebook(page, name)

    return wait


@pytest.fixture
def open_notebook(open_context, lab, shown):
    """Open a notebook in JupyterLab: by its name, in a new browser or in a page that is open."""

    def opened(name, page=None, *, address=lab.address, fragment="", **options):
        if page is None or page.url == "about:blank":
            page = page or open_context(**options).new_page()
            page.goto(f"{address}lab/workspaces/{name}/tree/{name}.ipynb?token={TOKEN}{fragment}")
        else:
            Notebook(page, name).activate()
        return shown(page, name)

    return opened


@pytest.fixture(scope="session")
def short(lesson):
    """The first question of the lesson, and a cell that reads what was answered."""
    cells = [cell for cell in lesson.cells if any(part in cell.source for part in ("il.lesson(", "one-key"))]
    reads = 'print("answered:", *il.answers("monoclonal-antibodies")["item"])'
    return nbformat.v4.new_notebook(
        metadata=lesson.metadata, cells=[*cells, nbformat.v4.new_code_cell(reads, metadata={"tags": ["reads"]})]
    )
