"""Progress as a page in a notebook: only tags that JupyterLab's sanitiser keeps."""

from __future__ import annotations

from base64 import b64encode
from html import escape
from typing import TYPE_CHECKING, Any

from immunolearn.course.header import counted
from immunolearn.course.source import read_lesson
from immunolearn.course.syllabus import read_syllabus
from immunolearn.display.element import Element
from immunolearn.display.theme import FONT, INK, LINE, PAPER, SOFT, tokens
from immunolearn.learning.words import said, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from immunolearn.learning.standing import Progress

MOST = 10
"""Questions that are shown of a kind, the newest."""
_WIDTH, _LEFT, _RIGHT, _ROW, _TOP = 520, 150, 500, 42, 34


def progress_element(progress: Progress) -> Element:
    """What is shown in a notebook; before the first answer it can come alive on a page without Python."""
    static = progress_html(progress)
    if progress.lessons["answered"].any() or not progress.due.empty:
        return Element("div", static=static)
    return Element("immuno-progress", static=static, data={"lessons": _catalogue(), "words": words()})


def _catalogue() -> list[dict[str, Any]]:
    """What a page needs to know of every lesson to say where a reader stands."""
    return [
        {
            "name": lesson.name,
            "title": lesson.header.title,
            "href": f"{lesson.folder.name}.ipynb",
            "objectives": len(lesson.header.objectives),
            "items": counted(lesson.bank),
            "curves": [item.id for item in lesson.bank.items if item.kind == "curve"],
        }
        for lesson in map(read_lesson, read_syllabus().folders())
    ]


def progress_html(progress: Progress) -> str:
    """What a learner sees of :func:`immunolearn.progress`."""
    lessons = progress.lessons
    begun = lessons[lessons["answered"] > 0]
    if begun.empty and progress.due.empty:
        return f"<p><strong>{said('progress')}</strong></p><p>{said('none')}</p>"
    met, objectives, minutes = (int(lessons[column].sum()) for column in ("met", "objectives", "minutes"))
    now, week = progress.due_by(), progress.due_by(7)
    lines = [
        said("opened", opened=len(begun), lessons=len(lessons), met=met, objectives=objectives, minutes=minutes),
        said("due-now", now=now, week=week) if now else said("due-none", week=week),
    ]
    if progress.exam:
        lines.append(said("exam", day=f"{progress.exam.day} {progress.exam:%B %Y}"))
    return "".join(
        [
            f"<p><strong>{said('progress')}</strong></p>",
            *(f"<p>{escape(line)}</p>" for line in lines),
            _table(
                ["lesson", "answered", "right", "met", "minutes"],
                (
                    (
                        row["title"],
                        f"{row['answered']} of {row['questions']}",
                        row["right"],
                        said("met", met=row["met"], all=row["objectives"]),
                        row["minutes"],
                    )
                    for row in begun.to_dict("records")
                ),
            ),
            _calibration(progress.calibration),
            _told("errors", progress.confident_errors, ["question", "answer"]),
            _told("pairs", progress.pairs, ["question", "before", "now"]),
        ]
    )


def _told(part: str, frame: pd.DataFrame, columns: list[str]) -> str:
    if frame.empty:
        return ""
    head = f"<p><strong>{said(f'{part}-title')}</strong></p><p>{said(f'{part}-note')}</p>"
    return head + _table(columns, frame[columns].tail(MOST).itertuples(index=False))


def _table(columns: list[str], rows: Iterable[Iterable[object]]) -> str:
    cell = '<td style="text-align:left">'
    head = "".join(f'<th style="text-align:left">{said(f"head-{column}")}</th>' for column in columns)
    body = "".join(f"<tr>{''.join(f'{cell}{escape(str(value))}</td>' for value in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _calibration(frame: pd.DataFrame) -> str:
    """How often each word of confidence was right, as a picture with intervals."""
    given = frame[frame["answers"] > 0].reset_index().to_dict("records")
    if not given:
        return ""
    shares = ", ".join(
        said("sure-share", word=said(row["confidence"]), right=row["right"], answers=row["answers"]) for row in given
    )
    alt = said("sure-alt", shares=shares)
    address = b64encode(_drawn(given, alt).encode()).decode()
    return (
        f"<p><strong>{said('sure-title')}</strong></p>"
        f'<img src="data:image/svg+xml;base64,{address}" alt="{escape(alt)}" style="width:100%;max-width:{_WIDTH}px">'
        f"<p>{said('sure-note')}</p>"
    )


def _drawn(given: list[dict[Any, Any]], title: str) -> str:
    mark = tokens()["families"]["antibody"]["light"]
    height = _TOP + _ROW * len(given) + 8

    def x(share: float) -> float:
        return round(_LEFT + share * (_RIGHT - _LEFT), 1)

    def text(left: float, top: float, words: str, *, fill: str = INK, anchor: str = "start") -> str:
        return f'<text x="{left}" y="{top}" fill="{fill}" text-anchor="{anchor}" font-size="14">{escape(words)}</text>'

    ticks = [
        f'<line x1="{x(share)}" y1="{_TOP - 8}" x2="{x(share)}" y2="{height}" stroke="{LINE}"/>'
        + text(x(share), _TOP - 14, f"{share:.0%}", fill=SOFT, anchor="middle")
        for share in (0, 0.5, 1)
    ]
    rows = []
    for number, row in enumerate(given):
        top = _TOP + _ROW * number + _ROW // 2
        low, share, high = x(row["low"]), x(row["right"] / row["answers"]), x(row["high"])
        rows.append(
            text(8, top, said(row["confidence"]))
            + text(8, top + 16, f"{row['right']} of {row['answers']}", fill=SOFT)
            + f'<line x1="{low}" y1="{top}" x2="{high}" y2="{top}" stroke="{mark}" stroke-width="3"/>'
            + f'<circle cx="{share}" cy="{top}" r="6" fill="{mark}"/>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" font-family=\'{FONT}\'>'
        f'<title>{escape(title)}</title><rect width="{_WIDTH}" height="{height}" fill="{PAPER}"/>'
        f"{''.join(ticks)}{''.join(rows)}</svg>"
    )
