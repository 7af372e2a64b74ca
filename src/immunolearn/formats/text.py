"""Author text as HTML that stands alone, and HTML as author text."""

from __future__ import annotations

import re
from base64 import b64decode
from hashlib import sha256
from html import escape, unescape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote_to_bytes

from immunolearn.display import markup
from immunolearn.errors import ContentError

_MARKS = re.compile(r"([\\`*_\[\]$\{]|&(?=[#\w])|(?<=\])\()")
_LIST = re.compile(r"(\d*)([-+.)])(?=\s|$)")
_RAISED = dict(zip("+-−0123456789n", "⁺⁻⁻⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ", strict=True))
_LOWERED = dict(zip("+-−0123456789", "₊₋₋₀₁₂₃₄₅₆₇₈₉", strict=True))
_EMPHASIS = {"em": "*", "i": "*", "strong": "**", "b": "**"}
_SILENT = {"div", "span", "html", "body"}
_TEX = re.compile(r"(?<![\\$])\$(?![\s$])([^$]+?)(?<![\s\\])\$(?!\d)")
_IMAGE = re.compile(r'src="data:image/([a-z+]+)(;base64)?,([^"]*)"')
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
GAP_START, GAP_END = "\ue000", "\ue001"
"""What stands around the key of a gap in :func:`html`."""


def html(text: str) -> str:
    """Give author text as HTML: references are values, formulas have sup and sub, a gap is its key between marks.

    Links within the course become plain words, since they lead nowhere outside it.

    Examples
    --------
    >>> html("*NK* cells & $10^{-9}$")
    '<em>NK</em> cells &amp; 10<sup>−9</sup>'
    """
    return markup.html(_alone(markup.parse(markup.expand(text))))


def plain(text: str) -> str:
    """Give author text as text without marks.

    Examples
    --------
    >>> plain("*NK* cells & more")
    'NK cells & more'
    """
    return markup.plain(_alone(markup.parse(markup.expand(text)))).strip()


def author(source: str, faults: list[str], *, tex: bool = False) -> str:
    r"""Give HTML as author text, in which nothing but its tags is a mark.

    Parameters
    ----------
    source
        HTML.
    faults
        Takes a sentence for each thing that author text cannot say.
    tex
        Keep ``$...$`` as a formula, as pages with MathJax show it.

    Examples
    --------
    >>> author("<em>NK</em> cells: a*b &lt; 2", faults := []), faults
    ('*NK* cells: a\\*b < 2', [])
    """
    reader = _Reader(faults, tex=tex)
    reader.feed(source)
    reader.close()
    return reader.text()


def literal(text: str) -> str:
    """Give plain text as author text."""
    return _no_list(_MARKS.sub(r"\\\1", " ".join(text.split())))


