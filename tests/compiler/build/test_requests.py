"""Call requests: whom they call, under which layers, and what they fix beforehand (semantics §1.4, §2.2)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from callplan import compiler
from callplan.compiler.plan import Plan

OPENAI = {"provider": "openai", "model": "gpt-4o"}
FILES = {
    "assistants/front.json": {"name": "Front", "model": OPENAI, "firstMessage": "base"},
    "squads/desk.json": {
        "name": "Desk",
        "members": [{"assistantId": "front"}],
        "membersOverrides": {"firstMessage": "squad"},
    },
}
Compile = Callable[..., Plan]


@pytest.fixture
def call(tree: Callable[[dict[str, str]], Path]) -> Compile:
    def compile_call(request: dict[str, Any], folder: str = "calls", **policies: str) -> Plan:
        files = {**FILES, f"{folder}/now.json": request}
        root = tree({name: json.dumps(value) for name, value in files.items()})
        return compiler.compile(compiler.load(root), f"{folder}/now", policies=policies)

    return compile_call


def opening(plan: Plan) -> str | None:
    message = plan.members[0].opening.message
    return message.text if message else None


REQUESTS: dict[str, tuple[dict[str, Any], str, tuple[str, ...]]] = {
    "stored assistant": ({"assistantId": "front"}, "base", ()),
    "inline assistant": ({"assistant": {"name": "In", "firstMessage": "inline"}}, "inline", ()),
    "overrides": (
        {"assistantId": "front", "assistantOverrides": {"firstMessage": "call"}},
        "call",
        ("assistantOverrides",),
    ),
    "customer's overrides in their place": (
        {
            "assistantId": "front",
            "assistantOverrides": {"firstMessage": "call"},
            "customer": {"number": "+15550100001", "assistantOverrides": {"endCallMessage": "Bye."}},
        },
        "base",
        ("assistantOverrides",),
    ),
    "stored squad": ({"squadId": "desk"}, "squad", ("membersOverrides",)),
    "squad overrides": (
        {"squadId": "desk", "squadOverrides": {"firstMessage": "call"}},
        "call",
        ("membersOverrides", "squadOverrides"),
    ),
    "assistant overrides on a squad": (
        {"squadId": "desk", "assistantOverrides": {"firstMessage": "both"}},
        "both",
        ("membersOverrides", "assistantOverrides"),
    ),
    "squad overrides beat assistant overrides": (
        {"squadId": "desk", "assistantOverrides": {"firstMessage": "low"}, "squadOverrides": {"firstMessage": "high"}},
        "high",
        ("membersOverrides", "assistantOverrides", "squadOverrides"),
    ),
    "a batch of one": (
        {"squadId": "desk", "customers": [{"number": "+15550100001", "squadOverrides": {"firstMessage": "first"}}]},
        "first",
        ("membersOverrides", "squadOverrides"),
    ),
    "inline squad": ({"squad": {"members": [{"assistantId": "front"}]}}, "base", ()),
}


@pytest.mark.parametrize("name", REQUESTS)
def test_layers(name: str, call: Compile) -> None:
    request, message, layers = REQUESTS[name]
    plan = call(request)
    assert (opening(plan), plan.members[0].layers) == (message, layers)
    assert plan.kind == "call"


def test_an_answer_is_a_request(call: Compile) -> None:
    assert (
        opening(call({"assistantId": "front", "assistantOverrides": {"firstMessage": "answer"}}, "answers")) == "answer"
    )


def test_assistant_overrides_on_a_squad_may_be_ignored(call: Compile) -> None:
    request = {"squadId": "desk", "assistantOverrides": {"firstMessage": "both"}}
    assert opening(call(request, assistantOverridesOnSquad="ignore")) == "squad"


def test_what_a_request_fixes(call: Compile) -> None:
    plan = call(
        {"assistantId": "front", "customer": {"number": "+15550100001", "name": "Ana"}, "phoneNumberId": "line"}
    )
    assert plan.call.type == "outboundPhoneCall"
    assert dict(plan.call.customer) == {"number": "+15550100001", "name": "Ana"}
    assert dict(plan.call.phone_number) == {"id": "line"}


@pytest.mark.parametrize(
    ("request_", "kind"),
    [
        ({}, None),
        ({"customerId": "ana"}, "outboundPhoneCall"),
        ({"transport": {"provider": "daily"}}, "webCall"),
        ({"transport": {"provider": "vapi.websocket"}}, "vapi.websocketCall"),
    ],
)
def test_the_type_of_a_call(request_: dict[str, Any], kind: str | None, call: Compile) -> None:
    assert call({"assistantId": "front", **request_}).call.type == kind


def test_secrets_never_reach_a_plan(call: Compile) -> None:
    secret = "s3cr3t-value"
    request = {
        "assistantId": "front",
        "assistantOverrides": {
            "variableValues": {"apiKey": secret, "open": "seen"},
            "server": {
                "url": "https://hooks.example.com",
                "headers": {"Authorization": f"Bearer {secret}", "X-A": "seen"},
            },
            "metadata": {"password": secret},
            "tools:append": [
                {
                    "type": "function",
                    "function": {"name": "f"},
                    "server": {"url": "https://hooks.example.com", "headers": {"X-Api-Key": secret}},
                    "parameters": [
                        {"key": "api_key", "value": secret},
                        {"key": "source", "value": {"token": secret, "a": "seen"}},
                    ],
                }
            ],
        },
        "customer": {"number": "+15550100001", "externalId": "seen"},
    }
    with pytest.raises(compiler.CompileError) as refused:
        call(request)
    assert {found.rule for found in refused.value.diagnostics if found.severity.rank == 0} == {"C001"}
    assert not any(secret in found.message for found in refused.value.diagnostics)
    assert secret not in str(refused.value)


def test_references_to_secrets_stay_and_what_is_supplied_is_masked(call: Compile) -> None:
    plan = call({"assistantId": "front", "assistantOverrides": {"variableValues": {"apiKey": "{{ key }}"}}})
    assert dict(plan.variables) == {"apiKey": "{{ key }}"}


def test_a_squad_elsewhere_has_no_plan(tree: Callable[[dict[str, str]], Path]) -> None:
    identity = "11111111-1111-4111-8111-111111111111"
    root = tree(
        {
            "callplan.yaml": f"callplan: 1\nexternal: {{squads: {{{identity}: Elsewhere}}}}\n",
            "calls/now.json": json.dumps({"squadId": identity}),
        }
    )
    with pytest.raises(compiler.CompileError, match="exists elsewhere"):
        compiler.compile(compiler.load(root), "calls/now")
