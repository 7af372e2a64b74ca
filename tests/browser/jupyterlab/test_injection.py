"""Whatever an author or a learner writes is shown as text: nothing runs, nothing is fetched."""

from __future__ import annotations

import json
import os
import re
from itertools import count
from pathlib import Path

import nbformat
import pytest
from nbconvert import HTMLExporter
from playwright.sync_api import expect

from immunolearn import paths
from immunolearn.display.element import Element, runtime_source
from immunolearn.errors import ContentError
from immunolearn.questions import load_bank
from immunolearn.questions.bank import Bank
from immunolearn.questions.element import Quiz

TESTS = Path(__file__).parents[2]
CORPUS = json.loads((TESTS / "vectors" / "injection.json").read_text(encoding="utf-8"))
MEANT = ("](", "]:", "[[", "{{", "{%", "$", "\0")
"""By these an author may mean something: the text is refused or resolved, and not shown as it stands."""

AUTHORED = {"title", "stem", "text", "feedback", "source", "right", "otherwise", "real", "label", "unit", "alt"}
AUTHORED |= {"near", "above", "below"}
THIRD = 1 if os.environ.get("IMMUNOLEARN_LONG") else 3
"""Of the kinds, each string meets one in so many; each kind meets one string in so many."""
INSIDE = {"hints": "text", "head": "text", "rows": "head"}
"""What stands in a list of texts, or in a list of such lists."""
NODES = AUTHORED | {"answer", "note"}

WATCH = """() => {
  window.dialogs = [];
  for (const name of ['alert', 'confirm', 'prompt', 'open']) window[name] = () => window.dialogs.push(name);
}"""
FOREIGN = """() => {
  const risky = 'iframe object embed base meta link form video audio marquee template noscript plaintext xmp maction';
  const isForeign = (one) => {
    if (one.localName === 'style') return !(one.parentNode instanceof ShadowRoot || one.closest('svg'));
    if (one.localName === 'script') return !['application/json', 'module'].includes(one.type);
    if (one.localName === 'img') return !one.src.startsWith('data:image/');
    if (one.localName.startsWith('immuno-') || risky.split(' ').includes(one.localName)) return true;
    const leads = /^\\s*(javascript|data|vbscript):/i;
    return [...one.attributes].some(({name, value}) => /^on/i.test(name) || (/href$/i.test(name) && leads.test(value)));
  };
  const roots = [...document.querySelectorAll('immuno-quiz, immuno-lesson')].flatMap(one => [one, one.shadowRoot]);
  const foreign = roots.flatMap(root => [...root.querySelectorAll('*')]).filter(isForeign);
  return {foreign: foreign.map(one => one.outerHTML), ran: window.injected ?? null, dialogs: window.dialogs};
}"""
EVERYTHING = """async () => {
  const quizzes = [...document.querySelectorAll('immuno-quiz')].map(one => one.shadowRoot);
  const button = (root, name) => [...root.querySelectorAll('button')].find(one => name.test(one.textContent));
  let seen = 0;
  for (const root of quizzes) {
    for (let left = 20; left; left--) {
      button(root, /^Hint/)?.click();
      for (const link of root.querySelectorAll('a')) link.dispatchEvent(new MouseEvent('mouseover', {bubbles: true}));
      button(root, /^Show me/)?.click();
      seen++;
      const next = button(root, /^(Next question|Skip)/);
      if (!next) break;
      next.click();
    }
  }
  dispatchEvent(new Event('beforeprint'));
  await new Promise(done => setTimeout(done, 500));
  return seen;
}"""

TYPED = """(host, [field, texts]) => {
  const root = host.shadowRoot;
  const button = name => [...root.querySelectorAll('button')].find(one => one.textContent === name);
  return texts.map(text => {
    const input = root.querySelector(field);
    input.value = text;
    input.dispatchEvent(new Event('input', {bubbles: true}));
    button('Check').click();
    const shown = root.querySelector('.option.wrong .text')?.textContent ?? null;
    button('Try again')?.click();
    return shown;
  });
}"""


@pytest.fixture(scope="module")
def bank():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paths, "lessons", lambda: TESTS / "browser" / "quiz")
        yield load_bank(TESTS / "browser" / "quiz" / "every-kind")


