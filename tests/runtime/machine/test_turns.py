"""Openings, turns, barge-in, and the plans that time them (semantics §5.4, §5.8)."""

from __future__ import annotations

from typing import Any

import pytest
from callplan.runtime import ScriptError

SEVEN = "one two three four five six seven"  # lasts 2000 ms


def test_the_assistant_speaks_first_and_answers(kit: Any) -> None:
    trace = kit.play(kit.plan(kit.member()), {"user": "Hi there"}, {"model": "What can I do?"})
    assert kit.told(trace) == [
        "0 started",
        "0 A first-message: Hello there you",
        "858 assistant over",
        "858 user: Hi there",
        "1430 user over",
        "1430 A asks",
        "1430 A model: What can I do?",
        "2573 assistant over",
        "2573 script over",
    ]
    assert kit.requests(trace) == [["system: S-A", "assistant: Hello there you", "user: Hi there"]]


def test_the_model_speaks_first(kit: Any) -> None:
    plan = kit.plan(kit.member(mode="assistant-speaks-first-with-model-generated-message"))
    trace = kit.play(plan, {"model": "Good morning"})
    assert kit.told(trace, "speech.started") == ["0 A model: Good morning"]
    assert kit.requests(trace) == [["system: S-A"]]


@pytest.mark.parametrize("first", [None, "", "never said"])
def test_waiting_for_the_caller(kit: Any, first: str | None) -> None:
    mode = "assistant-waits-for-user" if first == "never said" else "assistant-speaks-first"
    trace = kit.play(kit.plan(kit.member(first=first, mode=mode)), {"user": "Hi", "after_ms": 1500}, {"model": "Yes?"})
    assert kit.told(trace, "speech.started") == ["1500 user: Hi", "1786 A model: Yes?"]


def test_a_recording_is_played_and_not_written_down(kit: Any) -> None:
    trace = kit.play(kit.plan(kit.member(first="https://x.example/hello.mp3")), {"user": "Hi"}, {"model": "Yes?"})
    assert kit.told(trace, "speech.started")[0] == "0 A first-message: https://x.example/hello.mp3"
    assert kit.requests(trace) == [["system: S-A", "user: Hi"]]


@pytest.mark.parametrize(
    ("policies", "told"), [({}, []), ({"unheardSpeech": "dropped"}, []), ({"unheardSpeech": "empty"}, ["assistant: "])]
)
def test_speech_that_breaks_off_before_its_first_word(kit: Any, policies: dict[str, str], told: list[str]) -> None:
    script = [{"interrupt": "stop now please", "at_ms": 10}, {"model": "Yes?"}]
    trace = kit.play(kit.plan(kit.member(first=SEVEN)), *script, policies=policies)
    (ended,) = (event.data for event in trace.events if "cut_at_ms" in event.data)
    assert ended["heard"] == ""
    assert kit.requests(trace) == [["system: S-A", *told, "user: stop now please"]]


def test_the_trace_lists_what_is_new_and_names_the_rest(kit: Any) -> None:
    trace = kit.play(kit.plan(kit.member()), {"user": "a"}, {"model": "b"}, {"user": "c"}, {"model": "d"})
    first, second = (event.data for event in trace.events if event.type == "model.requested")
    assert [one["content"] for one in first["added"]] == ["Hello there you", "a"]
    assert [one["content"] for one in second["added"]] == ["b", "c"]
    assert (first["count"], second["count"]) == (2, 4)
    assert first["system"] == "S-A"
    assert "system" not in second
    assert second["system_digest"]
    assert first["digest"] != second["digest"]


def test_a_barge_in_cuts_and_the_history_keeps_what_was_heard(kit: Any) -> None:
    plan = kit.plan(kit.member(hooks=(kit.hook("assistant.speech.interrupted", "Go ahead"),)))
    trace = kit.play(
        plan,
        {"user": "Hi", "lasts_ms": 142},
        {"model": SEVEN},
        {"interrupt": "Wait, what about Sunday?", "at_ms": 1000},
        {"model": "Closed"},
    )
    assert kit.told(trace)[3:] == [
        "858 user: Hi",
        "1000 user over",
        "1000 A asks",
        f"1000 A model: {SEVEN}",
        "2000 user: Wait, what about Sunday?",
        "2000 assistant cut 'one two three'",
        "2000 hook assistant.speech.interrupted 1",
        "3143 user over",
        "3143 A asks",
        "3143 A hook: Go ahead",
        "3715 assistant over",
        "3715 A model: Closed",
        "4001 assistant over",
        "4001 script over",
    ]
    assert kit.requests(trace)[1] == [
        "system: S-A",
        "assistant: Hello there you",
        "user: Hi",
        "assistant: one two three",
        "user: Wait, what about Sunday?",
    ]


