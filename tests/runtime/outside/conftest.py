"""Calls whose messages to servers and clients are looked at."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from callplan import compiler, runtime
from callplan.compiler.sources import read_text
from callplan.runtime.outside import told
from callplan.runtime.trace import Trace

FRONT: dict[str, Any] = {
    "name": "Front",
    "firstMessage": "Hello there you",
    "firstMessageInterruptionsEnabled": True,
    "server": {"url": "https://example.com/hook"},
    "model": {
        "provider": "openai",
        "model": "gpt-4o",
        "messages": [{"role": "system", "content": "Help."}],
        "tools": [
            {
                "type": "function",
                "function": {"name": "look", "parameters": {"type": "object", "properties": {}}},
                "messages": [],
            }
        ],
    },
}
SCRIPT = """
  - interrupt: Stop it
    at: 300ms
  - model: {tools: [{name: look, arguments: {day: monday}}]}
  - {tool: look, result: {free: true}}
  - model: It is free.
  - hangup: true
"""
HANDOFF = """
  - user: Go on
  - model: {tools: [{name: handoff_to_Back, arguments: {destination: Back}}]}
  - user: Fine
  - model: Good.
  - hangup: true
"""


class Sent:
    """What has been sent, and the assistant that the calls reach."""

    front = FRONT
    script = SCRIPT
    handoff = HANDOFF

    @staticmethod
    def messages(trace: Trace, kind: str = "server") -> list[dict[str, Any]]:
        """Without their times: one test is about those."""
        told = [event.data for event in trace.events if event.type == f"{kind}.message"]
        return [{key: value for key, value in data.items() if key != "timestamp"} for data in told]

    @staticmethod
    def types(trace: Trace, kind: str = "server") -> list[str]:
        return [message["type"] for message in Sent.messages(trace, kind)]


@pytest.fixture
def sent() -> type[Sent]:
    return Sent


@pytest.fixture
def play(tree: Callable[[dict[str, str]], Path]) -> Callable[..., Trace]:
    def run(script: str | None = None, call: str = "webCall", *, whole: bool = False, **fields: Any) -> Trace:
        back = {"name": "Back", "firstMessage": "Back here", "model": FRONT["model"], **fields.pop("back", {})}
        values = fields.pop("variables", {})
        root = tree(
            {
                "callplan.yaml": "callplan: 1\n",
                "assistants/front.json": json.dumps(
                    {key: one for key, one in {**FRONT, **fields}.items() if one is not None}
                ),
                "assistants/back.json": json.dumps(back),
                "squads/desk.json": json.dumps(
                    {
                        "members": [
                            {
                                "assistantId": "front",
                                "assistantDestinations": [
                                    {
                                        "type": "assistant",
                                        "assistantName": "Back",
                                        "contextEngineeringPlan": {"type": "all"},
                                    }
                                ],
                            },
                            {"assistantId": "back"},
                        ]
                    }
                ),
            }
        )
        plan = compiler.compile(compiler.load(root), "squads/desk", variables=values)
        head = f"transcript: 1\ntarget: x\ncall: {{type: {call}, startedAt: '2026-01-05T15:00:00Z'}}\nscript:"
        text = head + (script or SCRIPT)
        transcript, found = runtime.transcript.read(read_text("x.transcript.yaml", text).documents[0])
        assert transcript is not None, found
        return told(plan, runtime.run(plan, transcript), whole=whole)

    return run
