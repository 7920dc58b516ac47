"""Texts cost what their length costs, whatever they are made of, and their patterns count steps.

How many milliseconds that is, benchmarks/voice.py measures (200 ms at most). Here linear is told from squared: four
times the text takes four times as long or sixteen times, whatever the machine.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from callplan.compiler.javascript import MAX_INPUT, PatternLimit, Translation, translate
from callplan.runtime.voice import (
    Buffer,
    ChunkPlan,
    FormatPlan,
    VoicePolicies,
    chunk,
    duration_ms,
    format_chunk,
    speak,
)
from callplan.runtime.voice.formatters import KEYS
from callplan.runtime.voice.replacements import MAX_STEPS
from callplan.runtime.voice.speech import pieces

FOLDER = Path(__file__).parents[3] / "fixtures" / "voice" / "hard"
UNITS = json.loads((FOLDER / "units.json").read_text("utf-8"))
PATTERNS = json.loads((FOLDER / "patterns.json").read_text("utf-8"))
SIZE = 40_000
ALL = FormatPlan(formatters=KEYS)
SHORT = ChunkPlan(min_characters=1, format=ALL)


def is_linear(action: Callable[[str], object], text: str) -> bool:
    """Whether all of *text* takes less than nine times as long as a quarter of it, in one of some tries. What takes
    less than 10 ms of processor time for 40,000 characters is linear, or would never be noticed.
    """

    def spent_s(text: str) -> float:
        start = time.process_time()
        action(text)
        return time.process_time() - start

    def quarter_s() -> float:
        return min(spent_s(text[: len(text) // 4]) for _ in range(3))  # one disturbed look would let squared pass

    return any(spent_s(text) < 9 * quarter_s() + 0.01 for _ in range(5))


def stretched(unit: str) -> str:
    return (unit * (SIZE // len(unit) + 1))[:SIZE]


def test_squared_is_told_from_linear() -> None:
    text = "a" * 2000
    assert not is_linear(lambda text: [0 for _ in text for _ in text], text)
    assert is_linear(lambda text: [0 for _ in text for _ in range(1000)], text)


@pytest.mark.parametrize("name", UNITS)
def test_hard_texts_are_linear(name: str) -> None:
    text = stretched(UNITS[name])
    assert is_linear(lambda text: format_chunk(text, ALL), text)
    assert is_linear(speak, text)
    assert is_linear(lambda text: speak(text, SHORT), text)
    assert is_linear(duration_ms, text)


@pytest.mark.parametrize(
    "text", ["a" * SIZE, "Hi. " + " " * SIZE, "<b " * (SIZE // 3), "word. " * (SIZE // 6), "a. " * SIZE]
)
def test_a_stream_costs_what_the_whole_costs(text: str) -> None:
    plan = ChunkPlan()

    def stream(text: str) -> tuple[Any, ...]:
        buffer, chunks = Buffer(plan), []
        for at in range(0, len(text), 4):
            buffer, more = buffer.feed(text[at : at + 4])
            chunks += more
        return (*chunks, *buffer.close()[1])

    assert stream(text) == chunk(text, plan)
    assert is_linear(stream, text)


def taken(pattern: Translation, text: str) -> int:
    """The steps of replacing all matches, all steps of an utterance if they do not suffice."""
    try:
        return MAX_STEPS - pattern.replace_within(MAX_STEPS, text, "<$1>")[1]
    except PatternLimit:
        return MAX_STEPS


@pytest.mark.parametrize("source", PATTERNS)
@pytest.mark.parametrize("unit", ["a", "a b ", " ", "aab", "a@", "1", '"a', "😀"])
def test_hard_patterns_are_bounded(source: str, unit: str) -> None:
    """The matcher stops when its steps are used up; what is left to re is linear."""
    pattern = translate(source)
    assert isinstance(pattern, Translation)
    text = stretched(unit)[: SIZE // 2]
    if taken(pattern, text) < MAX_STEPS:
        assert is_linear(lambda text: taken(pattern, text), text)


@pytest.mark.parametrize("source", ["(a)\\1+", "(a|b)*c", "\\w+@", "(.*)(.*)(.*)x$", "\\s+x", '(?:[^"\\\\]|\\\\.)*"x'])
@pytest.mark.parametrize("unit", ["a", "a b ", " "])
def test_common_patterns_have_a_verdict_on_the_longest_text(source: str, unit: str) -> None:
    pattern = translate(source)
    assert isinstance(pattern, Translation)
    assert taken(pattern, (unit * MAX_INPUT)[:MAX_INPUT]) < MAX_STEPS


@pytest.mark.parametrize("value", ["aa" * 500, "$`", "$'$&$`"])
@pytest.mark.parametrize("kind", ["exact", "regex"])
def test_what_is_added_is_bounded(value: str, kind: str) -> None:
    """Each makes the text a thousand times as long, or as long as it is for each of its characters."""
    if kind == "exact" and "$" in value:
        value = "b" * 1000
    key = {"key": "a", "replaceAllEnabled": True} if kind == "exact" else {"regex": "a"}
    plan = FormatPlan.read({"formattersEnabled": [], "replacements": [{"type": kind, "value": value, **key}] * 9})
    formatted = format_chunk("a" * 50_000, plan)
    assert [fault.index for fault in formatted.faults][:1] == [0]
    assert len(formatted.text) <= 50_000
    spoken = speak("a. " * 20_000, ChunkPlan(min_characters=1, format=plan))
    assert spoken.faults or value[0] == "$"  # what stands around a match in a piece is little
    assert len(spoken.text) < 40 * MAX_STEPS


def test_many_chunks_share_the_steps_of_an_utterance() -> None:
    """Each chunk alone is within the limit; all of them would take minutes."""
    voice = {
        "chunkPlan": {
            "formatPlan": {"replacements": [{"type": "regex", "regex": r"(.*)(.*)(.*)x$", "value": "y"}]},
        }
    }
    one = "a" * 20
    assert speak(f"{one}. ", voice).faults == ()
    spoken = speak("".join(f"{one} {number}. " for number in range(900)), voice)
    assert [fault.index for fault in spoken.faults] == [0]
    assert "more steps" in spoken.faults[0].message
    assert spoken == speak("".join(f"{one} {number}. " for number in range(900)), voice)


@pytest.mark.parametrize("broken", [[], [{"type": "regex", "regex": "[", "value": "x"}]])
def test_a_chunk_may_take_more_than_is_left(broken: list[dict[str, Any]]) -> None:
    """The first steps leave the budget of the next chunk as it was, which may then take what others have had. That is
    told whether or not there is something else to tell.
    """
    rare = "".join(chr(0x10000 + 7 * place) for place in range(60))
    keys = [{"type": "exact", "key": f"{place}{rare}", "value": "x"} for place in range(300)]
    plan = ChunkPlan(min_characters=1, format=FormatPlan.read({"formattersEnabled": [], "replacements": keys + broken}))
    first = format_chunk("b" * 2_200 + ".", plan.format)
    second = format_chunk(" " + "c" * 12_500 + ".", plan.format)
    assert len(first.faults) == len(second.faults) == len(broken)
    assert first.steps < 25_000 and first.steps + second.steps > MAX_STEPS
    spoken = speak("b" * 2_200 + ". " + "c" * 12_500 + ". And what is said behind it. And more.", plan)
    assert sorted(fault.index for fault in spoken.faults) == [0, 300][: 1 + len(broken)]
    assert spoken.text.endswith("And more.")


def test_chunks_that_recur_are_known_beside_a_replacement_that_cannot_be_made() -> None:
    broken = {"type": "regex", "regex": "[", "value": "x"}
    plan = ChunkPlan(min_characters=1, format=FormatPlan.read({"replacements": [broken]}))
    made = list(pieces(chunk("5. " * 300, plan), plan, 2026, VoicePolicies()))
    assert made[-2].formatted is made[1].formatted
    assert [fault.index for fault in made[-2].formatted.faults] == [0]


def test_simple_patterns_run_on_long_texts() -> None:
    for pattern in (r"\bST\b", r"\d+", r"colou?r", r"\p{L}+", r"(?<=\$)\d+"):
        voice = {"chunkPlan": {"formatPlan": {"replacements": [{"type": "regex", "regex": pattern, "value": "x"}]}}}
        assert speak("320 ST costs $5, colour. " * 4000, voice).faults == ()
