"""Bytes of the quizzes, beside JupyterQuiz for the same questions, and time from a click to its feedback.

Run it by hand: ``python tests/benchmarks/quizzes.py [FOLDER]``. FOLDER holds an installed JupyterQuiz; without it only
our own figures are given. Nothing here is a test: times differ between machines.
"""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median, quantiles

from playwright.sync_api import sync_playwright

from immunolearn import paths
from immunolearn.display import markup
from immunolearn.display.element import runtime_source
from immunolearn.questions import load_bank
from immunolearn.questions.element import Quiz

LESSON = "monoclonal-antibodies"
QUESTIONS = 15
REPEATS = 200
CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
CLICK = """quiz => {
  const root = quiz.shadowRoot;
  const press = name => [...root.querySelectorAll('button')].find(one => one.textContent === name).click();
  root.querySelector('input[name=option]').click();
  const start = performance.now();
  press(CHECK);
  root.querySelector('.result').getBoundingClientRect();
  const took = performance.now() - start;
  const again = [...root.querySelectorAll('button')].find(one => /again|Change/.test(one.textContent));
  if (again) again.click();
  return [took, Boolean(again)];
}"""
DISPLAY = """
import contextlib, io, json, sys
sys.path.insert(0, sys.argv[1])
import IPython.display, jupyterquiz
shown = []
keep = lambda *things, **how: shown.extend(things)
import jupyterquiz.dynamic.display as place
place.display = IPython.display.display = keep
jupyterquiz.display_quiz(json.load(open(sys.argv[2])))
print(sum(len((getattr(one, "data", None) or str(one)).encode()) for one in shown))
"""


def main() -> None:
    bank = load_bank(paths.lesson_folder(LESSON))
    choices = [item for item in bank.items if item.kind in {"single", "multiple"}][:QUESTIONS]
    group = bank.groups[0].model_copy(update={"items": choices, "kind": "checkpoint"})
    html = Quiz(LESSON, bank, group)._repr_html_()
    runtime = runtime_source().encode()
    print(f"runtime, once a page: {len(runtime)} bytes, {len(gzip.compress(runtime, mtime=0))} with gzip")
    print(f"{len(choices)} questions: {len(html.encode())} bytes, {len(html.encode()) / len(choices):.0f} a question")
    if len(sys.argv) > 1:
        print(f"JupyterQuiz, the same questions: {jupyterquiz_bytes(sys.argv[1], choices)} bytes")
    times = click_to_feedback(html, runtime.decode())
    print(f"click to feedback: median {median(times):.1f} ms, p95 {quantiles(times, n=20)[-1]:.1f} ms")


def jupyterquiz_bytes(folder: str, items: list) -> int:
    questions = [
        {
            "question": plain(item.stem),
            "type": "multiple_choice" if item.kind == "single" else "many_choice",
            "answers": [
                {"answer": plain(option.text), "correct": option.right, "feedback": plain(option.feedback)}
                for option in item.options
            ],
        }
        for item in items
    ]
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "questions.json"
        file.write_text(json.dumps(questions), encoding="utf-8")
        command = [sys.executable, "-c", DISPLAY, folder, str(file)]
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        return int(subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout)


def plain(text: str) -> str:
    return markup.plain(markup.parse(markup.expand(text)))


def click_to_feedback(html: str, runtime: str) -> list[float]:
    page_source = f'<!doctype html><meta charset="utf-8">{html}<script type="module">{runtime}</script>'
    with sync_playwright() as playwright:
        installed = next(path for path in CHROMIUM if Path(path).exists())
        browser = playwright.chromium.launch(executable_path=installed, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.set_content(page_source)
        quiz = page.locator("immuno-quiz")
        quiz.locator("button").first.wait_for()
        check = quiz.get_by_role("button", name="Check", exact=True).inner_text()
        times = []
        while len(times) < REPEATS:
            took, goes_on = quiz.evaluate(CLICK.replace("CHECK", json.dumps(check)))
            times.append(took)
            if not goes_on:
                quiz.get_by_role("button", name="Next question").click()
        browser.close()
    return times


if __name__ == "__main__":
    main()
