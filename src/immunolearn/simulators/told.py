"""What happened in a run, in words. The page follows the same rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from immunolearn.simulators.words import quantity, words

if TYPE_CHECKING:
    from collections.abc import Sequence

TURN = 0.1
"""A curve has turned when it has gone back by this share of where it stood ..."""
LEAST = 0.005
"""... and by this share of the highest value of all, or by one cell."""
SETTLED, LAST_PART = 0.05, 0.8
"""A curve has settled when it moves by less than this share of itself after this part of the time."""
MOST_TURNS = 3
LONG = 50
"""Times of a run that is longer than this are whole numbers."""


@dataclass(frozen=True)
class Told:
    """A curve that is put in words.

    Attributes
    ----------
    subject
        How its sentence begins.
    unit
        As it is read behind a number.
    cells
        Whether it counts cells.
    time
        Unit of time, ``day`` or ``h``.
    """

    subject: str
    unit: str
    cells: bool
    time: str


def moment(time: float, unit: str, end: float, kind: str = "on") -> str:
    """A time of a run, as ``on day 36``.

    Examples
    --------
    >>> moment(36.25, "day", 500), moment(3.5, "h", 24)
    ('on day 36', 'after 3.5 hours')
    """
    whole = end > LONG
    return words()[f"{kind}_{unit}"].format(t=int(time + 0.5) if whole else quantity(time))


def turns(values: Sequence[float], *, cells: bool = False) -> list[int]:
    """Places of peaks and troughs, by turns.

    Examples
    --------
    >>> turns([1, 5, 3, 8, 8.1, 8])
    [1, 2]
    """
    least = 1.0 if cells else LEAST * max(abs(value) for value in values)

    def moved(one: int, other: int) -> bool:
        a, b = values[one], values[other]
        return abs(a - b) > max(TURN * max(abs(a), abs(b)), least)

    found: list[int] = []
    low = high = 0
    way = 0
    for i, value in enumerate(values):
        if way >= 0 and value > values[high]:
            high = i
        if way <= 0 and value < values[low]:
            low = i
        if way >= 0 and moved(high, i) and value < values[high]:
            if way:
                found.append(high)
            way, low = -1, i
        elif way <= 0 and moved(low, i) and value > values[low]:
            if way:
                found.append(low)
            way, high = 1, i
    return found


def tell(
    curve: Told, times: Sequence[float], values: Sequence[float], end: float, ended: tuple[float, str] | None = None
) -> str:
    """Say what happened.

    Parameters
    ----------
    curve
        What is put in words.
    times, values
        The run.
    end
        The time at which the run was to end.
    ended
        When and why it ended before.
    """
    word = words()

    def amount(i: int) -> str:
        return word["part_of_a_cell"] if curve.cells and 0 < values[i] < 1 else quantity(values[i], curve.unit)

    def when(time: float) -> str:
        return moment(time, curve.time, end)

    places = turns(values, cells=curve.cells)
    last = len(values) - 1
    tail = [value for time, value in zip(times, values, strict=True) if time >= LAST_PART * times[-1]]
    settled = max(tail) - min(tail) <= SETTLED * max(map(abs, tail)) and ended is None
    known = {
        "subject": curve.subject,
        "start": amount(0),
        "end": amount(last),
        "last": when(times[-1]),
        "time": moment(times[-1], curve.time, end, "for"),
    }
    if not places:
        highest = max(map(abs, values))
        change = values[-1] - values[0]
        name = "rises" if change > 0 else "falls"
        if abs(change) <= TURN * highest:
            name = "stays"
        elif settled:
            name += "_settles"
        said = word[name].format(**known)
    elif len(places) <= MOST_TURNS:
        up = values[places[0]] > values[0]
        parts = []
        for number, i in enumerate(places):
            name = ("peak" if up == (number % 2 == 0) else "trough") + ("" if number else "_first")
            parts.append(word[name].format(**known, value=amount(i), moment=when(times[i])))
        said = ", ".join([*parts, word["settles" if settled else "ends"].format(**known)])
    else:
        low = min(places, key=lambda i: values[i])
        high = max(places, key=lambda i: values[i])
        name = "swings_settles" if settled else "swings"
        said = word[name].format(**known, count=(len(places) + 1) // 2, low=amount(low), high=amount(high))
    sentences = [said]
    below = next((i for i, value in enumerate(values) if value < 1), None) if curve.cells and values[0] >= 1 else None
    if below is not None and ended is None:
        sentences.append(word["below_one"].format(moment=when(times[below])))
    if ended is not None:
        sentences.append(word["ended"].format(moment=when(ended[0]), reason=ended[1]))
    return " ".join(sentences)
