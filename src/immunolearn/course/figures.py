"""The charts of a lesson, as people write them: ``lessons/NN-slug/charts.yaml``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from immunolearn import charts, evidence, paths
from immunolearn.display.renderer import hold_back
from immunolearn.errors import ImmunolearnError, UnknownNameError
from immunolearn.questions.bank import load_bank
from immunolearn.questions.base import Id
from immunolearn.questions.described import read_described

if TYPE_CHECKING:
    from pathlib import Path

    import plotly.graph_objects as go

    from immunolearn.questions.yaml_source import Source

FILE = "charts.yaml"


class Rows(BaseModel):
    """Which rows are drawn: a function of the evidence library and what it is asked for, or of simulated ones."""

    model_config = ConfigDict(extra="allow", frozen=True)

    source: Literal["results", "ratios", "load_table", "simulated_responses", "simulated_responders"] = Field(
        alias="from"
    )
    of: str | None = None
    """What the evidence library is asked for; nothing where the rows are simulated."""


class Chart(BaseModel):
    """One chart: a function of :mod:`immunolearn.charts`, its rows, and its options."""

    model_config = ConfigDict(extra="allow", frozen=True)

    kind: str
    rows: Rows | list[str] | None = None
    """Rows of a table, or the keys of rows that the function looks up itself; none where it has its own."""
    after: Id | None = None
    """The questions of the lesson that the chart answers: a live page shows it when they are answered."""


def chart(name: str) -> go.Figure:
    """Draw a chart of a lesson.

    Parameters
    ----------
    name
        ``"lesson/chart"``, for example ``"monoclonal-antibodies/response-rates"``.

    Returns
    -------
    plotly.graph_objects.Figure
        What the function of :mod:`immunolearn.charts` named in ``charts.yaml`` gives.

    Raises
    ------
    UnknownNameError
        If there is no such lesson or chart; the message offers the nearest.
    ContentError
        With file, line and what is accepted.
    """
    lesson, _, key = name.partition("/")
    folder = paths.lesson_folder(lesson)
    source, wanted = read_described(folder / FILE, key, Chart, "chart")
    figure = _draw(source, key, wanted)
    if wanted.after is not None:
        groups = {group.id: group for group in load_bank(folder).groups}
        if (group := groups.get(wanted.after)) is None:
            raise source.error(
                str(UnknownNameError(f"group of questions in lesson {lesson!r}", wanted.after, groups)), (key, "after")
            )
        hold_back(figure, lesson=lesson, items=[item.id for item in group.items], title=group.title)
    return figure


def chart_of(folder: Path, key: str) -> go.Figure:
    """Draw a chart of a lesson's folder that waits for no answer; otherwise as :func:`chart`."""
    source, wanted = read_described(folder / FILE, key, Chart, "chart")
    return _draw(source, key, wanted)


def _draw(source: Source, key: str, wanted: Chart) -> go.Figure:
    if wanted.kind not in charts.__all__ or not callable(function := getattr(charts, wanted.kind)):
        raise source.error(str(UnknownNameError("chart function", wanted.kind, charts.__all__)), (key, "kind"))
    options: dict[str, Any] = wanted.model_extra or {}
    try:
        rows = _look_up(wanted.rows) if isinstance(wanted.rows, Rows) else wanted.rows
    except (ImmunolearnError, TypeError) as error:
        raise source.error(str(error), (key, "rows")) from error
    try:
        return function(**options) if rows is None else function(rows, **options)
    except (ImmunolearnError, TypeError) as error:
        raise source.error(str(error), (key,)) from error


def _look_up(rows: Rows) -> Any:  # noqa: ANN401 - whatever the function of the evidence library gives
    asked = [] if rows.of is None else [rows.of]
    return getattr(charts if rows.source.startswith("simulated") else evidence, rows.source)(
        *asked, **(rows.model_extra or {})
    )
