"""Voices and transcribers that fail, and the languages that are heard (semantics §10)."""

from __future__ import annotations

from typing import Any

import pytest
from callplan.runtime import ScriptError
from callplan.runtime.machine.languages import configured, detects
from callplan.runtime.machine.providers import blame
from callplan.schemas import ended_reasons

AUTO = {
    "transcriber": {
        "provider": "deepgram",
        "model": "nova-3",
        "fallbackPlan": {"transcribers": [{"provider": "gladia"}], "autoFallback": {"enabled": True}},
    }
}


def changes(trace: Any) -> list[str]:
    return [
        f"{event.type} {event.data['from']} > {event.data['to']}"
        for event in trace.events
        if event.type.endswith(".changed")
    ]


def test_behind_the_plan_the_platform_chooses_once(kit: Any) -> None:
    faults = [{"fault": f"pipeline-error-{name}-transcriber-failed"} for name in ("deepgram", "gladia", "soniox")]
    trace = kit.play(kit.plan(kit.member(settings=AUTO)), *faults)
    assert changes(trace) == [
        "transcriber.changed deepgram nova-3 > gladia",
        "transcriber.changed gladia > auto",
    ]
    assert trace.ended_reason == "pipeline-error-soniox-transcriber-failed"


def test_a_later_one_that_fails_tells_that_those_before_it_have(kit: Any) -> None:
    trace = kit.play(kit.plan(kit.member(settings=AUTO)), {"fault": "pipeline-error-gladia-transcriber-failed"})
    assert changes(trace) == ["transcriber.changed deepgram nova-3 > auto"]
    assert trace.ended_reason is None


@pytest.mark.parametrize("reason", ["pipeline-error-openai-llm-failed", "pipeline-error-azure-voice-failed"])
def test_what_the_plan_is_not_about_ends_the_call(kit: Any, reason: str) -> None:
    assert kit.play(kit.plan(kit.member(settings=AUTO)), {"fault": reason}).ended_reason == reason


def test_the_next_member_begins_with_its_own_first_choice(kit: Any) -> None:
    voice = {"voice": {"fallbackPlan": {"voices": [{"provider": "playht", "voiceId": "x"}]}}}
    a = kit.member("A", settings=voice, tools=(kit.handoff("B"),))
    b = kit.member("B", first="one two", settings=voice)
    trace = kit.play(
        kit.plan(a, b),
        {"fault": "pipeline-error-azure-voice-failed"},
        {"user": "go"},
        {"model": None, "calls": [("to_B", {})]},
        {"fault": "pipeline-error-azure-voice-failed"},
    )
    assert changes(trace) == ["voice.changed default > playht x"] * 2
    assert trace.ended_reason is None


def test_every_reason_that_names_a_voice_or_transcriber_blames_one() -> None:
    """Of the 595 names those with either word in them, and those of providers that offer nothing else."""
    blamed = {reason: found for reason in ended_reasons() if (found := blame(reason)) is not None}
    named = {reason for reason in ended_reasons() if "-voice" in reason or "transcriber" in reason}
    assert named - {*blamed} == set()
    assert {blame.provider for blame in blamed.values()} == {
        *("11labs", "assembly-ai", "azure", "cartesia", "custom-transcriber", "custom-voice", "deepgram", "gladia"),
        *("google", "hume", "inworld", "lmnt", "microsoft", "minimax", "neuphonic", "openai", "playht", "rime-ai"),
        *("sesame", "smallest-ai", "soniox", "speechmatics", "talkscriber", "tavus", "vapi", "wellsaid", "xai"),
    }
    assert blame("pipeline-error-eleven-labs-blocked-using-instant-voice-clone-and-requested-upgrade") == (
        "voice",
        "11labs",
    )
    assert blame("pipeline-error-deepgram-returning-econnreset") == ("transcriber", "deepgram")
    assert blame("customer-ended-call") is None


@pytest.mark.parametrize(
    ("transcriber", "language", "several"),
    [
        ({}, "en", True),
        ({"language": "es-MX"}, "es", False),
        ({"language": "multi"}, "en", True),
        ({"language": "Multilingual"}, "en", True),
        ({"language": "en_es"}, "en", True),
        ({"language": "fr", "languages": ["fr", "de"]}, "fr", True),
        ({"languageBehaviour": "manual", "language": "de"}, "de", False),
        ({"languageBehaviour": "automatic single language", "language": "de"}, "de", True),
    ],
)
def test_what_a_transcriber_hears(transcriber: dict[str, Any], language: str, several: bool) -> None:
    assert configured(transcriber) == language
    assert detects(transcriber) is several


@pytest.mark.parametrize(
    ("settings", "heard", "words"),
    [
        ({"transcriber": {"language": "es"}}, {"language": "fr"}, "told to hear 'es'"),
        ({}, {"endpoint_ms": 5}, "no smartEndpointingPlan"),
        ({}, {"still_speaking": 0.5}, "not set"),
        ({"startSpeakingPlan": {"smartEndpointingEnabled": True}}, {"still_speaking": 0.5}, "of vapi"),
        (
            {"startSpeakingPlan": {"smartEndpointingPlan": {"provider": "livekit", "waitFunction": "x +"}}},
            {},
            "cannot be evaluated: it ends too early",
        ),
    ],
)
def test_what_nothing_in_the_plan_hears(kit: Any, settings: Any, heard: Any, words: str) -> None:
    with pytest.raises(ScriptError, match=words):
        kit.play(kit.plan(kit.member(settings=settings)), {"user": "go", **heard}, {"model": "x"})


def test_a_transfer_is_announced_in_the_call_s_language(kit: Any) -> None:
    from callplan.compiler.plan.frozen import freeze
    from callplan.compiler.plan.model import Destination, Template

    contents = [
        {"type": "text", "text": "Hello {{name}}", "language": "en"},
        {"type": "text", "text": "Hola {{name}}", "language": "es"},
    ]
    config: Any = freeze({"message": {"type": "custom-message", "contents": contents}})
    place = Destination("number", "+1", number=Template("+1"), message=Template("Hello {{name}}"), config=config)
    member = kit.member(tools=(kit.transfer(place),), settings={"transcriber": {"language": "es-ES"}})
    trace = kit.play(
        kit.plan(member, variables={"name": "Ana"}), {"user": "go"}, {"model": None, "calls": [("transferCall", {})]}
    )
    assert kit.told(trace, "speech.started")[-1].endswith("A transfer: Hola Ana")
