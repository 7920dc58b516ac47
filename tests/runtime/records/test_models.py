"""What a record is like: models and the schema that is generated from them say the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from callplan import schemas
from callplan.runtime.records import sort_of, unlike
from callplan.runtime.records.schema import generate
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

FOLDER = Path(__file__).parents[3] / "fixtures" / "records"
RECORDS = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.json"))}
COMMITTED = Path(schemas.__file__).parent / "record.schema.json"
SCHEMA = Draft202012Validator(json.loads(COMMITTED.read_text("utf-8")))
JUNK = (None, True, 0, -1, 1.5, "", "x", "user", "system", "tool", "ai", "=", [], {}, [{}], {"x": 1}, "y" * 90)
KEYS = (
    "role",
    "messages",
    "toolCalls",
    "toolCallId",
    "judgePlan",
    "evaluations",
    "scorers",
    "script",
    "type",
    "artifact",
)


def test_committed_is_generated() -> None:
    assert COMMITTED.read_text("utf-8") == generate(), "python -m callplan.runtime.records.schema writes it anew"
    Draft202012Validator.check_schema(SCHEMA.schema)


@pytest.mark.parametrize("name", RECORDS)
def test_fixtures(name: str) -> None:
    told = ("/messages/8/role: Field required",) if name == "call-without-times" else ()
    assert unlike(RECORDS[name]) == told
    assert SCHEMA.is_valid(RECORDS[name]) == (not told)


@settings(max_examples=400, deadline=None)
@given(st.data(), st.sampled_from(list(RECORDS.values())))
def test_models_and_schema_are_of_one_mind(altered: Callable[..., Any], data: st.DataObject, record: Any) -> None:
    changed = altered(data, record, JUNK, KEYS)
    if sort_of(changed) == "unknown":
        assert unlike(changed) == ()
        return
    assert SCHEMA.is_valid(changed) == (unlike(changed) == ()), (sort_of(changed), unlike(changed))


def test_places_are_pointers_and_values_stay_unsaid() -> None:
    messages = [{"role": "user", "message": "hi", "time": "+15550100042"}, {"role": "bot", "toolCalls": [{"id": 7}]}]
    assert unlike({"id": "a", "messages": messages}) == (
        "/messages/0/time: Input should be a valid number",
        "/messages/1/toolCalls/0/id: Input should be a valid string",
        "/messages/1/toolCalls/0/function: Field required",
    )
    many = unlike([{"role": "nobody"}] * 30)
    assert (len(many), many[-1]) == (21, "10 more places")


def test_import_says_what_is_unlike(callplan: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    path.write_text(json.dumps({"id": "a", "messages": [{"role": "user", "message": "hi", "time": "soon"}]}))
    outcome = callplan("import", path)
    assert outcome.code == 0 and "- user: hi" in outcome.out
    assert outcome.err.splitlines()[0].endswith(
        "r.json is not as the platform documents it: /messages/0/time: Input should be a valid number"
    )
