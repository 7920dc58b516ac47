"""``why``: what a layer set and lost, and defaults that nobody set."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from callplan import compiler
from callplan.compiler.diagnostics import Diagnostic
from callplan.compiler.plan.frozen import thaw
from callplan.compiler.why import why

VOICE = "voice: {provider: 11labs, voiceId: v, inputPunctuationBoundaries: ['.', '!']}"
PLAN = "startSpeakingPlan: {smartEndpointingPlan: {provider: livekit}}"
MODEL = "model: {provider: openai, model: gpt-4o, temperature: 0.3, messages: [{role: system, content: Help.}]}"
LOST = {
    "assistants/a.yml": f"name: A\nfirstMessage: Hello.\n{VOICE}\n{PLAN}\n{MODEL}\n",
    "squads/s.yml": """name: S
members:
  - assistantId: a
    assistantOverrides:
      voice: {inputPunctuationBoundaries: ['?']}
      startSpeakingPlan: {smartEndpointingPlan: null}
      model: {provider: anthropic, model: claude-sonnet-4-20250514}
""",
    "calls/one.json": json.dumps(
        {
            "assistantId": "a",
            "assistantOverrides": {"endCallMessage": "Bye.", "variableValues": {"plan": "gold"}},
            "customer": {"number": "+15550100001", "assistantOverrides": {"firstMessage": "Hi."}},
        }
    ),
    "calls/all.json": json.dumps(
        {
            "squadId": "s",
            "squadOverrides": {"endCallMessage": "Bye."},
            "customer": {"number": "+15550100001", "assistantOverrides": {"firstMessage": "Hi."}},
        }
    ),
    "calls/odd.json": json.dumps(
        {
            "assistantId": "a",
            "squadOverrides": {"firstMessage": "Hi."},
            "customer": {"number": "+15550100001"},
        }
    ),
    "chats/c.json": json.dumps({"assistantId": "a", "input": "Hi", "assistantOverrides": {"firstMessage": "Hey."}}),
}


@pytest.mark.parametrize(
    ("target", "path", "steps"),
    [
        (
            "squads/s",
            "/members/A/voice/inputPunctuationBoundaries",
            [("base", [".", "!"], False), ("assistantOverrides", [".", "!", "?"], True)],
        ),
        (
            "squads/s",
            "/members/A/startSpeakingPlan/smartEndpointingPlan/provider",
            [("base", "livekit", False), ("assistantOverrides", None, True)],
        ),
        ("squads/s", "/members/A/model/temperature", [("base", 0.3, False), ("assistantOverrides", None, True)]),
        ("squads/s", "/members/A/model/maxTokens", [("default", 250, True)]),
        ("calls/one", "/endCallMessage", [("assistantOverrides", "Bye.", False)]),
        ("calls/one", "/variableValues/plan", [("assistantOverrides", "gold", False)]),
        ("calls/all", "/members/A/endCallMessage", [("squadOverrides", "Bye.", False)]),
        ("calls/odd", "/firstMessage", [("base", "Hello.", True), ("squadOverrides", "Hi.", False)]),
        ("chats/c", "/firstMessage", [("base", "Hello.", True), ("assistantOverrides", "Hey.", False)]),
    ],
)
def test_what_a_layer_set_and_lost(
    tree: Callable[[dict[str, str]], Path], target: str, path: str, steps: list[tuple[str, Any, bool]]
) -> None:
    told = why(compiler.load(tree(LOST)), target, path)
    assert not isinstance(told, Diagnostic) and len(told) == 1
    assert [(step.layer, thaw(step.value), step.wins) for step in told[0].steps] == steps
    assert all(step.span or step.layer == "default" for step in told[0].steps)


HOOK = {"on": "call.ending", "do": [{"type": "say", "exact": "Bye from ${clinic}."}]}
LISTS = {
    "callplan.yaml": """callplan: 1
policies: {messagesMerge: byRole}
parameters: {clinic: {type: string}}
environments:
  prod:
    parameters: {clinic: South}
    overlay: {assistants/b: {endCallPhrases: [ciao], messagePlan: {idleMessages: ["${clinic}?"]}}}
