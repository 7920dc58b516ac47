"""Handoffs to other squads: whose members join the plan, under names of their own (semantics §6.4)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from callplan import compiler
from callplan.compiler.plan.model import Plan

MODEL = {"provider": "openai", "model": "gpt-4o"}


def assistant(name: str, *destinations: dict[str, Any]) -> dict[str, Any]:
    tools = [
        {"type": "handoff", "function": {"name": f"go_{index}"}, "destinations": [destination]}
        for index, destination in enumerate(destinations)
    ]
    return {"name": name, "firstMessage": f"Here is {name}", "model": {**MODEL, "tools": tools}}


def squad(*members: str) -> dict[str, Any]:
    return {"name": "-".join(members), "members": [{"assistantId": member} for member in members]}


def to(squad_id: str, **fields: Any) -> dict[str, Any]:
    return {"type": "squad", "squadId": squad_id, **fields}


@pytest.fixture
def planned(tree: Callable[[dict[str, str]], Path]) -> Callable[..., Plan]:
    def make(files: dict[str, Any]) -> Plan:
        root = tree({"callplan.yaml": "callplan: 1\n", **{name: json.dumps(value) for name, value in files.items()}})
        return compiler.compile(compiler.load(root), "squads/day")

    return make


def keys(plan: Plan) -> list[str]:
    return [member.key for member in plan.members]


def test_the_first_member_or_the_one_that_is_named(planned: Callable[..., Plan]) -> None:
    plan = planned(
        {
            "assistants/front.json": assistant("Front", to("night"), to("night", entryAssistantName="Nurse")),
            "assistants/guard.json": assistant("Guard"),
            "assistants/nurse.json": assistant("Nurse"),
            "squads/day.json": squad("front"),
            "squads/night.json": squad("guard", "nurse"),
        }
    )
    assert keys(plan) == ["Front", "night/Guard", "night/Nurse"]
    assert [one.target for one in plan.transitions] == ["night/Guard", "night/Nurse"]
    assert [tool.destinations[0].label for tool in plan.members[0].tools] == ["night", "Nurse"]


def test_squads_that_lead_to_each_other_end(planned: Callable[..., Plan]) -> None:
    """The plan's own squad is met again as another one, once: its members are told apart from the callers' first."""
    plan = planned(
        {
            "assistants/front.json": assistant("Front", to("night")),
            "assistants/guard.json": assistant("Guard", to("day", squadOverrides={"firstMessage": "Back again"})),
            "squads/day.json": squad("front"),
            "squads/night.json": squad("guard"),
        }
    )
    assert keys(plan) == ["Front", "night/Guard", "day~2/Front"]
    assert plan.member("day~2/Front").opening.message is not None
    assert plan.member("day~2/Front").opening.message.text == "Back again"  # type: ignore[union-attr]  # asserted above
    assert [(one.source, one.target) for one in plan.transitions] == [
        ("Front", "night/Guard"),
        ("night/Guard", "day~2/Front"),
        ("day~2/Front", "night/Guard"),
    ]


def test_names_are_looked_up_in_the_squad_of_the_speaker(planned: Callable[..., Plan]) -> None:
    back = {"type": "assistant", "assistantName": "Desk"}
    plan = planned(
        {
            "assistants/front.json": assistant("Front", to("night"), back),
            "assistants/guard.json": assistant("Guard", back),
            "assistants/desk.json": assistant("Desk"),
            "squads/day.json": squad("front", "desk"),
            "squads/night.json": squad("guard", "desk"),
        }
    )
    assert keys(plan) == ["Front", "Desk", "night/Guard", "night/Desk"]
    assert {(one.source, one.target) for one in plan.transitions} == {
        ("Front", "night/Guard"),
        ("Front", "Desk"),
        ("night/Guard", "night/Desk"),
    }


def test_an_inline_squad_with_values(planned: Callable[..., Plan]) -> None:
    inline = {"name": "extra", "members": [{"assistant": assistant("Helper")}]}
    values = {"squadOverrides": {"variableValues": {"shift": "late"}}}
    plan = planned(
        {
            "assistants/front.json": assistant("Front", {"type": "squad", "squad": inline, **values}),
            "squads/day.json": squad("front"),
        }
    )
    assert keys(plan) == ["Front", "extra/Helper"]
    assert dict(plan.members[0].tools[0].destinations[0].variables) == {"shift": "late"}


FAULTS = [
    ("R005", to("nowhere")),
    ("X010", to("night", entryAssistantName="Nurse")),
]


@pytest.mark.parametrize(("code", "destination"), FAULTS, ids=[one[0] for one in FAULTS])
def test_squads_and_members_that_do_not_exist(
    planned: Callable[..., Plan], code: str, destination: dict[str, Any]
) -> None:
    with pytest.raises(compiler.CompileError) as failed:
        planned(
            {
                "assistants/front.json": assistant("Front", destination),
                "assistants/guard.json": assistant("Guard"),
                "squads/day.json": squad("front"),
                "squads/night.json": squad("guard"),
            }
        )
    assert code in {item.rule for item in failed.value.diagnostics}


def test_inline_squads_without_a_name_are_two(planned: Callable[..., Plan]) -> None:
    """Two destinations bring a squad each: neither takes the other for its own."""
    inline = [{"type": "squad", "squad": {"members": [{"assistant": assistant(name)}]}} for name in ("One", "Two")]
    plan = planned({"assistants/front.json": assistant("Front", *inline), "squads/day.json": squad("front")})
    assert [member.name for member in plan.members] == ["Front", "One", "Two"]
    assert len(set(keys(plan))) == 3
    assert [edge.target for edge in plan.transitions] == keys(plan)[1:]


def test_a_guest_who_brings_himself_comes_to_an_end(planned: Callable[..., Plan]) -> None:
    """A stored tool whose destination holds an assistant with the same tool: one form, with a way to itself."""
    guest = {"name": "Guest", "model": {**MODEL, "toolIds": ["bring"]}, "firstMessage": "Here is Guest"}
    overrides = {"firstMessage": "Here again."}
    destination = {"type": "assistant", "assistant": guest, "assistantOverrides": overrides}
    plan = planned(
        {
            "assistants/front.json": {"name": "Front", "model": {**MODEL, "toolIds": ["bring"]}},
            "tools/bring.json": {"type": "handoff", "function": {"name": "bring"}, "destinations": [destination]},
            "squads/day.json": squad("front"),
        }
    )
    assert keys(plan) == ["Front", "Guest@Front/bring#0"]
    assert [(edge.source, edge.target) for edge in plan.transitions] == [
        ("Front", "Guest@Front/bring#0"),
        ("Guest@Front/bring#0", "Guest@Front/bring#0"),
    ]
    opening = plan.members[1].opening.message
    assert opening is not None and opening.text == "Here again."
