"""The silence clock (semantics §5.1–§5.3)."""

from __future__ import annotations

from typing import Any

import pytest

WORDS_4 = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen"  # 14 words last 4000 ms
WORDS_1 = "a b"  # 572 ms


def staged(kit: Any, **options: Any) -> Any:
    return kit.member(
        first=WORDS_4,
        hooks=(
            kit.timeout(10, "Still there?", index=0, **options),
            kit.timeout(20, "Can I help?", index=1, **options),
            kit.timeout(30, "Goodbye then.", kit.call(kit.end_call()), index=2, **options),
        ),
    )


def test_staged_hooks_fire_at_14_24_34(kit: Any) -> None:
    trace = kit.play(kit.plan(staged(kit)), {"silence": 40_000})
    assert kit.told(trace, "hook.fired", "hook.suppressed", "call.ended") == [
        "14000 hook h10 1",
        "24000 no hook h10",
        "24000 hook h20 1",
        "34000 no hook h10",
        "34000 hook h30 1",
        "34572 ended assistant-ended-call",  # two words of goodbye
    ]
    fired = [event for event in trace.events if event.type == "hook.fired"]
    assert [event.data["silence_ms"] for event in fired] == [10_000, 20_000, 30_000]


def test_an_answer_starts_the_period_anew_and_counts_stay(kit: Any) -> None:
    """The worked timeline: the caller speaks at 15.0–16.0, the assistant at 18.3–20.0, the hook fires at 30.0."""
    script = (
        {"silence": 11_000},
        {"user": "yes", "lasts_ms": 1000},
        {"model": "fine", "takes_ms": 2300, "lasts_ms": 1700},
        {"silence": 10_000},
    )
    for reset, count in ((False, 2), (True, 1)):
        plan = kit.plan(staged(kit, reset_on_user_speech=reset))
        assert kit.told(kit.play(plan, *script), "hook.fired") == ["14000 hook h10 1", f"30000 hook h10 {count}"]


def test_the_clock_stands_at_the_end_of_what_was_last_said(kit: Any) -> None:
    """Without an answer the caller's own end counts (rule 1)."""
    plan = kit.plan(kit.member(first=WORDS_4, hooks=(kit.timeout(10, "Hm?"),)))
    trace = kit.play(plan, {"user": "no", "lasts_ms": 500}, {"model": ""}, {"silence": 10_000})
    assert kit.told(trace, "hook.fired") == ["14500 hook h10 1"]


def test_a_reminder_restarts_the_period_only_under_that_policy(kit: Any) -> None:
    plan = kit.plan(kit.member(hooks=(kit.timeout(2, WORDS_1),)))
    continuous = kit.play(plan, {"silence": 6000})
    restart = kit.play(plan, {"silence": 6000}, policies={"silenceClock": "restart"})
    assert kit.told(continuous, "hook.fired") == ["2858 hook h2 1", "4858 hook h2 2", "6858 hook h2 3"]
    assert kit.told(restart, "hook.fired") == ["2858 hook h2 1", "5430 hook h2 2"]


def test_firing_waits_for_a_reminder_to_end(kit: Any) -> None:
    """Rule 6: at 2 s and 3 s; the first reminder lasts 4 s. What has come due meanwhile is judged together."""
    hooks = (kit.timeout(2, WORDS_4, max_count=1), kit.timeout(3, "Hm?", index=1, max_count=1))
    trace = kit.play(kit.plan(kit.member(hooks=hooks)), {"silence": 10_000})
    assert kit.told(trace, "hook.fired", "hook.suppressed") == [
        "2858 hook h2 1",
        "4858 no hook h2",
        "6858 hook h3 1",
        "9858 no hook h3",
    ]


def test_the_largest_count_is_the_maximum_of_the_call(kit: Any) -> None:
    plan = kit.plan(kit.member(hooks=(kit.timeout(1, "Hm?", max_count=2),)))
    trace = kit.play(plan, {"silence": 9000}, {"user": "yes"}, {"model": "fine"}, {"silence": 9000})
    assert len(kit.told(trace, "hook.fired")) == 2


def reasons(trace: Any) -> list[str]:
    """Why hooks did not fire, and when."""
    return [f"{event.t_ms} {event.data['why']}" for event in trace.events if event.type == "hook.suppressed"]


