"""Formulas: TeX to MathML nodes, and from these the plain forms that stand where MathML is not kept."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from immunolearn.errors import ContentError

if TYPE_CHECKING:
    from collections.abc import Callable

TAGS = frozenset(
    [
        "math",
        "mfrac",
        "mi",
        "mn",
        "mo",
        "mover",
        "mpadded",
        "mroot",
        "mrow",
        "mspace",
        "msqrt",
        "mstyle",
        "msub",
        "msubsup",
        "msup",
        "mtable",
        "mtd",
        "mtext",
        "mtr",
        "munder",
        "munderover",
    ]
)
"""The MathML elements that a formula may hold."""

LONGEST = 500
_ATTRIBUTES = {"accent", "columnalign", "display", "linethickness", "mathvariant", "stretchy", "width"}
_REFUSED = {
    r"\\ce\b": r"\ce{...} needs a chemistry package. Write \mathrm{H_2O}",
    r"\\x(left|right)arrow": r"a labelled arrow is not drawn alike everywhere. Write \to and say the label in words",
    "--": "two minus signs. Write one, or a dash outside the formula",
}


def mathml(tex: str, *, block: bool = False) -> list[Any]:
    r"""Give a formula as MathML nodes.

    Parameters
    ----------
    tex
        TeX without its dollar signs.
    block
        On a line of its own.

    Raises
    ------
    ContentError
        If it cannot be read, or uses what does not look alike everywhere.

    Examples
    --------
    >>> mathml("K_D")
    ['math', {'display': 'inline'}, ['msub', ['mi', 'K'], ['mi', 'D']]]
    """
    from latex2mathml.converter import convert  # noqa: PLC0415 - only texts with formulas need it

    for pattern, reason in _REFUSED.items():
        if re.search(pattern, tex):
            raise ContentError(f"Formula ${tex}$: {reason}.")
    if len(tex) > LONGEST:
        raise ContentError(f"Formula ${tex[:40]}...$ has {len(tex)} characters; at most {LONGEST} are read.")
    try:
        root = ET.fromstring(convert(tex, display="block" if block else "inline"))  # noqa: S314 - made here
    except Exception as error:  # the converter raises whatever comes
        reason = str(error) or type(error).__name__
        raise ContentError(
            f"Formula ${tex}$ cannot be read: {reason}. Look for a missing brace or argument."
        ) from error
    return _node(root, tex)


def xml(node: list[Any] | str) -> str:
    r"""Give a formula as MathML text, for a page that no script draws on.

    Examples
    --------
    >>> xml(mathml("a_1 < b"))
    '<math display="inline"><msub><mi>a</mi><mn>1</mn></msub><mo>&lt;</mo><mi>b</mi></math>'
    """
    if isinstance(node, str):
        return escape(node)
    tag, *children = node
    attributes = children.pop(0) if children and isinstance(children[0], dict) else {}
    told = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    return f"<{tag}{told}>{''.join(map(xml, children))}</{tag}>"


def html(node: list[Any]) -> str:
    r"""Give a formula as HTML with sup and sub, for static forms.

    Examples
    --------
    >>> html(mathml(r"10^{-9}"))
    '10<sup>−9</sup>'
    >>> html(mathml(r"\frac{a+b}{c}"))
    '(<em>a</em> + <em>b</em>)/<em>c</em>'
    """
    return _written(node, marks=True)


def text(node: list[Any]) -> str:
    """Give a formula as text, with ^ and _ for what is raised or lowered.

    Examples
    --------
    >>> text(mathml("K_D"))
    'K_D'
    """
    return _written(node, marks=False)


def _node(element: ET.Element, tex: str) -> list[Any]:
    tag = element.tag.rpartition("}")[2]
    said = element.text or ""
    if said.startswith("\\"):
        raise ContentError(f"Formula ${tex}$: {said} is not known here.")
    if tag not in TAGS:
        raise ContentError(f"Formula ${tex}$ needs <{tag}>, which is not kept everywhere. Write it more simply.")
    attributes = {name: value for name, value in element.attrib.items() if name in _ATTRIBUTES}
    children: list[Any] = [said] if said else []
    children += [_node(child, tex) for child in element]
    if tag == "math" and len(children) == 1 and children[0][0] == "mrow":
        children = children[0][1:]
    return [tag, *([attributes] if attributes else []), *children]


def _written(node: list[Any] | str, *, marks: bool) -> str:
    if isinstance(node, str):
        return escape(node, quote=False) if marks else node
    tag, children = node[0], [child for child in node[1:] if not isinstance(child, dict)]
    parts = [_written(child, marks=marks) for child in children]
    parts = [f" {part} " if index and _is_operator(children[index]) else part for index, part in enumerate(parts)]
    if tag in _FORMS:
        return _FORMS[tag](parts, marks)
    joined = "".join(parts)
    if tag == "mi" and marks and len(children[0]) == 1 and children[0].isalpha():
        upright = isinstance(node[1], dict) and node[1].get("mathvariant") == "normal"
        return joined if upright else f"<em>{joined}</em>"
    return joined


def _is_operator(node: list[Any] | str) -> bool:
    """Tell whether spaces belong around a node; not around the sign of a number, which comes first."""
    return not isinstance(node, str) and node[0] == "mo" and str(node[-1]) in "=+−<>≤≥≈×→"


def _raised(text: str, marks: bool) -> str:  # noqa: FBT001 - as _FORMS calls it
    return f"<sup>{text.strip()}</sup>" if marks else f"^{_bracketed(text.strip())}"


def _lowered(text: str, marks: bool) -> str:  # noqa: FBT001 - as _FORMS calls it
    return f"<sub>{text.strip()}</sub>" if marks else f"_{_bracketed(text.strip())}"


def _bracketed(text: str) -> str:
    bare = re.sub(r"<[^>]*>", "", text)
    return text if re.fullmatch(r"\w*|[−+]?[\d.]+", bare) else f"({text})"


_FORMS: dict[str, Callable[[list[str], bool], str]] = {
    "mspace": lambda _parts, _marks: " ",
    "mfrac": lambda parts, _marks: f"{_bracketed(parts[0])}/{_bracketed(parts[1])}",
    "msqrt": lambda parts, _marks: f"√{_bracketed(''.join(parts))}",
    "mroot": lambda parts, marks: f"{_raised(parts[1], marks)}√{_bracketed(parts[0])}",
    "msup": lambda parts, marks: parts[0] + _raised(parts[1], marks),
    "mover": lambda parts, marks: parts[0] + _raised(parts[1], marks),
    "msub": lambda parts, marks: parts[0] + _lowered(parts[1], marks),
    "munder": lambda parts, marks: parts[0] + _lowered(parts[1], marks),
    "msubsup": lambda parts, marks: parts[0] + _lowered(parts[1], marks) + _raised(parts[2], marks),
    "munderover": lambda parts, marks: parts[0] + _lowered(parts[1], marks) + _raised(parts[2], marks),
    "mtd": lambda parts, _marks: "".join(parts) + " ",
    "mtr": lambda parts, _marks: "".join(parts).strip() + "; ",
}
