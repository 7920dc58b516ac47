"""Control messages, keys, end-call phrases, faults (semantics §5.5–§5.7, §8)."""

from __future__ import annotations

from typing import Any

import pytest
from callplan.compiler.plan.model import Ending, Template

SEVEN = "one two three four five six seven"
USER = {"user": "go", "lasts_ms": 142}  # ends at 1000


def control(type: str, **fields: Any) -> dict[str, Any]:
    return {"control": {"type": type, **fields}}


def add(**fields: Any) -> dict[str, Any]:
    return control("add-message", message={"role": "system", "content": "pressed"}, **fields)


@pytest.mark.parametrize(
    ("flag", "policy", "asks"),
    [
        ({}, "silent", False),
        ({}, "wire", True),
        ({"triggerResponseEnabled": True}, "silent", True),
        ({"triggerResponseEnabled": False}, "wire", False),
    ],
)
def test_background_messages(kit: Any, flag: dict[str, Any], policy: str, asks: bool) -> None:
    answers = [{"model": "Peanuts"}] if asks else []
    trace = kit.play(kit.plan(kit.member()), add(**flag), *answers, policies={"backgroundMessages": policy})
    assert kit.told(trace)[3] == "858 adds system: pressed"
    assert [event.data["name"] for event in trace.events if event.type == "policy"] == (
        [] if flag else ["backgroundMessages"]
    )
    assert kit.requests(trace) == ([["system: S-A", "assistant: Hello there you", "system: pressed"]] if asks else [])


def test_a_silent_message_moves_no_timer(kit: Any) -> None:
    plan = kit.plan(kit.member(hooks=(kit.timeout(5, "Hm?"),)))
    assert kit.told(kit.play(plan, add() | {"after_ms": 1000}, {"silence": 4000}), "hook.fired") == ["5858 hook h5 1"]


def test_an_assistants_message_is_not_spoken(kit: Any) -> None:
    message = control("add-message", message={"role": "assistant", "content": "noted"})
    trace = kit.play(kit.plan(kit.member()), message)
    assert len(kit.told(trace, "speech.started")) == 1


ENDS: list[tuple[dict[str, Any], list[str]]] = [
    (
        control("say", content="one two", endCallAfterSpoken=True),
        ["858 A control: one two", "1430 assistant over", "1430 ended assistant-ended-call-after-message-spoken"],
    ),
    (control("end-call"), ["858 ended assistant-ended-call-with-hangup-task"]),
    (control("hangup"), ["858 ended assistant-ended-call-with-hangup-task"]),
    (
        control("transfer", destination={"type": "number", "number": "+1"}, content="one two"),
        ["858 A transfer: one two", "1430 assistant over", "1430 ended assistant-forwarded-call"],
    ),
    (
        control("transfer", destination={"type": "sip", "sipUri": "sip:x@example.com", "message": "Please hold"}),
        ["858 A transfer: Please hold", "1430 assistant over", "1430 ended assistant-forwarded-call"],
    ),
    ({"fault": "worker-shutdown"}, ["858 ended worker-shutdown"]),
    ({"hangup": True}, ["858 ended customer-ended-call"]),
]


@pytest.mark.parametrize(("entry", "lines"), ENDS)
def test_endings_from_outside(kit: Any, entry: dict[str, Any], lines: list[str]) -> None:
    assert kit.told(kit.play(kit.plan(kit.member()), entry))[3:] == lines


def test_say_does_not_restart_the_silence_period(kit: Any) -> None:
    plan = kit.plan(kit.member(hooks=(kit.timeout(5, "Hm?"),)))
    trace = kit.play(plan, control("say", content=SEVEN) | {"after_ms": 1000}, {"silence": 5000})
    assert kit.told(trace, "hook.fired") == ["5858 hook h5 1"]


