"""What the driver does with a script: settling, instants, answers, and the scripts that a plan cannot follow (design
§3.7).
"""

from __future__ import annotations

from typing import Any

import pytest
from callplan.compiler.plan.model import Destination
from callplan.runtime import run
from callplan.runtime.errors import ScriptError

USER = {"user": "go", "lasts_ms": 142}
STRICT = {"required": ["a"], "additionalProperties": False}
SEVEN = "one two three four five six seven"


def ask(name: str, **arguments: Any) -> dict[str, Any]:
    return {"model": None, "calls": [(name, arguments)]}


def test_an_instant_is_fixed_when_the_call_settles(kit: Any) -> None:
    """The hook speaks from 2.858 to 4.858; the caller begins at 3.358 all the same, and barges in."""
    plan = kit.plan(kit.member(hooks=(kit.timeout(2, SEVEN),)))
    trace = kit.play(plan, {"user": "Hello", "after_ms": 2500}, {"model": "Yes"})
    assert kit.told(trace, "speech.started", "speech.ended")[2:5] == [
        f"2858 A hook: {SEVEN}",
        "3358 user: Hello",
        "3358 assistant cut 'one'",
    ]


def test_after_a_silence_the_next_input_waits_for_settling(kit: Any) -> None:
    plan = kit.plan(kit.member(hooks=(kit.timeout(2, SEVEN, max_count=1),)))
    trace = kit.play(plan, {"silence": 2000}, {"user": "Hello"}, {"model": "Yes"})
    assert "4858 user: Hello" in kit.told(trace)
    later = kit.play(plan, {"silence": 9000}, {"user": "Hello"}, {"model": "Yes"})
    assert "9858 user: Hello" in kit.told(later)


def test_the_end_of_a_script_lists_the_timers(kit: Any) -> None:
    plan = kit.plan(
        kit.member(hooks=(kit.timeout(2, "Hm?"), kit.hook("call.timeElapsed", "x", index=1, delay_ms=90_000)))
    )
    assert kit.play(plan).events[-1].data == {
        "armed": [
            {"timer": "h2", "due_ms": 2858},
            {"timer": "call.timeElapsed", "due_ms": 90_000},
            {"timer": "max-duration", "due_ms": 600_000},
        ]
    }


def test_a_chosen_utterance_is_interrupted(kit: Any) -> None:
    plan = kit.plan(kit.member(tools=(kit.tool("look", messages=(kit.message("request-start", "Let me look"),)),)))
    trace = kit.play(
        plan,
        USER,
        ask("look"),
        {"tool": "look"},
        {"model": SEVEN},
        {"interrupt": "Stop", "of": "three", "at_ms": 1000},
        {"model": "Sorry"},
    )
    assert "2858 assistant cut 'one two three'" in kit.told(trace)


STILL = [
    ("one that an acknowledgement left going", "okay", 1500, ["2500 assistant cut 'one two three four five'"]),
    (
        "the next, where that one was broken off",
        "wait",
        900,
        ["1500 assistant cut 'one'", "2686 assistant cut 'one two three'"],
    ),
    ("the next, where that one is over by then", "okay", 2001, []),
]


@pytest.mark.parametrize(("first", "at", "cuts"), [one[1:] for one in STILL], ids=[one[0] for one in STILL])
def test_an_utterance_that_goes_on_can_be_interrupted_again(kit: Any, first: str, at: int, cuts: list[str]) -> None:
    """It lasts from 1000 to 3000; the first interruption comes half a second into it."""
    answer = [{"model": SEVEN}] if first == "wait" else []
    entries = [
        kit.user,
        {"model": SEVEN},
        {"interrupt": first, "at_ms": 500},
        *answer,
        {"interrupt": "Stop", "at_ms": at},
    ]
    if not cuts:
        with pytest.raises(ScriptError, match="nothing to interrupt"):
            kit.play(kit.plan(kit.member()), *entries)
        return
    trace = kit.play(kit.plan(kit.member()), *entries, {"model": "Sorry"})
    assert [line for line in kit.told(trace, "speech.ended") if " cut " in line] == cuts


