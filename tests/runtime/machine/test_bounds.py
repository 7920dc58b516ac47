"""What ends a circle of silent handoffs (semantics §6.1): the maximum duration, or the guard of an instant."""

from __future__ import annotations

from typing import Any

import pytest
from callplan.runtime import ScriptError

GENERATED = "assistant-speaks-first-with-model-generated-message"


def circle(kit: Any) -> Any:
    """Members that hand the call on without a word, each time that their model is asked."""
    around = {"A": "B", "B": "C", "C": "A"}
    members = (kit.member(name, first=None, mode=GENERATED, tools=(kit.handoff(to),)) for name, to in around.items())
    return kit.plan(*members, max_duration_ms=60_000)


def goes_round(times: int, **details: Any) -> list[dict[str, Any]]:
    return [{"model": None, "calls": [(f"to_{'BCA'[turn % 3]}", {})], **details} for turn in range(times)]


def test_a_circle_in_one_instant_meets_the_guard(kit: Any) -> None:
    with pytest.raises(ScriptError) as failed:
        kit.play(circle(kit), *goes_round(120))
    assert failed.value.diagnostic.rule == "G008"
    assert "at 0:00.000 the call is handed over more than 100 times in one instant (B > C > A > …)" in str(failed.value)
    told = failed.value.trace.events
    assert sum(event.type == "handoff" for event in told) == 101
    assert told[-1].t_ms == 0


def test_as_many_as_the_guard_allows_are_followed(kit: Any) -> None:
    trace = kit.play(circle(kit), *goes_round(100), {"model": "Here I am"})
    assert len(kit.told(trace, "handoff")) == 100
    assert kit.told(trace, "speech.started") == ["0 B model: Here I am"]


def test_where_answers_take_time_the_maximum_duration_ends_it(kit: Any) -> None:
    trace = kit.play(circle(kit), *goes_round(86, takes_ms=700))
    assert len(kit.told(trace, "handoff")) == 85
    assert (trace.ended_reason, trace.events[-1].t_ms) == ("exceeded-max-duration", 60_000)
