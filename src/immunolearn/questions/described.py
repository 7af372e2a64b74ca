"""What a lesson calls by name and describes in YAML beside its text: its charts, its simulators."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from immunolearn.errors import ContentError, UnknownNameError
from immunolearn.questions.base import Id
from immunolearn.questions.yaml_source import Source, read_yaml

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic_core import ErrorDetails

Described = TypeVar("Described", bound=BaseModel)


def read_described(file: Path, key: str, schema: type[Described], kind: str) -> tuple[Source, Described]:
    """Read one thing of a lesson.

    Parameters
    ----------
    file
        ``lessons/NN-slug/....yaml``, a mapping of names to what they are.
    key
        The name.
    schema
        What is said of each.
    kind
        What it is, as messages call it.

    Returns
    -------
    Source
        For messages about what stands in the file.
    BaseModel
        What is described.

    Raises
    ------
    UnknownNameError
        With the nearest name.
    ContentError
        With file, line and what is accepted.
    """
    lesson = file.parent.name.partition("-")[2]
    if not file.is_file():
        raise ContentError(
            f"Lesson {lesson!r} has no {kind}s. Make this file beside its lesson.md.",
            file=f"{file.parent.name}/{file.name}",
        )
    source = read_yaml(file)
    try:
        known = TypeAdapter(dict[Id, schema]).validate_python(source.value)  # type: ignore[valid-type]
    except ValidationError as error:
        raise _refusal(source, error, schema, kind) from error
    if key not in known:
        raise UnknownNameError(f"{kind} of lesson {lesson!r}", key, known)
    return source, known[key]


def _refusal(source: Source, error: ValidationError, schema: type[BaseModel], kind: str) -> ContentError:
    faults = [(_place(source, fault), fault) for fault in error.errors(include_url=False)]
    place, fault = max(faults, key=lambda one: len(one[0]))  # of a choice of types, the one that fits furthest
    said = f"{fault['msg']}."
    if fault["type"] == "extra_forbidden":
        said = str(UnknownNameError(f"field of a {kind}", place[-1], schema.model_fields))
    return source.error(": ".join(filter(None, (".".join(map(str, place)), said))), place)


def _place(source: Source, fault: ErrorDetails) -> tuple[str | int, ...]:
    """Where a fault is in the document; some steps of its place are pydantic's own, as the name of a type."""
    place: tuple[str | int, ...] = ()
    for step in fault["loc"]:
        if (*place, step) in source.lines:
            place += (step,)
    return (*place, fault["loc"][-1]) if fault["type"] == "missing" else place