def test_a_count_that_is_used_up_is_told_once_a_period(kit: Any) -> None:
    """And is no timer: the script's end does not list it."""
    silence = kit.idle("Hm?", timeout_ms=3000, max_count=1)
    plan = kit.plan(kit.member(silence=silence, hooks=(kit.timeout(2, kit.add("x", False), max_count=2),)))
    trace = kit.play(plan, {"silence": 20_000}, {"user": "yes", "lasts_ms": 142}, {"model": "fine"}, {"silence": 5000})
    hook, idle = "its triggerMaxCount of 2 is used up", "its idleMessageMaxSpokenCount of 1 is used up"
    assert reasons(trace) == [f"6858 {idle}", f"6858 {hook}", f"23286 {hook}", f"24286 {idle}"]
    assert trace.events[-1].data["armed"] == [{"timer": "max-duration", "due_ms": 600_000}]


def test_of_two_hooks_of_one_timeout_the_first_fires(kit: Any) -> None:
    hooks = (kit.timeout(2, "Hm?", max_count=1), kit.timeout(2, "So?", index=1, max_count=1))
    trace = kit.play(kit.plan(kit.member(hooks=hooks)), {"silence": 4000})
    assert kit.told(trace, "speech.started")[1:] == ["2858 A hook: Hm?", "4858 A hook: So?"]
    assert reasons(trace)[0] == "2858 a hook with the same timeout is due"


def test_a_timeout_of_nothing_is_bounded_by_its_count(kit: Any) -> None:
    plan = kit.plan(kit.member(hooks=(kit.timeout(0, kit.add("x", False), max_count=4),)))
    assert len(kit.told(kit.play(plan, {"silence": 1000}), "hook.fired")) == 4


def test_ignored_speech_does_not_end_the_period(kit: Any) -> None:
    settings = {"transcriber": {"provider": "deepgram"}}
    plan = kit.plan(kit.member(hooks=(kit.timeout(5, "Hm?"),), settings=settings))
    trace = kit.play(plan, {"user": "mumble", "after_ms": 1000, "confidence": 0.2}, {"silence": 5000})
    assert kit.told(trace, "hook.fired", "speech.ended") == [
        "858 assistant over",
        "2144 user over discarded",
        "5858 hook h5 1",
        "6144 assistant over",
    ]


def test_idle_messages_and_hooks_fire_back_to_back(kit: Any) -> None:
    plan = kit.plan(
        kit.member(silence=kit.idle("Are you there?", timeout_ms=5000, max_count=1), hooks=(kit.timeout(5, "Hm?"),))
    )
    assert kit.told(kit.play(plan, {"silence": 6000}), "hook.fired", "speech.started") == [
        "0 A first-message: Hello there you",
        "5858 hook h5 1",
        "5858 A hook: Hm?",
        "6144 hook idle 1",
        "6144 A idle: Are you there?",
    ]


@pytest.mark.parametrize(("reset", "fired"), [(True, 2), (False, 1)])
def test_idle_counts_may_start_anew(kit: Any, reset: bool, fired: int) -> None:
    idle = kit.idle("Hm?", timeout_ms=5000, max_count=1, reset_on_user_speech=reset)
    trace = kit.play(
        kit.plan(kit.member(silence=idle)), {"silence": 12_000}, {"user": "yes"}, {"model": "fine"}, {"silence": 12_000}
    )
    assert len(kit.told(trace, "hook.fired")) == fired


def test_an_idle_message_waits_for_a_reminder(kit: Any) -> None:
    silence = kit.idle("Hm?", timeout_ms=3000, max_count=1)
    trace = kit.play(
        kit.plan(kit.member(silence=silence, hooks=(kit.timeout(2, WORDS_4, max_count=1),))), {"silence": 9000}
    )
    assert kit.told(trace, "hook.fired") == ["2858 hook h2 1", "6858 hook idle 1"]


def test_the_silence_timeout_wins_the_tie_and_says_its_message(kit: Any) -> None:
    silence = kit.silence(10_000, "We hang up now.")
    plan = kit.plan(kit.member(silence=silence, hooks=(kit.timeout(10, "Hm?"),)))
    assert kit.told(kit.play(plan, {"silence": 20_000}), "hook.fired", "speech.started", "call.ended") == [
        "0 A first-message: Hello there you",
        "10858 A idle: We hang up now.",
        "12001 ended silence-timed-out",
    ]


def test_the_silence_timeout_waits_for_a_reminder_and_nothing_stops_it(kit: Any) -> None:
    """The reminder is spoken from 8.858 to 12.858; the caller barges in, too late."""
    silence = kit.silence(10_000, "We hang up now.")
    plan = kit.plan(kit.member(silence=silence, hooks=(kit.timeout(8, WORDS_4),)))
    trace = kit.play(plan, {"silence": 8000}, {"interrupt": "Wait", "at_ms": 3000})
    assert kit.told(trace, "speech.started", "call.ended")[1:] == [
        f"8858 A hook: {WORDS_4}",
        "11858 user: Wait",
        "12144 A idle: We hang up now.",
        "13287 ended silence-timed-out",
    ]


