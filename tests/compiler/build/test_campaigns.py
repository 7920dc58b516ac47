"""Campaigns: whose overrides are in force on which call, of customers, dial plans and tables (semantics §2.2, §3.3)."""

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
from callplan.compiler.workspace import Workspace

Tree = Callable[[dict[str, str]], Path]
UUID = "11111111-1111-4111-8111-111111111111"
NUMBERS = [f"+1555010000{digit}" for digit in range(5)]


def over(text: str) -> dict[str, Any]:
    return {"endCallMessage": text, "variableValues": {"plan": text}}


FRONT = {
    "name": "Front",
    "endCallMessage": "base",
    "model": {"provider": "openai", "model": "gpt-4o", "messages": [{"role": "system", "content": "Sell {{ plan }}."}]},
}
DIALLED = [
    {
        "phoneNumberId": UUID,
        "customers": [{"number": NUMBERS[0], "assistantOverrides": over("a")}, {"number": NUMBERS[1]}],
    },
    {"phoneNumberId": UUID.replace("1", "2"), "customers": [{"number": NUMBERS[2], "assistantOverrides": over("c")}]},
]
FILES: dict[str, Any] = {
    "assistants/front.json": FRONT,
    "squads/desk.json": {"members": [{"assistantId": "front", "assistantOverrides": {"endCallMessage": "member"}}]},
    "campaigns/spring.json": {
        "name": "S",
        "assistantId": "front",
        "phoneNumberId": UUID,
        "assistantOverrides": over("S"),
    },
    "campaigns/spring.csv": f"number,plan,token\n{NUMBERS[0]},gold,t-1\n{NUMBERS[1]},,\n",
    "campaigns/dial.json": {"name": "D", "assistantId": "front", "assistantOverrides": over("D"), "dialPlan": DIALLED},
    "campaigns/squad.json": {
        "name": "Q",
        "squadId": "desk",
        "phoneNumberId": UUID,
        "squadOverrides": over("Q"),
        "customers": [
            {"number": NUMBERS[0], "squadOverrides": {"variableValues": {"plan": "q"}}},
            {"number": NUMBERS[1]},
        ],
    },
}
Steps = list[tuple[str, Any, bool]]

CHAINS: list[tuple[str, str, str, Steps]] = [
    (
        "replace",
        "dial@1",
        "/endCallMessage",
        [("base", "base", False), ("request", "D", False), ("customer", "a", True)],
    ),
    ("replace", "dial@2", "/endCallMessage", [("base", "base", False), ("request", "D", True)]),
    ("replace", "dial@3", "/variableValues/plan", [("request", "D", False), ("customer", "c", True)]),
    ("replace", "spring", "/variableValues/plan", [("request", "S", False), ("table", "gold", True)]),
    ("replace", "spring", "/endCallMessage", [("base", "base", True), ("request", "S", False)]),
    ("replace", "spring", "/variableValues/token", [("table", "***", True)]),
    (
        "replace",
        "squad@1",
        "/endCallMessage",
        [("base", "base", False), ("member", "member", True), ("request", "Q", False)],
    ),
    (
        "merge",
        "squad@1",
        "/endCallMessage",
        [("base", "base", False), ("member", "member", False), ("request", "Q", True)],
    ),
    ("merge", "squad@1", "/variableValues/plan", [("request", "Q", False), ("customer", "q", True)]),
    ("merge", "dial@1", "/endCallMessage", [("base", "base", False), ("request", "D", False), ("customer", "a", True)]),
    ("merge", "spring", "/endCallMessage", [("base", "base", False), ("request", "S", True)]),
    ("merge", "spring", "/variableValues/plan", [("request", "S", False), ("table", "gold", True)]),
]


def workspace(tree: Tree, policy: str = "replace") -> Workspace:
    written = {name: text if isinstance(text, str) else json.dumps(text) for name, text in FILES.items()}
    settings = f"callplan: 1\npolicies: {{customerOverrides: {policy}}}\n"
    return compiler.load(tree({"callplan.yaml": settings, **written}))


@pytest.mark.parametrize(("policy", "target", "path", "steps"), CHAINS)
def test_chains(policy: str, target: str, path: str, steps: Steps, tree: Tree) -> None:
    squad = target.startswith("squad")
    told = why(workspace(tree, policy), f"campaigns/{target}", f"/members/Front{path}" if squad else path)
    assert not isinstance(told, Diagnostic)
    (one,) = told
    assert [(thaw(step.value), step.wins) for step in one.steps] == [step[1:] for step in steps]
    assert thaw(one.value) == next(value for _, value, wins in steps if wins)
    for step, (where, *_) in zip(one.steps, steps, strict=True):
        assert step.span is not None
        assert step.span.file.startswith({"base": "assistants/", "member": "squads/"}.get(where, "campaigns/"))
        assert (step.layer == "table") == (where == "table") == step.span.file.endswith(".csv")


def test_the_number_of_the_dial_plan_calls(tree: Tree) -> None:
    plans = [compiler.compile(workspace(tree), f"campaigns/dial@{number}") for number in (1, 3)]
    assert [plan.call.phone_number["id"] for plan in plans] == [UUID, UUID.replace("1", "2")]
    assert [plan.call.customer["number"] for plan in plans] == [NUMBERS[0], NUMBERS[2]]


def test_what_is_lost_is_told(tree: Tree) -> None:
    found = [(item.span.file, item.path) for item in compiler.check(workspace(tree)).diagnostics if item.rule == "Q014"]
    assert sorted(found) == [
        ("campaigns/spring.json", "/assistantOverrides"),
        ("campaigns/squad.json", "/customers/0/squadOverrides"),
    ], "the customers of the dial plan say all of it again"
    merged = compiler.check(workspace(tree, "merge")).diagnostics
    assert "Q014" not in {item.rule for item in merged}


def test_customers_of_a_dial_plan_are_held_against_the_templates(tree: Tree) -> None:
    lone = [
        {"phoneNumberId": UUID, "customers": [{"number": NUMBERS[0], "assistantOverrides": over("a")}, {"number": "1"}]}
    ]
    root = tree(
        {
            "assistants/front.json": json.dumps(FRONT),
            "campaigns/d.json": json.dumps(
                {"name": "D", "assistantId": "front", "dialPlan": lone, "phoneNumberId": UUID}
            ),
        }
    )
    found = {(item.rule, item.path) for item in compiler.check(compiler.load(root)).diagnostics}
    assert ("O023", "/dialPlan/0/customers/1") in found
    assert ("R029", "/dialPlan") in found, "a number and a dial plan exclude each other"
