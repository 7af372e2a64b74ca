"""Bytes of every chart of the galleries, with its picture and both its types: ``python benchmarks/charts.py``."""

from __future__ import annotations

import json
import re

from immunolearn.course.gallery import notebook_file, sources
from immunolearn.display.renderer import MIME

PICTURE = re.compile(r"data:image/svg\+xml,[^\"]+")
CALL = re.compile(r"il\.charts\.(\w+)\(")


def main() -> None:
    """Print a markdown table."""
    print("| chart | kB in all | picture, kB |\n|---|---|---|")
    for source in sources():
        notebook = json.loads(notebook_file(source).read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            for data in (output["data"] for output in cell.get("outputs", []) if MIME in output.get("data", {})):
                html = "".join(data["text/html"])
                figure = json.dumps(data[MIME], ensure_ascii=False, separators=(",", ":"))
                picture = PICTURE.search(html)
                name = CALL.findall("".join(cell["source"])) or ["your own, with plotly express"]
                sizes = (len(text.encode()) / 1000 for text in (html + figure, picture[0] if picture else ""))
                print(f"| {name[-1]} | {' | '.join(f'{size:.1f}' for size in sizes)} |")


if __name__ == "__main__":
    main()
