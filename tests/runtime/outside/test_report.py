"""The end-of-call-report, its artifact, and the plans behind the call (semantics §13.1, §13.2, §13.5)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from callplan import compiler
from callplan.compiler.sources import read_text
from callplan.runtime import run, transcript
from callplan.runtime.outside import told
from callplan.runtime.trace import Trace


def test_updates_add_up_to_the_report(play: Callable[..., Trace], sent: Any) -> None:
    """Each update holds what is new; together they are the whole conversation, the system prompt at its own time."""
    trace = play()
    added = [
        message for one in sent.messages(trace) if one["type"] == "conversation-update" for message in one["added"]
    ]
    report = sent.messages(trace)[-1]
    whole = report["artifact"]["messagesOpenAIFormatted"]
    assert sorted(map(json.dumps, added)) == sorted(map(json.dumps, whole))
    assert [one["role"] for one in whole] == ["system", "assistant", "user", "assistant", "tool", "assistant"]
    counts = [one["count"] for one in sent.messages(trace) if one["type"] == "conversation-update"]
    assert counts == sorted(counts)
    assert counts[-1] == len(whole)


def test_the_report(play: Callable[..., Trace], sent: Any) -> None:
    report = sent.messages(play())[-1]
    assert (report["endedReason"], report["startedAt"]) == ("customer-ended-call", "2026-01-05T15:00:00.000Z")
    assert report["durationMs"] == report["durationSeconds"] * 1000
    assert report["plans"] == ["summaryPlan", "successEvaluationPlan"]
    artifact = report["artifact"]
    assert artifact["transcript"] == "AI: Hello\nUser: Stop it\nAI: It is free.\n"
    assert artifact["assistantActivations"] == [{"assistantName": "Front", "assistantId": "front"}]
    roles = [message["role"] for message in artifact["messages"]]
    assert roles == ["system", "bot", "user", "tool_calls", "tool_call_result", "bot"]
    _, first, user, call, result, last = artifact["messages"]
    epoch = 1767625200000
    assert (first["message"], first["source"], first["assistantName"]) == ("Hello", "force-say", "Front")
    assert (first["time"], first["endTime"], first["secondsFromStart"]) == (epoch, epoch + 300, 0)
    assert (user["time"], user["endTime"]) == (epoch + 300, epoch + 872)
    assert call["toolCalls"][0]["function"]["arguments"] == '{"day": "monday"}'
    assert (result["toolCallId"], result["name"], result["result"]) == ("call_1", "look", '{"free": true}')
    assert "source" not in last


@pytest.mark.parametrize("full", [False, True])
def test_a_handoff(play: Callable[..., Trace], sent: Any, full: bool) -> None:
    back = {"artifactPlan": {"fullMessageHistoryEnabled": full, "transcriptPlan": {"assistantName": "Bot"}}}
    trace = play(sent.handoff, back=back, clientMessages=["transfer-update"])
    (update,) = sent.messages(trace, "client")[:1]
    assert update["toAssistant"] == {"name": "Back"}
    assert update["fromAssistant"] == {"name": "Front"}
    report = sent.messages(trace)[-1]
    assert [row["assistantName"] for row in report["artifact"]["assistantActivations"]] == ["Front", "Back"]
    said = [one["message"] for one in report["artifact"]["messages"] if one["role"] == "bot"]
    assert said[-2:] == ["Back here", "Good."]
    assert report["artifact"]["transcript"].startswith("Bot: Hello there you\nUser: Go on\n")
    assert any(one["role"] == "tool_calls" for one in report["artifact"]["messages"]) is full
    assert all("time" in one for one in report["artifact"]["messages"])


PLANS = [
    ("nothing said", "\n  - hangup: true\n", {"firstMessage": None}, []),
    (
        "all off",
        None,
        {"analysisPlan": {"summaryPlan": {"enabled": False}, "successEvaluationPlan": {"enabled": False}}},
        [],
    ),
    (
        "data on",
        None,
        {"analysisPlan": {"structuredDataPlan": {"enabled": True}, "summaryPlan": {"enabled": False}}},
        ["successEvaluationPlan", "structuredDataPlan"],
    ),
    ("a threshold", None, {"analysisPlan": {"minMessagesThreshold": 4}}, []),
]


@pytest.mark.parametrize(("script", "fields", "plans"), [one[1:] for one in PLANS], ids=[one[0] for one in PLANS])
def test_plans_after_the_call(
    play: Callable[..., Trace], sent: Any, script: str, fields: dict[str, Any], plans: list[str]
) -> None:
    fields = {key: value for key, value in fields.items() if value is not None or key == "firstMessage"}
    if fields.get("firstMessage", "") is None:
        fields["firstMessageMode"] = "assistant-waits-for-user"
        del fields["firstMessage"]
    assert sent.messages(play(script, **fields))[-1]["plans"] == plans


def test_the_whole_history_after_each_event(play: Callable[..., Trace]) -> None:
    """In the artifact's shape and in OpenAI's: none is shorter than one before, the last is what the report has."""
    trace = play(serverMessages=["conversation-update", "end-of-call-report"], whole=True)
    sent = [event.data for event in trace.events if event.type == "server.message"]
    updates, report = sent[:-1], sent[-1]
    assert {update["type"] for update in updates} == {"conversation-update"}
    sizes = [len(update["messages"]) for update in updates]
    assert sizes == sorted(sizes) and sizes[-1] > sizes[0]
    for update in updates:
        assert len(update["messagesOpenAIFormatted"]) == len(update["messages"])
        assert update["messages"][0].keys() >= {"role", "message", "time", "secondsFromStart"}
    assert report["type"] == "end-of-call-report"
    assert updates[-1]["messages"] == report["artifact"]["messages"]
    assert updates[-1]["messagesOpenAIFormatted"] == report["artifact"]["messagesOpenAIFormatted"]


OUTPUTS = [
    ("no conditions", None, None),
    ("enough messages", [{"type": "minMessages", "count": 3}], None),
    ("too few messages", [{"type": "minMessages", "count": 40}], 0),
    ("too short", [{"type": "minMessages", "count": 0}, {"type": "minCallDuration", "seconds": 60}], 1),
    (
        "a reason that is asked for",
        [{"type": "endedReason", "operator": "oneOf", "values": ["customer-ended-call"]}],
        None,
    ),
    ("a reason that is not", [{"type": "endedReason", "operator": "notOneOf", "values": ["customer-ended-call"]}], 0),
]


@pytest.mark.parametrize(("conditions", "unmet"), [one[1:] for one in OUTPUTS], ids=[one[0] for one in OUTPUTS])
def test_conditions_of_structured_outputs(
    play: Callable[..., Trace], sent: Any, conditions: Any, unmet: int | None
) -> None:
    output = {"name": "topic", "type": "ai", "schema": {"type": "string"}}
    plan = {"structuredOutputs": [{**output, **({"conditions": conditions} if conditions else {})}]}
    report = sent.messages(play(artifactPlan=plan))[-1]
    skipped = report["artifact"].get("skippedStructuredOutputs", {})
    assert ("topic" in report["plans"]) is (unmet is None)
    if unmet is not None:
        assert skipped == {"topic": {"name": "topic", "unmetCondition": conditions[unmet]}}
    else:
        assert skipped == {}


HEARD = "Here is the transcript:\n\nAI: Hello\nUser: Stop it\nAI: It is free.\n\n\n"
ENDED = ". Here is the ended reason of the call:\n\ncustomer-ended-call\n\n"
PROMPT = "Here was the system prompt of the call:\n\nHelp.\n\n"
SUMMARY_OFF = {"summaryPlan": {"enabled": False}}
SUCCESS_OFF = {"successEvaluationPlan": {"enabled": False}}
REQUESTS: list[tuple[str, dict[str, Any], list[dict[str, Any]]]] = [
    (
        "prompts are filled in",
        SUCCESS_OFF
        | {
            "summaryPlan": {
                "timeoutSeconds": 9,
                "messages": [
                    {
                        "role": "system",
                        "content": "{{endedReason}} {{systemPrompt}} {{ transcript | size }} {{nobody}}",
                    },
                ],
            },
        },
        [
            {
                "plan": "summaryPlan",
                "timeoutSeconds": 9,
                "messages": [
                    {"role": "system", "content": "customer-ended-call Help. 40 "},
                ],
            }
        ],
    ),
    (
        "the older keys are system prompts",
        SUCCESS_OFF
        | {
            "summaryPrompt": "Sum up.",
            "structuredDataPlan": {"enabled": True},
            "structuredDataSchema": {"type": "object"},
            "structuredDataPrompt": "Fill in {{schema}}",
        },
        [
            {
                "plan": "summaryPlan",
                "timeoutSeconds": 5,
                "messages": [{"role": "system", "content": "Sum up."}, {"role": "user", "content": HEARD + ENDED}],
            },
            {
                "plan": "structuredDataPlan",
                "timeoutSeconds": 5,
                "schema": {"type": "object"},
                "messages": [
                    {"role": "system", "content": 'Fill in {"type": "object"}'},
                    {"role": "user", "content": HEARD + ENDED},
                ],
            },
        ],
    ),
    (
        "several kinds of data, by their keys",
        SUMMARY_OFF
        | SUCCESS_OFF
        | {
            "structuredDataMultiPlan": [
                {"key": "off", "plan": {"messages": [{"role": "system", "content": "never"}]}},
                {
                    "key": "day",
                    "plan": {
                        "enabled": True,
                        "schema": {"type": "string"},
                        "timeoutSeconds": 7,
                        "messages": [{"role": "system", "content": "Which day? {{schema}}"}],
                    },
                },
            ],
        },
        [
            {
                "plan": "structuredDataMultiPlan",
                "key": "day",
                "timeoutSeconds": 7,
                "schema": {"type": "string"},
                "messages": [{"role": "system", "content": 'Which day? {"type": "string"}'}],
            }
        ],
    ),
    ("no plan, no request", {"minMessagesThreshold": 9}, []),
]


@pytest.mark.parametrize(("plan", "requests"), [one[1:] for one in REQUESTS], ids=[one[0] for one in REQUESTS])
def test_what_the_plans_would_ask(play: Callable[..., Trace], sent: Any, plan: Any, requests: Any) -> None:
    report = sent.messages(play(analysisPlan=plan))[-1]
    assert report["requests"] == requests
    assert report["plans"] == [
        f"{one['plan']}.{one['key']}" if "key" in one else one["plan"] for one in report["requests"]
    ]


ASKED: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("nobody named", {}, {"type": "ai", "model": {"provider": "openai", "model": "gpt-4.1"}}),
    (
        "its parts",
        {
            "description": "Said",
            "model": {
                "provider": "openai",
                "model": "gpt-4o",
                "messages": [{"role": "user", "content": "{{structuredOutput.name}} {{structuredOutput.schema}}"}],
            },
        },
        {
            "type": "ai",
            "description": "Said",
            "model": {"provider": "openai", "model": "gpt-4o"},
            "messages": [{"role": "user", "content": 'topic {"type": "string"}'}],
        },
    ),
    (
        "all of it, and the end",
        {
            "model": {
                "provider": "openai",
                "model": "gpt-4o",
                "messages": [{"role": "system", "content": "{{structuredOutput}} {{callEndedReason}}"}],
            }
        },
        {
            "type": "ai",
            "model": {"provider": "openai", "model": "gpt-4o"},
            "messages": [
                {
                    "role": "system",
                    "content": '{"name": "topic", "description": "", "schema": {"type": "string"}} customer-ended-call',
                }
            ],
        },
    ),
    ("a match", {"type": "regex", "regex": "Stop.."}, {"type": "regex", "regex": "Stop..", "result": "Stop i"}),
    ("a group", {"type": "regex", "regex": "/STOP (..)/i"}, {"type": "regex", "regex": "/STOP (..)/i", "result": "it"}),
    ("no match", {"type": "regex", "regex": "Go"}, {"type": "regex", "regex": "Go"}),
    ("a look around", {"type": "regex", "regex": "St(?=op)"}, {"type": "regex", "regex": "St(?=op)"}),
    ("a group again", {"type": "regex", "regex": r"(l)\1"}, {"type": "regex", "regex": r"(l)\1"}),
]


@pytest.mark.parametrize(("written", "request_"), [one[1:] for one in ASKED], ids=[one[0] for one in ASKED])
def test_how_a_structured_output_is_asked_for(
    play: Callable[..., Trace], sent: Any, written: Any, request_: Any
) -> None:
    output = {"name": "topic", "schema": {"type": "string"}, **written}
    report = sent.messages(play(artifactPlan={"structuredOutputs": [output]}))[-1]
    assert report["requests"][-1] == {"plan": "topic", "schema": {"type": "string"}, **request_}
    assert report["plans"] == [one["plan"] for one in report["requests"]]


RESULTS = [
    ("boolean", "free", True),
    ("boolean", "taken", False),
    ("integer", "[0-9]+", 12),
    ("integer", "room", None),
    ("number", "[0-9.]+[0-9]", 12.5),
    ("array", "[0-9]", None),
]


@pytest.mark.parametrize(("kind", "pattern", "result"), RESULTS)
def test_what_a_pattern_gives(play: Callable[..., Trace], sent: Any, kind: str, pattern: str, result: Any) -> None:
    """As the schema's type says; of an array the matches are not told."""
    output = {"name": "x", "type": "regex", "regex": pattern, "schema": {"type": kind}}
    script = "\n  - user: Is 12.5 or the room free\n  - model: Wait.\n  - hangup: true\n"
    request = sent.messages(play(script, artifactPlan={"structuredOutputs": [output]}))[-1]["requests"][-1]
    assert (request.get("result"), type(request.get("result"))) == (result, type(result))


