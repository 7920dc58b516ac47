"""Variables of chats that go on (rules §4.12)."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic
from ..diagnostics.catalog import Q015
from .check import Check
from .node import Node


def too_late(node: Node) -> Iterator[Diagnostic]:
    """A chat of a session brings values for variables.

    Templates are rendered when the session is made. What a later chat brings changes nothing.

    Bad:
        # file: chats/more.yml
        sessionId: 6f1d2a3b-0c4e-4f5a-9b6c-7d8e9f0a1b2c
        input: And on Friday?
        assistantOverrides: {variableValues: {clinic: Northside}}
    Good:
        # file: chats/more.yml
        sessionId: 6f1d2a3b-0c4e-4f5a-9b6c-7d8e9f0a1b2c
        input: And on Friday?
    Source: rules Q015
    """
    resource = node.resource
    if resource is None or resource.kind != "chat" or not node.text("sessionId"):
        return
    values = node.get("assistantOverrides", "variableValues")
    for name in values if isinstance(values, dict) else ():
        yield node.fault(
            Q015,
            ("assistantOverrides", "variableValues", name),
            f"the session's texts are rendered already: this value of {name!r} changes nothing. Give it when the "
            "session is made.",
            key=True,
        )


CHECKS = (Check((Q015,), "resource", too_late, frozenset({"sessionId"})),)
