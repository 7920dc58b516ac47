"""The two written forms of a trace."""

import json
import unicodedata
from pathlib import Path

import callplan.schemas
import pytest
from callplan.runtime.trace import (
    TYPES,
    Event,
    Header,
    Trace,
    TraceFormatError,
    dump_json,
    dump_text,
    golden_text,
    load_json,
)
from callplan.runtime.trace.heads import HEADS, clock
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

HEADER = Header("0.1.0", "sha256:abc", "2026a", {"silenceClock": "continuous", "choice": "first"})
SCHEMA = json.loads((Path(callplan.schemas.__file__).parent / "trace.schema.json").read_text("utf-8"))
LINE = Draft202012Validator(SCHEMA)

SAMPLES = (
    Event(-1500, None, "call.ringing", {}),
    Event(
        0,
        "Reception",
        "call.started",
        {"type": "inboundPhoneCall", "startedAt": "2026-01-05T15:00:00Z", "customer": {"name": "Ana"}},
    ),
    Event(0, "Reception", "variable.set", {"name": "plan", "value": "gold", "source": "call", "tier": 1}),
    Event(
        0,
        "Reception",
        "speech.started",
        {
            "role": "assistant",
            "source": "first-message",
            "text": "It is 5.",
            "spoken": "It is five.",
            "chunks": ["It is", " five."],
            "lasts_ms": 858,
        },
    ),
    Event(858, "Reception", "speech.ended", {"role": "assistant"}),
    Event(858, "Reception", "timer.armed", {"timer": "hook:check", "due_ms": 10858}),
    Event(900, "Reception", "timer.cancelled", {"timer": "hook:check", "why": "the caller speaks"}),
    Event(900, "Reception", "speech.started", {"role": "user", "text": "Hi", "lasts_ms": 286, "confidence": 0.9}),
    Event(
        1186,
        "Reception",
        "model.requested",
        {
            "added": [
                {"role": "user", "content": "Hi\nthere"},
                {"role": "assistant", "content": None, "tool_calls": [{"id": "call_1", "name": "x"}]},
                {"role": "tool", "content": "ok", "tool_call_id": "call_1"},
            ],
            "count": 3,
            "digest": "0f1e",
            "system": "You are Ana.\n\nBe brief. ",
            "tools": [{"name": "look_up", "parameters": {"type": "object"}}, {"name": "y" * 130}],
        },
    ),
    Event(
        1186,
        "Reception",
        "model.responded",
        {"text": "One\ntwo", "suppressed": True, "tools": [{"id": "1", "name": "x"}]},
    ),
    Event(
        1186,
        "Reception",
        "tool.started",
        {
            "id": "call_1",
            "name": "look_up",
            "type": "function",
            "arguments": {"b": 1, "a": 2},
            "server": {"url": "https://tools.example.com", "headers": {"Authorization": "Bearer abc", "X-Trace": "1"}},
            "static": ["a"],
        },
    ),
    Event(
        1986, "Reception", "tool.ended", {"id": "call_1", "name": "look_up", "outcome": "success", "result": [1, {}]}
    ),
    Event(1986, "Reception", "tool.rejected", {"id": "call_2", "name": "end", "reason": "too\nearly"}),
    Event(
        1986, "Reception", "extraction.dropped", {"id": "call_1", "name": "look_up", "value": "?", "why": "no object"}
    ),
    Event(
        2000,
        "Reception",
        "hook.fired",
        {"hook": "check", "on": "customer.speech.timeout", "index": 0, "count": 1, "silence_ms": 10000},
    ),
    Event(
        2000, "Reception", "hook.suppressed", {"hook": "x", "on": "call.timeElapsed", "index": 1, "why": "a tool runs"}
    ),
    Event(
        2000,
        "Scheduler",
        "handoff",
        {"from": "Reception", "to": "Scheduler", "tool": "h", "context": "all", "messages": 3},
    ),
    Event(2000, "Scheduler", "message.added", {"role": "system", "content": "The button", "source": "control"}),
    Event(2000, "Scheduler", "transfer.stage", {"stage": "briefing", "kind": "message", "text": "A caller"}),
    Event(2000, "Scheduler", "transport.sent", {"transport": "vapi.sip", "sipVerb": "INFO", "body": "Signal=5"}),
    Event(2000, "Scheduler", "session.created", {"startedAt": "2026-01-05T15:00:00Z"}),
    Event(2000, "Scheduler", "chat.created", {"values": ["plan"]}),
    Event(
        2000,
        "Scheduler",
        "voice.changed",
        {"from": "azure aria", "to": "11labs sarah", "reason": "pipeline-error-azure-voice-failed"},
    ),
    Event(
        2000,
        "Scheduler",
        "transcriber.changed",
        {"from": "deepgram nova-3", "to": "auto", "reason": "pipeline-error-deepgram-transcriber-failed"},
    ),
    Event(2000, "Scheduler", "language.changed", {"from": "en", "to": "es"}),
    Event(2000, "Scheduler", "server.message", {"type": "status-update", "status": "in-progress"}),
    Event(2000, "Scheduler", "client.message", {"type": "status-update"}),
    Event(2000, "Scheduler", "policy", {"name": "choice", "value": "first", "why": "two texts"}),
    Event(2000, "Scheduler", "script.ended", {"armed": [{"timer": "silence", "due_ms": 30000}]}),
    Event(754567, "Scheduler", "call.ended", {"reason": "customer-ended-call"}),
)
SAMPLE = Trace(HEADER, SAMPLES, "customer-ended-call")

