"""JSON Schema 2020-12 documents: one per kind of Vapi resource (``vapi/``), one per format of our own.

``load("assistant")`` reads ``vapi/assistant.json``, ``load("plan")`` reads ``plan.schema.json``. The Vapi documents are
written by ``refresh``; references between them are relative file names. Keywords of ours: ``discriminator`` (the value
of ``propertyName`` chooses the one branch that is checked), ``x-legacy``, ``x-legacy-values``, ``x-doubt``,
``x-misplaced`` (see ``legacy``).
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

Json = dict[str, Any]

_HERE = Path(__file__).parent
_VAPI = _HERE / "vapi"
_OWN = ".schema.json"


@cache
def load(name: str) -> Json:
    """The document *name*; the same object each time, not to be changed. KeyError names what is not there."""
    for path in (_VAPI / f"{name}.json", _HERE / f"{name}{_OWN}"):
        try:
            document: Json = json.loads(path.read_bytes())
        except FileNotFoundError:
            continue
        return document
    raise KeyError(name)


@cache
def names() -> tuple[str, ...]:
    """Every document that ``load`` knows, sorted."""
    own = (path.name.removesuffix(_OWN) for path in _HERE.glob(f"*{_OWN}"))
    return tuple(sorted((*published_names(), *own)))


@cache
def published_names() -> tuple[str, ...]:
    """The documents about the platform's resources, sorted."""
    return tuple(sorted(path.stem for path in _VAPI.glob("*.json")))


@cache
def ended_reasons() -> frozenset[str]:
    """Every reason that a call can end with (semantics §14)."""
    return frozenset(load("ended-reason")["enum"])


def resolve(name: str, reference: str) -> tuple[str, Json]:
    """What *reference*, standing in document *name*, leads to: the document that holds it, and the schema."""
    file, _, pointer = reference.partition("#")
    home = file.removesuffix(".json") or name
    document = load(home)
    return home, document["$defs"][pointer.rsplit("/", 1)[1]] if pointer else document


def bundle(name: str) -> Json:
    """One self-contained document for *name*: what it refers to is copied into ``$defs``.

    Discriminated unions also get ``oneOf``, and enums their legacy values, so that a validator without our keywords
    comes to the same verdicts.
    """
    definitions: Json = {}

    def key_of(home: str, reference: str) -> str:
        file, _, pointer = reference.partition("#")
        return pointer.rsplit("/", 1)[1] if pointer else file.removesuffix(".json") or home

    def copied(value: Any, home: str) -> Any:
        if isinstance(value, list):
            return [copied(item, home) for item in value]
        if not isinstance(value, dict):
            return value
        out = {
            key: {name: copied(inner, home) for name, inner in item.items()}  # a property may be called $defs
            if key == "properties" and isinstance(item, dict)
            else copied(item, home)
            for key, item in value.items()
            if key not in ("$defs", "$schema")
        }
        if "x-legacy-values" in value:
            out["enum"] = [*value["enum"], *value["x-legacy-values"]]
        if isinstance(value.get("$ref"), str):
            key = key_of(home, value["$ref"])
            if key not in definitions:
                definitions[key] = {}
                there, schema = resolve(home, value["$ref"])
                definitions[key] = copied(schema, there)
            out["$ref"] = f"#/$defs/{key}"
        if isinstance(value.get("discriminator"), dict):
            told = out["discriminator"]
            branches = {
                branch["$ref"]: branch for branch in (*told["mapping"].values(), *told.get("patterns", {}).values())
            }
            out["oneOf"] = list(branches.values())
        return out

    root = load(name)
    body = copied(root, name)
    return {"$schema": root["$schema"], **body, **({"$defs": definitions} if definitions else {})}
