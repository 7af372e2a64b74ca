"""The rows of an explorer as HTML that every host keeps."""

from __future__ import annotations

from base64 import b64encode
from html import escape
from typing import TYPE_CHECKING, Any

import pandas as pd

from immunolearn.evidence import cite

if TYPE_CHECKING:
    from immunolearn.explorer.selection import Choice, Explorer

STATIC_ROWS, LIVE_ROWS = 20, 200
_IN_THE_DOWNLOAD_ONLY = {"source", "checked_url", "recalled_fields", "note"}
_LAST = ["reference", "verification"]
_CELL = 'style="text-align:left;vertical-align:top"'


def static(explorer: Explorer) -> str:
    """The first view of an explorer, for hosts where nothing runs."""
    about = explorer.about.attrs
    caveats = "".join(f"<li>{escape(caveat)}</li>" for caveat in about["caveats"])
    return (
        f"<p><strong>{escape(explorer.title)}.</strong> One row: {escape(about['description'])}</p>"
        f"<p>{summary(explorer, STATIC_ROWS)} In JupyterLab, run this cell to filter the table and to download it "
        f'as CSV.</p><div style="overflow-x:auto">{rows(explorer, STATIC_ROWS)}</div>'
        f"<details><summary>What to know before using it</summary><ul>{caveats}</ul></details>"
    )


def summary(explorer: Explorer, most: int) -> str:
    """Say how many rows fit, and what was chosen."""
    frame = explorer.frame
    chosen = "; ".join(f"{label(field)} {_said(choice)}" for field, choice in explorer.chosen.items())
    if frame.empty:
        return escape(f"No row fits: {chosen}. Widen the years, or set a choice back to “all”.")
    fit = f"{len(frame)} of {len(explorer.table)} rows" + (f" fit: {chosen}." if chosen else ".")
    return escape(f"{fit} The first {most} are shown." if len(frame) > most else fit)


def rows(explorer: Explorer, most: int) -> str:
    """The first rows that fit, sources as links, without columns that are blank or long."""
    frame = explorer.frame.head(most)
    if frame.empty:
        return ""
    columns = [str(field) for field in frame if field not in _IN_THE_DOWNLOAD_ONLY and frame[field].notna().any()]
    columns = [field for field in columns if field not in _LAST] + [field for field in _LAST if field in columns]
    cells = frame[columns].astype(object).map(_cell)
    if "reference" in columns:
        cells["reference"] = ["" if pd.isna(key) else _link(key) for key in frame["reference"]]
    head = "".join(f"<th {_CELL}>{escape(label(field))}</th>" for field in columns)
    body = "".join(f"<tr>{''.join(f'<td {_CELL}>{cell}</td>' for cell in row)}</tr>" for row in cells.to_numpy())
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def download(explorer: Explorer) -> str:
    """Link that holds the rows that fit, all columns, as a CSV file."""
    data = b64encode(explorer.frame.to_csv(index=False, lineterminator="\n").encode()).decode()
    address = f"data:text/csv;charset=utf-8;base64,{data}"
    return f'<a download="{escape(explorer.name)}.csv" href="{address}">Download these rows as CSV</a>'


def label(field: str) -> str:
    """Name of a field as it is read."""
    return field.replace("_", " ").replace("fda", "FDA")


def _said(choice: Choice) -> str:
    return choice if isinstance(choice, str) else f"{choice[0]} to {choice[1]}"


def _link(key: str) -> str:
    source = cite(key)
    name = escape(source.label)
    return f'<a href="{escape(source.links[0][1])}">{name}</a>' if source.links else name


def _cell(value: Any) -> str:  # noqa: ANN401 - whatever a table holds
    if pd.isna(value):
        return ""
    return escape(f"{value:g}" if isinstance(value, float) else str(value))
