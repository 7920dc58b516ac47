"""The enterprise guide's tools: of type ``http``, with operations, or of one of the API's own types."""

from __future__ import annotations

from typing import Any

from ..diagnostics import Diagnostic
from ..diagnostics.catalog import L002, L003, R032
from ..sources import Document, Path
from ..traced import Place, Traced
from .platform_shape import Context, Shape, keep_metadata


def operations(document: Document, name: str) -> tuple[str, ...]:
    """The names of the resources that a tool's document makes: one an operation, the tool's own if it has one."""
    listed = document.get(("spec", "operations"))
    count = len(listed) if isinstance(listed, list) else 0
    if count < 2:
        return (name,)
    assert isinstance(listed, list)
    return tuple(f"{name}/{_operation_name(item, index)}" for index, item in enumerate(listed))


def _operation_name(item: Any, index: int) -> str:
    name = item.get("name") if isinstance(item, dict) else None
    return name if isinstance(name, str) and name else str(index + 1)


def name_function(shape: Shape, document: Document, name: str) -> None:
    """A tool of one of the API's own types: the head names the function that the model calls."""
    if shape.value.get("type") != "function" or not isinstance(shape.value.get("function", {}), dict):
        return
    for key, value in (("name", name), ("description", document.get(("metadata", "description")))):
        if isinstance(value, str) and key not in shape.value.get("function", {}):
            shape.put(("function", key), value, ("metadata", key))


def http_tools(context: Context, document: Document, name: str) -> list[tuple[str, Traced]]:
    """Each operation of an ``http`` tool is an apiRequest tool: endpoint and path make its URL, the schema its body."""
    spec = document.get(("spec",))
    listed = document.get(("spec", "operations"))
    keep_metadata(context, document, Shape(document), "tool")
    if not isinstance(listed, list) or not listed:
        context.fault(
            L003, document, ("spec",), "an http tool has operations: a list of {name, method, path, schemaRef}."
        )
        return []
    assert isinstance(spec, dict)
    made = []
    for index, target in enumerate(operations(document, name)):
        if isinstance(listed[index], dict):
            made.append((target, _operation(context, document, name, ("spec", "operations", index))))
        else:
            context.fault(L002, document, ("spec", "operations", index), "an operation is a mapping with a name.")
    return made


def _operation(context: Context, document: Document, tool: str, at: Path) -> Traced:
    shape = Shape(document)
    for key in ("operations", "type"):
        shape.take(key)
    operation = document.get(at)
    assert isinstance(operation, dict)
    shape.put(("type",), "apiRequest", ("spec", "type"))
    shape.origins[()] = Place(document, at)
    for key in list(shape.value):
        if key != "type":
            shape.origins[(key,)] = Place(document, ("spec", key))
    for key, value in operation.items():
        if key not in ("path", "schemaRef"):
            shape.put((key,), value, (*at, key))
    if "description" not in operation and isinstance(document.get(("metadata", "description")), str):
        shape.put(("description",), document.get(("metadata", "description")), ("metadata", "description"))
    if "authRef" in shape.value:
        shape.put(("credentialId",), shape.take("authRef"), ("spec", "authRef"))
        shape.origins.pop(("authRef",), None)
    _url(context, document, shape, tool, at)
    if "schemaRef" in operation:
        _body(context, document, shape, (*at, "schemaRef"))
    return shape.traced()


def _url(context: Context, document: Document, shape: Shape, tool: str, at: Path) -> None:
    endpoint = shape.take("endpoint")
    shape.origins.pop(("endpoint",), None)
    place = Place(document, ("spec", "endpoint"))
    own = context.settings.endpoints.get(tool) if context.settings else None
    if own is not None:
        endpoint, place = own.value, own.place()
    path = document.get((*at, "path"), "")
    if isinstance(endpoint, str) and isinstance(path, str):
        shape.put(("url",), endpoint.rstrip("/") + (path if path.startswith("/") or not path else f"/{path}"), place)


def _body(context: Context, document: Document, shape: Shape, path: Path) -> None:
    file = context.materials.find(document, path, "schemas")
    if isinstance(file, Diagnostic):
        context.found.append(file)
        return
    schema = context.materials.document(file)
    if schema is None:
        return
    if not isinstance(schema.data, dict):
        context.fault(R032, document, path, f"{file} holds no JSON Schema: the request would have no body.")
        return
    body = {key: value for key, value in schema.data.items() if not key.startswith("$")}
    shape.put(("body",), body, Place(schema, ()))
