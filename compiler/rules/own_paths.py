"""Where the path of a project's own rule can lead: a step that no document knows is a name mistyped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

Json = dict[str, Any]

_DOCUMENTS: dict[str, tuple[str, str]] = {
    "assistant": ("assistant", "assistant.json"),
    "call": ("call", "call.json"),
    "hook": ("hook", "hook.json"),
    "member": ("squad", "squad.json#/$defs/SquadMemberDTO"),
    "model": ("model", "model.json"),
    "phone-number": ("phone-number", "phone-number.json"),
    "server": ("common", "common.json#/$defs/Server"),
    "squad": ("squad", "squad.json"),
    "structured-output": ("structured-output", "structured-output.json"),
    "tool": ("tool", "tool.json"),
    "transcriber": ("transcriber", "transcriber.json"),
    "voice": ("voice", "voice.json"),
}
"""By the node that a rule is about, the published schema of it; a destination has one in each kind of tool."""


class Lost(NamedTuple):
    """A step that leads nowhere: its number, the step, and what is known in its place."""

    number: int
    step: str
    known: tuple[str, ...]


class _Schema(NamedTuple):
    home: str
    value: Json


def lost(kind: str, steps: Sequence[str]) -> Lost | None:
    """The first of *steps* below a node of *kind* that no document of it has; None where all may lead somewhere, or
    nobody knows.
    """
    if kind not in _DOCUMENTS:
        return None
    home, reference = _DOCUMENTS[kind]
    here = [*_alternatives(_Schema(home, {"$ref": reference}))]
    for number, step in enumerate(steps):
        if step == "**" or any(map(_is_open, here)):
            return None
        below = [part for schema in here for part in _below(schema, step)]
        if not below and "*" not in step:
            known = dict.fromkeys(key for schema in here for key in schema.value.get("properties", ()))
            return Lost(number, step, tuple(known))
        here = below
    return None


def _alternatives(schema: _Schema) -> Iterator[_Schema]:
    """All that a value at this place may be: references followed, unions taken apart."""
    waiting, seen = [schema], set()
    while waiting:
        home, value = waiting.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        if "$ref" in value:
            from ... import schemas

            waiting.append(_Schema(*schemas.resolve(home, value["$ref"])))
        parts = [part for key in ("anyOf", "oneOf", "allOf") for part in value.get(key, ())]
        parts += [value[key] for key in ("then", "else") if key in value]
        told = value.get("discriminator", {})
        parts += [*told.get("mapping", {}).values(), *told.get("patterns", {}).values()]
        waiting += [_Schema(home, part) for part in parts if isinstance(part, dict)]
        if "properties" in value or "items" in value or not (parts or "$ref" in value):
            yield _Schema(home, value)


def _is_open(schema: _Schema) -> bool:
    """Whether any key may stand there: the user's own values."""
    value = schema.value
    if "enum" in value or "const" in value:
        return False
    kind = value.get("type")
    if kind is None:
        return "properties" not in value and "items" not in value
    return kind == "object" and value.get("additionalProperties", True) is not False


def _below(schema: _Schema, step: str) -> Iterator[_Schema]:
    value = schema.value
    found: list[Any] = []
    properties = value.get("properties", {})
    if step == "*":
        found += [*properties.values(), value.get("items")]
    else:
        found += [properties.get(step), value.get("items") if step.isdigit() else None]
    for part in found:
        if isinstance(part, dict):
            yield from _alternatives(_Schema(schema.home, part))
