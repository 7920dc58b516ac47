"""Tool calls and their answers: order, time-outs, servers, static parameters (semantics §11.1, §11.2, §11.4)."""

from __future__ import annotations

from typing import Any

import pytest
from callplan.compiler.plan.frozen import freeze
from callplan.compiler.plan.model import Retry, Server, StaticParameter, Template


def test_a_call_its_answer_and_the_words_after_it(kit: Any) -> None:
    plan = kit.plan(kit.member(tools=(kit.tool("look"),)))
    trace = kit.play(
        plan, kit.user, kit.calls(day="Monday"), {"tool": "look", "result": {"n": 1}, "takes_ms": 500}, {"model": "One"}
    )
    assert kit.told(trace)[4:] == [
        "1000 user over",
        "1000 A asks",
        "1000 look {'day': 'Monday'}",
        "1500 look success",
        "1500 A asks",
        "1500 A model: One",
        "1786 assistant over",
        "1786 script over",
    ]
    assert kit.requests(trace)[1][3:] == ["assistant calls look", 'tool: {"n": 1}']


RETRIES: list[tuple[str, Retry | None, int]] = [
    ("none", None, 2000),
    ("fixed", Retry("fixed", 2, 1000), 3 * 2000 + 2 * 1000),
    ("exponential", Retry("exponential", 3, 1000), 4 * 2000 + 1000 + 2000 + 4000),
]


@pytest.mark.parametrize(("retry", "lasts"), [one[1:] for one in RETRIES], ids=[one[0] for one in RETRIES])
def test_an_answer_that_takes_too_long_is_a_time_out(kit: Any, retry: Retry | None, lasts: int) -> None:
    server = Server(Template("https://x.example"), timeout_ms=2000, retry=retry)
    plan = kit.plan(kit.member(tools=(kit.tool("look", server=server),)))
    for answer in ({"times_out": True}, {"result": "late", "takes_ms": 2001}):
        trace = kit.play(plan, kit.user, kit.calls(), {"tool": "look", **answer}, {"model": "Done"})
        assert kit.told(trace, "tool.ended") == [f"{1000 + lasts} look timeout"]
    in_time = kit.play(
        plan, kit.user, kit.calls(), {"tool": "look", "result": "x", "takes_ms": 2000}, {"model": "Done"}
    )
    assert kit.told(in_time, "tool.ended") == ["3000 look success"]


@pytest.mark.parametrize("fields", [{"is_async": True}, {"served": False}])
def test_tools_that_nobody_answers(kit: Any, fields: dict[str, Any]) -> None:
    plan = kit.plan(kit.member(tools=(kit.tool("look", **fields),)))
    trace = kit.play(plan, kit.user, kit.calls(), {"model": "Done"})
    assert kit.told(trace, "tool.ended") == ["1000 look success"]
    assert kit.requests(trace)[1][-1] == "tool: ok, no result returned"


def test_the_server_of_the_assistant_serves_its_functions(kit: Any) -> None:
    server = Server(Template("https://a.example/{{plan}}"), headers=(("X-Plan", Template("{{plan}}")),))
    plan = kit.plan(kit.member(tools=(kit.tool("look", served=False),), server=server), variables={"plan": "gold"})
    trace = kit.play(plan, kit.user, kit.calls(), {"tool": "look", "result": "x"}, {"model": "Done"})
    started = next(event.data for event in trace.events if event.type == "tool.started")
    assert started["server"] == {"url": "https://a.example/gold", "headers": {"X-Plan": "gold"}}


