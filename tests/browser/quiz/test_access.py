"""Nothing for axe-core to find: every kind in every state, light, dark, at 200 % zoom and on a small phone."""

from __future__ import annotations

from pathlib import Path

import pytest

AXE = Path(__file__).parents[3] / "node_modules" / "axe-core" / "axe.min.js"
SETTINGS = {
    "light": {},
    "dark": {},
    "zoom-200": {"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2},
    "width-360": {"viewport": {"width": 360, "height": 740}},
}
FINDINGS = """async quiz => {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const found = await axe.run(quiz, {runOnly: tags, resultTypes: ['violations']});
  return found.violations.map(({id, nodes}) => `${id}: ${nodes.map(({target}) => target.flat().join(' ')).join(', ')}`);
}"""
OVERFLOW = """quiz => [...quiz.shadowRoot.querySelectorAll('*')]
  .filter(one => !one.closest('.table, .unseen, svg'))
  .filter(one => one.getBoundingClientRect().right > innerWidth + 1)
  .map(one => one.className || one.localName)"""


@pytest.mark.parametrize("setting", SETTINGS)
def test_axe_finds_nothing_in_any_kind_and_state(quiz_page, answering, photograph, setting):
    page = quiz_page(first=["before-killing"], **SETTINGS[setting])
    page.evaluate(AXE.read_text())
    if setting == "dark":
        page.evaluate("document.body.setAttribute('data-jp-theme-light', 'false')")
        page.add_style_tag(
            content="body { background: #111318 !important; --jp-layout-color0: #111318; "
            "--jp-content-font-color1: #e9ebf0 }"
        )
    findings = []

    def look(quiz, name):
        photograph(quiz, f"quiz-{name}-{setting}")
        found = quiz.evaluate(FINDINGS) + [f"wider than the page: {one}" for one in quiz.evaluate(OVERFLOW)]
        findings.extend(f"{name}: {one}" for one in found)

    before, quiz = page.locator("immuno-quiz").all()
    before.get_by_role("radio", name="The grip itself").check()
    before.get_by_role("button", name="Keep my answer").click()
    look(before, "before-kept")
    for kind, (right, wrong) in answering.items():
        look(quiz, f"{kind}-asking")
        wrong(quiz)
        look(quiz, f"{kind}-given")
        press(quiz, "Check")
        look(quiz, f"{kind}-checked-wrong")
        if quiz.get_by_role("button", name="Show me").count():
            press(quiz, "Show me")
        look(quiz, f"{kind}-shown")
        press(quiz, "Try again")
        right(quiz)
        press(quiz, "Check")
        look(quiz, f"{kind}-checked-right")
        if kind != list(answering)[-1]:
            press(quiz, "Next question")
    assert not findings, "\n".join(findings)


def press(quiz, name):
    quiz.get_by_role("button", name=name, exact=True).click()
