"""The published folder, opened from a disk and behind a strict policy: nothing asks another computer for anything."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

import pytest
from playwright.sync_api import expect

from immunolearn.course.publish import publish

LESSON = "03-monoclonal-antibodies.html"
SITE = "http://course.test"
POLICY = (
    "default-src 'none'; script-src 'self' blob: {hashes}; style-src 'unsafe-inline'; img-src data: 'self'; "
    "worker-src blob:; connect-src 'none'"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return publish(tmp_path_factory.mktemp("site") / "course", offline=True).folder


def from_disk(open_context, folder, **options):
    """A page opened from the disk, and the addresses outside it that were asked for."""
    page = open_context(**options).new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((folder / "index.html").as_uri())
    return page, lambda: [url for url in asked if not url.startswith(("file:", "data:", "blob:"))]


def test_from_a_disk_the_index_leads_to_a_lesson_that_is_alive(open_context, folder):
    page, outside = from_disk(open_context, folder)
    page.get_by_role("link", name="Monoclonal antibodies").first.click()
    quiz = page.locator("immuno-quiz").first
    quiz.get_by_role("radio").first.check()
    quiz.get_by_role("button", name="Keep my answer").click()
    expect(quiz).to_contain_text("kept in this browser")
    chart = page.locator("immuno-chart").first
    chart.scroll_into_view_if_needed()
    expect(chart.locator(".js-plotly-plot")).to_be_visible()
    page.reload()
    expect(page.get_by_role("img", name="1 of 3 answered").first).to_be_visible()
    assert outside() == []


def test_a_word_leads_to_its_place_in_the_glossary(open_context, folder):
    page, outside = from_disk(open_context, folder)
    page.goto((folder / LESSON).as_uri())
    page.locator("a[href^='glossary.html#']").first.click()
    assert "/glossary.html#" in page.url
    anchor = page.url.partition("#")[2]
    expect(page.locator(f"[id='{anchor}']")).to_be_in_viewport()
    assert outside() == []


@pytest.mark.parametrize(
    "look",
    [{"viewport": {"width": 1280, "height": 900}}, {"viewport": {"width": 390, "height": 800}, "color_scheme": "dark"}],
)
def test_the_index_is_no_wider_than_the_screen(open_context, folder, photograph, look):
    page, _ = from_disk(open_context, folder, **look)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    photograph(page, f"index-{look['viewport']['width']}")


def test_behind_a_strict_policy_a_lesson_is_alive(open_context, folder):
    text = (folder / LESSON).read_text()
    scripts = re.findall(r'<script type="module">(.*?)</script>', text, re.DOTALL)
    assert len(scripts) == 1
    hashes = [f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in scripts]
    policy = POLICY.format(hashes=" ".join(hashes))

    def serve(route):
        file = folder / route.request.url.removeprefix(f"{SITE}/")
        kind = "text/html" if file.suffix == ".html" else "text/javascript"
        route.fulfill(body=file.read_bytes(), content_type=kind, headers={"Content-Security-Policy": policy})

    page = open_context().new_page()
    refused = []
    page.on(
        "console", lambda message: refused.append(message.text) if "Content Security Policy" in message.text else None
    )
    page.route(f"{SITE}/**", serve)
    page.goto(f"{SITE}/{LESSON}")
    expect(page.locator("immuno-quiz").first.get_by_role("radio").first).to_be_visible()
    page.locator("immuno-chart").first.scroll_into_view_if_needed()
    expect(page.locator("immuno-chart .js-plotly-plot").first).to_be_visible()
    assert refused == []
