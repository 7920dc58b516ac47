"""``why``: the chain's winner is what is in force, for every leaf of the examples and of random layers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from callplan import compiler
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
