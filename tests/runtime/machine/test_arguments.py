"""The check of a tool call's arguments: the JSON Schema keywords that tools use."""

from __future__ import annotations

from typing import Any

import pytest
from callplan.compiler.plan.frozen import freeze
from callplan.runtime.machine.arguments import argument_check
from hypothesis import given, settings
from hypothesis import strategies as st

CASES: list[tuple[Any, Any, str | None]] = [
    (None, {"anything": 1}, None),
    (None, [], "arguments must be object, not []"),
    ({"type": ["string", "null"]}, None, "x must be string or null, not 1"),
    ({"const": 4}, 4, None),
    ({"const": 4}, 5, "x must be one of 4, not 5"),
    ({"type": "number"}, True, "x must be number, not True"),
    ({"type": "integer"}, 2.0, None),
    ({"type": "integer"}, 2.5, "x must be integer, not 2.5"),
    ({"type": "integer"}, 10**400, None),
    ({"maximum": 3}, 4, "x must be at most 3, not 4"),
    ({"exclusiveMinimum": 3}, 3, "x must be more than 3, not 3"),
    ({"exclusiveMaximum": 3}, "text", None),
    ({"minLength": 2}, "a", "x must be of length at least 2, not 'a'"),
    ({"maxItems": 1}, [1, 2], "x must be of at most so many items: 1, not [1, 2]"),
    ({"oneOf": [{"type": "string"}, {"type": "integer"}]}, 1, None),
    ({"oneOf": [{"type": "integer"}, {"minimum": 0}]}, 1, "x fits 2 forms where exactly one is wanted"),
    ({"oneOf": [{"type": "string"}]}, 1, "x must be string, not 1"),
    ({"allOf": [{"type": "integer"}, {"minimum": 2}]}, 1, "x must be at least 2, not 1"),
    ({"properties": {"a": {"required": ["b"]}}}, {"a": {}}, "x.a.b is required"),
    ({"items": {"items": {"type": "string"}}}, [["a"], [1]], "x[1][0] must be string, not 1"),
    ({"items": {"const": 0}}, [1] * 5, "; ".join(f"x[{place}] must be one of 0, not 1" for place in range(5))),
    (
        {"items": {"const": 0}},
        [1] * 9,
        "; ".join([*(f"x[{place}] must be one of 0, not 1" for place in range(5)), "and more"]),
    ),
    ({"type": "object", "required": ["a"], "properties": {"b": {"type": "string"}}}, [], "x must be object, not []"),
    (
        {"required": ["a"], "properties": {"b": {"type": "string"}}},
        {"b": 1},
        "x.a is required; x.b must be string, not 1",
    ),
    ({"type": "nonsense", "pattern": 5, "enum": [], "required": "x"}, 1, None),
]


@pytest.mark.parametrize(("schema", "value", "fault"), CASES)
def test_keywords(schema: Any, value: Any, fault: str | None) -> None:
    if schema is None:
        assert argument_check(None)(value, "") == fault
        return
    check = argument_check(freeze({"type": "object", "properties": {"x": schema}}))
    wrong = 1 if fault and fault.startswith("x must be string or null") else value
    assert check({"x": wrong}, "") == fault


def test_what_the_tool_supplies_need_not_be_passed() -> None:
    schema = freeze({"required": ["a", "b"]})
    assert argument_check(schema, given=frozenset({"a"}))({"b": 1}, "") is None
    assert argument_check(schema)({"b": 1}, "") == "a is required"


def test_a_schema_that_is_nested_without_end_is_cut_off() -> None:
    schema: Any = {"type": "string"}
    for _ in range(200):
        schema = {"properties": {"x": schema}}
    value: Any = 1
    for _ in range(200):
        value = {"x": value}
    assert argument_check(freeze(schema))(value, "") is None


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text("ab", max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("xy"), inner, max_size=2),
    max_leaves=6,
)
SCHEMAS = st.recursive(
    st.fixed_dictionaries(
        {},
        optional={
            "type": st.sampled_from(["string", "integer", "object", "array", "null", "boolean", "number"]),
            "minimum": st.integers(-3, 3),
            "maxLength": st.integers(0, 2),
            "enum": st.lists(VALUES, min_size=1, max_size=3),
        },
    ),
    lambda inner: st.fixed_dictionaries(
        {},
        optional={
            "properties": st.dictionaries(st.sampled_from("xy"), inner, max_size=2),
            "required": st.lists(st.sampled_from("xy"), max_size=2, unique=True),
            "additionalProperties": st.just(False),
            "items": inner,
            "anyOf": st.lists(inner, min_size=1, max_size=2),
            "oneOf": st.lists(inner, min_size=1, max_size=2),
            "allOf": st.lists(inner, min_size=1, max_size=2),
        },
    ),
    max_leaves=6,
)


@settings(max_examples=120, deadline=None)
@given(SCHEMAS, VALUES)
def test_the_verdict_is_that_of_jsonschema(schema: Any, value: Any) -> None:
    from jsonschema import Draft202012Validator

    whole = {"type": "object", "properties": {"x": schema}}
    expected = Draft202012Validator(whole).is_valid({"x": value})
    assert (argument_check(freeze(whole))({"x": value}, "") is None) is expected
