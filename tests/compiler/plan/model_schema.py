"""The JSON Schema of a plan, made from the dataclasses of the model."""

from __future__ import annotations

import re
from dataclasses import MISSING, fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from callplan.compiler.plan import model
from callplan.compiler.plan.frozen import FrozenDict

ALWAYS = ("format_version", "type", "kind")
"""Fields that are written even at their default."""

Schema = dict[str, Any]


class Anything:
    """What a free JSON value is in a type hint."""


def plan_schema() -> Schema:
    """The document: the plan at the root, every other node in ``$defs``, in the model's order."""
    definitions: dict[str, Schema] = {}
    nodes = [node for node in vars(model).values() if isinstance(node, type) and is_dataclass(node)]
    for node in nodes:
        definitions[node.__name__] = _object(node)
    root = definitions.pop("Plan")
    root["properties"]["format_version"] = {"type": "string", "pattern": r"^1\.[0-9]+$"}
    root["properties"]["digest"] = {
        "description": "Over the canonical JSON (RFC 8785) of everything but digest and origins.",
        "type": "string",
        "pattern": "^sha256:[0-9a-f]{64}$",
    }
    root["properties"]["origins"] = {
        "description": "JSON pointers into the plan, and where their values were written.",
        "type": "object",
        "propertyNames": {"pattern": "^/"},
        "additionalProperties": {"$ref": "#/$defs/Origin"},
    }
    root["required"] = sorted([*root["required"], "digest"])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Execution plan of callplan",
        **root,
        "$defs": definitions,
    }


def _object(node: Any) -> Schema:
    hints = get_type_hints(node, vars(model), {"Json": Anything})
    required = [
        field.name
        for field in fields(node)
        if (field.default is MISSING and field.default_factory is MISSING) or field.name in ALWAYS
    ]
    return {
        "description": _sentence(node.__doc__ or ""),
        "type": "object",
        "properties": {field.name: _value(hints[field.name]) for field in fields(node)},
        "required": sorted(required),
        "additionalProperties": False,
    }


def _sentence(text: str) -> str:
    """The first paragraph of a docstring, on one line, without its markup."""
    paragraph = " ".join(text.split("\n\n")[0].split())
    return re.sub(r":class:`(\w+)`", r"\1", paragraph).replace("``", "`")


def _value(hint: Any) -> Schema:
    if hint is Anything:
        return {}
    if hint is FrozenDict:
        return {"type": "object"}
    simple = {str: "string", int: "integer", float: "number", bool: "boolean"}
    if hint in simple:
        return {"type": simple[hint]}
    if is_dataclass(hint) and isinstance(hint, type):
        return {"$ref": f"#/$defs/{hint.__name__}"}
    origin, args = get_origin(hint), get_args(hint)
    if origin is Literal:
        return {"enum": list(args)} if len(args) > 1 else {"const": args[0]}
    if origin is tuple and args[1:] == (Ellipsis,):
        return {"type": "array", "items": _value(args[0])}
    if origin is tuple:
        size = {"minItems": len(args), "maxItems": len(args)}
        return {"type": "array", "prefixItems": [_value(arg) for arg in args], **size}
    if origin in (Union, UnionType):
        kinds = [arg for arg in args if arg is not NoneType]
        if NoneType in args:
            return {"anyOf": [*map(_value, kinds), {"type": "null"}]}
        return {"oneOf": [_value(kind) for kind in kinds]}
    raise TypeError(f"no schema for {hint!r}")
