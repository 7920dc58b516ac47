"""Shapes that the founding documents and the SDKs use and the wire format does not (semantics §1.9, §16.1).

A form looks at one node, says what it found (with a fix where the text allows one), and rewrites the value so that all
later stages see the published shape. Shapes that cannot be read safely are left as they are for the structure check.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ..diagnostics import Diagnostic, Fix
from ..diagnostics.catalog import F001, F002, F003, F004, F005, F007, F008, F009, F012, F013
from ..nodes import Node
from ..sources import Path, pointer
from ..traced import Place
from .edits import add_key, rename_key, replace_value, unwrap_value, wrap_value
from .moves import move_into, nest_keys
from .rewriter import Rewriter

Form = Callable[[Rewriter, Node], Iterator[Diagnostic]]

_ASSISTANT = {"assistantOverride": "assistantOverrides", "assistantsOverrides": "assistantOverrides"}
_ONE = ("memberOverrides", "memberOverride")
_ALL = ("squadOverride", "squadsOverrides", *_ONE, "membersOverrides", "membersOverride")
_BOTH = {**_ASSISTANT, **dict.fromkeys(_ALL, "squadOverrides")}
_EVERYONE = (*_ONE, "membersOverride", "assistantsOverrides", "assistantOverrides", "assistantOverride")
MISSPELT_OVERRIDES = {
    **dict.fromkeys(("answer", "call", "campaign", "customer", "destination"), _BOTH),
    **dict.fromkeys(("chat", "run-target", "session", "test-plan"), _ASSISTANT),
    "member": {**_ASSISTANT, **dict.fromkeys(_ONE, "assistantOverrides")},
    "scenario": {"targetOverride": "targetOverrides", "assistantOverrides": "targetOverrides"},
    "squad": dict.fromkeys(_EVERYONE, "membersOverrides"),
}


def misspelt_overrides(rewriter: Rewriter, node: Node) -> Iterator[Diagnostic]:
    """C7: the platform ignores or rejects the misspelt key, so nothing of it would be in force."""
    for wrong, right in MISSPELT_OVERRIDES[node.kind].items():
        if wrong in node.value and right not in node.value:
            place = rewriter.traced().place((*node.path, wrong))
            yield F008.at(
                place.key_span(),
                f"{wrong!r} is not a key here: it is spelled {right!r}. As written, none of these overrides is "
                "in force "
                "on a call.",
                path=pointer(place.path),
                fix=rename_key(place.document, place.path, right),
            )
            rewriter.move((*node.path, wrong), (*node.path, right))


def squad_array(rewriter: Rewriter, node: Node) -> Iterator[Diagnostic]:
    """C36: ``squad: [member, …]``."""
    path = (*node.path, "squad")
    members = node.value.get("squad")
    if not isinstance(members, list):
        return
    place = rewriter.traced().place(path)
    yield F001.at(
        place.key_span(),
        "squad is an array of members; the API takes an object with 'members'. It is read as {\"members\": […]}.",
        path=pointer(place.path),
        fix=wrap_value(place.document, place.path, "members"),
    )
    rewriter.put(path, {"members": members}, place)
    rewriter.origins[(*path, "members")] = place


def id_inside_inline(rewriter: Rewriter, node: Node) -> Iterator[Diagnostic]:
    """``assistant: {assistantId: …}`` of the quickstarts: the id belongs one level up."""
    for key, id_key in (("assistant", "assistantId"), ("squad", "squadId")):
        inline = node.value.get(key)
        if isinstance(inline, dict) and set(inline) == {id_key} and id_key not in node.value:
            place = rewriter.traced().place((*node.path, key))
            yield F005.at(
                place.key_span(),
                f"{key} holds only {id_key!r}: {key!r} is for an inline {key}. It is read as {id_key!r} at this level.",
                path=pointer(place.path),
                fix=unwrap_value(place.document, place.path, id_key),
            )
            rewriter.move((*node.path, key, id_key), (*node.path, id_key))
            rewriter.take((*node.path, key))


def call_metadata(rewriter: Rewriter, node: Node) -> Iterator[Diagnostic]:
    """``metadata`` beside the assistant of a call request is no field of it (semantics §1.9)."""
    if "metadata" not in node.value:
        return
    place = rewriter.traced().place((*node.path, "metadata"))
    yield F009.at(
        place.key_span(),
        "a call request has no 'metadata': it is read as assistantOverrides.metadata, where the API takes it.",
        path=pointer(place.path),
        fix=_into(rewriter, node, "metadata", "assistantOverrides"),
    )
    if not isinstance(node.value.get("assistantOverrides"), dict):
        rewriter.put((*node.path, "assistantOverrides"), {}, place)
    rewriter.move((*node.path, "metadata"), (*node.path, "assistantOverrides", "metadata"))


def _into(rewriter: Rewriter, node: Node, key: str, outer: str) -> Fix | None:
    """The edit that takes *key* of *node* into its sibling *outer*, which it makes where there is none."""
    source = rewriter.traced()
    place, target = source.place((*node.path, key)), node.value.get(outer)
    if outer not in node.value:
        return nest_keys(place.document, [place.path], outer)
    if not isinstance(target, dict) or key in target:
        return None
    there = source.place((*node.path, outer))
    if there.document is not place.document or there.path[:-1] != place.path[:-1]:
        return None
    return move_into(place.document, place.path, there.path)


def overrides_tool_ids(rewriter: Rewriter, node: Node) -> Iterator[Diagnostic]:
    """C38: ``toolIds`` at the top of overrides."""
    if not isinstance(node.value.get("toolIds"), list):
        return
    model = node.value.get("model")
    if isinstance(model, dict) and "toolIds" in model:
        return
    place = rewriter.traced().place((*node.path, "toolIds"))
    yield F002.at(
        place.key_span(),
        "overrides have no 'toolIds' of their own: it is read as model.toolIds, where the API takes it.",
        path=pointer(place.path),
        fix=_into(rewriter, node, "toolIds", "model"),
    )
    if not isinstance(model, dict):
        rewriter.put((*node.path, "model"), {}, place)
    rewriter.move((*node.path, "toolIds"), (*node.path, "model", "toolIds"))


def flat_function(rewriter: Rewriter, node: Node) -> Iterator[Diagnostic]:
    """C37: ``name``, ``description`` and ``parameters`` beside ``type: function``.

    ``parameters`` moves only where it is an object: today's ``parameters`` of a tool is a list of static key and value.
    """
    value = node.value
    if value.get("type") != "function" or "function" in value or not isinstance(value.get("name"), str):
        return
    keys: list[str] = [
        key
        for key in ("name", "description", "parameters", "strict")
        if key in value and not (key == "parameters" and not isinstance(value[key], dict))
    ]
    place = rewriter.traced().place((*node.path, "name"))
    yield F003.at(
        place.key_span(),
        f"{', '.join(keys)} of a function tool belong{'s' if len(keys) == 1 else ''} under 'function'. It is "
        "read that way; "
        "the API rejects the flat shape.",
        path=pointer(place.path),
        fix=nest_keys(place.document, [(*place.path[:-1], key) for key in keys], "function"),
    )
    rewriter.put((*node.path, "function"), {}, rewriter.traced().place(node.path))
    for key in keys:
        rewriter.move((*node.path, key), (*node.path, "function", key))


def google_transcriber(rewriter: Rewriter, node: Node) -> Iterator[Diagnostic]:
    """C39: ``latest`` and ``multilingual`` of the founding page."""
    if node.value.get("provider") != "google":
        return
    for key, wrong, right in (("model", "latest", "gemini-2.0-flash"), ("language", "multilingual", "Multilingual")):
        if node.value.get(key) == wrong:
            place = rewriter.traced().place((*node.path, key))
            yield F004.at(
                place.span(),
                f"Google's transcriber has no {key} {wrong!r}; it is read as {right!r}, which the API takes.",
                path=pointer(place.path),
                fix=replace_value(place.document, place.path, f'"{right}"', right),
            )
            rewriter.put((*node.path, key), right, place)


def context_plan_text(rewriter: Rewriter, node: Node) -> Iterator[Diagnostic]:
    """C58: ``contextEngineeringPlan: none``."""
    plan = node.value.get("contextEngineeringPlan")
    if not isinstance(plan, str):
        return
    path = (*node.path, "contextEngineeringPlan")
    place = rewriter.traced().place(path)
    yield F007.at(
        place.span(),
        f"contextEngineeringPlan is an object; {plan!r} is read as {{type: {plan}}}.",
        path=pointer(place.path),
        fix=replace_value(place.document, place.path, f'{{"type": "{plan}"}}', f"{{type: {plan}}}")
        if plan.isascii() and plan.isalpha()
        else None,
    )
    rewriter.put(path, {"type": plan}, place)
    rewriter.origins[(*path, "type")] = place


def api_request_method(rewriter: Rewriter, node: Node) -> Iterator[Diagnostic]:
    """C57: the schema requires ``method``, the platform assumes POST."""
    if node.value.get("type") != "apiRequest" or "method" in node.value:
        return
    place = rewriter.traced().place(node.path)
    yield F012.at(
        rewriter.traced().key_span((*node.path, "type")),
        "this apiRequest tool names no method: the published schema requires one, the platform sends POST. It "
        "is read as "
        "POST; write it down.",
        path=pointer(place.path),
        fix=add_key(place.document, (*place.path, "type"), "method", "POST"),
    )
    rewriter.put((*node.path, "method"), "POST", place)


def legacy_action(rewriter: Rewriter, node: Node) -> Iterator[Diagnostic]:
    """Actions ``transfer`` and ``function`` of early 2025 (semantics §4.1): today they are tools."""
    kind = node.value.get("type")
    source = rewriter.traced()
    place, path = source.place(node.path), (*node.path, "tool")
    if kind == "transfer" and isinstance(node.value.get("destination"), dict):
        tool: dict[str, Any] = {"type": "transferCall", "destinations": [node.value["destination"]]}
        origins: dict[Path, Place] = {(*path, "destinations", 0): source.place((*node.path, "destination"))}
    elif kind == "function" and isinstance(node.value.get("function"), dict):
        tool = {key: value for key, value in node.value.items() if key != "type"} | {"type": "function"}
        origins = {(*path, key): source.place((*node.path, key)) for key in node.value}
    else:
        return
    yield F013.at(
        source.span((*node.path, "type")),
        f"the hook action {kind!r} is no longer in the schema; it is read as a 'tool' action with a "
        f"{tool['type']} tool.",
        path=pointer(place.path),
    )
    rewriter.put(node.path, {"type": "tool", "tool": tool}, place)
    rewriter.origins.update(origins)


FORMS: dict[str, tuple[Form, ...]] = {
    "call": (misspelt_overrides, squad_array, id_inside_inline, call_metadata),
    **dict.fromkeys(
        ("answer", "campaign", "chat", "customer", "run-target", "scenario", "session", "squad", "test-plan"),
        (misspelt_overrides,),
    ),
    "member": (misspelt_overrides, id_inside_inline),
    "overrides": (overrides_tool_ids,),
    "tool": (flat_function, api_request_method),
    "destination": (misspelt_overrides, context_plan_text),
    "transcriber": (google_transcriber,),
    "action": (legacy_action,),
}
"""The forms of each node kind, in the order in which they are tried."""
