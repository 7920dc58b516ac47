"""Schema documents to checks: closures over values, made when first needed and kept.

A check answers None or a list of faults and never builds a path while all is well. ``KEYWORDS`` is the whole of JSON
Schema that is understood here; a test holds it and the documents together.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from ... import schemas
from .containers import array_check, object_check
from .fault import Check, Fault, Faults
from .scalars import accept, enum_check, number_check, string_check, wrong_type
from .scope import Scope
from .unions import any_of_check, discriminated_check
from .words import KIND

Json = dict[str, Any]

KEYWORDS = frozenset(
    {
        "$defs",
        "$id",
        "$ref",
        "$schema",
        "additionalProperties",
        "anyOf",
        "deprecated",
        "discriminator",
        "else",
        "enum",
        "examples",
        "format",
        "if",
        "items",
        "maxItems",
        "maxLength",
        "maximum",
        "minItems",
        "minLength",
        "minimum",
        "pattern",
        "properties",
        "required",
        "then",
        "title",
        "type",
        "x-alike",
        "x-doubt",
        "x-legacy",
        "x-legacy-values",
        "x-misplaced",
    }
)
"""Every keyword that a check knows."""


@cache
def checker(name: str) -> Check:
    """The check of the document *name*. KeyError names a document that does not exist."""
    return build(schemas.load(name), Scope(name, build))


@cache
def _definition(home: str, reference: str) -> Check:
    there, schema = schemas.resolve(home, reference)
    return build(schema, Scope(there, build))


def build(schema: Json, scope: Scope) -> Check:
    """The check of *schema*, which stands in *scope*."""
    if "$ref" in schema:
        return _reference(scope.home, schema["$ref"])
    if "discriminator" in schema:
        return discriminated_check(schema, scope)
    if "anyOf" in schema:
        return any_of_check(schema, scope)
    if "if" in schema:
        return _choice(schema, scope)
    return _typed(schema, scope)


def _reference(home: str, reference: str) -> Check:
    """A reference is followed when the first value comes by: definitions refer to themselves, most are never used."""
    target: Check | None = None

    def check(value: Any) -> Faults:
        nonlocal target
        if target is None:
            target = _definition(home, reference)
        return target(value)

    return check


def _choice(schema: Json, scope: Scope) -> Check:
    test, then, other = (scope.check(schema[keyword]) for keyword in ("if", "then", "else"))

    def check(value: Any) -> Faults:
        return other(value) if test(value) else then(value)

    return check


def _typed(schema: Json, scope: Scope) -> Check:
    types = schema.get("type")
    names = (types,) if isinstance(types, str) else types or _kinds_of(schema)
    by_kind: dict[str, Check] = {}
    for name in names:
        if name == "string":
            by_kind[name] = string_check(schema)
        elif name in ("number", "integer"):
            by_kind["number"] = number_check(schema, whole=name == "integer")
        elif name == "object":
            by_kind[name] = object_check(schema, scope)
        elif name == "array":
            by_kind[name] = array_check(schema, scope)
        else:
            by_kind[name] = enum_check(schema) if "enum" in schema else accept
    return _dispatch({kind: by_kind[name] for kind, name in KIND.items() if name in by_kind}, schema)


def _kinds_of(schema: Json) -> set[str]:
    """The types of a schema that names none: those of its enum, else all."""
    return {KIND[value.__class__] for value in schema["enum"]} if "enum" in schema else set(KIND.values())


def _dispatch(checks: dict[type, Check], schema: Json) -> Check:
    if all(check is accept for check in checks.values()) and len(checks) == len(KIND):
        return accept
    find = checks.get

    def check(value: Any) -> Faults:
        inner = find(value.__class__)
        if inner is None:
            return wrong_type(value, schema)
        return inner(value)

    return check


def validate(value: Any, name: str) -> list[Fault]:
    """Everything that is wrong with *value* as a document of kind *name*; the empty list when nothing is."""
    return checker(name)(value) or []
