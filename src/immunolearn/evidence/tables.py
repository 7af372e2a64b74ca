"""Reading the tables, with their types, checked against the descriptor."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from immunolearn import paths
from immunolearn.errors import ContentError, ImmunolearnError, check_known

if TYPE_CHECKING:
    from pathlib import Path

DESCRIPTOR = "datapackage.json"
_ALL = "immunolearn.tables() lists them all."
_DTYPES = {"string": "string", "integer": "Int64", "number": "float64", "boolean": "boolean"}


def load_table(name: str, *, include_unverified: bool = False) -> pd.DataFrame:
    """Load a table of the evidence library.

    Parameters
    ----------
    name
        One of :func:`tables`.
    include_unverified
        Also give rows and values that were not read in a text. They are neither drawn nor quoted in lessons.

    Returns
    -------
    pandas.DataFrame
        Typed; categories in their order; blanks as missing values. A table with one key field has it as index
        too. ``attrs`` holds ``table``, ``title``, ``row`` and ``units``.

    Raises
    ------
    UnknownNameError
        With the nearest name.
    ContentError
        If the file is not the one that was validated.

    Examples
    --------
    >>> load_table("therapies").loc["trastuzumab", "first_fda_approval"]
    '1998-09-25'
    """
    check_known("table", name, _resources(_folders(), stamp()), hint=_ALL)
    frame = _table(_folders(), stamp(), name)
    return frame.copy() if include_unverified else _verified(frame)


def tables() -> pd.DataFrame:
    """List all tables: name, title, what a row is, rows, and rows that were read in a text.

    The latter is missing for tables of names, terms and sources, which hold no figures.
    """
    rows = []
    for name, resource in _resources(_folders(), stamp()).items():
        verified = resource.get("rowsVerified", pd.NA)
        rows.append((name, resource["title"], resource["description"], resource["rows"], verified))
    frame = pd.DataFrame(rows, columns=["table", "title", "row", "rows", "verified"]).set_index("table")
    return frame.astype({"verified": "Int64"})


def describe(name: str) -> pd.DataFrame:
    """Say what the fields of a table are: type, unit, meaning, accepted values, and whether one filters by it.

    Parameters
    ----------
    name
        One of :func:`tables`.

    Returns
    -------
    pandas.DataFrame
        One row a field. ``attrs`` holds ``title``, ``row`` and ``caveats`` of the table.

    Raises
    ------
    UnknownNameError
        With the nearest name.
    """
    resource = _resource(_folders(), stamp(), name)
    fields = resource["schema"]["fields"]
    frame = pd.DataFrame(
        {
            "type": [field["type"] for field in fields],
            "unit": [field.get("unit", "") for field in fields],
            "meaning": [field["description"] for field in fields],
            "values": [", ".join(_names(field)) for field in fields],
            "filter": [field.get("filter", False) for field in fields],
        },
        index=pd.Index([field["name"] for field in fields], name="field"),
    )
    frame.attrs = {key: resource[key] for key in ("title", "description", "caveats")}
    return frame


def sources(frame: pd.DataFrame) -> pd.DataFrame:
    """List the references that a frame cites, in order of first use.

    Parameters
    ----------
    frame
        A table, or rows of one, with a column ``reference``.

    Raises
    ------
    ImmunolearnError
        If it is no frame, or has no such column.
    UnknownNameError
        If a reference is not in the table ``references``.
    """
    if not isinstance(frame, pd.DataFrame):
        raise ImmunolearnError(
            f"Rows of a table are needed, not {type(frame).__name__}. Give a DataFrame, as "
            "immunolearn.sources(immunolearn.results('orr'))."
        )
    if "reference" not in frame:
        raise ImmunolearnError(
            f"The frame has no column 'reference', only {', '.join(map(str, frame.columns))}. Give rows of a "
            "table that has one, or of immunolearn.results()."
        )
    keys = frame["reference"].dropna().unique()
    references = load_table("references")
    for key in keys:
        check_known("reference", key, references.index, hint='immunolearn.load_table("references") lists them all.')
    return references.loc[keys]


def stamp() -> int:
    """Give a number that changes when the tables do."""
    return hash(tuple(_descriptor_file(folder).stat().st_mtime_ns for folder in _folders()))


def _folders() -> tuple[Path, ...]:
    """Where tables stand: ours, then those of an instructor's own course."""
    own = paths.own_data()
    return (paths.data(), own) if own else (paths.data(),)


def _descriptor_file(folder: Path) -> Path:
    file = folder / DESCRIPTOR
    if not file.is_file():
        raise ContentError("There is no such file. Write it with: immunolearn build data", file=file)
    return file


@lru_cache(maxsize=4)
def _resources(folders: tuple[Path, ...], _stamp: int) -> dict[str, dict[str, Any]]:
    """Every table's description by its name, with the folder that it stands in."""
    found: dict[str, dict[str, Any]] = {}
    for folder in folders:
        file = _descriptor_file(folder)
        try:
            package = json.loads(file.read_text(encoding="utf-8"))
        except ValueError as error:
            raise ContentError(
                f"This is no JSON ({error}). Write it again with: immunolearn build data", file=file
            ) from error
        for resource in package["resources"]:
            name = resource["name"].replace("-", "_")
            if name in found:
                raise ContentError(f"The course has a table {name!r} already. Name yours differently.", file=file)
            found[name] = {**resource, "folder": folder}
    return found


def _resource(folders: tuple[Path, ...], stamp: int, name: str) -> dict[str, Any]:
    resources = _resources(folders, stamp)
    check_known("table", name, resources, hint=_ALL)
    return resources[name]


@lru_cache(maxsize=64)
def _table(folders: tuple[Path, ...], stamp: int, name: str) -> pd.DataFrame:
    resource = _resource(folders, stamp, name)
    file = resource["folder"] / resource["path"]
    if not file.is_file():
        raise ContentError(f"There is no such file, but {DESCRIPTOR} lists it. Install immunolearn again.", file=file)
    digest = "sha256:" + hashlib.sha256(file.read_bytes()).hexdigest()
    if digest != resource["hash"]:
        raise ContentError(
            f"The file has {digest}, but {DESCRIPTOR} expects {resource['hash']}. If you changed the table, "
            "check and describe it with: immunolearn build. If not, install immunolearn again.",
            file=file,
        )
    fields = resource["schema"]["fields"]
    frame = pd.read_csv(
        file,
        dtype={field["name"]: _dtype(field) for field in fields},
        keep_default_na=False,
        na_values=[""],
    )
    key = resource["schema"]["primaryKey"]
    if len(key) == 1:
        frame.index = pd.Index(frame[key[0]].array)
    frame.attrs = {
        "table": name,
        "title": resource["title"],
        "row": resource["description"],
        "units": {field["name"]: field["unit"] for field in fields if "unit" in field},
    }
    return frame


def _dtype(field: dict[str, Any]) -> Any:  # noqa: ANN401 - a name or a dtype
    if "categories" in field:
        return pd.CategoricalDtype(_names(field), ordered=True)
    return _DTYPES[field["type"]]


def _names(field: dict[str, Any]) -> list[str]:
    return [category["value"] for category in field.get("categories", [])]


def _verified(frame: pd.DataFrame) -> pd.DataFrame:
    if "verification" in frame:
        frame = frame[frame["verification"] != "none"]
    frame = frame.copy()
    if "recalled_fields" in frame:
        recalled = frame["recalled_fields"].fillna("").str.split(";")
        for column in recalled.explode().unique():
            if column:
                frame.loc[[column in names for names in recalled], column] = pd.NA
    return frame
