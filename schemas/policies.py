"""Where callplan departs from the published document on purpose: one table, each row with its reason.

A row changes one definition after conversion. It never hides: where another rule speaks of the difference, the reason
names it.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any, NamedTuple

from .published import nullable

Json = dict[str, Any]


class Difference(NamedTuple):
    """One departure: the definition that it changes, why, and the change from old to new definition."""

    name: str
    definition: str
    reason: str
    change: Callable[[Json], Json]


def _optional(*keys: str) -> Callable[[Json], Json]:
    def change(schema: Json) -> Json:
        left = [key for key in schema["required"] if key not in keys]
        if len(left) != len(schema["required"]) - len(keys):
            raise ValueError(f"{keys} are not all required any more")
        rest = {key: value for key, value in schema.items() if key != "required"}
        return {**rest, "required": left} if left else rest

    return change


def _with(properties: Json) -> Callable[[Json], Json]:
    return lambda schema: {**schema, "properties": {**schema["properties"], **properties}}


def _null(*keys: str) -> Callable[[Json], Json]:
    def change(schema: Json) -> Json:
        chosen = keys or tuple(schema["properties"])
        changed = {key: nullable(schema["properties"][key]) for key in chosen}
        return {**schema, "properties": {**schema["properties"], **changed}}

    return change


_TYPES: Json = {"type": "string", "enum": ["string", "number", "integer", "boolean", "array", "object", "null"]}
_INSIDE: Json = {"anyOf": [{"$ref": "JsonSchema"}, {"type": "boolean"}]}
_ALL: Json = {"type": "array", "items": {"$ref": "JsonSchema"}}
_NAMED: Json = {"type": "object", "additionalProperties": {"$ref": "JsonSchema"}}
_TEXT: Json = {"type": "string"}
_COUNT: Json = {"type": "integer", "minimum": 0}
_NUMBER: Json = {"type": "number"}
_FLAG: Json = {"type": "boolean"}
_KEYWORDS: Json = {
    "type": {"anyOf": [_TYPES, {"type": "array", "items": _TYPES}]},
    "items": _INSIDE,
    "properties": _NAMED,
    "required": {"type": "array", "items": _TEXT},
    "enum": {"type": "array"},
    **dict.fromkeys(("description", "pattern", "format", "title", "$ref", "$schema", "$id", "$comment"), _TEXT),
    **dict.fromkeys(("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"), _COUNT),
    **dict.fromkeys(("minimum", "maximum", "multipleOf"), _NUMBER),
    **{key: {"type": ["number", "boolean"]} for key in ("exclusiveMinimum", "exclusiveMaximum")},
    **dict.fromkeys(("uniqueItems", "deprecated", "readOnly", "writeOnly", "nullable", "strict"), _FLAG),
    **dict.fromkeys(("additionalProperties", "additionalItems", "contains", "propertyNames"), _INSIDE),
    **{key: {"$ref": "JsonSchema"} for key in ("not", "if", "then", "else")},
    **dict.fromkeys(("allOf", "anyOf", "oneOf", "prefixItems"), _ALL),
    **dict.fromkeys(("$defs", "definitions", "patternProperties"), _NAMED),
    **{key: {} for key in ("const", "default", "value", "example")},
    "examples": {"type": "array"},
}
"""The keywords of JSON Schema, those of OpenAPI and of the platform (``value``) that occur beside them."""


def _free_schema(_: Json) -> Json:
    return {"type": "object", "properties": copy.deepcopy(_KEYWORDS), "x-alike": True}


def _root_schema(schema: Json) -> Json:
    properties = {**copy.deepcopy(_KEYWORDS), **schema["properties"]}
    return {**_open(schema), "properties": properties, "x-alike": True}


def _open(schema: Json) -> Json:
    return {key: value for key, value in schema.items() if key != "additionalProperties"}


def phone_number(definitions: Json, union: Json, names: tuple[str, ...]) -> tuple[Json, Json]:
    """The phone number document: what creates one names its provider; without it the body of an update is meant.

    Answers the union and the definition of an update: the properties of all providers, none required. ``assistantId``
    and ``squadId`` may be null, which asks for an assistant-request (semantics §1.5).
    """
    ids = ("assistantId", "squadId")
    for name in names:
        definitions[name] = _null(*ids)(definitions[name])
    return _or_part(union, "PhoneNumberUpdate"), _part([definitions[name] for name in names])


def override_parts(definitions: Json, unions: dict[str, tuple[Json, tuple[str, ...]]]) -> None:
    """In overrides a model, voice or transcriber without ``provider`` is a part to merge into the base.

    The published schema wants it whole, the platform's own guide shows ``model: {temperature}`` (rules.md §6, 18).
    *unions* are the union and its branches by key. With a provider the whole variant is wanted.
    """
    properties = definitions["AssistantOverrides"]["properties"]
    for key, (union, names) in unions.items():
        part = f"{key.capitalize()}Part"
        definitions[part] = _part([definitions[name] for name in names])
        properties[key] = nullable(_or_part(union, part))


def _or_part(union: Json, part: str) -> Json:
    return {"if": {"required": ["provider"]}, "then": union, "else": {"$ref": part}}


def _part(variants: list[Json]) -> Json:
    """An object with the properties of all *variants*, none required and none telling the variant."""
    found: dict[str, dict[str, Json]] = {}
    for variant in variants:
        for key, schema in variant["properties"].items():
            known = found.setdefault(key, {})
            known.setdefault(json.dumps({word: value for word, value in schema.items() if word != "x-legacy"}), schema)
    properties = {key: _loosest(list(schemas.values())) for key, schemas in found.items() if key != "provider"}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _loosest(schemas: list[Json]) -> Json:
    if len(schemas) == 1:
        return schemas[0]
    types = {json.dumps(schema.get("type")) for schema in schemas}
    if len(types) == 1 and "type" in schemas[0]:
        return {"type": schemas[0]["type"]}
    return {"anyOf": schemas}


_ANY_LITERAL: Json = {"type": ["string", "number", "boolean", "object", "array"]}
_DELIMITERS: Json = {"type": "string", "enum": ["#", "*", ""]}

DIFFERENCES: tuple[Difference, ...] = (
    Difference(
        "api-request-method",
        "CreateApiRequestToolDTO",
        "the platform assumes POST; F012 warns (C57)",
        _optional("method"),
    ),
    Difference(
        "speech-timeout-default",
        "CustomerSpeechTimeoutOptions",
        "required, and with a default of 7.5: options without it mean 7.5, H021 warns (C60)",
        _optional("timeoutSeconds"),
    ),
    Difference(
        "exact-judge-content",
        "AssistantMessageJudgePlanExact",
        "the documentation omits content beside toolCalls (C21)",
        _optional("content"),
    ),
    Difference(
        "regex-judge-content",
        "AssistantMessageJudgePlanRegex",
        "the documentation omits content beside toolCalls (C21)",
        _optional("content"),
    ),
    Difference(
        "handoff-answer-error",
        "ServerMessageResponseHandoffDestinationRequest",
        "an answer with only an error is documented (C31)",
        _optional("destination"),
    ),
    Difference(
        "chat-overrides",
        "CreateChatDTO",
        "the documentation overrides more than variables in a chat (C19)",
        _with({"assistantOverrides": {"$ref": "AssistantOverrides"}}),
    ),
    Difference("bash-name", "CreateBashToolDTO", "required, and with a default: bash", _optional("name")),
    Difference("computer-name", "CreateComputerToolDTO", "required, and with a default: computer", _optional("name")),
    Difference(
        "editor-name", "CreateTextEditorToolDTO", "required, and with a default: str_replace_editor", _optional("name")
    ),
    Difference(
        "azure-service", "CreateAzureCredentialDTO", "required, and with a default: speech", _optional("service")
    ),
    Difference(
        "neuphonic-language",
        "NeuphonicVoice",
        "typed as an object, described as a code such as en",
        _with({"language": {"type": "string"}}),
    ),
    Difference(
        "neuphonic-fallback-language",
        "FallbackNeuphonicVoice",
        "typed as an object, described as a code such as en",
        _with({"language": {"type": "string"}}),
    ),
    Difference(
        "excluded-status-codes",
        "BackoffPlan",
        "typed as objects, described as numbers such as 400",
        _with({"excludedStatusCodes": {"type": "array", "items": {"type": "number"}}}),
    ),
    Difference("tool-result-name", "ToolCallResult", "documented replies omit the name (C33)", _optional("name")),
    Difference(
        "json-schema-bodies",
        "JsonSchema",
        "schemas are handed on as they are: numeric enums, anyOf, default, value and $ref occur in working configs",
        _free_schema,
    ),
    Difference(
        "function-parameters",
        "OpenAIFunctionParameters",
        "as json-schema-bodies: other keywords are handed on",
        _root_schema,
    ),
    Difference(
        "override-nulls",
        "AssistantOverrides",
        "null in an override is dropped by the platform, which is a warning of its own: S004",
        _null(),
    ),
    Difference(
        "smart-endpointing-null",
        "StartSpeakingPlan",
        "the platform's guide switches a plan off with null (rules.md §6, 9)",
        _null("smartEndpointingPlan"),
    ),
    Difference(
        "tool-parameter-value",
        "ToolParameter",
        "any JSON value but null: the published union of types has an array without items",
        _with({"value": _ANY_LITERAL}),
    ),
    Difference(
        "keypad-delimiters",
        "KeypadInputPlan",
        "the schema has one delimiter, the platform's guide a list (rules.md §6, 8)",
        _with({"delimiters": {"anyOf": [_DELIMITERS, {"type": "array", "items": _DELIMITERS}]}}),
    ),
    Difference(
        "gitops-references",
        "CreateStructuredOutputDTO",
        "gitops trees write assistant_ids and workflow_ids, which their engine renames (gitops-layout §2.7)",
        _with(
            {
                "assistant_ids": {"type": "array", "items": {"type": "string"}},
                "workflow_ids": {"type": "array", "items": {"type": "string"}},
            }
        ),
    ),
)
"""Every departure, in the order of application."""
