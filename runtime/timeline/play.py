"""A call with a silent caller, and one with a caller who never stops: the machine with answers that say nothing.

The model answers a placeholder, tools succeed with no result, schemas yield nothing, operators take the call.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from ...compiler.plan.frozen import FrozenDict, freeze
from ...compiler.plan.model import Plan
from ..machine import Happening, ModelAnswers, OtherAnswer, Start, State, Tick, ToolAnswers, UserSpeaks, program, step
from ..machine.info import call_info
from ..machine.moment import CHATS
from ..machine.program import Program
from ..machine.records import Ask
from ..machine.words import lasts_ms
from ..trace.model import Event
from ..transcript.model import CallFields, Transcript

CALLERS: Final = ("silent", "talking")
PLACEHOLDER: Final = "(The model says something.)"
MOST_EVENTS: Final = 20_000
"""A call that has more to tell is broken off: hooks that ask the model again and again are bounded by this alone."""

WAITS: Final = "nothing more happens: a chat waits for what the caller writes"
_WORD = "and "


@dataclass(frozen=True, slots=True)
class Life:
    """One call. ``caller`` is of :data:`CALLERS`; ``reason`` None: broken off, ``fault`` then says why."""

    caller: str
    events: tuple[Event, ...]
    ended_ms: int
    reason: str | None
    fault: str = ""

    def when(self, hook: str, on: str, index: int) -> tuple[int, ...]:
        """The instants at which a hook of the first member fires."""
        return tuple(
            event.t_ms
            for event in self.events
            if event.type == "hook.fired"
            and (event.data["hook"], event.data["on"], event.data["index"]) == (hook, on, index)
        )


def lives(plan: Plan, member: str | None = None, values: Mapping[str, Any] | None = None) -> tuple[Life, ...]:
    """The call of each caller, as if it began with *member* (a key; the entry otherwise). *values* are variables."""
    if member is not None and member != plan.entry:
        plan = replace(plan, entry=member)
    given = freeze(dict(values or {}))
    call = CallFields(variables=given if isinstance(given, FrozenDict) else FrozenDict())
    started = datetime.fromisoformat(call.started_at)
    made = program(plan, FrozenDict(), "full", started.year)
    info = call_info(plan, Transcript("", plan.target, call=call), started)
    return tuple(_live(made, State(plan.entry, info), caller) for caller in CALLERS)


def _live(made: Program, state: State, caller: str) -> Life:
    events: list[Event] = []
    longest = made.plan.max_duration_ms + 1000
    waiting: list[Happening] = [Start()]
    if caller == "talking":
        waiting.append(UserSpeaks(0, _WORD * _words(longest), longest))
    while state.phase != "ended" and len(events) < MOST_EVENTS:
        event: Happening
        if state.asks:
            event = _answer(state.asks[0], state.t_ms)
        elif waiting:
            event = waiting.pop(0)
        elif state.agenda:
            event = Tick(state.agenda[0].t_ms)
        else:
            break
        state, effects = step(made, state, event)
        events += effects
    if state.info["type"] in CHATS:
        return Life(caller, tuple(events), state.t_ms, None, WAITS)
    if state.fault:
        return Life(caller, tuple(events), state.t_ms, None, state.fault)
    if state.phase != "ended":
        return Life(caller, tuple(events), state.t_ms, None, f"it has more than {MOST_EVENTS} events")
    return Life(caller, tuple(events), state.t_ms, state.reason)


def _words(length_ms: int) -> int:
    """How many words somebody speaks in that time."""
    return length_ms * 7 // 2000 + 1


def _answer(ask: Ask, now_ms: int) -> Happening:
    if ask.kind == "model":
        return ModelAnswers(now_ms, PLACEHOLDER, lasts_ms=lasts_ms(len(PLACEHOLDER.split())))
    if ask.kind == "tool":
        return ToolAnswers(now_ms)
    return OtherAnswer(now_ms, {"status": "connected"} if ask.kind == "transfer" else {})
