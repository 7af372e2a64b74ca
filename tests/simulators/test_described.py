"""Simulators of a lesson are written in YAML; a mistake is answered with its line."""

from __future__ import annotations

import pytest

import immunolearn as il
from immunolearn import paths
from immunolearn.errors import ContentError, UnknownNameError

SIMULATORS = """\
fates:
  model: kuznetsov-1994
  title: Two fates
  days: 80
  controls: {T0: Tumour cells}
  show: [T, E]
  scenarios: [dormancy]
  predict:
    question: Held or lost?
    choose: [Held, Lost]
"""


@pytest.fixture
def simulate(tmp_path, monkeypatch):
    folder = tmp_path / "lessons" / "90-tiny"
    folder.mkdir(parents=True)
    (folder / "lesson.md").touch()
    monkeypatch.setattr(paths, "lessons", lambda: folder.parent)

    def simulated(text=SIMULATORS, name="tiny/fates", **options):
        (folder / "simulators.yaml").write_text(text, encoding="utf-8")
        return il.simulate(name, **options)

    return simulated


def test_a_simulator_is_made_as_its_yaml_says(simulate):
    called = il.simulate(
        "kuznetsov-1994",
        title="Two fates",
        days=80,
        controls={"T0": "Tumour cells"},
        show=["T", "E"],
        scenarios=["dormancy"],
        predict={"question": "Held or lost?", "choose": ["Held", "Lost"]},
    )
    assert simulate()._repr_html_() == called._repr_html_()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("kuznetsov-1994", "kuznetsov", r":2: fates: No model named 'kuznetsov'\. Did you mean 'kuznetsov-1994'"),
        ("{T0:", "{T9:", r":2: fates: No parameter of kuznetsov-1994 named 'T9'\. Did you mean 'T0'"),
        ("[T, E]", "[T, X]", r":2: fates: No state or observable of kuznetsov-1994 named 'X'"),
        ("[dormancy]", "[dormant]", r":2: fates: No scenario .* named 'dormant'\. Did you mean 'dormancy'"),
        ("  show:", "  shows:", r":6: fates\.shows: No field of a simulator named 'shows'\. Did you mean 'show'"),
        ("  model: kuznetsov-1994\n", "", r":2: fates\.model: Field required"),
        ("days: 80", "days: -1", r":2: fates: days was given -1\. It accepts a finite number above 0"),
        ("days: 80", "days: .nan", r":2: fates: days was given nan\. It accepts a finite number above 0"),
        ("days: 80", "days: long", r":4: fates\.days: Input should be a valid"),
        ("days: 80", "log: 1", r":4: fates\.log: Input should be a valid boolean"),
        ("{T0: Tumour cells}", "{T0: 5}", r":5: fates\.controls\.T0: Input should be a valid string"),
        ("[Held, Lost]", "[Held]", r":2: fates: kuznetsov-1994, predict: give either choose"),
        ("    choose:", "    pick:", r":2: fates: kuznetsov-1994, predict: pick: Extra inputs"),
        ("fates:", "Two fates:", r":2: Two fates: String should match pattern"),
        ("fates:", "- fates:", r":1: Input should be a valid dictionary"),
    ],
)
def test_a_mistake_is_answered_with_file_line_and_what_is_accepted(simulate, old, new, message):
    with pytest.raises(ContentError, match=r"90-tiny/simulators\.yaml" + message):
        simulate(SIMULATORS.replace(old, new))


def test_an_unknown_simulator_or_lesson_is_told_with_the_nearest(simulate):
    with pytest.raises(UnknownNameError, match=r"No simulator of lesson 'tiny' named 'fate'\. Did you mean 'fates'"):
        simulate(name="tiny/fate")
    with pytest.raises(UnknownNameError, match=r"No lesson named 'tinny'\. Did you mean 'tiny'"):
        simulate(name="tinny/fates")


def test_a_lesson_without_simulators_says_which_file_to_make(simulate):
    simulate()
    (paths.lessons() / "90-tiny" / "simulators.yaml").unlink()
    with pytest.raises(ContentError, match=r"90-tiny/simulators\.yaml: Lesson 'tiny' has no simulators"):
        il.simulate("tiny/fates")


def test_options_of_a_lessons_simulator_are_changed_where_they_stand(simulate):
    with pytest.raises(ContentError, match=r"takes no days in the call: what it is stands in 90-tiny/simulators\.yaml"):
        simulate(days=200)
