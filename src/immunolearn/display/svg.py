"""Short SVG: what plotly writes for a browser that edits, made small for a reader who looks."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Iterator

_SVG = "{http://www.w3.org/2000/svg}"
_LINK = "{http://www.w3.org/1999/xlink}href"
CURVE = 300
"""Letters of a path from which it is a curve, whose points may stand on whole pixels."""
# What an element inherits from its group, so that a group may say it once
_INHERITED = (
    *("fill", "stroke", "fill-opacity", "stroke-opacity", "stroke-width", "stroke-dasharray", "stroke-linecap"),
    *("font-family", "font-size", "font-weight", "font-style", "text-anchor", "shape-rendering"),
)
_ENCODED = str.maketrans({character: f"%{ord(character):02X}" for character in '%#&"\n'})
_LETTERS = ("font-", "text-")
_KEPT = {
    *_INHERITED,
    *("opacity", "transform", "d", "x", "y", "dx", "dy", "x1", "x2", "y1", "y2", "width", "height", "cx", "cy", "r"),
    *("rx", "ry", "points", "offset", "stop-color", "gradientUnits", "baseline-shift"),
    *("clip-path", "viewBox", "preserveAspectRatio", _LINK),
}
_DEFAULTS = {
    **dict.fromkeys(
        ("opacity", "fill-opacity", "stroke-opacity", "stroke-width", "font-weight"), ("1", "1px", "normal")
    ),
    "font-style": ("normal",),
    "stroke": ("none",),
    "stroke-dasharray": ("none",),
    "text-anchor": ("start",),
    **dict.fromkeys(("x", "y", "dx", "dy"), ("0", "0em")),
}
_NUMBER = re.compile(r"-?\d+\.\d{2,}")
_LARGE = re.compile(r"-?\d{2,}\.\d+")
_RGB = re.compile(r"rgb\((\d+), ?(\d+), ?(\d+)\)")
_STANDING = re.compile(r"(?<=[\d.])(v-?0|m-?0,-?0)(?![\d.])")
_STILL = re.compile(r"rotate\(0,[^)]*\)|translate\(0, ?0\)")
_REFERENCE = re.compile(r"url\(['\"]?#([^'\")]+)['\"]?\)")


def slim(svg: str) -> str:
    """Give the same picture in fewer bytes.

    Parameters
    ----------
    svg
        As plotly exports it.

    Returns
    -------
    str
        Without classes, ids, empty groups, invisible marks, unused clips, and what is the default; numbers have one
        digit; what all children share stands at their group; a shape that recurs is drawn by reference.
    """
    root = ET.fromstring(svg)  # noqa: S314 - plotly wrote it, from our own figure
    _plain(root)
    _drop_unseen(root)
    _rename(root)
    _reuse(root)
    _share(root)
    _unwrap(root)
    _join(root)
    text = ET.tostring(root, encoding="unicode").replace("'", "&#39;").replace('"', "'").replace(" />", "/>")
    for long, short in (
        ("ns0:", ""),
        (":ns0", ""),
        (" xmlns:ns1='http://www.w3.org/1999/xlink'", ""),
        ("ns1:href", "href"),
    ):
        text = text.replace(long, short)
    return text


def address(svg: str) -> str:
    """Give a picture as a data address, readable and short: only what an address cannot hold is encoded."""
    return "data:image/svg+xml," + svg.translate(_ENCODED)


def _plain(root: ET.Element) -> None:
    """Write every style as short attributes."""
    for element in root.iter():
        given = dict(element.attrib)
        defaults = _DEFAULTS if element.tag != f"{_SVG}tspan" else {}
        for part in given.pop("style", "").split(";"):
            name, _, value = part.partition(":")
            given[name.strip()] = value.strip()
        if "crisp" in given.get("class", ""):
            given["shape-rendering"] = "crispEdges"
        identity = element.get("id")
        element.attrib.clear()
        given["d"] = _STANDING.sub("", given.get("d", ""))
        if len(given["d"]) > CURVE:
            given["d"] = _LARGE.sub(lambda large: f"{float(large[0]):.0f}", given["d"])
        given["transform"] = _STILL.sub("", given.get("transform", "")).strip()
        if given.get("stroke-opacity") == "0" or "stroke" not in given:
            given = {
                key: value for key, value in given.items() if not key.startswith("stroke") or key == "stroke-width"
            }
        for key, value in given.items():
            if value and key in _KEPT and value not in defaults.get(key, ()):
                element.set(key, _short(value) if key != "font-family" else re.sub("[\"']", "", value))
        if identity:
            element.set("id", identity)
        if element.tag == f"{_SVG}text":
            element.text = (element.text or "").strip("\n") or None


def _short(value: str) -> str:
    value = _RGB.sub(lambda rgb: "#{:02x}{:02x}{:02x}".format(*map(int, rgb.groups())), value)
    value = _NUMBER.sub(lambda number: f"{float(number[0]):.1f}".replace(".0", ""), value)
    return value[:-2] if re.fullmatch(r"[\d.]+px", value) else value


def _drop_unseen(element: ET.Element) -> None:
    for child in list(element):
        _drop_unseen(child)
        nothing = child.tag == f"{_SVG}g" and not len(child)
        unseen = child.get("opacity") == "0" or (
            child.tag in {f"{_SVG}rect", f"{_SVG}path"}
            and child.get("fill-opacity", "1") == "0"
            and child.get("stroke-opacity", "0" if "stroke" not in child.attrib else "1") == "0"
        )
        shapeless = child.tag == f"{_SVG}path" and not child.get("d")
        wordless = child.tag == f"{_SVG}text" and not "".join(child.itertext()).strip()
        if nothing or unseen or shapeless or wordless:
            element.remove(child)


def _rename(root: ET.Element) -> None:
    """Keep only the ids that are referred to, under short names."""
    referred = {name for element in root.iter() for name in _referred(element)}
    short = {name: f"c{number}" for name, number in zip(sorted(referred), count())}
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag == f"{_SVG}clipPath" and child.get("id") not in referred:
                parent.remove(child)
    for element in root.iter():
        if (name := element.attrib.pop("id", None)) in short:
            element.set("id", short[str(name)])
        for key, value in element.attrib.items():
            element.set(key, _REFERENCE.sub(lambda found: f"url(#{short[found[1]]})", value))


def _referred(element: ET.Element) -> Iterator[str]:
    for value in element.attrib.values():
        yield from _REFERENCE.findall(value)


def _reuse(root: ET.Element) -> None:
    """Draw a mark that is there many times once, and refer to it."""
    first: dict[str, ET.Element] = {}
    for element in list(root.iter(f"{_SVG}path")):
        move = re.fullmatch(r"translate\((-?[\d.]+),(-?[\d.]+)\)", element.get("transform", ""))
        shape = str({key: value for key, value in element.attrib.items() if key != "transform"})
        if not move or len(element.get("d", "")) < 20:  # noqa: PLR2004 - a reference is as long
            continue
        if shape not in first:
            element.set("id", f"m{len(first)}")
            first[shape] = element
            continue
        x0, y0 = map(float, re.findall(r"-?[\d.]+", first[shape].get("transform", "")))
        element.attrib.clear()
        element.tag = f"{_SVG}use"
        element.set(_LINK, f"#{first[shape].get('id')}")
        element.set("x", _short(f"{float(move[1]) - x0:.2f}"))
        element.set("y", _short(f"{float(move[2]) - y0:.2f}"))
    used = {element.get(_LINK) for element in root.iter(f"{_SVG}use")}
    for element in first.values():
        if f"#{element.get('id')}" not in used:
            del element.attrib["id"]


def _share(element: ET.Element) -> None:
    """Say once, at the group, what all its children say."""
    for child in element:
        _share(child)
    children = [child for child in element if child.tag not in {f"{_SVG}defs", f"{_SVG}clipPath"}]
    if element.tag not in {f"{_SVG}g", f"{_SVG}svg", f"{_SVG}text"} or not children or (element.text or "").strip():
        return
    for name in _INHERITED:
        told = [child for child in children if not name.startswith(_LETTERS) or _has_words(child)]
        if any(child.get("id") for child in told):
            continue  # marks elsewhere refer to it, and take their paint from it and not from its group
        values = {child.get(name) for child in told}
        if len(values) == 1 and (value := values.pop()) is not None and name not in element.attrib:
            element.set(name, value)
            for child in told:
                del child.attrib[name]


def _has_words(element: ET.Element) -> bool:
    return (
        any("".join(part.itertext()).strip() for part in element.iter(f"{_SVG}text")) or element.tag == f"{_SVG}tspan"
    )


def _unwrap(element: ET.Element) -> None:
    """Take out groups that say nothing."""
    for child in list(element):
        _unwrap(child)
    inside: list[ET.Element] = []
    for child in element:
        inside.extend(child if child.tag == f"{_SVG}g" and not child.attrib else [child])
    element[:] = inside


def _join(element: ET.Element) -> None:
    """Make one group of neighbours that say the same."""
    before: ET.Element | None = None
    for child in list(element):
        _join(child)
        if before is not None and child.tag == before.tag == f"{_SVG}g" and child.attrib == before.attrib:
            before.extend(child)
            element.remove(child)
        else:
            before = child
