"""The timers of a silence period: hooks on ``customer.speech.timeout``, idle messages, the silence timeout (semantics
§5.1–§5.3).

They go on the agenda only when time is about to pass, so that a turn that follows at the same instant arms and cancels
nothing. A hook whose count is used up has no timer any more; once a period, when it would fire, the trace says so.
"""

from __future__ import annotations

from . import agenda, choice, hooks, queue, quiet
from .moment import Moment
from .program import SILENCE, HookProgram, idle_counter
from .records import Due, Json

IDLE_HOOK: dict[str, Json] = {"hook": "idle", "on": "idle", "index": 0}
IN_SPEECH = "something is being said, and what is due then is left out (policy dueInSpeech)"
IDLE = -1
"""The idle messages, among hooks that are named by their place."""
NOBODY_YET = "nobody has spoken yet"


def arm(m: Moment) -> None:
    """Put the period's timers on the agenda: time is about to pass."""
    s = m.s
    if s.silence_ms is None or s.armed:
        return
    s.armed = True
    member = m.member
    timeout_ms = member.silence_timeout_ms if not queue.ends(m) else None  # the call ends before it
    if timeout_ms is not None and (s.met or m.policy("silenceTimeoutStart", NOBODY_YET) == "call"):
        agenda.arm(m, s.silence_ms + timeout_ms, "silence-timeout", 0, "silence-timeout")
    if not member.reminds or (not s.met and m.policy("remindersAtStart", NOBODY_YET) == "wait"):
        return
    for hook in member.on(SILENCE):
        _arm_hook(m, hook)
    _arm_idle(m)


def hook_due(m: Moment) -> None:
    """One or more silence hooks are due (rule 5); while something is said they wait for its end (rule 6)."""
    due = [entry for entry in m.s.agenda if entry.kind == "hook" and entry.t_ms <= m.t]
    m.s.agenda = tuple(entry for entry in m.s.agenda if entry not in due)
    ready = tuple(sorted(entry.ref for entry in due))
    if m.s.calls or not (m.s.speaking or m.s.queue):
        _fire(m, ready)
    elif _waits(m):
        m.s.deferred = tuple(sorted({*m.s.deferred, *ready}))
    else:
        for hook in [m.member.hooks[index] for index in ready]:
            hooks.suppress(m, hook, IN_SPEECH)
            _arm_hook(m, hook)


def _busy(m: Moment) -> bool:
    """Whether tools are at work, as they can be in a silence whose clock they do not stop (Q9)."""
    return bool(m.s.calls) and m.policy(quiet.IN_TOOLS, "a tool is at work") == "suppress"


def _waits(m: Moment) -> bool:
    """Whether what is due, and cannot be said yet, waits: in any case for what began just now (semantics §4.5)."""
    speaking = m.s.speaking
    if speaking is None or speaking.started_ms == m.t:
        return True
    return m.policy("dueInSpeech", "a reminder is due while something is said") == "later"


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
        m.emit("hook.suppressed", {**IDLE_HOOK, "why": why})


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
    _busy(m)
    if _tied(m) and m.policy("silenceTie", "a reminder is due as the silence timeout is") == "reminder":
        _remind_first(m)
    quiet.stop(m, "the silence timeout")
    if message is not None:
        queue.say(m, "idle", message.render(m), interruptible=False, keep=True)
    queue.end_after_speech(m, "silence-timed-out")


def _tied(m: Moment) -> bool:
    return any(due.t_ms <= m.t and due.kind in ("hook", "idle") for due in m.s.agenda)


def _remind_first(m: Moment) -> None:
    """What is due at this instant acts before the call ends: what it says comes first."""
    due = [entry.kind for entry in m.s.agenda if entry.t_ms <= m.t]
    if "hook" in due:
        hook_due(m)
    if "idle" in due:
        agenda.drop(m, "idle")
        _say_idle(m)


def user_spoke(m: Moment, turn: bool) -> None:
    """The caller has been heard: counts that are reset by speech start anew. *turn*: it is more than an
    acknowledgement.
    """
    member = m.member
    if not member.resets:
        return
    reset = {hook.counter for hook in member.on(SILENCE) if hook.hook.reset_on_user_speech}
    if member.idle is not None and member.idle.reset_on_user_speech:
        reset.add(idle_counter(member.identity))
    counts = m.s.counts
    if reset.isdisjoint(counts) or (not turn and m.policy("countReset", "the caller acknowledges") == "turn"):
        return
    m.s.counts = {counter: count for counter, count in counts.items() if counter not in reset}


def _fire(m: Moment, ready: tuple[int, ...]) -> None:
    hooks_due = [m.member.hooks[index] for index in ready]
    assert m.s.silence_ms is not None
    silence_ms = m.t - m.s.silence_ms
    chosen = _chosen(m, hooks_due)
    most = max(hook.delay_ms for hook in chosen)
    for hook in hooks_due:
        if hook not in chosen:
            longer = most > hook.delay_ms
            hooks.suppress(m, hook, f"a hook with {'a longer' if longer else 'the same'} timeout is due")
    for hook in chosen:
        if _busy(m):
            hooks.suppress(m, hook, hooks.BUSY)
        else:
            hooks.fire(m, hook, silence_ms)
    if m.s.armed:
        for hook in hooks_due:
            _arm_hook(m, hook)


def _chosen(m: Moment, due: list[HookProgram]) -> list[HookProgram]:
    """Those of the hooks that are due at one instant that fire, in the order written."""
    if len(due) == 1:
        return due
    most = max(hook.delay_ms for hook in due)
    longest = [hook for hook in due if hook.delay_ms == most]
    if len(longest) < len(due) and m.policy("dueTogether", "silence hooks are due together") == "longest":
        due = longest
    kept: dict[int, HookProgram] = {}
    for hook in due:
        kept.setdefault(hook.delay_ms, hook)
    if len(kept) == len(due) or m.policy("equalTimeouts", "silence hooks have the same timeout") == "all":
        return due
    return list(kept.values())


def _arm_hook(m: Moment, hook: HookProgram) -> None:
    since = m.s.silence_ms
    if since is None:
        return
    due_ms = quiet.next_due(since, hook.delay_ms, m.t)
    if m.s.counts.get(hook.counter, 0) >= hook.hook.max_count:
        agenda.add(m, due_ms, "spent", hook.place)
    else:
        agenda.arm(m, due_ms, "hook", hook.place, hook.hook.label)


def _idle(m: Moment) -> None:
    s = m.s
    if s.silence_ms is None or not m.member.idle_messages:
        return
    if _busy(m) or ((s.speaking or s.queue) and not _waits(m)):
        m.emit("hook.suppressed", {**IDLE_HOOK, "why": hooks.BUSY if s.calls else IN_SPEECH})
        _arm_idle(m)
    elif s.speaking or s.queue:
        s.idle_deferred = True
    else:
        _say_idle(m)


def _say_idle(m: Moment) -> None:
    s = m.s
    if s.silence_ms is None:
        return
    counter = idle_counter(m.member.identity)
    s.counts = {**s.counts, counter: s.counts.get(counter, 0) + 1}
    m.emit(
        "hook.fired",
        {**IDLE_HOOK, "count": s.counts[counter], "silence_ms": m.t - s.silence_ms},
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
    due_ms = quiet.next_due(since, idle.timeout_ms, m.t)
    if m.s.counts.get(idle_counter(m.member.identity), 0) >= idle.max_count:
        agenda.add(m, due_ms, "spent", IDLE)
    else:
        agenda.arm(m, due_ms, "idle", 0, "idle")
