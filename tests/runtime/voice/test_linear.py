"""Texts of 100 kB cost what their length costs, whatever they are made of, and their patterns count steps.

How many milliseconds that is, benchmarks/voice.py measures (200 ms at most). Here a run that grows faster than its text
is told from one that does not: squared, these texts take minutes.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from callplan.runtime.voice import Buffer, ChunkPlan, FormatPlan, chunk, duration_ms, format_chunk, speak
from callplan.runtime.voice.formatters import KEYS

UNITS = json.loads((Path(__file__).parents[3] / "fixtures/voice/hard/units.json").read_text("utf-8"))
SIZE, LIMIT_S = 100_000, 10
ALL = FormatPlan(formatters=KEYS)


def spent_s(action: Callable[[], object]) -> float:
    """Seconds of processor time."""
    start = time.process_time()
    action()
    return time.process_time() - start


@pytest.mark.parametrize("name", UNITS)
def test_hard_texts_are_linear(name: str) -> None:
    text = (UNITS[name] * (SIZE // len(UNITS[name]) + 1))[:SIZE]
    assert spent_s(lambda: format_chunk(text, ALL)) < LIMIT_S
    assert spent_s(lambda: speak(text)) < LIMIT_S
    assert spent_s(lambda: duration_ms(text)) < LIMIT_S


@pytest.mark.parametrize("text", ["a" * SIZE, "Hi. " + " " * SIZE, "<b " * (SIZE // 3), "word. " * (SIZE // 6)])
def test_a_stream_costs_what_the_whole_costs(text: str) -> None:
    plan = ChunkPlan()

    def stream(text: str) -> tuple[Any, ...]:
        buffer, chunks = Buffer(plan), []
        for at in range(0, len(text), 4):
            buffer, more = buffer.feed(text[at : at + 4])
            chunks += more
        return (*chunks, *buffer.close()[1])

    assert stream(text) == chunk(text, plan)
    assert spent_s(lambda: stream(text)) < LIMIT_S
    assert spent_s(lambda: stream(text * 3)) < LIMIT_S


PATTERNS = [r"(.*)(.*)(.*)x$", r"\s+x", r"(a|b)*c", r"(?<=a+)b", r"(a?){20}b", r"(?:[^\"\\]|\\.)*\"x", r"(a)\1+"]


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("text", ["a" * SIZE, "a b " * (SIZE // 4), " " * SIZE], ids=["a", "a b", "blanks"])
def test_hard_patterns_are_bounded(pattern: str, text: str) -> None:
    plan = FormatPlan.read(
        {"formattersEnabled": [], "replacements": [{"type": "regex", "regex": pattern, "value": ""}]}
    )
    assert spent_s(lambda: format_chunk(text, plan)) < LIMIT_S


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


def test_simple_patterns_run_on_long_texts() -> None:
    for pattern in (r"\bST\b", r"\d+", r"colou?r", r"\p{L}+", r"(?<=\$)\d+"):
        voice = {"chunkPlan": {"formatPlan": {"replacements": [{"type": "regex", "regex": pattern, "value": "x"}]}}}
        assert speak("320 ST costs $5, colour. " * 4000, voice).faults == ()