def in_every_field(value, text, key=""):
    """An authored bank with a text in front of each of its texts."""
    if isinstance(value, dict):
        return {name: in_every_field(inner, text, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [in_every_field(inner, text, INSIDE.get(key, key)) for inner in value]
    return f"{text} {value}" if isinstance(value, str) and key in AUTHORED else value


def as_nodes(text):
    """A text as every kind of node that element data might bring."""
    return [
        text,
        ["em", text],
        ["a", {"href": text}, text],
        [text, {"onclick": "injected=1"}, text],
        ["script", "injected=1"],
        ["img", {"src": "x", "onerror": "injected=1"}, text],
        ["math", {"href": text, "onclick": "injected=1", "display": text}, ["mi", {"style": text}, text]],
        ["maction", {"actiontype": "statusline"}, text],
    ]


def in_all_nodes(value, numbers, offset, key=""):
    """Element data with one string after the other of the corpus in its texts."""
    if isinstance(value, list) and key in NODES:
        return [*as_nodes(CORPUS[(next(numbers) + offset) % len(CORPUS)]), *value]
    if isinstance(value, str) and key in AUTHORED:
        return CORPUS[(next(numbers) + offset) % len(CORPUS)]
    if isinstance(value, dict):
        return {name: in_all_nodes(inner, numbers, offset, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [in_all_nodes(inner, numbers, offset, INSIDE.get(key, key)) for inner in value]
    return value


def poisoned(bank, offsets):
    """Groups of every kind whose texts are strings of the corpus, straight into element data."""
    quiz = Quiz("every-kind", bank, bank.groups[1])
    return [
        Element(
            "immuno-quiz", static="", data=in_all_nodes(quiz.data, count(), offset) | {"lesson": f"lesson-{offset}"}
        )
        for offset in offsets
    ]


def html_of(elements):
    runtime = f'<script type="module">{runtime_source()}</script>'
    return [*(element._repr_html_() for element in elements), runtime]


def page_of(open_context, outputs):
    cells = [nbformat.v4.new_output("display_data", {"text/html": html}) for html in outputs]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("", outputs=cells)])
    html = HTMLExporter().from_notebook_node(notebook)[0]
    page = open_context().new_page()
    page.add_init_script(f"({WATCH})()")
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.route("http://127.0.0.1/**", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto("http://127.0.0.1/quiz.html", wait_until="domcontentloaded")
    return page


def is_harmless(page):
    assert page.evaluate(FOREIGN) == {"foreign": [], "ran": None, "dialogs": []}


def test_the_corpus_is_large():
    assert len(set(CORPUS)) >= 60


def test_no_string_in_any_node_of_element_data_runs(open_context, bank):
    offsets = range(0, len(CORPUS), 8)
    page = page_of(open_context, html_of(poisoned(bank, offsets)))
    expect(page.locator("immuno-quiz").last.locator(".stem")).to_be_visible(timeout=60_000)
    assert page.evaluate(EVERYTHING) == len(offsets) * len(bank.groups[1].items)
    is_harmless(page)
    shown = page.locator("immuno-quiz .sheet").evaluate_all("all => all.map(one => one.textContent)")
    assert [text for text in CORPUS if not any(text in sheet for sheet in shown)] == []
    assert page.errors == []


def test_no_string_in_any_field_of_a_bank_runs(open_context, bank):
    authored = bank.groups[1].model_dump(by_alias=True, exclude_defaults=True)
    elements, shown = [], []
    for turn, text in enumerate(CORPUS):
        some = authored | {"id": "kinds", "items": authored["items"][turn % THIRD :: THIRD]}
        try:
            group = Bank.model_validate({"groups": [in_every_field(some, text)]}).groups[0]
            elements.append(Quiz("every-kind", bank, group))
            shown.append(text)
        except (ContentError, ValueError):
            assert any(mark in text for mark in MEANT) or not text.isprintable(), text
    assert len(shown) >= 60
    page = page_of(open_context, html_of(elements))
    expect(page.locator("immuno-quiz").last.locator(".stem")).to_be_visible(timeout=60_000)
    page.evaluate(EVERYTHING)
    is_harmless(page)
    assert page.errors == []


def test_nothing_that_a_learner_types_runs(open_context, bank):
    page = page_of(open_context, html_of([Quiz("every-kind", bank, bank.groups[1])]))
    quiz = page.locator("immuno-quiz")
    for _ in range(3):
        quiz.get_by_role("button", name="Skip").click()
    shown = quiz.evaluate(TYPED, ["input.typed", CORPUS])
    assert len([text for text in shown if text]) > len(CORPUS) / 2
    for text, words in zip(CORPUS, shown, strict=True):
        assert words is None or re.sub(r"\W", "", words) == re.sub(r"\W", "", text)
    is_harmless(page)
    for _ in range(2):
        quiz.get_by_role("button", name="Skip").or_(quiz.get_by_role("button", name="Next question")).click()
    quiz.evaluate(TYPED, ["[aria-label='Gap 1'], input", CORPUS])
    is_harmless(page)
    assert page.errors == []


def test_in_jupyterlab_nothing_runs_either(lab, open_notebook, bank):
    steps = range(0, len(CORPUS), 20)
    (lab.folder / "poisoned.html").write_text("".join(html_of(poisoned(bank, steps))), encoding="utf-8")
    cell = 'from IPython.display import HTML\nHTML(filename="poisoned.html")'
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell)])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    lab.write("poisoned", notebook)
    opened = open_notebook("poisoned", viewport={"width": 1280, "height": 3000})
    page = opened.page
    page.evaluate(WATCH)
    opened.run_all()
    expect(page.locator("immuno-quiz").last.locator(".stem")).to_be_visible()
    assert page.evaluate(EVERYTHING) == len(steps) * len(bank.groups[1].items)
    is_harmless(page)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    quiz = page.locator("immuno-quiz").first
    for _ in range(7):
        quiz.get_by_role("button", name="Back").click()
    quiz.get_by_role("button", name="Try again").click()
    quiz.evaluate(TYPED, ["input.typed", CORPUS])
    is_harmless(page)
