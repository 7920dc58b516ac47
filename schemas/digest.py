"""What the published document says about each property, small enough to keep: the witness of the schema documents.

A digest is taken from the raw document and knows nothing of the conversion, so that the two can be held together.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .layout import roots

Json = dict[str, Any]
RANGES = ("minimum", "maximum", "minLength", "maxLength", "maxItems")


def digest(components: Json) -> Json:
    """Definition -> property -> facts: ``required``, ``types``, ``values`` (see ``values_of``), ranges, ``refs``."""
    found: Json = {}
    waiting = list(roots())
    while waiting:
        name = waiting.pop(0)
        if name in found:
            continue
        schema = components[name]
        found[name] = {
            key: {**({"required": True} if key in schema.get("required", ()) else {}), **_facts(value)}
            for key, value in schema.get("properties", {}).items()
        }
        waiting.extend(ref for facts in found[name].values() for ref in facts.get("refs", ()))
    return _told_once(dict(sorted(found.items())))


def _told_once(found: Json) -> Json:
    """Long lists of values are written where they first occur and named (``Definition.property``) afterwards."""
    places: dict[tuple[Any, ...], str] = {}
    for name, properties in found.items():
        for key, facts in properties.items():
            values = tuple(facts.get("values", ()))
            if len(values) > 12:
                place = places.setdefault(values, f"{name}.{key}")
                facts["values"] = list(values) if place == f"{name}.{key}" else place
    return found


def values_of(found: Json, facts: Json) -> list[Any]:
    """The values that *facts* of a digest names, wherever they are written."""
    values = facts.get("values", [])
    if isinstance(values, str):
        name, key = values.split(".")
        values = found[name][key]["values"]
    return list(values)


def _facts(raw: Json) -> Json:
    """All that is said about one property, whichever branch or item says it."""
    facts: Json = {}
    for schema in _branches(raw):
        if "type" in schema:
            facts.setdefault("types", []).append(schema["type"])
        if "enum" in schema:
            values = facts.setdefault("values", [])
            values.extend(value for value in schema["enum"] if value not in values)
        if "$ref" in schema:
            facts.setdefault("refs", []).append(schema["$ref"].rsplit("/", 1)[1])
        facts |= {word: schema[word] for word in RANGES if word in schema}
    return facts


def _branches(raw: Json) -> Iterator[Json]:
    yield raw
    inner = [raw[word] for word in ("items", "additionalProperties") if isinstance(raw.get(word), dict)]
    for schema in (*raw.get("oneOf", ()), *raw.get("allOf", ()), *inner):
        yield from _branches(schema)
