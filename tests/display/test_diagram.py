"""Pictures of the course, and those that are walked through."""

from __future__ import annotations

import re

import pytest

import immunolearn as il
from immunolearn import paths
from immunolearn.errors import ContentError, UnknownNameError

STEP = '<g id="step-{n}"><title>Step {n}</title><desc>What &lt;happens&gt; {n}.</desc><circle r="9"/></g>'
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><title>A ring</title><desc>It goes round.</desc>{}</svg>'


@pytest.fixture
def drawn(tmp_path, monkeypatch):
    """Give a picture of that content to the course."""
    (tmp_path / "90-tiny").mkdir()
    (tmp_path / "90-tiny" / "lesson.md").touch()
    monkeypatch.setattr(paths, "lessons", lambda: tmp_path)
    return lambda content: (tmp_path / "90-tiny" / "ring.svg").write_text(SVG.format(content), encoding="utf-8")


def test_steps_are_a_whole_picture_and_a_numbered_list(drawn):
    drawn(STEP.format(n=2) + STEP.format(n=1))
    static = il.steps("ring").static
    assert re.findall(r"<li>(.*?)</li>", static) == [
        f"<strong>Step {n}.</strong> What &lt;happens&gt; {n}." for n in (1, 2)
    ]
    assert 'alt="A ring"' in static
    assert "<p>It goes round.</p><ol>" in static


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", 'ring.svg: It has no steps: groups <g id="step-1">'),
        (STEP.format(n=1) + STEP.format(n=3), "ring.svg: Step 2 of 2 is missing or has no text"),
        (STEP.format(n=1).replace("What &lt;happens&gt; 1.", ""), "ring.svg: Step 1 of 1 is missing or has no text"),
    ],
)
def test_a_step_that_is_missing_or_mute_is_refused(drawn, content, told):
    drawn(content)
    with pytest.raises(ContentError, match=re.escape(told)):
        il.steps("ring")


def test_an_unknown_picture_is_answered_with_the_nearest(drawn):
    drawn(STEP.format(n=1))
    with pytest.raises(UnknownNameError, match="Did you mean 'ring'"):
        il.steps("rings")
