"""The calls that nobody steers, as a reader sees them: what is said when, what fires, how it ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ...compiler.plan.model import Plan
from ..trace.heads import clock, seconds
from ..trace.model import Event
from ..trace.redact import redact
from .fates import Fate, ending
from .play import Life

_TITLES = {
    "silent": "A silent caller",
    "talking": "A caller who never stops",
    "once": "A caller who says hello, and then nothing",
}
_CALLERS = {"silent": "silent", "talking": "never stops", "once": "says hello"}
_WAITING = {
    ("remindersAtStart", "wait"): "reminders wait until somebody has spoken",
    ("silenceTimeoutStart", "speech"): "the silence timeout waits until somebody has spoken",
    ("silenceInTools", "cancel"): "a tool ends the silence, which counts anew behind it",
}
"""Policies that keep something from happening in a silent call, which a reader of the page would else miss."""
_ROWS = 200
"""Longer calls are shown up to here; JSON has all of it."""


def lines(plan: Plan, member: str, lives: tuple[Life, ...], fates: tuple[Fate, ...]) -> Iterator[str]:
    """The whole page; texts are as the call has them and may hold anything."""
    yield f"{plan.target}: calls that nobody steers, from {member} on"
    for life in lives:
        yield ""
        yield _TITLES[life.caller]
        told = (event for event in life.events if event.type != "policy" or life.caller == "silent")
        rows = [row for row in map(row_of, told) if row is not None]
        yield from (f"  {clock(t_ms):>9}  {text}" for t_ms, text in rows[:_ROWS])
        if len(rows) > _ROWS:
            yield f"             and {len(rows) - _ROWS} more until {clock(life.ended_ms)}"
        yield f"  {clock(life.ended_ms):>9}  {ending(life)}"
    if fates:
        yield ""
        yield "Hooks"
        width = max(len(fate.label) for fate in fates)
        yield from (f"  {fate.label:<{width}}  {_due(fate)}: {_told(fate)}" for fate in fates)
    yield from _others(plan, lives[0].member)


def _others(plan: Plan, member: str) -> Iterator[str]:
    """Members whose hooks this page leaves out, where it is about the call's beginning."""
    counts = [(one.name, len(one.hooks)) for one in plan.members if one.key != member and one.hooks]
    if counts and member == plan.entry:
        hooks = ", ".join(f"{name} ({count} hook{'' if count == 1 else 's'})" for name, count in counts)
        yield ""
        yield f"Not shown: {hooks}; --member NAME shows what becomes of them"


def row_of(event: Event) -> tuple[int, str] | None:
    """The instant and a sentence about an event, None for one that a reader need not see."""
    teller = _TELLERS.get(event.type)
    text = teller(redact(event.data)) if teller is not None else None
    return None if text is None else (event.t_ms, text)


def _due(fate: Fate) -> str:
    if fate.delay_ms is None:
        return fate.on
    return f"{fate.on} {'at' if fate.on == 'call.timeElapsed' else 'after'} {seconds(fate.delay_ms)}"


def _told(fate: Fate) -> str:
    if fate.never:
        return f"NEVER FIRES: {fate.never}"
    fired = [
        f"{_CALLERS[caller]} {', '.join(map(clock, times[:5]))}"
        + (f" and {len(times) - 5} more" if len(times) > 5 else "")
        for caller, times in fate.fires
        if times
    ]
    return "; ".join(fired) if fired else "not in these calls"


def _speech(data: dict[str, Any]) -> str | None:
    if data.get("role") != "assistant":
        return "the caller begins to speak"
    lasts = seconds(data["lasts_ms"]) if data["lasts_ms"] else "a recording of unknown length"
    return f"says {data.get('text', '')!r} ({data['source']}, {lasts})"


def _fired(data: dict[str, Any]) -> str:
    silence = f", {seconds(data['silence_ms'])} into the silence" if "silence_ms" in data else ""
    return f"hook {data['hook']} fires, time {data['count']}{silence}"


def _policy(data: dict[str, Any]) -> str | None:
    words = _WAITING.get((data["name"], data["value"]))
    return f"{words} (policy {data['name']})" if words is not None else None


_TELLERS: dict[str, Callable[[dict[str, Any]], str | None]] = {
    "call.started": lambda data: f"the call starts ({data['type']})",
    "speech.started": _speech,
    "speech.ended": lambda data: "is cut off" if "cut_at_ms" in data and data.get("role") == "assistant" else None,
    "model.requested": lambda data: "the model is asked",
    "tool.started": lambda data: f"tool {data['name']} starts",
    "tool.rejected": lambda data: f"tool {data['name']} is rejected: {data['reason']}",
    "extraction.dropped": lambda data: f"nothing is extracted by {data['name']}: {data['why']}",
    "hook.fired": _fired,
    "hook.suppressed": lambda data: f"hook {data['hook']} does not fire: {data['why']}",
    "message.added": lambda data: f"a message of role {data['role']} is added",
    "session.created": lambda data: "the session is created",
    "transfer.stage": lambda data: f"on the operator's side: {data['stage']}",
    "transport.sent": lambda data: f"a message goes to the carrier ({data['transport']})",
    "policy": _policy,
    "handoff": lambda data: f"hands over to {data['to']}",
}
