"""Two texts with one meaning have one digest; another meaning has another."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from callplan import compiler

EVERYTHING = Path(__file__).parents[3] / "fixtures" / "compiler" / "everything"
FRONT = {
    "name": "Front",
    "model": {
        "provider": "openai",
        "model": "gpt-4o",
        "messages": [{"role": "system", "content": "Help {{ customer.name }}.\n\nBe brief."}],
    },
    "voice": {"provider": "11labs", "voiceId": "abc"},
    "server": {"url": "https://hooks.example.com", "headers": {"X-A": "1", "X-B": "2"}},
    "silenceTimeoutSeconds": 30,
    "hooks": [
        {"on": "customer.speech.timeout", "options": {"timeoutSeconds": 10}, "do": [{"type": "say", "exact": "Hello?"}]}
    ],
}
SQUAD = {
    "members": [{"assistantId": "front"}],
    "membersOverrides": {"firstMessage": "Welcome.", "variableValues": {"b": 1, "a": [1, 2.5]}},
}

BLOCK = """\
# The front desk
name:   Front   # as handoffs call it
hooks:
- do:
  - exact: "Hello?"
    type: say
  on: customer.speech.timeout
  options: {timeoutSeconds: 10.0}

silenceTimeoutSeconds: 0x1E
server:
  headers: {X-B: '2', "X-A": '1'}
  url: >-
    https://hooks.example.com
voice: &voice {voiceId: abc, provider: 11labs}
"""
MODEL = """\
model:
  messages:
    - content: |-
        Help {{ customer.name }}.

        Be brief.
      role: system
  model: gpt-4o
  provider: openai
"""
MARKDOWN = (
    f"---\n{BLOCK}model: {{model: gpt-4o, provider: openai}}\n---\n\nHelp {{{{ customer.name }}}}.\n\nBe brief.\n"
)


def shuffled(value: Any, seed: int) -> Any:
    """*value* with the keys of every object in another order."""
    if isinstance(value, dict):
        keys = list(value)
        random.Random(seed).shuffle(keys)
        return {key: shuffled(value[key], seed) for key in keys}
    return [shuffled(item, seed) for item in value] if isinstance(value, list) else value


SPELLINGS: dict[str, dict[str, str]] = {
    "json": {"assistants/front.json": json.dumps(FRONT), "squads/desk.json": json.dumps(SQUAD)},
    "json, indented": {
        "assistants/front.json": json.dumps(FRONT, indent=4),
        "squads/desk.json": "\n\n" + json.dumps(SQUAD, indent=1),
    },
    "json, keys in order": {
        "assistants/front.json": json.dumps(FRONT, sort_keys=True),
        "squads/desk.json": json.dumps(SQUAD, sort_keys=True),
    },
    **{
        f"yaml, shuffled {seed}": {
            "assistants/front.yml": yaml.safe_dump(shuffled(FRONT, seed), sort_keys=False),
            "squads/desk.yaml": yaml.safe_dump(shuffled(SQUAD, seed), sort_keys=False, default_flow_style=True),
        }
        for seed in range(3)
    },
    "yaml, by hand": {"assistants/front.yml": BLOCK + MODEL, "squads/desk.yml": json.dumps(SQUAD)},
    "markdown": {"assistants/front.md": MARKDOWN, "squads/desk.json": json.dumps(SQUAD)},
    "carriage returns": {
        "assistants/front.yml": (BLOCK + MODEL).replace("\n", "\r\n"),
        "squads/desk.json": json.dumps(SQUAD),
    },
    "deeper folders": {
        "config/assistants/front.json": json.dumps(FRONT),
        "config/more/squads/desk.json": json.dumps(SQUAD),
    },
}


def digest_of(root: Path, env: str | None = None, target: str = "squads/desk") -> str:
    return compiler.compile(compiler.load(root, env), target).digest


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_spelling_means_nothing(
    spelling: str, tree: Callable[[dict[str, str]], Path], tmp_path_factory: pytest.TempPathFactory
) -> None:
    plain = tmp_path_factory.mktemp("plain")
    for name, text in SPELLINGS["json"].items():
        (plain / name).parent.mkdir()
        (plain / name).write_text(text, encoding="utf-8")
    assert digest_of(tree(SPELLINGS[spelling])) == digest_of(plain)


STATE = {".vapi-state.dev.json": '{"assistants": {"front": {"uuid": "11111111-1111-4111-8111-111111111111"}}}'}
FILES = {"assistants/front.yml": BLOCK + MODEL, "squads/desk.json": json.dumps(SQUAD)}
LAYOUTS: dict[str, dict[str, str]] = {
    "gitops": {**STATE, **{f"resources/dev/{name}": text for name, text in FILES.items()}},
    "gitops, flat": {**STATE, **{f"resources/{name}": text for name, text in FILES.items()}},
    "gitops, by id": {
        **STATE,
        "resources/dev/assistants/front.yml": BLOCK + MODEL,
        "resources/dev/squads/desk.json": json.dumps(SQUAD).replace(
            '"front"', '"11111111-1111-4111-8111-111111111111"'
        ),
    },
    "project file": {
        "callplan.yaml": "callplan: 1\nenvironments: {dev: {folder: config/dev}}\n",
        **{f"config/dev/{name}": text for name, text in FILES.items()},
    },
    "project file, overlay": {"callplan.yaml": "callplan: 1\nenvironments: {dev: {overlay: {}}}\n", **FILES},
    "shared and own": {
        "callplan.yaml": "callplan: 1\nenvironments: {dev: {folder: config/dev}, prod: {folder: config/prod}}\n",
        "assistants/front.yml": BLOCK + MODEL,
        "config/dev/squads/desk.json": json.dumps(SQUAD),
        "config/prod/squads/desk.json": "{}",
    },
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_layout_means_nothing(
    layout: str, tree: Callable[[dict[str, str]], Path], tmp_path_factory: pytest.TempPathFactory
) -> None:
    flow = tmp_path_factory.mktemp("gitops")
    for name, text in LAYOUTS["gitops"].items():
        (flow / name).parent.mkdir(parents=True, exist_ok=True)
        (flow / name).write_text(text, encoding="utf-8")
    assert digest_of(tree(LAYOUTS[layout]), "dev") == digest_of(flow, "dev")


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    return [path] if items is None else [found for key, item in items for found in leaves(item, (*path, key))]


UNNOTICED = {
    ("assistants/front.json", ("firstMessage",)): "squadOverrides set it",
    ("assistants/front.json", ("voice", "voiceId")): "the environment's overlay sets it",
    ("assistants/front.json", ("endCallFunctionEnabled",)): "there is an endCall tool",
    ("assistants/front.json", ("model", "toolRefs", 0, "version")): "a finding says that versions are not followed",
    ("squads/desk.json", ("members", 0, "assistantOverrides", "variableValues", "a")): "squadOverrides set it",
    ("squads/desk.json", ("name",)): "a call is called after its request or its first member",
}
"""Leaves that mean nothing for the call, and why; beside them the front desk's hooks: membersOverrides replace them."""
CHANGED = ("assistants/front.json", "tools/lookup.json", "tools/onward.json", "squads/desk.json", "calls/now.json")


