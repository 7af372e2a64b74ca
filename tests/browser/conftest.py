"""A real browser and real pages; nothing from outside but what a test knows of."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from nbconvert import HTMLExporter
from playwright.sync_api import Page, Route, expect, sync_playwright
from plotly.offline import get_plotlyjs

from immunolearn import paths
from immunolearn.course.page import page as published
from immunolearn.display import markup
from immunolearn.display.renderer import plotly_pin
from immunolearn.questions.bank import load_bank

SCREENSHOTS = Path(__file__).parents[2] / "build" / "screenshots"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"]
SITE = "http://127.0.0.1"
POLICY = "connect-src 'none'"

# require.js as far as it matters to other scripts of a page: there is a `define`, and it takes modules away
REQUIRE = "window.define = () => {}; window.define.amd = {}; window.require = window.requirejs = () => {};"
CDN = {
    plotly_pin()["src"]: get_plotlyjs(),
    "https://cdnjs.cloudflare.com/ajax/libs/require.js/": REQUIRE,
    "https://cdnjs.cloudflare.com/ajax/libs/mathjax/": "",
}
# nbviewer's page, after the templates of its repository: a whole page of nbconvert stands inside its own
NBVIEWER = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Jupyter Notebook Viewer</title>
<meta name="viewport" content="width=device-width, initial-scale=1.0">
<style>body {{ padding-top: 50px; font: 14px sans-serif }} label {{ display: block; font-weight: bold }}
.container {{ max-width: 1170px; margin: auto; padding: 0 15px }} h1 {{ font-size: 36px }}
.navbar-fixed-top {{ position: fixed; top: 0; left: 0; right: 0; background: #eee; padding: 12px }}</style>
</head>
<body class="nbviewer" data-spy="scroll" data-target=".subnav" data-offset="50">
<script src="/static/components/requirejs/require.js"></script>
<div id="menubar" class="navbar navbar-fixed-top"><div class="navbar-inner"><div class="container">nbviewer</div></div>
</div>
<div class="container container-main">
<ol class="breadcrumb"><li><a href="/">immunolearn</a></li></ol>
<div id="notebook"><div id="notebook-container">
{page}
</div></div>
<footer class="footer hidden-print">This website does not host notebooks.</footer>
</div>
</body>
</html>"""
expect.set_options(timeout=60_000)  # for a busy machine


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
def open_context(browser):
    """Make browser contexts; a request to an address outside that no test knows of fails the test.

    The known ones are answered from installed packages (``served``), ``refused``, or never answered (``silent``).
    """
    contexts, strangers = [], []

    def opened(cdn="refused", **options):
        def outside(route: Route) -> None:
            address = route.request.url
            known = [start for start in CDN if address.startswith(start)]
            if not known:
                strangers.append(address)
            if cdn == "served" and known:
                headers = {"Access-Control-Allow-Origin": "*"}
                route.fulfill(body=CDN[known[0]], content_type="text/javascript", headers=headers)
            elif cdn != "silent":
                route.abort("connectionrefused")

        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        context.set_default_timeout(60_000)
        context.route(lambda url: url.startswith("http") and not url.startswith(SITE), outside)
        contexts.append(context)
        return context

    yield opened
    for context in contexts:
        context.close()
    assert strangers == []


@pytest.fixture(scope="session")
def lesson():
    """The built lesson."""
    return nbformat.read(paths.notebooks() / "03-monoclonal-antibodies.ipynb", as_version=4)


@dataclass
class Question:
    """A question as a reader meets it."""

    id: str
    right: str
    wrong: str
    why: str
    why_not: str


@pytest.fixture(scope="session")
def questions():
    """The first three questions of the lesson that are checked, all in one group."""
    bank = load_bank(paths.lesson_folder("monoclonal-antibodies"))
    (group,) = (group for group in bank.groups if group.id == "one-key")

    def question(item):
        right = next(option for option in item.options if option.right)
        wrong = next(option for option in item.options if not option.right)
        return Question(item.id, right.text, wrong.text, right.feedback, wrong.feedback)

    return [question(item) for item in group.items]


@pytest.fixture(scope="session")
def pages(lesson):
    """The lesson as each host shows it."""
    nbconvert = HTMLExporter().from_notebook_node(lesson)[0]
    return {
        "nbconvert": nbconvert,
        "nbviewer": NBVIEWER.format(page=nbconvert),
        "published": published(lesson, title="Monoclonal antibodies"),
        "dark": published(lesson, title="Monoclonal antibodies", theme="dark"),
    }


@pytest.fixture
def show(open_context, pages):
    """Open the lesson in a browser, as a host shows it."""

    def shown(host="nbconvert", *, policy=POLICY, **options):
        def site(route: Route) -> None:
            if route.request.url == f"{SITE}/lesson.html":
                headers = {"Content-Security-Policy": policy}
                route.fulfill(body=pages[host], content_type="text/html", headers=headers)
            elif route.request.url.endswith("require.js"):
                route.fulfill(body=REQUIRE, content_type="text/javascript")
            else:
                route.fulfill(status=404)

        page = open_context(**options).new_page()
        page.route(f"{SITE}/**", site)
        page.goto(f"{SITE}/lesson.html", wait_until="domcontentloaded")
        return page

    return shown


@pytest.fixture(scope="session")
def photograph():
    """Keep a picture for people to look at: of a whole page, of what the reader sees of it, or of an element."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)

    def kept(shown, name, *, whole=True):
        if not os.environ.get("CI"):  # nobody looks there
            options = {"full_page": whole} if isinstance(shown, Page) else {}
            shown.screenshot(path=SCREENSHOTS / f"{name}.png", **options)

    return kept


@pytest.fixture(scope="session")
def give():
    """Put the right answer of a question into the card; of a choice a wrong one, if asked."""

    def given(quiz, item, *, right=True):
        if item["kind"] in {"single", "multiple"}:
            options = [option for option in item["options"] if option["right"] is right]
            for option in options if item["kind"] == "multiple" else options[:1]:
                quiz.locator("label.option").filter(has_text=words(option)).click()
        else:
            GIVE[item["kind"]](quiz, item)

    return given


def words(thing):
    return markup.plain(thing["text"])


def type_in(quiz, item):
    quiz.locator("input.typed").fill(str(item["answer"]))


def fill_gaps(quiz, item):
    for number, gap in enumerate(item["gaps"], start=1):
        field = quiz.get_by_label(f"Gap {number}")
        if "options" in gap:
            field.select_option(label=next(words(option) for option in gap["options"] if option["right"]))
        else:
            field.fill(gap["answer"])


def pairs(item):
    choices = {choice["key"]: words(choice) for choice in item["choices"]}
    return [(words(part), choices[part["is"]]) for part in item["parts"]]


def match(quiz, item):
    for part, choice in pairs(item):
        quiz.get_by_role("combobox", name=part).select_option(label=choice)


def sort(quiz, item):
    for part, choice in pairs(item):
        quiz.locator(".tray .chip").filter(has_text=part).click()
        quiz.get_by_role("button", name=f"Put it into: {choice}").click()


def order(quiz, item):
    for place, step in enumerate(item["steps"]):
        while words(step) not in quiz.locator(".step").nth(place).inner_text():
            quiz.locator(".step").filter(has_text=words(step)).locator(".up").click()


GIVE = {"numeric": type_in, "text": type_in, "cloze": fill_gaps, "match": match, "sort": sort, "order": order}