def test_say_in_place_of_what_is_being_said(kit: Any) -> None:
    """A hook speaks when the message comes: queued behind it, or instead of it."""
    plan = kit.plan(kit.member(hooks=(kit.hook("call.timeElapsed", SEVEN, delay_ms=2000),)))
    queued = kit.play(plan, control("say", content="Hey") | {"after_ms": 2142})
    instead = kit.play(plan, control("say", content="Hey", interruptAssistantEnabled=True) | {"after_ms": 2142})
    assert kit.told(queued, "speech.started")[-1] == "4000 A control: Hey"
    assert kit.told(instead, "speech.ended", "speech.started")[3:5] == [
        "3000 assistant cut 'one two three'",
        "3000 A control: Hey",
    ]


def test_say_that_cannot_be_interrupted(kit: Any) -> None:
    say = control("say", content=SEVEN, interruptionsEnabled=False)
    trace = kit.play(kit.plan(kit.member()), say, {"interrupt": "Stop", "at_ms": 100}, {"model": "Sorry"})
    assert "cut" not in " ".join(kit.told(trace))


def test_muting(kit: Any) -> None:
    trace = kit.play(
        kit.plan(kit.member()),
        control("control", control="mute-customer"),
        {"user": "not heard"},
        control("control", control="unmute-customer"),
        control("control", control="mute-assistant"),
        {"user": "heard"},
        {"model": "not spoken"},
        control("control", control="unmute-assistant"),
        {"user": "more"},
        {"model": "spoken"},
    )
    assert kit.told(trace, "speech.started")[1:] == [
        "858 user: not heard",
        "1430 user: heard",
        "1716 user: more",
        "2002 A model: spoken",
    ]
    assert kit.requests(trace)[-1][2:] == ["user: heard", "assistant: not spoken", "user: more"]


def test_say_first_message(kit: Any) -> None:
    plan = kit.plan(kit.member(mode="assistant-waits-for-user"))
    trace = kit.play(plan, control("control", control="say-first-message"))
    assert kit.told(trace, "speech.started") == ["0 A first-message: Hello there you"]


def test_handoff_by_control(kit: Any) -> None:
    move = control("handoff", destination={"type": "assistant", "assistantName": "B"}, content="one two")
    trace = kit.play(kit.plan(kit.member("A"), kit.member("B", first="Here is B")), move)
    assert kit.told(trace)[3:7] == [
        "858 A transfer: one two",
        "1430 assistant over",
        "1430 A > B all",
        "1430 B first-message: Here is B",
    ]


PLANS: list[tuple[dict[str, Any], str, list[str]]] = [
    ({}, "all", ["assistant: Hello there you", "user: hi", "assistant: Yes"]),
    ({"contextEngineeringPlan": "none"}, "none", []),
    ({"contextEngineeringPlan": {"type": "lastNMessages", "maxMessages": 1}}, "lastNMessages", ["assistant: Yes"]),
]


@pytest.mark.parametrize(("place", "context", "passed"), PLANS)
@pytest.mark.parametrize("named", [{"assistantName": "B"}, {"assistantId": "b-id"}, {"assistant": {"name": "B"}}])
def test_what_a_handoff_by_control_passes_on(
    kit: Any, named: dict[str, Any], place: dict[str, Any], context: str, passed: list[str]
) -> None:
    destination = {**named, **place, "assistantOverrides": {"variableValues": {"desk": "night"}}}
    plan = kit.plan(kit.member("A"), kit.member("B", first="The {{desk}} desk", resource="b-id"))
    move = control("handoff", destination=destination)
    trace = kit.play(plan, {"user": "hi"}, {"model": "Yes"}, move, {"user": "so"}, {"model": "Fine"})
    assert kit.told(trace, "handoff", "variable.set") == [
        "1430 variable.set desk night destination 1",
        f"1430 A > B {context}",
    ]
    assert kit.requests(trace)[-1] == ["system: S-B", *passed, "assistant: The night desk", "user: so"]


def test_muting_leaves_the_history_as_it_is(kit: Any) -> None:
    trace = kit.play(
        kit.plan(kit.member(first=SEVEN)),
        control("control", control="mute-assistant") | {"at_ms": 1000},
        {"user": "so"},
        {"model": "not spoken"},
    )
    assert "1000 assistant cut 'one two three'" in kit.told(trace)
    assert kit.requests(trace)[-1] == ["system: S-A", f"assistant: {SEVEN}", "user: so"]


