"""``why``: of how long a call lasts the greatest of all members' values counts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from callplan import compiler, schemas
from callplan.compiler.diagnostics import Diagnostic
from callplan.compiler.plan.frozen import thaw
from callplan.compiler.why import why
from jsonschema import Draft202012Validator

LIMITS = {
    "callplan.yaml": "callplan: 1\nenvironments: {prod: {overlay: {assistants/a: {maxDurationSeconds: 1200}}}}\n",
    "assistants/a.yml": "name: A\nmaxDurationSeconds: 300\n",
    "assistants/b.yml": "name: B\nmaxDurationSeconds: 1200\n",
    "assistants/c.yml": "name: C\n",
    "squads/s.yml": """\
members:
  - assistantId: a
  - {assistantId: b, assistantOverrides: {maxDurationSeconds: 900}}
  - assistantId: c
""",
    "squads/quick.yml": "members: [{assistantId: c}, {assistant: {name: D, maxDurationSeconds: 60}}]\n",
}


@pytest.mark.parametrize(
    "path", ["/maxDurationSeconds", "/members/A/maxDurationSeconds", "/members/C/maxDurationSeconds"]
)
def test_the_greatest_of_all_members_counts(
    path: str, tree: Callable[[dict[str, str]], Path], callplan: Callable[..., Any], monkeypatch: Any
) -> None:
    monkeypatch.chdir(tree(LIMITS))
    loaded = compiler.load(Path.cwd(), "prod")
    told = why(loaded, "squads/s", path)
    assert not isinstance(told, Diagnostic)
    (value,) = told
    assert [(one.member, thaw(one.value), one.wins) for one in value.shared] == [
        ("A", 1200, True),
        ("B", 900, False),
        ("C", 600, False),
    ]
    places = [one.span and (one.span.file, one.span.start.line) for one in value.shared]
    assert places == [("callplan.yaml", 2), ("squads/s.yml", 3), None]
    assert compiler.compile(loaded, "squads/s").max_duration_ms == 1_200_000
    text = callplan("why", "squads/s", path, "--env", "prod").out
    assert "the greatest of all members' values counts for the whole call (semantics §2.3):" in text
    assert "    > A: 1200  callplan.yaml:2:68" in text.splitlines()
    data = json.loads(callplan("why", "squads/s", path, "--env", "prod", "--format", "json").out)
    assert Draft202012Validator(schemas.load("why")).is_valid(data)
    assert data["values"][0]["maximum"]["members"][2] == {"member": "C", "value": 600, "place": None, "wins": False}


def test_the_default_may_be_the_greatest(tree: Callable[[dict[str, str]], Path]) -> None:
    told = why(compiler.load(tree(LIMITS), "prod"), "squads/quick", "/maxDurationSeconds")
    assert not isinstance(told, Diagnostic)
    assert (told[0].value, told[0].steps[0].layer, told[0].steps[0].span) == (600, "default", None)


def test_an_assistant_alone_shares_nothing(tree: Callable[[dict[str, str]], Path]) -> None:
    told = why(compiler.load(tree(LIMITS), "prod"), "assistants/a", "/maxDurationSeconds")
    assert not isinstance(told, Diagnostic) and told[0].shared == ()
