"""No key, branch or value that the platform accepts beyond the published document is an error."""

from __future__ import annotations

from typing import Any

import pytest
from callplan import schemas
from callplan.compiler.structure.compile import build
from callplan.compiler.structure.fault import HARMLESS, Fault
from callplan.compiler.structure.scope import Scope
from callplan.schemas.coverage import definitions

Json = dict[str, Any]
DEFINITIONS = definitions()
KEYS = sorted(
    (name, key)
    for name, (_, schema) in DEFINITIONS.items()
    for key, value in schema.get("properties", {}).items()
    if "x-legacy" in value
)


def example(schema: Json, home: str, depth: int = 0) -> Any:
    """The plainest value that *schema* takes."""
    if "$ref" in schema:
        there, target = schemas.resolve(home, schema["$ref"])
        return example(target, there, depth + 1)
    if "anyOf" in schema:
        return example(schema["anyOf"][0], home, depth)
    if "discriminator" in schema:
        told = schema["discriminator"]
        return example(next(iter(told["mapping"].values())), home, depth + 1)
    if "enum" in schema:
        return schema["enum"][0]
    types = schema.get("type", "string")
    kind = types if isinstance(types, str) else types[0]
    if kind == "object":
        wanted = schema.get("required", ())
        return {key: example(schema["properties"][key], home, depth + 1) for key in wanted if depth < 6}
    if kind == "array":
        return [example(schema["items"], home, depth + 1)] if "items" in schema and depth < 3 else []
    if kind in ("number", "integer"):
        doubt = schema.get("x-doubt", {}).get("minimum", 0)
        return max(schema.get("minimum", 0), doubt)
    if schema.get("format") == "url":
        return "https://example.com"
    return {"boolean": True, "null": None}.get(kind, "x" * max(1, schema.get("minLength", 1)))


def of_key(faults: list[Fault] | None, key: str) -> list[Fault]:
    return [fault for fault in faults or () if fault.path[:1] == (key,)]


@pytest.mark.parametrize(("name", "key"), KEYS)
def test_a_legacy_key_is_a_word_and_no_error(name: str, key: str) -> None:
    home, schema = DEFINITIONS[name]
    value = example(schema["properties"][key], home)
    found = of_key(build(schema, Scope(home, build))({key: value}), key)
    assert found, "nothing is said of it"
    assert {fault.rule for fault in found} <= HARMLESS, (value, found)


def test_there_are_many() -> None:
    assert len(KEYS) > 300
    assert {"silenceTimeoutSeconds", "backgroundDenoisingEnabled", "serverUrl", "endCallFunctionEnabled"} <= {
        key for name, key in KEYS if name == "CreateAssistantDTO"
    }