STOPS: list[tuple[str, dict[str, Any], str, int | None, int | None]] = [
    ("a real word", {}, "Sunday", None, 0),
    ("an acknowledgement", {}, "Uh-huh.", None, None),
    ("two acknowledgements are no phrase", {}, "yeah okay sure", None, 0),
    ("too short a sound", {"voiceSeconds": 0.4}, "Sunday", 300, None),
    ("long enough", {"voiceSeconds": 0.3}, "Sunday", 400, 300),
    ("too few words", {"numWords": 3}, "not what I", None, 0),  # "not" always interrupts
    ("two words of three", {"numWords": 3}, "on Sunday", 600, None),
    ("the third word of four", {"numWords": 3}, "tell me about Sunday", 800, 600),
    ("an apostrophe does not hide a phrase", {"numWords": 9}, "I don't know", None, 0),
    ("phrases of its own", {"numWords": 9, "interruptionPhrases": ["hang on"]}, "please hang on", None, 0),
    ("no phrases at all", {"numWords": 9, "interruptionPhrases": []}, "stop", None, None),
    ("an acknowledgement of its own", {"acknowledgementPhrases": ["si"]}, "Si!", None, None),
]


@pytest.mark.parametrize(
    ("settings", "said", "lasts", "delay"), [one[1:] for one in STOPS], ids=[one[0] for one in STOPS]
)
def test_what_stops_the_assistant(
    kit: Any, settings: dict[str, Any], said: str, lasts: int | None, delay: int | None
) -> None:
    plan = kit.plan(kit.member(first=SEVEN, settings={"stopSpeakingPlan": settings}))
    entry = {"interrupt": said, "at_ms": 500} | ({"lasts_ms": lasts} if lasts else {})
    acknowledged = said in ("Uh-huh.", "Si!")
    answers = () if acknowledged else ({"model": "ok"},)
    trace = kit.play(plan, entry, *answers)
    cuts = [(event.t_ms, event.data["cut_at_ms"]) for event in trace.events if "cut_at_ms" in event.data]
    assert cuts == ([] if delay is None else [(500 + delay, 500 + delay)])


def test_an_acknowledgement_joins_the_history_resets_counts_and_asks_nobody(kit: Any) -> None:
    plan = kit.plan(kit.member(first=SEVEN, hooks=(kit.timeout(1, "Hm?", max_count=1, reset_on_user_speech=True),)))
    trace = kit.play(
        plan,
        {"interrupt": "mhmm", "at_ms": 500},
        {"silence": 1500},
        {"user": "Hello"},
        {"model": "Yes"},
    )
    assert kit.told(trace, "hook.fired") == ["3000 hook h1 1"]
    assert kit.requests(trace) == [
        ["system: S-A", f"assistant: {SEVEN}", "user: mhmm", "assistant: Hm?", "user: Hello"]
    ]


def test_the_first_message_is_spoken_out_unless_it_may_be_interrupted(kit: Any) -> None:
    plan = kit.plan(kit.member(first=SEVEN, interruptible=False))
    trace = kit.play(plan, {"interrupt": "Stop", "at_ms": 500}, {"model": "Sorry"})
    assert kit.told(trace, "speech.ended", "speech.started") == [
        f"0 A first-message: {SEVEN}",
        "500 user: Stop",
        "786 user over",
        "2000 assistant over",
        "2000 A model: Sorry",
        "2286 assistant over",
    ]


