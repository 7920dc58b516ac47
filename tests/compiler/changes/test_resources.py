"""Resources that no plan holds, and what is told of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from callplan import compiler
from callplan.compiler.changes.resources import compare_resources
from callplan.compiler.workspace.scope import Resource

KEY = ("structured-output", "summary")
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"topic": {"type": "string", "enum": ["a", "b"]}, "done": {"type": "boolean"}},
}
PROPERTIES: dict[str, Any] = SCHEMA["properties"]
OUTPUT: dict[str, Any] = {"name": "summary", "type": "ai", "assistant_ids": ["x", "y"], "schema": SCHEMA}
NUMBER = {
    "provider": "twilio",
    "number": "+15550100001",
    "twilioAccountSid": "AC1",
    "twilioAuthToken": "first-secret-token",
}


def resource(tmp_path: Path, key: tuple[str, str], data: dict[str, Any]) -> dict[tuple[str, str], Resource]:
    import json

    folder = {"structured-output": "structuredOutputs", "phone-number": "phoneNumbers"}[key[0]]
    path = tmp_path / folder / f"{key[1]}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data, indent=1), "utf-8")
    (scope,) = compiler.load(tmp_path).scopes
    return {key: scope.resources[key]}


def without(path: tuple[str, ...], data: dict[str, Any]) -> dict[str, Any]:
    head, *rest = path
    if not rest:
        return {key: item for key, item in data.items() if key != head}
    return {**data, head: without(tuple(rest), data[head])}


def with_property(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {**OUTPUT, "schema": {**SCHEMA, "properties": {**PROPERTIES, name: schema}}}


CASES: dict[str, tuple[dict[str, Any], list[str]]] = {
    "nothing": (OUTPUT, []),
    "another order": (OUTPUT | {"assistant_ids": ["y ## the other", "x"]}, []),
    "a field that goes": (
        without(("schema", "properties", "done"), OUTPUT),
        ["breaking content removed schema.properties.done: of what the structured output summary holds, done is gone."],
    ),
    "a type": (
        with_property("done", {"type": "string"}),
        [
            "breaking content changed schema.properties.done.type: of what the structured output summary holds, done "
            "is string instead of boolean."
        ],
    ),
    "a value that comes": (
        with_property("topic", {"type": "string", "enum": ["a", "b", "c"]}),
        [
            "notable content changed schema.properties.topic.enum: of what the structured output summary holds, topic "
            "can be “c” too."
        ],
    ),
    "who has it": (
        OUTPUT | {"assistant_ids": ["x"]},
        [
            "notable content removed assistantIds.1: the structured output summary: assistantIds.1 is unset instead of "
            "“y”."
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_structured_output(tmp_path: Path, name: str) -> None:
    after, expected = CASES[name]
    sides = [resource(tmp_path / side, KEY, data) for side, data in (("one", OUTPUT), ("two", after))]
    found, unchanged = compare_resources(*sides, {KEY: ("Front", "Back")})
    told = [f"{one.severity} {one.category} {one.what} {one.field}: {one.sentence}" for one in found]
    assert told == expected
    assert unchanged == (not expected)
    for one in found:
        assert one.members == ("Front", "Back") and one.breaks == (("analytics",) if one.severity == "breaking" else ())
        assert one.before_origin or one.after_origin


def test_one_that_goes_breaks_analytics(tmp_path: Path) -> None:
    there = resource(tmp_path, KEY, OUTPUT)
    (gone,), _ = compare_resources(there, {})
    assert (gone.what, gone.breaks, gone.before_origin is not None, gone.after_origin) == (
        "removed",
        ("analytics",),
        True,
        None,
    )
    (come,), _ = compare_resources({}, there)
    assert (come.what, come.breaks) == ("added", ())


def test_a_secret_is_another_and_neither_is_told(tmp_path: Path) -> None:
    key = ("phone-number", "line")
    one = resource(tmp_path / "one", key, NUMBER)
    two = resource(tmp_path / "two", key, NUMBER | {"twilioAuthToken": "second-secret-token", "number": "+15550100002"})
    found, _ = compare_resources(one, two)
    assert [(change.field, change.category) for change in found] == [
        ("number", "environment"),
        ("twilioAuthToken", "content"),
    ]
    assert "secret-token" not in repr(found)
