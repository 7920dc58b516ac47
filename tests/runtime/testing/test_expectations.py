"""``expect`` against a hand-built call: which expectations hold, and what is said of those that do not."""

from typing import Any

import pytest
from callplan.compiler.sources import read_text
from callplan.runtime.testing.expectations import judge
from callplan.runtime.testing.matching import subset
from callplan.runtime.testing.scene import Scene
from callplan.runtime.trace import Event, Header, Trace
from callplan.runtime.transcript import read

A, B = "Reception", "Scheduler@handoff"
REMINDER = "Are you still there?"


def says(t_ms: int, text: str, source: str = "model", member: str = A, lasts_ms: int = 1000) -> list[Event]:
    data = {"role": "assistant", "source": source, "text": text, "lasts_ms": lasts_ms}
    return [
        Event(t_ms, member, "speech.started", data),
        Event(t_ms + lasts_ms, member, "speech.ended", {"role": "assistant"}),
    ]


def hears(t_ms: int, text: str, **ended: Any) -> list[Event]:
    return [
        Event(t_ms, A, "speech.started", {"role": "user", "text": text, "lasts_ms": 500}),
        Event(t_ms + 500, A, "speech.ended", {"role": "user", **ended}),
    ]


def fires(t_ms: int, hook: str, **data: Any) -> list[Event]:
    return [Event(t_ms, A, "hook.fired", {"hook": hook, "on": "customer.speech.timeout", "index": 1, **data})]


SYSTEM = "You are Robin."
EVENTS = [
    Event(0, A, "call.started", {"startedAt": "2026-01-05T15:00:00Z"}),
    Event(0, A, "variable.set", {"name": "plan", "value": "gold"}),
    *says(0, "Hello, how can I help?", "first-message"),
    *fires(11_000, "still_there", count=1, silence_ms=10_000),
    *says(11_000, REMINDER, "hook"),
    *fires(21_000, "still_there", count=2, silence_ms=20_000),
    *says(21_000, REMINDER, "hook"),
    *hears(25_000, "A visit, please"),
    Event(
        25_500,
        A,
        "model.requested",
        {"system": SYSTEM, "added": [{"role": "user", "content": "A visit, please"}], "count": 1},
    ),
    Event(25_500, A, "tool.started", {"id": "call_1", "name": "check", "arguments": {"day": "monday", "n": 1}}),
    Event(26_000, A, "tool.ended", {"id": "call_1", "name": "check", "outcome": "success"}),
    Event(
        26_000,
        A,
        "model.requested",
        {"system_digest": "0", "added": [{"role": "tool", "content": "ok"}], "count": 2},
    ),
    *says(26_000, "Monday is free."),
    *hears(29_000, "mumble", discarded=True),
    Event(30_000, B, "handoff", {"from": A, "to": B}),
    Event(30_000, B, "message.added", {"role": "system", "content": "The button was pressed"}),
    Event(
        30_000,
        B,
        "model.requested",
        {"system": SYSTEM, "added": [{"role": "system", "content": "You are Dana."}], "count": 1},
    ),
    *says(30_000, "Goodbye.", member=B),
    Event(31_000, B, "call.ended", {"reason": "assistant-ended-call"}),
]
TRACE = Trace(Header("0", "", "", {"silenceClock": "continuous"}), tuple(EVENTS), "assistant-ended-call")


def failures(expect: str, trace: Trace = TRACE) -> list[str]:
    text = "transcript: 1\ntarget: x\nexpect:\n" + "".join(f"  {line}\n" for line in expect.strip().split("\n"))
    transcript, diagnostics = read(read_text("x.transcript.yaml", text).documents[0])
    assert transcript is not None, diagnostics
    return [
        f"{failure.diagnostic.span.start.line - 3}: {failure.diagnostic.message}"
        for failure in judge(transcript.expect, trace)
    ]


