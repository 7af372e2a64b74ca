"""Charts that stand with questions, as pictures: drawn when a lesson is built, read when a question is asked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from immunolearn.course import figures
from immunolearn.display import pictures
from immunolearn.display.renderer import alternative, figure_key, normalise_figure, notes_data
from immunolearn.errors import ContentError, ImmunolearnError
from immunolearn.questions import load_bank
from immunolearn.questions.base import ShownChart
from immunolearn.questions.figures import drawn_chart

if TYPE_CHECKING:
    from pathlib import Path


def draw_charts(folder: Path) -> int:
    """Draw every chart that a question of a lesson shows, unless its picture is there and the same.

    Parameters
    ----------
    folder
        ``lessons/NN-slug``.

    Returns
    -------
    int
        Pictures drawn afresh. Without any, no browser is started.

    Raises
    ------
    ContentError
        With file, line and item, if there is no such chart; or as :func:`immunolearn.chart`.
    ImmunolearnError
        If a picture must be drawn and there is no Chromium.
    """
    due = {name: figure for name, figure in _figures(folder).items() if not _is_fresh(folder, name, figure)}
    wanted = [normalise_figure(figure) for figure in due.values()]
    for (name, figure), normal, picture in zip(due.items(), wanted, pictures.draw(wanted), strict=True):
        drawn = {"figure": figure_key(normal), "alt": alternative(figure), **notes_data(figure), "svg": picture}
        file = drawn_chart(folder, name)
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps(drawn, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return len(due)


def check_charts(folder: Path) -> None:
    """Compare the pictures of charts that questions show with the charts.

    Raises
    ------
    ContentError
        If one is missing or stale; otherwise as :func:`draw_charts`.
    """
    for name, figure in _figures(folder).items():
        if not _is_fresh(folder, name, figure):
            raise ContentError(
                f"The picture of the chart {name!r} is stale or missing. Run: immunolearn build {folder.name}",
                file=f"{folder.name}/{drawn_chart(folder, name).relative_to(folder).as_posix()}",
            )


def _figures(folder: Path) -> dict[str, dict[str, Any]]:
    """Give the charts that questions show, by name."""
    bank = load_bank(folder)
    found = {}
    for item in bank.items:
        for shown in item.show:
            if isinstance(shown, ShownChart) and shown.chart not in found:
                try:
                    found[shown.chart] = figures.chart_of(folder, shown.chart).to_dict()
                except ImmunolearnError as error:
                    raise bank.error(item, str(error)) from error
    return found


def _is_fresh(folder: Path, name: str, figure: dict[str, Any]) -> bool:
    file = drawn_chart(folder, name)
    if not file.is_file():
        return False
    return bool(json.loads(file.read_text(encoding="utf-8"))["figure"] == figure_key(normalise_figure(figure)))
