"""A call with a silent caller, and one with a caller who never stops: the machine with answers that say nothing.
Where reminders wait for somebody's words (semantics §5.3 rule 8) and nobody opens the call, there is a third: the
caller says hello, and then no more.

The model answers a placeholder, tools succeed with no result, schemas yield nothing, operators take the call.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
from ..machine.tools import HOOK_CALL
from ..machine.words import lasts_ms
from ..trace.model import Event
from ..transcript.model import CallFields, Transcript

CALLERS: Final = ("silent", "talking", "once")
PLACEHOLDER: Final = "(The model says something.)"
MOST_EVENTS: Final = 20_000
"""A call that has more to tell is broken off: hooks that ask the model again and again are bounded by this alone."""

WAITS: Final = "nothing more happens: a chat waits for what the caller writes"
ENDINGS: Final = {
    "endCall": "assistant-ended-call",
    "transferCall": "assistant-forwarded-call",
    "voicemail": "voicemail",
}
"""What a call ends for when a tool of this type has ended it."""
_WORD = "and "
_HELLO = "Hello."


@dataclass(frozen=True, slots=True)
class Life:
    """One call. ``caller`` is of :data:`CALLERS`, ``member`` the key of the one that it began with; ``reason`` None:
    broken off, ``fault`` then says why. ``ender`` is the firing whose tool ended the call or sent it on.
    """

    caller: str
    member: str
    events: tuple[Event, ...]
    ended_ms: int
    reason: str | None
    fault: str = ""
    ender: Event | None = None

    def told(self, kind: str, on: str, index: int) -> Iterator[Event]:
        """The events of type *kind* (``hook.fired`` or ``hook.suppressed``) of a hook of the first member."""
        return (
            event
            for event in self.events
            if event.type == kind
            and event.member == self.member
            and (event.data["on"], event.data["index"]) == (on, index)
        )

    def when(self, on: str, index: int) -> tuple[int, ...]:
        """The instants at which a hook of the first member fires."""
        return tuple(event.t_ms for event in self.told("hook.fired", on, index))


def lives(plan: Plan, member: str | None = None, values: Mapping[str, Any] | None = None) -> tuple[Life, ...]:
    """The call of each caller, as if it began with *member* (a key; the entry otherwise); that of ``once`` only where
    reminders wait for words that the silent one never hears. *values* are variables.
    """
    if member is not None and member != plan.entry:
        plan = replace(plan, entry=member)
    given = freeze(dict(values or {}))
    call = CallFields(variables=given if isinstance(given, FrozenDict) else FrozenDict())
    started = datetime.fromisoformat(call.started_at)
    made = program(plan, FrozenDict(), "full", started.year)
    info = call_info(plan, Transcript("", plan.target, call=call), started)
    silent, talking = (_live(made, State(plan.entry, info), caller) for caller in CALLERS[:2])
    return (silent, talking, _live(made, State(plan.entry, info), CALLERS[2])) if _waited(silent) else (silent, talking)


def _waited(silent: Life) -> bool:
    """Whether reminders waited for the first words, and no assistant had any but a hook's."""
    opened = any(event.data.get("source") in ("first-message", "model") for event in silent.events)
    return not opened and any(
        event.type == "policy" and (event.data["name"], event.data["value"]) == ("remindersAtStart", "wait")
        for event in silent.events
    )


def _live(made: Program, state: State, caller: str) -> Life:
    events: list[Event] = []
    longest = made.plan.max_duration_ms + 1000
    waiting: list[Happening] = [Start()]
    if caller == "talking":
        waiting.append(UserSpeaks(0, _WORD * _words(longest), longest))
    elif caller == "once":
        waiting.append(UserSpeaks(0, _HELLO, lasts_ms(1)))
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
    fault = state.fault or (f"it has more than {MOST_EVENTS} events" if state.phase != "ended" else "")
    if state.info["type"] in CHATS:
        fault = WAITS
    told = tuple(events)
    ender = _ender(made.plan, told, state.reason) if not fault else None
    return Life(caller, made.plan.entry, told, state.t_ms, None if fault else state.reason, fault, ender)


def _ender(plan: Plan, events: tuple[Event, ...], reason: str) -> Event | None:
    """The last hook that fired with a tool that ends a call like this, if such a tool of a hook did."""
    kinds = [kind for kind, ends in ENDINGS.items() if ends == reason]
    if not any(
        event.type == "tool.started" and event.data["type"] in kinds and event.data["id"] == HOOK_CALL
        for event in events
    ):
        return None
    able = {
        (member.key, hook.on, hook.index)
        for member in plan.members
        for hook in member.hooks
        if hook.on != "call.ending" and any(one.type == "tool" and one.tool.type in kinds for one in hook.actions)
    }
    fired = (event for event in reversed(events) if event.type == "hook.fired")
    return next((one for one in fired if (one.member, one.data["on"], one.data["index"]) in able), None)


def _words(length_ms: int) -> int:
    """How many words somebody speaks in that time."""
    return length_ms * 7 // 2000 + 1


def _answer(ask: Ask, now_ms: int) -> Happening:
    if ask.kind == "model":
        return ModelAnswers(now_ms, PLACEHOLDER, lasts_ms=lasts_ms(len(PLACEHOLDER.split())))
    if ask.kind == "tool":
        return ToolAnswers(now_ms)
    return OtherAnswer(now_ms, {"status": "connected"} if ask.kind == "transfer" else {})
