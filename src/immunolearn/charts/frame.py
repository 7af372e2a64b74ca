"""The house frame: what every chart asks of its rows, and what it says about them."""

from __future__ import annotations

from html import escape
from itertools import pairwise
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import pandas as pd
import plotly.graph_objects as go

from immunolearn.display import theme
from immunolearn.errors import ImmunolearnError
from immunolearn.evidence import cite, load_table, ratios, results

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

NOT_RANDOMISED = (
    "Arms of different trials were not randomised against each other: their patients differ, not only their treatment."
)
# Pixels, so that nothing depends on the width of the page
TITLE_LINE, HEAD, FOOT, AXIS_TITLE = 21, 30, 36, 22
TITLE_LETTERS = 33


class ChartError(ImmunolearnError, ValueError):
    """Rows that cannot be drawn honestly; the message says why."""


def selected(given: pd.DataFrame | str | Iterable[str], *, measure: str) -> pd.DataFrame:
    """Give rows of results: those given, or those of trials and arms named by key.

    Parameters
    ----------
    given
        Rows of :func:`immunolearn.results`, or keys of trials (``"emilia"``) and arms (``"emilia/t-dm1"``).
    measure
        What to look up where keys are given.

    Raises
    ------
    ChartError
        If trials and arms are mixed.
    UnknownNameError
        If a key or the measure is not known.
    """
    if isinstance(given, pd.DataFrame):
        return given
    keys = [given] if isinstance(given, str) else list(given)
    arms = [key for key in keys if "/" in key]
    if arms and len(arms) < len(keys):
        raise ChartError(
            f"Trials and arms are mixed: {', '.join(keys)}. Name arms only, as emilia/t-dm1, or trials only."
        )
    return results(measure, arms=arms) if arms else results(measure, trials=keys)


def selected_ratios(given: pd.DataFrame | str | Iterable[str], *, endpoint: str) -> pd.DataFrame:
    """Give rows of ratios: those given, or those of trials named by key.

    Raises
    ------
    UnknownNameError
        If a trial or the endpoint is not known.
    """
    if isinstance(given, pd.DataFrame):
        return given
    return ratios(endpoint, trials=[given] if isinstance(given, str) else list(given))


def checked(
    frame: pd.DataFrame, columns: Collection[str], *, name: str = "trial_id", value: str = "value"
) -> pd.DataFrame:
    """Give the frame back, if it has the columns, and values inside their intervals.

    Parameters
    ----------
    frame
        Rows to be drawn.
    columns
        What the chart reads.
    name, value
        Columns with the row's name, for messages, and with the figure that its interval holds.

    Raises
    ------
    ChartError
        Naming the columns or row at fault.
    """
    missing = sorted(set(columns) - set(frame.columns))
    if missing:
        raise ChartError(
            f"The frame has no column {', '.join(map(repr, missing))}; it has "
            f"{', '.join(map(str, frame.columns)) or 'none'}. Give rows as the function's help says."
        )
    _refuse(frame, frame[value].isna(), name, "There is no value.")
    if "ci_low" in columns:
        outside = (frame[value] < frame["ci_low"]) | (frame[value] > frame["ci_high"])
        _refuse(frame, outside, name, f"{{{value}:g}} lies outside its interval, {{ci_low:g}} to {{ci_high:g}}.")
    return frame


def _refuse(frame: pd.DataFrame, bad: pd.Series[bool], name: str, why: str) -> None:
    for _, row in frame[bad.fillna(value=False)].iterrows():
        raise ChartError(f"{row[name]}: {why.format(**row)} Mend the row, or leave it out.")


def measures(frame: pd.DataFrame, *, kind: str) -> dict[str, str]:
    """Names of the frame's measures as they are read, if they are of the kind that a chart draws.

    Raises
    ------
    ChartError
        Naming both kinds.
    """
    known = load_table("measures")
    names = {}
    for name in frame["measure"].unique():
        row = known.loc[name]
        if row["kind"] != kind:
            raise ChartError(f"{row['label']} is a {row['kind']}; this chart draws a {kind}. Use another chart.")
        names[str(name)] = str(row["label"])
    return names


def measure(frame: pd.DataFrame, *, kind: str) -> str:
    """Name of the frame's only measure as it is read.

    Raises
    ------
    ChartError
        If there are several, or it is of another kind.
    """
    names = measures(frame, kind=kind)
    if len(names) > 1:
        raise ChartError(f"The frame mixes {' and '.join(sorted(names))}: they are not alike. Draw one in a chart.")
    return next(iter(names.values()))


def one_for_all(frame: pd.DataFrame, column: str) -> str | None:
    """Give the value that all rows share, or None where they differ or one is not known."""
    values = frame[column].unique()
    return str(values[0]) if len(values) == 1 and frame[column].notna().all() else None


