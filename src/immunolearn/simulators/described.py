"""The simulators of a lesson, as people write them: ``lessons/NN-slug/simulators.yaml``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict

from immunolearn import paths
from immunolearn.errors import ContentError, ImmunolearnError
from immunolearn.questions.described import read_described
from immunolearn.simulators.checked import Simulator, checked

if TYPE_CHECKING:
    from collections.abc import Sequence

FILE = "simulators.yaml"


class Described(BaseModel):
    """One simulator: a model of the course, and the options of :func:`immunolearn.simulate`."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    model: str
    title: str | None = None
    days: int | float | None = None
    log: bool | None = None
    controls: list[str] | dict[str, str] | None = None
    show: list[str] | None = None
    scenarios: list[str] | None = None
    predict: dict[str, Any] | None = None


def of_lesson(name: str, *, given: Sequence[str]) -> Simulator:
    """Check a simulator of a lesson, and make its first run.

    Parameters
    ----------
    name
        ``"lesson/simulator"``.
    given
        Options that stand in the call; a lesson's simulator takes none there.
    """
    lesson, _, key = name.partition("/")
    file = paths.lesson_folder(lesson) / FILE
    source, wanted = read_described(file, key, Described, "simulator")
    if given:
        raise ContentError(
            f"{name} takes no {given[0]} in the call: what it is stands in {source.name}. Change it there, or call "
            f"il.simulate({wanted.model!r}, ...)."
        )
    try:
        return checked(wanted.model, **wanted.model_dump(exclude={"model"}))
    except ImmunolearnError as error:
        raise source.error(f"{key}: {error}", (key,)) from error
