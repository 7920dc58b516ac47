"""Stored structured outputs in two plans: what each is asked for with (semantics §13.5)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from callplan import compiler
from callplan.compiler.changes.outputs import without_questions
from callplan.compiler.plan import Plan

FRONT = {"name": "Front", "model": {"provider": "openai", "model": "gpt-4o"}}
KPI: dict[str, Any] = {
    "name": "kpi",
    "type": "ai",
    "schema": {"type": "object", "properties": {"a": {"type": "string"}}},
}

CASES: list[tuple[str, dict[str, Any], list[str]]] = [
    ("nothing", {}, []),
    (
        "a field that goes",
        {"schema": {"type": "object", "properties": {}}},
        ["breaking removed outputs.kpi.schema.properties.a: of what the structured output kpi holds, a is gone."],
    ),
    (
        "a field that comes",
        {"schema": {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}}},
        [
            "notable added outputs.kpi.schema.properties.b: of what the structured output kpi holds, b is new, and "
            "may be missing."
        ],
    ),
    (
        "a pattern instead of a model",
        {"type": "regex", "regex": "a+"},
        [
            "notable added outputs.kpi.regex: the structured output kpi: regex is “a+” instead of unset.",
            "notable changed outputs.kpi.by: the structured output kpi: by is “regex” instead of “ai”.",
        ],
    ),
    (
        "what it is",
        {"description": "Why"},
        ["notable added outputs.kpi.description: the structured output kpi: description is “Why” instead of unset."],
    ),
    (
        "who is asked",
        {"model": {"provider": "openai", "model": "gpt-4o"}},
        [
            "notable added outputs.kpi.model: the structured output kpi: model is model “gpt-4o”, provider “openai” "
            "instead of unset."
        ],
    ),
]


@pytest.mark.parametrize(("fields", "told"), [one[1:] for one in CASES], ids=[one[0] for one in CASES])
def test_a_stored_output(tree: Callable[[dict[str, str]], Path], fields: dict[str, Any], told: list[str]) -> None:
    before, after = (_plan(tree, output, {"structuredOutputIds": ["kpi"]}) for output in (KPI, {**KPI, **fields}))
    found = compiler.diff(before, after).changes
    assert sorted(f"{one.severity} {one.what} {one.field}: {one.sentence}" for one in found) == told
    assert all(one.before_origin or one.after_origin for one in found)
    assert {one.file for each in found for one in (each.before_origin, each.after_origin) if one} <= {
        "structuredOutputs/kpi.json"
    }
    assert compiler.diff(without_questions(before), without_questions(after)).changes == ()


def test_an_inline_one_is_told_once(tree: Callable[[dict[str, str]], Path]) -> None:
    """With the settings, which hold it."""
    sides = (_plan(tree, KPI, {"structuredOutputs": [one]}) for one in (KPI, {**KPI, "description": "Why"}))
    (change,) = compiler.diff(*sides).changes
    assert change.field == "artifactPlan.structuredOutputs.0.description"


def _plan(tree: Callable[[dict[str, str]], Path], output: dict[str, Any], artifact: dict[str, Any]) -> Plan:
    root = tree(
        {
            "callplan.yaml": "callplan: 1\n",
            "assistants/front.json": json.dumps({**FRONT, "artifactPlan": artifact}),
            "structuredOutputs/kpi.json": json.dumps(output),
        }
    )
    return compiler.compile(compiler.load(root), "assistants/front")
