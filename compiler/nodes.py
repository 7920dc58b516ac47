"""Which kinds of nodes a resource holds, and where: the grammar that walks over configuration share.

A node kind is a shape that rules and forms know: call, squad, member, assistant (a base or overrides: the same keys),
tool, destination, hook, action, transcriber, voice, model, server.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from .sources import Path


class Node(NamedTuple):
    """A node of a resource: its kind, its path, its value."""

    kind: str
    path: Path
    value: dict[str, Any]


CHILDREN: dict[str, dict[str, str]] = {
    "call": {
        "assistant": "assistant",
        "assistantOverrides": "overrides",
        "squad": "squad",
        "squadOverrides": "overrides",
        "customer": "customer",
        "customers[]": "customer",
    },
    "customer": {"assistantOverrides": "overrides", "squadOverrides": "overrides"},
    "squad": {"members[]": "member", "membersOverrides": "overrides"},
    "member": {"assistant": "assistant", "assistantOverrides": "overrides", "assistantDestinations[]": "destination"},
    "assistant": {
        "model": "model",
        "voice": "voice",
        "transcriber": "transcriber",
        "hooks[]": "hook",
        "server": "server",
        "tools:append[]": "tool",
    },
    "model": {"tools[]": "tool"},
    "voice": {"fallbackPlan": "voice-fallback"},
    "voice-fallback": {"voices[]": "voice"},
    "transcriber": {"fallbackPlan": "transcriber-fallback"},
    "transcriber-fallback": {"transcribers[]": "transcriber"},
    "tools": {"tools[]": "tool"},
    "tool": {"destinations[]": "destination", "server": "server", "messages[]": "tool-message"},
    "destination": {
        "assistant": "assistant",
        "assistantOverrides": "overrides",
        "squad": "squad",
        "squadOverrides": "overrides",
        "server": "server",
    },
    "hooks": {"hooks[]": "hook"},
    "hook": {"do[]": "action"},
    "action": {"tool": "tool"},
    "phone-number": {"hooks[]": "hook", "server": "server"},
    "chat": {"assistant": "assistant", "assistantOverrides": "overrides", "squad": "squad"},
    "personality": {"assistant": "assistant"},
    "scenario": {"targetOverrides": "overrides"},
    "handoff-answer": {"destination": "destination"},
    "transfer-answer": {"destination": "destination"},
    "test-suite": {"targetPlan": "test-plan", "testerPlan": "test-plan"},
    "test-plan": {"assistant": "assistant", "assistantOverrides": "overrides"},
    "eval-run": {"target": "run-target"},
    "simulation-run": {"target": "run-target", "simulations[]": "run-entry"},
    "run-target": {"assistant": "assistant", "squad": "squad", "assistantOverrides": "overrides"},
    "run-entry": {"scenario": "scenario", "personality": "personality"},
}
CHILDREN["overrides"] = CHILDREN["assistant"]
CHILDREN["answer"] = CHILDREN["call"]
CHILDREN["campaign"] = {**CHILDREN["call"], "dialPlan[]": "dial-entry"}
CHILDREN["dial-entry"] = {"customers[]": "customer"}
CHILDREN["session"] = {**CHILDREN["chat"], "customer": "customer"}

FREE_FORM = frozenset({"metadata", "variableValues", "parameters", "properties", "schema", "body", "headers"})
"""Keys whose values are the user's own: no key below them is the platform's."""


def walk(kind: str, value: Any, path: Path = ()) -> Iterator[Node]:
    """Every node of *value*, parents before children, in the order written."""
    if not isinstance(value, dict):
        return
    yield Node(kind, path, value)
    for key, child in CHILDREN.get(kind, {}).items():
        if key.endswith("[]"):
            items = value.get(key[:-2])
            if isinstance(items, list):
                for index, item in enumerate(items):
                    yield from walk(child, item, (*path, key[:-2], index))
        elif key in value:
            yield from walk(child, value[key], (*path, key))
