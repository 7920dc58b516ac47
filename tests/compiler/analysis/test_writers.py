"""The tables of what writes variables, and of who wins (semantics §3.9, §3.10), row by row."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from callplan import compiler

# -- §3.9 --------------------------------------------------------------------------------------------------------------


def test_static_parameters_win_and_stay_hidden(kit: Any) -> None:
    """merge, value, visibility, when: rendered as the tool is called, over what the model passes."""
    static = [{"key": "plan", "value": {"name": "{{ v }}", "all": ["{{ customer.number }}"]}}]
    parameters = {"type": "object", "properties": {"plan": {"type": "string", "description": "Text"}}}
    tool = kit.function(parameters=static)
    tool["function"] = {**tool["function"], "parameters": parameters}
    squad = {"membersOverrides": {"variableValues": {"v": "gold"}}}
    space = kit.workspace(kit.assistant(tools=[tool]), squad=squad)
    trace = kit.play(
        space,
        {"user": "go"},
        kit.ask("look", plan="mine"),
        {"tool": "look", "result": "ok"},
        {"model": "Done"},
        customer={"number": "+15550100042"},
    )
    started = next(event.data for event in trace.events if event.type == "tool.started")
    assert started["arguments"] == {"plan": {"name": "gold", "all": ["+15550100042"]}}
    asked = [str(event.data) for event in trace.events if event.type == "model.requested"]
    assert len(asked) == 2
    assert not any("gold" in one or "+15550100042" in one for one in asked)
    assert kit.found(space) == []


@pytest.mark.parametrize(
    ("kind", "supported"), [("function", True), ("apiRequest", True), ("code", False), ("handoff", False)]
)
def test_tools_with_static_parameters(kit: Any, kind: str, supported: bool) -> None:
    tools: dict[str, dict[str, Any]] = {
        "function": kit.function(),
        "apiRequest": {"type": "apiRequest", "name": "look", "method": "POST", "url": "https://x.example"},
        "code": {"type": "code", "code": "return 1"},
        "handoff": kit.handoff("Front"),
    }
    tool = {**tools[kind], "parameters": [{"key": "k", "value": "v"}]}
    found = compiler.check(kit.workspace(kit.assistant(tools=[tool]))).diagnostics
    refused = [item.rule for item in found if item.path == "/model/tools/0/parameters"]
    assert refused == ([] if supported else ["L001"])


def test_what_is_extracted_stays_in_the_history(kit: Any) -> None:
    """An alias redacts nothing: the model reads the whole answer."""
    plan = {"aliases": [{"key": "short", "value": "{{ $.city | slice: 0 }}"}]}
    space = kit.workspace(kit.assistant(tools=[kit.function(variableExtractionPlan=plan)]))
    answer = {"tool": "look", "result": {"city": "Ulm", "account": "hidden?"}}
    trace = kit.play(space, {"user": "go"}, kit.ask("look"), answer, {"model": "Done"})
    asked = [str(event.data) for event in trace.events if event.type == "model.requested"]
    assert "hidden?" in asked[-1]
    assert kit.written(trace) == [("short", "U", 3)]


EXTRACTION_ROWS: list[tuple[str, dict[str, Any], list[dict[str, Any]], list[tuple[str, Any, int]]]] = [
    (
        "schema object: top-level properties become globals",
        {"schema": {"type": "object", "properties": {"name": {"type": "object"}}}},
        [{"tool": "look", "result": {"k": 1}}, {"extract": {"name": {"first": "Ana"}}}],
        [("name", {"first": "Ana"}, 3)],
    ),
    (
        "schema array: named by title",
        {"schema": {"type": "array", "title": "zipCodes", "items": {"type": "string"}}},
        [{"tool": "look", "result": {"k": 1}}, {"extract": ["1", "2"]}],
        [("zipCodes", ["1", "2"], 3)],
    ),
    (
        "aliases: Liquid with filters, over the response",
        {"aliases": [{"key": "city", "value": "{{ $.city | upcase }}"}, {"key": "same", "value": "{{ city }}"}]},
        [{"tool": "look", "result": {"city": "Ulm"}}],
        [("city", "ULM", 3), ("same", "ULM", 3)],
    ),
    (
        "alias context: top-level properties at the root, tool.response",
        {"aliases": [{"key": "x", "value": "{{ city }}{{ tool.response.body.city }}"}]},
        [{"tool": "look", "result": {"city": "Ulm"}}],
        [("x", "UlmUlm", 3)],
    ),
    (
        "precondition: the response is JSON",
        {"aliases": [{"key": "x", "value": "{{ $.city }}"}]},
        [{"tool": "look", "result": "plain words"}],
        [],
    ),
    (
        "order: schema, then aliases",
        {
            "schema": {"type": "object", "properties": {"city": {"type": "string"}}},
            "aliases": [{"key": "x", "value": "in {{ city }}"}],
        },
        [{"tool": "look", "result": {"k": 1}}, {"extract": {"city": "Ulm"}}],
        [("city", "Ulm", 3), ("x", "in Ulm", 3)],
    ),
    (
        "collisions: the new value replaces the previous one",
        {"aliases": [{"key": "v", "value": "{{ $.city }}"}]},
        [{"tool": "look", "result": {"city": "Ulm"}}],
        [("v", "gold", 1), ("v", "Ulm", 3)],
    ),
]


@pytest.mark.parametrize(("row", "plan", "answers", "sets"), EXTRACTION_ROWS, ids=[row[0] for row in EXTRACTION_ROWS])
def test_extraction(
    kit: Any, row: str, plan: dict[str, Any], answers: list[dict[str, Any]], sets: list[tuple[str, Any, int]]
) -> None:
    squad = {"membersOverrides": {"variableValues": {"v": "gold"}}} if row.startswith("collisions") else None
    space = kit.workspace(kit.assistant(tools=[kit.function(variableExtractionPlan=plan)]), squad=squad)
    assert kit.written(kit.play(space, {"user": "go"}, kit.ask("look"), *answers, {"model": "Done"})) == sets
    known = kit.rows(space)
    names = {name for name, _, tier in sets if tier == 3}
    assert all(known[name].tier == 3 for name in names)
    assert kit.found(space) == [("Q022", "/membersOverrides/variableValues/v")] * (squad is not None)


@pytest.mark.parametrize(
    ("kind", "writes"), [("apiRequest", True), ("function", True), ("code", True), ("endCall", False)]
)
def test_tools_that_extract(kit: Any, kind: str, writes: bool) -> None:
    tools: dict[str, dict[str, Any]] = {
        "apiRequest": {
            "type": "apiRequest",
            "name": "look",
            "method": "POST",
            "url": "https://x.example",
            "messages": [],
        },
        "function": kit.function(),
        "code": {"type": "code", "name": "look", "code": "return 1", "messages": []},
        "endCall": {"type": "endCall", "messages": []},
    }
    plan = {"aliases": [{"key": "v", "value": "x"}]}
    made = [{**tools[kind], "variableExtractionPlan": plan}]
    space = kit.workspace(kit.assistant(tools=made, endCallMessage="{{ v }}"))
    rules = [rule for rule, _ in kit.found(space)]
    assert rules == ["Q019" if writes else "Q002"]


def _handoff(*required: str, **fields: Any) -> tuple[tuple[str, ...], dict[str, Any]]:
    return required, fields


HANDOFF_ROWS: list[
    tuple[str, tuple[tuple[str, ...], dict[str, Any]], dict[str, str], list[dict[str, Any]], dict[str, str]]
] = [
    ("handoff args", _handoff("a"), {"a": "said"}, [], {"a": "always"}),
    ("handoff args, optional", _handoff(optional=("a",)), {}, [], {"a": "perhaps"}),
    (
        "handoff static",
        _handoff(assistantOverrides={"variableValues": {"a": "given"}}),
        {},
        [],
        {"a": "always"},
    ),
    (
        "handoff schema: best effort",
        _handoff(
            variableExtractionPlan={"schema": {"type": "object", "properties": {"a": {"type": "string"}}}},
        ),
        {},
        [{"extract": {}}],
        {"a": "perhaps"},
    ),
    (
        "handoff aliases",
        _handoff("b", variableExtractionPlan={"aliases": [{"key": "a", "value": "{{ b }}!"}]}),
        {"b": "said"},
        [],
        {"a": "always", "b": "always"},
    ),
]


@pytest.mark.parametrize(
    ("row", "tool", "arguments", "answers", "standings"), HANDOFF_ROWS, ids=[row[0] for row in HANDOFF_ROWS]
)
def test_handoffs_write(
    kit: Any,
    row: str,
    tool: tuple[tuple[str, ...], dict[str, Any]],
    arguments: dict[str, str],
    answers: list[dict[str, Any]],
    standings: dict[str, str],
) -> None:
    reads = " ".join(f"{{{{ {name} }}}}" for name in standings)
    space = kit.workspace(
        kit.assistant(tools=[kit.handoff("Billing", *tool[0], **tool[1])]), kit.assistant("Billing", prompt=reads)
    )
    known = kit.rows(space)
    billing = {
        name: next(reader for reader in known[name].readers if reader.member == "Billing").verdict.standing
        for name in standings
    }
    assert billing == standings
    trace = kit.play(space, {"user": "go"}, kit.ask("to_Billing", destination="Billing", **arguments), *answers)
    names = {name for name, _, _ in kit.written(trace)}
    assert {name for name, standing in standings.items() if standing == "always"} <= names


@pytest.mark.parametrize("value", [{}, [], ["a"], "words", None])
def test_a_handoff_goes_on_without_its_extraction(kit: Any, value: Any) -> None:
    """What is no object is dropped."""
    plan = {"schema": {"type": "object", "properties": {"a": {"type": "string"}}}}
    front = kit.assistant(tools=[kit.handoff("Billing", variableExtractionPlan=plan)])
    space = kit.workspace(front, kit.assistant("Billing", firstMessage="Billing{{ a }}"))
    trace = kit.play(space, {"user": "go"}, kit.ask("to_Billing", destination="Billing"), {"extract": value})
    assert kit.said(trace)[-1] == "Billing"
    assert kit.written(trace) == []


# -- §3.8 --------------------------------------------------------------------------------------------------------------


def test_values_of_a_session(tree: Callable[[dict[str, str]], Path]) -> None:
    """Its templates are rendered as it is made, with the values that it is made with."""
    model = {"provider": "openai", "model": "gpt-4.1"}
    session = {
        "assistant": {"name": "S", "firstMessage": "{{ plan }} {{ other }}", "model": model},
        "assistantOverrides": {"variableValues": {"plan": "gold"}},
    }
    report = compiler.check(compiler.load(tree({"sessions/s.json": json.dumps(session)})))
    found = [(item.rule, item.path) for item in report.diagnostics if item.rule.startswith("Q")]
    assert found == [("Q002", "/assistant/firstMessage")]
    assert "'other'" in next(item.message for item in report.diagnostics if item.rule == "Q002")


# -- §3.10 -------------------------------------------------------------------------------------------------------------


def test_user_values_win_over_defaults(kit: Any) -> None:
    space = kit.workspace(
        kit.assistant(firstMessage="{{ now }} {{ date }}"),
        squad={"membersOverrides": {"variableValues": {"now": "never"}}},
    )
    assert kit.said(kit.play(space, startedAt="2024-01-01T12:00:00Z")) == ["never Jan 1, 2024"]
    assert kit.rows(space)["now"].standing == "always"


def test_the_order_of_writers_in_one_handoff(kit: Any) -> None:
    """Arguments, schema, aliases, then the destination's values: the last one stays."""
    everything = kit.handoff(
        "Billing",
        "v",
        variableExtractionPlan={
            "schema": {"type": "object", "properties": {"v": {"type": "string"}}},
            "aliases": [{"key": "v", "value": "alias"}],
        },
        assistantOverrides={"variableValues": {"v": "given"}},
    )
    space = kit.workspace(kit.assistant(tools=[everything]), kit.assistant("Billing", firstMessage="{{ v }}"))
    trace = kit.play(
        space, {"user": "go"}, kit.ask("to_Billing", destination="Billing", v="argument"), {"extract": {"v": "schema"}}
    )
    values = [value for name, value, _ in kit.written(trace) if name == "v"]
    assert values == ["argument", "schema", "alias", "given"]
    assert kit.said(trace)[-1] == "given"
    assert kit.found(space) == []


