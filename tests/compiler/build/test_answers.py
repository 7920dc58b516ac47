"""What a server may answer to an assistant-request, and what the call ends with (the table of semantics §9)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from callplan import compiler, schemas
from callplan.compiler.build.answers import ENDINGS

FRONT = {"name": "Front", "model": {"provider": "openai", "model": "gpt-4o"}, "firstMessage": "Hello {{ name }}."}
FORWARD = {"type": "number", "number": "+15550100001"}
Workspace = Callable[[Any], "compiler.Workspace"]


@pytest.fixture
def answered(tree: Callable[[dict[str, str]], Path]) -> Workspace:
    def load(answer: Any) -> compiler.Workspace:
        files = {"assistants/front.json": FRONT, "answers/a.json": answer}
        return compiler.load(tree({name: json.dumps(value) for name, value in files.items()}))

    return load


OPTIONS: dict[str, tuple[dict[str, Any], str]] = {
    "values for a stored assistant": (
        {"assistantId": "front", "assistantOverrides": {"variableValues": {"name": "Ana"}}},
        "Hello {{ name }}.",
    ),
    "an assistant with the data in it": ({"assistant": {**FRONT, "firstMessage": "Hello Ana."}}, "Hello Ana."),
    "a squad": (
        {"squad": {"members": [{"assistantId": "front"}]}, "squadOverrides": {"firstMessage": "Squad."}},
        "Squad.",
    ),
}


@pytest.mark.parametrize("option", OPTIONS)
def test_option(option: str, answered: Workspace) -> None:
    answer, said = OPTIONS[option]
    plan = compiler.compile(answered(answer), "answers/a")
    assert plan.members[0].opening.message is not None
    assert (plan.kind, plan.members[0].opening.message.text) == ("call", said)


ENDS: dict[str, tuple[Any, str, str]] = {
    "error": ({"error": "Closed."}, "R037", "assistant-request-returned-error"),
    "an empty error": ({"error": ""}, "R037", "assistant-request-returned-unspeakable-error"),
    "an error that is no text": ({"error": 42}, "R037", "assistant-request-returned-unspeakable-error"),
    "an assistant that the API rejects": (
        {"assistant": {**FRONT, "firstMessage": 42}},
        "R037",
        "assistant-request-returned-invalid-assistant",
    ),
    "nothing": ({}, "R030", "assistant-request-returned-no-assistant"),
    "a destination": ({"destination": FORWARD}, "R037", "assistant-request-returned-forwarding-phone-number"),
    "a silent one": (
        {"destination": {**FORWARD, "message": ""}},
        "R037",
        "forwarded without a word, and the call ends with assistant-request-returned-forwarding-phone-number",
    ),
    "an id that nobody has": ({"assistantId": "nobody"}, "R031", "assistant-not-found"),
}


@pytest.mark.parametrize("outcome", ENDS)
def test_what_the_call_ends_with(outcome: str, answered: Workspace) -> None:
    answer, rule, reason = ENDS[outcome]
    loaded = answered(answer)
    (said,) = (item for item in compiler.check(loaded).diagnostics if item.rule == rule)
    assert reason in said.message and said.span.file == "answers/a.json"
    with pytest.raises(compiler.CompileError) as refused:
        compiler.compile(loaded, "answers/a")
    assert said in refused.value.diagnostics


@pytest.mark.parametrize(
    ("model", "reason"),
    [({"provider": "nobody", "model": "x"}, "assistant-not-valid"), ({"provider": "openai", "model": "gpt-4o"}, None)],
)
def test_a_stored_assistant_that_is_invalid(
    model: dict[str, Any], reason: str | None, tree: Callable[[dict[str, str]], Path]
) -> None:
    secret = {"metadata": {"apiKey": "hunter2"}}  # an error, and none of the API's
    files = {
        "assistants/front.json": {"name": "Front", "model": model, **secret},
        "answers/a.json": {"assistantId": "front"},
    }
    found = compiler.check(compiler.load(tree({name: json.dumps(value) for name, value in files.items()}))).diagnostics
    said = [item for item in found if item.rule == "R037"]
    assert [(item.path, str(reason) in item.message) for item in said] == ([("/assistantId", True)] if reason else [])


PRECEDENCE: dict[str, tuple[Any, str, list[str]]] = {
    "error before destination and assistant": (
        {"error": "Closed.", "destination": FORWARD, "assistantId": "front"},
        "assistant-request-returned-error",
        ["/assistantId", "/destination"],
    ),
    "destination before the four": (
        {"destination": FORWARD, "assistantId": "front", "squad": {"members": [{"assistantId": "front"}]}},
        "assistant-request-returned-forwarding-phone-number",
        ["/assistantId", "/squad"],
    ),
}


@pytest.mark.parametrize("case", PRECEDENCE)
def test_precedence(case: str, answered: Workspace) -> None:
    answer, reason, ignored = PRECEDENCE[case]
    found = compiler.check(answered(answer)).diagnostics
    assert sorted(item.path for item in found if item.rule == "R036") == ignored
    assert [reason in item.message for item in found if item.rule == "R037"] == [True]


def test_assistant_and_squad_are_ambiguous(answered: Workspace) -> None:
    answer = {"assistantId": "front", "squad": {"members": [{"assistantId": "front"}]}}
    assert "R029" in {item.rule for item in compiler.check(answered(answer)).diagnostics}


def test_the_table_is_that_of_the_reasons() -> None:
    assert {reason for _, reason in ENDINGS} <= schemas.ended_reasons()


@pytest.mark.parametrize(
    ("more", "asks"),
    [
        ({}, False),
        ({"server": {"url": "https://hooks.example.com"}}, True),
        ({"assistantId": "front"}, True),
        ({"fallbackDestination": FORWARD}, False),
    ],
)
def test_a_number_that_asks_nobody(more: dict[str, Any], asks: bool, tree: Callable[[dict[str, str]], Path]) -> None:
    number = {"provider": "vapi", "sipUri": "sip:desk@sip.vapi.ai", "name": "Line", **more}
    files = {"assistants/front.json": FRONT, "phone-numbers/line.json": number}
    root = tree({name: json.dumps(value) for name, value in files.items()})
    found = [item for item in compiler.check(compiler.load(root)).diagnostics if item.rule == "R038"]
    assert [ENDINGS[-1][1] in item.message for item in found] == ([] if asks else [True])
