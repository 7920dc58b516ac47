"""What servers and clients are told of a call (semantics §1.1, §13.3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from callplan import compiler, runtime
from callplan.compiler.plan.model import Plan
from callplan.compiler.sources import read_file
from callplan.runtime.outside import told
from callplan.runtime.outside.subscriptions import CLIENT, SERVER
from callplan.runtime.trace import Trace


def test_a_server_in_order(play: Callable[..., Trace], sent: Any) -> None:
    trace = play()
    assert sent.types(trace) == [
        "status-update",
        "assistant.started",
        *("speech-update",) * 2,  # the assistant begins, the caller begins
        "user-interrupted",
        "speech-update",
        "conversation-update",
        "speech-update",
        "conversation-update",
        "conversation-update",  # the tool call
        "tool-calls",
        "function-call",
        "conversation-update",  # its result
        *("speech-update",) * 2,
        "conversation-update",
        "status-update",
        "end-of-call-report",
    ]
    assert [one["turn"] for one in sent.messages(trace) if one["type"] == "speech-update"] == [0, 1, 0, 1, 2, 2]
    first, last = (one for one in sent.messages(trace) if one["type"] == "status-update")
    assert first == {
        "type": "status-update",
        "status": "in-progress",
        "call": {"type": "webCall", "status": "in-progress"},
    }
    ended = {"status": "ended", "endedReason": "customer-ended-call"}
    assert last == {"type": "status-update", **ended, "call": {"type": "webCall", "status": "ended"}}


def test_tool_calls(play: Callable[..., Trace], sent: Any) -> None:
    (calls,) = (one for one in sent.messages(play()) if one["type"] == "tool-calls")
    call = {"id": "call_1", "type": "function", "function": {"name": "look", "arguments": '{"day": "monday"}'}}
    assert calls["toolCallList"] == [call]
    assert calls["toolWithToolCallList"][0]["toolCall"] == call
    (legacy,) = (one for one in sent.messages(play()) if one["type"] == "function-call")
    assert legacy["functionCall"] == {"name": "look", "parameters": {"day": "monday"}}


CLIENTS = [
    ("a web call", "webCall", True),
    ("a websocket", "vapi.websocketCall", True),
    ("an inbound call", "inboundPhoneCall", False),
    ("an outbound call", "outboundPhoneCall", False),
]


@pytest.mark.parametrize(("call", "listens"), [one[1:] for one in CLIENTS], ids=[one[0] for one in CLIENTS])
def test_who_has_a_client(play: Callable[..., Trace], sent: Any, call: str, listens: bool) -> None:
    found = sent.types(play(call=call), "client")
    assert bool(found) is listens
    if listens:
        assert set(found) == {*CLIENT} - {"hang", "transfer-update", "workflow.node.started"}


def test_a_client_hears_what_is_said(play: Callable[..., Trace], sent: Any) -> None:
    found = [
        one for one in sent.messages(play(), "client") if one["type"] in ("transcript", "voice-input", "model-output")
    ]
    assert [one.get("transcript") or one.get("input") or one.get("output") for one in found] == [
        "Hello there you",
        "Hello",
        "Stop it",
        {"id": "call_1", "type": "function", "function": {"name": "look", "arguments": '{"day": "monday"}'}},
        "It is free.",
        "It is free.",
        "It is free.",
    ]


def heard(trace: Trace, sent: Any) -> list[tuple[str, str]]:
    return [(one["role"], one["transcript"]) for one in sent.messages(trace, "client") if one["type"] == "transcript"]


def test_a_transcript_is_of_the_speech_that_ended(play: Callable[..., Trace], sent: Any) -> None:
    """Of the source's announcement behind a handoff, and of nothing where the end of the call cuts the caller off."""
    script = """
  - user: Go on
  - model: {tools: [{name: handoff_to_Back}]}
  - user: And so on and on
    lasts: 20s
"""
    trace = play(script, maxDurationSeconds=10, back={"maxDurationSeconds": 10})
    assert heard(trace, sent) == [
        ("assistant", "Hello there you"),
        ("user", "Go on"),
        ("assistant", "Hold on a sec"),
        ("assistant", "Back here"),
    ]
    cuts = [event.data.get("cut_at_ms") for event in trace.events if event.type == "speech.ended"]
    assert cuts[-1] is not None


BREAKS = [
    ("the caller", "interrupt: Stop it\n    at: 300ms\n  - model: Yes", 1),
    ("the end of a call", "hangup: true\n    at: 300ms", 0),
    ("a fault", "fault: worker-shutdown\n    at: 300ms", 0),
    (
        "a message of the client",
        "control: {type: say, content: Wait, interruptAssistantEnabled: true}\n    at: 300ms",
        0,
    ),
]


