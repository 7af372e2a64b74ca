"""The real curve of a question as a small picture, for static forms."""

from __future__ import annotations

from base64 import b64encode
from html import escape
from typing import TYPE_CHECKING, Any

from immunolearn.display import markup

if TYPE_CHECKING:
    from collections.abc import Mapping

_WIDTH, _HEIGHT, _LEFT, _BOTTOM = 480, 300, 52, 44


def curve(data: Mapping[str, Any]) -> dict[str, str]:
    """Draw the real curve of a question, from its element data.

    Returns
    -------
    dict
        ``src``, a data address, and ``alt``.
    """
    x, y = data["axes"]["x"], data["axes"]["y"]

    def at(point_x: float, point_y: float) -> str:
        across = _LEFT + (point_x - x["min"]) / (x["max"] - x["min"]) * (_WIDTH - _LEFT - 16)
        down = (_HEIGHT - _BOTTOM) - (point_y - y["min"]) / (y["max"] - y["min"]) * (_HEIGHT - _BOTTOM - 16)
        return f"{across:.1f} {down:.1f}"

    line = "L".join(at(point["x"], point["y"]) for point in data["points"])
    bars = "".join(
        f"M{at(point['x'], point['low'])}L{at(point['x'], point['high'])}" for point in data["points"] if "low" in point
    )
    floor, end = _HEIGHT - _BOTTOM, _WIDTH - 16
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        'font-family="sans-serif" font-size="13">'
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>'
        f'<path d="M{_LEFT} 16V{floor}H{end}" fill="none" stroke="#565a66"/>'
        f'<path d="M{line}" fill="none" stroke="#3B36D9" stroke-width="2.5"/>'
        f'<path d="{bars}" fill="none" stroke="#3B36D9" stroke-width="1.2"/>'
        f'<g fill="#1b1d22"><text x="{_LEFT}" y="{floor + 18}">{x["min"]:g}</text>'
        f'<text x="{end}" y="{floor + 18}" text-anchor="end">{x["max"]:g}</text>'
        f'<text x="{(_LEFT + end) / 2}" y="{_HEIGHT - 8}" text-anchor="middle">{escape(_title(x))}</text>'
        f'<text x="{_LEFT - 6}" y="{floor}" text-anchor="end">{y["min"]:g}</text>'
        f'<text x="{_LEFT - 6}" y="24" text-anchor="end">{y["max"]:g}</text>'
        f'<text transform="translate(14 {floor / 2})rotate(-90)" text-anchor="middle">{escape(_title(y))}</text>'
        "</g></svg>"
    )
    return {
        "src": "data:image/svg+xml;base64," + b64encode(svg.encode()).decode(),
        "alt": _sentence(data),
    }


def _title(axis: dict[str, Any]) -> str:
    label = markup.plain(axis["label"])
    return f"{label} ({axis['unit']})" if axis["unit"] else label


def _sentence(data: Mapping[str, Any]) -> str:
    x, y = data["axes"]["x"], data["axes"]["y"]
    first, last = data["points"][0], data["points"][-1]
    return f"{_title(y)} against {_title(x)}: from {first['y']:g} at {first['x']:g} to {last['y']:g} at {last['x']:g}."