def test_static_parameters_win_and_the_model_never_sees_them(kit: Any) -> None:
    static = (StaticParameter("who", freeze({"number": "{{customer.number}}"})), StaticParameter("day", "Monday"))
    parameters = {"type": "object", "properties": {"day": {"type": "string"}}, "required": ["who", "day"]}
    plan = kit.plan(kit.member(tools=(kit.tool("look", static=static, parameters=parameters),)))
    trace = kit.play(
        plan,
        kit.user,
        kit.calls(day="Sunday"),
        {"tool": "look", "result": "x", "arguments": {"day": "Sunday"}},
        {"model": "Done"},
        call={"customer": {"number": "+15550100"}},
    )
    started = next(event.data for event in trace.events if event.type == "tool.started")
    assert started["arguments"] == {"day": "Monday", "who": {"number": "+15550100"}}
    assert started["static"] == ["who", "day"]
    sent = [event.data for event in trace.events if event.type == "model.requested"][1]
    assert sent["added"][-2]["tool_calls"][0]["arguments"] == {"day": "Sunday"}


def test_parallel_calls_ask_the_model_once(kit: Any) -> None:
    plan = kit.plan(kit.member(tools=(kit.tool("look"), kit.tool("read"), kit.end_call())))
    trace = kit.play(
        plan,
        kit.user,
        {"model": None, "calls": [("look", {}), ("read", {})]},
        {"tool": "look", "result": "x", "takes_ms": 700},
        {"tool": "read", "result": "y", "takes_ms": 300},
        {"model": None, "calls": [("endCall", {}), ("look", {})]},
        {"tool": "look", "result": "z", "takes_ms": 500},
    )
    assert kit.told(trace, "tool.started", "tool.ended", "model.requested", "call.ended") == [
        "1000 A asks",
        "1000 look {}",
        "1000 read {}",
        "1300 read success",
        "1700 look success",
        "1700 A asks",
        "1700 look {}",
        "2200 look success",
        "2200 endCall {}",
        "2200 endCall success",
        "2200 ended assistant-ended-call",
    ]


def test_a_result_that_comes_while_the_caller_speaks_waits_for_the_turn(kit: Any) -> None:
    """The caller interrupts the filler; the model is asked once, about both."""
    messages = (kit.message("request-start", "one two three four five six seven"),)
    plan = kit.plan(kit.member(tools=(kit.tool("look", messages=messages),)))
    trace = kit.play(
        plan,
        kit.user,
        kit.calls(),
        {"tool": "look", "result": "x", "takes_ms": 900},
        {"interrupt": "Stop that please", "at_ms": 500},
        {"model": "Sorry"},
    )
    assert kit.told(trace, "tool.ended", "model.requested", "speech.ended")[2:] == [
        "1000 A asks",
        "1500 assistant cut 'one'",
        "1900 look success",
        "2358 user over",
        "2358 A asks",
        "2644 assistant over",
    ]


def test_the_turn_of_a_caller_who_interrupts_waits_for_the_tool(kit: Any) -> None:
    messages = (kit.message("request-start", "one two three four five six seven"),)
    plan = kit.plan(kit.member(tools=(kit.tool("look", messages=messages),)))
    trace = kit.play(
        plan,
        kit.user,
        kit.calls(),
        {"tool": "look", "result": "x", "takes_ms": 5000},
        {"interrupt": "Stop that please", "at_ms": 500},
        {"model": "Sorry"},
    )
    assert kit.told(trace, "tool.ended", "model.requested")[1:] == ["6000 look success", "6000 A asks"]
    assert kit.requests(trace)[-1][-4:] == [
        "assistant: one",
        "user: Stop that please",
        "assistant: Sorry, a few more seconds.",
        "tool: x",
    ]


@pytest.mark.parametrize(
    ("type", "fields", "limit"),
    [
        ("code", {}, 10_000),
        ("code", {"config": {"timeoutSeconds": 3}}, 3000),
        ("apiRequest", {"config": {"timeoutSeconds": 1.5}}, 1500),
        ("query", {}, 20_000),
        ("function", {"config": {"timeoutSeconds": 3}}, 20_000),
    ],
)
def test_the_time_that_each_type_waits(kit: Any, type: str, fields: dict[str, Any], limit: int) -> None:
    plan = kit.plan(
        kit.member(tools=(kit.tool("look", type=type, served=type in ("function", "apiRequest"), **fields),))
    )
    trace = kit.play(plan, kit.user, kit.calls(), {"tool": "look", "times_out": True}, {"model": "Done"})
    assert kit.told(trace, "tool.ended") == [f"{1000 + limit} look timeout"]


