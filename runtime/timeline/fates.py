"""What becomes of each hook in the calls that nobody steers, and what ends a call before it could fire."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...compiler.plan.model import Hook, Member
from ..machine.chat import CREATED
from ..trace.heads import clock, seconds
from .play import WAITS, Life

TIMERS = {"customer.speech.timeout": "silence", "call.timeElapsed": "call", "idle": "silence"}
"""Events that only time brings about, and what of the call has to last for them."""

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


def fates(member: Member, lives: tuple[Life, ...]) -> tuple[Fate, ...]:
    """The hooks of *member*, with which the calls *lives* began, in the order written; idle messages last."""
    return tuple(_fates(member, lives))


def ending(life: Life) -> str:
    """What ended a call, and because of what, in words."""
    if life.reason is None:
        return life.fault if life.fault == WAITS else f"broken off: {life.fault}"
    fired = [event for event in life.events if event.type == "hook.fired" and event.data["on"] != "call.ending"]
    words = _ENDS.get(life.reason, f"{life.reason} ends the call")
    by_hook = fired and life.reason in ("assistant-ended-call", "assistant-forwarded-call")
    return f"{words}, called by the hook {fired[-1].data['hook']}" if by_hook else words


def _fates(member: Member, lives: tuple[Life, ...]) -> Iterator[Fate]:
    timeout = member.silence.timeout_ms
    for hook in member.hooks:
        delay = hook.delay_ms if hook.on in TIMERS else None
        if hook.on == "customer.speech.timeout" and delay is None:
            delay = 7500
        yield _fate(hook.label, hook.on, hook.index, delay, lives, _outside(hook, lives), timeout)
    if member.silence.idle is not None:
        yield _fate("idle", "idle", 0, member.silence.idle.timeout_ms, lives, "", timeout)


def _fate(
    label: str,
    on: str,
    index: int,
    delay: int | None,
    lives: tuple[Life, ...],
    outside: str,
    timeout: int | None,
) -> Fate:
    fires = tuple((life.caller, life.when(label, on, index)) for life in lives)
    never = outside
    if not never and delay is not None and not any(times for _, times in fires):
        never = _why(label, on, index, delay, lives) or _too_long(on, delay, timeout)
    return Fate(label, on, index, delay, fires, never)


def _outside(hook: Hook, lives: tuple[Life, ...]) -> str:
    called = any(event.type == "call.started" for life in lives for event in life.events)
    if called:
        return "sessions of chats alone are created: a call is none" if hook.on == CREATED else ""
    return "" if hook.on == CREATED else "a chat has no speech, no silence and no end for it to wait for"


def _why(label: str, on: str, index: int, delay: int, lives: tuple[Life, ...]) -> str:
    """What comes before the hook: in the longest silence for one that waits for silence, in the longest call else."""
    life = lives[0] if TIMERS[on] == "silence" else max(lives, key=lambda one: one.ended_ms)
    suppressed = next(
        (
            event
            for one in lives
            for event in one.events
            if event.type == "hook.suppressed"
            and (event.data["hook"], event.data["on"], event.data["index"]) == (label, on, index)
        ),
        None,
    )
    if suppressed is not None:
        return f"whenever it is due, {suppressed.data['why']}"
    if life.reason is None:
        return ""
    begins = _silence_begins(life) if TIMERS[on] == "silence" else 0
    if begins is None or begins + delay < life.ended_ms:
        return ""  # nobody has spoken, or something else kept it back when it was due: other calls may let it fire
    return f"{ending(life)} at {clock(life.ended_ms)}, {seconds(begins + delay - life.ended_ms)} before it is due"


def _too_long(on: str, delay: int, timeout: int | None) -> str:
    """Why no silence, whoever spoke before it, lasts as long as a hook waits."""
    if TIMERS[on] != "silence" or timeout is None or delay < timeout:
        return ""
    return f"the silence timeout ends the call after {seconds(timeout)} of silence"


def _silence_begins(life: Life) -> int | None:
    """When the silence after the opening begins; None where nobody ever speaks."""
    for index, event in enumerate(life.events):
        if event.type == "speech.ended" and event.data.get("role") == "assistant":
            started = [one for one in life.events[:index] if one.type == "speech.started"]
            if started and started[-1].data.get("source") in ("first-message", "model"):
                return event.t_ms
    return None