def test_the_bag_is_shared_and_lasts(kit: Any) -> None:
    """What one member's values and handoffs wrote is there for all who come after, whatever the context plan."""
    front = kit.assistant(tools=[kit.handoff("Middle", "v", contextEngineeringPlan={"type": "none"})])
    middle = kit.assistant("Middle", tools=[kit.handoff("Last", contextEngineeringPlan={"type": "none"})])
    last = kit.assistant("Last", firstMessage="{{ v }} {{ city }}")
    space = kit.workspace(
        front,
        middle,
        last,
        squad={
            "members": [
                {"assistantId": "front", "assistantOverrides": {"variableValues": {"city": "Oslo"}}},
                {"assistantId": "middle"},
                {"assistantId": "last"},
            ]
        },
    )
    assert kit.found(space) == []
    trace = kit.play(
        space,
        {"user": "go"},
        kit.ask("to_Middle", destination="Middle", v="said"),
        {"user": "on"},
        kit.ask("to_Last", destination="Last"),
    )
    assert kit.said(trace)[-1] == "said Oslo"


def test_layers_of_values_are_merged_by_key(kit: Any) -> None:
    space = kit.workspace(
        kit.assistant(firstMessage="{{ a }}{{ b }}"),
        squad={
            "members": [{"assistantId": "front", "assistantOverrides": {"variableValues": {"a": "own", "b": "own"}}}],
            "membersOverrides": {"variableValues": {"b": "all"}},
        },
    )
    assert kit.said(kit.play(space)) == ["ownall"]
    writers = {name: [writer.who for writer in row.writers] for name, row in kit.rows(space).items()}
    assert writers == {"a": ["Front assistantOverrides"], "b": ["Front membersOverrides"]}
