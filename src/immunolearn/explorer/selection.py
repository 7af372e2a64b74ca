"""Which rows of a table fit, and how the explorer of a table shows itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias

import pandas as pd

from immunolearn.errors import ImmunolearnError, check_known
from immunolearn.evidence import describe, load_table
from immunolearn.explorer import html

if TYPE_CHECKING:
    from collections.abc import Iterator

Choice: TypeAlias = str | tuple[int, int]
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
_OF_THE_TRIAL = ["cancer", "year", "reference"]
_YEAR = re.compile(r"\d{4}(-\d\d-\d\d)?")
_SUBTYPE = re.compile(r" \([^()]*\)$")


class Explorer:
    """A table with filters; made by :func:`explore`.

    In a live kernel it is a panel with a control for each filter, the rows that fit, their number per year, and
    a download. Everywhere else it is the rows of its first view.
    """

    def __init__(self, name: str, *, include_unverified: bool, chosen: dict[str, Choice | None]) -> None:
        self.name = name
        self.about = describe(name)
        self.table = _with_trial(load_table(name, include_unverified=include_unverified).reset_index(drop=True))
        self.options = dict(_options(self.table, self._filters()))
        self.chosen: dict[str, Choice] = {}
        self.choose(**chosen)
        self._panel: Any = None

    @property
    def title(self) -> str:
        """Title of the table."""
        return str(self.about.attrs["title"])

    @property
    def frame(self) -> pd.DataFrame:
        """The rows that fit the filters, with all columns; the newest first where there are years."""
        fits = pd.Series(data=True, index=self.table.index)
        for field, choice in self.chosen.items():
            fits &= _meets(self.table[field], choice)
        rows = self.table[fits]
        if year := self._year_field():
            newest = _years(rows[year]).sort_values(ascending=False, kind="stable", na_position="last")
            rows = rows.loc[newest.index]
        return rows.reset_index(drop=True)

    @property
    def years(self) -> pd.Series[Any] | None:
        """Year of each row that fits, by the first filter that is a year; None where the table has none."""
        field = self._year_field()
        return _years(self.frame[field]) if field else None

    def _year_field(self) -> str | None:
        return next((field for field, options in self.options.items() if isinstance(options, range)), None)

    def choose(self, **chosen: Choice | None) -> None:
        """Set filters.

        Parameters
        ----------
        **chosen
            By field a value or two years, as in :func:`explore`; None for all.

        Raises
        ------
        UnknownNameError
            If there is no such filter or no such value.
        """
        for field, choice in chosen.items():
            self._checked_field(field)
            if choice is None:
                self.chosen.pop(field, None)
            else:
                self.chosen[field] = self._checked(field, choice)

    def _filters(self) -> list[str]:
        """Fields that the descriptor marks first, then those with a closed vocabulary; verification last."""
        trial = describe("trials").loc[[field for field in _OF_THE_TRIAL if field in self.table]]
        about = pd.concat([self.about, trial])
        about = about[~about.index.duplicated() & (about["filter"] | (about["values"] != ""))]
        return sorted(about.index, key=lambda field: (field == "verification", not about.loc[field, "filter"]))

    def _checked_field(self, field: str) -> None:
        check_known(f"filter of {self.name}", field, self.options)

    def _checked(self, field: str, choice: Choice) -> Choice:
        self._checked_field(field)
        options = self.options[field]
        if isinstance(options, range):
            return _two_years(field, choice)
        check_known(field, choice, options)
        return choice

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        from immunolearn.explorer.panel import panel  # noqa: PLC0415 - loads ipywidgets

        static = html.static(self)
        if self._panel is None:
            self._panel = panel(self)
        view = {"version_major": 2, "version_minor": 0, "model_id": self._panel.model_id}
        return {WIDGET_VIEW: view, "text/html": static, "text/plain": repr(self)}

    def __repr__(self) -> str:
        return f"<explorer of {self.name}>"


def explore(name: str, *, include_unverified: bool = False, **chosen: Choice | None) -> Explorer:
    """Look through a table: filter it, read it, download it as CSV.

    Parameters
    ----------
    name
        One of :func:`immunolearn.tables`.
    include_unverified
        Also show rows and values that were not read in a text.
    **chosen
        First choices, by field: a value, as ``therapy_class="car-t"``, or two years, as ``year=(2010, 2020)``; None
        for all.
        Filters are the fields that the table's descriptor marks and those with a closed vocabulary; results of
        trials can be filtered by the ``cancer`` and ``year`` of their trial too.

    Returns
    -------
    Explorer
        Shown as the last line of a cell. Its ``frame`` holds the rows that fit at the moment.

    Raises
    ------
    UnknownNameError
        If there is no such table, filter or value; the message offers the nearest.
    ImmunolearnError
        If a year is not given as two years.

    Examples
    --------
    >>> sorted(explore("therapies", therapy_class="car-t", target="BCMA").frame["inn_name"])
    ['ciltacabtagene autoleucel', 'idecabtagene vicleucel']
    """
    return Explorer(name, include_unverified=include_unverified, chosen=chosen)


def _with_trial(table: pd.DataFrame) -> pd.DataFrame:
    """Give figures of a trial the trial's cancer and year, and its source where they have none."""
    if "trial_id" not in table or "cancer" in table:
        return table
    trials = load_table("trials", include_unverified=True).reset_index(drop=True)
    missing = [field for field in _OF_THE_TRIAL if field not in table]
    return table.merge(trials[["trial_id", *missing]], on="trial_id", how="left", validate="m:1")


def _options(table: pd.DataFrame, fields: list[str]) -> Iterator[tuple[str, list[str] | range]]:
    """Values to choose from in their order, or the range of years; a field that does not vary is left out."""
    for field in fields:
        values = table[field].dropna()
        options: list[str] | range
        if isinstance(values.dtype, pd.CategoricalDtype):
            options = [value for value in values.cat.categories if (values == value).any()]
        elif len(values) and values.astype("string").str.fullmatch(_YEAR).all():
            options = range(int(_years(values).min()), int(_years(values).max()) + 1)
        else:
            options = sorted({part for value in values for part in _parts(str(value))}, key=str.casefold)
        if len(options) > 1:
            yield field, options


def _years(values: pd.Series[Any]) -> pd.Series[Any]:
    return values.astype("string").str[:4].astype("Int64")


def _parts(value: str) -> set[str]:
    """Parts of a list, and each without its subtype in brackets."""
    parts = {part.strip() for part in value.split(";")}
    return parts | {_SUBTYPE.sub("", part) for part in parts}


def _meets(values: pd.Series[Any], choice: Choice) -> pd.Series[bool]:
    if isinstance(choice, tuple):
        return _years(values).between(*choice).fillna(value=False).astype(bool)
    return pd.Series([not pd.isna(value) and choice in {value, *_parts(str(value))} for value in values], values.index)


def _two_years(field: str, choice: object) -> tuple[int, int]:
    if isinstance(choice, tuple | list) and len(choice) == 2:  # noqa: PLR2004 - from, to
        first, last = choice
        if type(first) is int and type(last) is int and first <= last:
            return first, last
    raise ImmunolearnError(f"{field}={choice!r} was given; give the first and the last year, as {field}=(2010, 2020).")
