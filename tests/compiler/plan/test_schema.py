"""schemas/plan.schema.json: what the model says, and what every compiled plan keeps to.

``CALLPLAN_UPDATE=1`` writes the document anew after a change of the model.
"""

from __future__ import annotations

import copy
import json
import os
from pathlib import Path
from typing import Any

import pytest
from callplan.compiler.plan import FORMAT_VERSION, dump
from callplan.compiler.sources import parse_pointer
from jsonschema import Draft202012Validator

from .model_schema import plan_schema
from .samples import SAMPLES, plan

ROOT = Path(__file__).parents[3]
SCHEMA = ROOT / "schemas" / "plan.schema.json"


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    document = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(document)
    return Draft202012Validator(document)


def test_the_document_is_that_of_the_model() -> None:
    made = plan_schema()
    if os.environ.get("CALLPLAN_UPDATE"):
        SCHEMA.write_text(json.dumps(made, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == made
    assert made["properties"]["format_version"]["pattern"].startswith(f"^{FORMAT_VERSION.split('.')[0]}\\.")


def test_every_object_of_ours_is_closed() -> None:
    document = json.loads(SCHEMA.read_text(encoding="utf-8"))
    for name, node in [("Plan", document), *document["$defs"].items()]:
        assert node["additionalProperties"] is False, name


@pytest.mark.parametrize("name", SAMPLES)
def test_plans_are_valid(name: str, validator: Draft202012Validator) -> None:
    data = json.loads(dump(plan(name)))
    assert [error.message for error in validator.iter_errors(data)] == []


@pytest.mark.parametrize(
    ("where", "value"),
    [
        ("/format_version", "2.0"),
        ("/digest", "sha256:0"),
        ("/kind", "workflow"),
        ("/members/0/surprise", 1),
        ("/members/0/prompt/0/content", "text"),
        ("/members/0/opening", {"mode": "shouts"}),
        ("/members/0/hooks/0/actions/0", {"type": "sing"}),
        ("/members", {}),
        ("/origins", {"members": {"file": "a", "line": 1, "column": 1, "layer": "base"}}),
    ],
)
def test_what_is_no_plan_is_not_valid(where: str, value: object, validator: Draft202012Validator) -> None:
    data = json.loads(dump(plan("clinic/uat/squads/clinic")))
    assert validator.is_valid(data)
    broken = copy.deepcopy(data)
    holder: Any = broken
    *steps, last = parse_pointer(where)
    for step in steps:
        holder = holder[step]
    holder[last] = value
    assert not validator.is_valid(broken)
