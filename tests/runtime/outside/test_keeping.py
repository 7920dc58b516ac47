"""What is kept of a call that changes hands: recording, log and transcript pause with the active assistant (§6.8)."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from callplan.runtime.outside.keeping import Part, kept, parts
from callplan.runtime.trace import Trace

OFF: dict[str, Any] = {"recordingEnabled": False, "loggingEnabled": False, "transcriptPlan": {"enabled": False}}
MP3 = {"recordingFormat": "mp3"}
LINES = ("AI: Hello there you\nUser: Go on\n", "AI: Back here\nUser: Fine\nAI: Good.\n")
BOTH = {"recording": "wav;l16", "log": True}
CASES: list[tuple[str, dict[str, Any], dict[str, Any], str | None, dict[str, Any]]] = [
    ("all of it", {}, {}, LINES[0] + LINES[1], BOTH),
    ("the first part", {}, OFF, LINES[0], {**BOTH, "pauses": {"recording": ["second"], "log": ["second"]}}),
    (
        "the second part",
        OFF,
        MP3,
        LINES[1],
        {**BOTH, "recording": "mp3", "pauses": {"recording": ["first"], "log": ["first"]}},
    ),
    ("nothing", OFF, OFF, None, {}),
    (
        "the recording alone",
        {},
        {"loggingEnabled": False},
        LINES[0] + LINES[1],
        {**BOTH, "pauses": {"log": ["second"]}},
    ),
    (
        "the format of the part that is recorded",
        MP3,
        OFF,
        LINES[0],
        {"recording": "mp3", "log": True, "pauses": {"recording": ["second"], "log": ["second"]}},
    ),
]


@pytest.mark.parametrize(
    ("front", "back", "transcript", "wanted"), [one[1:] for one in CASES], ids=[one[0] for one in CASES]
)
def test_what_is_kept_of_each_part(
    play: Callable[..., Trace], sent: Any, front: Any, back: Any, transcript: str | None, wanted: Any
) -> None:
    trace = play(sent.handoff, artifactPlan=front, back={"artifactPlan": back})
    report = sent.messages(trace)[-1]
    handed = next(event.t_ms for event in trace.events if event.type == "handoff") / 1000
    spans = {"first": {"from": 0.0, "to": handed}, "second": {"from": handed, "to": report["durationSeconds"]}}
    pauses = {name: [spans[one] for one in found] for name, found in wanted.get("pauses", {}).items()}
    assert report["kept"] == ({**wanted, "pauses": pauses} if pauses else wanted)
    assert report["artifact"].get("transcript") == transcript


def test_a_call_without_a_handoff_is_one_part() -> None:
    member: Any = object()
    assert parts([(0, member)], 500) == [(0, 500, member)]
    assert parts([(0, member), (200, member)], 500) == [(0, 200, member), (200, 500, member)]
    assert parts([], 500) == []


def test_parts_without_a_recording_that_adjoin_are_one_pause() -> None:
    on: Any = SimpleNamespace(settings={})
    off: Any = SimpleNamespace(settings={"artifactPlan": {"recordingEnabled": False}})
    held = [Part(0, 100, on), Part(100, 200, off), Part(200, 350, off), Part(350, 400, on), Part(400, 400, off)]
    assert kept(held, "webCall") == {**BOTH, "pauses": {"recording": [{"from": 0.1, "to": 0.35}]}}
    held = [Part(0, 100, off), Part(100, 200, on), Part(200, 300, off)]
    spans = [{"from": 0.0, "to": 0.1}, {"from": 0.2, "to": 0.3}]
    assert kept(held, "webCall") == {**BOTH, "pauses": {"recording": spans}}
