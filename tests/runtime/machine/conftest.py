"""Small plans and scripts in few words, and traces as short lines to compare."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any, ClassVar

import pytest
from callplan.compiler.diagnostics import Position, Span
from callplan.compiler.plan.frozen import FrozenDict, freeze
from callplan.compiler.plan.model import (
    AddMessage,
    CallTool,
    Context,
    Destination,
    Ending,
    Hook,
    Idle,
    Member,
    Message,
    Opening,
    Plan,
    Say,
    Server,
    Silence,
    Template,
    Tool,
    ToolMessage,
)
from callplan.runtime import run
from callplan.runtime.trace.model import Event, Trace
from callplan.runtime.transcript.model import (
    CallFields,
    Control,
    Fault,
    Hangup,
    Interrupt,
    Keypad,
    ModelAnswer,
    OtherAnswer,
    Pause,
    ToolAnswer,
    ToolCall,
    Transcript,
    UserTurn,
)

FILE = "x.transcript.yaml"


def member(
    name: str = "A",
    first: str | None = "Hello there you",
    *,
    mode: str = "assistant-speaks-first",
    prompt: str | None = None,
    interruptible: bool = True,
    **fields: Any,
) -> Member:
    """A member whose first message lasts 858 ms and whose system prompt is ``S-<name>``."""
    opening = Opening(mode, Template(first) if first is not None else None, interruptible)  # type: ignore[arg-type]  # a literal in every test
    fields["settings"] = freeze(fields.get("settings", {}))
    fields["variables"] = freeze(fields.get("variables", {}))
    messages = (Message("system", Template(f"S-{name}" if prompt is None else prompt)),)
    values = {"key": name, "name": name, "source": "permanent", "resource": None, "prompt": messages, **fields}
    return Member(opening=opening, **values)


def plan(*members: Member, **fields: Any) -> Plan:
    """A plan of these members, the first one first."""
    fields.setdefault("max_duration_ms", 600_000)
    fields["variables"] = freeze(fields.get("variables", {}))
    fields["policies"] = freeze(fields.get("policies", {}))
    return Plan("x", "squad", "x", members[0].key, tuple(members), **fields)


def tool(name: str, *, type: str = "function", served: bool = True, **fields: Any) -> Tool:
    """A tool with a server, silent unless ``messages`` says otherwise."""
    fields.setdefault("messages", ())
    fields["parameters"] = freeze(fields.get("parameters"))
    fields["config"] = freeze(fields.get("config", {}))
    fields["rejection"] = freeze(fields.get("rejection"))
    fields.setdefault("server", Server(Template("https://x.example/hook")) if served else None)
    return Tool(name, type, **fields)


def message(type: str, content: str, **fields: Any) -> ToolMessage:
    """A tool message."""
    return ToolMessage(type, Template(content), **fields)  # type: ignore[arg-type]  # a literal in every test


def handoff(to: str, *, context: str = "all", last: int | None = None, **fields: Any) -> Tool:
    """A silent handoff tool that leads to the member *to*."""
    inner = {key: fields.pop(key) for key in ("extraction", "variables") if key in fields}
    inner["variables"] = freeze(inner.get("variables", {}))
    destination = Destination("assistant", to, member=to, context=Context(context, last), **inner)  # type: ignore[arg-type]
    return tool(f"to_{to}", type="handoff", served=False, destinations=(destination,), **fields)


def transfer(*destinations: Destination, **fields: Any) -> Tool:
    """A transferCall tool."""
    return tool("transferCall", type="transferCall", served=False, destinations=destinations, **fields)


def end_call(**fields: Any) -> Tool:
    """An endCall tool."""
    return tool("endCall", type="endCall", served=False, **fields)


def hook(on: str, *actions: Any, label: str | None = None, index: int = 0, **fields: Any) -> Hook:
    """A hook; a text among the actions is said."""
    done = tuple(Say((Template(action),)) if isinstance(action, str) else action for action in actions)
    return Hook(label or on, on, index, done, **fields)


def timeout(seconds: float, *actions: Any, index: int = 0, **fields: Any) -> Hook:
    """A silence hook that is called after its seconds: ``h10``."""
    name = f"h{seconds:g}"
    return hook("customer.speech.timeout", *actions, label=name, index=index, delay_ms=int(seconds * 1000), **fields)


def transcript(*entries: dict[str, Any], call: Mapping[str, Any] | None = None, **fields: Any) -> Transcript:
    """A script from entries like those of a file, durations in milliseconds; entry n stands on line n."""
    opening: list[Any] = []
    inputs: list[Any] = []
    for line, entry in enumerate(entries, 1):
        made = _entry(dict(entry), Span(FILE, Position(line, 1), Position(line, 2)))
        if isinstance(made, ModelAnswer | ToolAnswer | OtherAnswer):
            if inputs:
                inputs[-1] = replace(inputs[-1], answers=(*inputs[-1].answers, made))
            else:
                opening.append(made)
        else:
            inputs.append(made)
    details = {key: freeze(value) if isinstance(value, dict) else value for key, value in (call or {}).items()}
    policies = freeze(fields.pop("policies", {}))
    return Transcript(
        FILE,
        "x",
        call=CallFields(**details),
        policies=policies,  # type: ignore[arg-type]  # an object in every test
        opening=tuple(opening),
        inputs=tuple(inputs),
        **fields,
    )


def _entry(entry: dict[str, Any], span: Span) -> Any:
    kinds: dict[str, Any] = {
        "user": lambda value: UserTurn(span, value, **entry),
        "interrupt": lambda value: Interrupt(span, value, **entry),
        "silence": lambda value: Pause(span, value, **entry),
        "keypad": lambda value: Keypad(span, value, **entry),
        "control": lambda value: Control(span, FrozenDict(value), **entry),
        "fault": lambda value: Fault(span, value, **entry),
        "hangup": lambda value: Hangup(span, **entry),
        "model": lambda value: _model(span, value, entry),
        "tool": lambda value: ToolAnswer(span, value, **entry),
        "extract": lambda value: OtherAnswer(span, "extract", value, **entry),
        "server": lambda value: OtherAnswer(span, "server", value, **entry),
        "transfer": lambda value: OtherAnswer(span, "transfer", value, **entry),
    }
    kind = next(key for key in kinds if key in entry)
    value = entry.pop(kind)
    for key in ("result", "arguments"):
        if key in entry:
            entry[key] = freeze(entry[key])
    return kinds[kind](freeze(value))


def _model(span: Span, value: Any, entry: dict[str, Any]) -> ModelAnswer:
    calls = tuple(ToolCall(name, freeze(arguments)) for name, arguments in entry.pop("calls", ()))  # type: ignore[arg-type]
    return ModelAnswer(span, value, calls, **entry)


def play(plan: Plan, *entries: dict[str, Any], **fields: Any) -> Trace:
    """The trace of a script."""
    return run(plan, transcript(*entries, **fields))


def told(trace: Trace, *wanted: str) -> list[str]:
    """The trace as short lines, without timers, variables and policies unless *wanted* names the types to keep."""
    kept = wanted or tuple(_LINES)
    return [f"{event.t_ms} {_LINES.get(event.type, _other)(event)}" for event in trace.events if event.type in kept]


def _other(event: Event) -> str:
    return " ".join([event.type, *(str(value) for value in event.data.values())])


def _speech(event: Event) -> str:
    data = event.data
    return f"user: {data['text']}" if data["role"] == "user" else f"{event.member} {data['source']}: {data['text']}"


def _speech_end(event: Event) -> str:
    data = event.data
    end = f"cut {data['heard']!r}" if "cut_at_ms" in data and "heard" in data else "over"
    return f"{data['role']} {end}{' discarded' if data.get('discarded') else ''}"


_LINES: dict[str, Any] = {
    "call.started": lambda event: "started",
    "call.ended": lambda event: f"ended {event.data['reason']}",
    "speech.started": _speech,
    "speech.ended": _speech_end,
    "model.requested": lambda event: f"{event.member} asks",
    "tool.started": lambda event: f"{event.data['name']} {event.data['arguments']}",
    "tool.ended": lambda event: f"{event.data['name']} {event.data['outcome']}",
    "tool.rejected": lambda event: f"{event.data['name']} rejected",
    "hook.fired": lambda event: f"hook {event.data['hook']} {event.data['count']}",
    "hook.suppressed": lambda event: f"no hook {event.data['hook']}",
    "handoff": lambda event: f"{event.data['from']} > {event.data['to']} {event.data['context']}",
    "message.added": lambda event: f"adds {event.data['role']}: {event.data['content']}",
    "script.ended": lambda event: "script over",
}


def requests(trace: Trace) -> list[list[str]]:
    """Every model request in full, a message as ``role: content`` or ``role: calls names``; the system prompt first."""
    from callplan.runtime.trace.requests import Requests

    follow = Requests()
    found = []
    for event in trace.events:
        if event.type == "model.requested":
            whole = follow.full(event)
            lines = [f"system: {whole['system']}"] if "system" in whole else []
            found.append(lines + [_message_line(one) for one in whole["messages"]])
    return found


def _message_line(value: dict[str, Any]) -> str:
    if value.get("tool_calls"):
        return f"{value['role']} calls {', '.join(call['name'] for call in value['tool_calls'])}"
    return f"{value['role']}: {value['content']}"


def unfit(messages: Iterable[Any], running: Collection[str] = ()) -> str | None:
    """What a model would not take of a conversation, or None: every result stands behind its call, every call has one
    result but for those *running*. *messages* are records or payloads.
    """
    called: set[str] = set()
    answered: set[str] = set()
    for one in messages:
        value = one if isinstance(one, dict) else one.payload()
        calls = [call["id"] for call in value.get("tool_calls", ())]
        if called.intersection(calls) or len(calls) != len(set(calls)):
            return f"one of {calls} is called twice"
        called.update(calls)
        if value["role"] == "assistant" and not calls and value["content"] is None:
            return "the assistant says nothing"
        result = value.get("tool_call_id")
        if result is not None and (result not in called or result in answered):
            return f"a result of {result} that nobody called" if result not in called else f"two results of {result}"
        answered |= {result} if result is not None else set()
    left = called - answered - {*running}
    return f"no result of {sorted(left)}" if left else None


def holds(plan: Plan, events: list[Event], state: Any) -> None:
    """What is so in every call, as the issue of the runtime says."""
    assert [event.t_ms for event in events] == sorted(event.t_ms for event in events)
    ends = [index for index, event in enumerate(events) if event.type in ("call.ended", "script.ended")]
    assert ends in ([], [len(events) - 1])
    fired_at_most(plan, events)
    one_active_member(plan, events)
    answered_once(events, state)
    one_voice(events, state)


def fired_at_most(plan: Plan, events: list[Event]) -> None:
    """No hook fires more often than its maximum, counted anew after the caller has spoken where it says so."""
    most = {
        (member.name, hook.index, hook.on): (hook.max_count if hook.on != "call.timeElapsed" else 1)
        for member in plan.members
        for hook in member.hooks
        if hook.on in ("customer.speech.timeout", "call.timeElapsed")
    }
    resets = {
        (member.name, hook.index, hook.on)
        for member in plan.members
        for hook in member.hooks
        if hook.reset_on_user_speech
    }
    for member in plan.members:
        if member.silence.idle is not None:
            most[member.name, 0, "idle"] = member.silence.idle.max_count
            resets |= {(member.name, 0, "idle")} if member.silence.idle.reset_on_user_speech else set()
    counts: dict[Any, int] = {}
    ends = [event for event in events if event.type == "speech.ended" and event.data["role"] == "user"]
    for event in events:
        if event.type == "speech.started" and event.data["role"] == "user":
            if ends and ends.pop(0).data.get("discarded"):
                continue  # nobody has heard it
            for key in resets:
                counts[key] = 0
        elif event.type == "hook.fired":
            key = (event.member, event.data["index"], event.data["on"])
            counts[key] = counts.get(key, 0) + 1
            assert counts[key] <= most.get(key, 10**6), event


def one_active_member(plan: Plan, events: list[Event]) -> None:
    """Exactly one member is active, and only a handoff changes which; what another had begun may come to its end, and
    its timers do.
    """
    active = plan.entry
    others = ("speech.started", "speech.ended", "tool.started", "tool.ended", "timer.cancelled")
    for event in events:
        assert event.member == active or event.type in others
        assert event.member in {member.key for member in plan.members}
        if event.type == "handoff":
            assert event.data["from"] == active
            active = event.data["to"]


def answered_once(events: list[Event], state: Any) -> None:
    """Every tool call of the model is answered once, or has been ended by a handoff or the end of the call."""
    called = [call["id"] for event in events if event.type == "model.responded" for call in event.data.get("tools", ())]
    done = [
        event.data["id"]
        for event in events
        if event.type in ("tool.ended", "tool.rejected") and event.data["id"] != "hook-function-call"
    ]
    assert len(called) == len(set(called))
    assert len(done) == len(set(done))
    assert set(done) <= set(called)
    if state.phase != "ended":
        running = {one.id for one in state.calls}
        assert set(called) == set(done) | (running - {"hook-function-call"})


def one_voice(events: list[Event], state: Any) -> None:
    """The assistant says one thing at a time, and nothing once the call is over."""
    speaking = 0
    for event in events:
        if event.type.startswith("speech.") and event.data["role"] == "assistant":
            speaking += 1 if event.type == "speech.started" else -1
            assert speaking in (0, 1)
        assert event.type != "call.ended" or speaking == 0
    assert state.phase != "ended" or speaking == 0


class Kit:
    """Everything above, as one fixture."""

    add = staticmethod(lambda text, triggers=True: AddMessage(Message("system", Template(text)), triggers))
    call = staticmethod(CallTool)
    calls = staticmethod(lambda name="look", **arguments: {"model": None, "calls": [(name, arguments)]})
    user: ClassVar[dict[str, Any]] = {"user": "go", "lasts_ms": 142}
    """A turn of the caller that ends at 1000 ms, behind the first message."""
    ask = staticmethod(lambda text: Say((), (Message("system", Template(text)),)))
    end_call = staticmethod(end_call)
    ending = staticmethod(
        lambda text, *phrases: Ending(Template(text) if text else None, tuple(map(Template, phrases)))
    )
    handoff = staticmethod(handoff)
    holds = staticmethod(holds)
    hook = staticmethod(hook)
    idle = staticmethod(lambda *texts, **fields: Silence(idle=Idle(tuple(map(Template, texts)), **fields)))
    member = staticmethod(member)
    message = staticmethod(message)
    plan = staticmethod(plan)
    play = staticmethod(play)
    requests = staticmethod(requests)
    silence = staticmethod(lambda ms, text=None: Silence(ms, Template(text) if text else None))
    timeout = staticmethod(timeout)
    told = staticmethod(told)
    tool = staticmethod(tool)
    transcript = staticmethod(transcript)
    transfer = staticmethod(transfer)
    unfit = staticmethod(unfit)


@pytest.fixture
def kit() -> type[Kit]:
    return Kit
