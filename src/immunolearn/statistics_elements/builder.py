"""Kaplan-Meier builder: patients are followed, have events or are censored; the curve grows a step at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from immunolearn.statistics import StatisticsError, kaplan_meier
from immunolearn.statistics_elements.frame import Table, checked_whole, explorer, percent, words
from immunolearn.statistics_elements.picture import Chart

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from immunolearn.display.element import Element

NAMES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LONGEST = 120
# Invented: entry into the study, months followed, event seen; the study closes in month 36
INVENTED = [
    *[(0, 5, True), (1, 9, True), (2, 34, False), (4, 12, True), (6, 7, False)],
    *[(8, 16, True), (10, 26, False), (12, 3, True), (15, 21, False), (18, 14, True)],
]
CLOSE = 36


def kaplan_meier_builder(
    *,
    durations: Sequence[int] | None = None,
    observed: Sequence[bool] | None = None,
    entries: Sequence[int] | None = None,
    title: str | None = None,
) -> Element:
    """Build a Kaplan-Meier curve from simulated patients, a step at a time.

    Parameters
    ----------
    durations
        Months from entry to the event or to when the patient was last seen: whole numbers, 1 to 120, of at
        most 26 patients. By default ten invented patients.
    observed
        True where the event was seen, False where the patient was censored.
    entries
        Months from the beginning of the study to each patient's entry; by default all enter at once.
    title
        By default one that says how many patients are simulated.

    Returns
    -------
    Element
        In the page each patient can be changed; where nothing runs, the finished curve with every step.

    Raises
    ------
    StatisticsError
        If the sequences do not fit, or hold what cannot be; the message names it.
    """
    word = words("builder")
    patients, close = _patients(durations, observed, entries)
    n = len(patients)
    until = min(LONGEST, max(12, -(-max(patient["time"] for patient in patients) // 6) * 6))
    curve = kaplan_meier([p["time"] for p in patients], observed=[p["observed"] for p in patients])
    last = curve.iloc[-1]
    head = [word[name] for name in ("time", "at_risk", "events", "censored", "survival")]
    whole = curve[["time", "at_risk", "events", "censored"]].astype(int).astype(str)
    rows = [
        [*cells, percent(share, 1)] for cells, share in zip(whole.to_numpy().tolist(), curve["survival"], strict=True)
    ]
    return explorer(
        "builder",
        title=title or word["title"].format(n=n),
        caption=word["caption"],
        data={"patients": patients, "until": until, "close": close},
        picture=_picture(patients, curve, until),
        alt=word["picture"].format(n=n, survival=percent(last["survival"]), time=f"{last['time']:g}"),
        sentences=[_told(word, last.to_dict()), _product(word, curve)],
        table=Table(head, rows),
    )


def _patients(
    durations: Sequence[int] | None, observed: Sequence[bool] | None, entries: Sequence[int] | None
) -> tuple[list[dict[str, Any]], int | None]:
    close = CLOSE if durations is None else None
    if durations is None:
        entries, durations, observed = zip(*INVENTED, strict=True)
    if observed is None:
        raise StatisticsError("Durations were given without observed flags. Give True or False for every patient.")
    entries = [0] * len(durations) if entries is None else entries
    if not len(entries) == len(durations) == len(observed) or not 1 <= len(durations) <= len(NAMES):
        raise StatisticsError(
            f"{len(durations)} durations, {len(observed)} observed flags and {len(entries)} entries were given; give "
            f"one of each for 1 to {len(NAMES)} patients."
        )
    patients = [
        {
            "name": NAMES[i],
            "entry": checked_whole(f"The entry of patient {NAMES[i]}", entry, least=0, most=LONGEST),
            "time": checked_whole(f"The duration of patient {NAMES[i]}", time, least=1, most=LONGEST),
            "observed": bool(seen),
        }
        for i, (entry, time, seen) in enumerate(zip(entries, durations, observed, strict=True))
    ]
    return patients, close


def _told(word: dict[str, str], row: dict[Any, Any]) -> str:
    events, censored = row["events"] > 0, row["censored"] > 0
    name = "both" if events and censored else "event" if events else "loss" if censored else "start"
    return word[f"told_{name}"].format(
        time=f"{row['time']:g}",
        atRisk=f"{row['at_risk']:g}",
        events=f"{row['events']:g}",
        censored=f"{row['censored']:g}",
        survival=percent(row["survival"]),
        left=f"{row['at_risk'] - row['events'] - row['censored']:g}",
    )


def _product(word: dict[str, str], curve: pd.DataFrame) -> str:
    falls = curve[curve["events"] > 0]
    factors = [f"{n - k:g}/{n:g}" for n, k in zip(falls["at_risk"], falls["events"], strict=True)]
    last = curve.iloc[-1]
    return word["product"].format(
        time=f"{last['time']:g}",
        factors=" \N{MULTIPLICATION SIGN} ".join(factors) or "1",
        survival=percent(last["survival"], 1),
    )


def _picture(patients: list[dict[str, Any]], curve: pd.DataFrame, until: int) -> str:
    """Lines of the patients above, their curve below, on one axis of time."""
    rows, low = len(patients), 100.0
    height = 230 + 16 * rows
    lane = 16 * low / 220
    word = words("builder")
    ticks = np.arange(0, until + 1, 6 if until <= 48 else 12)  # noqa: PLR2004 - what a narrow picture can hold
    top = low + lane * (rows + 1)
    chart = Chart((0, until), (0, top), height, word["axis"], ticks, range(0, 101, 25), y_unit=" %")
    for i, patient in enumerate(patients):
        y = top - lane * (i + 0.5)
        chart.text(patient["name"], -until / 60, y - lane / 4, anchor="end")
        chart.line([(0, y), (patient["time"], y)])
        if patient["observed"]:
            chart.cross(patient["time"], y, r=4)
        else:
            chart.dot(patient["time"], y, hollow=True, r=4)
    chart.steps(list(zip(curve["time"], 100 * curve["survival"], strict=True)))
    for time, share in curve.loc[curve["censored"] > 0, ["time", "survival"]].to_numpy():
        chart.tick(time, 100 * share)
    return chart.svg()