AFTER = [
    ("so long after settling", {"after_ms": 3000}, 3858),
    ("into what a timer starts at that instant", {"after_ms": 2000}, 2858),
    ("a time into it", {"after_ms": 2000, "at_ms": 700}, 3558),
    ("the later of both", {"after_ms": 3000, "at_ms": 700}, 3858),
    ("a chosen one", {"after_ms": 3000, "of": "six"}, 3858),
]


@pytest.mark.parametrize(("entry", "begins"), [one[1:] for one in AFTER], ids=[one[0] for one in AFTER])
def test_an_interruption_waits_for_a_timer(kit: Any, entry: dict[str, Any], begins: int) -> None:
    """The hook speaks from 2858 to 4858; the first message, over at 858, is no candidate."""
    plan = kit.plan(kit.member(hooks=(kit.timeout(2, SEVEN),)))
    trace = kit.play(plan, {"interrupt": "Stop", **entry}, {"model": "Sorry"})
    assert kit.told(trace, "speech.started")[2] == f"{begins} user: Stop"


def test_answers_are_taken_by_name_and_arguments(kit: Any) -> None:
    plan = kit.plan(kit.member(tools=(kit.tool("look"),)))
    trace = kit.play(
        plan,
        USER,
        {"model": None, "calls": [("look", {"day": "b"}), ("look", {"day": "a"})]},
        {"tool": "look", "arguments": {"day": "a"}, "result": "for a"},
        {"tool": "look", "result": "for b"},
        {"model": "Done"},
    )
    assert kit.requests(trace)[1][-2:] == ["tool: for b", "tool: for a"]


def member(kit: Any, **fields: Any) -> Any:
    parameters = {
        "type": "object",
        "properties": {
            "day": {"type": "string", "enum": ["Monday", "Tuesday"]},
            "people": {"type": "integer", "minimum": 1},
            "notes": {"type": "array", "items": {"type": "string", "maxLength": 3}},
            "code": {"anyOf": [{"type": "null"}, {"type": "string", "pattern": "^[A-Z]+$"}]},
        },
        "required": ["day"],
    }
    tools = (
        kit.tool("book", parameters=parameters),
        kit.tool("closed", parameters={"type": "object", "properties": {"a": {}}, "additionalProperties": False}),
        kit.tool("strict", parameters={"type": "object", "properties": {"a": {}}, **STRICT}, strict=True),
        kit.tool("note", is_async=True),
        kit.handoff("B"),
        kit.transfer(Destination("number", "+1"), Destination("dynamic", "dynamic")),
    )
    return kit.member("A", tools=tools, **fields)


