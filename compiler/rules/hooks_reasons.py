"""Hooks on the end of a call: what they ask of its reason, and what they can still do (rules §4.8)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..diagnostics import Diagnostic
from ..diagnostics.catalog import H008, H016, H017, H018
from ..sources import Path
from .check import Check
from .node import Node
from .tools_parts import listed

ENDING = "call.ending"
_REASON = "call.endedReason"
_STARTING = ("call-start", "call.start")
_BROKEN = ("error", "fault", "fail", "pipeline", "database", "call-start", "call.start")
"""Parts of what calls end with that went wrong; a hook without filters hears of all."""


def other_key(node: Node) -> Iterator[Diagnostic]:
    """A filter looks at something else than the reason that the call ended with.

    The documents know filters of call.ending by call.endedReason alone. With another key the filter may never match,
    and all filters of a hook must.

    Bad:
        name: Front
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        hooks:
          - on: call.ending
            filters: [{type: oneOf, key: endedReason, oneOf: [pipeline-error]}]
            do: [{type: tool, tool: {type: transferCall, destinations: [{type: number, number: "+15550100001"}]}}]
    Good:
        name: Front
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        hooks:
          - on: call.ending
            filters: [{type: oneOf, key: call.endedReason, oneOf: [pipeline-error]}]
            do: [{type: tool, tool: {type: transferCall, destinations: [{type: number, number: "+15550100001"}]}}]
    Source: rules H008, semantics §4.3
    """
    for path, item in _filters(node):
        key = item.get("key")
        if isinstance(key, str) and key and key != _REASON and "{{" not in key:
            yield node.fault(
                H008,
                (*path, "key"),
                f"no document knows a filter by {key!r}, only by {_REASON}: this hook may never fire.",
            )


def _filters(node: Node) -> Iterator[tuple[Path, dict[str, Any]]]:
    if node.get("on") == ENDING:
        for index, item in enumerate(listed(node.get("filters"))):
            if isinstance(item, dict):
                yield ("filters", index), item


def one_spelling(node: Node) -> Iterator[Diagnostic]:
    """A filter asks for one of the two spellings of calls that did not start.

    Some of these reasons have call-start in them, others call.start. Half of the calls that never began go unseen.

    Bad:
        name: Front
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        hooks:
          - on: call.ending
            filters: [{type: oneOf, key: call.endedReason, oneOf: [pipeline-error, call.start]}]
            do: [{type: tool, tool: {type: transferCall, destinations: [{type: number, number: "+15550100001"}]}}]
    Good:
        name: Front
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        hooks:
          - on: call.ending
            filters: [{type: oneOf, key: call.endedReason, oneOf: [pipeline-error, call.start, call-start]}]
            do: [{type: tool, tool: {type: transferCall, destinations: [{type: number, number: "+15550100001"}]}}]
    Source: rules H016, semantics §4.3
    """
    for path, item in _filters(node):
        values = listed(item.get("oneOf"))
        there = [value for value in _STARTING if value in values]
        if len(there) == 1:
            [missing] = set(_STARTING) - set(there)
            yield node.fault(
                H016,
                (*path, "oneOf", values.index(there[0])),
                f"some reasons of calls that did not start are spelled with {there[0]!r}, others with {missing!r}: "
                "this filter misses those. Ask for both.",
            )


def nobody_is_told(node: Node) -> Iterator[Diagnostic]:
    """Calls that end with an error leave no trace but a record.

    When the model, the voice or the transcriber fails in mid-call, a hook on call.ending can transfer the caller, or
    tell somebody. Without one nobody learns of it until callers complain.

    Bad:
        name: Front
        firstMessage: Hello, this is the clinic.
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
    Good:
        # file: tools/report.yml
        type: function
        function: {name: report, description: Reports a failure.}
        server: {url: https://api.example.com/failed}
        # file: assistants/front.yml
        name: Front
        firstMessage: Hello, this is the clinic.
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        hooks:
          - on: call.ending
            filters: [{type: oneOf, key: call.endedReason, oneOf: [pipeline-error]}]
            do: [{type: tool, toolId: report}]
    Source: rules H017
    """
    for hook in node.member.hooks:
        values = [value for item in hook.filters for value in item.values]
        if hook.on == ENDING and (not values or any(part in value for value in values for part in _BROKEN)):
            return
    yield node.fault(
        H017,
        ("hooks",),
        f"{node.member.name} has no hook on call.ending for errors: when the call breaks, nobody is told.",
        key=True,
    )


def ended_again(node: Node) -> Iterator[Diagnostic]:
    """A hook ends a call that is ending.

    call.ending comes when the reason is known: there is nothing left to end, and the tool does nothing.

    Bad:
        name: Front
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        hooks: [{on: call.ending, do: [{type: tool, tool: {type: endCall}}]}]
    Good:
        name: Front
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        endCallMessage: Goodbye.
    Source: rules H018
    """
    if node.get("on") != ENDING:
        return
    for index in range(len(listed(node.get("do")))):
        if node.get("do", index, "tool", "type") == "endCall":
            yield node.fault(
                H018,
                ("do", index),
                "the call is ending already when this hook runs: endCall does nothing. Report, or transfer the caller.",
            )


CHECKS = (
    Check((H008,), "hook", other_key, frozenset({"filters"})),
    Check((H016,), "hook", one_spelling, frozenset({"filters"})),
    Check((H017,), "form", nobody_is_told),
    Check((H018,), "hook", ended_again, frozenset({"do"})),
)
