"""The package as a whole: light to import, lazy, one meaning a name."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import subprocess
import sys

import pytest

import immunolearn as il

HEAVY = ["pandas", "plotly", "sympy", "scipy", "ipywidgets", "anywidget", "statsmodels", "numpy", "pydantic"]


def run(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def test_importing_the_package_loads_nothing_heavy():
    loaded = run(f"import sys, immunolearn; print([name for name in {HEAVY} if name in sys.modules])")
    assert loaded == "[]"


def test_no_public_function_shares_a_submodules_name():
    submodules = {module.name for module in pkgutil.iter_modules(il.__path__)}
    functions = {name for name, home in il._HOMES.items() if home is not None}
    assert functions
    assert not functions & submodules


def test_every_submodule_can_be_imported_and_public_names_stay_what_they_are():
    before = {name: getattr(il, name) for name in il.__all__}
    for module in pkgutil.walk_packages(il.__path__, "immunolearn."):
        importlib.import_module(module.name)
    assert {name: getattr(il, name) for name in il.__all__} == before


def test_every_public_function_can_be_called_twice():
    calls = {
        "answers": il.answers,
        "builder": lambda: il.builder("antibody"),
        "chart": lambda: il.chart("monoclonal-antibodies/response-rates"),
        "cite": lambda: il.cite("witzig2002"),
        "describe": lambda: il.describe("trials"),
        "exam": lambda: il.exam(seed=1),
        "explore": lambda: il.explore("therapies"),
        "flashcards": il.flashcards,
        "progress": il.progress,
        "review": il.review,
        "set_exam": lambda: il.set_exam(None),
        "load_table": lambda: il.load_table("trials"),
        "ratios": lambda: il.ratios("os"),
        "results": lambda: il.results("orr"),
        "sources": lambda: il.sources(il.load_table("trials")),
        "tables": il.tables,
        "diagram": lambda: il.diagram("antibody"),
        "simulate": lambda: il.simulate("kuznetsov-1994"),
        "conditional_survival_explorer": il.conditional_survival_explorer,
        "crossing_curves_explorer": il.crossing_curves_explorer,
        "course_map": il.course_map,
        "hunt": il.hunt,
        "steps": lambda: il.steps("immunity-cycle"),
        "interval_explorer": il.interval_explorer,
        "kaplan_meier_builder": il.kaplan_meier_builder,
        "lesson": lambda: il.lesson("monoclonal-antibodies"),
        "quiz": lambda: il.quiz("monoclonal-antibodies/call-for-help"),
        "signal_map": il.signal_map,
        "virtual_trial": lambda: il.virtual_trial(patients=40),
    }
    assert set(calls) == {name for name in il.__all__ if not inspect.ismodule(getattr(il, name))}
    for call in calls.values():
        assert type(call()) is type(call())


def test_a_misspelt_public_name_is_answered_with_the_nearest():
    with pytest.raises(AttributeError, match="Did you mean 'answers'"):
        _ = il.answer