INFO = {"transport": "vapi.sip", "sipVerb": "INFO"}
FAULTS: list[tuple[str, list[dict[str, Any]], str, int, str]] = [
    ("an unknown tool", [USER, ask("boook")], "G002", 2, "A offers book, closed, strict, note, to_B, transferCall"),
    ("a missing argument", [USER, ask("book")], "G002", 2, "day is required"),
    (
        "a value outside the enum",
        [USER, ask("book", day="Friday")],
        "G002",
        2,
        "one of 'Monday', 'Tuesday', not 'Friday'",
    ),
    (
        "all that is wrong, and what the tool takes",
        [USER, ask("book", people="two", notes=["abcd", 5])],
        "G002",
        2,
        "book with wrong arguments: day is required; people must be integer, not 'two'; notes[0] must be of length at "
        "most 3, not 'abcd'; notes[1] must be string, not 5; it takes day (string, required), people (integer), notes "
        "(array), code (any)",
    ),
    ("a wrong type", [USER, ask("book", day="Monday", people="two")], "G002", 2, "people must be integer, not 'two'"),
    ("a bound", [USER, ask("book", day="Monday", people=0)], "G002", 2, "people must be at least 1"),
    ("an item", [USER, ask("book", day="Monday", notes=["abcd"])], "G002", 2, "notes[0] must be of length at most 3"),
    ("no alternative", [USER, ask("book", day="Monday", code="a")], "G002", 2, "code must be null"),
    ("a closed schema", [USER, ask("closed", b=1)], "G002", 2, "b is not among a"),
    ("a strict schema", [USER, ask("strict", a=1, b=1)], "G002", 2, "b is not among a"),
    ("an unknown destination", [USER, ask("to_B", destination="C")], "G002", 2, "to_B leads to B, not to 'C'"),
    ("a server's destination", [USER, ask("transferCall", destination="x")], "G002", 2, "leads to +1, dynamic"),
    (
        "a destination that is not offered",
        [USER, ask("transferCall", destination="dynamic!")],
        "G002",
        2,
        "leads to +1, dynamic",
    ),
    ("nothing to add", [{"control": {"type": "add-message"}}], "G002", 1, "add-message needs message"),
    ("no model answer", [USER], "G003", 1, "at 0:01.000 the call asks for model"),
    (
        "no tool answer",
        [USER, ask("book", day="Monday"), {"model": "x"}],
        "G003",
        1,
        "tool: book with {'day': 'Monday'}",
    ),
    ("another tool's answer", [USER, ask("closed"), {"tool": "book"}], "G003", 1, "left is tool: book."),
    (
        "an answer to other arguments",
        [USER, ask("closed"), {"tool": "closed", "arguments": {"a": 1}}],
        "G003",
        1,
        "left is tool: closed with {'a': 1}.",
    ),
    (
        "an answer too many",
        [USER, {"model": "a"}, {"model": "b"}, USER, {"model": "c"}],
        "G004",
        3,
        "(model) was never asked",
    ),
    ("an answer for an async tool", [USER, ask("note"), {"model": "a"}, {"tool": "note"}], "G004", 4, "(tool: note)"),
    ("an answer before the first input", [{"model": "a"}, USER, {"model": "b"}], "G004", 1, "never asked"),
    ("an answer after the end", [{"hangup": True}, {"model": "a"}], "G004", 2, "has ended"),
    ("speech after the end", [{"hangup": True}, USER], "G002", 2, "the call ended at 0:00.858 (customer-ended-call)"),
    (
        "nothing to interrupt",
        [{"interrupt": "x"}, {"model": "a"}, {"interrupt": "y", "of": "no"}],
        "G002",
        3,
        "nothing with 'no'",
    ),
    ("an utterance that is too short", [{"interrupt": "x", "at_ms": 859}], "G002", 1, "an utterance that lasts 858 ms"),
    ("a fix for that", [{"interrupt": "x", "at_ms": 859}], "G002", 1, "`of:` with some of its words picks another."),
    (
        "an interruption inside a silence",
        [{"silence": 9000}, {"interrupt": "x"}],
        "G002",
        2,
        "before the input above it is over",
    ),
    ("too early for a timer", [{"interrupt": "x", "after_ms": 1999}], "G002", 1, "nothing to interrupt"),
    ("a timer's utterance is over", [{"interrupt": "x", "after_ms": 9000}], "G002", 1, "nothing to interrupt"),
    ("keys that do nothing", [{"keypad": "1"}], "G002", 1, "keypadInputPlan is not enabled"),
    ("an unknown control", [{"control": {"type": "dance"}}], "G002", 1, "'dance' is not simulated"),
    ("no carrier", [{"control": {"type": "send-transport-message", "message": {}}}], "G002", 1, "vapi.sip or twilio"),
    (
        "no words for it",
        [{"control": {"type": "send-transport-message", "message": {"transport": "twilio"}}}],
        "G002",
        1,
        "needs twiml",
    ),
    (
        "a body for the carrier that is a list",
        [{"control": {"type": "send-transport-message", "message": {**INFO, "body": ["x"]}}}],
        "G002",
        1,
        "the body of a message to the carrier is a text, not ['x']",
    ),
    ("an unknown order", [{"control": {"type": "control", "control": "sing"}}], "G002", 1, "'sing' does not exist"),
    ("a control handoff to nobody", [{"control": {"type": "handoff", "destination": {}}}], "G002", 1, "(A, B)"),
    (
        "a live handoff with a text for messages",
        [{"control": {"type": "handoff", "destination": {"assistantName": "B", "handoffMessages": "Take over"}}}],
        "G002",
        1,
        "are a list of {role, content}",
    ),
    (
        "a live handoff with a list of overrides",
        [{"control": {"type": "handoff", "destination": {"assistantName": "B", "assistantOverrides": [{}]}}}],
        "G002",
        1,
        "assistantOverrides of a destination are a mapping ({variableValues: …}), not [{}]",
    ),
    ("tools in a hook's words", [{"silence": 3000}, ask("book", day="Monday")], "G002", 2, "say.prompt"),
]