def readable(text: str) -> str:
    """Give text without what XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)


def without_images(source: str, folder: str) -> tuple[str, dict[str, bytes]]:
    """Give HTML whose pictures are files, and these by name.

    Parameters
    ----------
    source
        HTML with pictures as data addresses.
    folder
        What stands before the names of files.
    """
    files: dict[str, bytes] = {}

    def named(found: re.Match[str]) -> str:
        content = b64decode(found[3]) if found[2] else unquote_to_bytes(unescape(found[3]))
        name = f"{sha256(content).hexdigest()[:12]}.{found[1].removesuffix('+xml')}"
        files[name] = content
        return f'src="{folder}{name}"'

    return _IMAGE.sub(named, source), files


def escaped(text: str) -> str:
    """Give plain text as HTML."""
    return escape(text, quote=False)


def _no_list(line: str) -> str:
    """A line whose start would make a list, so that it does not."""
    mark = _LIST.match(line)
    return f"{mark[1]}\\{line[mark.start(2) :]}" if mark and bool(mark[1]) == (mark[2] in ".)") else line


def _alone(nodes: list[markup.Node]) -> list[markup.Node]:
    """The nodes without links into the course, and with marks around the keys of gaps."""
    alone: list[markup.Node] = []
    for node in nodes:
        if isinstance(node, str) or node[0] == "math":
            alone.append(node)
        elif node[0] == "gap":
            alone.append(f"{GAP_START}{node[1]}{GAP_END}")
        elif node[0] == "a" and not _leads_outside(node):
            alone += _alone(node[2:])
        else:
            head = 2 if len(node) > 1 and isinstance(node[1], dict) else 1
            alone.append([*node[:head], *_alone(node[head:])])
    return alone


def _leads_outside(link: list[Any]) -> bool:
    return str(link[1]["href"]).startswith(("http://", "https://"))


class _Reader(HTMLParser):
    """Writes author text while it reads HTML."""

    def __init__(self, faults: list[str], *, tex: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.faults, self.tex = faults, tex
        self.blocks: list[str] = [""]
        self.held: list[tuple[str, str]] = []
        """What is read apart, as sup and code: its tag, and the text so far."""
        self.lists: list[int | None] = []
        self.address: list[str] = []

    def text(self) -> str:
        while self.held:
            self.handle_endtag(self.held[-1][0])
        return "\n\n".join(block for block in (block.strip(" ") for block in self.blocks) if block)

    def handle_data(self, data: str) -> None:
        if self.held:
            tag, text = self.held[-1]
            self.held[-1] = (tag, text + data)
            return
        pieces = _TEX.split(data) if self.tex else [data]
        for place, piece in enumerate(pieces):
            self._put(self._formula(piece) if place % 2 else self._literal(piece))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in {"code", "sub", "sup"}:
            self.held.append((tag, ""))
        elif tag in {"p", "div"}:
            self._new_block()
        elif tag in {"ul", "ol"}:
            self.lists.append(0 if tag == "ol" else None)
            self._new_block()
        elif tag == "li":
            self._begin_entry()
        elif tag == "br":
            self._put("\\\n")
        elif tag in _EMPHASIS:
            self._put("" if self.held else _EMPHASIS[tag])
        elif tag == "a":
            self._begin_link(given.get("href") or "")
        elif tag not in _SILENT:
            seen = given.get("alt") or given.get("src", "") or ""
            self.faults.append(f"<{tag}> is left out" + (f" ({seen[:60]})" if seen else ", its words stay"))

    def handle_endtag(self, tag: str) -> None:
        if self.held and tag == self.held[-1][0]:
            _, text = self.held.pop()
            self._put(self._apart(tag, text))
        elif tag in {"p", "div"}:
            self._new_block()
        elif tag in {"ul", "ol"} and self.lists:
            self.lists.pop()
            self._new_block()
        elif tag in _EMPHASIS and not self.held:
            self._put(_EMPHASIS[tag])
        elif tag == "a" and self.address:
            address = self.address.pop()
            self._put(f"]({address})" if address else "")

    def _put(self, text: str) -> None:
        self.blocks[-1] += text

    def _new_block(self) -> None:
        if self.blocks[-1].strip():
            self.blocks.append("")

    def _begin_entry(self) -> None:
        indent = "  " * max(0, len(self.lists) - 1)
        number = self.lists[-1] if self.lists else None
        if number is not None:
            self.lists[-1] = number + 1
        mark = "-" if number is None else f"{number + 1}."
        self._put(("\n" if self.blocks[-1].strip() else "") + f"{indent}{mark} ")

    def _begin_link(self, address: str) -> None:
        kept = address if re.match(r"https?://[^\s()<>]+$", address) else ""
        if not kept:
            self.faults.append(f"the link to {address!r} is left out, its words stay")
        self.address.append(kept)
        self._put("[" if kept else "")

    def _literal(self, data: str) -> str:
        """Text with its marks escaped; its white space is one space, as HTML has it."""
        written = _MARKS.sub(r"\\\1", re.sub(r"[ \t\n\r\f]+", " ", data))
        at_start = re.search(r"(^|\n) *([-+] |\d+\. )?$", self.blocks[-1])
        return _no_list(written.lstrip(" ")) if at_start else written

    def _formula(self, tex: str) -> str:
        try:
            markup.parse(f"${tex}$")
        except ContentError as error:
            self.faults.append(f"the formula ${tex}$ stands as text: {error}")
            return self._literal(f"${tex}$")
        return f"${tex}$"

    def _apart(self, tag: str, text: str) -> str:
        if tag == "code":
            return code(text)
        table = _RAISED if tag == "sup" else _LOWERED
        if text and all(letter in table for letter in text):
            return "".join(table[letter] for letter in text)
        mark = "^" if tag == "sup" else "_"
        if re.fullmatch(r"[A-Za-z0-9+−-]+", text):
            return f"${{}}{mark}{{\\mathrm{{{text}}}}}$"
        self.faults.append(f"<{tag}>{text}</{tag}> stands as plain text")
        return self._literal(f"{mark}({text})")


def code(text: str) -> str:
    """Give lines of code as author text."""
    lines = [line for line in text.split("\n") if line.strip()]
    return "\\\n".join(_code_line(line) for line in lines)


def _code_line(line: str) -> str:
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", line)), default=0))
    space = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{space}{line}{space}{fence}"
