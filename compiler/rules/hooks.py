"""Filters of hooks against the reasons that calls end with (semantics §4.3, §14)."""

from __future__ import annotations

from collections.abc import Iterator

from ...schemas import ended_reasons
from ..diagnostics import Diagnostic
from ..diagnostics.catalog import H007
from .check import Check
from .node import Node


def filters_match(node: Node) -> Iterator[Diagnostic]:
    """H007: a filter value matches a reason that contains it; one that no reason contains never matches."""
    for hook in node.member.hooks:
        if hook.on != "call.ending":
            continue
        for number, item in enumerate(hook.filters):
            for index, value in enumerate(item.values):
                if item.key == "call.endedReason" and not any(value in reason for reason in ended_reasons()):
                    yield node.fault(
                        H007,
                        ("hooks", hook.index, "filters", number, "oneOf", index),
                        f"no reason that a call can end with contains {value!r}, so this value never matches.",
                    )


CHECKS = (Check((H007,), "form", filters_match, frozenset({"hooks"})),)