def test_an_api_request_is_never_async(kit: Any) -> None:
    plan = kit.plan(kit.member(tools=(kit.tool("look", type="apiRequest", is_async=True),)))
    trace = kit.play(plan, kit.user, kit.calls(), {"tool": "look", "result": {"a": 1}}, {"model": "Done"})
    assert kit.requests(trace)[1][-1] == 'tool: {"a": 1}'


@pytest.mark.parametrize(("type", "strict"), [("function", True), ("code", False), ("apiRequest", False)])
def test_functions_alone_are_strict(kit: Any, type: str, strict: bool) -> None:
    parameters = {"type": "object", "additionalProperties": False}
    assert _sent(kit, kit.tool("look", type=type, strict=True, parameters=parameters)).get("strict", False) is strict


@pytest.mark.parametrize(
    ("schema", "kept"),
    [
        ({}, False),
        ({"additionalProperties": False}, False),
        ({"additionalProperties": False, "required": ["day"]}, True),
        ({"additionalProperties": True, "required": ["day"]}, False),
        ({"required": ["day"]}, False),
    ],
)
def test_strict_is_dropped_with_a_schema_that_it_does_not_take(kit: Any, schema: dict[str, Any], kept: bool) -> None:
    parameters = {"type": "object", "properties": {"day": {"type": "string"}}, **schema}
    assert _sent(kit, kit.tool("look", strict=True, parameters=parameters)).get("strict", False) is kept


def _sent(kit: Any, tool: Any) -> dict[str, Any]:
    """The function that a model is sent for *tool*."""
    trace = kit.play(kit.plan(kit.member(tools=(tool,))), kit.user, {"model": "Well"})
    (requested,) = (event.data for event in trace.events if event.type == "model.requested")
    function: dict[str, Any] = requested["tools"][0]["function"]
    return function


@pytest.mark.parametrize(
    ("server", "answer", "ended"),
    [
        ({}, {"takes_ms": 20_000}, "21000 look success"),
        ({"timeoutSeconds": 3}, {"takes_ms": 3001}, "4000 look timeout"),
        ({"timeoutSeconds": 30}, {"takes_ms": 25_000}, "26000 look success"),
        ({"backoffPlan": {"maxRetries": 1, "baseDelaySeconds": 2}}, {"statuses": (503, 200)}, "3000 look success"),
        (
            {"backoffPlan": {"type": "exponential", "maxRetries": 2, "baseDelaySeconds": 1}},
            {"statuses": (503,)},
            "4000 look failed",
        ),
        (
            {"backoffPlan": {"maxRetries": 2, "baseDelaySeconds": 1, "excludedStatusCodes": [503]}},
            {"statuses": (503, 200)},
            "1000 look failed",
        ),
    ],
)
def test_a_phone_numbers_server_has_its_own_bounds(kit: Any, server: Any, answer: Any, ended: str) -> None:
    """Of a function that has no other server: its time limit, retries and headers (semantics §11.4)."""
    url = "https://x.example/number"
    number = {"server": {"url": url, "headers": {"X-Line": "{{ phoneNumber.number }}"}, **server}, "number": "+1555"}
    plan = kit.plan(kit.member(tools=(kit.tool("look", served=False),)))
    script = (kit.user, kit.calls(), {"tool": "look", **answer}, {"model": "Done"})
    trace = kit.play(plan, *script, call={"phone_number": number})
    started = next(event.data for event in trace.events if event.type == "tool.started")
    assert started["server"] == {"url": url, "headers": {"X-Line": "+1555"}}
    assert kit.told(trace, "tool.ended") == [ended]
