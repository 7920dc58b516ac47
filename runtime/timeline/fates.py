"""What becomes of each hook in the calls that nobody steers, and what ends a call before it could fire."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...compiler.plan.model import Hook, Member
from ..machine.chat import CREATED
from ..trace.heads import clock, seconds
from .play import WAITS, Life

SILENCE, ELAPSED, IDLE = "customer.speech.timeout", "call.timeElapsed", "idle"
TIMERS = (SILENCE, ELAPSED, IDLE)
"""Events that only time brings about: the first and the last in a silence, the other in a call."""

_HANDED = "live calls come here by a handoff, which arms no time hook (policy rearmTimeElapsed)"
_ENDS = {
    "silence-timed-out": "the silence timeout ends the call",
    "exceeded-max-duration": "the maximum duration ends the call",
    "assistant-ended-call": "an endCall tool ends the call",
    "assistant-said-end-call-phrase": "an end-call phrase ends the call",
    "assistant-forwarded-call": "a transfer takes the call away",
}


@dataclass(frozen=True, slots=True)
class Fate:
    """A hook (or the idle messages) of a member: when it is due, when it fires per caller, why it never does."""

    label: str
    on: str
    index: int
    delay_ms: int | None
    fires: tuple[tuple[str, tuple[int, ...]], ...]
    never: str = ""


def fates(member: Member, lives: tuple[Life, ...], *, handed: bool = False) -> tuple[Fate, ...]:
    """The hooks of *member*, with which the calls *lives* began, in the order written; idle messages last. *handed*:
    live calls begin elsewhere, and a handoff to it arms no time hooks (C22).
    """
    return tuple(_fates(member, lives, handed))


def ending(life: Life) -> str:
    """What ended a call, and because of what, in words."""
    if life.reason is None:
        return life.fault if life.fault == WAITS else f"broken off: {life.fault}"
    words = _ENDS.get(life.reason, f"{life.reason} ends the call")
    return f"{words}, called by the hook {life.ender.data['hook']}" if life.ender is not None else words


def _fates(member: Member, lives: tuple[Life, ...], handed: bool) -> Iterator[Fate]:
    for hook in member.hooks:
        delay = _delay(hook) if hook.on in TIMERS else None
        never = _HANDED if handed and hook.on == ELAPSED else _outside(hook, lives)
        yield _fate(member, hook.label, hook.on, hook.index, delay, lives, never)
    idle = member.silence.idle
    if idle is not None:
        yield _fate(member, IDLE, IDLE, 0, idle.timeout_ms, lives, "")


def _delay(hook: Hook) -> int:
    return 7500 if hook.delay_ms is None else hook.delay_ms


def _fate(
    member: Member, label: str, on: str, index: int, delay: int | None, lives: tuple[Life, ...], outside: str
) -> Fate:
    fires = tuple((life.caller, life.when(on, index)) for life in lives)
    never = outside
    if not never and delay is not None and not any(times for _, times in fires):
        never = _why(member, on, index, delay, lives)
    return Fate(label, on, index, delay, fires, never)


def _outside(hook: Hook, lives: tuple[Life, ...]) -> str:
    called = any(event.type == "call.started" for life in lives for event in life.events)
    if called:
        return "sessions of chats alone are created: a call is none" if hook.on == CREATED else ""
    return "" if hook.on == CREATED else "a chat has no speech, no silence and no end for it to wait for"


def _why(member: Member, on: str, index: int, delay: int, lives: tuple[Life, ...]) -> str:
    """What comes before a timer in every call; "": another call than these may let it fire."""
    if on == ELAPSED:
        life = max(lives, key=lambda one: one.ended_ms)
        late = life.reason is not None and delay >= life.ended_ms
        return _before(life, delay) if late else ""
    timeout = member.silence.timeout_ms
    life = next(
        (one for one in lives if one.caller == "once"), lives[0]
    )  # where nobody speaks first, no silence counts
    if life.reason is None:
        return ""
    begins = _silence_begins(life)
    if (
        begins is not None
        and begins + delay >= life.ended_ms
        and (_in_silence(life) or _least(member, begins) + delay >= life.ended_ms)
    ):
        return _before(life, begins + delay)
    ender = _hook_that_ends(member, life)
    if begins is None and ender is not None and _delay(ender) < delay:  # nobody speaks first: it ends every silence
        return _before(life, life.ended_ms - _delay(ender) + delay)
    if timeout is not None and delay >= timeout:
        return f"the silence timeout ends the call after {seconds(timeout)} of silence"
    return _kept_back(member, on, index, life)


def _before(life: Life, due_ms: int) -> str:
    early_ms = due_ms - life.ended_ms
    when = f"{seconds(early_ms)} before it is due" if early_ms else "the instant that it is due, and goes first"
    return f"{ending(life)} at {clock(life.ended_ms)}, {when}"


def _in_silence(life: Life) -> bool:
    """Whether what ended this call ends every silence that lasts as long."""
    by_silence = life.ender is not None and life.ender.data["on"] == SILENCE
    return by_silence or life.reason == "silence-timed-out"


def _hook_that_ends(member: Member, life: Life) -> Hook | None:
    """The silence hook of *member* whose tool ended the call."""
    if life.ender is None or life.ender.data["on"] != SILENCE or life.ender.member != life.member:
        return None
    return next((one for one in member.hooks if (one.on, one.index) == (SILENCE, life.ender.data["index"])), None)


def _least(member: Member, begins: int) -> int:
    """When a silence of *member* begins at the earliest: after a first message that nobody can interrupt, else when the
    caller has said a word.
    """
    opening = member.opening
    first = opening.mode == "assistant-speaks-first" and opening.message is not None
    return begins if first and not opening.interruptible else 0


def _kept_back(member: Member, on: str, index: int, life: Life) -> str:
    """Whether hooks of the same timeout that stand before it fire in its place for as long as a call can last."""
    held = next(life.told("hook.suppressed", on, index), None)
    hook = next((one for one in member.hooks if (one.on, one.index) == (on, index)), None)
    if held is None or hook is None:
        return ""
    rivals = [one for one in member.hooks if one.on == on and one.index < index and _delay(one) == _delay(hook)]
    period = life.ended_ms if any(one.reset_on_user_speech for one in rivals) else _longest(life)
    used_up_ms = sum(one.max_count for one in rivals) * _delay(hook)
    return f"whenever it is due, {held.data['why']}" if used_up_ms + _delay(hook) > period else ""


def _longest(life: Life) -> int:
    """How long a call may be: the maximum duration, which every call begins with."""
    armed = (
        event.data["due_ms"]
        for event in life.events
        if event.type == "timer.armed" and event.data["timer"] == "max-duration"
    )
    return next(armed, life.ended_ms)


def _silence_begins(life: Life) -> int | None:
    """When the silence after the opening begins; None where nobody ever speaks."""
    for index, event in enumerate(life.events):
        if event.type == "speech.ended" and event.data.get("role") == "assistant":
            started = [one for one in life.events[:index] if one.type == "speech.started"]
            if started and started[-1].data.get("source") in ("first-message", "model"):
                return event.t_ms
    return None
