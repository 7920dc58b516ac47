"""What the documents leave open is a policy: each value of those of hooks, silence, turns and endings makes another
call, and the trace says which value decided.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from callplan.compiler.policies import BY_NAME

WORDS_7 = "one two three four five six seven"  # 2000 ms
FIRED = ("hook.fired", "hook.suppressed", "call.ended")
SAID = ("speech.started", "call.ended")


class Case(NamedTuple):
    """A call in which a policy decides: the plan, its script, the types of events that show it, and what they are
    under each value. A first message lasts 858 ms.
    """

    plan: Callable[[Any], Any]
    script: tuple[dict[str, Any], ...]
    shows: tuple[str, ...]
    told: dict[str, list[str]]


def _front(**fields: Any) -> Callable[[Any], Any]:
    return lambda kit: kit.plan(kit.member(**{name: make(kit) for name, make in fields.items()}))


def _two(first: float, second: float, **fields: Any) -> Callable[[Any], Any]:
    return _front(hooks=lambda kit: (kit.timeout(first, "Hm?"), kit.timeout(second, "So?", index=1)), **fields)


def _back(kit: Any) -> Any:
    front = kit.member(
        "A", "a b c d e f g", tools=(kit.handoff("B"),), hooks=(kit.timeout(2, kit.add("x", False), max_count=1),)
    )
    return kit.plan(front, kit.member("B", None, tools=(kit.handoff("A"),)))


def _transcribers(kit: Any) -> Any:
    plan = {"transcribers": [{"provider": "gladia", "confidenceThreshold": 0.7}]}
    settings = {"transcriber": {"provider": "deepgram", "fallbackPlan": plan}}
    low = "assistant.transcriber.endpointedSpeechLowConfidence"
    hook = kit.hook(low, kit.add("?", False), label="low", confidence=(0.2, 0.4), by_threshold=(True, True))
    return kit.plan(kit.member(settings=settings, hooks=(hook,)))


def _mumbles(kit: Any) -> Any:
    low = "assistant.transcriber.endpointedSpeechLowConfidence"
    return kit.plan(kit.member(hooks=(kit.hook(low, kit.add("?", False), label="low", confidence=(0.2, 0.4)),)))


def _rejects(kit: Any) -> Any:
    target = {"role": "user", "position": 1}
    tool = kit.tool("look", rejection={"conditions": [{"type": "regex", "regex": "stop", "target": target}]})
    return kit.plan(kit.member(first=None, tools=(tool,)))


def _farewell(kit: Any) -> Any:
    return kit.plan(kit.member(silence=kit.silence(5000, WORDS_7)))


def _goodbye(kit: Any) -> Any:
    return kit.plan(kit.member(tools=(kit.end_call(messages=None),), ending=kit.ending("Goodbye then.", "goodbye")))


WAITS = {"startSpeakingPlan": {"waitSeconds": 3}}

CASES: dict[str, Case] = {
    "dueTogether": Case(
        _two(2, 4),
        ({"silence": 4000},),
        FIRED,
        {
            "longest": ["2858 hook h2 1", "4858 no hook h2", "4858 hook h4 1"],
            "all": ["2858 hook h2 1", "4858 hook h2 2", "4858 hook h4 1"],
        },
    ),
    "equalTimeouts": Case(
        _two(2, 2),
        ({"silence": 2000},),
        ("speech.started", "hook.suppressed"),
        {
            "first": ["0 A first-message: Hello there you", "2858 no hook h2", "2858 A hook: Hm?"],
            "all": ["0 A first-message: Hello there you", "2858 A hook: Hm?", "3144 A hook: So?"],
        },
    ),
    "silenceTie": Case(
        _front(hooks=lambda kit: (kit.timeout(5, "Hm?"),), silence=lambda kit: kit.silence(5000)),
        ({"silence": 6000},),
        SAID,
        {
            "timeout": ["0 A first-message: Hello there you", "5858 ended silence-timed-out"],
            "reminder": ["0 A first-message: Hello there you", "5858 A hook: Hm?", "6144 ended silence-timed-out"],
        },
    ),
    "dueInSpeech": Case(
        _front(hooks=lambda kit: (kit.timeout(2, WORDS_7, max_count=1), kit.timeout(3, "So?", index=1))),
        ({"silence": 4500},),
        FIRED,
        {
            "later": ["2858 hook h2 1", "4858 hook h3 1", "4858 no hook h2"],
            "dropped": ["2858 hook h2 1", "3858 no hook h3", "4858 no hook h2"],
        },
    ),
    "silenceInTools": Case(
        _front(
            hooks=lambda kit: (kit.timeout(2, "Hm?"),),
            silence=lambda kit: kit.silence(5000),
            tools=lambda kit: (kit.tool("look"),),
        ),
        (
            {"user": "go", "lasts_ms": 142},
            {"model": None, "calls": [("look", {})]},
            {"tool": "look", "result": "x", "takes_ms": 7000},
        ),
        FIRED,
        {"cancel": [], "suppress": ["3000 no hook h2", "5000 no hook h2", "6000 ended silence-timed-out"]},
    ),
    "remindersAtStart": Case(
        _front(first=lambda kit: None, hooks=lambda kit: (kit.timeout(2, "Hm?"),)),
        ({"silence": 5000},),
        FIRED,
        {"wait": [], "run": ["2000 hook h2 1", "4000 hook h2 2"]},
    ),
    "silenceTimeoutStart": Case(
        _front(first=lambda kit: None, silence=lambda kit: kit.silence(5000)),
        ({"silence": 6000},),
        FIRED,
        {"call": ["5000 ended silence-timed-out"], "speech": []},
    ),
    "hookCounts": Case(
        _back,
        (
            {"silence": 3000},
            {"user": "B", "lasts_ms": 142},
            {"model": None, "calls": [("to_B", {})]},
            {"user": "A", "lasts_ms": 142},
            {"model": None, "calls": [("to_A", {})]},
            {"silence": 2000},
        ),
        FIRED,
        {
            "call": ["4000 hook h2 1", "9284 no hook h2"],
            "activation": ["4000 hook h2 1", "9284 hook h2 1"],
        },
    ),
    "countReset": Case(
        _front(
            first=lambda kit: WORDS_7,
            hooks=lambda kit: (kit.timeout(2, WORDS_7, max_count=1, reset_on_user_speech=True),),
        ),
        ({"silence": 2000}, {"interrupt": "okay", "at_ms": 500, "lasts_ms": 200}, {"silence": 2000}),
        FIRED,
        {"heard": ["4000 hook h2 1", "6700 hook h2 1"], "turn": ["4000 hook h2 1", "6700 no hook h2"]},
    ),
    "hookSay": Case(
        _front(first=lambda kit: WORDS_7, hooks=lambda kit: (kit.hook("call.timeElapsed", "Time.", delay_ms=1000),)),
        ({"silence": 1000},),
        ("speech.started", "speech.ended"),
        {
            "queued": [
                f"0 A first-message: {WORDS_7}",
                "2000 assistant over",
                "2000 A hook: Time.",
                "2286 assistant over",
            ],
            "cuts": [
                f"0 A first-message: {WORDS_7}",
                "1000 assistant cut 'one two three'",
                "1000 A hook: Time.",
                "1286 assistant over",
            ],
        },
    ),
    "hookSpeech": Case(
        _front(hooks=lambda kit: (kit.timeout(2, WORDS_7),)),
        ({"silence": 2000}, {"interrupt": "what now", "at_ms": 500, "lasts_ms": 500}, {"model": "Well."}),
        ("speech.ended",),
        {
            "interruptible": [
                "858 assistant over",
                "3358 assistant cut 'one'",
                "3858 user over",
                "4144 assistant over",
            ],
            "whole": ["858 assistant over", "3858 user over", "4858 assistant over", "5144 assistant over"],
        },
    ),
    "lowConfidenceBound": Case(
        _transcribers,
        (
            {"fault": "call.in-progress.error-vapifault-deepgram-transcriber-failed"},
            {"user": "mumble", "confidence": 0.6},
        ),
        ("hook.fired", "speech.ended"),
        {
            "first": ["858 assistant over", "1144 user over discarded"],
            "current": ["858 assistant over", "1144 user over discarded", "1144 hook low 1"],
        },
    ),
    "lowConfidenceText": Case(
        _mumbles,
        ({"user": "mumble", "confidence": 0.3}, {"user": "go", "lasts_ms": 142}, {"model": "Well."}),
        ("hook.fired", "speech.ended", "message.added", "model.requested"),
        {
            "discarded": [
                "858 assistant over",
                "1144 user over discarded",
                "1144 hook low 1",
                "1144 adds system: ?",
                "1286 user over",
                "1286 A asks",
                "1572 assistant over",
            ],
            "kept": [
                "858 assistant over",
                "1144 user over",
                "1144 hook low 1",
                "1144 adds system: ?",
                "1286 user over",
                "1286 A asks",
                "1572 assistant over",
            ],
        },
    ),
    "acknowledgementPhrases": Case(
        _front(first=lambda kit: WORDS_7),
        ({"interrupt": "okay then", "at_ms": 500, "lasts_ms": 400},),
        ("speech.ended", "model.requested"),
        {
            "utterance": ["500 assistant cut 'one'", "900 user over", "900 A asks"],
            "contained": ["900 user over", "2000 assistant over"],
        },
    ),
    "interruptionPhrases": Case(
        _front(first=lambda kit: WORDS_7, settings=lambda kit: {"stopSpeakingPlan": {"numWords": 4}}),
        ({"interrupt": "please stop", "at_ms": 500, "lasts_ms": 400}, {"model": "Yes."}),
        ("speech.ended", "model.requested"),
        {
            "contained": ["500 assistant cut 'one'", "900 user over", "900 A asks", "1186 assistant over"],
            "utterance": ["900 user over", "900 A asks", "2000 assistant over", "2286 assistant over"],
        },
    ),
    "waitSeconds": Case(
        _front(hooks=lambda kit: (kit.timeout(2, "Hm?"),), settings=lambda kit: WAITS),
        ({"user": "go", "lasts_ms": 142}, {"model": ""}, {"silence": 4000}),
        SAID,
        {
            "profile": ["0 A first-message: Hello there you", "858 user: go", "4000 A hook: Hm?", "5000 A hook: Hm?"],
            "all": ["0 A first-message: Hello there you", "858 user: go", "4000 A hook: Hm?", "5000 A hook: Hm?"],
            "answer": ["0 A first-message: Hello there you", "858 user: go", "3000 A hook: Hm?", "5000 A hook: Hm?"],
        },
    ),
    "keypadPause": Case(
        _front(settings=lambda kit: {"keypadInputPlan": {"enabled": True, "timeoutSeconds": 2}}),
        ({"keypad": "1"}, {"keypad": "2", "after_ms": 1500}, {"silence": 3000}, {"model": ""}),
        ("message.added",),
        {"restart": ["4358 adds user: User's Keypad Entry: 12"], "first": ["2858 adds user: User's Keypad Entry: 12"]},
    ),
    "keypadTimeout": Case(
        _front(settings=lambda kit: {"keypadInputPlan": {"enabled": True, "timeoutSeconds": 2}}),
        ({"keypad": "1"}, {"silence": 3000}),
        ("message.added",),
        {"process": ["2858 adds user: User's Keypad Entry: 1"], "ignore": []},
    ),
    "endPhrases": Case(
        _front(first=lambda kit: "Hello or goodbye", ending=lambda kit: kit.ending(None, "goodbye")),
        (),
        FIRED,
        {"all": ["858 ended assistant-said-end-call-phrase"], "model": []},
    ),
    "phraseInGoodbye": Case(
        _goodbye,
        ({"user": "go", "lasts_ms": 142}, {"model": None, "calls": [("endCall", {})]}),
        FIRED,
        {
            "goodbye": ["1572 ended assistant-ended-call"],
            "phrase": ["1572 ended assistant-said-end-call-phrase"],
        },
    ),
    "turnInFarewell": Case(
        _farewell,
        ({"silence": 5000}, {"interrupt": "wait for me", "at_ms": 500, "lasts_ms": 500}),
        ("model.requested", "call.ended"),
        {"unasked": ["7858 ended silence-timed-out"], "asked": ["6858 A asks", "7858 ended silence-timed-out"]},
    ),
    "endCallReason": Case(
        _front(),
        ({"control": {"type": "end-call"}},),
        FIRED,
        {
            "hangup-task": ["858 ended assistant-ended-call-with-hangup-task"],
            "manually-canceled": ["858 ended manually-canceled"],
        },
    ),
    "rejectionPosition": Case(
        _rejects,
        ({"user": "stop", "lasts_ms": 142}, {"model": None, "calls": [("look", {})]}, {"model": "No."}),
        ("tool.rejected", "tool.ended"),
        {"role": ["142 look success"], "all": ["142 look rejected"]},
    ),
}
"""By policy. Those of other families (voice, overrides, variables, arrival, squads) have tests of their own."""

ANSWERS: dict[tuple[str, str], dict[str, Any]] = {
    ("silenceInTools", "cancel"): {"model": "Done."},
    ("acknowledgementPhrases", "utterance"): {"model": ""},
    ("turnInFarewell", "asked"): {"model": "Sorry?"},
    ("rejectionPosition", "role"): {"tool": "look", "result": "x"},
    ("keypadTimeout", "process"): {"model": ""},
}
"""What the script has to answer under one value alone."""


@pytest.mark.parametrize(("name", "value"), [(name, value) for name in CASES for value in BY_NAME[name].values])
def test_each_value_of_a_policy_makes_its_call(kit: Any, name: str, value: str) -> None:
    case = CASES[name]
    script = list(case.script)
    if (name, value) in ANSWERS:
        script.append(ANSWERS[name, value])
    trace = kit.play(case.plan(kit), *script, policies={name: value})
    assert kit.told(trace, *case.shows) == case.told[value]
    told = [event.data for event in trace.events if event.type == "policy" and event.data["name"] == name]
    assert [one["value"] for one in told] == [value]


@pytest.mark.parametrize("name", CASES)
def test_the_values_differ(name: str) -> None:
    policy, told = BY_NAME[name], CASES[name].told
    assert tuple(told) == policy.values
    assert any(told[value] != told[policy.default] for value in policy.values)


@pytest.mark.parametrize(("value", "kept"), [("discarded", []), ("kept", ["user: mumble"])])
def test_words_of_low_confidence_stand_before_what_their_hook_adds(kit: Any, value: str, kept: list[str]) -> None:
    case = CASES["lowConfidenceText"]
    trace = kit.play(case.plan(kit), *case.script, policies={"lowConfidenceText": value})
    first = ["system: S-A", "assistant: Hello there you"]
    assert kit.requests(trace) == [[*first, *kept, "system: ?", "user: go"]]