def test_an_output_that_is_skipped_asks_nothing(play: Callable[..., Trace], sent: Any) -> None:
    plan = {"structuredOutputs": [{"name": "x", "schema": {}, "conditions": [{"type": "minMessages", "count": 99}]}]}
    assert {one["plan"] for one in sent.messages(play(artifactPlan=plan))[-1]["requests"]} == {
        "summaryPlan",
        "successEvaluationPlan",
    }


def test_what_is_asked_where_no_messages_are_written(play: Callable[..., Trace], sent: Any) -> None:
    """The documented messages of each plan, its time and its rubric, filled in with the call."""
    schema = {"type": "object", "properties": {"free": {"type": "boolean"}}}
    plan = {"structuredDataPlan": {"enabled": True, "schema": schema}}
    summary, success, data = sent.messages(play(analysisPlan=plan))[-1]["requests"]
    assert [one["timeoutSeconds"] for one in (summary, success, data)] == [5, 5, 5]
    assert (success["rubric"], data["schema"]) == ("PassFail", schema)
    system = [one["messages"][0]["content"] for one in (summary, success, data)]
    assert "2-3 sentences" in system[0]
    assert "\\nPassFail\n" in system[1]
    assert json.dumps(schema) in system[2]
    told = [[one["content"] for one in each["messages"][1:]] for each in (summary, success, data)]
    assert told == [[HEARD + ENDED], [HEARD, PROMPT + ENDED], [HEARD + ENDED]]


