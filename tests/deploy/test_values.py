"""What helm would refuse: keys that the chart does not know, values of another type.

The chart's own schema is not part of this repository. What it says of the keys that we use is written down here; name
a copy of it in ``CHART_SCHEMA`` (``jupyterhub/values.schema.yaml`` of zero-to-jupyterhub-k8s) to check against it, too.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft7Validator

ROOT = Path(__file__).parents[2]
VALUES = yaml.safe_load((ROOT / "deploy" / "values.yaml").read_text(encoding="utf-8"))


def closed(**properties):
    return {"type": "object", "additionalProperties": False, "properties": properties}


def either(*types):
    return {"type": [*types, "null"]}


SWITCH = {"type": "boolean"}
AMOUNT = closed(limit=either("number", "string"), guarantee=either("number", "string"))
CORES = closed(limit=either("number"), guarantee=either("number"))
CHART = closed(
    hub=closed(concurrentSpawnLimit=either("integer"), config={"type": "object"}),
    proxy=closed(https=closed(enabled=either("boolean"))),
    singleuser=closed(
        image=closed(name={"type": "string"}, tag={"type": "string"}),
        cmd=either("array", "string"),
        memory=AMOUNT,
        cpu=CORES,
        storage=closed(capacity=either("string")),
        startTimeout=either("integer"),
    ),
    prePuller=closed(hook=closed(enabled=SWITCH), continuous=closed(enabled=SWITCH)),
    scheduling=closed(
        userScheduler=closed(enabled=SWITCH),
        podPriority=closed(enabled=SWITCH),
        userPlaceholder=closed(enabled=SWITCH, replicas={"type": "integer"}),
    ),
    cull=closed(enabled=SWITCH, timeout=either("integer"), every=either("integer")),
)


def required_only_of_defaults(schema):
    """Helm checks our values together with the chart's own, which have what is required."""
    if isinstance(schema, dict):
        return {key: required_only_of_defaults(value) for key, value in schema.items() if key != "required"}
    return [required_only_of_defaults(value) for value in schema] if isinstance(schema, list) else schema


def test_the_chart_knows_every_key_and_takes_every_value():
    assert [error.message for error in Draft7Validator(CHART).iter_errors(VALUES)] == []


@pytest.mark.skipif("CHART_SCHEMA" not in os.environ, reason="no copy of the chart's own schema is named")
def test_the_charts_own_schema_takes_our_values():
    schema = yaml.safe_load(Path(os.environ["CHART_SCHEMA"]).read_text(encoding="utf-8"))
    assert [error.message for error in Draft7Validator(required_only_of_defaults(schema)).iter_errors(VALUES)] == []


def test_a_misspelt_key_would_be_found():
    wrong = VALUES | {"singleuser": VALUES["singleuser"] | {"memoryLimit": "1G"}}
    (error,) = Draft7Validator(CHART).iter_errors(wrong)
    assert "memoryLimit" in error.message
