"""A notebook with everything taken out that differs between two equal builds."""

from __future__ import annotations

import json
import re
from collections import Counter
from hashlib import sha256
from itertools import chain, groupby
from typing import TYPE_CHECKING, Any

from immunolearn.errors import ContentError

if TYPE_CHECKING:
    from collections.abc import Iterator

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
_WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
_ADDRESS = re.compile(r" at 0x[0-9a-f]{6,}")


def normalise(notebook: dict[str, Any]) -> dict[str, Any]:
    """The same lesson, byte for byte the same from every build.

    Parameters
    ----------
    notebook
        An executed notebook (nbformat 4.5), as plain JSON types.

    Raises
    ------
    ContentError
        If an output is a widget without a static form, or holds an object's address.
    """
    seen: Counter[str] = Counter()
    executed = 0
    cells = []
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        seen[source] += 1
        plain: dict[str, Any] = {
            "cell_type": cell["cell_type"],
            "id": sha256(f"{seen[source]}\n{source}".encode()).hexdigest()[:12],
            "metadata": _metadata(cell),
            "source": source.splitlines(keepends=True),
        }
        if cell["cell_type"] == "code":
            executed += 1
            outputs = [_output(output, executed, source) for output in _joined(cell["outputs"])]
            plain |= {"execution_count": executed, "outputs": outputs}
        cells.append(plain)
    return {"cells": cells, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}


def to_text(notebook: dict[str, Any]) -> str:
    """The notebook as the text of its file: keys in order, one per line."""
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _metadata(cell: dict[str, Any]) -> dict[str, Any]:
    tags = cell["metadata"].get("tags", [])
    metadata: dict[str, Any] = {"tags": tags} if tags else {}
    if "machinery" in tags:
        metadata["jupyter"] = {"source_hidden": True}
    return metadata


def _joined(outputs: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Printed text that follows on printed text is one output: into how many it came is a matter of time."""
    for name, run in groupby(outputs, lambda output: output.get("name")):
        if name is None:
            yield from run
        else:
            yield {
                "output_type": "stream",
                "name": name,
                "text": "".join(chain.from_iterable(one["text"] for one in run)),
            }


def _output(output: dict[str, Any], count: int, source: str) -> dict[str, Any]:
    if output["output_type"] == "stream":
        return {"name": output["name"], "output_type": "stream", "text": _lines(output["text"])}
    data = dict(output["data"])
    if data.pop(_WIDGET_VIEW, None) is not None and "text/html" not in data:
        raise ContentError(f"The output of {source!r} is a widget without a static form.")
    data = {kind: value if kind.endswith("+json") else _lines(value) for kind, value in data.items()}
    if "text/html" in data:
        data.pop("text/plain", None)
    if _ADDRESS.search(json.dumps(data)):
        raise ContentError(f"The output of {source!r} shows an object's address; show something readable.")
    plain: dict[str, Any] = {"data": data, "metadata": {}, "output_type": output["output_type"]}
    if output["output_type"] == "execute_result":
        plain["execution_count"] = count
    return plain


def _lines(text: str | list[str]) -> list[str]:
    return "".join(text).splitlines(keepends=True)