def test_who_called_and_when_it_was_over(play: Callable[..., Trace]) -> None:
    trace = play(call="inboundPhoneCall, customer: {number: '+15550100042'}")
    report = [event.data for event in trace.events if event.type == "server.message"][-1]
    assert report["customer"] == {"number": "+15550100042"}
    assert report["timestamp"] == 1767625200000 + report["durationMs"]
    assert report["call"] == {
        "type": "inboundPhoneCall",
        "status": "ended",
        "endedReason": "customer-ended-call",
        "startedAt": report["startedAt"],
        "endedAt": report["endedAt"],
        "customer": {"number": "+15550100042"},
    }
    assert "phoneNumber" not in report
    assert "assistantVersion" not in report


def test_the_version_that_a_request_pins(tree: Callable[[dict[str, str]], Path], sent: Any) -> None:
    """It is told of one assistant; of the members of a squad none is (semantics §15.1)."""
    front = {"name": "Front", "model": {"provider": "openai", "model": "gpt-4o"}}
    back = {"assistant": {**front, "name": "Back"}}
    pinned = {"assistantId": "front", "assistantVersion": "v3"}
    root = tree(
        {
            "callplan.yaml": "callplan: 1\n",
            "assistants/front.json": json.dumps(front),
            "calls/one.json": json.dumps(pinned),
            "calls/two.json": json.dumps({"squad": {"members": [pinned, back]}}),
        }
    )
    script, _ = transcript.read(read_text("x", "transcript: 1\ntarget: x\nscript: [{hangup: true}]").documents[0])
    assert script is not None
    for name, version in (("one", "v3"), ("two", None)):
        plan = compiler.compile(compiler.load(root), f"calls/{name}")
        report = sent.messages(told(plan, run(plan, script)))[-1]
        assert report.get("assistantVersion") == version
        assert report["artifact"]["assistantActivations"] == [
            {"assistantName": "Front", "assistantId": "front", "assistantVersion": "v3"}
        ]


