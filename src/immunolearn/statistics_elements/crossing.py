"""Hazard ratio v crossing curves: two simulated arms, and what one number says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from immunolearn.statistics import (
    StatisticsError,
    cox_hazard_ratio,
    kaplan_meier,
    median_survival,
    restricted_mean,
)
from immunolearn.statistics_elements.frame import Table, checked_between, checked_whole, explorer, said, words
from immunolearn.statistics_elements.picture import ACCENT, CONTROL, Chart
from immunolearn.statistics_elements.simulate import two_arms

if TYPE_CHECKING:
    import pandas as pd

    from immunolearn.display.element import Element

    Arms = dict[str, tuple[np.ndarray, np.ndarray]]

PATIENTS = 200
MEDIAN = 12


def crossing_curves_explorer(
    *, early: float = 1.6, late: float = 0.45, change: int = 6, follow: int = 36, title: str | None = None
) -> Element:
    """Explore what one hazard ratio says of two curves whose ratio changes.

    Parameters
    ----------
    early, late
        Hazard ratio of the treated arm before and after the change, 0.2 to 3 in steps of 0.05.
    change
        When the ratio changes, 1 to 24 months.
    follow
        End of follow-up, 12 to 60 months.
    title
        By default one that says that the arms are simulated.

    Returns
    -------
    Element
        Curves, ratios of the periods and of the whole time, medians and restricted means. Patients stand evenly,
        so that chance plays no part and there are no intervals.

    Raises
    ------
    StatisticsError
        If a number lies outside its range; the message names both.
    """
    word = words("crossing")
    for name, ratio in (("early", early), ("late", late)):
        checked_between(name, ratio, least=0.2, most=3)
    change = checked_whole("change", change, least=1, most=24)
    follow = checked_whole("follow", follow, least=12, most=60)
    choice = {"early": early, "late": late, "change": change, "follow": follow}
    made = two_arms(**choice, n=PATIENTS, median=MEDIAN)
    arms = {arm: (np.array(times), np.array(seen)) for arm, (times, seen) in made.items()}
    curves = {arm: kaplan_meier(times, observed=seen) for arm, (times, seen) in arms.items()}
    means = {arm: restricted_mean(times, observed=seen, until=follow).value for arm, (times, seen) in arms.items()}
    medians = {arm: median_survival(times, observed=seen).value for arm, (times, seen) in arms.items()}
    difference = means["treated"] - means["control"]
    whole = _ratio(arms, word)
    values = {
        **{name: said(value, 2) for name, value in choice.items()},
        **{arm: f"{mean:.2f}" for arm, mean in means.items()},
        "whole": whole,
        "difference": f"{abs(difference):.2f}",
    }
    sign = round(difference, 2)
    mean = "mean_more" if sign > 0 else "mean_fewer" if sign < 0 else "mean_same"
    signed = ("+" if sign > 0 else "\N{MINUS SIGN}" if sign < 0 else "") + values["difference"]
    half = {arm: said(time) if np.isfinite(time) else word["not_reached"] for arm, time in medians.items()}
    rows = [
        [word["ratio_before"].format(**values), "", "", _ratio(arms, word, until=min(change, follow))],
        [word["ratio_after"].format(**values), "", "", _ratio(arms, word, after=change)],
        [word["ratio_whole"], "", "", whole],
        [word["median"], half["treated"], half["control"], ""],
        [word["mean"].format(**values), values["treated"], values["control"], signed],
    ]
    return explorer(
        "crossing",
        title=title or word["title"],
        caption=word["caption"].format(n=PATIENTS, median=MEDIAN),
        data={**choice, "n": PATIENTS, "median": MEDIAN},
        picture=_picture(curves, change, follow),
        alt=word["picture"],
        sentences=[word[name].format(**values) for name in ("whole", _hides(**choice), mean)],
        table=Table([word["figure"], word["treated"], word["control"], word["compared"]], rows),
    )


def _ratio(arms: Arms, word: dict[str, str], *, after: float = -1, until: float = np.inf) -> str:
    """The hazard ratio among those who reached a period, censored at its end."""
    parts = {arm: (times[times > after], seen[times > after]) for arm, (times, seen) in arms.items()}
    times = np.concatenate([parts[arm][0] for arm in ("treated", "control")])
    seen = np.concatenate([parts[arm][1] for arm in ("treated", "control")]) & (times <= until)
    treated = np.arange(len(times)) < len(parts["treated"][0])
    try:
        return f"{cox_hazard_ratio(np.minimum(times, until), observed=seen, treated=treated).value:.2f}"
    except StatisticsError:
        return word["not_known"]


def _hides(*, early: float, late: float, change: float, follow: float) -> str:
    if change >= follow:
        return "hides_unseen"
    if early == late:
        return "hides_nothing"
    return "hides_crossing" if (early - 1) * (late - 1) < 0 else "hides_change"


def _picture(curves: dict[str, pd.DataFrame], change: int, follow: int) -> str:
    word = words("crossing")
    chart = Chart((0, follow), (0, 116), 270, word["axis"], range(0, follow + 1, 6), range(0, 101, 25), y_unit=" %")
    chart.line([(change, 0), (change, 102)], colour=CONTROL, width=1, dash="2 3")
    for arm, colour, dash, place in (("control", CONTROL, "7 4", 0.5), ("treated", ACCENT, "", 0)):
        points = list(zip(curves[arm]["time"], 100 * curves[arm]["survival"], strict=True))
        chart.steps(points, colour=colour, dash=dash)
        chart.line([(place * follow, 111), ((place + 0.07) * follow, 111)], colour=colour, dash=dash)
        chart.text(word[arm], (place + 0.09) * follow, 109)
    return chart.svg()
