"""OpenAPI 3.0 components to JSON Schema 2020-12: what every schema goes through, whatever it describes.

The published document is not usable as JSON Schema: enums stand on arrays, unions overlap or have one branch, patterns
are written between slashes. Each such form has a name; ``Conversion.seen`` counts where it was met, so that a repair
which a newer document no longer needs can be told (``refresh`` refuses to keep it).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

FORMS: dict[str, str] = {
    "array-level-enum": "an enum of the items stands on the array, which no array can satisfy",
    "single-all-of": "allOf with one branch is only a way to attach prose to a reference",
    "one-of-beside-all-of": "oneOf and allOf name the same single schema",
    "single-one-of": "oneOf with one branch",
    "open-enum": "oneOf of an enum and any string: a listed value matches both branches and so fails",
    "split-enum": "oneOf of two enums, with a third copy beside it",
    "empty-enum": "an enum without values accepts nothing",
    "enum-typed-object": "an enum of strings whose type says object or nothing",
    "slash-pattern": "a JavaScript literal, slashes and flags included, where JSON Schema wants the expression",
    "array-length": "maxLength says nothing about an array: maxItems is meant",
    "nullable": "OpenAPI 3.0's nullable is a type in JSON Schema",
    "closed-objects": "no object says additionalProperties: false, so that a typo passes",
}
"""Every mechanical repair and why it is one."""

KEPT = (
    "type",
    "properties",
    "required",
    "items",
    "maxItems",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "deprecated",
)
"""Keywords that are carried over as they are; prose, examples, defaults and ``format`` (an annotation) are left."""

DISCRIMINATORS = ("provider", "type", "on", "role", "format", "targetType")
"""Properties that tell the branches of a union apart, in the order in which they are tried."""


class Unrefreshable(Exception):
    """The published document holds something that these scripts have no answer to; the text says what and where."""


class Conversion:
    """Converts the components of one document. ``components`` are raw and already amended (``overlay.amend``)."""

    def __init__(self, components: Json) -> None:
        self.components = components
        self.seen: Counter[str] = Counter()

    def definition(self, name: str) -> Json:
        """The component *name* as JSON Schema; references are ``{"$ref": name}`` until ``layout`` gives them files."""
        return self.schema(self.components[name], name)

    def schema(self, raw: Json, place: str) -> Json:
        """*raw* as JSON Schema; *place* names it in complaints."""
        if "$ref" in raw:
            return {"$ref": reference(raw)}
        if "x-choice" in raw:
            choice = raw["x-choice"]
            return {"if": choice["if"], "then": {"$ref": choice["then"]}, "else": {"$ref": choice["else"]}}
        if "allOf" in raw:
            return self._all_of(raw, place)
        if "oneOf" in raw:
            return self._nullable(raw, self._one_of(raw, place))
        return self._nullable(raw, self._plain(raw, place))

    def _all_of(self, raw: Json, place: str) -> Json:
        branches = raw["allOf"]
        if len(branches) != 1:
            raise Unrefreshable(f"{place}: allOf with {len(branches)} branches")
        if "oneOf" in raw:
            if raw["oneOf"] != branches and [reference(b) for b in raw["oneOf"]] != [reference(b) for b in branches]:
                raise Unrefreshable(f"{place}: oneOf and allOf differ")
            self.seen["one-of-beside-all-of"] += 1
        else:
            self.seen["single-all-of"] += 1
        return self._nullable(raw, self.schema(branches[0], place))

    def _one_of(self, raw: Json, place: str) -> Json:
        raw_branches: list[Json] = raw["oneOf"]
        if any(branch.get("enum") == [] for branch in raw_branches):
            self.seen["empty-enum"] += 1
            raw_branches = [branch for branch in raw_branches if branch.get("enum") != []]
        if len(raw_branches) == 1:
            self.seen["single-one-of"] += 1
            return self.schema(raw_branches[0], place)
        if all("$ref" in branch for branch in raw_branches):
            union = self.discriminated([reference(branch) for branch in raw_branches], place)
            stated = raw.get("discriminator", {}).get("mapping", {})
            if stated and set(stated) != set(union["discriminator"]["mapping"]):
                raise Unrefreshable(f"{place}: the stated discriminator and the branches' own values differ")
            return union
        plain = [self.schema(branch, place) for branch in raw_branches if "$ref" not in branch]
        named = [reference(branch) for branch in raw_branches if "$ref" in branch]
        if not named and all(branch.get("type") == "string" for branch in plain):
            return self._strings(plain)
        if "enum" in raw:
            self.seen["split-enum"] += 1
        objects = [self.discriminated(named, place)] if len(named) > 1 else [{"$ref": name} for name in named]
        return {"anyOf": [*plain, *objects]}

    def _strings(self, branches: list[Json]) -> Json:
        """One string schema for several: open when a branch takes any string, else the values of all of them."""
        values = list(dict.fromkeys(value for branch in branches for value in branch.get("enum", ())))
        if {"type": "string"} in branches:
            self.seen["open-enum"] += 1
            return {"type": "string", "examples": values}
        if all("enum" in branch for branch in branches):
            self.seen["split-enum"] += 1
            return {"type": "string", "enum": values}
        return {"anyOf": branches}

    def _plain(self, raw: Json, place: str) -> Json:
        out: Json = {key: raw[key] for key in KEPT if key in raw}
        if raw.get("type") == "array" and "enum" in raw:
            self.seen["array-level-enum"] += 1
        elif "enum" in raw:
            out["enum"] = list(dict.fromkeys(raw["enum"]))
            if all(isinstance(value, str) for value in out["enum"]) and raw.get("type") != "string":
                self.seen["enum-typed-object"] += 1
                out["type"] = "string"
        if raw.get("type") == "array" and "maxLength" in out:
            self.seen["array-length"] += 1
            out["maxItems"] = out.pop("maxLength")
        if "x-shorthand" in raw:
            del out["enum"]
            out["pattern"] = shorthand_pattern(raw)
        elif "pattern" in raw:
            out["pattern"] = self._pattern(raw["pattern"])
        if "items" in raw:
            items = raw["items"]
            if raw.get("type") == "array" and "enum" in raw and "enum" not in items and "oneOf" not in items:
                items = {**items, "enum": raw["enum"]}
            out["items"] = self.schema(items, f"{place}[]")
        if "properties" in raw:
            out["properties"] = {
                name: self.schema(value, f"{place}.{name}") for name, value in raw["properties"].items()
            }
        extra = raw.get("additionalProperties")
        if isinstance(extra, dict):
            out["additionalProperties"] = self.schema(extra, f"{place}.*")
        elif out.get("properties") and extra is None:
            self.seen["closed-objects"] += 1
            out["additionalProperties"] = False
        return out

    def _pattern(self, pattern: str) -> str:
        """The expression between slashes; ``$`` must not accept a final line break, as Python's does."""
        if pattern.startswith("/"):
            self.seen["slash-pattern"] += 1
            pattern = pattern[1 : pattern.rindex("/")]
        return f"{pattern[:-1]}$(?!\\n)" if pattern.endswith("$") else pattern

    def _nullable(self, raw: Json, out: Json) -> Json:
        if not raw.get("nullable"):
            return out
        self.seen["nullable"] += 1
        return nullable(out)

    def discriminated(self, names: list[str], place: str) -> Json:
        """A union of objects as ``discriminator``: the property that tells them apart, and value to branch."""
        for candidate in DISCRIMINATORS:
            mapping: Json = {}
            patterns: Json = {}
            if not any(candidate in self.components[name].get("required", ()) for name in names):
                continue
            for name in names:
                told = self._tag(name, candidate)
                if not told or any(value in mapping for value in told.get("enum", ())):
                    break
                mapping |= {value: {"$ref": name} for value in told["enum"]}
                if "x-shorthand" in told:
                    patterns[shorthand_pattern(told)] = {"$ref": name}
            else:
                out: Json = {"propertyName": candidate, "mapping": mapping}
                if candidate == "on":
                    out["nested"] = "hooks"  # the documentation itself wraps hooks in hooks (C11)
                return {"discriminator": {**out, "patterns": patterns} if patterns else out}
        raise Unrefreshable(f"{place}: nothing tells {', '.join(names)} apart")

    def _tag(self, name: str, candidate: str) -> Json | None:
        raw = self.components[name]
        if "x-choice" in raw:
            return self._tag(raw["x-choice"]["then"], candidate)
        tag: Json | None = raw.get("properties", {}).get(candidate)
        return tag if tag and tag.get("enum") else None


