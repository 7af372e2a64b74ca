"""Interval explorer: how sure a response rate is, and what "95 %" means over many trials."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from immunolearn.display import theme
from immunolearn.evidence import load_table, results
from immunolearn.statistics import StatisticsError, clopper_pearson_interval, wilson_interval
from immunolearn.statistics_elements.frame import Table, between, checked_whole, explorer, percent, words
from immunolearn.statistics_elements.picture import MISSED, Chart
from immunolearn.statistics_elements.simulate import repeat_trials

if TYPE_CHECKING:
    from immunolearn.display.element import Element
    from immunolearn.statistics import Interval

MOST = 2000
COUNT = 100


def interval_explorer(
    *,
    arm: str | None = None,
    measure: str = "orr",
    events: int = 4,
    n: int = 20,
    seed: int = 1,
    title: str | None = None,
    **where: object,
) -> Element:
    """Explore how sure a rate is: its intervals, and those of a hundred simulated trials.

    Parameters
    ----------
    arm
        Start from an arm whose counts were published, as ``"hd-il2-melanoma/hd-il2"``.
    measure
        Full or short name of a proportion of patients, for that arm.
    events, n
        Without an arm: responders and patients to start from.
    seed
        Of the simulated trials, a whole number of 32 bits.
    title
        By default what it starts from.
    **where
        Conditions on columns of the table ``outcomes``, to choose the arm's row.

    Returns
    -------
    Element
        Wilson's and the exact interval, computed in the page as :mod:`immunolearn.statistics` does; where
        nothing runs, picture, sentences and numbers of what it starts from.

    Raises
    ------
    StatisticsError
        If the arm's row has no counts, or the counts cannot be; the message says which.
    ImmunolearnError
        If there is no such arm, measure or row.
    """
    word = words("interval")
    family, references, published, what = None, [], None, word["title"]
    if arm is not None:
        row = _row(arm, measure, where)
        events, n = int(row["events"]), int(row["n"])
        family, references, published = theme.family_of(row["therapy_class"]), [row["reference"]], _published(row)
        what = word["title_trial"].format(measure=row["label"], regimen=row["regimen"], trial=row["trial"])
    n = checked_whole("n", n, least=1, most=MOST)
    events = checked_whole("events", events, least=0, most=n)
    rate = int(100 * events / n + 0.5) / 100
    trials = repeat_trials(rate, n=n, count=COUNT, seed=seed)
    ranges = {
        word["wilson"]: wilson_interval(events, n),
        word["exact"]: clopper_pearson_interval(events, n),
    }
    wilsons = [wilson_interval(k, n) for k in trials]
    missed = sum(not i.low <= rate <= i.high for i in wilsons)
    counts: dict[str, Any] = {"events": events, "n": n, "count": COUNT, "missed": missed, "rate": percent(rate)}
    named = {"wilson": between(*_ends(ranges[word["wilson"]])), "exact": between(*_ends(ranges[word["exact"]]))}
    rows = [[name, *(percent(end, 1) for end in _ends(i))] for name, i in ranges.items()]
    if published:
        rows.append([word["published"], *(percent(end, 1) for end in published)])
    return explorer(
        "interval",
        title=title or what,
        caption=word["caption"],
        data={"events": events, "n": n, "seed": seed, "count": COUNT, "published": published, "family": family},
        picture=_picture(ranges, events / n, rate, list(zip(trials, wilsons, strict=True)), n),
        alt=word["picture"].format(**counts),
        sentences=[
            word["result"].format(**counts | named | {"rate": percent(events / n, 1)}),
            word["missed"].format(**counts, method=word["wilson"]),
        ],
        table=Table([word["interval"], word["low"], word["high"]], rows),
        references=references,
    )


def _row(arm: str, measure: str, where: dict[str, Any]) -> dict[Any, Any]:
    frame = results(measure, arms=[arm], **where)
    row: dict[Any, Any] = frame.iloc[0].to_dict()
    described = load_table("measures").loc[row["measure"]]
    if described["kind"] != "proportion" or len(frame) > 1 or pd.isna(row["events"]) or pd.isna(row["n"]):
        raise StatisticsError(
            f"{len(frame)} row(s) give {row['measure']} of {arm}; the explorer starts from one proportion whose "
            "events and patients were published. Choose another arm, or give events and n."
        )
    trial = row["cancer"] if pd.isna(row["acronym"]) else row["acronym"]
    return row | {"label": described["label"], "trial": trial}


def _published(row: dict[Any, Any]) -> list[float] | None:
    """The interval that the source itself prints for these counts, as fractions of one."""
    frame = load_table("outcomes")
    keys = ["trial_id", "arm_id", "measure", "events", "n", "reference"]
    same = frame[(frame[keys] == pd.Series({key: row[key] for key in keys})).all(axis="columns")]
    printed = same[same["ci_low"].notna() & same["ci_high"].notna() & (same["ci_level"] == 95)]  # noqa: PLR2004
    return None if printed.empty else [float(printed.iloc[0][end]) / 100 for end in ("ci_low", "ci_high")]


def _ends(interval: Interval) -> tuple[float, float]:
    return interval.low, interval.high


def _picture(ranges: dict[str, Interval], share: float, rate: float, trials: list[tuple[int, Interval]], n: int) -> str:
    """Named intervals above, those of the simulated trials below."""
    rows, top = len(trials), 34
    chart = Chart((0, 100), (0, rows + top), 330, words("interval")["axis"], range(0, 101, 20), x_unit=" %")
    for i, (name, around) in enumerate(ranges.items()):
        y = rows + top - 8 - 16 * i
        chart.text(f"{name}: {between(*_ends(around))}", 0, y + 3)
        chart.line([(100 * around.low, y - 3), (100 * around.high, y - 3)])
        chart.dot(100 * share, y - 3)
    for i, (responders, around) in enumerate(trials):
        y, misses = rows - i - 1, not around.low <= rate <= around.high
        ends = [(100 * around.low, y), (100 * around.high, y)]
        if misses:
            chart.line(ends, colour=MISSED, width=2)
            chart.cross(100 * responders / n, y, colour=MISSED, r=3.5)
        else:
            chart.line(ends, width=0.8)
    chart.line([(100 * rate, 0), (100 * rate, rows)], colour=theme.INK, width=1.5)
    return chart.svg()