EXPECTED = Path(__file__).with_name("sample.trace.txt")


def test_every_type_has_a_head_and_a_sample() -> None:
    assert tuple(HEADS) == TYPES
    assert {event.type for event in SAMPLES} == set(TYPES)


def test_text_form() -> None:
    assert dump_text(SAMPLE) == EXPECTED.read_text("utf-8")


def test_golden_text_leaves_out_what_changes_by_itself() -> None:
    whole, golden = dump_text(SAMPLE), golden_text(SAMPLE)
    assert golden.split("\n")[0] == "callplan trace 1.0"
    assert golden.split("\n")[1:] == whole.replace(" digest=0f1e", "").split("\n")[1:]
    other = Trace(Header("9", "sha256:def", "2030a", {"choice": "seeded"}), SAMPLES)
    assert golden_text(other) == golden


def test_json_lines_follow_the_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    for line in dump_json(SAMPLE).splitlines() + dump_json(SAMPLE, expand=True).splitlines():
        LINE.validate(json.loads(line))


@pytest.mark.parametrize(
    "line",
    [
        {"t": 0.5, "member": None, "type": "call.ended", "reason": "x"},
        {"t": 0, "member": None, "type": "call.over"},
        {"t": 0, "member": None, "type": "call.ended"},
        {"t": 0, "member": None, "type": "speech.ended", "role": "user", "extra": 1},
        {"format_version": "2.0", "callplan": "", "plan_digest": "", "tzdata": "", "detail": "full", "policies": {}},
    ],
)
def test_schema_refuses(line: dict[str, object]) -> None:
    assert not LINE.is_valid(line)


def test_secrets_are_masked_in_both_forms() -> None:
    event = SAMPLES[10]._replace(
        data={
            **SAMPLES[10].data,
            "arguments": {"password": "hunter2", "note": "key sk-abcdefghijklmnop1234 end", "maxTokens": 5},
        }
    )
    for text in (dump_text(Trace(HEADER, (event,))), dump_json(Trace(HEADER, (event,)))):
        assert "Bearer abc" not in text
        assert "hunter2" not in text
        assert "sk-abc" not in text
        assert "maxTokens" in text
        assert "X-Trace" in text