@pytest.mark.parametrize(("entry", "count"), [one[1:] for one in BREAKS], ids=[one[0] for one in BREAKS])
def test_only_who_speaks_interrupts(play: Callable[..., Trace], sent: Any, entry: str, count: int) -> None:
    trace = play(f"\n  - {entry}\n")
    assert any("cut_at_ms" in event.data for event in trace.events if event.type == "speech.ended")
    assert sent.types(trace).count("user-interrupted") == count


LISTS = [
    ("none", [], set()),
    ("one", ["hang", "status-update"], {"status-update"}),
    ("final transcripts", ['transcript[transcriptType="final"]'], {'transcript[transcriptType="final"]'}),
    ("speech", ["assistant.speechStarted"], {"assistant.speechStarted"}),
]


@pytest.mark.parametrize(("listed", "found"), [one[1:] for one in LISTS], ids=[one[0] for one in LISTS])
def test_lists(play: Callable[..., Trace], sent: Any, listed: list[str], found: set[str]) -> None:
    assert set(sent.types(play(serverMessages=listed))) == found


def test_results_for_a_client(play: Callable[..., Trace], sent: Any) -> None:
    listed = ["tool-calls-result", "tool.completed", "function-call-result"]
    found = sent.messages(play(clientMessages=listed), "client")
    assert [one["type"] for one in found] == listed
    assert found[2]["functionCallResult"] == {"name": "look", "result": {"free": True}}
    assert found[0]["toolCallResult"] == {"toolCallId": "call_1", "name": "look", "result": {"free": True}}


def test_defaults_are_the_documents() -> None:
    assert (len(SERVER), len(CLIENT)) == (11, 13)


def test_a_trace_without_texts_is_refused(play: Callable[..., Trace]) -> None:
    trace = play()
    bare = Trace(replace(trace.header, detail="events"), trace.events)
    with pytest.raises(ValueError, match="full detail"):
        told(Plan("x", "assistant", "x", "A", ()), bare)


def test_a_transfer_to_a_number(fixtures: Path, sent: Any) -> None:
    folder = fixtures / "runtime"
    path = folder / "5.5" / "transfer-to-number.transcript.yaml"
    transcript, _ = runtime.transcript.read(read_file(path, path.name).documents[0])
    assert transcript is not None
    plan = compiler.compile(compiler.load(folder), transcript.target)
    trace = told(plan, runtime.run(plan, transcript))
    (update,) = (one for one in sent.messages(trace, "client") if one["type"] == "transfer-update")
    assert update["destination"] == {"type": "number", "number": "+15550100911"}
    statuses = [one["status"] for one in sent.messages(trace) if one["type"] == "status-update"]
    assert statuses == ["in-progress", "forwarding", "ended"]


def test_the_request_for_an_assistant(fixtures: Path) -> None:
    """The caller stands where the documents put it (C18)."""
    folder = fixtures / "runtime"
    path = folder / "9" / "personal-values.transcript.yaml"
    transcript, _ = runtime.transcript.read(read_file(path, path.name).documents[0])
    assert transcript is not None
    plan = compiler.compile(compiler.load(folder), transcript.target)
    first = next(event for event in told(plan, runtime.run(plan, transcript)).events if event.type == "server.message")
    assert (first.t_ms, first.member, first.data["type"]) == (-900, None, "assistant-request")
    started = datetime.fromisoformat(transcript.call.started_at)
    assert first.data["timestamp"] == round(started.timestamp() * 1000) - 900
    assert first.data["call"]["customer"] == first.data["customer"] == {"number": "+15550100042"}