def test_backoff_holds_the_answer_back(kit: Any) -> None:
    plan = kit.plan(kit.member(first=SEVEN, settings={"stopSpeakingPlan": {"backoffSeconds": 2}}))
    trace = kit.play(plan, {"interrupt": "Stop", "at_ms": 500}, {"model": "Sorry"})
    assert kit.told(trace, "speech.started")[-1] == "2500 A model: Sorry"


@pytest.mark.parametrize(
    ("plan", "said", "asked", "spoken"),
    [
        ({}, "Hi", 0, 0),
        ({"waitSeconds": 0.7}, "Hi", 0, 700),
        ({"transcriptionEndpointingPlan": {}}, "Hi.", 100, 100),
        ({"transcriptionEndpointingPlan": {}}, "Hi", 1500, 1500),
        ({"transcriptionEndpointingPlan": {}}, "\u597d\u7684\u3002", 100, 100),
        ({"transcriptionEndpointingPlan": {}}, "room 42", 500, 500),
        ({"transcriptionEndpointingPlan": {"onNumberSeconds": 0.25}}, "room 42.", 250, 250),
        ({"waitSeconds": 0.2, "transcriptionEndpointingPlan": {"onPunctuationSeconds": 0.3}}, "Hi!", 300, 500),
        ({"customEndpointingRules": [{"type": "customer", "regex": "\\d", "timeoutSeconds": 3}]}, "a 1", 3000, 3000),
        ({"customEndpointingRules": [{"type": "customer", "regex": "\\d", "timeoutSeconds": 3}]}, "a", 0, 0),
        ({"customEndpointingRules": [{"type": "assistant", "regex": "hello", "timeoutSeconds": 3}]}, "a", 0, 0),
        (
            {
                "customEndpointingRules": [
                    {
                        "type": "both",
                        "assistantRegex": "hello",
                        "customerRegex": "^A$",
                        "assistantRegexOptions": [{"type": "ignore-case", "enabled": True}],
                        "customerRegexOptions": [{"type": "ignore-case", "enabled": True}],
                        "timeoutSeconds": 1.2,
                    }
                ]
            },
            "a",
            1200,
            1200,
        ),
    ],
)
def test_when_the_model_is_asked_and_when_it_speaks(
    kit: Any, plan: dict[str, Any], said: str, asked: int, spoken: int
) -> None:
    member = kit.member(settings={"startSpeakingPlan": plan})
    trace = kit.play(kit.plan(member), {"user": said, "lasts_ms": 142}, {"model": "Yes"})
    times = [event.t_ms - 1000 for event in trace.events if event.type in ("model.requested", "speech.started")]
    assert times[-2:] == [asked, spoken]


def test_the_reference_timeline_of_the_voice_pipeline(kit: Any) -> None:
    """Endpointing 0.6, model 0.8, voice 0.5, wait 0.4: speech 2.3 s after the caller's end (semantics §5.8)."""
    trace = kit.play(
        kit.plan(kit.member()), {"user": "Hi", "lasts_ms": 142}, {"model": "Yes"}, policies={"latency": "docs"}
    )
    assert kit.told(trace, "model.requested", "model.responded", "speech.started")[2:] == [
        "1600 A asks",
        "2400 model.responded Yes",
        "3300 A model: Yes",
    ]


def test_an_interruption_under_the_documented_defaults(kit: Any) -> None:
    """0.2 s of voice stop the assistant; the second of backoff runs beside the answer's latency (semantics §5.8)."""
    trace = kit.play(
        kit.plan(kit.member(first=SEVEN)),
        {"interrupt": "Sunday", "at_ms": 300, "lasts_ms": 400},
        {"model": "Yes"},
        policies={"latency": "docs"},
    )
    assert kit.told(trace, "speech.ended", "speech.started")[2] == "500 assistant cut 'one'"
    assert kit.told(trace, "speech.started")[-1] == "3000 A model: Yes"


def test_text_beside_tool_calls_is_not_spoken(kit: Any) -> None:
    plan = kit.plan(kit.member(tools=(kit.tool("look"),)))
    script = (
        {"user": "a"},
        {"model": "Let me see", "calls": [("look", {})]},
        {"tool": "look", "result": "x"},
        {"model": "Done"},
    )
    trace = kit.play(plan, *script)
    assert "A model: Let me see" not in " ".join(kit.told(trace))
    assert next(event.data for event in trace.events if event.type == "model.responded")["suppressed"] is True
    spoken = kit.play(plan, *script, policies={"dualEmission": "spoken"})
    assert "1144 A model: Let me see" in kit.told(spoken)


