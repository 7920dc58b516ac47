"""Timers that can never fire, and timers that fire together: found by playing the call of a silent caller.

A look at the plan says where that may be; only there is a call played (semantics §5.1 to §5.3).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from ...compiler.diagnostics import Diagnostic, Related
from ...compiler.diagnostics.catalog import D019, D020
from ...compiler.plan.model import AddMessage, CallTool, Hook, Member, Say
from ...compiler.rules import Check, Target
from ...compiler.sources import Path

if TYPE_CHECKING:
    from ..timeline.play import Life

SILENCE, ELAPSED = "customer.speech.timeout", "call.timeElapsed"
_SILENCE_MS = 7_500
"""What a silence hook waits for that does not say (semantics §4.2, C60)."""

_ENDING = frozenset({"endCall", "transferCall"})


class _Timer(NamedTuple):
    hook: Hook
    delay_ms: int


def never_fires(target: Target) -> Iterator[Diagnostic]:
    """D019 for each timer of a member that something else always comes before."""
    for member in target.plan.members:
        if len(member.hooks) < 2:
            continue
        timers = _timers(member)
        ends = [timer.delay_ms for timer in timers if timer.hook.on == SILENCE and _ends(timer.hook)]
        late = {
            timer.hook.index: timer
            for timer in timers
            if timer.hook.on == SILENCE and any(end < timer.delay_ms for end in ends)
        }
        if not late:
            continue
        from ..timeline.fates import fates
        from ..timeline.play import lives

        for fate in fates(member, lives(target.plan, member.key)):
            if fate.never and fate.on == SILENCE and fate.index in late and not _is_said(member, late[fate.index]):
                yield target.fault(
                    D019,
                    member.key,
                    ("hooks", fate.index),
                    f"this hook of {member.name} waits for {late[fate.index].delay_ms / 1000:g} s of silence and never "
                    f"fires: {fate.never}. Let it come first, or take it out.",
                )


def fire_together(target: Target) -> Iterator[Diagnostic]:
    """D020 for each pair of timers of a member that are due at one instant of a call. Of silence hooks the platform
    keeps one back (semantics §5.3), whatever they do; what time hooks say is spoken back to back.
    """
    for member in target.plan.members:
        if len(member.hooks) < 2:
            continue
        timers = [timer for timer in _timers(member) if timer.hook.on == SILENCE or _speaks(timer.hook)]
        pairs = [
            (first, second)
            for number, first in enumerate(timers)
            for second in timers[number + 1 :]
            if (first.hook.on, first.delay_ms) == (second.hook.on, second.delay_ms)
        ]
        config = target.config(member.key) if pairs else None
        if config is None:
            continue
        from ..timeline.play import lives

        calls = lives(target.plan, member.key)
        for first, second in pairs:
            instants = sorted(set().union(*(_instants(call, first.hook, second.hook) for call in calls)))
            if instants:
                path: Path = ("hooks", second.hook.index)
                yield target.fault(
                    D020,
                    member.key,
                    path,
                    _together(member, first, instants[0]),
                    related=(Related(config.span(("hooks", first.hook.index)), "due at the same instant"),),
                )


def _instants(call: Life, first: Hook, second: Hook) -> set[int]:
    """When both are due: of two silence hooks one fires and holds the other back."""
    one, other = (set(call.when(hook.on, hook.index)) for hook in (first, second))
    return one & other if first.on == ELAPSED else one ^ other


def _together(member: Member, first: _Timer, instant_ms: int) -> str:
    if first.hook.on == SILENCE:
        return (
            f"after {first.delay_ms / 1000:g} s of silence this hook and {first.hook.label!r} are due together, and "
            "one of them is kept back. Give them different times, or one hook both actions."
        )
    return (
        f"at {instant_ms / 1000:g} s this hook and {first.hook.label!r} fire together: {member.name} says both, back "
        "to back. Move one of them, or make one of the two."
    )


def _timers(member: Member) -> list[_Timer]:
    found = []
    for hook in member.hooks:
        if hook.on == SILENCE:
            found.append(_Timer(hook, hook.delay_ms or _SILENCE_MS))
        elif hook.on == ELAPSED and hook.delay_ms is not None:
            found.append(_Timer(hook, hook.delay_ms))
    return found


def _ends(hook: Hook) -> bool:
    return any(isinstance(action, CallTool) and action.tool.type in _ENDING for action in hook.actions)


def _speaks(hook: Hook) -> bool:
    return any(
        isinstance(action, Say) or (isinstance(action, AddMessage) and action.triggers_response)
        for action in hook.actions
    )


def _is_said(member: Member, timer: _Timer) -> bool:
    """Whether the silence timeout comes before it: D010 says so."""
    return member.silence.timeout_ms is not None and timer.delay_ms >= member.silence.timeout_ms


CHECKS = (
    Check((D019,), "target", never_fires),
    Check((D020,), "target", fire_together),
)
