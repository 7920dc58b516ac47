"""``why``: the chain's winner is what is in force, for every leaf of the examples and of random layers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from callplan import compiler, schemas
from callplan.compiler import policies
from callplan.compiler.build import Build, find_target, plan_of
from callplan.compiler.build.squads import Form
from callplan.compiler.diagnostics import Diagnostic
from callplan.compiler.overrides import Effective, Layer, apply, merge
from callplan.compiler.plan.frozen import thaw
from callplan.compiler.sources import Path as Steps
from callplan.compiler.sources import pointer, read_bytes
from callplan.compiler.traced import Traced
from callplan.compiler.why import Explanation, why
from callplan.compiler.why.chain import explanations
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

WORKSPACES = Path(__file__).parents[3] / "fixtures" / "workspaces"
EXAMPLES = [
    *(("clinic", env, "squads/clinic") for env in ("dev", "uat", "prod")),
    *(("shop", env, "calls/order-update") for env in ("dev", "uat", "prod")),
    *(("bank", env, "squads/bank") for env in ("dev", "uat", "prod")),
]


def every_leaf(value: Any, path: Steps = ()) -> Iterator[tuple[Steps, Any]]:
    """What is neither object nor list, and what is an empty one."""
    if isinstance(value, dict) and value:
        for key, item in value.items():
            yield from every_leaf(item, (*path, key))
    elif isinstance(value, list) and value:
        for index, item in enumerate(value):
            yield from every_leaf(item, (*path, index))
    else:
        yield path, value


def is_a_chain(told: Explanation, layers: tuple[str, ...]) -> None:
    """One winner, with the value in force; nobody twice; the order is that of the layers."""
    winners = [step for step in told.steps if step.wins]
    assert len(winners) == 1 and winners[0].value == told.value
    places = [(step.layer, step.span) for step in told.steps]
    assert len(places) == len(set(places))
    ranks = [layers.index(step.layer) for step in told.steps]
    assert ranks == sorted(ranks)


def forms(workspace: str, env: str, target: str) -> tuple[tuple[Form, ...], str]:
    loaded = compiler.load(WORKSPACES / workspace, env)
    found = find_target(loaded, target)
    assert not isinstance(found, Diagnostic)
    scope, resource = found
    compiled = plan_of(Build(scope, loaded.project, policies.resolve(loaded.project.policies)), resource, {})
    assert compiled is not None
    return compiled.forms, env


@pytest.mark.parametrize(("workspace", "env", "target"), EXAMPLES)
def test_every_leaf_of_an_example(workspace: str, env: str, target: str) -> None:
    built, _ = forms(workspace, env, target)
    count = 0
    for form in built:
        assert form.effective is not None
        layers = ("base", f"environment {env}", *form.effective.layers, "default")
        for head, traced in (((), form.effective.config), (("variableValues",), form.effective.variables)):
            for path, value in every_leaf(traced.value):
                if not path:
                    continue
                (told,) = explanations(form.effective, (), (*head, *path), env)
                assert (told.path, thaw(told.value)) == (pointer((*head, *path)), value)
                is_a_chain(told, layers)
                winner = next(step for step in told.steps if step.wins)
                assert winner.span is not None
                count += 1
    assert count > 20


@pytest.mark.parametrize(("workspace", "env", "target"), EXAMPLES)
def test_all_of_a_target_at_once(workspace: str, env: str, target: str) -> None:
    told = why(compiler.load(WORKSPACES / workspace, env), target, "")
    assert not isinstance(told, Diagnostic)
    assert len({item.path for item in told}) == len(told)
    built, _ = forms(workspace, env, target)
    keys = {item.path.split("/")[2].replace("~1", "/").replace("~0", "~") for item in told} if len(built) > 1 else set()
    assert keys == ({form.key for form in built} if len(built) > 1 else set())
    for item in told:
        assert sum(step.wins for step in item.steps) == 1


NAMES = ("base", "environment prod", "assistantOverrides", "membersOverrides", "squadOverrides")
KEYS = (
    "voice",
    "model",
    "provider",
    "messages",
    "inputPunctuationBoundaries",
    "startSpeakingPlan",
    "variableValues",
    "a",
)
TEMPLATE = st.recursive(
    st.just("scalar") | st.just("null"),
    lambda inner: st.dictionaries(st.sampled_from(KEYS), inner, max_size=4) | st.lists(inner, max_size=3),
    max_leaves=8,
)
LAYERS = st.lists(st.dictionaries(st.sampled_from(KEYS), TEMPLATE, max_size=5), min_size=2, max_size=len(NAMES))


def signed(template: Any, layer: str, numbers: list[int]) -> Any:
    if isinstance(template, dict):
        return {key: signed(item, layer, numbers) for key, item in template.items()}
    if isinstance(template, list):
        return [signed(item, layer, numbers) for item in template]
    numbers.append(len(numbers))
    return None if template == "null" else f"{layer}:{len(numbers)}"


def stack(templates: list[Any]) -> tuple[list[Any], Effective]:
    numbers: list[int] = []
    values = [signed(template, name, numbers) for name, template in zip(NAMES, templates, strict=False)]
    values[0].pop("variableValues", None)
    values[1].pop("variableValues", None)
    documents = [
        Traced.of(read_bytes(f"{name}.json", json.dumps(value).encode()).documents[0])
        for name, value in zip(NAMES, values, strict=False)
    ]
    base = merge(documents[0], documents[1], NAMES[1], policies.resolve(), overlay=True)[0]
    layers = [Layer(name, document) for name, document in zip(NAMES[2:], documents[2:], strict=False)]
    return values, apply(base, layers, policies.resolve())[0]


@given(LAYERS)
def test_every_leaf_of_random_layers(templates: list[Any]) -> None:
    _, effective = stack(templates)
    for head, traced in (((), effective.config), (("variableValues",), effective.variables)):
        for path, value in every_leaf(traced.value):
            if not path:
                continue
            (told, *more) = explanations(effective, (), (*head, *path), "prod")
            assert all(other.path.startswith(f"{told.path}/") for other in more), "what stood below and lost"
            assert (told.path, thaw(told.value)) == (pointer((*head, *path)), value)
            is_a_chain(told, (*NAMES, "default"))
            winner = next(step for step in told.steps if step.wins)
            if isinstance(value, str):
                assert value.split(":")[0] == winner.layer


@given(LAYERS)
def test_nothing_that_a_layer_wrote_is_forgotten(templates: list[Any]) -> None:
    """Each text that some layer wrote is in force, or lost in a chain: alone, or inside something that lost."""
    values, effective = stack(templates)
    told = repr([thaw(step.value) for item in explanations(effective, (), (), "prod") for step in item.steps])
    for value in values:
        if not isinstance(value.get("variableValues"), dict):
            value.pop("variableValues", None)  # no mapping of values: the structure check says so
        for path, text in every_leaf(value):
            if isinstance(text, str) and path:
                assert repr(text) in told


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
