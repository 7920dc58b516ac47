"""The whole path of an utterance, and how long it lasts."""

from __future__ import annotations

from dataclasses import fields

import pytest
from callplan.compiler.policies import BY_NAME
from callplan.runtime.voice import VoicePolicies, break_ms, duration_ms, speak, strip_flush, word_count
from callplan.runtime.voice.policies import DEFAULT, NAMES


def test_chunks_are_formatted_one_by_one() -> None:
    voice = {
        "chunkPlan": {
            "minCharacters": 1,
            "formatPlan": {"replacements": [{"type": "exact", "key": "pay", "value": "send"}]},
        }
    }
    spoken = speak("Please pay $5. Then pay 14%. <flush/> Bye.", voice)
    assert [one.text for one in spoken.chunks] == ["Please send five dollars.", " Then send 14 percent. ", " Bye."]
    assert [one.flushed for one in spoken.chunks] == [False, True, False]
    assert spoken.text == "Please send five dollars. Then send 14 percent.  Bye."


def test_chunking_off_means_formatting_off() -> None:
    voice = {"chunkPlan": {"enabled": False, "formatPlan": {"enabled": True}}}
    spoken = speak("Pay $5. <flush/> Now.", voice)
    assert spoken.text == "Pay $5. <flush/> Now."
    assert len(spoken.chunks) == 1


def test_legacy_boundaries_win() -> None:
    voice = {"inputPunctuationBoundaries": ["!"], "chunkPlan": {"minCharacters": 1, "punctuationBoundaries": ["."]}}
    assert [one.text for one in speak("One. Two! Three", voice).chunks] == ["One. Two!", " Three"]


@pytest.mark.parametrize("url", ["https://example.com/a_b.mp3", "http://x.y/z.wav?a=1:2"])
def test_a_recording_is_played_as_it_is(url: str) -> None:
    assert speak(url).text == url
    assert len(speak(url).chunks) == 1


def test_faults_are_told_once() -> None:
    voice = {
        "chunkPlan": {
            "minCharacters": 1,
            "formatPlan": {"replacements": [{"type": "regex", "regex": "[", "value": ""}]},
        }
    }
    faults = speak("One. Two. Three.", voice).faults
    assert [fault.index for fault in faults] == [0]
    assert "without its ]" in faults[0].message


@pytest.mark.parametrize("voice", [None, {}, {"chunkPlan": None}, {"chunkPlan": []}])
def test_defaults(voice: object) -> None:
    assert speak("That is $5.", voice).text == "That is five dollars."  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "words", "lasts"),
    [
        ("", 0, 0),
        ("one", 1, 286),
        ("one two three four five six seven", 7, 2000),
        ("one two", 2, 572),
        ("a <break time='1s'/> b", 2, 1572),
        ('<break time="250ms"/>', 0, 250),
        ("<spell>AB</spell> <<x>> c", 2, 572),
        ("a<br/>b", 1, 286),
    ],
)
def test_durations(text: str, words: int, lasts: int) -> None:
    """3.5 words a second, and the breaks (Q26)."""
    assert word_count(text) == words
    assert duration_ms(text) == lasts


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ('<break time="1.5s"/><break time="500ms"/>', 2000),
        ("<break time=2s>", 2000),
        ("<break/>", 0),
        ('<break strength="weak" time="1s"/>', 1000),
        ('<BREAK TIME="1S"/>', 1000),
        ('<break time="0.0005s"/>', 1),
        ('<break time="0.4ms"/>', 0),
        ('<break time="0.5ms"/>', 1),
        ('<break time="1m"/>', 0),
        ('<break time="-1s"/>', 0),
        ("break time 1s", 0),
    ],
)
def test_breaks(text: str, total: int) -> None:
    assert break_ms(text) == total


def test_history_has_no_flush_tags() -> None:
    assert strip_flush("One. <flush /> Two.< / FLUSH >") == "One.  Two."
    assert strip_flush("One <flush x> two <break/>") == "One <flush x> two <break/>"


def test_policies_are_read_by_name() -> None:
    assert VoicePolicies.read({"newline": "plain", "choice": "first"}) == VoicePolicies(newline="plain")
    assert set(NAMES.values()) == {field.name for field in fields(VoicePolicies)}
    assert all(getattr(DEFAULT, field) == BY_NAME[name].default for name, field in NAMES.items())


def test_long_texts_are_formatted_too() -> None:
    assert speak("Pay $5. " * 1000).text == "Pay five dollars. " * 1000
