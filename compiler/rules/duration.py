"""Hooks on the call's length against the length that a call can have (semantics §4.5, §5.2)."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic
from ..diagnostics.catalog import D011, D014
from .check import Check
from .node import Node

TIME_ELAPSED = "call.timeElapsed"


def before_the_cut(node: Node) -> Iterator[Diagnostic]:
    """D011: at the same second the hard limit wins, so a hook must come before it."""
    limit = node.plan.max_duration_ms
    for hook in node.member.hooks:
        if hook.on == TIME_ELAPSED and (hook.delay_ms or 0) >= limit:
            yield node.fault(
                D011,
                ("hooks", hook.index),
                f"this hook waits for second {(hook.delay_ms or 0) / 1000:g}, but the call is cut at "
                f"{limit / 1000:g} s "
                "(maxDurationSeconds, 600 s unless set): it never fires.",
            )


def not_armed_again(node: Node) -> Iterator[Diagnostic]:
    """D014: after a handoff no time hook is armed, so one on a member that calls do not begin with never fires
    (C22).
    """
    if node.member.key == node.plan.entry or node.build.policies.get("rearmTimeElapsed") == "on":
        return
    entry = node.plan.member(node.plan.entry)
    same = {hook.delay_ms for hook in entry.hooks if hook.on == TIME_ELAPSED}
    for hook in node.member.hooks:
        if hook.on == TIME_ELAPSED and hook.delay_ms not in same:
            yield node.fault(
                D014,
                ("hooks", hook.index),
                f"{node.member.name} is reached by a handoff, and call.timeElapsed hooks are not armed again "
                "after one: "
                "this hook never fires. Put it on the assistant that the call begins with.",
            )


CHECKS = (
    Check((D011,), "form", before_the_cut, frozenset({"hooks"})),
    Check((D014,), "form", not_armed_again, frozenset({"hooks"})),
)
