"""The machine: ``step(program, state, event) -> (state, effects)``, pure and total (design §1, §3.7)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..trace.model import Event
from . import (
    agenda,
    calls,
    chat,
    control,
    cuts,
    dynamic,
    endings,
    extraction,
    handoff,
    hooks,
    keypad,
    languages,
    listening,
    members,
    quiet,
    requests,
    silence,
    speech,
    tools,
    transfers,
    turns,
    variables,
)
from .events import (
    ControlSent,
    Ends,
    Happening,
    KeysPressed,
    ModelAnswers,
    OtherAnswer,
    Start,
    Tick,
    ToolAnswers,
    UserSpeaks,
)
from .moment import Moment
from .program import Program, SayProgram
from .records import Due, Item, Running
from .state import State
from .undecided import Undecided


def step(program: Program, state: State, event: Happening) -> tuple[State, tuple[Event, ...]]:
    """The state after *event*, and what happened, for the trace. *state* itself does not change.

    Every state has a next one: an event that makes no sense in it (an answer to no question, speech after the end) has
    no effect. Where nobody can know what follows, the state is an ended one with a ``fault``.
    """
    m = Moment(program, state.copy(), event.t_ms if event.t_ms > state.t_ms else state.t_ms)
    if m.s.phase != "ended":
        try:
            _HANDLERS[type(event)](m, event)
            _proceed(m)
        except Undecided as undecided:
            m.s.phase, m.s.fault = "ended", undecided.message
            m.s.asks = ()
    return m.s, tuple(m.effects)


def _proceed(m: Moment) -> None:
    """Let happen what waits for nothing any more, until the next thing needs time or an answer."""
    s = m.s
    while True:
        if s.queue:
            _pump(m)
        if s.soon:
            tools.execute_soon(m)
            continue
        if s.phase == "ending":
            endings.finish(m)
        if s.speaking or s.queue or s.phase != "live" or not (s.deferred or s.idle_deferred):
            break
        silence.speech_over(m)
    if s.phase == "live" and not s.asks:
        if (s.silence_ms is None or s.broken_ms is not None) and s.met and s.settled:
            quiet.resume(m)
        silence.arm(m)


def _pump(m: Moment) -> None:
    """Begin what is first in the queue, as far as speech and holds allow. What stands behind a hook's tool waits for
    that, and holds up nothing else.
    """
    s = m.s
    while s.queue and s.speaking is None:
        place = hooks.skips(m)
        if place == len(s.queue):
            return
        item = s.queue[place]
        if item.kind == "wait":
            return
        if item.kind == "say" and not _may_begin(m, item):
            return
        s.queue = (*s.queue[:place], *s.queue[place + 1 :])
        _ACTIONS[item.kind](m, item)


def _may_begin(m: Moment, item: Item) -> bool:
    """Whether speech may begin now: nobody else speaks, and every wait is over (semantics §5.8)."""
    s = m.s
    if not item.over:  # else only the silence after a barge-in holds for it
        if s.hearing is not None and not s.hearing.ignored:
            return False
        if s.wait_ms and _holds(m, item, "docs"):
            s.hold_ms = max(s.hold_ms, item.ready_ms, m.t) + s.wait_ms
            s.wait_ms = 0
    ready = max(s.hold_ms, item.ready_ms)
    if s.answer_ms > max(ready, m.t) and _holds(m, item, "none"):
        ready = s.answer_ms
    if ready <= m.t:
        return True
    if not any(due.kind == "hold" and due.t_ms == ready for due in s.agenda):
        agenda.drop(m, "hold")
        agenda.add(m, ready, "hold")
    return False


def _holds(m: Moment, item: Item, latency: str) -> bool:
    """Whether ``waitSeconds`` holds *item* back under this latency: a reminder is no answer."""
    if item.source not in cuts.REMINDERS:
        return True
    value = m.policy("waitSeconds", "a reminder comes while the answer has to wait")
    return value == "all" or (value == "profile" and latency == "none")


def _start(m: Moment, _: Start) -> None:
    s = m.s
    if s.phase != "new":
        return
    s.phase = "live"
    if m.chat:
        s.language = s.heard_language = languages.configured(m.member.transcribers[0])
        variables.supply(m)
        members.begin(m)
        chat.create(m)
        return
    data = {key: s.info[key] for key in ("type", "startedAt", "customer", "id") if s.info.get(key)}
    m.emit("call.started", data)
    s.language = s.heard_language = languages.configured(m.member.transcribers[0])
    variables.supply(m)
    agenda.arm(m, m.p.plan.max_duration_ms, "max-duration", 0, "max-duration")
    members.begin(m)
    quiet.start(m)  # rule 8: until somebody speaks, whoever is waited for
    members.open_conversation(m)


def _tick(m: Moment, _: Tick) -> None:
    s = m.s
    if s.agenda and s.agenda[0].t_ms <= m.t:
        due = s.agenda[0]
        if due.kind == "hook":
            silence.hook_due(m)  # takes all hooks of this instant off the agenda
            return
        s.agenda = s.agenda[1:]
        _DUE[due.kind](m, due)


def _other(m: Moment, event: OtherAnswer) -> None:
    s = m.s
    ask, s.asks = s.asks[0], s.asks[1:]
    running = calls.find(m, ask.ref)
    if running is None:
        return
    takes, value = event.takes_ms or 0, event.value
    if ask.kind == "transfer":
        transfers.warm_answered(m, running, value, takes)
        return
    if ask.kind == "server":
        takes, value = dynamic.in_time(m, running, takes, value)
    if takes:
        quiet.passes(m, takes)
        calls.update(m, running._replace(answer=value))
        agenda.add(m, m.t + takes, ask.kind, ask.ref)
        if ask.kind == "server":
            tools.arm_delays(m, running, takes)
    else:
        _other_arrived(m, ask.kind, ask.ref, value)


def _other_due(m: Moment, due: Due) -> None:
    running = calls.find(m, due.ref)
    if running is not None:
        _other_arrived(m, due.kind, due.ref, running.answer)


def _other_arrived(m: Moment, kind: str, ref: int, value: Any) -> None:
    running = calls.find(m, ref)
    if running is None:
        return
    tool = calls.program_of(m, running)
    if kind == "server":
        _server_answered(m, running, value)
    elif kind == "transfer":
        transfers.stage_due(m, running)
    elif tool.type == "handoff":
        handoff.extracted(m, running, value)
    elif tool.tool.extraction is not None:
        extraction.from_schema(m, running, tool.tool.extraction, value)
        extraction.aliases(m, tool.aliases, extraction.body_of(running.value), running.headers)
        tools.finish(m, running)


def _server_answered(m: Moment, running: Running, value: Any) -> None:
    """A server has said where a handoff or a transfer leads, or that it does not (semantics §6.4)."""
    tool = calls.program_of(m, running)
    agenda.drop(m, "delayed", ref=running.ref)
    answer = value if isinstance(value, dict) else {}
    if answer.get("error"):
        calls.end(m, running, "failed", answer["error"], tool.failed)
    elif answer.get("destination") and answer.get("found") is False:
        calls.end(m, running, "failed", handoff.UNREACHABLE, tool.failed)
    elif answer.get("destination"):
        running = running._replace(place=answer["destination"])
        calls.update(m, running)
        (handoff.lead if tool.type == "handoff" else transfers.lead)(m, running, tool)
    elif answer.get("result") is not None:
        calls.end(m, running, "success", answer["result"], tool.complete)
    else:
        calls.end(m, running, "failed", dynamic.NOWHERE, tool.failed)


def _prompt(m: Moment, item: Item) -> None:
    hook = m.p.members[item.member].hooks[item.hook]
    action = hook.actions[item.action]
    if isinstance(action, SayProgram):
        requests.ask_prompt(m, action.prompt, item, f"the hook {hook.hook.label} lets it speak")


def _running(act: Callable[[Moment, Any], None]) -> Callable[[Moment, Item], None]:
    """An action on the tool call that an item names, if it is still running."""

    def run(m: Moment, item: Item) -> None:
        running = calls.find(m, item.ref)
        if running is not None:
            act(m, running)

    return run


def _say(m: Moment, item: Item) -> None:
    if item.ref and calls.find(m, item.ref) is None:
        return  # a delay message, and the tool has answered meanwhile
    speech.begin(m, item)


def _finish(m: Moment, item: Item) -> None:
    running = calls.find(m, item.ref)
    if running is not None:
        calls.close(m, running, "success", "")
    endings.end(m, item.text)


_ACTIONS: dict[str, Callable[[Moment, Item], None]] = {
    "say": _say,
    "ask": lambda m, item: requests.ask_turn(m, item.text),
    "prompt": _prompt,
    "action": hooks.act,
    "after": lambda m, item: None,  # the tool has ended: on with the hook's next action
    "announce": _running(tools.announce),
    "execute": _running(tools.execute),
    "forward": _running(transfers.forward),
    "finish": _finish,
    "leave": control.leave,
    "switch": control.switch,
    "end": lambda m, item: endings.end(m, item.text),
}
"""What happens when an item is first in the queue and nothing is being said."""

_DUE: dict[str, Callable[[Moment, Due], None]] = {
    "heard": listening.heard,
    "cut": listening.cut_due,
    "spoken": lambda m, due: speech.end(m),
    "tool": tools.answer_due,
    "extract": _other_due,
    "transfer": _other_due,
    "server": _other_due,
    "model": turns.reply_due,
    "endpoint": lambda m, due: listening.endpoint(m),
    "delayed": tools.delay_due,
    "hold": lambda m, due: None,  # the queue moves on by itself
    "max-duration": lambda m, due: endings.end(m, "exceeded-max-duration"),
    "silence-timeout": silence.timeout_due,
    "elapsed": hooks.elapsed_due,
    "idle": silence.idle_due,
    "spent": silence.spent_due,
    "keypad": keypad.pause_due,
}
"""What happens when an agenda entry is due; ``hook`` entries of one instant are judged together."""


def _if_asked(kind: str, act: Callable[[Moment, Any], None]) -> Callable[[Moment, Any], None]:
    """An answer to the first open question, if that is of this kind."""

    def answer(m: Moment, event: Any) -> None:
        if m.s.asks and (m.s.asks[0].kind == kind or (kind == "other" and m.s.asks[0].kind in _OTHERS)):
            act(m, event)

    return answer


def _if_live(act: Callable[[Moment, Any], None]) -> Callable[[Moment, Any], None]:
    """An input: it counts only while the call is live."""

    def take(m: Moment, event: Any) -> None:
        if m.s.phase == "live":
            act(m, event)

    return take


def _speaks(m: Moment, event: UserSpeaks) -> None:
    (chat.receive if m.chat else listening.begin)(m, event)


_OTHERS = ("extract", "transfer", "server")

_HANDLERS: dict[type, Callable[[Moment, Any], None]] = {
    Start: _start,
    Tick: _tick,
    UserSpeaks: _if_live(_speaks),
    ModelAnswers: _if_asked("model", turns.answered),
    ToolAnswers: _if_asked("tool", tools.answered),
    OtherAnswer: _if_asked("other", _other),
    KeysPressed: _if_live(lambda m, event: keypad.pressed(m, event.digits)),
    ControlSent: _if_live(lambda m, event: control.receive(m, event.message)),
    Ends: _if_live(lambda m, event: endings.from_outside(m, event.reason)),
}
