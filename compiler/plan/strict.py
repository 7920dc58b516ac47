"""Strict mode of functions: which schemas it takes (rules K015)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple


class Loose(NamedTuple):
    """An object that strict mode does not take: where it is in the schema, and what it lacks."""

    path: tuple[str | int, ...]
    open: bool
    optional: tuple[str, ...]


def loose(schema: Any, path: tuple[str | int, ...] = ()) -> Iterator[Loose]:
    """The objects of a JSON Schema, outer ones first, that allow other properties than their own (``open``) or do not
    require all of those (``optional``). With one of them the platform drops ``strict`` without a word.
    """
    if not isinstance(schema, Mapping):
        return
    written = schema.get("properties")
    properties: Mapping[str, Any] = written if isinstance(written, Mapping) else {}
    if schema.get("type") == "object" or "properties" in schema:
        optional = tuple(str(name) for name in properties if name not in _listed(schema.get("required")))
        if optional or schema.get("additionalProperties") is not False:
            yield Loose(path, schema.get("additionalProperties") is not False, optional)
    for name, part in properties.items():
        yield from loose(part, (*path, "properties", name))
    yield from loose(schema.get("items"), (*path, "items"))
    for key in ("anyOf", "oneOf", "allOf"):
        for index, part in enumerate(_listed(schema.get(key))):
            yield from loose(part, (*path, key, index))


def _listed(value: Any) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, list | tuple) else ()
