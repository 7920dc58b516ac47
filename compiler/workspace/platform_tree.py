"""The enterprise guide's resources (``kind``, ``apiVersion``, ``metadata``, ``spec``) as API-shaped ones
(semantics §15.1). Every value keeps the place that it was written at; what has no counterpart in the API is said.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from ..diagnostics.catalog import B001, L001, L002, L003, L004
from ..sources import Document, Path
from ..traced import Place, Traced
from .platform_assistant import assistant
from .platform_shape import Context, Shape, keep_metadata
from .platform_tools import http_tools, name_function

KINDS = {
    "Assistant": "assistant",
    "Squad": "squad",
    "Tool": "tool",
    "StructuredOutput": "structured-output",
    "PhoneNumber": "phone-number",
    "Eval": "eval",
    "Personality": "personality",
    "Scenario": "scenario",
    "Simulation": "simulation",
}
WITHOUT_COUNTERPART = frozenset({"Knowledge", "KnowledgeBase", "Policy", "Runtime", "SafetyPolicy"})
"""Kinds of the guide that are no resource of the API."""

_HEAD = ("apiVersion", "kind", "metadata", "spec")


class Made(NamedTuple):
    """A resource of a platform document: its kind, its name, its API-shaped value."""

    kind: str
    name: str
    source: Traced


def is_platform(data: Any) -> bool:
    """Whether a document has the guide's shape."""
    return isinstance(data, dict) and "kind" in data and ("apiVersion" in data or "spec" in data)


def name_of(document: Document, otherwise: str) -> str:
    """The slug that other documents refer to."""
    name = document.get(("metadata", "name"))
    return name if isinstance(name, str) and name else otherwise


def resources(context: Context, document: Document, otherwise: str) -> list[Made]:
    """The API-shaped resources of *document*; findings go to *context*."""
    data = document.data
    assert isinstance(data, dict)
    kind = KINDS.get(str(data.get("kind")))
    _head(context, document)
    if kind is None or not isinstance(data.get("spec"), dict):
        return []
    name = name_of(document, otherwise)
    if kind == "tool" and data["spec"].get("type") in ("http", None):
        return [Made(kind, target, source) for target, source in http_tools(context, document, name)]
    shape = Shape(document)
    if kind == "tool":
        name_function(shape, document, name)
    else:
        shape.put(("name",), name, ("metadata", "name"))
    keep_metadata(context, document, shape, kind)
    if kind == "assistant":
        assistant(context, document, shape)
    elif kind == "squad":
        _squad(shape, document)
    return [Made(kind, name, shape.traced())]


def _head(context: Context, document: Document) -> None:
    data = document.data
    assert isinstance(data, dict)
    kind = data.get("kind")
    for key in data:
        if key not in _HEAD:
            context.fault(L001, document, (key,), f"unknown key {key!r}: known here are {', '.join(_HEAD)}.", key=True)
    if isinstance(kind, str) and kind in WITHOUT_COUNTERPART:
        context.fault(
            B001,
            document,
            ("kind",),
            f"{kind}: the API has no such resource, so nothing of it is part of a call; a deployer of your own must "
            "apply it.",
        )
    elif not isinstance(kind, str) or kind not in KINDS:
        from difflib import get_close_matches

        near = get_close_matches(str(kind)[:80], [*KINDS, *sorted(WITHOUT_COUNTERPART)], n=1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        context.fault(L004, document, ("kind",), f"unknown kind {kind!r}: expected one of {', '.join(KINDS)}.{hint}")
    if "apiVersion" in data and data["apiVersion"] != "v1":
        context.fault(L002, document, ("apiVersion",), f"apiVersion is v1, found {data['apiVersion']!r}.")
    for key, what in (("metadata", "a name"), ("spec", "the configuration")):
        if not isinstance(data.get(key), dict):
            at: Path = (key,) if key in data else ()
            context.fault(L003, document, at, f"{key} is missing: a mapping that holds {what}.")
    if isinstance(data.get("metadata"), dict) and not isinstance(data["metadata"].get("name"), str):
        context.fault(L003, document, ("metadata",), "metadata has no name: other documents refer to it by that.")


def _squad(shape: Shape, document: Document) -> None:
    """``members: [{ref}]`` as assistant ids."""
    members = shape.value.get("members")
    if not isinstance(members, list):
        return
    made = []
    for index, item in enumerate(members):
        reference = item.get("ref") if isinstance(item, dict) else item
        if isinstance(reference, str):
            rest = {key: value for key, value in item.items() if key != "ref"} if isinstance(item, dict) else {}
            at: Path = ("spec", "members", index)
            shape.origins[("members", index, "assistantId")] = Place(
                document, (*at, "ref") if isinstance(item, dict) else at
            )
            made.append({**rest, "assistantId": reference.removeprefix("assistants/")})
        else:
            made.append(item)
    shape.value["members"] = made
    shape.origins[("members",)] = Place(document, ("spec", "members"))
