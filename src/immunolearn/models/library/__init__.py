"""The models of the course, one YAML file each; their numbers stand in the table ``model_parameters``."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from immunolearn.errors import ContentError, UnknownNameError
from immunolearn.evidence.tables import load_table, stamp
from immunolearn.models.model import Model, Parameter
from immunolearn.questions.yaml_source import read_yaml

FOLDER = Path(__file__).parent


def model_files() -> dict[str, Path]:
    """File of every model by its name."""
    return {file.stem: file for file in sorted(FOLDER.glob("*.yaml"))}


def load_model(name: str) -> Model:
    r"""Load a model of the course.

    Parameters
    ----------
    name
        One of :func:`models`.

    Raises
    ------
    UnknownNameError
        With the nearest name.

    Examples
    --------
    >>> load_model("kuznetsov-1994").latex()["T"]
    '\\frac{dT}{dt} = a T \\left(1 - b T\\right) - n E T'
    """
    files = model_files()
    if name not in files:
        raise UnknownNameError("model", name, files)
    return _load(files[name], stamp())


def models() -> dict[str, str]:
    """Title of every model of the course by its name."""
    return {name: load_model(name).title for name in model_files()}


@lru_cache(maxsize=64)
def _load(file: Path, _stamp: int) -> Model:
    source = read_yaml(file)
    data = dict(source.value)
    data["parameters"] = parameters(file.stem)
    data["scenarios"] = [_scenario(scenario, source.name) for scenario in data.get("scenarios", [])]
    try:
        return Model(id=file.stem, **data)
    except ValidationError as error:
        first = error.errors()[0]
        raise source.error(f"{'.'.join(map(str, first['loc']))}: {first['msg']}.", first["loc"]) from error


def parameters(model_id: str) -> list[Parameter]:
    """Rows of the table ``model_parameters`` for one model; a start is named after its state, as in ``T0``."""
    table = load_table("model_parameters")
    rows = table[(table["model_id"] == model_id) & (table["kind"] != "derived")].to_dict("records")
    kinds = {"parameter": "parameter", "initial condition": "start", "setting": "setting"}
    return [
        Parameter(
            id=f"{row['symbol']}0" if row["kind"] == "initial condition" else row["symbol"],
            meaning=row["meaning"],
            value=row["value"],
            unit=row["unit"],
            low=row["low"],
            high=row["high"],
            kind=kinds[row["kind"]],
            reference=row["reference"],
        )
        for row in rows
    ]


def _scenario(data: dict[str, Any], file: str) -> dict[str, Any]:
    """Put values of the table ``pharmacology`` where a scenario names its rows."""
    rows = {str(row["param_id"]): row for row in load_table("pharmacology").to_dict("records")}
    values: dict[str, float] = {}
    references: dict[str, str] = {}
    for name, given in data.get("parameters", {}).items():
        if not isinstance(given, dict):
            values[name] = given
            continue
        if given["row"] not in rows:
            raise ContentError(
                f"scenario {data['id']!r}: pharmacology has no verified row {given['row']!r}.", file=file
            )
        row = rows[given["row"]]
        values[name] = float(row["value"]) * given.get("times", 1)
        references[name] = str(row["reference"])
    return {**data, "parameters": values, "references": references}
