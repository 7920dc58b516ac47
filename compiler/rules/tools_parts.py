"""What rules about tools ask of a tool first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from ..diagnostics import Fix
from ..normalise.edits import add_key, replace_value
from ..sources import Path
from ..values import replace
from .node import Node

BODY: Path = ("body",)
PARAMETERS: Path = ("function", "parameters")


class Property(NamedTuple):
    """A part of a JSON Schema: its path below the schema, and the part."""

    path: Path
    schema: dict[str, Any]


def schema_path(tool: dict[str, Any]) -> Path:
    """Where the arguments that the model fills in are described: ``body`` of an apiRequest, else the function's
    parameters (semantics §11.1).
    """
    return BODY if tool.get("type") == "apiRequest" else PARAMETERS


def at(value: Any, path: Path) -> Any:
    """The value at *path*, None where there is none."""
    for step in path:
        value = value.get(step) if isinstance(value, dict) else None
    return value


def arguments(tool: dict[str, Any]) -> dict[str, Any]:
    """The properties of the tool's arguments; {} where none are described."""
    found = at(tool, (*schema_path(tool), "properties"))
    return found if isinstance(found, dict) else {}


def schemas(schema: Any, path: Path = ()) -> Iterator[Property]:
    """*schema* and every schema inside its properties, items and alternatives, outer ones first."""
    if not isinstance(schema, dict):
        return
    yield Property(path, schema)
    properties = schema.get("properties")
    for name, part in properties.items() if isinstance(properties, dict) else ():
        yield from schemas(part, (*path, "properties", name))
    yield from schemas(schema.get("items"), (*path, "items"))
    for key in ("anyOf", "oneOf", "allOf"):
        for index, part in enumerate(listed(schema.get(key))):
            yield from schemas(part, (*path, key, index))


def messages(tool: dict[str, Any], kind: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The tool's messages of that type, each with its index."""
    for index, message in enumerate(listed(tool.get("messages"))):
        if isinstance(message, dict) and message.get("type") == kind:
            yield index, message


def spoken(message: dict[str, Any]) -> bool:
    """Whether the message has a text, in any language."""
    texts = [message.get("content")]
    texts += [entry.get("text") for entry in listed(message.get("contents")) if isinstance(entry, dict)]
    return any(isinstance(text, str) and text.strip() for text in texts)


def listed(value: Any) -> list[Any]:
    """*value* if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def destinations(tool: dict[str, Any]) -> Iterator[tuple[int, dict[str, Any]]]:
    """The tool's destinations, each with its index."""
    for index, destination in enumerate(listed(tool.get("destinations"))):
        if isinstance(destination, dict):
            yield index, destination


def described(value: Any) -> str:
    """A description without the spaces around it; "" where there is none."""
    return value.strip() if isinstance(value, str) else ""


def switched(node: Node, below: Path, value: str, *, safe: bool) -> Fix | None:
    """The fix that writes *value*, ``true`` or ``false``, over the one at *below* the node; *safe* where the platform
    ignores what is written there now.
    """
    place = node.source.place((*node.path, *below))
    fix = replace_value(place.document, place.path, value, value)
    return replace(fix, safe=safe) if fix is not None else None


def switched_on(node: Node, below: Path, name: str) -> Fix | None:
    """The unsafe fix that makes the key *name* of the mapping at *below* the node true, behind ``type`` if it is not
    there yet; none in JSON then.
    """
    if node.get(*below, name) is not None:
        return switched(node, (*below, name), "true", safe=False)
    place = node.source.place((*node.path, *below, "type"))
    fix = add_key(place.document, place.path, name, "true") if place.document.format != "json" else None
    return replace(fix, safe=False) if fix is not None else None
