"""What is said around tool calls: start, delay, end, and the server's own words (semantics §11.3, §11.4)."""

from __future__ import annotations

from typing import Any

import pytest
from callplan.compiler.plan.model import Condition, Template

FILLER = "1000 A tool-message: Hold on a sec"

STARTS: list[tuple[str, dict[str, Any], list[str]]] = [
    ("no messages at all: a default filler", {"messages": None}, [FILLER]),
    ("an empty list is silent", {"messages": ()}, []),
    ("other messages leave the filler", {"messages": ("request-failed", "Failed")}, [FILLER]),
    ("a start message of its own", {"messages": ("request-start", "Looking")}, ["1000 A tool-message: Looking"]),
    ("an empty start message", {"messages": ("request-start", "")}, []),
    ("no server: no filler", {"messages": None, "served": False}, []),
    ("never for async tools", {"messages": ("request-start", "Looking"), "is_async": True}, []),
]


@pytest.mark.parametrize(("fields", "said"), [one[1:] for one in STARTS], ids=[one[0] for one in STARTS])
def test_what_is_said_when_a_tool_starts(kit: Any, fields: dict[str, Any], said: list[str]) -> None:
    fields = dict(fields)
    if fields["messages"]:
        fields["messages"] = (kit.message(*fields["messages"]),)
    plan = kit.plan(kit.member(tools=(kit.tool("look", **fields),)))
    answers = [] if fields.get("is_async") or fields.get("served") is False else [{"tool": "look", "result": "x"}]
    trace = kit.play(plan, kit.user, kit.calls(), *answers, {"model": "Done"})
    assert kit.told(trace, "speech.started")[2:-1] == said


def test_variants_and_conditions(kit: Any) -> None:
    big = (Condition("amount", "gte", "100"), Condition("kind", "neq", "gift"))
    messages = (
        kit.message("request-start", "Always"),
        kit.message("request-start", "Big", conditions=big),
        kit.message("request-start", "Also big", conditions=big),
    )
    plan = kit.plan(kit.member(tools=(kit.tool("look", messages=messages),)))

    def said(*, seed: int | None = None, **arguments: Any) -> str:
        trace = kit.play(
            plan, kit.user, kit.calls(**arguments), {"tool": "look", "result": "x"}, {"model": "Done"}, random=seed
        )
        return str(kit.told(trace, "speech.started")[2].rpartition(": ")[2])

    assert said(amount=99) == "Always"
    assert said(amount="250") == "Big"
    assert said(amount=250, kind="gift") == "Always"
    assert {said(amount=250, seed=seed) for seed in range(8)} == {"Big", "Also big"}
    assert said(amount=250, seed=3) == said(amount=250, seed=3)


def test_blocking_words_come_before_the_request(kit: Any) -> None:
    messages = (kit.message("request-start", "one two three", blocking=True),)
    plan = kit.plan(kit.member(tools=(kit.tool("look", messages=messages),)))
    trace = kit.play(plan, kit.user, kit.calls(), {"tool": "look", "result": "x"}, {"model": "Done"})
    assert "1858 look {}" in kit.told(trace)


def test_stages_of_delay_keep_their_distance(kit: Any) -> None:
    """At 1 s, 2 s (too soon after the first) and 4 s; the answer comes at 4.5 s."""
    messages = tuple(
        kit.message("request-response-delayed", text, timing_ms=timing)
        for text, timing in (("First", 1000), ("Second", 2000), ("Third", 4000), ("Fourth", 6000))
    )
    plan = kit.plan(kit.member(tools=(kit.tool("look", messages=(kit.message("request-start", ""), *messages)),)))
    trace = kit.play(plan, kit.user, kit.calls(), {"tool": "look", "result": "x", "takes_ms": 4500}, {"model": "Done"})
    assert kit.told(trace, "speech.started")[2:] == [
        "2000 A tool-message: First",
        "5000 A tool-message: Third",
        "5500 A model: Done",
    ]


