"""Plans to compare: a small squad, and the ways to change it."""

from __future__ import annotations

import copy
import json
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from callplan import compiler
from callplan.compiler.plan import Plan

Files = dict[str, Any]
Edit = Callable[[Files], object]

FRONT = {
    "name": "Front",
    "firstMessage": "Welcome.",
    "model": {
        "provider": "openai",
        "model": "gpt-4o",
        "temperature": 0.2,
        "messages": [{"role": "system", "content": "You are the front desk.\nBe brief.\nBe kind."}],
        "toolIds": ["lookup", "onward", "hang-up"],
    },
    "voice": {"provider": "11labs", "voiceId": "abc", "chunkPlan": {"minCharacters": 20}},
    "server": {"url": "https://hooks.example.com", "timeoutSeconds": 20},
    "silenceTimeoutSeconds": 60,
    "maxDurationSeconds": 600,
    "messagePlan": {"idleMessages": ["Are you there?"], "idleTimeoutSeconds": 10},
    "endCallMessage": "Goodbye.",
    "endCallPhrases": ["have a good day", "until then"],
    "metadata": {"owner": "desk"},
    "artifactPlan": {"recordingEnabled": True},
    "hooks": [
        {
            "on": "customer.speech.timeout",
            "name": "idle",
            "options": {"timeoutSeconds": 20},
            "do": [{"type": "say", "exact": "Hello?"}],
        },
        {
            "on": "call.ending",
            "filters": [{"type": "oneOf", "key": "call.endedReason", "oneOf": ["pipeline-error"]}],
            "do": [{"type": "tool", "toolId": "lookup"}],
        },
        {
            "on": "customer.speech.timeout",
            "options": {"timeoutSeconds": 30},
            "do": [{"type": "tool", "toolId": "hang-up"}],
        },
    ],
}
FILES: Files = {
    "assistants/front.json": FRONT,
    "assistants/back.json": {
        "name": "Back",
        "firstMessage": "Back office.",
        "model": {
            "provider": "openai",
            "model": "gpt-4o",
            "messages": [{"role": "system", "content": "You are the back office."}],
        },
    },
    "tools/lookup.json": {
        "type": "function",
        "function": {
            "name": "lookup",
            "description": "Looks an order up.",
            "parameters": {"type": "object", "properties": {"order": {"type": "string"}}, "required": ["order"]},
        },
        "server": {
            "url": "https://hooks.example.com/lookup",
            "timeoutSeconds": 10,
            "headers": {"X-Team": "desk"},
            "credentialId": "key",
        },
        "messages": [
            {"type": "request-start", "content": "One moment."},
            {"type": "request-failed", "content": "Sorry."},
        ],
        "parameters": [{"key": "source", "value": "phone"}],
        "variableExtractionPlan": {"aliases": [{"key": "total", "value": "{{ $.total }}"}]},
    },
    "tools/onward.json": {
        "type": "handoff",
        "function": {"name": "onward", "description": "Hands over."},
        "destinations": [
            {
                "type": "assistant",
                "assistantName": "Back",
                "description": "for invoices",
                "contextEngineeringPlan": {"type": "all"},
            }
        ],
    },
    "tools/hang-up.json": {"type": "endCall"},
    "squads/desk.json": {"members": [{"assistantId": "front"}, {"assistantId": "back"}]},
    "calls/now.json": {
        "squadId": "desk",
        "squadOverrides": {"variableValues": {"city": "Bonn"}},
        "customer": {"number": "+15550100001"},
    },
}


def compiled(edit: Edit | None = None, target: str = "calls/now") -> Plan:
    """The plan of the call, after *edit* has changed the files in place."""
    files = copy.deepcopy(FILES)
    if edit is not None:
        edit(files)
    with tempfile.TemporaryDirectory() as folder:
        for name, value in files.items():
            path = Path(folder) / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(json.dumps(value, indent=1), encoding="utf-8")
        return compiler.compile(compiler.load(folder), target)


@cache
def original() -> Plan:
    """The plan of the call as it stands."""
    return compiled()
