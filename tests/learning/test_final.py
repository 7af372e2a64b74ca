"""The final exam: what is drawn, and that it tells nothing before its end."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

import immunolearn as il
from immunolearn.learning.final import QUESTIONS, Candidate, draw
from immunolearn.learning.sitting import ReviewError
from immunolearn.questions.answered import bank_of


def candidates(sizes):
    """Questions of as many lessons as there are sizes, two objectives each."""
    names = "abcdefghijkl"
    return [
        Candidate(names[place], f"q{i}", f"{names[place]}-{i % 2}", names[place])
        for place, size in enumerate(sizes)
        for i in range(size)
    ]


@given(st.lists(st.integers(0, 9), min_size=1, max_size=12), st.integers(1, 40), st.integers(0, 2**32 - 1))
def test_lessons_are_asked_equally_often_as_far_as_their_questions_reach(sizes, n, seed):
    pool = candidates(sizes)
    drawn = draw([], pool, n, seed=seed)
    assert len(drawn) == len(set(drawn)) == min(n, len(pool))
    asked = Counter(one.about for one in drawn)
    most = max(asked.values(), default=0)
    for name, there in Counter(one.about for one in pool).items():
        assert asked[name] >= min(there, most - 1)


def test_within_a_lesson_its_objectives_take_turns():
    for seed in range(20):
        aims = Counter(one.objective for one in draw([], candidates([9, 9]), 8, seed=seed))
        assert set(aims.values()) == {2}


def test_the_same_seed_draws_the_same_whatever_the_order_and_another_draws_others():
    pool = candidates([9, 9, 9])
    assert draw([], pool, 9, seed=4) == draw([], pool[::-1], 9, seed=4)
    assert len({tuple(draw([], pool, 9, seed=seed)) for seed in range(10)}) == 10


def test_what_is_always_asked_counts_towards_its_lesson():
    always = [Candidate("z", f"twin-{i}", "twin", "a") for i in range(3)]
    drawn = draw(always, candidates([9, 9]), 6, seed=1)
    assert set(always) < set(drawn)
    assert Counter(one.about for one in drawn) == {"a": 3, "b": 3}


@pytest.fixture(scope="module")
def exam():
    return il.exam(seed=7)


def test_the_exam_asks_every_twin_and_no_question_twice(exam):
    twins = {
        item.id for group in bank_of("capstone").groups for item in group.items if (item.pair or "").startswith("pre-")
    }
    asked = [one.item for one in exam.asked]
    assert twins <= set(asked)
    assert len(asked) == len({(one.lesson, one.item) for one in exam.asked}) == QUESTIONS
    assert {item["id"] for item in exam.data["items"] if item["twin"]} == twins
    assert all(item["twin"]["lesson"] == "start-here" for item in exam.data["items"] if item["twin"])


def test_its_static_form_asks_everything_and_folds_no_answer(exam):
    html = exam._repr_html_()
    static = html.partition("</script>")[2]
    assert "Answer and why" not in static
    assert "<details><summary>Hints" not in static
    assert static.count("<strong>30.</strong>") == 1
    assert "self-assessment, not a grade" in static


def test_every_question_asks_how_sure_offers_no_hint_and_names_its_lesson(exam):
    for item in exam.data["items"]:
        assert item["confidence"]
        assert not item["hints"]
        assert item["about"]


def test_what_cannot_be_answered_away_from_its_lesson_is_left_out():
    kept = {(one.lesson, one.item) for seed in range(4) for one in il.exam(seed=seed).asked}
    for lesson in {lesson for lesson, _ in kept}:
        assert not {(lesson, item.id) for item in bank_of(lesson).items if not item.exam} & kept


def test_another_seed_is_another_exam_in_the_page(exam):
    assert il.exam(seed=7).data["group"] == exam.data["group"]
    assert il.exam(seed=8).data["group"] != exam.data["group"]


@pytest.mark.parametrize("seed", [-1, 2**32, 1.5, True, "one"])
def test_a_seed_that_is_none_is_refused_with_what_to_write(seed):
    with pytest.raises(ReviewError, match=r"0 to 4294967295; you gave .* Write il.exam\(seed=1\)"):
        il.exam(seed=seed)
