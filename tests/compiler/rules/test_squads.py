"""Squads: who greets again, and where what must be kept goes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from callplan import compiler

Tree = Callable[[dict[str, str]], Path]
GENERATED = "assistant-speaks-first-with-model-generated-message"
HELLO = {"firstMessage": "Hello, this is the clinic."}


def assistant(name: str, **more: Any) -> dict[str, Any]:
    model = {"provider": "openai", "model": "gpt-4o", "messages": [{"role": "system", "content": "Help callers."}]}
    return {"name": name, "model": model, **more}


def way(name: str, plan: str = "all", **more: Any) -> dict[str, Any]:
    to = {"type": "assistant", "assistantName": name, "description": "Onward"}
    return {"assistantDestinations": [{**to, "contextEngineeringPlan": {"type": plan}, **more}]}


def rules(tree: Tree, *members: dict[str, Any]) -> list[tuple[str, str]]:
    """Rule and pointer of what is said of a squad of inline members."""
    squad = json.dumps({"name": "Clinic", "members": list(members)})
    report = compiler.check(compiler.load(tree({"squads/clinic.json": squad})))
    return [(item.rule, item.path) for item in report.diagnostics]


AGAIN = [("D003", "/members/0/assistant/firstMessage")]
RETURNS: dict[str, tuple[dict[str, Any], dict[str, Any], list[tuple[str, str]]]] = {
    "the same again": (HELLO, way("Desk"), AGAIN),
    "nobody comes back": (HELLO, {}, []),
    "the model begins": ({**HELLO, "firstMessageMode": GENERATED}, way("Desk"), []),
    "nothing is said": ({}, way("Desk"), []),
    "it depends": ({"firstMessage": "{% if back %}{% else %}Hello.{% endif %}"}, way("Desk"), []),
    "the handoff says another": (HELLO, way("Desk", assistantOverrides={"firstMessage": "What else?"}), []),
    "the handoff lets the model": (HELLO, way("Desk", assistantOverrides={"firstMessageMode": GENERATED}), []),
}


@pytest.mark.parametrize("name", RETURNS)
def test_who_greets_again(name: str, tree: Tree) -> None:
    opening, back, expected = RETURNS[name]
    desk = {"assistant": assistant("Desk", **opening), **way("Visits")}
    visits = {"assistant": assistant("Visits", firstMessageMode=GENERATED), **back}
    assert [item for item in rules(tree, desk, visits) if item[0] == "D003"] == expected


KEPT: dict[str, tuple[dict[str, Any], list[str]]] = {
    "all goes along": (way("Desk"), ["S007"]),
    "without tool calls": (way("Desk", "previousAssistantMessages"), []),
    "nobody can say": ({}, ["S007"]),
}


@pytest.mark.parametrize("name", KEPT)
def test_what_one_member_keeps(name: str, tree: Tree) -> None:
    onward, expected = KEPT[name]
    desk = {"assistant": assistant("Desk"), **way("Cards")}
    cards = {"assistant": assistant("Cards", compliancePlan={"pciEnabled": True}), **onward}
    assert [rule for rule, _ in rules(tree, desk, cards) if rule == "S007"] == expected


def test_what_all_members_keep(tree: Tree) -> None:
    members = [{"assistant": assistant(name, compliancePlan={"pciEnabled": True})} for name in ("Desk", "Cards")]
    assert [rule for rule, _ in rules(tree, *members) if rule == "S007"] == []
