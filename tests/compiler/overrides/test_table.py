"""Every case of fixtures/merges, merged: the result, the findings, and where each value came from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from callplan.compiler import policies
from callplan.compiler.diagnostics import Diagnostic
from callplan.compiler.overrides import MEMBER, SQUAD, Effective, Layer, apply
from callplan.compiler.sources import read_bytes
from callplan.compiler.traced import Traced

MERGES = Path(__file__).parents[3] / "fixtures" / "merges"
CASES: list[dict[str, Any]] = [
    case for path in sorted(MERGES.glob("*.yaml")) for case in yaml.safe_load(path.read_text(encoding="utf-8"))["cases"]
]
NAMES = {"members[0].assistantOverrides": MEMBER, "membersOverrides": SQUAD}


def document(name: str, value: Any) -> Traced:
    """*value* as a file called *name*."""
    text = json.dumps(value, indent=2, ensure_ascii=False)
    return Traced.of(read_bytes(f"{name}.json", text.encode()).documents[0])


def merged(case: dict[str, Any]) -> tuple[Effective, list[Diagnostic]]:
    layers = [
        Layer(NAMES.get(layer["name"], layer["name"]), document(layer["name"], layer["value"]))
        for layer in case["layers"]
    ]
    return apply(document("base", case["base"]), layers, policies.resolve(case.get("policies", {})))


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["case"]))
def test_result(case: dict[str, Any]) -> None:
    effective, _ = merged(case)
    expected = dict(case["expect"])
    assert effective.variables.value == expected.pop("variableValues", {})
    assert [tool.value for tool in effective.appended] == expected.pop("tools:append", [])
    assert effective.config.value == expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["case"]))
def test_findings(case: dict[str, Any]) -> None:
    _, found = merged(case)
    assert sorted((item.rule, item.path) for item in found) == sorted(
        (item["rule"], item["path"]) for item in case["diagnostics"]
    )
    for expected in case["diagnostics"]:
        (item,) = [item for item in found if (item.rule, item.path) == (expected["rule"], expected["path"])]
        assert all(word in item.message for word in expected["says"]), item.message
        files = [item.span.file, *(related.span.file for related in item.related)]
        assert f"{expected['layer']}.json" in files, "the layer that brings it about is shown"


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["case"]))
def test_every_value_stands_where_its_place_says(case: dict[str, Any]) -> None:
    effective, _ = merged(case)
    for source in (effective.config, effective.variables, *effective.appended):
        for path in paths(source.value):
            place = source.place(path)
            assert place.document.get(place.path) == source.get(path), path


def paths(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every path below *value* that leads to no container."""
    if isinstance(value, dict) and value:
        return [found for key, item in value.items() for found in paths(item, (*path, key))]
    if isinstance(value, list) and value:
        return [found for index, item in enumerate(value) for found in paths(item, (*path, index))]
    return [path] if path else []