@pytest.mark.parametrize("name", CHANGED)
def test_every_leaf_means_something(name: str, tmp_path: Path) -> None:
    for path in sorted(path for path in EVERYTHING.rglob("*") if path.is_file()):
        copied = tmp_path / path.relative_to(EVERYTHING)
        copied.parent.mkdir(parents=True, exist_ok=True)
        copied.write_bytes(path.read_bytes())
    before = digest_of(tmp_path, "dev", "calls/now")
    value = json.loads((EVERYTHING / name).read_text(encoding="utf-8"))
    unnoticed = set()
    for path in leaves(value):
        changed = copy.deepcopy(value)
        holder = changed
        for step in path[:-1]:
            holder = holder[step]
        leaf = holder[path[-1]]
        holder[path[-1]] = (
            (not leaf) if isinstance(leaf, bool) else leaf + 1 if isinstance(leaf, (int, float)) else f"{leaf}x"
        )
        (tmp_path / name).write_text(json.dumps(changed), encoding="utf-8")
        try:
            after = digest_of(tmp_path, "dev", "calls/now")
        except compiler.CompileError:
            continue  # noticed: the value has no other meaning
        if after == before and not (name == "assistants/front.json" and path[0] == "hooks"):
            unnoticed.add((name, path))
    assert unnoticed == {found for found in UNNOTICED if found[0] == name}


def test_supplied_variables_and_policies_count() -> None:
    workspace = compiler.load(EVERYTHING.parents[1] / "workspaces" / "shop", "prod")
    plain = compiler.compile(workspace, "calls/order-update")
    other = compiler.compile(workspace, "calls/order-update", {"order_id": "1"})
    policy = compiler.compile(workspace, "calls/order-update", policies={"undefined": "literal"})
    assert len({plain.digest, other.digest, policy.digest}) == 3
    assert compiler.compile(workspace, "calls/order-update", {"order_id": "70412"}).digest == plain.digest


def test_a_plan_keeps_what_it_was_compiled_from(tmp_path: Path) -> None:
    """What is changed on disk later changes no plan, and a new plan has another digest (Q33)."""
    path = tmp_path / "assistants" / "front.json"
    path.parent.mkdir()
    path.write_text(json.dumps(FRONT), encoding="utf-8")
    plan = compiler.compile(compiler.load(tmp_path), "assistants/front")
    path.write_text(json.dumps({**FRONT, "silenceTimeoutSeconds": 40}), encoding="utf-8")
    later = compiler.compile(compiler.load(tmp_path), "assistants/front")
    timeouts = [one.member(one.entry).silence.timeout_ms for one in (plan, later)]
    assert timeouts == [30_000, 40_000]
    assert plan.digest != later.digest
