"""How a call ends: the reason, what still may happen, the end (semantics §5.5, §14)."""

from __future__ import annotations

from . import agenda, cuts, fallback, hooks, queue, quiet
from .moment import Moment
from .templates import Text

VOICEMAIL = "voicemail"
WORK = ("model", "tool", "extract", "transfer", "server", "delayed", "endpoint")
"""Agenda entries of what a machine on the line puts an end to."""


def from_outside(m: Moment, reason: str) -> None:
    """A hang-up or a fault. A voice or transcriber that fails ends nothing while its fallback plan has another. What
    the member's voicemail detection has detected is told: it leaves its message first (semantics §5.9, §10.2).
    """
    if fallback.takes_over(m, reason):
        return
    message = m.member.member.settings.get("voicemailMessage")
    if reason != VOICEMAIL or not _detects(m) or not isinstance(message, str):
        end(m, reason)
        return
    cuts.cut(m)
    m.s.queue, m.s.replies, m.s.asks, m.s.calls, m.s.soon = (), (), (), (), ()
    agenda.drop(m, *WORK)
    quiet.stop(m, "voicemail")
    queue.say(m, "control", Text(message).render(m), interruptible=False, keep=True)
    queue.end_after_speech(m, VOICEMAIL)


def _detects(m: Moment) -> bool:
    return m.member.member.settings.get("voicemailDetection") not in (None, "off")


def end(m: Moment, reason: str) -> None:
    """The call ends for *reason*: everything else stops, hooks on ``call.ending`` act, and then it is over.

    A second reason does not replace the first.
    """
    s = m.s
    if s.phase != "live":
        return
    s.phase, s.reason = "ending", reason
    cuts.cut(m)
    if s.hearing is not None:
        m.emit("speech.ended", {"role": "user", "cut_at_ms": m.t - s.hearing.started_ms})
    s.hearing, s.replies, s.asks, s.calls = None, (), (), ()
    s.again, s.keys, s.hold_ms, s.answer_ms, s.wait_ms = False, "", m.t, m.t, 0
    s.armed = False
    quiet.stop(m, "call ended")
    s.agenda = ()
    s.queue = ()
    s.soon = ()
    hooks.fire_ending(m)


def finish(m: Moment) -> None:
    """When nothing is left to happen in the ending phase, the call is over."""
    s = m.s
    if s.phase == "ending" and not (s.speaking or s.queue or s.asks or s.calls or s.replies):
        s.phase = "ended"
        m.emit("call.ended", {"reason": s.reason})