COMPLETE: list[tuple[str, dict[str, Any], dict[str, Any], list[str], int]] = [
    ("spoken instead of the model", {"type": "request-complete"}, {"result": "x"}, ["Words"], 1),
    ("a hint for the model", {"type": "request-complete", "role": "system"}, {"result": "x"}, ["Done"], 2),
    ("an empty result says nothing", {"type": "request-complete"}, {"result": ""}, ["Done"], 2),
    ("failure has its own", {"type": "request-failed"}, {"error": "broken"}, ["Words"], 1),
    ("failure does not use success's", {"type": "request-complete"}, {"error": "broken"}, ["Done"], 2),
    ("a time-out is a failure", {"type": "request-failed"}, {"times_out": True}, ["Words"], 1),
]


@pytest.mark.parametrize(
    ("message", "answer", "said", "requests"), [one[1:] for one in COMPLETE], ids=[one[0] for one in COMPLETE]
)
def test_what_is_said_when_a_tool_has_ended(
    kit: Any, message: dict[str, Any], answer: dict[str, Any], said: list[str], requests: int
) -> None:
    messages = (kit.message("request-start", ""), kit.message(content="Words", **message))
    plan = kit.plan(kit.member(tools=(kit.tool("look", messages=messages),)))
    answers = [{"model": "Done"}] if requests == 2 else []
    trace = kit.play(plan, kit.user, kit.calls(), {"tool": "look", **answer}, *answers)
    assert [line.rpartition(": ")[2] for line in kit.told(trace, "speech.started")[2:]] == said
    assert len(kit.requests(trace)) == requests
    if message.get("role") == "system":
        assert kit.requests(trace)[1][-1] == "system: Words"


def test_a_message_can_end_the_call(kit: Any) -> None:
    messages = (kit.message("request-start", ""), kit.message("request-complete", "Bye", end_call_after_spoken=True))
    plan = kit.plan(kit.member(tools=(kit.tool("look", messages=messages),)))
    trace = kit.play(plan, kit.user, kit.calls(), {"tool": "look", "result": "x"})
    assert kit.told(trace)[-1] == "1286 ended assistant-ended-call-after-message-spoken"


def test_words_of_the_model_beside_its_calls(kit: Any) -> None:
    plan = kit.plan(kit.member(tools=(kit.tool("look"), kit.tool("read"))))
    calls = [("look", {"bot_say": " Let me see "}), ("read", {"bot_say": "and read"})]
    trace = kit.play(
        plan, kit.user, {"model": None, "calls": calls}, {"tool": "look"}, {"tool": "read"}, {"model": "Done"}
    )
    assert "1000 A tool-message: Let me see. and read" in kit.told(trace)
    assert "2429 look {}" in kit.told(trace)
    assert "2429 read {}" in kit.told(trace)


OWN = {"type": "object", "properties": {"bot_say": {"type": "string"}}, "required": ["bot_say"]}


@pytest.mark.parametrize(
    ("words", "type", "said", "arguments"),
    [
        ("I look", "function", ["I look", "Done"], {}),
        ("  ", "function", ["Done"], {"bot_say": "  "}),
        ("", "function", ["Done"], {"bot_say": ""}),
        ("I look", "apiRequest", ["Done"], {"bot_say": "I look"}),
    ],
)
def test_words_that_the_schema_asks_for(kit: Any, words: str, type: str, said: list[str], arguments: Any) -> None:
    """Required as the documents advise; what says nothing stays an argument, and so it is with tools of other types."""
    plan = kit.plan(kit.member(tools=(kit.tool("look", type=type, parameters=OWN),)))
    trace = kit.play(plan, kit.user, kit.calls(bot_say=words), {"tool": "look", "result": "1"}, {"model": "Done"})
    assert [line.partition(": ")[2] for line in kit.told(trace, "speech.started")[2:]] == said
    (started,) = (event.data for event in trace.events if event.type == "tool.started")
    assert started["arguments"] == arguments


def test_a_handoff_waits_for_the_models_words(kit: Any) -> None:
    """They are the source's, and no variable."""
    b = kit.member("B", first="Here is B")
    plan = kit.plan(kit.member("A", tools=(kit.handoff("B"),)), b)
    trace = kit.play(plan, kit.user, kit.calls("to_B", destination="B", bot_say="I connect you"))
    assert kit.told(trace, "speech.started", "handoff")[2:] == [
        "1000 A tool-message: I connect you",
        "1858 A > B all",
        "1858 B first-message: Here is B",
    ]
    assert kit.told(trace, "variable.set") == []