def across_trials(frame: pd.DataFrame) -> str:
    """Warning that a caption needs as soon as there are two trials."""
    return NOT_RANDOMISED if len(frame["trial_id"].unique()) > 1 else ""


def number(count: int, thing: str) -> str:
    """Count things in words.

    Examples
    --------
    >>> number(1, "arm"), number(2, "arm")
    ('1 arm', '2 arms')
    """
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def house(
    title: str | None,
    otherwise: str,
    *,
    areas: Sequence[int],
    alt: str,
    caption: Iterable[str],
    table: pd.DataFrame,
    references: Iterable[object] = (),
    fold: str | None = None,
    foot: int = FOOT,
) -> tuple[go.Figure, list[tuple[float, float]]]:
    """Make an empty figure with everything that a chart carries but its marks.

    Parameters
    ----------
    title, otherwise
        What is seen, in a sentence, and what stands there if the author gives none: the name of what is plotted.
    areas
        Heights in pixels of what stands below each other, from the top: a key, panels, gaps between.
    alt, caption
        Sentence for those who do not see it, and sentences that stand under it.
    table, references
        What is drawn, as data, and the keys of its sources.
    fold
        Column of the table by whose values it is folded.
    foot
        Pixels below for the labels of the axis.

    Returns
    -------
    tuple
        The figure, and each area's share of the height as plotly's ``domain``.

    Raises
    ------
    ChartError
        If the title is empty.
    """
    if title is not None and not title.strip():
        raise ChartError("The title is empty. Say in a sentence what is seen, or leave it out.")
    heading = wrap(title or otherwise, TITLE_LETTERS)
    top, height = TITLE_LINE * len(heading) + HEAD, sum(areas)
    figure = go.Figure(
        layout={
            "template": _template(),
            "height": top + height + foot,
            "margin": {"b": foot, "t": top},
            "title_text": "<br>".join(map(escape, heading)),
            "meta": notes(alt=alt, caption=caption, table=table, references=references, fold=fold),
        }
    )
    edges = [sum(areas[:place]) for place in range(len(areas) + 1)]
    domains = [(1 - low / height, 1 - high / height) for high, low in pairwise(edges)]
    return figure, [(round(max(low, 0), 4), round(high, 4)) for low, high in domains]


def nothing(what: str, *, title: str | None = None) -> go.Figure:
    """Say that a selection is empty, in a sentence instead of an axis.

    Parameters
    ----------
    what
        What was looked for.
    title
        The chart's title.
    """
    sentence = f"Nothing to draw: the selection holds no {what} that was read in a text."
    figure, _ = house(
        title, what[0].upper() + what[1:], areas=[60], alt=sentence, caption=[], table=pd.DataFrame(), foot=8
    )
    lines = "<br>".join(wrap(sentence, 44))
    figure.add_annotation(text=lines, y=1, yref="paper", font={"size": 14, "color": theme.SOFT})
    hidden = {"fixedrange": True, "visible": False}
    return figure.update_layout(xaxis=hidden, yaxis=hidden)


def notes(
    *,
    alt: str,
    caption: Iterable[str],
    table: pd.DataFrame,
    references: Iterable[object] = (),
    fold: str | None = None,
) -> dict[str, Any]:
    """Notes that a figure carries in ``layout.meta`` for the renderer: sentences, sources and data.

    A cell that is a source, as :func:`source` gives it, becomes a link.
    """
    keys = dict.fromkeys(str(key) for key in references if not pd.isna(key))  # type: ignore[call-overload]
    return {
        "immunolearn": {
            "alt": alt,
            "caption": " ".join(sentence for sentence in caption if sentence),
            "source": [source(key) for key in keys],
            "table": {
                "columns": list(table.columns),
                "rows": table.astype(object).where(table.notna(), "").to_numpy().tolist(),
                **({"fold": fold} if fold else {}),
            },
        }
    }


def source(reference: str) -> dict[str, str | None]:
    """Give a reference as the renderer links it: its label, and the most permanent of its addresses."""
    citation = cite(reference)
    return {"text": citation.label, "href": citation.links[0][1] if citation.links else None}


def _template() -> dict[str, Any]:
    """House template, with labels that stand at the left edge on paper of their own."""
    template = theme.template()
    template["layout"]["annotationdefaults"] = {
        "align": "left",
        "bgcolor": theme.PAPER,
        "borderpad": 0,
        "font": {"size": 12.5},
        "showarrow": False,
        "x": 0,
        "xanchor": "left",
        "xref": "paper",
        "yanchor": "top",
    }
    template["layout"]["showlegend"] = False
    mark = {"cliponaxis": False, "hovertemplate": "%{hovertext}<extra></extra>", "marker": {"opacity": 1}}
    template["data"] = {"scatter": [{"type": "scatter", **mark}]}
    return template
