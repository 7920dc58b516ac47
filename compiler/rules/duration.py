"""Hooks on the call's length against the length that a call can have (semantics §4.5, §5.2)."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic
from ..diagnostics.catalog import D011, D014
from .subject import Subject

TIME_ELAPSED = "call.timeElapsed"


def before_the_cut(subject: Subject) -> Iterator[Diagnostic]:
    """D011: at the same second the hard limit wins, so a hook must come before it."""
    limit = subject.plan.max_duration_ms
    for hook in subject.member.hooks:
        if hook.on == TIME_ELAPSED and (hook.delay_ms or 0) >= limit:
            yield subject.fault(
                D011,
                ("hooks", hook.index),
                f"this hook waits for second {(hook.delay_ms or 0) / 1000:g}, but the call is cut at "
                f"{limit / 1000:g} s "
                "(maxDurationSeconds, 600 s unless set): it never fires.",
            )


def not_armed_again(subject: Subject) -> Iterator[Diagnostic]:
    """D014: after a handoff no time hook is armed, so one on a member that calls do not begin with never fires
    (C22).
    """
    if subject.member.key == subject.plan.entry or subject.build.policies.get("rearmTimeElapsed") == "on":
        return
    entry = subject.plan.member(subject.plan.entry)
    same = {hook.delay_ms for hook in entry.hooks if hook.on == TIME_ELAPSED}
    for hook in subject.member.hooks:
        if hook.on == TIME_ELAPSED and hook.delay_ms not in same:
            yield subject.fault(
                D014,
                ("hooks", hook.index),
                f"{subject.member.name} is reached by a handoff, and call.timeElapsed hooks are not armed again "
                "after one: "
                "this hook never fires. Put it on the assistant that the call begins with.",
            )
