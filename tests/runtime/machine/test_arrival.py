"""Ringing, the request for an assistant, and what becomes of it (semantics §9, §4.1, §14)."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import callplan.schemas
import pytest
from callplan.compiler.plan.frozen import freeze
from callplan.runtime import ScriptError, run
from callplan.runtime.trace import dump_json, dump_text
from jsonschema import Draft202012Validator

SCHEMA = Draft202012Validator(
    json.loads((Path(callplan.schemas.__file__).parent / "trace.schema.json").read_text("utf-8"))
)
CALLER = {"number": "+15550100042"}


def arrives(kit: Any, reply: Any, number: Any = None, *entries: Any, policies: Any = None, **plan: Any) -> list[str]:
    """What a call comes to, as short lines; the trace is valid in both forms."""
    made = replace(kit.plan(kit.member("Front", resource="front", **plan)), kind="assistant", target="assistants/front")
    call = {"type": "inboundPhoneCall", "customer": CALLER, **({"phone_number": number} if number else {})}
    request = freeze(reply) if reply is not None else None
    trace = kit.play(made, *entries, call=call, assistant_request=request, policies=policies or {})
    for line in dump_json(trace).splitlines():
        SCHEMA.validate(json.loads(line))
    assert dump_text(trace)
    kept = ("call.ringing", "call.started", "hook.fired", "speech.started", "call.ended")
    lines = []
    for event in trace.events:
        if event.type in kept:
            what = event.data.get("text") or event.data.get("reason") or event.data.get("on") or event.type
            lines.append(f"{event.t_ms} {what}")
    assert trace.ended_reason == next((e.data["reason"] for e in trace.events if e.type == "call.ended"), None)
    return lines


OUTCOMES = [
    (
        "an assistant by id",
        {"assistantId": "front", "takes": "900ms"},
        ["-900 call.ringing", "0 call.started", "0 Hello there you"],
    ),
    (
        "an assistant inline",
        {"assistant": {"name": "Front"}},
        ["0 call.ringing", "0 call.started", "0 Hello there you"],
    ),
    (
        "at the deadline",
        {"assistantId": "front", "takes": "7.5s"},
        ["-7500 call.ringing", "0 call.started", "0 Hello there you"],
    ),
    (
        "past the deadline",
        {"assistantId": "front", "takes": "7501ms"},
        ["-7500 call.ringing", "0 assistant-request-failed"],
    ),
    ("no answer at all", {"timesOut": True}, ["-7500 call.ringing", "0 assistant-request-failed"]),
    ("a network error", {"fails": "502", "takes": "1s"}, ["-1000 call.ringing", "0 assistant-request-failed"]),
    (
        "an error",
        {"error": "We are closed", "assistantId": "front", "destination": {"type": "number", "number": "+1"}},
        ["0 call.ringing", "0 We are closed", "858 assistant-request-returned-error"],
    ),
    ("an empty error", {"error": ""}, ["0 call.ringing", "0 assistant-request-returned-unspeakable-error"]),
    ("an error that is no text", {"error": 5}, ["0 call.ringing", "0 assistant-request-returned-unspeakable-error"]),
    ("nothing", {}, ["0 call.ringing", "0 assistant-request-returned-no-assistant"]),
    ("no error", {"error": None}, ["0 call.ringing", "0 assistant-request-returned-no-assistant"]),
    (
        "an assistant that is none",
        {"assistant": "front"},
        ["0 call.ringing", "0 assistant-request-returned-invalid-assistant"],
    ),
    ("an unknown assistant", {"assistantId": "gone", "found": False}, ["0 call.ringing", "0 assistant-not-found"]),
    ("a broken assistant", {"assistantId": "front", "valid": False}, ["0 call.ringing", "0 assistant-not-valid"]),
    (
        "an inline assistant that the platform refuses",
        {"assistant": {"name": "Front"}, "valid": False},
        ["0 call.ringing", "0 assistant-request-returned-invalid-assistant"],
    ),
    (
        "nobody to ask",
        {"server": False},
        ["0 call.ringing", "0 call-start-error-neither-assistant-nor-server-set"],
    ),
    (
        "a destination",
        {"destination": {"type": "number", "number": "+1"}, "assistantId": "front"},
        ["0 call.ringing", "0 Transferring the call now", "1143 assistant-request-returned-forwarding-phone-number"],
    ),
    (
        "a silent transfer",
        {"destination": {"type": "number", "number": "+1", "message": ""}},
        ["0 call.ringing", "0 assistant-request-returned-forwarding-phone-number"],
    ),
]


@pytest.mark.parametrize(("reply", "lines"), [one[1:] for one in OUTCOMES], ids=[one[0] for one in OUTCOMES])
def test_what_a_server_replies(kit: Any, reply: Any, lines: list[str]) -> None:
    assert arrives(kit, reply) == lines


def test_personal_values_take_the_place_of_the_calls_own(kit: Any) -> None:
    """Option 1: the stored assistant, with variables of this caller (founding page on personalization)."""
    reply = {"assistantId": "front", "assistantOverrides": {"variableValues": {"name": "Ana", "plan": "gold"}}}
    assert arrives(kit, reply, first="Hello {{ name }}, {{ plan }}")[-1] == "0 Hello Ana, gold"


FALLBACK = {"type": "number", "number": "+15550100999", "message": "Please hold"}
SAY = {
    "on": "call.ending",
    "filters": [{"type": "oneOf", "key": "call.endedReason", "oneOf": ["assistant-request-failed"]}],
}

NUMBERS = [
    (
        "a fallback",
        {"fallbackDestination": FALLBACK},
        {"timesOut": True},
        ["0 Please hold", "572 assistant-request-failed"],
    ),
    (
        "a fallback is for failures",
        {"fallbackDestination": FALLBACK},
        {},
        ["0 assistant-request-returned-no-assistant"],
    ),
    (
        "a hook comes first",
        {"fallbackDestination": FALLBACK, "hooks": [{**SAY, "do": {"type": "say", "exact": "We are sorry"}}]},
        {"timesOut": True},
        ["0 call.ending", "0 We are sorry", "858 call.ending.hook-executed-say"],
    ),
    (
        "a hook that transfers",
        {"hooks": [{**SAY, "do": {"type": "transfer", "destination": FALLBACK}}]},
        {"fails": "x"},
        ["0 call.ending", "0 Please hold", "572 call.ending.hook-executed-transfer"],
    ),
    (
        "a hook for another reason",
        {"fallbackDestination": FALLBACK, "hooks": [{**SAY, "do": {"type": "say", "exact": "Sorry"}}]},
        {},
        ["0 assistant-request-returned-no-assistant"],
    ),
]


@pytest.mark.parametrize(("number", "reply", "lines"), [one[1:] for one in NUMBERS], ids=[one[0] for one in NUMBERS])
def test_the_numbers_own_hooks_and_fallback(kit: Any, number: Any, reply: Any, lines: list[str]) -> None:
    assert arrives(kit, reply, number)[1:] == lines


@pytest.mark.parametrize(
    ("value", "lines"),
    [
        ("hook", ["0 call.ending", "0 Sorry", "286 call.ending.hook-executed-say"]),
        ("fallback", ["0 Please hold", "572 assistant-request-failed"]),
    ],
)
def test_hook_or_fallback_is_a_policy(kit: Any, value: str, lines: list[str]) -> None:
    """Which of the two comes first is nowhere said (Q29)."""
    number = {"fallbackDestination": FALLBACK, "hooks": [{**SAY, "do": {"type": "say", "exact": "Sorry"}}]}
    assert arrives(kit, {"fails": "x"}, number, policies={"endingOfNumber": value})[1:] == lines


RINGING = [
    ("any caller", [], ["0 call.ringing", "0 call.ringing", "0 Not now", "572 call.ringing.hook-executed-say"]),
    (
        "a prefix without the plus",
        [{"type": "startsWith", "key": "number", "startsWith": ["1555"]}],
        ["0 call.ringing", "0 call.ringing", "0 Not now", "572 call.ringing.hook-executed-say"],
    ),
    ("another prefix", [{"type": "startsWith", "key": "number", "startsWith": ["44"]}], None),
]


@pytest.mark.parametrize(("filters", "lines"), [one[1:] for one in RINGING], ids=[one[0] for one in RINGING])
@pytest.mark.parametrize("reply", [None, {"assistantId": "front"}])
def test_a_hook_on_ringing_ends_the_call_before_anybody_is_asked(
    kit: Any, filters: Any, lines: list[str] | None, reply: Any
) -> None:
    actions = [{"type": "say", "exact": "Not now"}, {"type": "say", "exact": "Never said"}]
    found = arrives(kit, reply, {"hooks": [{"on": "call.ringing", "filters": filters, "do": actions}]})
    plain = ["0 call.started", "0 Hello there you"]
    assert found == (lines if lines is not None else plain if reply is None else ["0 call.ringing", *plain])


def test_other_calls_do_not_ring(kit: Any) -> None:
    number = {"hooks": [{"on": "call.ringing", "do": [{"type": "say", "exact": "Not now"}]}]}
    trace = kit.play(kit.plan(kit.member()), call={"type": "outboundPhoneCall", "phone_number": number})
    assert trace.events[0].type == "call.started"


FAULTS = [
    ("another assistant", {"assistantId": "back"}, "names the assistant 'back', but the target is Front"),
    ("another inline", {"assistant": {"name": "Back"}}, "brings the assistant 'Back', but the target is Front"),
    ("a squad", {"squadId": "desk"}, "names squadId, but the target is of kind assistant"),
    ("a member", {"destination": {"type": "assistant"}}, "of type number or sip, not 'assistant'"),
    ("no destination at all", {"destination": "+1"}, "of type number or sip, not None"),
    (
        "more than variables",
        {"assistantId": "front", "assistantOverrides": {"firstMessage": "x"}},
        "assistantOverrides hold more than variableValues (firstMessage)",
    ),
]


@pytest.mark.parametrize(("reply", "words"), [one[1:] for one in FAULTS], ids=[one[0] for one in FAULTS])
def test_replies_that_are_not_the_target(kit: Any, reply: Any, words: str) -> None:
    with pytest.raises(ScriptError) as failed:
        arrives(kit, reply)
    assert failed.value.diagnostic.rule == "G002"
    assert words in failed.value.diagnostic.message


@pytest.mark.parametrize(
    "number", [{"server": {"url": "https://n.example"}}, {"serverUrl": "https://n.example"}, {"number": "+1"}]
)
def test_where_the_request_goes(kit: Any, number: dict[str, Any]) -> None:
    """To the number's server; the organisation's is known to nobody here."""
    reply = freeze({"assistantId": "Front"})
    call = {"type": "inboundPhoneCall", "phone_number": number}
    rings = kit.play(
        replace(kit.plan(kit.member("Front")), kind="assistant"), call=call, assistant_request=reply
    ).events[0]
    expected = {"server": {"url": "https://n.example"}} if "number" not in number else {"phoneNumber": number}
    assert rings.data == {"request": "assistant-request", **expected, "takes_ms": 0}


@pytest.mark.parametrize("key", ["assistantId", "squadId", "workflowId"])
def test_a_number_that_has_somebody_asks_nobody(kit: Any, key: str) -> None:
    with pytest.raises(ScriptError, match=f"the number names its {key} 'desk'"):
        arrives(kit, {"assistantId": "front"}, {key: "desk"})
    assert arrives(kit, None, {key: "desk"}) == ["0 call.started", "0 Hello there you"]


def test_only_inbound_calls_ask(kit: Any) -> None:
    with pytest.raises(ScriptError, match="belongs to an inboundPhoneCall"):
        kit.play(kit.plan(kit.member()), call={"type": "webCall"}, assistant_request=freeze({}))


def test_nothing_follows_a_call_that_never_began(kit: Any) -> None:
    with pytest.raises(ScriptError, match=r"the call ended at 0:00\.000"):
        arrives(kit, {}, None, {"user": "Hello"})


def test_the_level_events_has_no_words(kit: Any) -> None:
    from callplan.runtime import run

    script = kit.transcript(call={"type": "inboundPhoneCall"}, assistant_request=freeze({"error": "We are closed"}))
    trace = run(kit.plan(kit.member()), script, detail="events")
    spoken = next(event for event in trace.events if event.type == "speech.started")
    assert spoken.data == {"role": "assistant", "source": "control", "lasts_ms": 858}


@pytest.mark.parametrize(
    ("fields", "settings", "first", "ended"),
    [
        ({"misses": "never"}, {}, -15_000, "call.in-progress.error-assistant-did-not-receive-customer-audio"),
        ({"joins_ms": 15_000}, {}, -15_000, None),
        ({"joins_ms": 6000}, {"customerJoinTimeoutSeconds": 5}, -5000, "call.in-progress.error-assistant-did-not-"),
        ({"joins_ms": 5000}, {"customerJoinTimeoutSeconds": 5}, -5000, None),
    ],
)
def test_the_caller_of_a_web_call_joins(kit: Any, fields: Any, settings: Any, first: int, ended: str | None) -> None:
    """Rows of semantics §5.2: 15 s unless the configuration says otherwise."""
    trace = run(kit.plan(kit.member(settings=settings)), kit.transcript(**fields))
    assert trace.events[0].t_ms == first
    assert (trace.ended_reason or "").startswith(ended or "")
    assert any(event.type == "call.started" for event in trace.events) is (ended is None)


@pytest.mark.parametrize(
    ("kind", "fields", "words"),
    [
        ("inboundPhoneCall", {"joins_ms": 5}, "only the customer of a webCall or an outboundPhoneCall joins"),
        ("vapi.websocketCall", {"misses": "never"}, "only the customer of a webCall or an outboundPhoneCall joins"),
        ("webCall", {"misses": "busy"}, "the caller of a webCall is never busy"),
    ],
)
def test_nobody_joins_other_calls(kit: Any, kind: str, fields: Any, words: str) -> None:
    with pytest.raises(ScriptError, match=words):
        run(kit.plan(kit.member()), kit.transcript(call={"type": kind}, **fields))


@pytest.mark.parametrize(
    ("fields", "rings", "ended"),
    [
        ({"joins_ms": 6000}, -6000, None),
        ({"misses": "never"}, 0, "customer-did-not-answer"),
        ({"misses": "busy"}, 0, "customer-busy"),
    ],
)
def test_who_is_called_picks_up_or_does_not(kit: Any, fields: Any, rings: int, ended: str | None) -> None:
    """Semantics §14: a scripted dial result; nobody has heard the first message."""
    call = {"type": "outboundPhoneCall", "customer": {"number": "+15550100042"}}
    trace = run(kit.plan(kit.member()), kit.transcript(call=call, **fields))
    assert (trace.events[0].t_ms, trace.events[0].type) == (rings, "call.ringing")
    assert trace.events[0].data["to"] == {"number": "+15550100042"}
    assert trace.ended_reason == ended
    assert bool(kit.told(trace, "speech.started")) is (ended is None)


@pytest.mark.parametrize("asked", [False, True], ids=["nobody asked", "asked and too late"])
def test_a_numbers_hook_whose_filters_do_not_match_says_so(kit: Any, asked: bool) -> None:
    """Its own event has happened, whether or not a server is asked for the assistant."""
    ringing = {"on": "call.ringing", "filters": [{"type": "startsWith", "key": "number", "startsWith": ["49"]}]}
    ending = {"on": "call.ending", "filters": [{"type": "oneOf", "key": "call.endedReason", "oneOf": ["other"]}]}
    call = {"type": "inboundPhoneCall", "customer": CALLER, "phone_number": {"hooks": [ringing, ending]}}
    request = freeze({"timesOut": True}) if asked else None
    trace = kit.play(kit.plan(kit.member()), call=call, assistant_request=request)
    told = [(event.t_ms, *event.data.values()) for event in trace.events if event.type == "hook.suppressed"]
    at = -7500 if asked else 0
    rings = (at, "call.ringing", "call.ringing", 0, "filter number startsWith: found +15550100042")
    ends = (0, "call.ending", "call.ending", 1, "filter call.endedReason oneOf: found assistant-request-failed")
    assert told == ([rings, ends] if asked else [rings])