LATENCIES = """
  - user: Look it up
  - model: {tools: [{name: look}]}
    takes: 800ms
  - {tool: look, result: x, takes: 2s}
  - model: Found it there.
    takes: 400ms
  - interrupt: Wait
    at: 200ms
  - model: Yes.
    takes: 1s
  - hangup: true
"""


def test_how_long_answers_took_and_who_broke_in(play: Callable[..., Trace], sent: Any) -> None:
    """What a tool takes is the model's time; the first message is nobody's answer."""
    metrics = sent.messages(play(LATENCIES))[-1]["artifact"]["performanceMetrics"]
    first = {"modelLatency": 3200, "voiceLatency": 0, "endpointingLatency": 0, "turnLatency": 3200}
    second = {"modelLatency": 1000, "voiceLatency": 0, "endpointingLatency": 0, "turnLatency": 1000}
    assert metrics == {
        "turnLatencies": [first, second],
        "modelLatencyAverage": 2100.0,
        "voiceLatencyAverage": 0.0,
        "endpointingLatencyAverage": 0.0,
        "turnLatencyAverage": 2100.0,
        "numUserInterrupted": 0,
        "numAssistantInterrupted": 1,
    }
    assert sent.messages(play("\n  - hangup: true\n"))[-1]["artifact"]["performanceMetrics"] == {
        "turnLatencies": [],
        "numUserInterrupted": 0,
        "numAssistantInterrupted": 0,
    }


NO_PACKETS = {"recordingFormat": "mp3", "pcapEnabled": False}
VIDEO = {"videoRecordingEnabled": True, "loggingEnabled": False}
KEPT: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
    ("a web call", "webCall", {}, {"recording": "wav;l16", "log": True}),
    ("a phone call", "inboundPhoneCall", {}, {"recording": "wav;l16", "log": True, "pcap": True}),
    ("video", "webCall", VIDEO, {"recording": "wav;l16", "videoRecording": True}),
    ("mp3 without packets", "inboundPhoneCall", NO_PACKETS, {"recording": "mp3", "log": True}),
    ("no recording", "webCall", {"recordingEnabled": False, "recordingFormat": "mp3"}, {"log": True}),
]


@pytest.mark.parametrize(("call", "plan", "kept"), [one[1:] for one in KEPT], ids=[one[0] for one in KEPT])
def test_what_is_kept(play: Callable[..., Trace], sent: Any, call: str, plan: Any, kept: Any) -> None:
    assert sent.messages(play(call=call, artifactPlan=plan))[-1]["kept"] == kept
