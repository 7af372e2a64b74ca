"""The final exam: questions drawn across lessons by objective, the twins of the pre-test among them."""

from __future__ import annotations

import re
from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from immunolearn import paths
from immunolearn.course.header import open_bridge
from immunolearn.course.source import read_lesson
from immunolearn.course.syllabus import read_syllabus
from immunolearn.display import markup, renderer
from immunolearn.display.element import Element
from immunolearn.learning.sitting import ReviewError
from immunolearn.learning.words import words
from immunolearn.questions import static
from immunolearn.questions.answered import bank_of
from immunolearn.questions.arranged import mixed
from immunolearn.questions.element import element_data

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from immunolearn.course.syllabus import Syllabus
    from immunolearn.questions.bank import Bank, Item

QUESTIONS = 30
MOST_SEED = 2**32 - 1
_LESSON = re.compile(r"Lesson (\d+)")


class Candidate(NamedTuple):
    """A question that may be asked: where it stands, what it tests, and of which lesson."""

    lesson: str
    item: str
    objective: str
    about: str
    twin: bool = False


class Exam(Element):
    """The final exam, live in the page: nothing is explained until every question has an answer."""

    def __init__(self, seed: int, asked: Sequence[Candidate], items: Sequence[dict[str, Any]]) -> None:
        self.asked = list(asked)
        word = words("exam")
        title = word["title"].format(count=len(items))
        digest = sha256("\n".join(f"{one.lesson}/{one.item}" for one in asked).encode()).hexdigest()[:8]
        intro = "".join(f"<p>{word[name].format(count=len(items))}</p>" for name in ("intro", "self"))
        super().__init__(
            "immuno-quiz",
            static=intro + static.group(title, items, answers=False),
            data={
                "lesson": asked[0].lesson,
                "group": f"exam-{seed}-{digest}",
                "title": title,
                "kind": "exam",
                "seed": seed,
                "course": read_syllabus().title,
                "words": word,
                "items": list(items),
            },
        )

    def __len__(self) -> int:
        return len(self.asked)


def exam(*, seed: int) -> Exam:
    """Thirty questions across the course, drawn with a seed.

    Parameters
    ----------
    seed
        The same seed draws the same questions, 0 to 4294967295; another draws others.

    Returns
    -------
    Element
        The twins of the questions that were asked before lesson 1, and others from the lessons' exit quizzes. After
        the last answer the page shows the result by lesson and objective, how often each word of confidence was
        right, what to look at again, both answers of every twin, and a page to print.

    Raises
    ------
    ReviewError
        If the seed is no such number.

    Notes
    -----
    A self-assessment: the answers stand in the page. Do not grade anyone by it.
    """
    syllabus, banks, first, asked = _drawn(seed)
    items = {(name, item.id): item for name, bank in banks.items() for item in bank.items}
    renderer.install()
    for name in dict.fromkeys([*([syllabus.start] if syllabus.start in banks else []), *(one.lesson for one in asked)]):
        open_bridge(name, banks[name], again=False)
    data = []
    for one in asked:
        item = items[one.lesson, one.item]
        twin = first.get(item.pair or "")
        data.append(
            {
                **element_data(banks[one.lesson], item),
                **_place(one, syllabus),
                "hints": [],
                "confidence": True,
                "pair": None,
                "twin": {**element_data(banks[syllabus.start or ""], twin), "lesson": syllabus.start} if twin else None,
            }
        )
    return Exam(seed, asked, data)


def asked_with(seed: int) -> list[tuple[Candidate, Bank]]:
    """Give the questions of an exam, each with the bank of its lesson.

    Raises
    ------
    ReviewError
        If the seed is no such number.
    """
    _, banks, _, asked = _drawn(seed)
    return [(one, banks[one.lesson]) for one in asked]