@pytest.mark.parametrize(
    ("entries", "rule", "line", "words"), [one[1:] for one in FAULTS], ids=[one[0] for one in FAULTS]
)
def test_scripts_that_cannot_be_followed(kit: Any, entries: Any, rule: str, line: int, words: str) -> None:
    hooks = (kit.timeout(2, kit.ask("Say"), max_count=1),) if "say.prompt" in words else ()
    hooks = (kit.timeout(2, SEVEN, max_count=1),) if "is over" in words else hooks
    plan = kit.plan(member(kit, hooks=hooks), kit.member("B", first=None))
    with pytest.raises(ScriptError) as failed:
        kit.play(plan, *entries)
    found = failed.value.diagnostic
    assert (found.rule, found.span.start.line) == (rule, line)
    assert words in found.message
    assert failed.value.trace.events[0].type == "call.started"


@pytest.mark.parametrize(
    ("call", "fault"),
    [
        ({"type": "webCall"}, "call.type is 'webCall' here and 'outboundPhoneCall'"),
        ({"customer": {"number": "+2"}}, "call.customer.number is '+2' here and '+1'"),
        ({"customer": {"number": "+1", "name": "Ana"}}, None),
    ],
)
def test_the_script_may_not_contradict_the_call_request(kit: Any, call: dict[str, Any], fault: str | None) -> None:
    from callplan.compiler.plan.frozen import FrozenDict
    from callplan.compiler.plan.model import Call

    plan = kit.plan(kit.member(), call=Call("outboundPhoneCall", FrozenDict({"number": "+1"})))
    if fault is None:
        assert kit.play(plan, call=call).events[0].data["customer"] == {"number": "+1", "name": "Ana"}
        return
    with pytest.raises(ScriptError, match="call request") as failed:
        kit.play(plan, call=call)
    assert fault in failed.value.diagnostic.message


def test_what_no_run_can_follow_yet(kit: Any) -> None:
    plan = kit.plan(kit.member(tools=(kit.transfer(Destination("squad", "s")),)))
    with pytest.raises(ScriptError) as failed:
        kit.play(plan, USER, ask("transferCall"))
    assert "a destination of type squad" in failed.value.diagnostic.message


