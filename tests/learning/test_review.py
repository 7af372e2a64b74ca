"""A sitting: due questions of all lessons, and cards of the glossary."""

from datetime import timedelta
from itertools import pairwise

import pytest

import immunolearn as il
from immunolearn.learning.sitting import ReviewError
from immunolearn.questions.cards import GLOSSARY, card_id

ONE, TWO = "monoclonal-antibodies", "immune-system"


def test_with_no_answers_there_is_a_sentence_and_no_question():
    assert "Nothing to review yet" in il.review()._repr_html_()
    assert "No cards yet" in il.flashcards()._repr_html_()


def test_what_is_due_later_is_told_with_its_day(answer, singles, start):
    answer(ONE, singles(ONE)[0])
    assert len(il.review(at=start)) == 0
    assert "The next question comes back in 2 days" in il.review(at=start)._repr_html_()
    assert "comes back tomorrow" in il.review(at=start + timedelta(days=0.9))._repr_html_()


def test_due_questions_are_mixed_across_lessons_and_ten_at_most(answer, singles, start):
    for lesson in (ONE, TWO):
        for item in singles(lesson)[:8]:
            answer(lesson, item, right=False)
    sitting = il.review(at=start + timedelta(days=5))
    assert len(sitting) == 10
    lessons = [key.lesson for key in sitting.keys]
    assert all(first != second for first, second in pairwise(lessons))
    assert [item["lesson"] for item in sitting.data["items"]] == lessons
    assert len(il.review(3, at=start + timedelta(days=5))) == 3


def test_a_confident_error_comes_first(answer, singles, start):
    for item in singles(ONE)[:5]:
        answer(ONE, item, right=False)
    answer(ONE, singles(ONE)[5], right=False, confidence="sure", days=0.5)
    assert il.review(1, at=start + timedelta(days=9)).keys[0].item == singles(ONE)[5]


def test_lessons_may_be_chosen(answer, singles, start):
    for lesson in (ONE, TWO):
        answer(lesson, singles(lesson)[0], right=False)
    assert {key.lesson for key in il.review(lessons=[TWO], at=start + timedelta(days=5)).keys} == {TWO}


@pytest.mark.parametrize("n", [0, 51, -1, 2.5, "ten"])
def test_a_sitting_of_no_size_is_refused(n):
    with pytest.raises(ReviewError, match="1 to 50 questions"):
        il.review(n)


def test_a_sitting_has_a_complete_static_form(answer, singles, start):
    answer(ONE, singles(ONE)[0], right=False)
    page = il.review(at=start + timedelta(days=5))._repr_html_()
    assert "one question that is due" in page
    assert "Answer and why" in page


def test_cards_are_the_words_of_the_lessons_that_were_opened(answer, singles, start):
    from immunolearn import paths
    from immunolearn.course.source import read_lesson

    answer(ONE, singles(ONE)[0])
    sitting = il.flashcards(at=start)
    met = [card_id(term) for term in read_lesson(paths.lesson_folder(ONE)).terms]
    assert [key.item for key in sitting.keys] == met[:10]
    assert {key.lesson for key in sitting.keys} == {GLOSSARY}


def test_a_missed_word_comes_back_before_new_ones(answer, singles, start):
    answer(ONE, singles(ONE)[0])
    word = il.flashcards(at=start).keys[3].item
    answer(GLOSSARY, word, right=False)
    assert word not in [key.item for key in il.flashcards(at=start).keys]
    assert il.flashcards(at=start + timedelta(days=3)).keys[0].item == word
    assert il.answers(GLOSSARY)["right"].tolist() == [False]


def test_every_word_has_a_card_that_does_not_give_itself_away():
    from immunolearn.evidence import load_table
    from immunolearn.questions.cards import cards

    terms = load_table("glossary")
    items = {item.id: item for item in cards().items}
    assert set(items) == {card_id(term) for term in terms.index}
    for term, row in terms.iterrows():
        item = items[card_id(term)]
        assert len({option.text for option in item.options}) == 4
        assert [option.right for option in item.options].count(True) == 1
        assert f" {row['term'].casefold()} " not in item.stem.casefold()
