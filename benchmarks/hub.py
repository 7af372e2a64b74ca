"""What students cost a JupyterHub: ``python benchmarks/hub.py [USERS ...]``, as root of a Linux machine.

A hub as deploy/jupyterhub_config.py has it is started for 1, 5 and 10 users (or as many as said) at once. Memory is
proportional set size (PSS), where a page that many processes share is split among them, and resident size (RSS), where
it is counted for each. Processor time does not depend on what else the machine does; seconds do.
"""

from __future__ import annotations

import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import mean, median

import nbformat
import psutil

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "browser" / "jupyterlab" / "hub"))

from conftest import processes, running_hub  # noqa: E402 - a hub as the test starts it

LESSON = "03-monoclonal-antibodies"
REST = 5


def cost(ids):
    """PSS and RSS in MB, and processor seconds, of some processes together."""
    pss = rss = spent = 0.0
    for process in map(psutil.Process, ids):
        memory, times = process.memory_full_info(), process.cpu_times()
        pss, rss, spent = pss + memory.pss / 1e6, rss + memory.rss / 1e6, spent + times.user + times.system
    return pss, rss, spent


def each(hub):
    """What the students' processes cost, in the mean."""
    time.sleep(REST)
    return [mean(column) for column in zip(*(cost(processes(name)) for name in hub.names), strict=True)]


def measure(count, cells):
    """Print a row for this many users at once."""
    with running_hub(count) as hub, ThreadPoolExecutor(count) as together:
        own = cost(
            [hub.process.pid, *(child.pid for child in psutil.Process(hub.process.pid).children(recursive=True))]
        )
        starts = hub.start(hub.names)
        idle = each(hub)
        begun = time.monotonic()
        kernels = list(together.map(hub.kernel, hub.names))
        list(together.map(lambda kernel: hub.run(kernel, cells[0]), kernels))
        opened = time.monotonic() - begun
        lesson = each(hub)
        list(together.map(lambda kernel: [hub.run(kernel, cell) for cell in cells[1:]], kernels))
        run = each(hub)
    figures = [
        *(f"{figure:.0f}" for figure in (*idle[:2], *lesson[:2], *run[:2])),
        *(f"{figure:.1f}" for figure in (median(starts), max(starts), opened)),
        *(f"{figure:.1f}" for figure in (idle[2], lesson[2] - idle[2], run[2] - lesson[2])),
        f"{own[0]:.0f}",
        f"{os.getloadavg()[0]:.0f}",
    ]
    print(f"| {count} | " + " | ".join(figures) + " |", flush=True)


def main():
    """Print a row for each number of users."""
    notebook = nbformat.read(ROOT / "notebooks" / f"{LESSON}.ipynb", as_version=4)
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    print(
        "| users | idle, PSS | RSS | lesson open, PSS | RSS | all cells run, PSS | RSS | start, median s | slowest s |"
    )
    print("  open s | processor s: start | open | all cells | hub and proxy, PSS | load |")
    for count in map(int, sys.argv[1:] or ["1", "5", "10"]):
        measure(count, cells)


if __name__ == "__main__":
    main()
