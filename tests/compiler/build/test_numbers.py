"""A phone number as a target: a call comes in on it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from callplan import compiler, runtime
from callplan.compiler.plan.model import Plan
from callplan.compiler.sources import read_text
from callplan.runtime.trace import Trace

FRONT = {"name": "Front", "firstMessage": "Hello", "model": {"provider": "openai", "model": "gpt-4o"}}
HOOK = {
    "on": "call.ringing",
    "filters": [{"type": "startsWith", "key": "number", "startsWith": ["1666"]}],
    "do": [{"type": "say", "exact": "Not you."}],
}
NUMBER = {
    "provider": "byo-phone-number",
    "credentialId": "c",
    "number": "+15550100001",
    "name": "Main",
    "hooks": [HOOK],
}


@pytest.fixture
def planned(tree: Callable[[dict[str, str]], Path]) -> Callable[..., Plan]:
    def make(**fields: Any) -> Plan:
        squad = {"name": "desk", "members": [{"assistantId": "front"}]}
        root = tree(
            {
                "callplan.yaml": "callplan: 1\n",
                "assistants/front.json": json.dumps(FRONT),
                "squads/desk.json": json.dumps(squad),
                "phoneNumbers/main.json": json.dumps({**NUMBER, **fields}),
            }
        )
        return compiler.compile(compiler.load(root), "phoneNumbers/main")

    return make


def played(plan: Plan, caller: str) -> Trace:
    text = f"transcript: 1\ntarget: x\ncall: {{customer: {{number: '{caller}'}}}}\n"
    transcript, _ = runtime.transcript.read(read_text("x.transcript.yaml", text).documents[0])
    assert transcript is not None
    return runtime.run(plan, transcript)


@pytest.mark.parametrize("names", [{"assistantId": "front"}, {"squadId": "desk"}], ids=["assistant", "squad"])
def test_whoever_it_names_takes_the_call(planned: Callable[..., Plan], names: dict[str, str]) -> None:
    plan = planned(**names)
    assert (plan.kind, plan.name, plan.entry, plan.call.type) == ("call", "Main", "Front", "inboundPhoneCall")
    trace = played(plan, "+15550100042")
    passed_by, started = trace.events[:2]
    assert (passed_by.type, passed_by.data["on"]) == ("hook.suppressed", "call.ringing")
    assert (started.type, started.data["type"]) == ("call.started", "inboundPhoneCall")


def test_its_hooks_act_first(planned: Callable[..., Plan]) -> None:
    trace = played(planned(assistantId="front"), "+16660100042")
    assert [event.type for event in trace.events[:2]] == ["call.ringing", "hook.fired"]
    assert trace.ended_reason == "call.ringing.hook-executed-say"


def test_one_that_asks_its_server_is_no_target(planned: Callable[..., Plan]) -> None:
    with pytest.raises(compiler.CompileError) as failed:
        planned()
    assert "a phone number is no conversation" in failed.value.diagnostics[-1].message