def test_no_silence_timeout_unless_configured(kit: Any) -> None:
    plan = kit.plan(kit.member())
    assert kit.play(plan, {"silence": 120_000}).ended_reason is None
    ended = kit.play(plan, {"silence": 120_000}, policies={"silenceTimeoutDefault": "30"})
    assert kit.told(ended, "call.ended") == ["30858 ended silence-timed-out"]


def test_before_anybody_has_spoken_only_the_timeout_runs(kit: Any) -> None:
    """Rule 8: from the start of the call."""
    plan = kit.plan(
        kit.member(
            first="never said",
            mode="assistant-waits-for-user",
            silence=kit.silence(30_000),
            hooks=(kit.timeout(5, "Hm?"),),
        )
    )
    assert kit.told(kit.play(plan, {"silence": 60_000})) == ["0 started", "30000 ended silence-timed-out"]


@pytest.mark.parametrize("first", [None, ""])
def test_an_assistant_without_a_first_message_waits_no_longer(kit: Any, first: str | None) -> None:
    plan = kit.plan(kit.member(first=first, silence=kit.silence(30_000), hooks=(kit.timeout(5, "Hm?"),)))
    assert kit.told(kit.play(plan, {"silence": 60_000})) == ["0 started", "30000 ended silence-timed-out"]


def test_nor_for_a_model_that_is_to_speak_first(kit: Any) -> None:
    mode = "assistant-speaks-first-with-model-generated-message"
    plan = kit.plan(kit.member(mode=mode, silence=kit.silence(30_000), hooks=(kit.timeout(5, "Hm?"),)))
    assert kit.told(kit.play(plan, {"model": "Hello", "takes_ms": 40_000})) == [
        "0 started",
        "0 A asks",
        "30000 ended silence-timed-out",
    ]


def test_the_first_words_of_a_hook_begin_the_first_period(kit: Any) -> None:
    """Before them hooks are off; behind them silence counts for hooks and timeout alike."""
    hooks = (kit.hook("call.timeElapsed", "Well", delay_ms=3000), kit.timeout(5, "Hm?", index=1))
    plan = kit.plan(kit.member(first=None, silence=kit.silence(30_000), hooks=hooks))
    trace = kit.play(plan, {"silence": 60_000})
    assert kit.told(trace, "hook.fired", "call.ended")[1] == "8286 hook h5 1"
    assert kit.told(trace)[-1] == "33286 ended silence-timed-out"


def test_a_tool_call_cancels_the_period(kit: Any) -> None:
    """Rule 7: it starts again when the assistant has spoken about the result."""
    plan = kit.plan(kit.member(tools=(kit.tool("look"),), hooks=(kit.timeout(5, "Hm?"),)))
    trace = kit.play(
        plan,
        {"user": "look", "lasts_ms": 142},
        {"model": None, "calls": [("look", {})]},
        {"tool": "look", "result": "found", "takes_ms": 9000},
        {"model": "It is there"},
        {"silence": 6000},
    )
    assert kit.told(trace, "hook.fired", "tool.ended") == ["10000 look success", "15858 hook h5 1"]


def test_a_silent_result_starts_the_period_when_the_tool_has_ended(kit: Any) -> None:
    done = (kit.message("request-complete", ""),)
    plan = kit.plan(kit.member(tools=(kit.tool("look", messages=done),), hooks=(kit.timeout(5, "Hm?"),)))
    trace = kit.play(
        plan,
        {"user": "look", "lasts_ms": 142},
        {"model": None, "calls": [("look", {})]},
        {"tool": "look", "result": "found", "takes_ms": 9000},
        {"silence": 6000},
    )
    assert kit.told(trace, "hook.fired") == ["15000 hook h5 1"]


def test_no_silence_timeout_is_armed_behind_the_last_words(kit: Any) -> None:
    """It is due at 10.858, in a reminder behind which the call ends; the caller speaks in it, and falls silent."""
    plan = kit.plan(kit.member(silence=kit.silence(10_000, "We hang up now."), hooks=(kit.timeout(8, WORDS_4),)))
    trace = kit.play(plan, {"silence": 8000}, {"interrupt": "Wait", "at_ms": 2500})
    armed = [
        event for event in trace.events if event.type == "timer.armed" and event.data["timer"] == "silence-timeout"
    ]
    assert [event.data["due_ms"] for event in armed] == [10_858]
