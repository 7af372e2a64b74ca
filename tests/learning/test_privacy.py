"""Everything stays on the learner's machine: Python opens no connection while a course is run."""

from __future__ import annotations

import json
import subprocess
import sys

RUN = """
import json, sys
asked = []
sys.addaudithook(lambda event, args: asked.append([event, str(args)]) if event in {
    "socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "urllib.Request"} else None)

import immunolearn as il
from immunolearn import paths
from immunolearn.questions.answered import bank_of
from immunolearn.records import Answer, save

for name in paths.lesson_folders():
    il.lesson(name)._repr_html_()
    for group in bank_of(name).groups[:3]:
        il.quiz(f"{name}/{group.id}")._repr_html_()
    item = bank_of(name).items[-1]
    at = "2026-01-31T12:00:00Z"
    save([Answer(id=name, lesson=name, item=item.id, given=["?"], shown_at=at, answered_at=at)])
il.chart("monoclonal-antibodies/response-rates")
il.simulate("kuznetsov-1994")._repr_html_()
il.explore("therapies")
il.answers(), il.progress()._repr_html_(), il.review()._repr_html_(), il.flashcards()._repr_html_()
print(json.dumps(asked))
"""


def test_a_run_through_the_course_opens_no_connection():
    run = subprocess.run([sys.executable, "-c", RUN], capture_output=True, text=True, check=True)
    assert json.loads(run.stdout.splitlines()[-1]) == []
