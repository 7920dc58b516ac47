"""A platform that records: the trace of a run as GET /call/:id would tell it (semantics §13.1)."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from callplan.compiler.plan.model import Plan
from callplan.runtime.trace import Trace

Recorder = Callable[..., dict[str, Any]]


def _message(kind: str, text: str, start: int, zero: int, **more: Any) -> dict[str, Any]:
    return {"role": kind, "message": text, "time": zero + start, "secondsFromStart": start / 1000, **more}


def record(trace: Trace, plan: Plan, *, sources: bool = True, id: str = "call-1") -> dict[str, Any]:
    """The record. *sources*: each line of the assistant says whether the model wrote it."""
    started = next(event.data["startedAt"] for event in trace.events if event.type == "call.started")
    kind = next(event.data.get("type") for event in trace.events if event.type == "call.started")
    customer = next(event.data.get("customer") for event in trace.events if event.type == "call.started")
    zero = round(datetime.fromisoformat(started).timestamp() * 1000)
    names = {member.key: member.name for member in plan.members}
    messages: list[dict[str, Any]] = [_message("system", "You are …", 0, zero)]
    open_lines: dict[str, dict[str, Any]] = {}
    for event in trace.events:
        data, t = event.data, max(event.t_ms, 0)
        if event.type == "speech.started":
            role = "bot" if data["role"] == "assistant" else "user"
            line = _message(role, data["text"], t, zero)
            if role == "bot":
                line["assistantName"] = names[event.member or plan.entry]
                if sources:
                    line["source"] = "model" if data["source"] == "model" else "force-say"
            messages.append(line)
            open_lines[data["role"]] = line
        elif event.type == "speech.ended":
            line = open_lines[data["role"]]
            line["endTime"] = zero + t
            line["duration"] = t / 1000 - line["secondsFromStart"]
            if "heard" in data:
                line["message"] = data["heard"]
        elif event.type == "model.responded" and data.get("tools"):
            calls = [
                {
                    "id": call["id"],
                    "type": "function",
                    "function": {"name": call["name"], "arguments": json.dumps(call["arguments"])},
                }
                for call in data["tools"]
            ]
            messages.append(_message("tool_calls", "", t, zero, toolCalls=calls))
        elif event.type in ("tool.ended", "tool.rejected") and data["id"].startswith("call_"):
            result = data.get("result", data.get("error", data.get("reason", "")))
            text = result if isinstance(result, str) else json.dumps(result)
            messages.append(
                _message("tool_call_result", "", t, zero, toolCallId=data["id"], name=data["name"], result=text)
            )
        elif event.type == "message.added" and data["source"] in ("keypad", "control"):
            messages.append(_message(data["role"], data["content"], t, zero))
    variables = {
        event.data["name"]: event.data["value"]
        for event in trace.events
        if event.type == "variable.set" and event.data["source"] == "call"
    }
    return {
        "id": id,
        "type": kind,
        "squad": {"name": plan.name},
        "assistantOverrides": {"variableValues": variables},
        "startedAt": started,
        "customer": customer or {},
        "endedReason": trace.ended_reason,
        "artifact": {"messages": [message for message in messages if message["message"] or "time" in message]},
    }


@pytest.fixture(scope="session")
def recorder() -> Recorder:
    """The function that records."""
    return record
