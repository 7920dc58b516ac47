"""Variables out of what tools answer (semantics §3.9)."""

from __future__ import annotations

from typing import Any

import pytest
from callplan.compiler.plan.frozen import freeze
from callplan.compiler.plan.model import Extraction, Template
from callplan.runtime.errors import ScriptError
from callplan.runtime.machine.extraction import misfit


def test_extraction_aliases_and_what_is_not_json(kit: Any) -> None:
    aliases = (
        ("first", Template("{{ $.slots[0] }}")),
        ("text", Template("{{ city | upcase }} at {{ first }}")),
        ("body", Template("{{ tool.response.body.city }}")),
    )
    plan = kit.plan(kit.member(tools=(kit.tool("look", extraction=Extraction(None, aliases)),)))
    for result in ({"slots": ["nine"], "city": "Ulm"}, '{"slots": ["nine"], "city": "Ulm"}'):
        trace = kit.play(plan, kit.user, kit.calls(), {"tool": "look", "result": result}, {"model": "Done"})
        assert kit.told(trace, "variable.set") == [
            "1000 variable.set first nine alias 3",
            "1000 variable.set text ULM at nine alias 3",
            "1000 variable.set body Ulm alias 3",
        ]
    for answer in ({"result": "plain words"}, {"error": "{}"}, {"result": '{"city": NaN}'}, {"result": "[-Infinity]"}):
        trace = kit.play(plan, kit.user, kit.calls(), {"tool": "look", **answer}, {"model": "Done"})
        assert kit.told(trace, "variable.set") == []


@pytest.mark.parametrize(
    ("schema", "value", "names"),
    [
        ({"type": "object", "properties": {"name": {}, "age": {}}}, {"name": "Ana", "age": 4}, ["name", "age"]),
        ({"type": "array", "title": "codes"}, [1, 2], ["codes"]),
        ({"type": "object"}, "nothing", []),
    ],
)
def test_extraction_by_schema_asks_the_script(kit: Any, schema: Any, value: Any, names: list[str]) -> None:
    extraction = Extraction(freeze(schema), (("greeting", Template("Hi {{name}}")),))
    plan = kit.plan(kit.member(tools=(kit.tool("look", extraction=extraction),)))
    trace = kit.play(
        plan,
        kit.user,
        kit.calls(),
        {"tool": "look", "result": {"a": 1}, "takes_ms": 100},
        {"extract": value, "takes_ms": 50},
        {"model": "Done"},
    )
    assert [event.data["name"] for event in trace.events if event.type == "variable.set"] == [*names, "greeting"]
    assert kit.told(trace, "tool.ended") == ["1150 look success"]


def test_what_is_dropped_is_said(kit: Any) -> None:
    """No object, no array, or an array that nobody can name: nothing is written, and the trace says why."""
    for schema, value, why in (
        ({"type": "object", "properties": {"a": {}}}, "words", "this is no object"),
        ({"type": "object", "properties": {"a": {}}}, [1], "this is no object"),
        ({"type": "array", "title": "codes"}, {"a": 1}, "this is no array"),
        ({"type": "array"}, [1], "the schema of an array names the variable by its title, and has none"),
    ):
        plan = kit.plan(kit.member(tools=(kit.tool("look", extraction=Extraction(freeze(schema))),)))
        answers = ({"tool": "look", "result": {"a": 1}}, {"extract": value}, {"model": "Done"})
        trace = kit.play(plan, kit.user, kit.calls(), *answers)
        (dropped,) = (event.data for event in trace.events if event.type == "extraction.dropped")
        assert dropped == {"id": "call_1", "name": "look", "value": value, "why": why}
        assert kit.told(trace, "variable.set") == []