def _drawn(seed: int) -> tuple[Syllabus, dict[str, Bank], dict[str, Item], list[Candidate]]:
    """The course with its banks, what opens it, and the questions drawn."""
    if not isinstance(seed, int) or isinstance(seed, bool) or not 0 <= seed <= MOST_SEED:
        raise ReviewError(words("exam")["seed"].format(given=seed))
    syllabus = read_syllabus()
    banks = {name: bank for folder in syllabus.folders() if (bank := bank_of(name := folder.name.partition("-")[2]))}
    first = _asked_first(banks.get(syllabus.start or ""))
    return syllabus, banks, first, draw(*_pool(syllabus, banks, first), QUESTIONS, seed=seed)


def draw(always: Iterable[Candidate], pool: Iterable[Candidate], n: int, *, seed: int) -> list[Candidate]:
    """Choose questions: those that are always asked, then, one by one, what has been asked about least.

    Parameters
    ----------
    always
        Questions of every exam.
    pool
        Questions to choose from.
    n
        How many together; fewer if the pool is small.
    seed
        Decides between equals, and the order. The order in which the pool is given does not matter.

    Returns
    -------
    list
        Lessons come about equally often, then the objectives of a lesson.

    Examples
    --------
    >>> pool = [Candidate("a", str(i), f"aim-{i % 2}", "a") for i in range(9)] + [Candidate("b", "9", "x", "b")]
    >>> chosen = draw([], pool, 3, seed=1)
    >>> sorted(one.about for one in chosen), len({one.objective for one in chosen})
    (['a', 'a', 'b'], 3)
    """
    chosen = list(always)
    by_name = {f"{one.lesson}/{one.item}": one for one in pool}
    rest = [by_name[name] for name in mixed(list(by_name), f"exam/{seed}")]
    lessons = Counter(one.about for one in chosen)
    objectives = Counter((one.about, one.objective) for one in chosen)
    while rest and len(chosen) < n:
        best = min(rest, key=lambda one: (lessons[one.about], objectives[one.about, one.objective]))
        rest.remove(best)
        chosen.append(best)
        lessons[best.about] += 1
        objectives[best.about, best.objective] += 1
    order = {f"{one.lesson}/{one.item}": one for one in chosen}
    return [order[name] for name in mixed(list(order), f"exam/{seed}/order")]


def _asked_first(bank: Bank | None) -> dict[str, Item]:
    """What the lesson that opens the course asks before it teaches, by id."""
    groups = bank.groups if bank else []
    return {item.id: item for group in groups if group.kind == "before" for item in group.items}


def _pool(
    syllabus: Syllabus, banks: dict[str, Bank], first: dict[str, Item]
) -> tuple[list[Candidate], list[Candidate]]:
    """The twins, and what the exit quizzes ask: these stand on their own, after a lesson is read."""
    twins, pool = [], []
    for name, bank in banks.items():
        if name == syllabus.start:
            continue
        for group in bank.groups:
            for item in group.items:
                if item.pair in first:
                    twins.append(Candidate(name, item.id, item.objective, _about(syllabus, item) or name, twin=True))
                elif group.kind == "exit" and item.exam:
                    pool.append(Candidate(name, item.id, item.objective, name))
    return twins, pool


def _about(syllabus: Syllabus, item: Item) -> str | None:
    """The lesson that a twin belongs to: its source says "Lesson 4"."""
    found = _LESSON.fullmatch(item.source)
    number = int(found[1]) if found else 0
    return syllabus.lessons[number - 1] if 0 < number <= len(syllabus.lessons) else None


def _place(one: Candidate, syllabus: Syllabus) -> dict[str, Any]:
    """What the result says of a question: its lesson, with a link where it is written, and its objective."""
    folder = paths.lesson_folders().get(one.about)
    where = {"lesson": one.lesson, "place": syllabus.lessons.index(one.about), "aim": None}
    if folder is None:
        return {**where, "about": [one.about.replace("-", " ").capitalize()]}
    header = read_lesson(folder).header
    if not one.twin:
        where["aim"] = markup.parse(next(o.text for o in header.objectives if o.id == one.objective))
    return {**where, "about": [["a", {"href": f"{folder.name}.ipynb"}, header.title]]}
