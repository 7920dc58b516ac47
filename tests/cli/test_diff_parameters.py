"""``callplan diff`` names the place of a parameter's own value beside the text that names the parameter."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from callplan import schemas
from callplan.compiler import plan as plans
from jsonschema import Draft202012Validator

Run = Callable[..., Any]
PROJECT = """\
callplan: 1
parameters:
  limit: {type: integer, default: 5}
  clinic: {type: string}
  team: {type: string, default: one}
environments:
  uat: {parameters: {clinic: North}}
  prod: {parameters: {clinic: South, limit: 9}}
"""
FRONT = """\
---
name: Front
model: {provider: openai, model: gpt-4o}
silenceTimeoutSeconds: ${limit}
firstMessage: Welcome to ${clinic}.
---
You are the desk.
Ask the name.
At most ${limit} minutes.
Of ${clinic}, ${team}.
"""


@pytest.fixture
def two(tree: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tree({"callplan.yaml": PROJECT, "assistants/front.md": FRONT})
    monkeypatch.chdir(root)
    return root


@pytest.mark.usefixtures("two")
def test_as_text(callplan: Run) -> None:
    out = callplan("diff", "assistants/front", "-e", "uat", "-e", "prod").out
    limit = "      ${limit}: callplan.yaml:3:35 → callplan.yaml:8:45\n"
    clinic = "      ${clinic}: callplan.yaml:7:30 → callplan.yaml:8:31\n"
    assert f"after 5 s.\n      assistants/front.md:4:24\n{limit}" in out
    assert f"“Welcome to North.”.\n      assistants/front.md:5:15\n{clinic}" in out
    assert f"      assistants/front.md:9:1\n{limit}{clinic}" in out  # both lines of the prompt are one change
    assert "${team}" not in out  # the same on both sides


@pytest.mark.usefixtures("two")
def test_for_programs(callplan: Run) -> None:
    found = json.loads(callplan("diff", "assistants/front", "-e", "uat", "-e", "prod", "-f", "json").out)
    Draft202012Validator(schemas.load("diff")).validate(found)
    by_field = {change["field"]: change["origin"] for change in found["changes"]}
    origin = by_field["silence.timeout_ms"]
    assert origin["after"] == {
        "file": "assistants/front.md",
        "line": 4,
        "column": 24,
        "layer": "base",
        "parameters": [{"name": "limit", "file": "callplan.yaml", "line": 8, "column": 45}],
    }
    assert [one["name"] for one in by_field["prompt.0.line 3"]["before"]["parameters"]] == ["limit", "clinic", "team"]


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize("format", ["markdown", "html"])
def test_for_readers(callplan: Run, format: str) -> None:
    out = callplan("diff", "assistants/front", "-e", "uat", "-e", "prod", "-f", format).out
    assert "callplan.yaml:3:35" in out and "callplan.yaml:8:45" in out


def test_of_saved_plans(callplan: Run, two: Path) -> None:
    for env in ("uat", "prod"):
        callplan("compile", "assistants/front", "-e", env, "-o", f"{env}.json")
    assert plans.load((two / "uat.json").read_bytes()).digest
    out = callplan("diff", "uat.json", "prod.json").out
    assert "${limit}: callplan.yaml:3:35 → callplan.yaml:8:45" in out


def test_of_revisions(callplan: Run, two: Path, git: Run) -> None:
    git(two, "init", "-q", "-b", "main", ".")
    git(two, "add", ".")
    git(two, "commit", "-qm", "all")
    path = two / "callplan.yaml"
    path.write_text(path.read_text("utf-8").replace("limit: 9", "limit: 8"), "utf-8")
    out = callplan("diff", "main:assistants/front", "-e", "prod").out
    assert "${limit}: main:callplan.yaml:8:45 → callplan.yaml:8:45" in out


def test_of_what_is_no_conversation(callplan: Run, two: Path) -> None:
    (two / "structuredOutputs").mkdir()
    output = '{"name": "Kpi", "schema": {"type": "string", "description": "Of ${clinic}."}}'
    (two / "structuredOutputs" / "kpi.json").write_text(output, "utf-8")
    out = callplan("diff", "structuredOutputs/kpi", "-e", "uat", "-e", "prod").out
    assert "${clinic}: callplan.yaml:7:30 → callplan.yaml:8:31" in out


def test_values_of_environments_yaml(callplan: Run, tree: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(
        tree(
            {
                "environments.yaml": "uat: {parameters: {clinic: North}}\nprod: {parameters: {clinic: South}}\n",
                "assistants/front.yml": "name: Front\nfirstMessage: Welcome to ${clinic}.\n",
            }
        )
    )
    out = callplan("diff", "assistants/front", "-e", "uat", "-e", "prod").out
    assert "${clinic}: environments.yaml:1:28 → environments.yaml:2:29" in out
