"""The static form of a simulator: its first run as picture, sentence and table, and its numbers with their sources."""

from __future__ import annotations

from base64 import b64encode
from html import escape
from typing import TYPE_CHECKING

from immunolearn.display import formula
from immunolearn.models.equations import symbol_latex
from immunolearn.simulators.checked import source, source_of
from immunolearn.simulators.picture import Curve, Panel, picture
from immunolearn.simulators.told import tell
from immunolearn.simulators.words import exactly, quantity, unit, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from immunolearn.simulators.checked import Simulator

ROWS = 10


def static(made: Simulator) -> str:
    """HTML of what nothing needs to run for; only tags that JupyterLab's sanitiser keeps.

    Parameters
    ----------
    made
        The simulator.
    """
    word = words()
    run = "".join([_picture(made), f"<p>{escape(sentence(made), quote=False)}</p>", _numbers(made)])
    if made.predict:
        choices = "".join(f"<li>{escape(choice, quote=False)}</li>" for choice in made.predict.choose)
        run = (
            f"<p>{escape(made.predict.question, quote=False)}</p>{f'<ul>{choices}</ul>' if choices else ''}"
            f"<details><summary>{word['show']}</summary>{run}</details>"
        )
    model = made.model
    about = word["model"].format(title=model.title, citation="{}", organism=model.organism)
    return "".join(
        [
            f"<p><strong>{escape(made.title)}</strong> ({word['simulated']})</p>",
            run,
            f"<p>{escape(about, quote=False).format(_link(model.reference))}</p>",
            f"<p>{escape(word['leaves_out'].format(list='; '.join(model.leaves_out)), quote=False)}</p>",
            _parameters(made),
        ]
    )


def sentence(made: Simulator) -> str:
    """What happened in the first run."""
    ended = (made.run.attrs["ended"], made.run.attrs["reason"]) if "ended" in made.run.attrs else None
    values = made.run[made.first].tolist()
    return tell(made.told(made.first), made.run["time"].tolist(), values, made.days, ended)


def _picture(made: Simulator) -> str:
    word, seen = words(), made.model.visible
    panels = [
        Panel(
            made.above(names),
            [Curve(seen[name].name, made.family(name), made.run[name].tolist()) for name in names],
        )
        for names in made.panels
    ]
    drawn = picture(panels, made.run["time"].tolist(), axis=word[f"axis_{made.model.time}"], log=made.log)
    names = ", ".join(curve.name for panel in panels for curve in panel.curves)
    length = word[f"for_{made.model.time}"].format(t=quantity(made.days))
    alt = word["picture"].format(names=names, time=length, sentence=sentence(made))
    address = f"data:image/svg+xml;base64,{b64encode(drawn.encode()).decode()}"
    return f'<img src="{address}" alt="{escape(alt)}" style="width:100%;max-width:620px">'


def _numbers(made: Simulator) -> str:
    seen = made.model.visible
    shown = [name for panel in made.panels for name in panel]
    head = [words()[f"time_{made.model.time}"]]
    for name in shown:
        read = unit(seen[name].unit)
        head.append(f"{seen[name].name} ({read})" if read else seen[name].name)
    last = float(made.run["time"].iloc[-1])
    rows = []
    for step in range(ROWS + 1):
        row = made.run.iloc[(made.run["time"] - step * last / ROWS).abs().argmin()]
        rows.append([quantity(row["time"]), *(quantity(row[name]) for name in shown)])
    return _table(words()["numbers"], head, [[escape(cell, quote=False) for cell in row] for row in rows])


def _parameters(made: Simulator) -> str:
    word = words()
    first = made.model.values(made.scenarios[0] if made.scenarios else None)
    rows = [
        [
            formula.html(formula.mathml(symbol_latex(parameter.id))),
            escape(parameter.meaning, quote=False),
            escape(exactly(first[parameter.id], unit(parameter.unit)), quote=False),
            f"{exactly(parameter.low)} to {exactly(parameter.high)}",
            _link(source_of(made, parameter)),
        ]
        for parameter in made.model.parameters
    ]
    head = [word[name] for name in ("symbol", "meaning", "value", "range_head", "source")]
    return _table(word["parameters"], head, rows)


def _link(key: str) -> str:
    found = source(key)
    text = escape(found["text"], quote=False)
    return f'<a href="{escape(found["href"])}">{text}</a>' if found["href"] else text


def _table(summary: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    def row(cells: Sequence[str], tag: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells) + "</tr>"

    titles = row([escape(text, quote=False) for text in head], "th")
    body = "".join(row(cells, "td") for cells in rows)
    return f"<details><summary>{summary}</summary><table><thead>{titles}</thead><tbody>{body}</tbody></table></details>"
