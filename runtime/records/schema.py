"""``schemas/record.schema.json``, generated from the models: which of them a record must fit is told by its keys, as
:func:`.shape.sort_of` tells it, so that a validator speaks of one and not of all.

    python -m callplan.runtime.records.schema > schemas/record.schema.json
"""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter

from .models import CallRecord, Delivered, EndOfCallReport, Eval, Message, Messages, Scenario, SuiteTest
from .shape import EVAL

Json = dict[str, Any]
_EMPTY = ("title", "default", "additionalProperties")
"""What pydantic writes and a reader does not need."""


def _has(*keys: str) -> Json:
    return {"required": list(keys)}


def _is(key: str, value: str) -> Json:
    return {"properties": {key: {"const": value}}, "required": [key]}


def _holds(key: str, inner: Json) -> Json:
    return {"properties": {key: inner}, "required": [key]}


_ENVELOPE = _holds("message", {"type": "object", "required": ["type"]})
_JUDGED = _holds("messages", {"type": "array", "contains": {"type": "object", "required": ["judgePlan"]}})
_SORTS: tuple[tuple[Json, str], ...] = (
    (_ENVELOPE, "Delivered"),
    (_is("type", EVAL), "Eval"),
    (_JUDGED, "Eval"),
    (_is("type", "end-of-call-report"), "EndOfCallReport"),
    ({"anyOf": [_has("evaluations"), _has("toolMocks")]}, "Scenario"),
    ({"anyOf": [_has("scorers"), {**_has("script"), "not": _has("messages")}]}, "SuiteTest"),
    (_has("artifact"), "CallRecord"),
    ({**_has("messages"), "anyOf": [_has("id"), _has("assistantId"), _has("squadId")]}, "CallRecord"),
)
_MESSAGES: tuple[tuple[Json, str], ...] = (
    (_has("toolCalls"), "ToolCalls"),
    (_has("toolCallId"), "ToolResult"),
    (_is("role", "system"), "System"),
)


def generate() -> str:
    """The text of the document."""
    models = CallRecord | Delivered | EndOfCallReport | list[Message] | Messages | Eval | SuiteTest | Scenario
    definitions = _plain(TypeAdapter(models).json_schema()["$defs"])
    definitions["Message"] = {"type": "object", **_chosen(_MESSAGES, "Spoken")}
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A record that callplan imports",
        "description": "A recorded call, an end-of-call report, messages, an eval, a test, a scenario.",
        "if": {"type": "array"},
        "then": {"items": _ref("Message"), "minItems": 1},
        "else": {"type": "object", **_chosen(_SORTS, "Messages")},
        "$defs": dict(sorted(definitions.items())),
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _chosen(branches: tuple[tuple[Json, str], ...], otherwise: str) -> Json:
    """The first branch whose condition holds."""
    schema = _ref(otherwise)
    for condition, name in reversed(branches):
        schema = {"if": condition, "then": _ref(name), "else": schema}
    return schema


def _ref(name: str) -> Json:
    return {"$ref": f"#/$defs/{name}"}


def _plain(value: Any) -> Any:
    """Without what says nothing; the branches of a message as the definition that chooses among them."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if not isinstance(value, dict):
        return value
    if _ref("ToolCalls") in value.get("oneOf", ()):
        return _ref("Message")
    named = isinstance(value.get("properties"), dict)
    kept = {key: item for key, item in value.items() if key not in _EMPTY or isinstance(item, dict)}
    out = {key: _plain(item) for key, item in kept.items() if key != "properties"}
    if named:
        out["properties"] = {key: _plain(item) for key, item in value["properties"].items()}
    return out


if __name__ == "__main__":
    print(generate(), end="")
