"""What every message has: its fields, and when it was sent (semantics §13.3)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from callplan import compiler, runtime
from callplan.compiler.plan.model import Plan
from callplan.compiler.sources import read_file
from callplan.runtime.outside import told
from callplan.runtime.trace import Trace, dump_json, dump_text, load_json
from jsonschema import Draft202012Validator


def _ms(started: str) -> int:
    return round(datetime.fromisoformat(started).timestamp() * 1000)


def test_every_message_says_when_it_is_sent(play: Callable[..., Trace]) -> None:
    """Whoever gets it: the virtual clock's instant, in epoch milliseconds."""
    trace = play(serverMessages=["status-update", "transcript", "end-of-call-report"])
    told_of = [event for event in trace.events if event.type.endswith(".message")]
    zero = _ms("2026-01-05T15:00:00+00:00")
    assert {event.type for event in told_of} == {"server.message", "client.message"}
    assert [event.data["timestamp"] - event.t_ms for event in told_of] == [zero] * len(told_of)
    report = next(event.data for event in told_of if event.data["type"] == "end-of-call-report")
    assert report["timestamp"] == _ms(report["endedAt"])


def test_a_call_that_never_starts_has_its_time_from_the_script(fixtures: Path) -> None:
    folder = fixtures / "runtime"
    path = folder / "9" / "error-text.transcript.yaml"
    transcript, _ = runtime.transcript.read(read_file(path, path.name).documents[0])
    assert transcript is not None
    plan = compiler.compile(compiler.load(folder), transcript.target)
    trace = runtime.run(plan, transcript)
    assert not any(event.type == "call.started" for event in trace.events)
    for started_at, known in ((None, False), (transcript.call.started_at, True)):
        found = [event for event in told(plan, trace, started_at=started_at).events if event.type == "server.message"]
        assert len(found) >= 2
        assert all(("timestamp" in event.data) is known for event in found)


FIELDS: dict[str, tuple[str, str]] = {
    "assistant-request": ("call", "customer phoneNumber"),
    "assistant.speechStarted": ("text turn source", ""),
    "assistant.started": ("newAssistant", ""),
    "call.endpointing.request": ("messages messagesOpenAIFormatted", ""),
    "chat.created": ("chat", ""),
    "conversation-update": ("count added", ""),
    "end-of-call-report": (
        "endedReason artifact analysis startedAt endedAt durationMs durationSeconds plans requests kept",
        "destination call customer phoneNumber",
    ),
    "function-call": ("functionCall", ""),
    "function-call-result": ("functionCallResult", ""),
    "handoff-destination-request": ("parameters", ""),
    "hang": ("", ""),
    "language-change-detected": ("language", ""),
    "model-output": ("output turnId", ""),
    "phone-call-control": ("request", "destination"),
    "session.created": ("session", ""),
    "speech-update": ("status role turn", ""),
    "status-update": ("status call", "endedReason destination messages messagesOpenAIFormatted transcript"),
    "tool-calls": ("toolCallList toolWithToolCallList", ""),
    "tool-calls-result": ("toolCallResult", ""),
    "tool.completed": ("toolCallId name result", ""),
    "transcript": ("role transcriptType transcript", "assistantName assistantId"),
    "transfer-destination-request": ("", ""),
    "transfer-update": ("", "destination toAssistant fromAssistant"),
    "user-interrupted": ("", "turnId"),
    "voice-input": ("input", ""),
    "voice-request": ("text sampleRate", ""),
}
"""What each message has beside its type and time, and what it may have: fields of the API's ServerMessage and
ClientMessage schemas, but for the counted update, what follows a report, and three that are in lists and no schema.
"""


def _unfit(message: dict[str, Any]) -> set[str]:
    """Fields that a message lacks or should not have."""
    needed, allowed = (set(names.split()) for names in FIELDS[message["type"].partition("[")[0]])
    keys = set(message) - {"type"}
    return (needed | {"timestamp"}) - keys | (keys - needed - allowed - {"timestamp"})


def _all(fixtures: Path) -> Iterator[tuple[Plan, Trace]]:
    """Every transcript of the clinic and of the documented behaviours."""
    for root, env in ((fixtures / "workspaces" / "clinic", "uat"), (fixtures / "runtime", None)):
        workspace = compiler.load(root, env)
        for path in sorted(root.glob("*/*.transcript.yaml")):
            transcript, _ = runtime.transcript.read(read_file(path, path.name).documents[0])
            assert transcript is not None
            plan = compiler.compile(workspace, transcript.target)
            yield plan, runtime.run(plan, transcript)


def _line_schemas() -> tuple[Draft202012Validator, dict[str, Draft202012Validator]]:
    """The schema of a trace's line, and that of an event by its type: the whole one asks each time for every type."""
    schema = json.loads((Path(runtime.__file__).parents[1] / "schemas" / "trace.schema.json").read_text("utf-8"))
    base, shapes = schema["$defs"]["event"], schema["$defs"]
    types = {branch["if"]["properties"]["type"]["const"]: branch["then"] for branch in base["allOf"]}
    assert list(types) == base["properties"]["type"]["enum"]
    return Draft202012Validator(schema), {
        name: Draft202012Validator({**base, "allOf": [shape], "$defs": shapes}) for name, shape in types.items()
    }


def test_every_transcript(fixtures: Path, sent: Any) -> None:
    """Both written forms hold the messages, each with its fields; nothing else of the trace changes."""
    header, events = _line_schemas()
    for plan, trace in _all(fixtures):
        full = told(plan, trace, started_at="2025-01-01T12:00:00Z")
        for event in full.events:
            assert not event.type.endswith(".message") or not _unfit(event.data), event
        assert tuple(event for event in full.events if not event.type.endswith(".message")) == trace.events
        written = dump_json(full)
        assert dump_json(load_json(written)) == written
        first, *lines = map(json.loads, written.splitlines())
        header.validate(first)
        for line in lines:
            events[line["type"]].validate(line)
        assert dump_text(full).count(" server.message ") == len(sent.messages(full))
        if trace.ended_reason is not None and not any("serverMessages" in one.settings for one in plan.members):
            arrived = any(event.type == "call.started" for event in trace.events)
            assert sent.types(full)[-1] == ("end-of-call-report" if arrived else "status-update")