def test_round_trip() -> None:
    plain = tuple(event for event in SAMPLES if event.type != "tool.started")
    trace = Trace(HEADER, plain, "customer-ended-call")
    assert load_json(dump_json(trace)) == trace


def requested(member: str, said: list[str], count: int, **more: str) -> Event:
    added = [{"role": "user", "content": text} for text in said]
    return Event(0, member, "model.requested", {"added": added, "count": count, **more})


def test_expand_writes_requests_in_full() -> None:
    events = (
        requested("A", ["1"], 1, system="S", tools="T"),
        requested("A", ["2", "3"], 3, digest="d", system_digest="s", tools_digest="t"),
        requested("A", ["4"], 2, system_digest="s"),
        requested("B", ["b"], 1, system="U"),
        requested("B", ["c"], 2, system_digest="u"),
        requested("A", ["1", "5"], 2),
    )
    trace = load_json(dump_json(Trace(HEADER, events), expand=True))
    bodies = ["".join(message["content"] for message in event.data["messages"]) for event in trace.events]
    assert bodies == ["1", "123", "14", "b", "bc", "15"]
    assert [event.data.get("system") for event in trace.events] == ["S", "S", "S", "U", "U", None]
    assert [event.data.get("tools") for event in trace.events] == ["T", "T", None, None, None, None]
    assert not any("_digest" in key for event in trace.events for key in event.data)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1: a trace begins"),
        ("{", "line 1: not JSON"),
        ("[]", "line 1: a line holds an object"),
        ("{}", "line 1: the first line holds format_version"),
        ('{"format_version": "2.0"}', "line 1: format_version 2.0 is not 1.2"),
        ('{"format_version": "1.4"}', "line 1: the header lacks callplan"),
        (dump_json(Trace(HEADER, ())) + '{"t": 1}', "line 2: an event has t"),
        (dump_json(Trace(HEADER, ())) + '{"t": true, "member": null, "type": "policy"}', "line 2: an event has t"),
        (dump_json(Trace(HEADER, ())) + '{"t": 1, "member": null, "type": "server.message"}', "line 2: server.message"),
    ],
)
def test_what_is_no_trace(text: str, message: str) -> None:
    with pytest.raises(TraceFormatError, match="line") as caught:
        load_json(text)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("t_ms", "text"),
    [(0, "0:00.000"), (59_999, "0:59.999"), (60_000, "1:00.000"), (6_000_001, "100:00.001"), (-1500, "-0:01.500")],
)
def test_clock(t_ms: int, text: str) -> None:
    assert clock(t_ms) == text


ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=30)
DATA = st.fixed_dictionaries(
    {"role": st.just("user"), "text": ANY_TEXT, "x": st.dictionaries(ANY_TEXT, ANY_TEXT, max_size=2)}
)


@given(DATA, ANY_TEXT)
def test_no_text_acts_on_its_reader(data: dict[str, object], member: str) -> None:
    trace = Trace(HEADER, (Event(0, member, "speech.started", data),))
    for text in (dump_text(trace), dump_json(trace)):
        text.encode("utf-8")
        assert all(map(_harmless, text.replace("\n", "")))
        assert not any(line.endswith(" ") for line in text.splitlines())


def _harmless(char: str) -> bool:
    """Neither a control character nor one that changes direction, breaks a line or stands for nothing."""
    return unicodedata.category(char) not in ("Cc", "Zl", "Zp", "Cs") and char not in "\u202e\u2066\u200f"


@given(ANY_TEXT, ANY_TEXT)
def test_two_texts_never_print_alike(one: str, two: str) -> None:
    forms = [
        golden_text(Trace(HEADER, (Event(0, None, "message.added", {"role": "user", "content": content}),)))
        for content in (one, two)
    ]
    assert (forms[0] == forms[1]) == (one == two)


@given(DATA)
def test_json_form_loses_nothing(data: dict[str, object]) -> None:
    trace = Trace(HEADER, (Event(0, None, "speech.started", data),))
    assert load_json(dump_json(trace)) == trace
