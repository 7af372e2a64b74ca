"""Five students of one machine: each has a server, lessons and answers, and nobody reads another's."""

from __future__ import annotations

import subprocess
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import expect

LESSON = "03-monoclonal-antibodies"
BUSY = 180_000
"""Milliseconds to wait for a page where six servers start beside it."""
ANSWER = """
import immunolearn as il
from immunolearn.records import Answer, save
il.lesson({lesson!r})
at = "2026-01-31T12:00:00Z"
save([Answer(id="1", lesson={lesson!r}, item={item!r}, given=["?"], score={score}, shown_at=at, answered_at=at)])
"""
ANSWERS = "from immunolearn import records; (one,) = records.answers(); print(one['item'], one['score'])"
WHERE = "from immunolearn import records; records.store_id(); print(records.location())"
OPEN = """
import os, sqlite3
for attempt in [
    lambda: os.listdir({folder!r}),
    lambda: open({file!r}, "rb"),
    lambda: sqlite3.connect("file:{file}?mode=ro", uri=True).execute("SELECT * FROM answers"),
]:
    try:
        attempt()
        print("opened")
    except (PermissionError, sqlite3.OperationalError):
        print("refused")
"""
GREEDY = """
for gigabytes in (0.5, 2):
    try:
        print(len(bytearray(int(gigabytes * 2**30))))
    except MemoryError:
        print("refused")
"""


@pytest.fixture
def visit(hub, open_context, shown):
    """Somebody's lesson, in a browser that has never seen it, with Python running."""

    @contextmanager
    def opened(name):
        page = open_context().new_page()
        page.set_default_timeout(BUSY)
        page.goto(f"{hub.address}user/{name}/lab/tree/{LESSON}.ipynb")
        page.get_by_label("Username").fill(name)
        page.get_by_role("button", name="Sign in").click()
        lesson = shown(page, LESSON)
        lesson.ready()
        lesson.run(0)
        yield lesson
        page.context.close()

    return opened


def test_each_gets_back_what_they_answered_after_a_restart_of_their_server(hub, visit, questions, photograph):
    question = questions[0]
    options = {question.right: 1.0, question.wrong: 0.0}
    scores = dict(zip(hub.names, [*options.values(), 0.25, 0.5, 0.75], strict=True))
    hub.start(hub.names)
    for name, option in zip(hub.names, options, strict=False):  # two in their browsers, the others by their kernels
        with visit(name) as lesson:
            expect(lesson.page.locator("immuno-lesson")).to_contain_text("0 done", timeout=BUSY)
            expect(lesson.answer("One key", option).locator(".saved")).to_have_text("saved", timeout=BUSY)
    for name in hub.names[2:]:
        hub.run(hub.kernel(name), ANSWER.format(lesson=LESSON[3:], item=question.id, score=scores[name]))
    hub.stop(hub.names)
    hub.start(hub.names)
    with visit(hub.names[0]) as lesson:
        expect(lesson.page.locator("immuno-lesson")).to_contain_text("1 done", timeout=BUSY)
        label = f"1 of {len(questions)} answered, 1 right"
        expect(lesson.quiz("One key").locator(".dots")).to_have_attribute("aria-label", label)
        photograph(lesson.page, "hub", whole=False)
    for name in hub.names:
        assert hub.run(hub.kernel(name), ANSWERS).split() == [question.id, str(scores[name])]


def test_no_student_opens_anothers_database(hub):
    hub.start(hub.names[:2])
    ann, ben = (hub.kernel(name) for name in hub.names[:2])
    file = Path(hub.run(ann, WHERE).strip())
    assert hub.names[0] in file.parts
    for folder in (file.parents[1], file.parents[2]):  # ~/.local/share, as many a desktop makes it
        folder.chmod(0o755)
    attempts = OPEN.format(file=str(file), folder=str(file.parent))
    assert hub.run(ben, attempts).split() == ["refused", "refused", "refused"]
    file.parent.chmod(0o755)
    assert hub.run(ben, attempts).split() == ["opened", "refused", "refused"]
    assert hub.run(ann, attempts).split() == ["opened", "opened", "opened"]


def test_a_process_gets_no_more_memory_than_its_limit(hub):
    hub.start(hub.names[:1])
    assert hub.run(hub.kernel(hub.names[0]), GREEDY).split() == [str(2**29), "refused"]


def test_idle_servers_are_stopped(hub):
    hub.start(hub.names[:2])
    times = ["--timeout=1", "--cull-every=1"]
    command = [hub.python, "-m", "jupyterhub_idle_culler", *times, f"--url={hub.address}hub/api"]
    environment = {**hub.environment, "JUPYTERHUB_API_TOKEN": hub.culler}  # the rights that the hub gives its own
    culler = subprocess.Popen(command, env=environment)
    try:
        hub.wait_until_stopped()
        assert hub.ready() == (set(), set())
    finally:
        culler.terminate()
        culler.wait(timeout=30)
