"""``why``: the chain of a value, layer by layer, as text and for programs."""

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

TREE = {
    "callplan.yaml": """\
callplan: 1
parameters: {limit: 60}
environments:
  prod: {parameters: {limit: 90}, overlay: {assistants/a: {voice: {voiceId: Kylie}, endCallMessage: null}}}
""",
    "assistants/a.yml": """\
name: A
firstMessage: Hello.
endCallMessage: Goodbye.
maxDurationSeconds: ${limit}
voice: {provider: vapi, voiceId: Elliot}
voicemailDetection: {provider: vapi}
""",
    "squads/s.yml": """\
members:
  - assistantId: a
    assistantOverrides: {voice: {voiceId: Cole}, voicemailDetection: null, "tools:append": [{type: endCall}]}
membersOverrides: {voice: {provider: azure, voiceId: en-US-AriaNeural}, firstMessage: null}
""",
}


@pytest.fixture
def asked(tree: Callable[[dict[str, str]], Path]) -> Callable[[str], list[tuple[str, Any, bool]]]:
    root = tree(TREE)

    def ask(path: str) -> list[tuple[str, Any, bool]]:
        told = why(compiler.load(root, "prod"), "squads/s", path)
        assert not isinstance(told, Diagnostic) and len(told) == 1
        return [(step.layer, thaw(step.value), step.wins) for step in told[0].steps]

    return ask


@pytest.mark.parametrize(
    ("path", "steps"),
    [
        (
            "/members/A/voice/voiceId",
            [
                ("base", "Elliot", False),
                ("environment prod", "Kylie", False),
                ("assistantOverrides", "Cole", False),
                ("membersOverrides", "en-US-AriaNeural", True),
            ],
        ),
        ("/members/A/voicemailDetection/provider", [("base", "vapi", True), ("assistantOverrides", None, False)]),
        ("/members/A/firstMessage", [("base", "Hello.", False), ("membersOverrides", None, True)]),
        ("/members/A/endCallMessage", [("base", "Goodbye.", False), ("environment prod", None, True)]),
        ("/members/A/maxDurationSeconds", [("base", 90, True)]),
        ("/members/A/voice/chunkPlan/minCharacters", [("default", 30, True)]),
        ("/members/A/tools:append/0/type", [("assistantOverrides", "endCall", True)]),
    ],
)
def test_chains(
    asked: Callable[[str], list[tuple[str, Any, bool]]], path: str, steps: list[tuple[str, Any, bool]]
) -> None:
    assert asked(path) == steps


def test_a_path_begins_with_a_slash(
    tree: Callable[[dict[str, str]], Path], callplan: Callable[..., Any], monkeypatch: Any
) -> None:
    monkeypatch.chdir(tree(TREE))
    done = callplan("why", "squads/s", "members/A/voice/voiceId", "--env", "prod")
    assert done.code == 2
    assert "begins with a slash: /members/A/voice/voiceId" in done.err


def test_for_programs(tree: Callable[[dict[str, str]], Path], callplan: Callable[..., Any], monkeypatch: Any) -> None:
    monkeypatch.chdir(tree(TREE))
    done = callplan("why", "squads/s", "/members/A/maxDurationSeconds", "--env", "prod", "--format", "json")
    data = json.loads(done.out)
    step = {
        "layer": "base",
        "place": {"file": "assistants/a.yml", "line": 4, "column": 21},
        "value": 90,
        "wins": True,
        "rule": "the only layer that sets it",
        "parameters": [{"name": "limit", "place": {"file": "callplan.yaml", "line": 4, "column": 30}}],
    }
    value = {"path": "/members/A/maxDurationSeconds", "value": 90, "present": True, "steps": [step]}
    assert data == {"version": 1, "values": [value]}
    validator = Draft202012Validator(schemas.load("why"))
    everything = json.loads(callplan("why", "squads/s", "--env", "prod", "--format", "json").out)
    assert validator.is_valid(data) and validator.is_valid(everything)
    text = callplan("why", "squads/s", "/members/A/maxDurationSeconds", "--env", "prod").out
    assert text.splitlines()[2] == "      ${limit} from callplan.yaml:4:30"
