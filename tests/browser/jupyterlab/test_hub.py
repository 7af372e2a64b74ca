"""Two users of one hub in one browser: both servers stand behind one origin, as a hub's proxy has it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

import immunolearn as il
from immunolearn.course.workspace import deliver

LESSON = "03-monoclonal-antibodies"


@pytest.fixture
def users(start_lab, tmp_path, monkeypatch):
    """Two people's own JupyterLabs, with the lessons trusted."""
    with start_lab(tmp_path / "ann", "/user/ann/") as ann, start_lab(tmp_path / "ben", "/user/ben/") as ben:
        for lab in (ann, ben):
            monkeypatch.setenv("JUPYTER_DATA_DIR", str(lab.root / "data"))
            deliver(lab.folder)
        yield ann, ben


@pytest.fixture
def answers(monkeypatch):
    """Items that somebody has answered."""

    def found(lab):
        monkeypatch.setenv("IMMUNOLEARN_HOME", str(lab.home))
        return list(il.answers()["item"])

    return found


@pytest.fixture
def at(users, open_context, open_notebook):
    """Open somebody's lesson: everybody's in the same browser, at the same origin."""
    browser = open_context()
    bases = {lab: urlsplit(lab.address) for lab in users}
    servers = [f"{base.path}={base.port}" for base in bases.values()]
    command = [sys.executable, Path(__file__).with_name("proxy.py"), *servers]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as proxy:
        origin = f"http://127.0.0.1:{int(proxy.stdout.readline())}"
        yield lambda lab: open_notebook(LESSON, browser.new_page(), address=origin + bases[lab].path)
        proxy.terminate()


def test_neither_gets_the_others_answers(users, at, answers, questions):
    ann, ben = users
    of_ann = at(ann)
    waiting = of_ann.answer("One key", questions[0].right)  # before any kernel of hers has run the lesson
    expect(waiting).to_contain_text("will be sent when Python runs")

    of_ben = at(ben)
    expect(of_ben.page.locator("immuno-lesson")).to_contain_text("0 done")
    of_ben.ready()
    of_ben.run(0)
    of_ben.quiz("One key").get_by_role("button", name="Skip").click()
    expect(of_ben.answer("One key", questions[1].right).locator(".saved")).to_have_text("saved")
    assert answers(ben) == [questions[1].id]
    assert answers(ann) == []

    of_ann.page.bring_to_front()
    of_ann.ready()
    of_ann.run(0)
    expect(waiting.locator(".saved")).to_have_text("saved")
    assert answers(ann) == [questions[0].id]
    assert answers(ben) == [questions[1].id]
