"""Conditional survival: what the chance is from here, for those who have come so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from immunolearn.display import theme
from immunolearn.evidence import load_table, results
from immunolearn.statistics import StatisticsError, conditional_survival, kaplan_meier
from immunolearn.statistics_elements.frame import Table, between, explorer, percent, said, words
from immunolearn.statistics_elements.picture import Chart
from immunolearn.statistics_elements.simulate import random_numbers

if TYPE_CHECKING:
    from collections.abc import Callable

    from immunolearn.display.element import Element

PATIENTS = 60
FOLLOWED = (24, 72)
"""Months that a simulated patient is followed at most: drawn evenly from between."""
LONG_TERM, MEDIAN = 0.25, 12
"""Share of simulated patients without an event ever, and median months of the others."""


def conditional_survival_explorer(
    *,
    arm: str | None = None,
    measure: str = "os",
    survived: int = 12,
    to: int = 36,
    seed: int = 1,
    title: str | None = None,
    **where: object,
) -> Element:
    """Explore survival from here on, for those who have come so far: S(t + s) / S(s).

    Parameters
    ----------
    arm
        An arm whose landmarks were published, as ``"ca184-024/ipi-dtic"``; by default simulated patients.
    measure
        Full or short name of a survival measure, for that arm.
    survived, to
        Months to start with; of an arm they are among its published landmarks (or 0).
    seed
        Of the simulated patients, a whole number of 32 bits.
    title
        By default what the curve is of.
    **where
        Conditions on columns of the table ``outcomes``, to choose the arm's rows.

    Returns
    -------
    Element
        Landmarks are never joined into a curve: the line moves from one to the next.

    Raises
    ------
    StatisticsError
        If the arm has fewer than two landmarks, or the months are not what can be chosen.
    ImmunolearnError
        If there is no such arm, measure or row.
    """
    word = words("conditional")
    start = _simulated(seed, word) if arm is None else _published(arm, measure, where, word)
    share, times = start["share"], start["times"]
    possible = [time for time in times if time < times[-1] and share(time) > 0]
    if survived not in possible or to not in times or not survived < to:
        raise StatisticsError(
            f"From {survived!r} to {to!r} months was asked for; choose from {_list(possible)}, to a later one of "
            f"{_list(times[1:])}."
        )
    from_here, interval = share(to) / share(survived), ""
    if arm is None:
        seen = start["data"]["patients"]
        estimate = conditional_survival(
            [p["time"] for p in seen], observed=[p["observed"] for p in seen], survived=survived, further=to - survived
        )
        interval = between(estimate.interval.low, estimate.interval.high)
    values = {
        "from": word["after"].format(time=said(survived)) if survived else word["at_start"],
        "to": word["after"].format(time=said(to)),
        "state": start["state"],
        "before": said(100 * share(survived), 0),
        "after": said(100 * share(to), 0),
        "of": said(100 * from_here, 0),
        "share": percent(from_here, 1),
        "quotient": f"{percent(share(to), 1)} ÷ {percent(share(survived), 1)}",
    }
    sentences = [
        word["from_start" if survived else "from_start_once"].format(**values),
        word["chance"].format(**values) + (f" {word['with_interval'].format(interval=interval)}" if interval else ""),
    ]
    rows = [
        [said(time), percent(share(time), 1), "" if time < survived else percent(share(time) / share(survived), 1)]
        for time in times
        if arm is not None or time % 12 == 0
    ]
    return explorer(
        "conditional",
        title=title or start["title"],
        caption=f"{start['caption']} {word['caption_from']}",
        data={"survived": survived, "to": to, **start["data"]},
        picture=_picture(start, survived, to),
        alt=word["picture"].format(survived=survived, to=to, after=values["after"], state=values["state"]),
        sentences=sentences,
        table=Table([word["time"], word["from_all"], word["from_here"]], rows),
        references=start["references"],
        extra={"state": start["state"]},
    )


def _simulated(seed: int, word: dict[str, str]) -> dict[str, Any]:
    numbers = random_numbers(seed)
    patients = []
    for _ in range(PATIENTS):
        event, limit = next(numbers), next(numbers)
        longest = FOLLOWED[0] + limit * (FOLLOWED[1] - FOLLOWED[0])
        time = -MEDIAN * np.log2(event / (1 - LONG_TERM)) if 0 < event < 1 - LONG_TERM else np.inf
        patients.append({"time": max(0.1, round(min(time, longest), 1)), "observed": bool(time <= longest)})
    curve = kaplan_meier([p["time"] for p in patients], observed=[p["observed"] for p in patients])
    points = list(zip(curve["time"], curve["survival"], strict=True))

    def share(time: float) -> float:
        return float(curve.loc[curve["time"] <= time, "survival"].iloc[-1])

    return {
        "share": share,
        "times": list(range(int(curve["time"].iloc[-1]) + 1)),
        "points": points,
        "state": word["state_os_rate"],
        "title": word["title"],
        "caption": word["caption"].format(n=PATIENTS),
        "data": {"patients": patients},
        "references": [],
    }


def _published(arm: str, measure: str, where: dict[str, Any], word: dict[str, str]) -> dict[str, Any]:
    frame = results(measure, arms=[arm], **where).dropna(subset="at_months").sort_values("at_months")
    kind = load_table("measures").loc[frame["measure"].iloc[0], "kind"] if len(frame) else ""
    if kind != "survival" or len(frame) < 2 or not frame["at_months"].is_unique:  # noqa: PLR2004 - from one landmark there is no other to go to
        raise StatisticsError(
            f"{len(frame)} landmark(s) of {measure} were published together for {arm}; two or more of one survival "
            "measure are needed. Choose another arm, or leave it out for simulated patients."
        )
    first = frame.iloc[0]
    shares = {0: 1.0} | {int(row["at_months"]): row["value"] / 100 for _, row in frame.iterrows()}
    ends = {0: (None, None)} | {int(r["at_months"]): _interval(r) for _, r in frame.iterrows()}
    label = load_table("measures").loc[first["measure"], "label"]
    trial = first["cancer"] if pd.isna(first["acronym"]) else first["acronym"]
    landmarks = [{"time": t, "survival": s, "low": ends[t][0], "high": ends[t][1]} for t, s in shares.items()]
    share: Callable[[float], float] = shares.__getitem__
    return {
        "share": share,
        "times": list(shares),
        "points": list(shares.items()),
        "state": word[f"state_{first['measure']}"],
        "title": word["title_trial"].format(measure=label, regimen=first["regimen"], trial=trial),
        "caption": word["caption_trial"].format(data=first["as_of"]),
        "data": {"landmarks": landmarks, "family": theme.family_of(first["therapy_class"])},
        "references": frame["reference"].dropna().tolist(),
    }


def _interval(row: pd.Series[Any]) -> tuple[float | None, float | None]:
    known = not (pd.isna(row["ci_low"]) or pd.isna(row["ci_high"]))
    return (row["ci_low"] / 100, row["ci_high"] / 100) if known else (None, None)


def _list(times: list[int]) -> str:
    return f"{times[0]} to {times[-1]}" if times == list(range(times[0], times[-1] + 1)) else ", ".join(map(str, times))


def _picture(start: dict[str, Any], survived: int, to: int) -> str:
    word, last = words("conditional"), start["times"][-1]
    points = [(min(time, last), 100 * share) for time, share in start["points"]]
    chart = Chart((0, last), (0, 108), 260, word["axis"], range(0, last + 1, 12), range(0, 101, 25), y_unit=" %")
    landmarks = start["data"].get("landmarks")
    family = start["data"].get("family")
    colour = theme.tokens()["families"][family]["light"] if family else theme.tokens()["state"]["accent"]["light"]
    if landmarks is None:
        chart.steps(points, colour=colour)
    else:
        chart.line(points, colour=colour, width=2, dash="1 5")
        for mark in landmarks:
            if mark["low"] is not None:
                chart.line([(mark["time"], 100 * mark["low"]), (mark["time"], 100 * mark["high"])], colour=colour)
            hollow = mark["time"] > 0 and mark["low"] is None
            chart.dot(mark["time"], 100 * mark["survival"], colour=colour, hollow=hollow)
    chart.line([(survived, 0), (survived, 104)], colour=theme.INK, width=2)
    chart.line([(to, 0), (to, 104)], colour=theme.SOFT, width=1, dash="2 3")
    chart.text(f"{word['survived']}: {survived}", survived + last / 80, 102)
    return chart.svg()
