"""A course in cancer immunotherapy: lessons, quizzes and charts of cited trial results.

Every public name is loaded when it is first used, so that ``import immunolearn`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from immunolearn import charts, models, statistics
    from immunolearn.builders import builder
    from immunolearn.course.figures import chart
    from immunolearn.course.header import lesson
    from immunolearn.course.overview import course_map
    from immunolearn.display.diagram import diagram, steps
    from immunolearn.evidence.references import cite
    from immunolearn.evidence.results import ratios, results
    from immunolearn.evidence.tables import describe, load_table, sources, tables
    from immunolearn.explorer import explore
    from immunolearn.hunting import hunt
    from immunolearn.learning import exam, flashcards, progress, review, set_exam
    from immunolearn.questions import answers, quiz
    from immunolearn.signals import signal_map
    from immunolearn.simulators import simulate
    from immunolearn.statistics_elements import (
        conditional_survival_explorer,
        crossing_curves_explorer,
        interval_explorer,
        kaplan_meier_builder,
        virtual_trial,
    )

__version__ = "0.1.0"

_HOMES = {
    "answers": "immunolearn.questions",
    "builder": "immunolearn.builders",
    "chart": "immunolearn.course.figures",
    "charts": None,
    "cite": "immunolearn.evidence",
    "conditional_survival_explorer": "immunolearn.statistics_elements",
    "course_map": "immunolearn.course.overview",
    "crossing_curves_explorer": "immunolearn.statistics_elements",
    "describe": "immunolearn.evidence",
    "diagram": "immunolearn.display.diagram",
    "exam": "immunolearn.learning",
    "explore": "immunolearn.explorer",
    "flashcards": "immunolearn.learning",
    "hunt": "immunolearn.hunting",
    "interval_explorer": "immunolearn.statistics_elements",
    "kaplan_meier_builder": "immunolearn.statistics_elements",
    "lesson": "immunolearn.course.header",
    "load_table": "immunolearn.evidence",
    "models": None,
    "progress": "immunolearn.learning",
    "quiz": "immunolearn.questions",
    "ratios": "immunolearn.evidence",
    "results": "immunolearn.evidence",
    "review": "immunolearn.learning",
    "set_exam": "immunolearn.learning",
    "signal_map": "immunolearn.signals",
    "simulate": "immunolearn.simulators",
    "sources": "immunolearn.evidence",
    "statistics": None,
    "steps": "immunolearn.display.diagram",
    "tables": "immunolearn.evidence",
    "virtual_trial": "immunolearn.statistics_elements",
}

__all__ = [
    "answers",
    "builder",
    "chart",
    "charts",
    "cite",
    "conditional_survival_explorer",
    "course_map",
    "crossing_curves_explorer",
    "describe",
    "diagram",
    "exam",
    "explore",
    "flashcards",
    "hunt",
    "interval_explorer",
    "kaplan_meier_builder",
    "lesson",
    "load_table",
    "models",
    "progress",
    "quiz",
    "ratios",
    "results",
    "review",
    "set_exam",
    "signal_map",
    "simulate",
    "sources",
    "statistics",
    "steps",
    "tables",
    "virtual_trial",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module, a function or a class
    if name not in _HOMES:
        from difflib import get_close_matches  # noqa: PLC0415 - only on the way to an error

        near = get_close_matches(name, __all__, n=1)
        guess = f" Did you mean {near[0]!r}?" if near else ""
        raise AttributeError(f"immunolearn has no {name!r}.{guess} dir(immunolearn) lists its names.")
    home = _HOMES[name]
    return import_module(f"immunolearn.{name}") if home is None else getattr(import_module(home), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
