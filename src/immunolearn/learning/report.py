"""A class from its exported answers: how hard the questions were, and what was believed.

Files carry no names, and none is shown: learners are numbered in an order that follows from their answers' ids.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from immunolearn import exchange
from immunolearn.course.source import read_lesson
from immunolearn.course.syllabus import read_syllabus
from immunolearn.display import markup
from immunolearn.errors import ImmunolearnError
from immunolearn.questions.answered import judged

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import pandas as pd

    from immunolearn.questions.bank import Item

FEWEST = 20
"""Learners from whom on questions are put into an order, and set against the rest of the answers."""
_CHOICES = {"single", "multiple"}


class ReportError(ImmunolearnError):
    """No report can be made of what was given."""


@dataclass(frozen=True, eq=False)
class Report:
    """What a class answered at the first try.

    Parameters
    ----------
    learners
        How many there are.
    items
        One row a question: ``lesson``, ``item``, ``question``, ``n`` (learners who answered), ``right``, ``share``
        with its 95 % interval (``low``, ``high``, Wilson), ``discrimination`` (corrected point-biserial correlation:
        right or wrong against the learner's share right on all other questions; missing below 20 learners) and
        ``never`` (options that nobody chose).
    misconceptions
        One row a misconception: ``misconception``, ``chosen`` of ``n`` answers to questions that offer it, ``share``.
    confidence
        One row a word: ``n`` first answers, ``right``, ``share``, ``low``, ``high``.
    objectives, lessons
        ``n`` answers, ``right`` and ``share``.
    faults
        Lines that could not be read, each with its file.
    """

    learners: int
    items: pd.DataFrame
    misconceptions: pd.DataFrame
    confidence: pd.DataFrame
    objectives: pd.DataFrame
    lessons: pd.DataFrame
    faults: list[str]

    @property
    def ranked(self) -> bool:
        """Whether there are learners enough to put questions into an order."""
        return self.learners >= FEWEST

    def write(self, folder: Path) -> list[Path]:
        """Write a page and a CSV of each table into a folder; give the files."""
        from jinja2 import Environment, PackageLoader  # noqa: PLC0415 - one command's need

        folder.mkdir(parents=True, exist_ok=True)
        names = ("items", "misconceptions", "confidence", "objectives", "lessons")
        files = [folder / f"{name}.csv" for name in names]
        for name, file in zip(names, files, strict=True):
            getattr(self, name).to_csv(file, index=False, lineterminator="\n")
        environment = Environment(loader=PackageLoader("immunolearn.learning", "."), autoescape=True, trim_blocks=True)
        page = folder / "report.html"
        text = environment.get_template("report.html.j2").render(report=self, fewest=FEWEST)
        page.write_text(text, encoding="utf-8")
        return [page, *files]


def report(files: Sequence[Path]) -> Report:
    """The report of a class.

    Parameters
    ----------
    files
        Exchange files, as a page's *Download my answers* or ``immunolearn export --progress`` writes them. Two
        files of the same learner (that share an answer) are taken together.

    Raises
    ------
    ReportError
        If no answer to a question of this course is in them.
    RecordsError
        If a file cannot be opened.
    """
    import pandas as pd  # noqa: PLC0415 - the package loads without it

    learners, faults = _learners(files)
    first = _first_tries(learners)
    right = judged(row for _, row in first)
    items = _items()
    counted = [(who, row) for who, row in first if row["id"] in right]
    if not counted:
        raise ReportError(
            f"No answer to a question of this course in {', '.join(file.name for file in files) or 'no file'}. "
            "Give files that learners made with 'Download my answers' or: immunolearn export --progress FILE."
        )
    answers = pd.DataFrame(
        [(who, row["lesson"], row["item"], right[row["id"]], row["confidence"]) for who, row in counted],
        columns=["learner", "lesson", "item", "right", "confidence"],
    ).astype({"right": int})
    answers["objective"] = [items[key].objective for key in zip(answers["lesson"], answers["item"], strict=True)]
    chosen: dict[tuple[str, str], list[list[str]]] = defaultdict(list)
    for _, row in counted:
        chosen[row["lesson"], row["item"]].append(row["given"])
    count = len(learners)
    return Report(
        learners=count,
        items=_by_item(answers, items, chosen, ranked=count >= FEWEST),
        misconceptions=_misconceptions(items, chosen),
        confidence=_shares(answers[answers["confidence"].notna()], ["confidence"]),
        objectives=_shares(answers, ["lesson", "objective"]),
        lessons=_shares(answers, ["lesson"]),
        faults=faults,
    )


def _learners(files: Iterable[Path]) -> tuple[list[list[dict[str, Any]]], list[str]]:
    """Answers of each learner, in time; files that share an answer are one learner's."""
    learners: list[dict[str, dict[str, Any]]] = []
    faults: list[str] = []
    for file in files:
        read, wrong = exchange.read(file)
        faults += wrong
        own = {answer.id: answer.model_dump(mode="json") for answer in read}
        for other in [known for known in learners if known.keys() & own.keys()]:
            learners.remove(other)
            own = {**other, **own}
        if own:
            learners.append(own)
    learners.sort(key=lambda own: sha256(min(own).encode()).hexdigest())
    return [sorted(own.values(), key=lambda row: (row["answered_at"], row["id"])) for own in learners], faults


def _first_tries(learners: list[list[dict[str, Any]]]) -> list[tuple[int, dict[str, Any]]]:
    first: dict[tuple[int, str, str], dict[str, Any]] = {}
    for who, rows in enumerate(learners, start=1):
        for row in rows:
            first.setdefault((who, row["lesson"], row["item"]), row)
    return [(who, row) for (who, _, _), row in first.items()]


def _items() -> dict[tuple[str, str], Item]:
    """Every question of the course, in its order."""
    written = (read_lesson(folder) for folder in read_syllabus().folders())
    return {(lesson.name, item.id): item for lesson in written for item in lesson.bank.items}


def _by_item(
    answers: pd.DataFrame, items: dict[tuple[str, str], Item], chosen: dict[Any, list[list[str]]], *, ranked: bool
) -> pd.DataFrame:
    frame = _shares(answers, ["lesson", "item"])
    keys = list(zip(frame["lesson"], frame["item"], strict=True))
    frame.insert(2, "question", [markup.plain(markup.parse(markup.expand(items[key].stem))) for key in keys])
    frame["discrimination"] = _discrimination(answers, keys) if ranked else [None] * len(keys)
    frame["never"] = [", ".join(_never(items[key], chosen[key])) for key in keys]
    if ranked:
        return frame.sort_values("share", kind="stable", ignore_index=True)
    order = {key: place for place, key in enumerate(items)}
    return frame.iloc[sorted(range(len(keys)), key=lambda row: order[keys[row]])].reset_index(drop=True)


def _shares(answers: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """How many are right in each group, with the interval of their share."""
    from immunolearn.statistics import wilson_interval  # noqa: PLC0415 - loads scipy

    frame = answers.groupby(by, sort=False)["right"].agg(n="count", right="sum").reset_index()
    frame["share"] = frame["right"] / frame["n"]
    intervals = [wilson_interval(int(hits), int(n)) for hits, n in zip(frame["right"], frame["n"], strict=True)]
    frame["low"], frame["high"] = [one.low for one in intervals], [one.high for one in intervals]
    return frame


def _discrimination(answers: pd.DataFrame, keys: list[tuple[str, str]]) -> list[float | None]:
    """Correlation of each question with the learners' share right on all others."""
    of_learner = answers.groupby("learner")["right"].agg(["sum", "count"])
    found: list[float | None] = []
    for key in keys:
        own = answers[(answers["lesson"] == key[0]) & (answers["item"] == key[1])].set_index("learner")["right"]
        rest = of_learner.loc[own.index]
        others = rest["count"] - 1
        share = ((rest["sum"] - own) / others)[others > 0]
        own = own.loc[share.index]
        varied = len(own) >= FEWEST and own.std() > 0 and share.std() > 0
        found.append(float(own.corr(share)) if varied else None)
    return found


def _never(item: Item, given: list[list[str]]) -> list[str]:
    if item.kind not in _CHOICES:
        return []
    taken = {key for one in given for key in one}
    return [option.key for option in item.options if option.key not in taken]  # type: ignore[union-attr]


def _misconceptions(items: dict[tuple[str, str], Item], chosen: dict[Any, list[list[str]]]) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415 - the package loads without it

    held: dict[str, int] = defaultdict(int)
    asked: dict[str, int] = defaultdict(int)
    for key, given in chosen.items():
        if items[key].kind not in _CHOICES:
            continue
        tags = {option.key: option.misconception for option in items[key].options if option.misconception}  # type: ignore[union-attr]
        for tag in set(tags.values()):
            asked[tag] += len(given)
            held[tag] += sum(any(tags.get(option) == tag for option in one) for one in given)
    rows = [(tag, held[tag], asked[tag], held[tag] / asked[tag]) for tag in asked]
    frame = pd.DataFrame(rows, columns=["misconception", "chosen", "n", "share"])
    return frame.sort_values(["share", "misconception"], ascending=[False, True], ignore_index=True)
