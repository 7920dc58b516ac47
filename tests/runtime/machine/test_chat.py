"""Chats and sessions: written, without a clock, filled in when they are created (semantics §3.8, §4.1)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from callplan.compiler.plan.model import Context, Destination, Message, Template
from callplan.runtime import ScriptError

SESSION = {"type": "session"}
CHAT = {"type": "chat"}


def written(trace: Any) -> list[str]:
    return [
        f"{event.data['role']} {event.data['source']}: {event.data['content']}"
        for event in trace.events
        if event.type == "message.added"
    ]


def test_a_chat_is_written_and_answered(kit: Any) -> None:
    """No first message, no timer, no speech."""
    hooks = (kit.timeout(5, "Are you there?"), kit.hook("call.timeElapsed", "Time", index=1, delay_ms=3000))
    trace = kit.play(
        kit.plan(kit.member(hooks=hooks)),
        {"user": "Hi", "after_ms": 500},
        {"model": "Hello. <flush /> How can I help?", "takes_ms": 900},
        {"silence": 60_000},
        {"user": "Bye"},
        {"model": "Bye"},
        call=CHAT,
    )
    assert {event.type for event in trace.events} == {
        *("chat.created", "message.added", "model.requested", "model.responded", "script.ended"),
    }
    assert written(trace)[:2] == ["user chat: Hi", "assistant model: Hello. <flush /> How can I help?"]
    assert [event.t_ms for event in trace.events if event.type == "message.added"] == [500, 1400, 61_400, 61_400]
    assert kit.requests(trace)[-1] == [
        "system: S-A",
        "user: Hi",
        "assistant: Hello. <flush /> How can I help?",
        "user: Bye",
    ]


def test_a_session_keeps_what_it_was_created_with(kit: Any) -> None:
    """Values that come later, and a later hour, change none of its texts."""
    done = kit.message("request-complete", "{{ plan }} at {{ now | date: '%H:%M:%S' }}")
    member = kit.member(prompt="{{ plan }} {{ name }}", tools=(kit.tool("look", messages=(done,)),))
    trace = kit.play(
        kit.plan(member, variables={"name": "Ana"}),
        {"user": "Hi", "values": {"plan": "silver"}},
        {"model": None, "calls": [("look", {})]},
        {"tool": "look", "result": "x", "takes_ms": 5000},
        call={**SESSION, "variables": {"plan": "gold"}, "started_at": "2026-01-05T15:00:00Z"},
    )
    assert kit.requests(trace)[0][0] == "system: gold Ana"
    assert written(trace)[-1] == "assistant tool-message: gold at 15:00:00"
    assert [event.data["name"] for event in trace.events if event.type == "variable.set"] == ["name", "plan"]


def test_a_chat_without_a_session_brings_its_values_each_time(kit: Any) -> None:
    member = kit.member(prompt="{{ plan }}")
    trace = kit.play(
        kit.plan(member),
        {"user": "Hi", "values": {"plan": "silver"}},
        {"model": "a"},
        {"user": "And now?", "values": {"plan": "gold"}},
        {"model": "b"},
        call=CHAT,
    )
    first, second = kit.requests(trace)
    assert (first[0], second[0]) == ("system: silver", "system: gold")
    assert second[1:] == ["user: Hi", "assistant: a", "user: And now?"]


def test_the_hook_on_a_session_runs_its_tool_once(kit: Any) -> None:
    hook = kit.hook("session.created", kit.call(kit.tool("note")))
    plan = kit.plan(kit.member(hooks=(hook,)))
    script = ({"tool": "note", "result": "ok"}, {"user": "Hi"}, {"model": "Hello"}, {"user": "So"}, {"model": "Yes"})
    trace = kit.play(plan, *script, call=SESSION)
    kept = ("hook.fired", "tool.started", "tool.ended", "session.created", "chat.created")
    assert [event.type for event in trace.events if event.type in kept] == [
        *("session.created", "hook.fired", "tool.started", "tool.ended", "chat.created", "chat.created"),
    ]
    assert not [event for event in kit.play(plan, *script[1:], call=CHAT).events if event.type == "hook.fired"]
    spoken = kit.play(plan, *script[1:])
    assert not [event for event in spoken.events if event.type == "hook.fired"]


def test_a_handoff_in_a_chat(kit: Any) -> None:
    plan = kit.plan(kit.member("A", tools=(kit.handoff("B", messages=None),)), kit.member("B", first="Here is B"))
    trace = kit.play(plan, {"user": "B please"}, {"model": None, "calls": [("to_B", {})]}, call=CHAT)
    assert written(trace) == ["user chat: B please", "assistant first-message: Here is B"]


@pytest.mark.parametrize(
    ("entry", "call", "words"),
    [
        ({"keypad": "1"}, CHAT, "no keypad"),
        ({"hangup": True}, SESSION, "no hangup"),
        ({"interrupt": "No"}, SESSION, "no interrupt"),
        ({"user": "Hi", "values": {"a": 1}}, {"type": "webCall"}, "this is a call of type webCall"),
    ],
)
def test_what_belongs_to_another_kind_of_conversation(kit: Any, entry: Any, call: Any, words: str) -> None:
    with pytest.raises(ScriptError, match=words) as failed:
        kit.play(kit.plan(kit.member()), entry, call=call)
    assert failed.value.diagnostic.span.start.line == 1


def test_the_kind_of_conversation_is_a_variable(kit: Any) -> None:
    member = kit.member(prompt="{{ transport.conversationType }}")
    for call, kind in ((CHAT, "chat"), (SESSION, "chat"), ({"type": "webCall"}, "voice")):
        trace = kit.play(kit.plan(member), {"user": "Hi"}, {"model": "Yes"}, call=call)
        assert kit.requests(trace)[0][0] == f"system: {kind}"


PLACES: list[tuple[str, list[str]]] = [
    ("before", ["system: B gold", "user: Hi", "user: x"]),
    ("behind", ["system: S-A", "user: Hi", "system: B gold", "user: x"]),
    ("none", ["system: Rules", "user: x"]),
]


@pytest.mark.parametrize(("place", "asked"), PLACES)
def test_values_after_a_handoff_fill_in_what_is_there(kit: Any, place: str, asked: list[str]) -> None:
    """The prompt stays where the handoff has put it, and a second system message stays away (semantics §6.5)."""
    rolling = Destination("assistant", "B", member="B", message=Template(""), transfer_mode="rolling-history")
    tool = kit.transfer(rolling) if place == "behind" else kit.handoff("B")
    if place == "none":
        brought = Context("handoffMessages", messages=(Message("system", Template("Rules")),))
        tool = replace(tool, destinations=(replace(tool.destinations[0], context=brought),))
    prompt = (Message("system", Template("B {{ plan }}")), Message("system", Template("Second B")))
    b = replace(kit.member("B", first=None), prompt=prompt)
    script = (
        {"user": "Hi"},
        {"model": None, "calls": [(tool.name, {"destination": "B"} if place == "behind" else {})]},
        {"user": "x", "values": {"plan": "gold"}},
    )
    plan = kit.plan(kit.member("A", tools=(tool,)), b)
    trace = kit.play(plan, *script, {"model": "ok"}, call=CHAT, policies={"handoffMessages": "alone"})
    shown = [line for line in kit.requests(trace)[-1] if line.startswith(("system", "user"))]
    assert shown == asked
