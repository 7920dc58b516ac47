"""Two things where there can be one (semantics §1.7, Q1, Q2): each pair is told at the second, with the first."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from callplan import compiler

Tree = Callable[[dict[str, str]], Path]
MODEL = {"provider": "openai", "model": "gpt-4o"}
A: dict[str, Any] = {"name": "A", "model": MODEL}
S: dict[str, Any] = {"name": "S", "members": [{"assistant": A}]}
UUID = "11111111-1111-4111-8111-111111111111"
EVAL: dict[str, Any] = {"type": "chat.mockConversation", "messages": [{"role": "user", "content": "Hi."}]}
OUTPUT: dict[str, Any] = {"name": "Kpi", "schema": {"type": "string"}}
BASE: dict[str, Any] = {
    "assistants/front": {"name": "Front", "model": MODEL},
    "squads/night": {"name": "Night", "members": [{"assistantId": "front"}]},
    "tools/look": {"type": "endCall"},
    "structuredOutputs/kpi": OUTPUT,
    "evals/e": {"name": "E", **EVAL},
    "scenarios/late": {"name": "Late", "instructions": "Ask.", "evaluations": []},
    "personalities/ann": {"name": "Ann", "assistant": A},
}
BOTH = {"assistant": A, "assistantId": "front"}
SQUADS = {"squad": S, "squadId": "night"}
HOOKS = {"hooks": [{"on": "call.ending", "do": [{"type": "tool", "toolId": "look", "tool": {"type": "endCall"}}]}]}
NUMBER = {"provider": "vapi", "sipUri": "sip:x@sip.vapi.ai"}
CALLER = {"number": "+15550100001"}
GOAL = {"type": "assistant", "assistantId": "front"}
LATE = {"scenarioId": "late", "scenario": BASE["scenarios/late"], "personalityId": "ann"}


def handoff(destination: dict[str, Any]) -> dict[str, Any]:
    return {"type": "handoff", "destinations": [destination]}


CASES: list[tuple[str, str, dict[str, Any]]] = [
    *((f"{folder}/x", "/assistantId", BOTH) for folder in ("calls", "answers", "sessions")),
    *((f"{folder}/x", "/squadId", SQUADS) for folder in ("calls", "answers", "sessions")),
    *(
        (f"{folder}/x", "/squadId", {"assistantId": "front", "squadId": "night"})
        for folder in ("calls", "answers", "sessions", "campaigns")
    ),
    ("calls/x", "/squadId", {"assistant": A, "squadId": "night"}),
    ("calls/x", "/phoneNumberId", {"assistantId": "front", "phoneNumberId": UUID, "phoneNumber": {}}),
    ("calls/x", "/customerId", {"assistantId": "front", "customerId": UUID, "customer": CALLER}),
    ("calls/x", "/customer", {"assistantId": "front", "customers": [CALLER], "customer": CALLER}),
    ("sessions/x", "/customerId", {"assistantId": "front", "customerId": UUID, "customer": CALLER}),
    ("chats/x", "/assistantId", {"input": "Hi.", **BOTH}),
    ("chats/x", "/squadId", {"input": "Hi.", "assistantId": "front", "squadId": "night"}),
    ("phone-numbers/x", "/squadId", {**NUMBER, "assistantId": "front", "squadId": "night"}),
    ("squads/x", "/members/0/assistantId", {"members": [BOTH]}),
    ("squads/x", "/members/0/assistantVersion", {"members": [{"assistant": A, "assistantVersion": "1"}]}),
    (
        "squads/x",
        "/members/0/assistantDestinations/0/assistantId",
        {"members": [{"assistantId": "front", "assistantDestinations": [{"type": "assistant", **BOTH}]}]},
    ),
    ("tools/x", "/destinations/0/assistantId", handoff({"type": "assistant", **BOTH})),
    (
        "tools/x",
        "/destinations/0/assistantName",
        handoff({"type": "assistant", "assistantName": "Front", "assistant": A}),
    ),
    ("tools/x", "/destinations/0/squadId", handoff({"type": "squad", **SQUADS})),
    (
        "calls/x",
        "/assistantOverrides/tools:append/0/destinations/0/squadId",
        {"assistantId": "front", "assistantOverrides": {"tools:append": [handoff({"type": "squad", **SQUADS})]}},
    ),
    ("handoff-answers/x", "/destination/assistantId", {"destination": {"type": "assistant", **BOTH}}),
    ("assistants/x", "/hooks/0/do/0/toolId", {**A, **HOOKS}),
    (
        "squads/x",
        "/membersOverrides/hooks/0/do/0/toolId",
        {"members": [{"assistantId": "front"}], "membersOverrides": HOOKS},
    ),
    ("phone-numbers/x", "/hooks/0/do/0/toolId", {**NUMBER, "assistantId": "front", **HOOKS}),
    ("eval-runs/x", "/evalId", {"type": "eval", "eval": EVAL, "evalId": "e", "target": GOAL}),
    ("eval-runs/x", "/target/assistantId", {"type": "eval", "evalId": "e", "target": {"type": "assistant", **BOTH}}),
    ("eval-runs/x", "/target/squadId", {"type": "eval", "evalId": "e", "target": {"type": "squad", **SQUADS}}),
    (
        "simulation-runs/x",
        "/simulations/0/scenarioId",
        {"simulations": [{"type": "simulation", **LATE}], "target": GOAL},
    ),
    (
        "scenarios/x",
        "/evaluations/0/structuredOutputId",
        {
            "name": "X",
            "instructions": "Ask.",
            "evaluations": [
                {"structuredOutputId": "kpi", "structuredOutput": OUTPUT, "comparator": "=", "value": "a"},
            ],
        },
    ),
]


@pytest.mark.parametrize(("file", "at", "value"), CASES, ids=[f"{file} {at}" for file, at, _ in CASES])
def test_two_where_there_can_be_one(file: str, at: str, value: dict[str, Any], tree: Tree) -> None:
    root = tree({f"{name}.json": json.dumps(written) for name, written in {**BASE, file: value}.items()})
    told = [item for item in compiler.check(compiler.load(root)).diagnostics if item.rule == "R029"]
    assert [(item.span.file, item.path) for item in told] == [(f"{file}.json", at)]
    assert [item.span.file for item in told[0].related] == [f"{file}.json"], "the other one"


ADDED: list[tuple[str, dict[str, Any]]] = [
    ("assistants/x", {**A, "model": {**MODEL, "tools": [{"type": "dtmf"}], "toolIds": ["look"]}}),
    ("assistants/x", {**A, "artifactPlan": {"structuredOutputs": [OUTPUT], "structuredOutputIds": ["kpi"]}}),
    ("assistants/x", {**A, "credentials": [], "credentialIds": [UUID]}),
    ("calls/x", {"assistantId": "front", "customers": [], "customer": CALLER}),
]


@pytest.mark.parametrize(("file", "value"), ADDED)
def test_what_counts_together(file: str, value: dict[str, Any], tree: Tree) -> None:
    root = tree({f"{name}.json": json.dumps(written) for name, written in {**BASE, file: value}.items()})
    assert "R029" not in {item.rule for item in compiler.check(compiler.load(root)).diagnostics}


@pytest.mark.parametrize("kind", ["assistants", "tools"])
def test_a_destination_that_names_nobody(kind: str, tree: Tree) -> None:
    """Also where nobody uses the tool yet."""
    tool = handoff({"type": "assistant"})
    value = tool if kind == "tools" else {**A, "model": {**MODEL, "tools": [tool]}}
    written = {**BASE, f"{kind}/x": value}
    root = tree({f"{name}.json": json.dumps(item) for name, item in written.items()})
    (told,) = [item for item in compiler.check(compiler.load(root)).diagnostics if item.rule == "R005"]
    assert told.path.endswith("/destinations/0") and "names no assistant" in told.message
