"""Predict a curve: the reader draws or types it, then the real one appears."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from immunolearn.errors import ContentError
from immunolearn.questions.base import Number, Question, Render, Strict, Text, Value
from immunolearn.questions.numbers import number_at


class Axis(Strict):
    """An axis with its unit."""

    label: Text
    unit: str = ""
    min: Number
    max: Number

    @model_validator(mode="after")
    def _has_a_length(self) -> Axis:
        if self.min >= self.max:
            raise ValueError(f"min ({self.min:g}) must be less than max ({self.max:g})")
        return self


class Axes(Strict):
    """Both axes."""

    x: Axis
    y: Axis


class Point(Strict):
    """A point of the real curve, perhaps with its interval."""

    x: Number
    y: Value
    low: Value | None = None
    high: Value | None = None


class Reasons(Strict):
    """What is said to a curve that lies near, above or below the real one."""

    near: Text
    above: Text
    below: Text


class Curve(Question):
    """The reader predicts the values of a curve."""

    kind: Literal["curve"]
    rule: Literal["distance"] = "distance"
    axes: Axes
    points: Annotated[list[Point], Field(min_length=2)]
    asked: Annotated[list[Number], Field(min_length=1)]
    tolerance: Annotated[Number, Field(gt=0)]
    real: Text
    feedback: Reasons

    @model_validator(mode="after")
    def _points_make_sense(self) -> Curve:
        xs = [point.x for point in self.points]
        if sorted(set(xs)) != xs:
            raise ValueError("points: x must rise from point to point")
        for x in self.asked:
            if x not in xs:
                raise ValueError(f"asked: {x:g} is not the x of a point; only what is known can be scored")
        if len(set(self.asked)) < len(self.asked):
            raise ValueError("asked: a value stands twice")
        return self

    def _own(self, render: Render) -> dict[str, Any]:
        points = [_point(point) for point in self.points]
        for point in points:
            if not self.axes.x.min <= point["x"] <= self.axes.x.max or not (
                self.axes.y.min <= point["y"] <= self.axes.y.max
            ):
                raise ContentError(f"points: ({point['x']:g}, {point['y']:g}) lies outside the axes.")
        return {
            "axes": {
                name: {**axis.model_dump(), "label": render(axis.label)}
                for name, axis in (("x", self.axes.x), ("y", self.axes.y))
            },
            "points": points,
            "asked": self.asked,
            "tolerance": self.tolerance,
            "real": render(self.real),
            "feedback": {name: render(text) for name, text in self.feedback.model_dump().items()},
        }


def _point(point: Point) -> dict[str, float]:
    ends = {"y": point.y, "low": point.low, "high": point.high}
    return {"x": point.x} | {name: number_at(value) for name, value in ends.items() if value is not None}