def test_low_confidence_is_discarded_and_a_hook_may_ask_again(kit: Any) -> None:
    event = "assistant.transcriber.endpointedSpeechLowConfidence"
    hooks = (
        kit.hook(event, "Say again?", label="near", confidence=(0.3, 0.4)),
        kit.hook(event, "What?", label="far", index=1, confidence=(0.2, 0.3)),
    )
    plan = kit.plan(kit.member(hooks=hooks, settings={"transcriber": {"provider": "gladia"}}))
    for confidence, fired in ((0.3, ["near"]), (0.29, ["far"]), (0.1, []), (0.4, None)):
        answers = ({"model": "Fine"},) if fired is None else ()
        trace = kit.play(plan, {"user": "mumble", "confidence": confidence}, *answers)
        assert [one.data["hook"] for one in trace.events if one.type == "hook.fired"] == (fired or [])
        assert any(one.data.get("discarded") for one in trace.events) is (fired is not None)


@pytest.mark.parametrize(
    ("provider", "confidence", "fired"), [("deepgram", 0.2, 1), ("deepgram", 0.19, 0), ("azure", 0.39, 1)]
)
def test_the_interval_that_the_threshold_gives(kit: Any, provider: str, confidence: float, fired: int) -> None:
    event = "assistant.transcriber.endpointedSpeechLowConfidence"
    settings = {"transcriber": {"provider": provider}}
    plan = kit.plan(kit.member(hooks=(kit.hook(event, "Say again?"),), settings=settings))
    assert len(kit.told(kit.play(plan, {"user": "mumble", "confidence": confidence}), "hook.fired")) == fired


def test_a_threshold_of_its_own(kit: Any) -> None:
    settings = {"transcriber": {"provider": "deepgram", "confidenceThreshold": 0.1}}
    trace = kit.play(kit.plan(kit.member(settings=settings)), {"user": "Hi", "confidence": 0.1}, {"model": "Yes"})
    assert kit.requests(trace)


def test_the_caller_is_cut_off_with_the_call(kit: Any) -> None:
    trace = kit.play(kit.plan(kit.member(), max_duration_ms=1500), {"user": "well", "lasts_ms": 9000})
    assert [event.data for event in trace.events if event.type == "speech.ended"][-1] == {
        "role": "user",
        "cut_at_ms": 642,
    }


def test_time_hooks_speak_over_the_caller_and_the_interruption_hook_follows(kit: Any) -> None:
    hooks = (
        kit.hook("call.timeElapsed", "Time", delay_ms=2000),
        kit.hook("customer.speech.interrupted", "Sorry", index=1),
    )
    trace = kit.play(kit.plan(kit.member(hooks=hooks)), {"user": "well", "lasts_ms": 3000}, {"model": "Yes"})
    assert kit.told(trace, "hook.fired", "speech.started") == [
        "0 A first-message: Hello there you",
        "858 user: well",
        "2000 hook call.timeElapsed 1",
        "2000 A hook: Time",
        "2000 hook customer.speech.interrupted 1",
        "3858 A hook: Sorry",
        "4144 A model: Yes",
    ]


def test_rules_look_at_what_was_said_before_the_caller_began(kit: Any) -> None:
    """A time hook that speaks into the caller's words is not what they answer."""
    rules = [{"type": "assistant", "regex": "number", "timeoutSeconds": 2}]
    member = kit.member(
        first="Your number please",
        hooks=(kit.hook("call.timeElapsed", "Time", delay_ms=2000),),
        settings={"startSpeakingPlan": {"customEndpointingRules": rules}},
    )
    trace = kit.play(kit.plan(member), {"user": "it is", "lasts_ms": 3000}, {"model": "Yes"})
    assert kit.told(trace, "model.requested") == ["5858 A asks"]