PHRASES: list[tuple[str, str, bool]] = [
    ("have a nice day", "Well, Have a NICE day!", True),
    ("goodbye {{name}}", "goodbye Ana now", True),
    ("goodbye", "good day", False),
]


@pytest.mark.parametrize(("phrase", "said", "ends"), PHRASES)
def test_end_call_phrases(kit: Any, phrase: str, said: str, ends: bool) -> None:
    plan = kit.plan(kit.member(ending=Ending(None, (Template(phrase),))), variables={"name": "Ana"})
    trace = kit.play(plan, {"user": said}, {"model": said})
    assert (trace.ended_reason == "assistant-said-end-call-phrase") is ends


def test_a_phrase_that_was_cut_off_ends_nothing(kit: Any) -> None:
    plan = kit.plan(
        kit.member(first="one two three four five six goodbye", ending=Ending(None, (Template("goodbye"),)))
    )
    assert kit.play(plan, {"interrupt": "Wait", "at_ms": 500}, {"model": "Yes"}).ended_reason is None


KEYS: list[tuple[dict[str, Any], list[dict[str, Any]], list[str]]] = [
    ({"delimiters": "#"}, [{"keypad": "12#"}], ["858 1"]),
    ({"delimiters": "#"}, [{"keypad": "12"}], []),
    ({"delimiters": "#"}, [{"keypad": "12"}, {"silence": 2000}], ["2858 1"]),
    ({"timeoutSeconds": 0.5}, [{"keypad": "12"}, {"silence": 500}], ["1358 1"]),
    ({"timeoutSeconds": 0, "delimiters": "*"}, [{"keypad": "12"}, {"silence": 60_000}], []),
    (
        {"timeoutSeconds": 0, "delimiters": "*"},
        [{"keypad": "1", "after_ms": 142}, {"keypad": "2*", "after_ms": 900}],
        ["1900 1"],
    ),
    ({"timeoutSeconds": 1}, [{"keypad": "1"}, {"keypad": "2", "after_ms": 900}, {"silence": 1000}], ["2758 1"]),
]


@pytest.mark.parametrize(("settings", "entries", "entered"), KEYS)
def test_keys(kit: Any, settings: dict[str, Any], entries: list[dict[str, Any]], entered: list[str]) -> None:
    plan = kit.plan(kit.member(settings={"keypadInputPlan": {"enabled": True, **settings}}))
    answers = [{"model": "Thanks"}] if entered else []
    trace = kit.play(plan, *entries, *answers)
    added = [event for event in trace.events if event.type == "message.added"]
    assert [f"{event.t_ms} 1" for event in added] == entered
    assert all(event.data["content"] == "User's Keypad Entry: 12" for event in added)


def test_several_entries_at_once_are_one_turn(kit: Any) -> None:
    plan = kit.plan(kit.member(settings={"keypadInputPlan": {"enabled": True, "delimiters": "#"}}))
    trace = kit.play(plan, {"keypad": "1#2#"}, {"model": "Thanks"})
    assert kit.requests(trace)[0][-2:] == ["user: User's Keypad Entry: 1", "user: User's Keypad Entry: 2"]


VOICEMAIL = [
    ("a message", {"voicemailDetection": {"provider": "vapi"}, "voicemailMessage": "Call back"}, ["Call back"], 1430),
    ("no message", {"voicemailDetection": {"provider": "vapi"}}, [], 858),
    ("no detection", {"voicemailMessage": "Call back"}, [], 858),
    ("detection is off", {"voicemailDetection": "off", "voicemailMessage": "Call back"}, [], 858),
]


@pytest.mark.parametrize(
    ("settings", "said", "ended"), [one[1:] for one in VOICEMAIL], ids=[one[0] for one in VOICEMAIL]
)
def test_a_detected_voicemail(kit: Any, settings: dict[str, Any], said: list[str], ended: int) -> None:
    trace = kit.play(kit.plan(kit.member(settings=settings)), {"fault": "voicemail"})
    texts = [event.data["text"] for event in trace.events if event.type == "speech.started"]
    assert texts == ["Hello there you", *said]
    assert kit.told(trace)[-1] == f"{ended} ended voicemail"