def reference(raw: Json) -> str:
    """The component that a raw ``$ref`` names."""
    return str(raw["$ref"]).rsplit("/", 1)[1]


def shorthand_pattern(raw: Json) -> str:
    """The event itself, or the event with its options in brackets (semantics §4.2)."""
    return f"^{raw['enum'][0].replace('.', '[.]')}({raw['x-shorthand']})?$(?!\\n)"


def nullable(schema: Json) -> Json:
    """*schema*, or null. The tier of a property stays with the property."""
    if "x-legacy" in schema and "$ref" in schema:
        return {**nullable({"$ref": schema["$ref"]}), "x-legacy": schema["x-legacy"]}
    if "enum" in schema:
        schema = {**schema, "enum": [*schema["enum"], None]}
    if isinstance(schema.get("type"), str):
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


def parts(schema: Json) -> Iterator[tuple[str, Json]]:
    """The schemas directly inside *schema*, raw or converted, each with a word that says where."""
    for name, value in schema.get("properties", {}).items():
        yield f".{name}", value
    for keyword, word in (("items", "[]"), ("additionalProperties", ".*"), ("if", ""), ("then", ""), ("else", "")):
        if isinstance(schema.get(keyword), dict):
            yield word, schema[keyword]
    for keyword in ("oneOf", "anyOf", "allOf"):
        for value in schema.get(keyword, ()):
            yield "", value
    told = schema.get("discriminator", {})
    for value in (*told.get("mapping", {}).values(), *told.get("patterns", {}).values()):
        if isinstance(value, dict):
            yield "", value


def walk(schema: Json, place: str = "") -> Iterator[tuple[str, Json]]:
    """*schema* and every schema inside it, with places like ``OpenAIModel.messages[].role``."""
    yield place, schema
    for word, value in parts(schema):
        yield from walk(value, place + word)
