"""Long calls: with a sink their memory is that of the conversation, and their trace grows with their turns."""

from __future__ import annotations

import gc
import json
import sys
import tracemalloc
from typing import Any

import pytest
from callplan.runtime import run
from callplan.runtime.machine import State, driver
from callplan.runtime.machine.step import step
from callplan.runtime.trace import dump_json
from callplan.runtime.trace.lines import flat

TURNS = 10_000
FIRST = 2_000


def plan(kit: Any) -> Any:
    hooks = (
        kit.timeout(5, "Are you there?", reset_on_user_speech=True),
        kit.hook("assistant.speech.interrupted", "Go"),
    )
    tool = kit.tool("look", messages=(kit.message("request-start", "One moment"),))
    return kit.plan(
        kit.member(tools=(tool,), hooks=hooks, prompt="{{ name }}"), variables={"name": "Ana"}, max_duration_ms=10**9
    )


def script(kit: Any, turns: int) -> Any:
    """Turns of all sorts: a tool's answer, a silence with a reminder, a barge-in, plain words. What is said recurs, so
    that what is remembered of texts (a bounded number of them) is full before anything is measured.
    """
    entries: list[dict[str, Any]] = []
    for turn in range(turns):
        number = turn % 40
        if number % 4 == 0:
            entries += [
                {"user": f"Look up number {number}"},
                {"model": None, "calls": [("look", {"number": number})]},
                {"tool": "look", "result": {"found": number}},
                {"model": f"It is {number}"},
            ]
        elif number % 4 == 1:
            entries += [{"silence": 6000}]
        elif number % 4 == 2:
            entries += [{"user": f"Say {number}"}, {"model": "one two three four five six seven"}]
        else:
            entries += [{"interrupt": f"Stop at {number}", "at_ms": 600}, {"model": f"I stop at {number}"}]
    return kit.transcript(*entries)


def deep(value: Any, elsewhere: set[int]) -> int:
    """The bytes of a value of the conversation and of what it holds, without what is *elsewhere* anyway."""
    if id(value) in elsewhere:
        return 0
    size = sys.getsizeof(value)
    if isinstance(value, dict):
        return size + sum(deep(key, elsewhere) + deep(item, elsewhere) for key, item in value.items())
    if isinstance(value, tuple | list):
        return size + sum(deep(item, elsewhere) for item in value)
    return size


def texts(made: Any) -> set[int]:
    """What a script says: strings that a conversation shares with it."""
    said = [entry.text for entry in made.inputs if hasattr(entry, "text")]
    said += [answer.text for entry in made.inputs for answer in entry.answers if getattr(answer, "text", None)]
    return {id(text) for text in said} | {id(text) for text in ("user", "assistant", "tool", "", "look", None, ())}


def beyond(state: State) -> int:
    """How long a state is, written down without its conversation."""
    return sum(len(json.dumps(value)) for name, value in state.dump().items() if name != "history")


def test_memory_beyond_the_conversation_is_flat(kit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    made, states = script(kit, TURNS), [State("A", {})]

    def watched(*arguments: Any) -> Any:
        states[0], effects = step(*arguments)
        return states[0], effects

    monkeypatch.setattr(driver, "step", watched)
    found: list[tuple[int, int, int]] = []
    shared = texts(made)
    answered = 0

    def sink(event: Any) -> None:
        nonlocal answered
        answered += event.type == "speech.started" and event.data["role"] == "user"
        if event.type == "speech.started" and answered in (FIRST * 3 // 4, TURNS * 3 // 4):
            gc.collect()
            held = tracemalloc.get_traced_memory()[0]
            found.append((held, sum(deep(message, shared) for message in states[0].history), beyond(states[0])))
            answered += 1  # once each

    tracemalloc.start()
    try:
        trace = run(plan(kit), made, sink=sink)
    finally:
        tracemalloc.stop()
    assert trace.events == ()
    (before, short, few), (after, long, many) = found[0], found[-1]
    assert long > 4 * short
    assert after - before <= long - short, "something beside the conversation grows with the turns"
    assert many <= few + 100, "the state holds something beside the conversation that grows with the turns"


def sizes(kit: Any, turns: int) -> tuple[int, int]:
    """Events, and characters of the trace as JSON Lines."""
    events, characters = 0, 0

    def sink(event: Any) -> None:
        nonlocal events, characters
        events, characters = events + 1, characters + len(str(flat(event)))

    run(plan(kit), script(kit, turns), sink=sink)
    return events, characters


def test_the_trace_grows_with_the_turns(kit: Any) -> None:
    few, many = sizes(kit, 300), sizes(kit, 3000)
    assert many[0] <= 10.01 * few[0]
    assert many[1] <= 11 * few[1]


def test_a_sink_gets_what_a_trace_holds(kit: Any) -> None:
    events: list[Any] = []
    made = script(kit, 12)
    kept = run(plan(kit), made)
    streamed = run(plan(kit), made, sink=events.append)
    assert tuple(events) == kept.events
    assert (streamed.events, streamed.header, streamed.ended_reason) == ((), kept.header, kept.ended_reason)
    assert len(dump_json(kept).splitlines()) == len(events) + 1