def test_a_run_is_bounded(kit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from callplan.runtime.machine import bounds

    monkeypatch.setattr(bounds, "MOST_EVENTS", 30)
    turns = [entry for _ in range(20) for entry in (USER, {"model": "ok"})]
    with pytest.raises(ScriptError) as failed:
        kit.play(kit.plan(kit.member()), *turns)
    assert failed.value.diagnostic.rule == "G008"
    assert "more than 30 events" in failed.value.diagnostic.message
    with pytest.raises(ScriptError, match="longer than 48 hours") as failed:
        plan = kit.plan(kit.member(), max_duration_ms=10**9)
        kit.play(plan, {"silence": 47 * 3_600_000}, {"silence": 2 * 3_600_000}, {"user": "Hi"})
    assert failed.value.diagnostic.rule == "G008"


def test_the_level_events_tells_the_same_call_without_words(kit: Any) -> None:
    plan = kit.plan(kit.member("A", tools=(kit.tool("look"), kit.handoff("B"))), kit.member("B", first="Secret words"))
    script = kit.transcript(USER, ask("look"), {"tool": "look"}, ask("to_B"), {"user": "Secret"}, {"model": "Secret"})
    full, events = run(plan, script), run(plan, script, detail="events")
    assert [(one.t_ms, one.member, one.type) for one in full.events] == [
        (one.t_ms, one.member, one.type) for one in events.events
    ]
    assert "Secret" not in repr(events.events)
    assert "S-A" not in repr(events.events)
    assert events.header.detail == "events"


def test_the_header_names_what_a_comparison_needs(kit: Any) -> None:
    header = kit.play(
        kit.plan(kit.member(), digest="sha256:1", policies={"choice": "seeded"}), policies={"latency": "docs"}
    ).header
    assert (header.plan_digest, header.policies["choice"], header.policies["latency"]) == ("sha256:1", "seeded", "docs")
    assert header.tzdata
    assert header.callplan


AMID = [
    ("the caller leaves", {"hangup": True}, "customer-ended-call"),
    ("a fault", {"fault": "worker-shutdown"}, "worker-shutdown"),
    ("the operator ends it", {"control": {"type": "hangup"}}, "assistant-ended-call-with-hangup-task"),
]


@pytest.mark.parametrize(("entry", "reason"), [one[1:] for one in AMID], ids=[one[0] for one in AMID])
def test_inputs_in_mid_speech(kit: Any, entry: Any, reason: str) -> None:
    """A hang-up and a fault cut what is being said; who controls the call lets it be said."""
    trace = kit.play(kit.plan(kit.member()), {**entry, "at_ms": 300})
    assert trace.ended_reason == reason
    assert trace.events[-1].t_ms == (858 if "control" in entry else 300)


def test_inputs_in_mid_speech_need_an_utterance(kit: Any) -> None:
    with pytest.raises(ScriptError, match="nothing with 'never' in it"):
        kit.play(kit.plan(kit.member()), {"hangup": True, "at_ms": 300, "of": "never"})
    with pytest.raises(ScriptError, match="before the input above it is over"):
        kit.play(
            kit.plan(kit.member(hooks=(kit.timeout(2, "Hm?"),))), {"silence": 4000}, {"hangup": True, "at_ms": 300}
        )


def test_keys_while_the_assistant_speaks(kit: Any) -> None:
    settings = {"keypadInputPlan": {"enabled": True, "delimiters": "#"}}
    trace = kit.play(kit.plan(kit.member(settings=settings)), {"keypad": "12#", "at_ms": 300}, {"model": "Thanks"})
    assert kit.told(trace, "message.added") == ["300 adds user: User's Keypad Entry: 12"]


def test_a_partial_of_speech_that_is_over(kit: Any) -> None:
    with pytest.raises(ScriptError, match="the partial 900 ms into the speech"):
        kit.play(kit.plan(kit.member()), {"user": "Hi", "lasts_ms": 500, "partials": ((300, "H"), (900, "Hi"))})


@pytest.mark.parametrize(
    ("type", "enabled", "refused"),
    [("inboundPhoneCall", False, True), ("inboundPhoneCall", True, False), ("webCall", False, False)],
)
def test_control_that_is_switched_off_reaches_no_phone_call(kit: Any, type: str, enabled: bool, refused: bool) -> None:
    """A web call has a client, which sends on its own (semantics §13.5)."""
    plan = kit.plan(kit.member(settings={"monitorPlan": {"controlEnabled": enabled}}))
    entry = {"control": {"type": "say", "content": "A word"}}
    if refused:
        with pytest.raises(
            ScriptError, match="nobody can send this: A's monitorPlan has controlEnabled: false"
        ) as failed:
            kit.play(plan, entry, call={"type": type})
        assert (failed.value.diagnostic.rule, failed.value.diagnostic.span.start.line) == ("G002", 1)
    else:
        assert "858 A control: A word" in kit.told(kit.play(plan, entry, call={"type": type}))