HOLD = {
    "contained": "- says: how can I",
    "exact": "- says: {exact: Goodbye.}",
    "matches": "- says: {matches: 'M.*free\\.$'}",
    "in order": "- says: Hello\n- says: Monday\n- says: Goodbye",
    "at": "- {says: Hello, at: 0s}",
    "at within": "- {says: Hello, at: 1s, within: 1s}",
    "silence": f"- {{hook: still_there, silence: 10s}}\n- {{says: {REMINDER}, silence: 10s}}",
    "a reminder does not restart the silence": f"- {{says: {REMINDER}, silence: 20s}}",
    "hook by event": "- {hook: customer.speech.timeout}",
    "hook by event and number": "- {hook: 'customer.speech.timeout#1'}",
    "count": "- {hook: still_there, count: 2}\n- says: Monday",
    "count to the end": "- {says: o, count: 5}",
    "count none": "- says: Monday\n- {hook: still_there, count: 0}",
    "not": "- not: {says: Monday}\n- calls: {name: check}",
    "not to the end": "- says: Monday\n- not: {hook: still_there}",
    "not at that time": f"- not: {{says: {REMINDER}, at: 12s}}",
    "calls": "- calls: {name: check, arguments: {n: 1}}",
    "calls without arguments": "- calls: {name: check}",
    "handoff": "- handoff: {from: Reception, to: Scheduler}",
    "variable": "- variable: {name: plan, value: gold}",
    "variable at the start": "- {variable: {name: plan}, at: 0s}",
    "prompt": "- prompt: You are\n- prompt: Robin",
    "prompt behind the history": "- says: Monday\n- prompt: Dana",
    "message": "- message: {role: system, content: button}",
    "prompt in front of the history": "- says: Monday\n- prompt: Robin",
    "sent whole": "- sent: [{role: user, content: 'A visit, please'}, {role: tool, content: ok}]",
    "sent whole with the prompt": f"- sent: [{{role: system, content: {SYSTEM}}}, {{role: user}}]",
    "sent contains": "- sent: {contains: visit, lacks: [cancel, {role: tool}]}",
    "sent contains of the second": "- sent: {contains: [visit, {role: tool, content: ok}]}",
    "ended": "- endedReason: assistant-ended-call",
    "unordered": "- unordered:\n    - calls: {name: check}\n    - variable: {name: plan}\n- says: Monday",
    "unordered takes two events": f"- unordered: [{{says: {REMINDER}}}, {{says: still}}]\n- says: Monday",
    "unordered finds the only assignment": "- unordered: [{says: o}, {says: Hello}]",
}


@pytest.mark.parametrize("expect", HOLD.values(), ids=HOLD.keys())
def test_holds(expect: str) -> None:
    assert failures(expect) == []


FAIL = {
    "text": (
        "- says: Tuesday is free",
        '1: expected says "Tuesday is free" from the start of the call: there is none. '
        'Nearest: 0:26.000 [Reception] speech.started assistant model lasts=1.000s "Monday is free."',
    ),
    "case counts": (
        "- says: GOODBYE",
        '1: expected says "GOODBYE" from the start of the call: there is none. '
        'Nearest: 0:30.000 [Scheduler@handoff] speech.started assistant model lasts=1.000s "Goodbye."',
    ),
    "order": (
        "- says: Monday\n- says: Hello",
        '2: expected says "Hello" after 0:26.000 speech.started: there is none. '
        "It happened earlier, at 0:00.000, before the last match",
    ),
    "one event, one match": (
        "- endedReason: assistant-ended-call\n- endedReason: assistant-ended-call",
        '2: expected endedReason "assistant-ended-call" after 0:31.000 call.ended: there is none. '
        "It happened earlier, at 0:31.000, before the last match",
    ),
    "time": (
        "- {says: Monday, at: 25s, within: 500ms}",
        '1: expected says "Monday" at 0:25.000 (±0.500s) from the start of the call: there is none. '
        "It happens at another time: 0:26.000",
    ),
    "silence": (
        "- {hook: still_there, silence: 15s}",
        '1: expected hook "still_there" 15.000s into the silence from the start of the call: there is none. '
        "It happens at another time: 0:11.000, 10.000s into the silence",
    ),
    "no silence": (
        "- {endedReason: assistant-ended-call, silence: 1s}",
        '1: expected endedReason "assistant-ended-call" 1.000s into the silence from the start of the call: there is '
        "none. It happens at another time: 0:31.000, 0.000s into the silence",
    ),
    "not": (
        "- not: {hook: still_there}\n- says: Monday",
        '1: expected no hook "still_there" from the start of the call: there is one at 0:11.000, 0:21.000',
    ),
    "count": (
        "- {hook: still_there, count: 3}",
        '1: expected hook "still_there" exactly 3 times from the start of the call: there are 2 (0:11.000, 0:21.000)',
    ),
    "count stops at the next match": (
        "- {hook: still_there, count: 2}\n- says: still",
        '1: expected hook "still_there" exactly 2 times from the start of the call: there are 1 (0:11.000)',
    ),
    "arguments": (
        "- calls: {name: check, arguments: {n: true}}",
        '1: expected calls {"arguments": {"n": true}, "name": "check"} from the start of the call: there is none. '
        "Nearest: 0:25.500 [Reception] tool.started call_1 check. Of its arguments, n is 1",
    ),
    "nothing of the sort": (
        "- says: Monday\n- calls: {name: other}",
        '2: expected calls {"name": "other"} after 0:26.000 speech.started: there is none. '
        "No tool.started follows at all",
    ),
    "unordered": (
        "- unordered: [{says: Hello}, {says: nobody said this}]\n- says: Goodbye",
        '1: expected says "nobody said this" from the start of the call: there is none. '
        'Nearest: 0:11.000 [Reception] speech.started assistant hook lasts=1.000s "Are you still there?"',
    ),
}