NAME_AND_AGE = {
    "type": "object",
    "properties": {
        "name": {"type": "object", "properties": {"first": {"type": "string"}}, "required": ["first"]},
        "age": {"type": "integer", "minimum": 0},
        "plan": {"enum": ["gold", "silver"], "type": "string"},
    },
    "required": ["name"],
}
CODES = {"type": "array", "title": "codes", "items": {"type": "string"}}
MISFITS: list[tuple[str, dict[str, Any], Any, str | None]] = [
    ("all of it", NAME_AND_AGE, {"name": {"first": "Ana"}, "age": 4, "plan": "gold"}, None),
    ("what is required", NAME_AND_AGE, {"name": {"first": "Ana"}}, None),
    ("nothing at all: it has failed", NAME_AND_AGE, {}, None),
    ("no object: it is dropped", NAME_AND_AGE, "words", None),
    ("a whole number written otherwise", NAME_AND_AGE, {"name": {"first": "Ana"}, "age": 4.0}, None),
    ("another type", NAME_AND_AGE, {"name": {"first": "Ana"}, "age": "4"}, "age must be integer, not '4'"),
    ("null", NAME_AND_AGE, {"name": {"first": "Ana"}, "age": None}, "age must be integer, not None"),
    ("one is missing", NAME_AND_AGE, {"age": 4}, "name is required"),
    ("one is missing inside", NAME_AND_AGE, {"name": {}}, "name.first is required"),
    ("inside", NAME_AND_AGE, {"name": {"first": 1}}, "name.first must be string, not 1"),
    ("no choice", NAME_AND_AGE, {"name": {"first": "A"}, "plan": "x"}, "plan must be one of 'gold', 'silver', not 'x'"),
    ("a bound", NAME_AND_AGE, {"name": {"first": "A"}, "age": -1}, "age must be at least 0, not -1"),
    ("nobody asked for it", NAME_AND_AGE, {"name": {"first": "A"}, "nick": "A"}, "nick is not among its properties"),
    ("an open object", {**NAME_AND_AGE, "additionalProperties": True}, {"name": {"first": "A"}, "nick": "A"}, None),
    ("a schema without properties", {"type": "object"}, {"anything": 1}, None),
    ("items", CODES, ["1", "2"], None),
    ("an item of another type", CODES, ["1", 2], "[1] must be string, not 2"),
    ("no items", CODES, [], None),
]


@pytest.mark.parametrize(("schema", "value", "fault"), [one[1:] for one in MISFITS], ids=[one[0] for one in MISFITS])
def test_what_a_schema_yields_has_to_fit_it(kit: Any, schema: dict[str, Any], value: Any, fault: str | None) -> None:
    """At its line, with what the schema asks for; of a handoff as of a tool. Nothing is ever written that does not."""
    found = misfit(freeze(schema), value)
    assert (found or "").partition("; the schema asks for ")[0] == (fault or "")
    extraction = Extraction(freeze(schema))
    tools = (kit.tool("look", extraction=extraction), kit.handoff("B", extraction=extraction))
    plan = kit.plan(kit.member("A", tools=tools), kit.member("B", first="Here is B"))
    by_tool = (kit.user, kit.calls(), {"tool": "look", "result": {"a": 1}}, {"extract": value}, {"model": "Done"})
    by_handoff = (kit.user, kit.calls("to_B", destination="B"), {"extract": value})
    for script, name, line in ((by_tool, "look", 4), (by_handoff, "to_B", 3)):
        if fault is None:
            kit.play(plan, *script)
            continue
        with pytest.raises(ScriptError) as caught:
            kit.play(plan, *script)
        diagnostic = caught.value.diagnostic
        assert (diagnostic.rule, diagnostic.span.start.line) == ("G002", line)
        assert diagnostic.message == f"{name} extracts no such thing: {found}."
        assert not [event for event in caught.value.trace.events if event.type == "variable.set"]


def test_what_the_schema_asks_for_is_said() -> None:
    assert misfit(freeze(NAME_AND_AGE), {"age": 1}) == (
        "name is required; the schema asks for name (object, required), age (integer), plan (string)"
    )
    assert misfit(freeze(CODES), [1]) == "[0] must be string, not 1; the schema asks for an array of string"


def test_headers_of_a_response(kit: Any) -> None:
    """Aliases read them by their names in small letters, whatever the body is; the schema's aliases do, too."""
    aliases = (
        ("id", Template("{{ tool.response.headers.x-request-id }}")),
        ("left", Template("{{ tool.response.headers['x-left'] | plus: 1 }}")),
        ("none", Template("[{{ tool.response.headers.missing }}]")),
    )
    answer = {"tool": "look", "headers": freeze({"x-request-id": "r1", "x-left": "2"})}
    for schema, body, extracts in (
        (None, {"a": 1}, ()),
        (None, "[1]", ()),
        ({"type": "object"}, {}, ({"extract": {}},)),
    ):
        extraction = Extraction(freeze(schema) if schema else None, aliases)
        plan = kit.plan(kit.member(tools=(kit.tool("look", extraction=extraction),)))
        trace = kit.play(plan, kit.user, kit.calls(), {**answer, "result": body}, *extracts, {"model": "Done"})
        written = {event.data["name"]: event.data["value"] for event in trace.events if event.type == "variable.set"}
        assert written == {"id": "r1", "left": "3", "none": "[]"}


def test_code_has_no_headers(kit: Any) -> None:
    plan = kit.plan(kit.member(tools=(kit.tool("look", type="code"),)))
    answer = {"tool": "look", "result": 1, "headers": freeze({"x": "1"})}
    with pytest.raises(ScriptError) as caught:
        kit.play(plan, kit.user, kit.calls(), answer, {"model": "Done"})
    message = "a tool of type code has no response with headers; those of type apiRequest and function have."
    assert (caught.value.diagnostic.span.start.line, caught.value.diagnostic.message) == (3, message)
