"""The silence period: when it starts and ends (semantics §5.3 rules 1, 2 and 7). Its timers are in ``silence``."""

from __future__ import annotations

from . import agenda
from .moment import Moment


def start(m: Moment) -> None:
    """A period starts now, unless tools are running (rule 7) or the caller is speaking (rule 2). A chat has none."""
    s = m.s
    if m.chat or s.calls or s.phase != "live" or (s.hearing and not s.hearing.ignored):
        return
    stop(m, "a new silence period")
    s.silence_ms = m.t


def stop(m: Moment, why: str) -> None:
    """The period ends; nothing of it fires any more."""
    s = m.s
    s.silence_ms = None
    s.deferred = ()
    s.idle_deferred = False
    if s.armed:
        s.armed = False
        agenda.cancel(m, why, "hook", "idle", "silence-timeout", "spent")
