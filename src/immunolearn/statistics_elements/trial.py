"""Virtual trial: a design, its one result, how often it would succeed, and how often a null drug would."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from immunolearn.models import cohort, load_model
from immunolearn.statistics import StatisticsError, compare_proportions, wilson_interval
from immunolearn.statistics_elements.frame import (
    Table,
    between,
    checked_between,
    checked_whole,
    explorer,
    percent,
    words,
)
from immunolearn.statistics_elements.picture import MISSED, Chart
from immunolearn.statistics_elements.simulate import random_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd

    from immunolearn.display.element import Element
    from immunolearn.models import Model

MODEL = "creemers-2021"
EFFECTS = {"standard": 4.0, "weak": 5.0, "strong": 8.0}
"""How many times a drug raises the killing rate of T cells; chosen so that a fair share responds."""
RANGES = {"xi": (0.004, 0.05), "rho": (4.5, 8.0), "alpha": (0.0015, 0.004)}
START, VISITS = 70.0, (84.0, 98.0, 126.0, 154.0, 182.0)
MARKED = 0.02
"""Killing rate from which on a marker calls the tumour inflamed."""
CLASSES = ("CR", "PR", "SD", "PD")
ENDPOINTS = {"response": 1, "control": 2}
"""The last class that counts as an event."""
REPEATS, NULLS = 1000, 20
SMALLEST, LARGEST = 10, 400


class Design(NamedTuple):
    """What is decided before anyone is treated."""

    drug: str = "weak"
    patients: str = "all"
    arms: int = 2
    n: int = 60
    endpoint: str = "response"
    dropout: float = 0.1


class Result(NamedTuple):
    """Events of both arms (0 where there is no control), the interval that decides, and whether it is a success."""

    events: int
    control: int
    low: float
    high: float
    success: bool


def virtual_trial(
    *,
    patients: int = 2000,
    drug: str = "weak",
    n: int = 60,
    dropout: float = 0.1,
    seed: int = 1,
    title: str | None = None,
) -> Element:
    """Design a trial on simulated patients, and see its result once.

    Parameters
    ----------
    patients
        Virtual patients to draw from, 20 to 4000, with a tumour that can be measured.
    drug
        What is tried at first: ``"null"``, ``"weak"`` or ``"strong"``, added to the standard.
    n
        Patients in each arm at first, 10 to 400.
    dropout
        Share that leaves before the first scan at first, 0 to 0.5.
    seed
        Of patients and trials, a whole number of 32 bits.
    title
        By default one that says that it is simulated.

    Returns
    -------
    Element
        In the page every part of the design can be chosen; where nothing runs, the first design, its result, and
        how often it, and the same with a null drug, succeeds.

    Raises
    ------
    StatisticsError
        If a number or a drug is not one of these.

    Notes
    -----
    Patients are runs of Creemers et al. (2021), judged by :func:`immunolearn.models.cohort.best_responses`.
    With control, Newcombe's interval of the difference must lie above 0; without, Wilson's above the rate of the
    standard in all patients. Do not plan a real trial with it.
    """
    word = words("trial")
    if drug not in {"null", "weak", "strong"}:
        raise StatisticsError(f"The drug is {drug!r}; there are 'null', 'weak' and 'strong'. Give one of these.")
    checked_whole("patients", patients, least=20, most=4000)
    design = Design(
        drug=drug,
        n=checked_whole("n", n, least=SMALLEST, most=LARGEST),
        dropout=checked_between("dropout", dropout, least=0, most=0.5),
    )
    people = _people(patients, seed)
    numbers = random_numbers(seed)
    once = run(design, people, numbers)
    wins = sum(run(design, people, numbers).success for _ in range(REPEATS))
    nulls = [run(design._replace(drug="null"), people, numbers) for _ in range(NULLS)]
    false = sum(one.success for one in nulls)
    named = {"drug": word[drug], "n": n, "patients": word["all"], "endpoint": word["response"]}
    told = word["result_two"].format(
        **named,
        events=once.events,
        rate=percent(once.events / n),
        control=once.control,
        control_rate=percent(once.control / n),
        interval=_points(once.low, once.high),
    )
    rows = [
        [word[name], *(str(text.count(str(place))) for place in range(len(CLASSES)))]
        for name, text in people["outcomes"].items()
    ]
    return explorer(
        "trial",
        title=title or word["title"],
        caption=word["caption"].format(patients=patients),
        data={**people, **design._asdict(), "seed": seed, "smallest": SMALLEST, "largest": LARGEST},
        picture=_picture(nulls, word["axis"]),
        alt=word["picture"].format(count=NULLS, false=false),
        sentences=[
            f"{told} {word['success' if once.success else 'failure']}",
            word["type_i" if drug == "null" else "power"].format(wins=round(100 * wins / REPEATS), count=REPEATS),
            word["nulls"].format(count=NULLS, false=false),
        ],
        table=Table([word["drug"], *CLASSES], rows),
        references=["creemers2021", "eisenhauer2009"],
    )


@cache
def _people(patients: int, seed: int) -> dict[str, Any]:
    """Best response of every patient under every drug, a digit each, who carries the marker, and the patients."""
    model = load_model(MODEL)
    everyone = cohort.draw(model, patients + patients // 3 + 20, vary=RANGES, seed=seed)

    def followed(drug: str, people: pd.DataFrame) -> pd.DataFrame:
        treatment = {"t_treat": START, "effect": EFFECTS[drug]}
        return cohort.follow(model, people, baseline=START, visits=VISITS, treatment=treatment)

    first = followed("standard", everyone)
    kept = everyone[first[START] >= cohort.MEASURABLE_MM].head(patients)
    sizes = {drug: first.loc[kept.index] if drug == "standard" else followed(drug, kept) for drug in EFFECTS}
    place = {name: str(i) for i, name in enumerate(CLASSES)}
    outcomes = {drug: "".join(cohort.best_responses(size).astype(str).map(place)) for drug, size in sizes.items()}
    return {
        "outcomes": outcomes,
        "marker": "".join("1" if xi >= MARKED else "0" for xi in kept["xi"]),
        "model": _runnable(model),
        "table": cohort.page_table(kept, baseline=START, visits=VISITS),
        "treatment": {"t_treat": START},
        "standard": EFFECTS["standard"],
    }


def _runnable(model: Model) -> dict[str, Any]:
    """What a page needs of a model to run it, not to show it."""
    full = model.page_data()
    parts = {
        "states": ("id", "unit", "scale", "start"),
        "observables": ("id", "unit", "scale"),
        "parameters": ("id", "meaning", "unit", "value", "low", "high"),
    }
    return {
        **{name: full[name] for name in ("version", "id", "time", "timed", "ends", "tumour", "source")},
        **{name: [{key: part[key] for key in keys} for part in full[name]] for name, keys in parts.items()},
    }


def run(design: Design, people: Mapping[str, Any], numbers: Iterator[float]) -> Result:
    """Carry a trial out: the twin of ``js/src/statistics/trial.js``.

    Parameters
    ----------
    design
        Its design; a drug ``"null"`` is the standard again, endpoint ``"any"`` is whichever succeeds.
    people
        ``outcomes`` of each drug and ``marker``, a digit for each patient.
    numbers
        From 0 up to 1: two for each patient of an arm, the treated first.
    """
    standard = people["outcomes"]["standard"]
    treated = people["outcomes"].get(design.drug, standard)
    pool = [i for i, mark in enumerate(people["marker"]) if design.patients == "all" or mark == "1"]
    arms = [_arm(text, pool, design, numbers) for text in (treated, standard)[: design.arms]]
    results = []
    for name in ENDPOINTS if design.endpoint == "any" else [design.endpoint]:
        last = ENDPOINTS[name]
        events, *control = [sum(best <= last for best in arm) for arm in arms]
        if control:
            compared = compare_proportions(events, design.n, control_events=control[0], control_n=design.n)
            interval, bar = compared.difference.interval, 0.0
        else:
            interval = wilson_interval(events, design.n)
            bar = sum(int(best) <= last for best in standard) / len(standard)
        results.append(Result(events, sum(control), interval.low, interval.high, interval.low > bar))
    return next((one for one in results if one.success), results[0])


def _arm(text: str, pool: Sequence[int], design: Design, numbers: Iterator[float]) -> list[int]:
    """Best response of each patient of an arm; who has left counts as progressed."""
    found = []
    for _ in range(design.n):
        best = int(text[pool[int(next(numbers) * len(pool))]])
        found.append(len(CLASSES) - 1 if next(numbers) < design.dropout else best)
    return found


def _points(low: float, high: float) -> str:
    return between(low, high).replace("\N{EN DASH}", " to ").replace("-", "\N{MINUS SIGN}")


def _picture(nulls: Sequence[Result], label: str) -> str:
    chart = Chart((-50, 50), (0, len(nulls)), 200, label, range(-50, 51, 25))
    for i, one in enumerate(nulls):
        y = len(nulls) - i - 0.5
        ends = [(max(-50, min(50, 100 * end)), y) for end in (one.low, one.high)]
        if one.success:
            chart.line(ends, colour=MISSED, width=2)
            chart.cross(50 * (one.low + one.high), y, colour=MISSED, r=3.5)
        else:
            chart.line(ends, width=1)
    chart.line([(0, 0), (0, len(nulls))], colour="#1b1d22", width=1.5)
    return chart.svg()