def test_the_command_line(callplan: Callable[..., Any], fixtures: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(fixtures / "workspaces" / "clinic")
    path = "transcripts/silent.transcript.yaml"
    assert " server.message " not in callplan("run", path).out
    assert " server.message end-of-call-report" in callplan("run", path, "--messages").out
    done = callplan("run", path, "--messages", "--detail", "events")
    assert (done.code, done.out) == (2, "")


HANGS = [
    ("a model in time", "  - {model: Yes., takes: 4999ms}\n", []),
    ("a slow model", "  - {model: Yes., takes: 12s}\n", [6144]),
    (
        "a caller who speaks again",
        "  - {model: Yes., takes: 3s}\n  - user: Well\n    after: 1s\n  - {model: Yes.}\n",
        [],
    ),
    (
        "a slow server, once a wait",
        "  - {model: {tools: [{name: look}]}, takes: 3s}\n"
        "  - {tool: look, takes: 9s}\n  - {model: It is., takes: 6s}\n",
        [9144, 18144],
    ),
]


@pytest.mark.parametrize(("answers", "when"), [one[1:] for one in HANGS], ids=[one[0] for one in HANGS])
def test_five_seconds_without_an_answer_hang(play: Callable[..., Trace], answers: str, when: list[int]) -> None:
    trace = play("\n  - user: Now\n" + answers, serverMessages=["hang"])
    assert [event.t_ms for event in trace.events if event.type == "server.message"] == when
    assert {event.data["type"] for event in trace.events if event.type == "server.message"} <= {"hang"}
    times = [event.t_ms for event in trace.events]
    assert times == sorted(times)


def test_a_detected_language_is_told(play: Callable[..., Trace], sent: Any) -> None:
    script = "\n  - user: Hola\n    transcript: {language: es}\n  - model: Si.\n"
    trace = play(script, serverMessages=["language-change-detected"])
    assert sent.messages(trace) == [{"type": "language-change-detected", "language": "es"}]


def test_servers_of_one_purpose_are_asked_whoever_subscribes(play: Callable[..., Trace], sent: Any) -> None:
    trace = play(
        "\n  - user: Now\n    transcript: {endpointing: 300ms}\n  - model: It is $5.\n",
        serverMessages=[],
        startSpeakingPlan={"smartEndpointingPlan": {"provider": "custom-endpointing-model"}},
        voice={"provider": "custom-voice", "server": {"url": "https://example.com/voice"}},
    )
    sent = sent.messages(trace)
    assert [message["type"] for message in sent] == ["voice-request", "call.endpointing.request", "voice-request"]
    assert [entry["message"] for entry in sent[1]["messages"]] == ["Hello there you", "Now"]
    assert sent[1]["messagesOpenAIFormatted"][1] == {"role": "user", "content": "Now"}
    assert sent[2] == {"type": "voice-request", "text": "It is five dollars.", "sampleRate": 24000}


def test_what_the_model_said_is_told_by_turn(play: Callable[..., Trace], sent: Any) -> None:
    """So that a client can drop what was cut off; words that are not the model's have no turn."""
    script = """
  - interrupt: Stop
    at: 300ms
  - model: one two three four five six seven
  - interrupt: Stop again
    at: 900ms
  - model: Well.
"""
    trace = play(script, clientMessages=["model-output", "user-interrupted", "transcript"])
    sent = sent.messages(trace, "client")
    assert [message.get("turnId") for message in sent if message["type"] == "model-output"] == ["turn_1", "turn_2"]
    assert [message.get("turnId") for message in sent if message["type"] == "user-interrupted"] == [None, "turn_1"]
    said = [message for message in sent if message["type"] == "transcript" and message["role"] == "assistant"]
    assert {(message["assistantName"], message["assistantId"]) for message in said} == {("Front", "front")}


def test_a_transfer_to_the_only_number_is_told(play: Callable[..., Trace], sent: Any) -> None:
    place = {"type": "number", "number": "+15550100911", "message": ""}
    model = {**sent.front["model"], "tools": [{"type": "transferCall", "destinations": [place]}]}
    trace = play("\n  - user: Now\n  - model: {tools: [{name: transferCall}]}\n", model=model)
    told_of = [message for message in sent.messages(trace, "client") if message["type"] == "transfer-update"]
    assert told_of == [{"type": "transfer-update", "destination": {"type": "number", "number": "+15550100911"}}]


def test_partial_transcripts_are_the_script_s(play: Callable[..., Trace], sent: Any) -> None:
    """Told while the caller speaks, to who wants more than final ones."""
    script = """
  - user: I want to book a visit
    lasts: 2s
    transcript: {partials: {500ms: I want, 2s: I want to look}}
  - model: Good.
"""
    trace = play(script, serverMessages=["transcript"])
    told_of = [(event.t_ms, event.data) for event in trace.events if event.type == "server.message"]
    heard = [(t_ms, data["transcriptType"], data["transcript"]) for t_ms, data in told_of if data["role"] == "user"]
    assert heard == [
        (1358, "partial", "I want"),
        (2858, "partial", "I want to look"),
        (2858, "final", "I want to book a visit"),
    ]
    narrower = play(script, serverMessages=['transcript[transcriptType="final"]'])
    assert {message["transcriptType"] for message in sent.messages(narrower)} == {"final"}
    times = [event.t_ms for event in trace.events]
    assert times == sorted(times)


def test_a_turn_is_stopped_by_its_own_number_and_its_text_adds_up(play: Callable[..., Trace], sent: Any) -> None:
    """What the assistant says in one turn is one text that grows (semantics §13.3)."""
    tool = {**sent.front["model"]["tools"][0], "messages": [{"type": "request-start", "content": "One moment."}]}
    trace = play(model={**sent.front["model"], "tools": [tool]}, serverMessages=["assistant.speechStarted"])
    assert [(one["turn"], one["text"], one["source"]) for one in sent.messages(trace)] == [
        (0, "Hello there you", "force-say"),
        (2, "One moment.", "force-say"),
        (2, "One moment. It is free.", "model"),
    ]


def test_a_call_that_is_forwarded(play: Callable[..., Trace], sent: Any) -> None:
    """The status says where to, with all that was said; the report has it, too, and the transfer as an attempt."""
    place = {"type": "sip", "sipUri": "sip:{{desk}}@example.com", "message": ""}
    tool = {"type": "transferCall", "destinations": [place]}
    trace = play(
        "\n  - user: Now\n  - model: {tools: [{name: transferCall}]}\n",
        model={**sent.front["model"], "tools": [tool]},
        serverMessages=["status-update", "end-of-call-report", "phone-call-control"],
        variables={"desk": "night"},
    )
    destination = {"type": "sip", "sipUri": "sip:night@example.com"}
    control, forwarding, ended, report = sent.messages(trace)[1:]
    assert control == {"type": "phone-call-control", "request": "forward", "destination": destination}
    assert (forwarding["status"], forwarding["destination"]) == ("forwarding", destination)
    assert forwarding["transcript"] == "AI: Hello there you\nUser: Now\n"
    assert len(forwarding["messages"]) == len(forwarding["messagesOpenAIFormatted"]) == 5
    assert (ended["status"], ended["endedReason"]) == ("ended", "assistant-forwarded-call")
    assert [one["call"]["status"] for one in (forwarding, ended)] == ["forwarding", "ended"]
    assert report["destination"] == destination
    assert report["artifact"]["transfers"] == [{"destination": destination, "mode": "blind-transfer"}]


def test_a_transfer_by_control_is_told(play: Callable[..., Trace], sent: Any) -> None:
    place = "{type: number, number: '+15550100911'}"
    trace = play(f"\n  - control: {{type: transfer, content: Please hold., destination: {place}}}\n")
    destination = {"type": "number", "number": "+15550100911"}
    (update,) = (one for one in sent.messages(trace, "client") if one["type"] == "transfer-update")
    assert update == {"type": "transfer-update", "destination": destination}
    assert sent.messages(trace)[-1]["destination"] == destination


HANG_UPS = [
    ("the assistant", "\n  - control: {type: end-call}\n", [{"type": "phone-call-control", "request": "hang-up"}]),
    ("the maximum", "\n  - silence: 700s\n", [{"type": "phone-call-control", "request": "hang-up"}]),
    ("the caller", "\n  - hangup: true\n", []),
    ("a fault", "\n  - fault: worker-shutdown\n", []),
]


@pytest.mark.parametrize(("script", "orders"), [one[1:] for one in HANG_UPS], ids=[one[0] for one in HANG_UPS])
def test_who_asks_for_control_hangs_up(play: Callable[..., Trace], sent: Any, script: str, orders: Any) -> None:
    assert sent.messages(play(script, serverMessages=["phone-call-control"])) == orders


@pytest.mark.parametrize("listed", ["language-changed", "language-change-detected"])
def test_both_names_of_a_detected_language(play: Callable[..., Trace], sent: Any, listed: str) -> None:
    """Servers know both; clients subscribe to the older one."""
    script = "\n  - user: Hola\n    transcript: {language: es}\n  - model: Si.\n"
    trace = play(script, serverMessages=[listed], clientMessages=["language-changed"])
    assert sent.types(trace) == sent.types(trace, "client") == ["language-change-detected"]


SERVERLESS = "\n  - user: Now\n  - model: {tools: [{name: look}]}\n  - model: Done.\n"


def test_a_function_without_a_server_is_the_client_s(play: Callable[..., Trace], sent: Any) -> None:
    trace = play(SERVERLESS, server=None, clientMessages=["tool-calls", "tool-calls-result"])
    assert sent.types(trace, "client") == ["tool-calls", "tool-calls-result"]
    assert "tool-calls" not in sent.types(trace)
    assert sent.types(play(SERVERLESS, "inboundPhoneCall", server=None), "client") == []


@pytest.mark.parametrize(
    ("call", "subscribed", "expected"),
    [
        ("outboundPhoneCall", ["status-update"], ["queued", "ringing", "in-progress", "ended"]),
        ("outboundPhoneCall", ["hang"], []),
        ("inboundPhoneCall", ["status-update"], ["in-progress", "ended"]),
        ("webCall", ["status-update"], ["in-progress", "ended"]),
    ],
    ids=["to somebody", "not subscribed", "from somebody", "web"],
)
def test_a_call_that_rings(
    play: Callable[..., Trace], sent: Any, call: str, subscribed: list[str], expected: list[str]
) -> None:
    """Nobody has subscribed before an inbound call has its assistant; an outbound one has it from the start."""
    trace = play(call=call, serverMessages=subscribed)
    assert [one["status"] for one in sent.messages(trace)] == expected
    assert [one["call"] for one in sent.messages(trace)] == [{"type": call, "status": one} for one in expected]
