"""Two JSON Schemas: what of a value is gone, may be missing, is of another type, or can no longer be."""

from __future__ import annotations

from typing import Any

import pytest
from callplan.compiler.changes.schema import Shift, shifts
from callplan.compiler.plan.frozen import freeze


def schema(properties: dict[str, Any], *required: str) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(required)}


TEXT, NUMBER = {"type": "string"}, {"type": "number"}
DAYS = {"type": "string", "enum": ["monday", "friday"]}
CASES: dict[str, tuple[Any, Any, list[str]]] = {
    "nothing": (schema({"day": TEXT}, "day"), schema({"day": TEXT}, "day"), []),
    "a field that goes": (
        schema({"day": TEXT, "hour": NUMBER}, "day", "hour"),
        schema({"day": TEXT}, "day"),
        ["! behaviour removed properties.hour: hour is gone"],
    ),
    "a field that comes": (
        schema({"day": TEXT}, "day"),
        schema({"day": TEXT, "hour": NUMBER}, "day"),
        ["  behaviour added properties.hour: hour is new, and may be missing"],
    ),
    "a field that is renamed": (
        schema({"day": TEXT, "hour": NUMBER}, "day", "hour"),
        schema({"date": TEXT, "hour": NUMBER}, "date", "hour"),
        ["! behaviour changed properties.date: day is now called date"],
    ),
    "two fields that may be either": (
        schema({"one": TEXT, "two": TEXT}),
        schema({"first": TEXT, "second": TEXT}),
        [
            "! behaviour removed properties.one: one is gone",
            "! behaviour removed properties.two: two is gone",
            "  behaviour added properties.first: first is new, and may be missing",
            "  behaviour added properties.second: second is new, and may be missing",
        ],
    ),
    "a field that may be missing": (
        schema({"day": TEXT}, "day"),
        schema({"day": TEXT}),
        ["! behaviour removed required: day may be missing"],
    ),
    "a field that has to be given": (
        schema({"day": TEXT}),
        schema({"day": TEXT}, "day"),
        ["  behaviour added required: day has to be given"],
    ),
    "required fields in another order": (
        schema({"day": TEXT, "hour": NUMBER}, "day", "hour"),
        schema({"day": TEXT, "hour": NUMBER}, "hour", "day"),
        ["  cosmetic changed required: the required fields of the value are listed in another order"],
    ),
    "another type": (
        schema({"day": TEXT}),
        schema({"day": NUMBER}),
        ["! behaviour changed properties.day.type: day is number instead of string"],
    ),
    "a type that is null too": (
        schema({"day": TEXT}),
        schema({"day": {"type": ["string", "null"]}}),
        ["! behaviour changed properties.day.type: day is string or null instead of string"],
    ),
    "a type that is null no longer": (
        schema({"day": {"type": ["string", "null"]}}),
        schema({"day": TEXT}),
        ["  behaviour changed properties.day.type: day is string instead of string or null"],
    ),
    "fewer values": (
        schema({"day": DAYS}),
        schema({"day": {**DAYS, "enum": ["monday"]}}),
        ["! behaviour changed properties.day.enum: day is no longer “friday”"],
    ),
    "more values": (
        schema({"day": DAYS}),
        schema({"day": {**DAYS, "enum": ["monday", "friday", "sunday"]}}),
        ["  behaviour changed properties.day.enum: day can be “sunday” too"],
    ),
    "other values": (
        schema({"day": DAYS}),
        schema({"day": {**DAYS, "enum": ["monday", "sunday"]}}),
        ["! behaviour changed properties.day.enum: day is no longer “friday”, “sunday” too"],
    ),
    "values in another order": (
        schema({"day": DAYS}),
        schema({"day": {**DAYS, "enum": ["friday", "monday"]}}),
        ["  content changed properties.day.enum: the values of day are listed in another order"],
    ),
    "any value": (
        schema({"day": DAYS}),
        schema({"day": TEXT}),
        ["  behaviour removed properties.day.enum: day is any value"],
    ),
    "values alone": (
        schema({"day": TEXT}),
        schema({"day": DAYS}),
        ["! behaviour added properties.day.enum: day is one of [“monday”, “friday”] alone"],
    ),
    "deep inside": (
        schema({"order": schema({"lines": {"type": "array", "items": schema({"sku": TEXT, "note": TEXT})}})}),
        schema({"order": schema({"lines": {"type": "array", "items": schema({"sku": TEXT})}})}),
        ["! behaviour removed properties.order.properties.lines.items.properties.note: order.lines[].note is gone"],
    ),
    "what the model reads": (
        schema({"day": {**TEXT, "description": "the day"}}),
        schema({"day": {**TEXT, "description": "the date"}}),
        [
            "  content changed properties.day.description: description of day is “the date” instead of “the day”",
        ],
    ),
    "a bound": (
        schema({"count": {"type": "integer", "maximum": 9}}),
        schema({"count": {"type": "integer", "maximum": 5}}),
        ["  behaviour changed properties.count.maximum: maximum of count is 5 instead of 9"],
    ),
    "a schema that goes": (schema({"day": TEXT}), None, ["! behaviour removed : *"]),
    "a schema that comes": (None, schema({"day": TEXT}), ["  behaviour added : *"]),
}


def line(shift: Shift) -> str:
    where = ".".join(map(str, shift.path))
    said = shift.clause if where else "*"
    return f"{'!' if shift.breaks else ' '} {shift.category} {shift.what} {where}: {said}"


@pytest.mark.parametrize("name", CASES)
def test_each_difference_is_told_once(name: str) -> None:
    before, after, expected = CASES[name]
    assert [line(shift) for shift in shifts(freeze(before), freeze(after))] == expected


@pytest.mark.parametrize("name", CASES)
def test_the_other_way_round(name: str) -> None:
    before, after, expected = CASES[name]
    found = list(shifts(freeze(after), freeze(before)))
    assert len(found) == len(expected)
    other = {"added": "removed", "removed": "added", "changed": "changed"}
    whats = [next(word for word in text.split() if word in other) for text in expected]
    assert sorted(shift.what for shift in found) == sorted(map(other.__getitem__, whats))
