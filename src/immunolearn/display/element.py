"""Custom elements written as ordinary HTML, with a complete readable form inside."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from immunolearn import paths

if TYPE_CHECKING:
    from collections.abc import Mapping

VERSION = 1
"""Version of the element data; a runtime reads all older ones."""


class Element:
    """An interactive element of a page.

    Parameters
    ----------
    tag
        Name of the custom element, for example ``immuno-quiz``.
    static
        HTML that is shown where nothing runs; only tags that JupyterLab's sanitiser keeps.
    data
        What the element needs to come alive; JSON types only. None if the static form holds it all.
    runtime
        Put the page's runtime in front, once a page.
    """

    def __init__(self, tag: str, *, static: str, data: Mapping[str, Any] | None = None, runtime: bool = False) -> None:
        self.tag = tag
        self.static = static
        self.data = data
        self.runtime = runtime

    def _repr_html_(self) -> str:
        script = "" if self.data is None else json_script({"version": VERSION, **self.data})
        runtime = f'<script type="module">{runtime_source()}</script>' if self.runtime else ""
        return f'<{self.tag}>{script}<div class="immuno-static">{self.static}</div></{self.tag}>{runtime}'

    def __repr__(self) -> str:
        return f"<{self.tag}>"


def json_script(data: Mapping[str, Any]) -> str:
    """A JSON island that no content can break out of.

    Parameters
    ----------
    data
        JSON types only.
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    safe = text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f'<script type="application/json">{safe}</script>'


def runtime_source() -> str:
    """The JavaScript that brings the elements of a page to life."""
    return (paths.STATIC / "runtime.js").read_text(encoding="utf-8")
