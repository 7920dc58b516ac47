"""Tools that are compiled once: nothing that is said depends on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import callplan
import pytest
from callplan import compiler
from callplan.compiler.build import toolset

TREE = {
    "assistants/one.yml": 'name: One\nfirstMessage: "{{ found }}"\n'
    "model: {provider: openai, model: gpt-4o, toolIds: [look, go]}\n",
    "assistants/two.yml": "name: Two\nserver: {url: 'https://two.example.com'}\n"
    "model: {provider: openai, model: gpt-4o, toolIds: [go, look]}\n",
    "assistants/three.yml": "name: Three\nmodel: {provider: openai, model: gpt-4o, toolIds: [look]}\n",
    "squads/all.yml": "members: [{assistantId: one}, {assistantId: two}, {assistantId: three}]\n",
    "tools/go.yml": "type: handoff\ndestinations: [{type: assistant, assistantName: Three}]\n",
    "tools/look.yml": """\
type: function
function: {name: look, parameters: {type: object, properties: {customerId: {type: string}, x: {type: string}}}}
messages: [{type: request-start, content: "Hold on, {{ nobody }}"}]
variableExtractionPlan: {aliases: [{key: found, value: "{{ $.a }}"}]}
""",
}


def _never(build: Any, source: Any, at: Any, fallback: Any, make: Callable[[], Any]) -> Any:
    return make()


@pytest.fixture(params=["tree", "clinic", "shop", "bank"])
def workspace(request: pytest.FixtureRequest, tree: Callable[[dict[str, str]], Path], fixtures: Path) -> Path:
    return tree(TREE) if request.param == "tree" else fixtures / "workspaces" / request.param


def test_findings_are_the_same(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shared = callplan.check(compiler.load(workspace))
    monkeypatch.setattr(toolset, "once", _never)
    assert callplan.check(compiler.load(workspace)) == shared


def test_the_tool_s_findings_are_told_of_each_who_has_it(tree: Callable[[dict[str, str]], Path]) -> None:
    found = [
        item for item in callplan.check(compiler.load(tree(TREE))).diagnostics if item.span.file == "tools/look.yml"
    ]
    assert {item.rule for item in found} >= {"K010", "K012", "Q002"}
    assert not [item for item in found if item.rule == "Q002" and "found" in item.message]