""",
    "assistants/a.json": json.dumps(
        {
            "name": "A",
            "endCallPhrases": ["bye ${clinic}", "over"],
            "hooks": [HOOK],
            "voice": {"provider": "11labs", "voiceId": "v", "inputPunctuationBoundaries": ["${clinic}"]},
            "model": {
                "provider": "openai",
                "model": "gpt-4o",
                "messages": [
                    {"role": "user", "content": "Of ${clinic}."},
                    {"role": "system", "content": "In ${clinic}"},
                ],
            },
        }
    ),
    "assistants/b.json": json.dumps(
        {"name": "B", "endCallPhrases": ["bye ${clinic}"], "messagePlan": {"idleMessages": ["${clinic}!"]}}
    ),
    "squads/s.json": json.dumps(
        {
            "members": [
                {
                    "assistantId": "a",
                    "assistantOverrides": {
                        "endCallPhrases": ["ciao ${clinic}"],
                        "hooks": [],
                        "voice": {"inputPunctuationBoundaries": ["!"]},
                        "model": {"messages": [{"role": "system", "content": "At ${clinic}"}]},
                    },
                },
                {"assistantId": "b"},
            ],
            "membersOverrides": {"endCallPhrases": ["tschüss"]},
        }
    ),
}


@pytest.mark.parametrize(
    ("path", "steps", "named"),
    [
        (
            "/members/A/endCallPhrases",
            [
                ("base", ["bye South", "over"], False),
                ("assistantOverrides", ["ciao South"], False),
                ("membersOverrides", ["tschüss"], True),
            ],
            [1, 1, 0],
        ),
        (
            "/members/A/hooks",
            [
                ("base", [{"on": "call.ending", "do": [{"type": "say", "exact": "Bye from South."}]}], False),
                ("assistantOverrides", [], True),
            ],
            [1, 0],
        ),
        (
            "/members/A/voice/inputPunctuationBoundaries",
            [("base", ["South"], False), ("assistantOverrides", ["South", "!"], True)],
            [1, 1],
        ),
        (
            "/members/B/endCallPhrases",
            [
                ("base", ["bye South"], False),
                ("environment prod", ["ciao"], False),
                ("membersOverrides", ["tschüss"], True),
            ],
            [1, 0, 0],
        ),
        (
            "/members/B/messagePlan/idleMessages",
            [("base", ["South!"], False), ("environment prod", ["South?"], True)],
            [1, 1],
        ),
    ],
)
def test_parameters_inside_of_lists_that_lost(
    tree: Callable[[dict[str, str]], Path], path: str, steps: list[tuple[str, Any, bool]], named: list[int]
) -> None:
    told = why(compiler.load(tree(LISTS), "prod"), "squads/s", path)
    assert not isinstance(told, Diagnostic) and len(told) == 1
    assert [(step.layer, thaw(step.value), step.wins) for step in told[0].steps] == steps
    assert [len(step.parameters) for step in told[0].steps] == named


def test_messages_of_both_layers_keep_the_places_of_their_parameters(tree: Callable[[dict[str, str]], Path]) -> None:
    told = why(compiler.load(tree(LISTS), "prod"), "squads/s", "/members/A/model/messages/0/content")
    assert not isinstance(told, Diagnostic)
    (step,) = told[0].steps
    assert (thaw(step.value), [one.name for one in step.parameters]) == ("Of South.", ["clinic"])


APPENDED = {
    "assistants/a.yml": "name: A\n",
    "calls/one.json": json.dumps(
        {
            "assistantId": "a",
            "assistantOverrides": {"tools:append": [{"type": "endCall"}, {"type": "dtmf"}]},
            "customer": {
                "number": "+15550100001",
                "assistantOverrides": {"firstMessage": "Hi.", "tools:append": [{"type": "voicemail"}]},
            },
        }
    ),
    "calls/odd.json": json.dumps({"assistantId": "a", "squadOverrides": {"tools:append": [{"type": "endCall"}]}}),
    "chats/c.json": json.dumps(
        {"assistantId": "a", "input": "Hi", "assistantOverrides": {"tools:append": [{"type": "endCall"}]}}
    ),
}


@pytest.mark.parametrize(
    ("target", "chains"),
    [
        (
            "calls/one",
            {
                "/tools:append/0/type": [
                    ("assistantOverrides", "endCall", False),
                    ("assistantOverrides", "voicemail", True),
                ],
                "/tools:append/1/type": [("assistantOverrides", "dtmf", False)],
            },
        ),
        ("calls/odd", {"/tools:append/0/type": [("squadOverrides", "endCall", False)]}),
        ("chats/c", {"/tools:append/0/type": [("assistantOverrides", "endCall", False)]}),
    ],
)
def test_tools_of_layers_that_are_not_in_force(
    tree: Callable[[dict[str, str]], Path], target: str, chains: dict[str, list[tuple[str, Any, bool]]]
) -> None:
    loaded = compiler.load(tree(APPENDED))
    for path in ("/tools:append", ""):
        told = why(loaded, target, path)
        assert not isinstance(told, Diagnostic)
        found = {
            one.path: [(step.layer, step.value, step.wins) for step in one.steps]
            for one in told
            if one.path.startswith("/tools:append")
        }
        assert found == chains


@pytest.mark.parametrize(
    ("policy", "path", "value", "source"),
    [
        ("silenceTimeoutDefault: 30", "/silenceTimeoutSeconds", 30, "policy silenceTimeoutDefault: 30 (C4)"),
        ("chunkingUnset: on", "/voice/chunkPlan/enabled", True, "semantics §7.1, C12"),
        ("chunkingUnset: off", "/voice/chunkPlan/enabled", False, "policy chunkingUnset: off (C12)"),
    ],
)
def test_defaults_are_those_of_the_policies(
    tree: Callable[[dict[str, str]], Path], policy: str, path: str, value: Any, source: str
) -> None:
    root = tree({**LOST, "callplan.yaml": f"callplan: 1\npolicies: {{{policy}}}\n"})
    told = why(compiler.load(root), "assistants/a", path)
    assert not isinstance(told, Diagnostic)
    (step,) = told[0].steps
    assert (step.layer, step.value, step.rule) == ("default", value, source)


def test_a_default_that_a_policy_leaves_out(tree: Callable[[dict[str, str]], Path]) -> None:
    told = why(compiler.load(tree(LOST)), "assistants/a", "/silenceTimeoutSeconds")
    assert isinstance(told, Diagnostic) and "silenceTimeoutDefault" in told.message


def test_overrides_for_a_squad_that_is_not_called(tree: Callable[[dict[str, str]], Path]) -> None:
    report = compiler.check(compiler.load(tree(LOST)))
    assert [Path(item.span.file).name for item in report.diagnostics if item.rule == "S021"] == ["odd.json"]
