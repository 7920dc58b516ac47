"""What waits for its turn to happen: speech, and what follows speech, in order."""

from __future__ import annotations

from .moment import Moment
from .records import Item, Json, Running

GONE = (
    "customer-",
    "twilio-",
    "vonage-",
    "phone-call-provider-",
    "worker-shutdown",
    "call-deleted",
    "scheduled-call-deleted",
    "call-start-error",
    "call.start.",
    "call.ringing.sip-",
    "call.ringing.error-sip-",
    "call.in-progress.sip-",
    "call.in-progress.twilio-",
    "call.in-progress.error-sip-",
    "call.in-progress.error-vapifault-transport-",
    "call.in-progress.error-vapifault-call-started-but-connection-to-transport-missing",
    "call.in-progress.error-vapifault-worker-",
)
"""Reasons that begin so leave no line to speak on: the caller has left, the carrier or the connection has ended the
call, or it never started (semantics §14). Hooks on ``call.ending`` still call their tools.
"""

_ITS_OWN = frozenset({"first-message", "model", "tool-message", "idle"})


def nobody_hears(m: Moment) -> bool:
    """Whether the caller or the line is gone, and the call only ends."""
    return m.s.phase == "ending" and m.s.reason.startswith(GONE)


def say(m: Moment, source: str, text: str, about: Running | None = None, **details: Json) -> None:
    """Queue speech, if it says anything and somebody is there. *details* are further fields of the item.

    A member's own words stay its own when another has taken over before they are spoken.
    """
    if text and not nobody_hears(m):
        if source in _ITS_OWN:
            details.setdefault("member", m.s.active)
        put(m, Item("say", text, source, activation=m.s.activation, **details), about)


def put(m: Moment, item: Item, about: Running | None = None) -> None:
    """Queue *item* behind everything else; what a call of a hook's tool brings *about* goes before what the hook does
    next.
    """
    rest = len(m.s.queue)
    if about is not None:
        rest = next((place for place, one in enumerate(m.s.queue) if is_behind(one, about)), rest)
    m.s.queue = (*m.s.queue[:rest], item, *m.s.queue[rest:])


def is_behind(item: Item, running: Running) -> bool:
    """Whether *item* holds what a hook does when this call of its tool has ended."""
    place = (running.member, running.hook, running.action)
    return item.kind == "after" and (item.member, item.hook, item.action) == place


def ends(m: Moment) -> bool:
    """Whether the call ends when what waits has been said."""
    return any(item.kind in ("end", "finish") for item in m.s.queue)


def end_after_speech(m: Moment, reason: str, about: Running | None = None) -> None:
    """The call ends when what is being said and what is queued has been said."""
    put(m, Item("end", reason, keep=True), about)


def clear(m: Moment) -> None:
    """Nothing that waits happens any more, but for what must (``keep``)."""
    if m.s.queue:
        m.s.queue = tuple(item for item in m.s.queue if item.keep)
