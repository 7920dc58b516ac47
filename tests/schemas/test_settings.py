"""The project file's models: the committed schema is what they say, and both give the same verdict."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from callplan import schemas
from callplan.schemas.settings import ProjectFile, generate
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import ValidationError

COMMITTED = Path(schemas.__file__).parent / "project.schema.json"
SCHEMA = Draft202012Validator(json.loads(COMMITTED.read_text("utf-8")))
EVERYTHING: dict[str, Any] = {
    "callplan": 1,
    "layout": "gitops",
    "roots": ["a", "b/c"],
    "environments": {
        "uat": {"folder": "uat", "overlay": {"squads/a": {"name": "A"}}, "parameters": {"host": "x", "n": 1}}
    },
    "parameters": {"host": "x", "n": {"type": "number", "default": 1.5, "description": "so many"}},
    "variables": {"plan": {"type": "string", "example": ["gold"], "from": "the campaign"}},
    "allow": [{"reason": "meant", "between": ["dev", "uat"], "path": "/name", "category": "content", "what": "added"}],
    "hooks": {"assistants/a": "h", "squads/b": ["h", "i"]},
    "policies": {"silenceClock": "restart", "silenceTimeoutMin": 10},
    "external": {"assistants": {"a": "id"}, "tools": "tools.json", "simulations/tests": {}},
    "rules": {
        "profile": "strict",
        "preview": True,
        "select": ["H"],
        "ignore": ["H004"],
        "severity": {"H001": "info"},
        "options": {"P001": {"most": 3}},
        "overrides": [{"paths": ["a/**"], "environments": ["dev"], "severity": {"H": "error"}}],
        "own": [
            {"id": "no-it", "on": "hook", "path": "/do", "is": {"type": "say"}, "expect": "some", "message": "Say it."}
        ],
    },
}
JUNK = (None, True, 0, 1, 1.5, "", "x", "/x", "error", [], ["x"], [""], ["x", "y", "z"], {}, {"x": 1}, {"x": "y"}, [{}])
KEYS = ("paths", "severity", "reason", "folder", "type", "x", "from", "is", "message")


def accepted(data: Any) -> bool:
    try:
        ProjectFile.model_validate(data)
    except ValidationError:
        return False
    return True


def test_committed_is_generated() -> None:
    assert COMMITTED.read_text("utf-8") == generate(), "python -m callplan.schemas.settings writes it anew"


def test_every_key_is_in_the_example() -> None:
    assert set(EVERYTHING) == set(SCHEMA.schema["properties"])
    assert accepted(EVERYTHING) and SCHEMA.is_valid(EVERYTHING)
    assert set(EVERYTHING["rules"]) == set(SCHEMA.schema["properties"]["rules"]["properties"])


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_models_and_schema_are_of_one_mind(altered: Callable[..., Any], data: st.DataObject) -> None:
    changed = altered(data, EVERYTHING, JUNK, KEYS)
    assert accepted(changed) == SCHEMA.is_valid(changed)


@pytest.mark.parametrize("version", [True, False, "1", 2, None])
def test_the_version_is_the_number_one(version: Any) -> None:
    assert not accepted({"callplan": version}) and not SCHEMA.is_valid({"callplan": version})
