"""Arguments that a tool's schema lets through, for a call that nobody has written yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...compiler.plan.frozen import thaw
from ...compiler.plan.model import Tool
from ..machine.arguments import argument_check

ANY = "…"
_LONGEST = 20
"""Characters of a text that is tried against a pattern."""
_DEEPEST = 4
_EMPTY: dict[str, Any] = {"number": 0, "integer": 0, "boolean": True, "array": [], "null": None}


def arguments(tool: Tool) -> dict[str, Any]:
    """What *tool* requires: the first choice of an enum, an example, a text of the pattern, else "…"."""
    schema = tool.parameters if isinstance(tool.parameters, Mapping) else {}
    found = _object(schema, frozenset(one.key for one in tool.static), 0)
    if tool.destinations:
        found["destination"] = tool.destinations[0].label
    return found


def _object(schema: Mapping[str, Any], given: frozenset[str], depth: int) -> dict[str, Any]:
    required, properties = schema.get("required"), schema.get("properties")
    names = [str(name) for name in required if name not in given] if isinstance(required, tuple) else []
    known = properties if isinstance(properties, Mapping) else {}
    return {name: _value(known.get(name), depth) for name in names}


def _value(schema: Any, depth: int) -> Any:
    """The first candidate that the schema takes; if none is, the last, for people to mend."""
    if not isinstance(schema, Mapping):
        return ANY
    check = argument_check({"properties": {"it": schema}, "type": "object"})
    value = ANY
    for value in _candidates(schema, depth):
        if check({"it": value}, "") is None:
            break
    return thaw(value)


def _candidates(schema: Mapping[str, Any], depth: int) -> Iterator[Any]:
    for key in ("enum", "examples"):
        if isinstance(schema.get(key), tuple):
            yield from schema[key]
    for key in ("const", "default", "example"):
        if key in schema:
            yield schema[key]
    kinds = schema.get("type")
    for kind in (kinds,) if isinstance(kinds, str) else kinds or ():
        if kind == "object" and depth < _DEEPEST:
            yield _object(schema, frozenset(), depth + 1)
        elif kind in ("number", "integer"):
            yield from (schema[key] for key in ("minimum", "maximum") if key in schema)
            yield from (0, 1)
        elif kind in _EMPTY:
            yield _EMPTY[kind]
    if isinstance(schema.get("pattern"), str):
        yield from (letter * count for count in range(1, _LONGEST + 1) for letter in "0aA")
        yield from ("+15550100000", "2026-01-05", "09:00")
    yield ANY
