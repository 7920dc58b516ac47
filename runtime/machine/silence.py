"""The timers of a silence period: hooks on ``customer.speech.timeout``, idle messages, the silence timeout (semantics
§5.1–§5.3).

They go on the agenda only when time is about to pass, so that a turn that follows at the same instant arms and cancels
nothing. A hook whose count is used up has no timer any more; once a period, when it would fire, the trace says so.
"""

from __future__ import annotations

from . import agenda, choice, hooks, queue, quiet
from .moment import Moment
from .program import HookProgram
from .records import Due

TIMEOUT = "customer.speech.timeout"
IDLE = -1
"""The idle messages, among hooks that are named by their place."""


def arm(m: Moment) -> None:
    """Put the period's timers on the agenda: time is about to pass."""
    s = m.s
    if s.silence_ms is None or s.armed:
        return
    s.armed = True
    member = m.member
    if member.silence_timeout_ms is not None:
        agenda.arm(m, s.silence_ms + member.silence_timeout_ms, "silence-timeout", 0, "silence-timeout")
    if not s.met:
        return
    for hook in member.on(TIMEOUT):
        _arm_hook(m, hook)
    _arm_idle(m)


def hook_due(m: Moment) -> None:
    """One or more silence hooks are due: the one with the largest timeout fires, alone (rule 5)."""
    due = [entry for entry in m.s.agenda if entry.kind == "hook" and entry.t_ms <= m.t]
    m.s.agenda = tuple(entry for entry in m.s.agenda if entry not in due)
    ready = tuple(sorted(entry.ref for entry in due))
    if m.s.speaking or m.s.queue:
        m.s.deferred = tuple(sorted({*m.s.deferred, *ready}))  # fires when the speech has ended (rule 6)
        return
    _fire(m, ready)


def idle_due(m: Moment, _: Due) -> None:
    """The idle message is due; after a hook of the same instant it is spoken behind what the hook says."""
    _idle(m)


def spent_due(m: Moment, due: Due) -> None:
    """A hook would fire now, or an idle message, but for a count that is used up (semantics §4.2, §5.1)."""
    idle = m.member.idle
    if due.ref != IDLE:
        hook = m.member.hooks[due.ref]
        hooks.suppress(m, hook, f"its triggerMaxCount of {hook.hook.max_count} is used up")
    elif idle is not None:
        why = f"its idleMessageMaxSpokenCount of {idle.max_count} is used up"
        m.emit("hook.suppressed", {"hook": "idle", "on": "idle", "index": 0, "why": why})


def speech_over(m: Moment) -> None:
    """Nothing is being said any more: what had waited for that fires now."""
    s = m.s
    if s.deferred:
        ready, s.deferred = s.deferred, ()
        if s.silence_ms is not None:
            _fire(m, ready)
    if s.idle_deferred and not (s.speaking or s.queue):
        s.idle_deferred = False
        if s.silence_ms is not None:
            _idle(m)


def timeout_due(m: Moment, _: Due) -> None:
    """The call has been silent for too long: it ends once what is being said has been said (rule 9)."""
    message = m.member.silence_message
    quiet.stop(m, "the silence timeout")
    if message is not None:
        queue.say(m, "idle", message.render(m), interruptible=False, keep=True)
    queue.end_after_speech(m, "silence-timed-out")


def user_spoke(m: Moment) -> None:
    """The caller has been heard: counts that are reset by speech start anew."""
    member = m.member
    counts = dict(m.s.counts)
    for hook in member.on(TIMEOUT):
        if hook.hook.reset_on_user_speech:
            counts.pop(hook.counter, None)
    if member.idle is not None and member.idle.reset_on_user_speech:
        counts.pop(_idle_counter(m), None)
    m.s.counts = counts


def _fire(m: Moment, ready: tuple[int, ...]) -> None:
    hooks_due = [m.member.hooks[index] for index in ready]
    assert m.s.silence_ms is not None
    silence_ms = m.t - m.s.silence_ms
    chosen = max(hooks_due, key=lambda hook: hook.delay_ms)
    for hook in hooks_due:
        if hook is not chosen:
            longer = chosen.delay_ms > hook.delay_ms
            hooks.suppress(m, hook, f"a hook with {'a longer' if longer else 'the same'} timeout is due")
    hooks.fire(m, chosen, silence_ms)
    if m.s.armed:
        for hook in hooks_due:
            _arm_hook(m, hook)


def _arm_hook(m: Moment, hook: HookProgram) -> None:
    since = m.s.silence_ms
    if since is None:
        return
    due_ms = _next(since, hook.delay_ms, m.t)
    if m.s.counts.get(hook.counter, 0) >= hook.hook.max_count:
        agenda.add(m, due_ms, "spent", hook.place)
    else:
        agenda.arm(m, due_ms, "hook", hook.place, hook.hook.label)


def _idle(m: Moment) -> None:
    s, idle = m.s, m.member.idle
    if idle is None or s.silence_ms is None or not m.member.idle_messages:
        return
    if s.speaking or s.queue:
        s.idle_deferred = True
        return
    counter = _idle_counter(m)
    s.counts = {**s.counts, counter: s.counts.get(counter, 0) + 1}
    m.emit(
        "hook.fired",
        {"hook": "idle", "on": "idle", "index": 0, "count": s.counts[counter], "silence_ms": m.t - s.silence_ms},
    )
    text = choice.pick(m, m.member.idle_messages, "idleMessages has several texts").render(m)
    queue.say(m, "idle", text)
    if s.armed:
        _arm_idle(m)


def _arm_idle(m: Moment) -> None:
    idle = m.member.idle
    since = m.s.silence_ms
    if idle is None or since is None or not m.member.idle_messages:
        return
    due_ms = _next(since, idle.timeout_ms, m.t)
    if m.s.counts.get(_idle_counter(m), 0) >= idle.max_count:
        agenda.add(m, due_ms, "spent", IDLE)
    else:
        agenda.arm(m, due_ms, "idle", 0, "idle")


def _next(since_ms: int, every_ms: int, now_ms: int) -> int:
    """The first multiple of *every_ms* into the period that is later than now (rule 4)."""
    every_ms = max(every_ms, 1)
    return since_ms + ((now_ms - since_ms) // every_ms + 1) * every_ms


def _idle_counter(m: Moment) -> str:
    return f"{m.member.identity}#idle"
