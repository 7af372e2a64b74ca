"""Colours and shapes of the course, and the plotly template that wears them.

One file, ``tokens.json``, feeds the template, the page's style and the diagrams.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from immunolearn.errors import UnknownNameError

FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif'
DASHES = ("solid", "dash", "dot", "dashdot", "longdash")
PAPER, INK, SOFT, LINE = "#ffffff", "#1b1d22", "#565b66", "#e3e6ec"
_LABELS = {
    "antibody-drug-conjugate": "antibody-drug conjugate",
    "bispecific-engager": "T-cell engager",
    "car-t": "CAR-T cells",
    "stem-cell-transplant": "stem-cell transplant",
    "tcr-t": "TCR-T cells",
    "til": "tumour-infiltrating lymphocytes",
}


@cache
def tokens() -> dict[str, Any]:
    """Colours, symbols and measures of the course, as they stand in ``tokens.json``."""
    return dict(json.loads(Path(__file__).with_name("tokens.json").read_text(encoding="utf-8")))


def family_of(therapy_class: str) -> str:
    """Family of a therapy class: one colour, everywhere.

    Parameters
    ----------
    therapy_class
        As in the evidence tables.

    Raises
    ------
    UnknownNameError
        If no family in ``tokens.json`` has the class.

    Examples
    --------
    >>> family_of("antibody-drug-conjugate")
    'antibody'
    """
    families = {name: family for family, token in tokens()["families"].items() for name in token["classes"]}
    if therapy_class not in families:
        raise UnknownNameError(
            "therapy class", therapy_class, families, hint="Give it a family in display/tokens.json."
        )
    return str(families[therapy_class])


def colour(therapy_class: str) -> str:
    """Colour of a therapy class on white paper.

    Raises
    ------
    UnknownNameError
        If no family has the class.
    """
    return str(tokens()["families"][family_of(therapy_class)]["light"])


def symbol(therapy_class: str) -> str:
    """Symbol of a therapy class in plotly: no two classes of a family have the same.

    Raises
    ------
    UnknownNameError
        If no family has the class.
    """
    return str(tokens()["families"][family_of(therapy_class)]["classes"][therapy_class])


def label(therapy_class: str) -> str:
    """Name of a therapy class as it is read.

    Examples
    --------
    >>> label("bispecific-engager")
    'T-cell engager'
    """
    return _LABELS.get(therapy_class, therapy_class.replace("-", " "))


def template() -> dict[str, Any]:
    """House template of plotly figures: white paper, few lines, family colours.

    Paper is opaque and the same in both themes, because JupyterLab's plotly cannot follow the page's theme.
    """
    axis = {
        "automargin": True,
        "gridcolor": LINE,
        "linecolor": LINE,
        "tickcolor": LINE,
        "tickfont": {"color": SOFT},
        "title": {"font": {"color": SOFT, "size": 13}, "standoff": 12},
        "zeroline": False,
    }
    return {
        "layout": {
            "colorway": [family["light"] for family in tokens()["families"].values()],
            "font": {"color": INK, "family": FONT, "size": 13},
            "hoverlabel": {"align": "left", "bgcolor": PAPER, "bordercolor": SOFT, "font": {"color": INK}},
            "legend": {"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom"},
            "margin": {"b": 44, "l": 16, "r": 24, "t": 56},
            "paper_bgcolor": PAPER,
            "plot_bgcolor": PAPER,
            "title": {
                "font": {"size": 16, "weight": 600},
                "pad": {"l": 16, "t": 22},
                "x": 0,
                "xanchor": "left",
                "y": 1,
                "yanchor": "top",
            },
            "xaxis": axis,
            "yaxis": axis,
        }
    }