@pytest.mark.parametrize(("expect", "message"), FAIL.values(), ids=FAIL.keys())
def test_fails(expect: str, message: str) -> None:
    assert failures(expect) == [message]


@pytest.mark.parametrize("expect", ["- says: {matches: %s}", "- not: {says: {matches: %s}}"])
def test_a_pattern_that_costs_too_much_decides_nothing(expect: str) -> None:
    trace = Trace(TRACE.header, tuple(says(0, "x" * 400)))
    (failure,) = failures(expect % "x*x*x*x*x*y|x", trace)
    assert failure.startswith('1: cannot decide says {"matches": "x*x*x*x*x*y|x"}: ')


ARMED = [Event(1_000, A, "timer.armed", {"timer": "wrap_up", "due_ms": 60_000})]
CANCELLED = [Event(2_000, A, "timer.cancelled", {"timer": "wrap_up", "why": "user speech"})]


@pytest.mark.parametrize(
    ("hook", "more", "why"),
    [
        ("wrap_up", ARMED, "Its timer is armed at 0:01.000, due at 1:00.000, and that is all"),
        ("wrap_up", [*ARMED, *CANCELLED], "Its timer is taken back at 0:02.000: user speech"),
        ("wrap_upp", ARMED, "No hook.fired follows at all; did you mean 'wrap_up'?"),
        ("other", ARMED, "No hook.fired follows at all"),
    ],
)
def test_a_hook_that_never_fires(hook: str, more: list[Event], why: str) -> None:
    trace = Trace(TRACE.header, (EVENTS[0], *more), None)
    assert [
        message.partition(": there is none. ")[2].rstrip(".") for message in failures(f"- hook: {hook}", trace)
    ] == [why]


def test_one_failure_does_not_hide_the_next() -> None:
    assert [line.split(":")[0] for line in failures("- says: x\n- says: Hello\n- says: nobody\n- endedReason: z")] == [
        "1",
        "3",
        "4",
    ]


def test_listing_marks_the_offender() -> None:
    text = "transcript: 1\ntarget: x\nexpect: [{says: Tuesday is free}]\n"
    transcript, _ = read(read_text("x.transcript.yaml", text).documents[0])
    assert transcript is not None
    (failure,) = judge(transcript.expect, TRACE)
    lines = failure.listing.split("\n")
    assert [line for line in lines if line.startswith(">>>")] == [
        '>>>  0:26.000 [Reception] speech.started assistant model lasts=1.000s "Monday is free."'
    ]
    assert lines[0].strip().startswith("… ")


def test_a_discarded_utterance_does_not_end_the_silence() -> None:
    scene = Scene(TRACE)
    index = next(i for i, event in enumerate(EVENTS) if event.type == "speech.ended" and "discarded" in event.data)
    assert scene.silences[index + 1] == 3000


@pytest.mark.parametrize(("clock", "silence_ms"), [("continuous", 20_000), ("restart", 9_000)])
def test_restart_policy(clock: str, silence_ms: int) -> None:
    trace = Trace(Header("0", "", "", {"silenceClock": clock}), tuple(EVENTS))
    index = [i for i, event in enumerate(EVENTS) if event.data.get("text") == REMINDER][1]
    assert Scene(trace).silences[index] == silence_ms


@pytest.mark.parametrize(
    ("expected", "actual", "holds"),
    [
        ({}, {"a": 1}, True),
        ({"a": {"b": 1}}, {"a": {"b": 1.0, "c": 2}}, True),
        ({"a": None}, {}, False),
        ({"a": None}, {"a": None}, True),
        ([1, {"a": 1}], [1, {"a": 1, "b": 2}], True),
        ([1], [1, 2], False),
        (1, True, False),
        (True, 1, False),
        ("1", 1, False),
        ({}, [], False),
    ],
)
def test_subset(expected: Any, actual: Any, holds: bool) -> None:
    assert subset(expected, actual) is holds
