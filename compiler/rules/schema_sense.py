"""JSON Schemas inside of tools and outputs that nothing can satisfy, or that speak of what they do not have."""

from __future__ import annotations

from collections.abc import Iterator
from json import dumps
from typing import Any, TypeGuard

from ..diagnostics import Diagnostic
from ..diagnostics.catalog import L032
from ..sources import Path
from .check import Check
from .node import Node

_PLACES: dict[str, tuple[Path, ...]] = {
    "tool": (("function", "parameters"), ("body",), ("variableExtractionPlan", "schema")),
    "structured-output": (("schema",),),
    "assistant": (("analysisPlan", "structuredDataPlan", "schema"),),
}
"""Where a node of each kind has a schema."""

_BOUNDS = (("minimum", "maximum"), ("minLength", "maxLength"), ("minItems", "maxItems"))
_ONE = ("items", "additionalProperties", "not", "if", "then", "else", "contains", "propertyNames")
_LISTS = ("allOf", "anyOf", "oneOf", "prefixItems")
_NAMED = ("properties", "$defs", "definitions", "patternProperties")
_KINDS: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "boolean": (bool,),
    "integer": (int, float),
    "number": (int, float),
    "object": (dict,),
    "array": (list,),
    "null": (type(None),),
}


def schema_sense(node: Node) -> Iterator[Diagnostic]:
    """A JSON Schema contradicts itself, or names what it does not describe.

    The model fills it in all the same: it invents an argument that is required and nowhere described, or passes a value
    that the server refuses. Providers that check schemas reject the whole function, and the turn fails.

    Bad:
        type: function
        function:
          name: book
          description: Books the visit that the caller has said yes to.
          parameters: {type: object, properties: {day: {type: string}}, required: [day, room]}
        server: {url: https://api.example.com/book}
    Good:
        type: function
        function:
          name: book
          description: Books the visit that the caller has said yes to.
          parameters: {type: object, properties: {day: {type: string}, room: {type: integer}}, required: [day, room]}
        server: {url: https://api.example.com/book}
    Source: semantics §11, JSON Schema 2020-12
    """
    for place in _PLACES[node.kind]:
        root = node.get(*place)
        if isinstance(root, dict):
            for path, schema in _schemas(root, place):
                for below, message in _faults(schema, root):
                    yield node.fault(L032, (*path, *below), message)


def _schemas(schema: dict[str, Any], path: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """*schema* and the schemas inside it."""
    yield path, schema
    for key in _ONE:
        if isinstance(schema.get(key), dict):
            yield from _schemas(schema[key], (*path, key))
    for key in _LISTS:
        inner = schema.get(key)
        for index, item in enumerate(inner if isinstance(inner, list) else ()):
            if isinstance(item, dict):
                yield from _schemas(item, (*path, key, index))
    for key in _NAMED:
        named = schema.get(key)
        for name, item in named.items() if isinstance(named, dict) else ():
            if isinstance(item, dict):
                yield from _schemas(item, (*path, key, name))


def _faults(schema: dict[str, Any], root: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    yield from _values(schema)
    for low, high in _BOUNDS:
        least, most = schema.get(low), schema.get(high)
        if _is_number(least) and _is_number(most) and least > most:
            yield (low,), f"{low} {least} is above {high} {most}: no value is allowed."
    properties, required = schema.get("properties"), schema.get("required")
    if isinstance(properties, dict) and isinstance(required, list):
        for index, name in enumerate(required):
            if isinstance(name, str) and name not in properties:
                message = f"{name!r} is required, and properties do not describe it: the model has to invent it."
                yield ("required", index), message
    reference = schema.get("$ref")
    if isinstance(reference, str) and not _leads(reference, root):
        yield ("$ref",), f"{reference!r} leads nowhere: there is no such definition in this schema."


def _values(schema: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    values, types = schema.get("enum"), schema.get("type")
    if values == []:
        yield ("enum",), "an enum without values: no value is allowed."
    names = [types] if isinstance(types, str) else types if isinstance(types, list) else []
    kinds = tuple(kind for name in names if isinstance(name, str) for kind in _KINDS.get(name, (object,)))
    for index, value in enumerate(values if isinstance(values, list) and kinds else ()):
        if not isinstance(value, kinds) or (isinstance(value, bool) and not {bool, object} & set(kinds)):
            told = dumps(value, ensure_ascii=False)
            yield ("enum", index), f"{told} is not of the type {' or '.join(map(str, names))}: it is never allowed."


def _leads(reference: str, root: dict[str, Any]) -> bool:
    """Whether a reference into the schema itself has a target; what leads elsewhere is not known."""
    if not reference.startswith("#"):
        return True
    value: Any = root
    for step in reference.removeprefix("#").split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        if isinstance(value, list) and key.isdecimal() and int(key) < len(value):
            value = value[int(key)]
        elif isinstance(value, dict) and key in value:
            value = value[key]
        else:
            return False
    return True


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def outputs_have_sense(node: Node) -> Iterator[Diagnostic]:
    """The same of a structured output."""
    yield from schema_sense(node)


def analyses_have_sense(node: Node) -> Iterator[Diagnostic]:
    """The same of an analysis."""
    yield from schema_sense(node)


CHECKS = (
    Check((L032,), "tool", schema_sense, frozenset({"function", "body", "variableExtractionPlan"})),
    Check((L032,), "structured-output", outputs_have_sense, frozenset({"schema"})),
    Check((L032,), "assistant", analyses_have_sense, frozenset({"analysisPlan"})),
)
