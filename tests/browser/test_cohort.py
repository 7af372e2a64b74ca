"""Virtual patients treated in a page: in a worker, or where there may be none in slices, as Python treats them."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from playwright.sync_api import expect

import immunolearn as il
from immunolearn.course.page import page as published
from immunolearn.display.element import Element
from immunolearn.statistics_elements.trial import EFFECTS

ADDRESS = "http://127.0.0.1/trial.html"
FEW, MANY = 200, 1500
COUNT_BEATS = "() => { window.beats = []; let last = performance.now(); const beat = () => { const now = \
performance.now(); beats.push(now - last); last = now; requestAnimationFrame(beat); }; beat(); }"


def strict(html, *, worker="blob:"):
    """What a published page allows itself: its own scripts, and what they make."""
    scripts = re.findall(r"<script(?![^>]*json)[^>]*>(.*?)</script>", html, re.DOTALL)
    hashes = " ".join(f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in scripts if text)
    return (
        f"default-src 'none'; script-src blob: {hashes}; worker-src {worker}; style-src 'unsafe-inline'; img-src data:"
    )


@pytest.fixture(scope="module")
def html():
    """A published lesson that holds a virtual trial, by the number of its patients."""

    def made(patients):
        outputs = [Element("div", static="The runtime.", runtime=True), il.virtual_trial(patients=patients)]
        data = [{"text/html": one._repr_html_()} for one in outputs]
        cells = [new_code_cell("", outputs=[new_output("display_data", each)]) for each in data]
        return published(new_notebook(cells=cells), title="Trial")

    return {patients: made(patients) for patients in (FEW, MANY)}


@pytest.fixture
def begun():
    """The pages that have begun a worker, one entry for each."""
    return []


@pytest.fixture
def trial(open_context, html, tmp_path, begun):
    """Open the trial, choose a drug of one's own, and say how strong it is."""

    def opened(times, *, patients=FEW, policy=strict, file=False, before=None):
        page = open_context().new_page()
        text = html[patients]
        page.on("worker", lambda _: begun.append(page))
        if before:
            page.add_init_script(before)
        if file:
            (tmp_path / "trial.html").write_text(text, encoding="utf-8")
            page.goto((tmp_path / "trial.html").as_uri())
        else:
            headers = {"Content-Security-Policy": policy(text)}
            page.route(ADDRESS, lambda route: route.fulfill(body=text, content_type="text/html", headers=headers))
            page.goto(ADDRESS)
        page.get_by_role("combobox", name="The drug to be tried").select_option("own")
        box = page.get_by_label("Raises the killing rate (standard: 4), typed")
        box.fill(str(times))
        box.press("Enter")
        return page

    return opened


def treated(page):
    """Run the trial and give each drug's counts of all patients."""
    page.get_by_role("button", name="Run the trial").click()
    expect(page.locator("immuno-statistics")).to_contain_text("Simulated. A drug of your own, all:")
    page.locator("summary", has_text="What each drug does to all").click()
    rows = page.locator("immuno-statistics .narrow tbody tr").all()
    return {row.get_by_role("rowheader").inner_text(): row.get_by_role("cell").all_inner_texts() for row in rows}


@pytest.mark.parametrize("drug", ["weak", "strong"])
def test_on_a_published_page_a_worker_treats_them_as_python_did(trial, begun, drug):
    page = trial(EFFECTS[drug])
    counts = treated(page)
    name = {"weak": "A weak drug", "strong": "A strong drug"}[drug]
    assert counts["A drug of your own"] == counts[name] != counts["Standard alone"]
    assert begun == [page]
    assert page.workers == []  # it has ended


@pytest.mark.parametrize(
    "refusal",
    [
        {"policy": lambda html: strict(html, worker="'none'")},
        {"before": "window.Worker = class { constructor() { throw new Error('no worker') } }"},
    ],
    ids=["a host's policy", "a browser without"],
)
def test_where_a_worker_is_refused_the_page_treats_them_itself(trial, refusal):
    page = trial(EFFECTS["strong"], **refusal)
    counts = treated(page)
    assert counts["A drug of your own"] == counts["A strong drug"]
    assert page.workers == []


def test_a_page_that_was_saved_to_a_file_treats_them_too(trial):
    counts = treated(trial(EFFECTS["weak"], file=True))
    assert counts["A drug of your own"] == counts["A weak drug"]


@pytest.mark.parametrize("worker", ["blob:", "'none'"])
def test_the_page_stays_alive_says_how_far_it_is_and_can_stop(trial, worker):
    page = trial(6, patients=MANY, policy=lambda html: strict(html, worker=worker))
    page.evaluate(COUNT_BEATS)
    page.get_by_role("button", name="Run the trial").click()
    told = page.locator("immuno-statistics .said").first
    expect(told).to_have_text(re.compile(r"takes the drug: [1-9]\d* so far"))
    page.get_by_role("button", name="Stop").click()
    expect(told).to_have_text("The treatment was stopped. Nothing has been tried.")
    expect(page.get_by_role("button", name="Run the trial")).to_be_focused()
    assert page.workers == []
    gaps = sorted(page.evaluate("beats"))
    assert gaps[len(gaps) // 2] < 100  # a page whose thread is taken would not beat at all
    treated(page)
    expect(page.locator("immuno-statistics")).to_contain_text("Trials you have run here: 1.")