def test_a_delay_message_that_comes_too_late_is_not_spoken(kit: Any) -> None:
    """It is due while the start message is spoken, and the answer is there before its turn."""
    messages = (
        kit.message("request-start", "one two three four five six seven"),
        kit.message("request-response-delayed", "Still looking", timing_ms=1000),
    )
    plan = kit.plan(kit.member(tools=(kit.tool("look", messages=messages),)))
    trace = kit.play(plan, kit.user, kit.calls(), {"tool": "look", "result": "x", "takes_ms": 1500}, {"model": "Done"})
    assert "Still looking" not in " ".join(kit.told(trace))


@pytest.mark.parametrize(
    ("at_ms", "said"),
    [
        (500, ["1500 user: Hello are you there", "2643 A tool-message: Still looking", "7000 A model: Done"]),
        (1900, ["2900 user: Hello are you there", "4043 A tool-message: Still looking", "7000 A model: Done"]),
    ],
)
def test_a_caller_who_speaks_meanwhile_is_told_to_wait(kit: Any, at_ms: int, said: list[str]) -> None:
    """Long before the stage's own time, and once: its own time falls into the cooldown or finds the answer there."""
    messages = (
        kit.message("request-start", "one two three four five six seven"),
        kit.message("request-response-delayed", "Still looking", timing_ms=4000),
    )
    plan = kit.plan(kit.member(tools=(kit.tool("look", messages=messages),)))
    trace = kit.play(
        plan,
        kit.user,
        kit.calls(),
        {"tool": "look", "result": "x", "takes_ms": 6000},
        {"interrupt": "Hello are you there", "at_ms": at_ms},
        {"model": "Done"},
    )
    assert kit.told(trace, "speech.started")[3:] == said


@pytest.mark.parametrize(
    ("language", "said"), [("de", "Moment"), ("de-AT", "Moment"), ("multi", "Wait"), ("fr", "Wait"), (None, "Wait")]
)
def test_words_in_the_language_of_the_call(kit: Any, language: str | None, said: str) -> None:
    contents = (("en", Template("Wait")), ("de", Template("Moment")))
    messages = (kit.message("request-start", "Never", contents=contents),)
    settings = {"transcriber": {"provider": "deepgram", "language": language}} if language else {}
    plan = kit.plan(kit.member(tools=(kit.tool("look", messages=messages),), settings=settings))
    trace = kit.play(plan, kit.user, kit.calls(), {"tool": "look", "result": "x"}, {"model": "Done"})
    assert kit.told(trace, "speech.started")[2] == f"1000 A tool-message: {said}"


SAID = [
    ("a text", {"result": "x"}, "It is free", ["A tool-message: It is free"], []),
    ("words for a failure", {"error": "no"}, "It is not", ["A tool-message: It is not"], []),
    ("a hint for the model", {"result": "x"}, {"content": "Be brief", "role": "system"}, ["A model: Well"], ["Well"]),
    (
        "the end of the call",
        {"result": "x"},
        {"content": "Goodbye", "endCallAfterSpokenEnabled": True},
        ["A tool-message: Goodbye"],
        [],
    ),
    ("nothing of its own", {"result": "x"}, None, ["A tool-message: Done"], []),
]


@pytest.mark.parametrize(
    ("answer", "message", "said", "model"), [one[1:] for one in SAID], ids=[one[0] for one in SAID]
)
def test_what_a_server_wants_said_goes_first(kit: Any, answer: Any, message: Any, said: Any, model: Any) -> None:
    """ToolCallResult.message, then the tool's messages, then the model (semantics §11.4)."""
    words = (kit.message("request-start", ""), kit.message("request-complete", "Done"))
    plan = kit.plan(kit.member(tools=(kit.tool("look", messages=words),)))
    answers = [{"model": text} for text in model]
    trace = kit.play(plan, {"user": "go"}, kit.calls("look"), {"tool": "look", **answer, "message": message}, *answers)
    assert [line.partition(" ")[2] for line in kit.told(trace, "speech.started")[2:]] == said
    ends = isinstance(message, dict) and message.get("endCallAfterSpokenEnabled")
    assert trace.ended_reason == ("assistant-ended-call-after-message-spoken" if ends else None)
