"""Benefit and harm of the same arms, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from immunolearn.charts import arms
from immunolearn.charts.frame import (
    ChartError,
    across_trials,
    checked,
    house,
    measures,
    nothing,
    number,
    one_for_all,
    selected,
)
from immunolearn.charts.rates import COLUMNS
from immunolearn.charts.stack import GAP, Entry, dots, key, samples, stack
from immunolearn.display import theme
from immunolearn.evidence import load_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    import plotly.graph_objects as go

ARM = ["trial_id", "arm_id"]
HARM_SYMBOL = "triangle-down"


def benefit_and_harm(
    frame: pd.DataFrame | Iterable[str],
    *,
    benefit: str = "orr",
    harm: str = "grade3plus_trae",
    title: str | None = None,
) -> go.Figure:
    """Draw what an arm gains and what it suffers on one axis: response above, severe side effects below it.

    Do not use it to weigh the two: a response and a side effect are not of one size. Rates graded by different
    scales stand in one chart only with the scale beside each.

    Parameters
    ----------
    frame
        Rows of :func:`immunolearn.results` for one measure that is better higher and one that is better lower,
        joined by ``pandas.concat``; or keys of arms.
    benefit, harm
        What to look up where keys are given, for example ``"cr"`` and ``"crs_grade3plus"``.
    title
        What the chart shows, in a sentence.

    Returns
    -------
    plotly.graph_objects.Figure
        Arms that have both figures. Benefit has the colour of the therapy's family, harm is grey.

    Raises
    ------
    ChartError
        If the frame lacks a column, or has not exactly one measure of each kind.
    UnknownNameError
        If a key or measure is not known.
    """
    if not isinstance(frame, pd.DataFrame):
        keys = [frame] if isinstance(frame, str) else list(frame)
        frame = pd.concat([selected(keys, measure=name) for name in (benefit, harm)], ignore_index=True)
    rows = checked(frame, COLUMNS)
    if rows.empty:
        return nothing("arm with a response and a side effect", title=title)
    labels = measures(rows, kind="proportion")
    better = load_table("measures")["better"]
    good, bad = ([name for name in labels if better[name] == way] for way in ("higher", "lower"))
    if len(good) != 1 or len(bad) != 1:
        raise ChartError(
            f"The frame has {', '.join(labels.values())}. Give one measure that is better higher and one that is "
            "better lower, as orr and grade3plus_trae."
        )
    pairs = _pairs(rows, good[0], bad[0])
    if not pairs:
        return nothing("arm with both figures", title=title)
    what, suffered = labels[good[0]], labels[bad[0]]
    classes = list(dict.fromkeys(str(gain["therapy_class"]) for gain, _ in pairs))
    named = [what] if len(classes) == 1 else [f"{what}, {theme.label(name)}" for name in classes]
    placed_key = key([*map(Entry, named), Entry(suffered)])
    rules = ("criteria", "grading_scale")
    mixed = [len({str(pair[place][rules[place]]) for pair in pairs}) > 1 for place in (0, 1)]
    placed = stack([("", [_entry(*pair, mixed=mixed) for pair in pairs])])
    gains = pd.DataFrame([gain for gain, _ in pairs]).assign(y=[y for y, _ in placed.marks])
    harms = pd.DataFrame([loss for _, loss in pairs]).assign(y=[y for _, y in placed.marks])
    table = pd.concat([arms.table(gains, extra=["measure"]), arms.table(harms, extra=["measure"])])
    figure, (area, _, panel) = house(
        title,
        f"{what} and {suffered[0].lower()}{suffered[1:]}",
        areas=[placed_key.height, GAP, placed.height],
        alt=_alt(pairs, what, suffered),
        caption=_caption(rows, gains, harms, what, suffered),
        table=table.rename(columns={"measure": "What"}),
        references=[*gains["reference"], *harms["reference"]],
    )
    looks = [*((theme.colour(name), theme.symbol(name)) for name in classes), (theme.SOFT, HARM_SYMBOL)]
    samples(
        figure,
        placed_key,
        [{"marker": {"color": c, "size": 10, "symbol": s}, "mode": "markers"} for c, s in looks],
        area=area,
    )
    figure.update_layout(xaxis=arms.PERCENT_AXIS, yaxis=placed.axis(panel))
    placed.put(figure)
    for name, part in arms.points(gains).groupby("therapy_class", sort=False, observed=True):
        figure.add_traces(dots(part, colour=theme.colour(str(name)), symbol=theme.symbol(str(name)), name=what))
    figure.add_traces(dots(arms.points(harms), colour=theme.SOFT, symbol=HARM_SYMBOL, name=suffered))
    return figure


def _pairs(rows: pd.DataFrame, good: str, bad: str) -> list[tuple[pd.Series[Any], pd.Series[Any]]]:
    """Both rows of every arm that has both, the greatest benefit first."""
    pairs = []
    for _, part in rows.groupby(ARM):
        gain, loss = part[part["measure"] == good], part[part["measure"] == bad]
        if len(gain) > 1 or len(loss) > 1:
            raise ChartError(f"{'/'.join(part[ARM].iloc[0])} has several rows of a measure. Give one of each.")
        if len(gain) and len(loss):
            pairs.append((gain.iloc[0], loss.iloc[0]))
    return sorted(pairs, key=lambda pair: -pair[0]["value"])


def _entry(gain: pd.Series[Any], loss: pd.Series[Any], *, mixed: list[bool]) -> Entry:
    facts = [arms.trial(gain)]
    for row, column, differs in ((gain, "criteria", mixed[0]), (loss, "grading_scale", mixed[1])):
        rule = f", {arms.known(row[column], otherwise='scale not known')}" if differs else ""
        facts.append(f"{arms.counts(row)}, {arms.percent(row, digits=0)}{rule}")
    return Entry(str(gain["regimen"]), facts, marks=2)


def _caption(rows: pd.DataFrame, gains: pd.DataFrame, harms: pd.DataFrame, what: str, suffered: str) -> list[str]:
    criteria, scale = one_for_all(gains, "criteria"), one_for_all(harms, "grading_scale")
    left_out = rows[ARM].drop_duplicates().shape[0] - len(gains)
    return [
        f"{what} by {criteria}." if criteria else f"{what}; criteria differ or are not known: see each row.",
        f"{suffered} by {scale}." if scale else f"{suffered}; grading scales differ or are not known: see each row.",
        "The two rates of an arm may count different patients and come from different data cuts: see the data.",
        *arms.bars(pd.concat([gains, harms])),
        f"Left out for want of one of the two figures: {number(left_out, 'arm')}." if left_out else "",
        across_trials(gains),
    ]


def _alt(pairs: list[tuple[pd.Series[Any], pd.Series[Any]]], what: str, suffered: str) -> str:
    told = [f"{gain['regimen']}: {gain['value']:.0f} % and {loss['value']:.0f} %." for gain, loss in pairs]
    return f"{what} and {suffered} in {number(len(pairs), 'arm')}. " + " ".join(told)
