"""What the destination of a handoff gets of the conversation (semantics §6.5)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from callplan.compiler.plan.model import Message, Template

USER = {"user": "good morning", "lasts_ms": 142}
ACCOUNT = {"user": "my account", "lasts_ms": 142}


def ask(name: str, **arguments: Any) -> dict[str, Any]:
    return {"model": None, "calls": [(name, arguments)]}


SCRIPT = (USER, {"model": "how can i help"}, ACCOUNT)
BEFORE = ["assistant: Hello there you", "user: good morning", "assistant: how can i help", "user: my account"]


CONTEXTS: list[tuple[str, int | None, list[str]]] = [
    ("all", None, BEFORE),
    ("lastNMessages", 2, BEFORE[2:]),
    ("lastNMessages", 0, []),
    ("lastNMessages", 99, BEFORE),
    ("userAndAssistantMessages", None, BEFORE),
    ("previousAssistantMessages", None, []),
    ("none", None, []),
]


@pytest.mark.parametrize(("context", "last", "passed"), CONTEXTS)
def test_what_a_handoff_passes_on(kit: Any, context: str, last: int | None, passed: list[str]) -> None:
    a = kit.member("A", tools=(kit.handoff("B", context=context, last=last),))
    trace = kit.play(kit.plan(a, kit.member("B", first=None)), *SCRIPT, ask("to_B"), {"user": "so"}, {"model": "Yes"})
    assert kit.requests(trace)[-1] == ["system: S-B", *passed, "user: so"]
    assert [len(event.data["messages"]) for event in trace.events if event.type == "handoff"] == [len(passed)]


@pytest.mark.parametrize(
    ("value", "passed"),
    [("spoken", ["assistant: Two", "user: good morning"]), ("all", ["system: x", "user: good morning"])],
)
def test_messages_of_the_system_among_the_last(kit: Any, value: str, passed: list[str]) -> None:
    """Whether they count is a policy (Q22)."""
    front = kit.member("A", None, tools=(kit.handoff("B", context="lastNMessages", last=2),))
    message = {"type": "add-message", "message": {"role": "system", "content": "x"}, "triggerResponseEnabled": False}
    script = ({"user": "one"}, {"model": "Two"}, {"control": message}, USER, ask("to_B"), {"user": "so"})
    plan = kit.plan(front, kit.member("B", first=None))
    trace = kit.play(plan, *script, {"model": "Yes"}, policies={"lastMessages": value})
    assert kit.requests(trace)[-1] == ["system: S-B", *passed, "user: so"]


def test_what_tools_and_hints_become_in_each_context(kit: Any) -> None:
    """Tool calls and results of before are passed on whole, or not at all; injected system messages go with ``all``."""
    expected = {
        "all": ["assistant calls look", 'tool: {"n": 1}', "assistant: One", "system: Hint", "user: on"],
        "userAndAssistantMessages": ["assistant: One", "user: on"],
        "lastNMessages": ["assistant: One", "user: on"],
    }
    for context, passed in expected.items():
        a = kit.member("A", tools=(kit.tool("look"), kit.handoff("B", context=context, last=3)))
        trace = kit.play(
            kit.plan(a, kit.member("B", first=None)),
            USER,
            ask("look"),
            {"tool": "look", "result": {"n": 1}},
            {"model": "One"},
            {"control": {"type": "add-message", "message": {"role": "system", "content": "Hint"}}},
            {"user": "on"},
            ask("to_B"),
            {"user": "so"},
            {"model": "Yes"},
        )
        lines = kit.requests(trace)[-1]
        assert lines[0] == "system: S-B"
        assert lines[-1 - len(passed) : -1] == passed


def test_previous_messages_are_those_that_the_source_was_given(kit: Any) -> None:
    a = kit.member("A", tools=(kit.handoff("B"),))
    b = kit.member("B", first="Here is B", tools=(kit.handoff("C", context="previousAssistantMessages"),))
    trace = kit.play(
        kit.plan(a, b, kit.member("C", first=None)),
        USER,
        ask("to_B"),
        ACCOUNT,
        ask("to_C"),
        {"user": "so"},
        {"model": "Yes"},
    )
    assert kit.requests(trace)[-1] == ["system: S-C", "assistant: Hello there you", "user: good morning", "user: so"]


def test_the_first_member_was_given_nothing(kit: Any) -> None:
    """Its own configured messages are no conversation from before it."""
    few = (Message("system", Template("S-A")), Message("user", Template("few")), Message("assistant", Template("shot")))
    a = replace(kit.member("A", tools=(kit.handoff("B", context="previousAssistantMessages"),)), prompt=few)
    trace = kit.play(kit.plan(a, kit.member("B", first=None)), USER, ask("to_B"), {"user": "so"}, {"model": "Yes"})
    assert kit.requests(trace)[-1] == ["system: S-B", "user: so"]


def test_only_the_first_system_message_of_a_destination_counts(kit: Any) -> None:
    extra = (Message("system", Template("S-A")), Message("system", Template("more")), Message("user", Template("few")))
    a = kit.member("A", prompt="x", tools=(kit.handoff("B"),))
    a, b = replace(a, prompt=extra), replace(kit.member("B", first=None), prompt=extra)
    trace = kit.play(kit.plan(a, b), USER, ask("to_B"), {"user": "so"}, {"model": "Yes"})
    first, second = kit.requests(trace)
    assert first[:3] == ["system: S-A", "system: more", "user: few"]
    assert second == ["system: S-A", "user: few", "assistant: Hello there you", "user: good morning", "user: so"]
