"""The silence period: when it starts and ends (semantics §5.3 rules 1, 2 and 7). Its timers are in ``silence``."""

from __future__ import annotations

from . import agenda
from .moment import Moment
from .program import SILENCE, idle_counter

IN_TOOLS = "silenceInTools"
"""The policy of what a tool call does to the period (Q9)."""
TIMERS = ("hook", "idle", "silence-timeout")
"""What a period puts on the agenda, beside counts that are used up."""


def start(m: Moment) -> None:
    """A period starts now, unless tools are running (rule 7) or the caller is speaking (rule 2). A chat has none."""
    s = m.s
    if m.chat or s.phase != "live" or (s.hearing and not s.hearing.ignored):
        return
    if s.calls and m.p.policies[IN_TOOLS] == "cancel":
        s.broken_ms = m.t
        return
    stop(m, "a new silence period")
    s.silence_ms = m.t


def tool(m: Moment) -> None:
    """A tool call begins: it ends the period, unless the clock runs on under the policy ``silenceInTools`` (Q9)."""
    since = m.s.silence_ms
    if since is None:
        return
    if m.p.policies[IN_TOOLS] == "cancel":
        stop(m, "tool call")
    m.s.broken_ms = since


def passes(m: Moment, takes_ms: int) -> None:
    """A tool takes this long: tell the trace if the period that it broke off would have had something due meanwhile."""
    s, member = m.s, m.member
    if s.broken_ms is None:
        return
    until = m.t + takes_ms
    every = [hook.delay_ms for hook in member.on(SILENCE)]
    if member.idle is not None and member.idle_messages:
        every.append(member.idle.timeout_ms)
    timeout = member.silence_timeout_ms
    if any(next_due(s.broken_ms, one, m.t) <= until for one in every) or (
        timeout is not None and s.broken_ms + timeout <= until
    ):
        m.policy(IN_TOOLS, "a timer would be due while a tool is at work")


def awaits(m: Moment) -> bool:
    """Whether something may still act on the period that runs: the silence timeout, a hook, an idle message."""
    s = m.s
    if s.phase != "live" or s.silence_ms is None:
        return False
    return bool(s.deferred) or s.idle_deferred or any(due.kind in TIMERS for due in s.agenda)


def resume(m: Moment) -> None:
    """A tool's end that nobody spoke about, or a handoff's: the period counts from here, unless it ran on (Q9)."""
    s, member = m.s, m.member
    if s.broken_ms is not None and s.broken_ms < m.t:
        counts = [(hook.counter, hook.hook.max_count) for hook in member.on(SILENCE)]
        if member.idle is not None and member.idle_messages:
            counts.append((idle_counter(member.identity), member.idle.max_count))
        if member.silence_timeout_ms is not None or any(s.counts.get(counter, 0) < most for counter, most in counts):
            m.policy(IN_TOOLS, "a tool was at work amid a silence")
    s.broken_ms = None
    if s.silence_ms is None:
        start(m)


def next_due(since_ms: int, every_ms: int, now_ms: int) -> int:
    """The first multiple of *every_ms* into a period that is later than now (semantics §5.3 rule 4)."""
    every_ms = max(every_ms, 1)
    return since_ms + ((now_ms - since_ms) // every_ms + 1) * every_ms


def stop(m: Moment, why: str) -> None:
    """The period ends; nothing of it fires any more."""
    s = m.s
    s.silence_ms = s.broken_ms = None
    s.deferred = ()
    s.idle_deferred = False
    if s.armed:
        s.armed = False
        agenda.cancel(m, why, *TIMERS, "spent")
