"""Exported lists: a permanent id without a file leads to what the API says of it, and nothing of it is ours to mend."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from callplan import compiler
from callplan.compiler.payload.deploy import deployment

NIGHT = "2f0e3c1a-8d4b-4c7e-9a51-0b6d2e7f8a91"
ENTRY: dict[str, Any] = {
    "id": NIGHT,
    "orgId": "c0ffee00-0000-4000-8000-000000000001",
    "name": "Night Desk",
    "firstMessage": "Good night.",
    "nobodyKnows": True,
    "voice": {"provider": "vapi", "voiceId": "Elliot"},
}


def project(tree: Callable[[dict[str, str]], Path], answer: Any) -> Path:
    return tree(
        {
            "callplan.yaml": "callplan: 1\nexternal: {assistants: lists/assistants.json}\n",
            "lists/assistants.json": json.dumps(answer),
            "squads/desk.yml": f"members:\n  - assistantId: {NIGHT.upper()}\n"
            "    assistantOverrides: {voice: {voiceId: Savannah}}\n",
        }
    )


@pytest.mark.parametrize("answer", [[ENTRY], {"results": [ENTRY], "metadata": {}}])
def test_an_exported_assistant_is_a_member(tree: Callable[[dict[str, str]], Path], answer: Any) -> None:
    workspace = compiler.load(project(tree, answer))
    assert compiler.check(workspace).diagnostics == ()
    (member,) = compiler.compile(workspace, "squads/desk").members
    assert (member.name, member.voice.voice_id, member.source) == ("Night Desk", "Savannah", "permanent")
    assert member.opening.message is not None and member.opening.message.text == "Good night."
    assert "orgId" not in member.settings


def test_it_is_only_read(tree: Callable[[dict[str, str]], Path]) -> None:
    workspace = compiler.load(project(tree, [ENTRY]))
    assert [resource.target for resource in workspace.resources] == ["squads/desk"]
    requests = deployment(workspace.scopes[0], workspace.resources).requests
    assert [(request.path, request.body["members"][0]["assistantId"]) for request in requests] == [
        ("/squad", NIGHT.upper())
    ]


def test_a_broken_list_is_told(tree: Callable[[dict[str, str]], Path]) -> None:
    root = project(tree, [ENTRY])
    (root / "lists" / "assistants.json").write_text("[", encoding="utf-8")
    found = compiler.check(compiler.load(root)).diagnostics
    assert [(item.rule, item.span.file) for item in found][:1] == [("Y001", "lists/assistants.json")]