def test_words_that_the_model_finds_for_a_time_hook_are_said_over_the_caller(kit: Any) -> None:
    hook = kit.hook("call.timeElapsed", kit.ask("Tell the time"), delay_ms=2000)
    trace = kit.play(
        kit.plan(kit.member(hooks=(hook,))), {"user": "well", "lasts_ms": 3000}, {"model": "Two"}, {"model": "Yes"}
    )
    assert kit.told(trace, "speech.started")[2:] == ["2000 A hook: Two", "3858 A model: Yes"]


def test_the_backoff_silences_time_hooks_too(kit: Any) -> None:
    hook = kit.hook("call.timeElapsed", "Time", delay_ms=2000)
    settings = {"stopSpeakingPlan": {"backoffSeconds": 3}}
    trace = kit.play(
        kit.plan(kit.member(first=SEVEN, hooks=(hook,), settings=settings)),
        {"interrupt": "Stop", "at_ms": 500, "lasts_ms": 4000},
        {"model": "Yes"},
    )
    assert kit.told(trace, "speech.started")[2:] == ["3500 A hook: Time", "4500 A model: Yes"]


def test_who_speaks_does_not_begin_to(kit: Any) -> None:
    hook = kit.hook("call.timeElapsed", SEVEN, delay_ms=2000)
    script = ({"user": "well", "lasts_ms": 3000}, {"interrupt": "no", "at_ms": 500}, {"model": "Yes"})
    with pytest.raises(ScriptError, match=r"at 0:02\.500 the caller is speaking, and goes on until 0:03\.858"):
        kit.play(kit.plan(kit.member(hooks=(hook,))), *script)


def test_a_model_that_never_answers(kit: Any) -> None:
    """What a hook's prompt asked for is dropped as well; the silence goes on from the caller's last word."""
    hooks = (kit.hook("model.response.timeout", "Bear with me"), kit.timeout(10, kit.ask("Ask again"), index=1))
    trace = kit.play(
        kit.plan(kit.member(hooks=hooks)),
        {"user": "Hi", "lasts_ms": 142},
        {"model": None, "times_out": True, "takes_ms": 4000},
        {"silence": 12_000},
        {"model": None, "times_out": True, "takes_ms": 500},
    )
    assert kit.told(trace, "hook.fired", "model.responded", "speech.started")[2:] == [
        "5000 model.responded True",
        "5000 hook model.response.timeout 1",
        "5000 A hook: Bear with me",
        "11000 hook h10 1",
        "11500 model.responded True",
        "11500 hook model.response.timeout 2",
        "11500 A hook: Bear with me",
    ]


WAITS = {"startSpeakingPlan": {"transcriptionEndpointingPlan": {"onNoPunctuationSeconds": 1.5}}}


def test_a_false_start_is_one_turn(kit: Any) -> None:
    """Who goes on before the endpoint has not ended the turn: the model is asked once, with both."""
    trace = kit.play(
        kit.plan(kit.member(settings=WAITS)),
        {"user": "I want to", "lasts_ms": 142},
        {"user": "book a visit", "continues_ms": 1400, "lasts_ms": 600},
        {"model": "Yes"},
    )
    assert kit.told(trace)[3:] == [
        "858 user: I want to",
        "1000 user over",
        "2400 user: book a visit",
        "3000 user over",
        "4500 A asks",
        "4500 A model: Yes",
        "4786 assistant over",
        "4786 script over",
    ]
    assert kit.requests(trace) == [
        ["system: S-A", "assistant: Hello there you", "user: I want to", "user: book a visit"]
    ]


def test_who_goes_on_too_late_interrupts_the_answer(kit: Any) -> None:
    trace = kit.play(
        kit.plan(kit.member(settings=WAITS)),
        {"user": "I want to", "lasts_ms": 142},
        {"model": SEVEN},
        {"user": "wait no", "continues_ms": 1800, "lasts_ms": 600},
        {"model": "Yes"},
    )
    assert kit.told(trace)[5:9] == [
        "2500 A asks",
        f"2500 A model: {SEVEN}",
        "2800 user: wait no",
        "2800 assistant cut 'one'",
    ]


def test_nothing_to_continue(kit: Any) -> None:
    with pytest.raises(ScriptError, match="no turn of the caller right above"):
        kit.play(kit.plan(kit.member()), {"silence": 500}, {"user": "more", "continues_ms": 100})
