"""The signal map as SVG: senders, messengers and listeners in three columns."""

from __future__ import annotations

from html import escape
from statistics import mean
from typing import TYPE_CHECKING

from immunolearn.signals.network import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from immunolearn.signals.network import Edge, Network

WIDTH, TOP, ROW = 640, 58, 36
SENDER, LEFT, MIDDLE, RIGHT, LISTENER = 190, 268, 320, 372, 450
INK = "fill:var(--ink,#1b1d22)"
PAINT = {True: "stroke:var(--right,#1B6E3C)", False: "stroke:var(--checkpoint,#A6350F);stroke-dasharray:7 5"}
SWEEPS = 6
HEADS = ((SENDER, "end", "sends"), (MIDDLE, "middle", "messenger"), (LISTENER, "start", "listens"))


def picture(network: Network) -> str:
    """Draw a network.

    Every name is a group with ``data-node`` (``cell nk``, ``cytokine il2``) and, for cells, ``data-side`` (``from``,
    ``to``); every line is a path with ``data-edge``, the number of its edge.

    Parameters
    ----------
    network
        What is drawn.
    """
    senders, listeners, messengers = _ordered(network)
    height = TOP + ROW * max(len(senders), len(listeners), len(messengers)) + 8
    at = {key: _spread(names, height) for key, names in zip("smr", (senders, messengers, listeners), strict=True)}
    curves = {
        drives: "".join(_curve(i, edge, at) for i, edge in enumerate(network.edges) if edge.drives is drives)
        for drives in PAINT
    }
    lines = "".join(f'<g style="{paint}">{curves[drives]}</g>' for drives, paint in PAINT.items())
    drugged = {drug.cytokine for drug in network.drugs}
    names = [_cell(name, network.cells[name], at["s"][name], SENDER, "end") for name in senders]
    names += [_cell(name, network.cells[name], at["r"][name], LISTENER, "start") for name in listeners]
    names += [_messenger(name, network.cytokines[name], at["m"][name], drug=name in drugged) for name in messengers]
    word = words()["page"]
    heads = "".join(
        f'<text x="{x}" y="26" text-anchor="{anchor}" font-weight="700" style="{INK}">{escape(word[name])}</text>'
        for x, anchor, name in HEADS
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        'font-family="system-ui,\'DejaVu Sans\',sans-serif" font-size="19">'
        f'<rect width="{WIDTH}" height="{height}" rx="10" style="fill:var(--card,#FFFFFF)" />{heads}'
        f'<g fill="none" stroke-width="2.5" stroke-opacity=".75">{lines}</g><g style="{INK}">{"".join(names)}</g></svg>'
    )


def _ordered(network: Network) -> tuple[list[str], list[str], list[str]]:
    """Each column in an order with few crossings: every name near the mean place of what it is joined to."""
    ends = [[getattr(edge, part) for edge in network.edges] for part in ("sender", "listener", "cytokine")]
    columns = [list(dict.fromkeys(names)) for names in ends]
    for _ in range(SWEEPS):
        middle = _along(ends[2], columns[2])
        columns[:2] = [_sorted(ends[side], middle) for side in (0, 1)]
        outer = [_along(ends[side], columns[side]) for side in (0, 1)]
        columns[2] = _sorted(ends[2], [mean(pair) for pair in zip(*outer, strict=True)])
    return columns[0], columns[1], columns[2]


def _along(names: Sequence[str], column: Sequence[str]) -> list[float]:
    places = _places(column)
    return [places[name] for name in names]


def _sorted(names: Sequence[str], places: Sequence[float]) -> list[str]:
    """Names by the mean of their places."""
    means = {name: mean(p for other, p in zip(names, places, strict=True) if other == name) for name in names}
    return sorted(means, key=lambda name: means[name])


def _places(names: Sequence[str]) -> dict[str, float]:
    return {name: (i + 0.5) / len(names) for i, name in enumerate(names)}


def _spread(names: Sequence[str], height: int) -> Mapping[str, float]:
    free = height - TOP
    return {name: TOP - 8 + free * place for name, place in _places(names).items()}


def _curve(number: int, edge: Edge, at: Mapping[str, Mapping[str, float]]) -> str:
    """Both halves of an edge: to the messenger, and from there."""
    ends = (
        (SENDER, at["s"][edge.sender], LEFT, at["m"][edge.cytokine]),
        (RIGHT, at["m"][edge.cytokine], LISTENER, at["r"][edge.listener]),
    )
    path = "".join(f"M{x0} {y0:.0f}C{x0 + 40} {y0:.0f} {x1 - 40} {y1:.0f} {x1} {y1:.0f}" for x0, y0, x1, y1 in ends)
    return f'<path class="edge" data-edge="{number}" d="{path}" />'


def _cell(name: str, label: str, y: float, x: int, anchor: str) -> str:
    side, gap, left = ("from", -11, 0) if anchor == "end" else ("to", 11, x - 8)
    return (
        f'<g class="node" data-node="cell {name}" data-side="{side}">'
        f'<rect x="{left}" y="{y - 16:.0f}" width="198" height="32" rx="8" '
        f'fill-opacity="0" /><circle cx="{x}" cy="{y:.0f}" r="6" style="fill:var(--cell,#84348D)" />'
        f'<text x="{x + gap}" y="{y + 6.5:.1f}" text-anchor="{anchor}">{escape(label)}</text></g>'
    )


def _messenger(name: str, label: str, y: float, *, drug: bool) -> str:
    mark = f'<path d="M{LEFT + 2} {y:.0f}l8 -8 8 8 -8 8Z" />' if drug else ""
    return (
        f'<g class="node" data-node="cytokine {name}"><rect x="{LEFT - 4}" y="{y - 15:.0f}" width="{RIGHT - LEFT + 8}" '
        'height="30" rx="15" stroke-width="2.5" style="fill:var(--card,#FFFFFF);stroke:var(--cytokine,#B38D1D)" />'
        f'{mark}<text x="{MIDDLE + (9 if drug else 0)}" y="{y + 6.5:.1f}" text-anchor="middle" font-size="17" '
        f'font-weight="600">{escape(label)}</text></g>'
    )
