"""Every place of semantics §2.1 makes an effective form: compiled, explained, checked, its variables listed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from callplan import compiler
from callplan.compiler.compiling import survey_target
from callplan.compiler.diagnostics import Diagnostic
from callplan.compiler.plan.frozen import thaw
from callplan.compiler.why import why

OPENAI = {"provider": "openai", "model": "gpt-4o"}
LAYER = {"firstMessage": "Put over it, {{name}}.", "variableValues": {"name": "Ana"}}
FILES: dict[str, Any] = {
    "assistants/front.json": {
        "name": "Front",
        "model": {**OPENAI, "toolIds": ["ask"]},
        "firstMessage": "Front's own.",
    },
    "assistants/back.json": {"name": "Back", "model": OPENAI, "firstMessage": "Back's own."},
    "tools/ask.json": {"type": "handoff", "destinations": [{"type": "dynamic", "server": {"url": "https://e.com/a"}}]},
    "tools/to-back.json": {
        "type": "handoff",
        "destinations": [{"type": "assistant", "assistantName": "Back", "assistantOverrides": LAYER}],
    },
    "tools/to-desk.json": {
        "type": "handoff",
        "destinations": [{"type": "squad", "squadId": "desk", "squadOverrides": LAYER}],
    },
    "squads/desk.json": {"name": "Desk", "members": [{"assistantId": "front"}, {"assistantId": "back"}]},
}
EVAL = {"type": "chat.mockConversation", "messages": [{"role": "user", "content": "Hi."}]}
JUDGED = {"structuredOutput": {"name": "ok", "schema": {"type": "boolean"}}, "comparator": "=", "value": True}
SCENARIO = {"name": "Late", "instructions": "Ask.", "evaluations": [JUDGED], "targetOverrides": LAYER}
PERSONALITY = {"name": "Ann", "assistant": {"name": "Ann", "model": OPENAI}}
ONE = {"number": "+15550100001"}


def member(key: str, **more: Any) -> dict[str, Any]:
    return {"model": {**OPENAI, "toolIds": [key]}, "name": "Asker", **more}


PLACES: dict[str, tuple[dict[str, Any], str, str, str]] = {
    "1 call.assistantOverrides": (
        {"calls/c": {"assistantId": "back", "assistantOverrides": LAYER}},
        "calls/c",
        "",
        "assistantOverrides",
    ),
    "2 call.squadOverrides": (
        {"calls/c": {"squadId": "desk", "squadOverrides": LAYER}},
        "calls/c",
        "/members/Back",
        "squadOverrides",
    ),
    "4 customer": (
        {"calls/c": {"assistantId": "back", "customer": {**ONE, "assistantOverrides": LAYER}}},
        "calls/c",
        "",
        "assistantOverrides",
    ),
    "4 customers": (
        {"calls/c": {"squadId": "desk", "customers": [ONE, {**ONE, "squadOverrides": LAYER}]}},
        "calls/c@2",
        "/members/Back",
        "squadOverrides",
    ),
    "5 answer, assistant": (
        {"answers/a": {"assistantId": "back", "assistantOverrides": LAYER}},
        "answers/a",
        "",
        "assistantOverrides",
    ),
    "5 answer, squad": (
        {"answers/a": {"squadId": "desk", "squadOverrides": LAYER}},
        "answers/a",
        "/members/Front",
        "squadOverrides",
    ),
    "6 member": (
        {"squads/s": {"members": [{"assistantId": "back", "assistantOverrides": LAYER}]}},
        "squads/s",
        "",
        "assistantOverrides",
    ),
    "7 membersOverrides": (
        {"squads/s": {"members": [{"assistantId": "back"}], "membersOverrides": LAYER}},
        "squads/s",
        "",
        "membersOverrides",
    ),
    "8 handoff to an assistant": (
        {"squads/s": {"members": [{"assistant": member("to-back")}, {"assistantId": "back"}]}},
        "squads/s",
        "/members/Back@Asker~1handoff_to_Back#0",
        "destination.assistantOverrides",
    ),
    "9 handoff to a squad": (
        {"squads/s": {"members": [{"assistant": member("to-desk")}]}},
        "squads/s",
        "/members/desk~01~1Back",
        "destination.squadOverrides",
    ),
    "10 answer to a handoff, assistant": (
        {
            "handoff-answers/h": {
                "destination": {"type": "assistant", "assistantName": "Back", "assistantOverrides": LAYER}
            }
        },
        "handoff-answers/h",
        "/members/Back@Front~1handoff_to_dynamic#0",
        "destination.assistantOverrides",
    ),
    "10 answer to a handoff, squad": (
        {
            "squads/other": {"members": [{"assistantId": "back"}]},
            "handoff-answers/h": {"destination": {"type": "squad", "squadId": "other", "squadOverrides": LAYER}},
        },
        "handoff-answers/h@squads/desk",
        "/members/other~01~1Back",
        "destination.squadOverrides",
    ),
    "11 session": (
        {"sessions/s": {"assistantId": "back", "assistantOverrides": LAYER, "expirationSeconds": 60}},
        "sessions/s",
        "",
        "assistantOverrides",
    ),
    "12 eval, assistant": (
        {
            "eval-runs/e": {
                "type": "eval",
                "eval": EVAL,
                "target": {"type": "assistant", "assistantId": "back", "assistantOverrides": LAYER},
            }
        },
        "eval-runs/e",
        "",
        "target.assistantOverrides",
    ),
    "12 eval, squad": (
        {
            "eval-runs/e": {
                "type": "eval",
                "eval": EVAL,
                "target": {"type": "squad", "squadId": "desk", "assistantOverrides": LAYER},
            }
        },
        "eval-runs/e",
        "/members/Back",
        "target.assistantOverrides",
    ),
    "12 scenario, a target that is asked for": (
        {"scenarios/late": SCENARIO},
        "scenarios/late@assistants/back",
        "",
        "targetOverrides",
    ),
    "12 scenario, the squad that a suite assigns": (
        {
            "scenarios/late": SCENARIO,
            "personalities/ann": PERSONALITY,
            "simulations/tests/t": {"scenarioId": "late", "personalityId": "ann"},
            "simulations/suites/s": {
                "name": "S",
                "simulationIds": ["t"],
                "targetAssignments": [{"targetType": "squad", "targetId": "desk"}],
            },
        },
        "scenarios/late",
        "/members/Back",
        "targetOverrides",
    ),
    "12 simulation run": (
        {
            "scenarios/late": SCENARIO,
            "personalities/ann": PERSONALITY,
            "simulation-runs/r": {
                "simulations": [{"type": "simulation", "scenarioId": "late", "personalityId": "ann"}],
                "target": {"type": "squad", "squadId": "desk"},
            },
        },
        "simulation-runs/r",
        "/members/Back",
        "targetOverrides",
    ),
    "12 test suite": (
        {"test-suites/t": {"name": "T", "targetPlan": {"assistantId": "back", "assistantOverrides": LAYER}}},
        "test-suites/t@target",
        "",
        "targetPlan.assistantOverrides",
    ),
    "13 campaign": (
        {"campaigns/c": {"name": "C", "assistantId": "back", "assistantOverrides": LAYER, "phoneNumberId": "p"}},
        "campaigns/c",
        "",
        "assistantOverrides",
    ),
}


def workspace(tree: Callable[[dict[str, str]], Path], files: dict[str, Any]) -> compiler.Workspace:
    named = {**FILES, **{f"{name}.json": value for name, value in files.items()}}
    return compiler.load(tree({name: json.dumps(value) for name, value in named.items()}))


@pytest.mark.parametrize("place", PLACES)
def test_place(place: str, tree: Callable[[dict[str, str]], Path]) -> None:
    files, target, head, layer = PLACES[place]
    loaded = workspace(tree, files)
    told = why(loaded, target, f"{head}/firstMessage")
    assert not isinstance(told, Diagnostic), told
    (winner,) = (step for step in told[0].steps if step.wins)
    assert (winner.layer, thaw(winner.value)) == (layer, LAYER["firstMessage"])
    written = loaded.source(winner.span.file) if winner.span else ""
    assert written and winner.span, "the place is in a file"
    assert written[winner.span.start.column - 1 :].startswith(json.dumps(LAYER["firstMessage"]))
    plan, survey, _ = survey_target(loaded, target, {})
    texts = [one.opening.message.text for one in plan.members if one.opening.message]
    assert LAYER["firstMessage"] in texts
    (row,) = (row for row in survey.rows if row.name == "name")
    assert row.standing == "always" and row.writers and row.readers


CUT = {
    place: case
    for place, case in PLACES.items()
    if not place.startswith(("10 ", "12 scenario, a target"))  # no check knows which target somebody will ask for
}


@pytest.mark.parametrize("place", CUT)
def test_place_is_checked(place: str, tree: Callable[[dict[str, str]], Path]) -> None:
    """A template in the layer that reads what nobody writes is found there, and nowhere else."""
    files, *_ = CUT[place]
    everything = json.dumps({**{name.removesuffix(".json"): value for name, value in FILES.items()}, **files})
    broken = json.loads(everything.replace("{{name}}", "{{nobody_writes_this}}"))
    found = compiler.check(workspace(tree, broken)).diagnostics
    mine = [item for item in found if "nobody_writes_this" in item.message]
    assert mine and {item.rule for item in mine} <= {"Q002", "O023"}
    tools = {"8": "tools/to-back", "9": "tools/to-desk"}
    names = {f"{name}.json" for name in (*files, tools.get(place[0], ""))}
    assert {item.span.file for item in mine} <= names


def test_a_chat_takes_values_alone(tree: Callable[[dict[str, str]], Path]) -> None:
    """Place 11: the policy chatOverrides decides (C19)."""
    loaded = workspace(tree, {"chats/c": {"input": "Hi.", "assistantId": "back", "assistantOverrides": LAYER}})
    plan = compiler.compile(loaded, "chats/c")
    assert plan.members[0].opening.message is not None
    assert plan.members[0].opening.message.text == "Back's own."
    assert dict(plan.members[0].variables) == {"name": "Ana"}
    assert [item.rule for item in compiler.check(loaded).diagnostics if item.span.file == "chats/c.json"] == [
        "S022",
        "Q022",
    ]
    full = compiler.compile(loaded, "chats/c", policies={"chatOverrides": "full"})
    assert full.members[0].opening.message is not None
    assert full.members[0].opening.message.text == LAYER["firstMessage"]


def test_a_transfer_has_no_overrides(tree: Callable[[dict[str, str]], Path]) -> None:
    """Place 14: ``TransferDestinationAssistant`` knows none, and the API says so."""
    destination = {"type": "assistant", "assistantName": "Back", "assistantOverrides": LAYER}
    loaded = workspace(tree, {"tools/move": {"type": "transferCall", "destinations": [destination]}})
    found = [item for item in compiler.check(loaded).diagnostics if item.span.file == "tools/move.json"]
    assert ("L001", "/destinations/0/assistantOverrides") in {(item.rule, item.path) for item in found}


def test_workflows_are_gone(tree: Callable[[dict[str, str]], Path]) -> None:
    """Place 3: the platform retired workflows, and their overrides with them."""
    request = {"workflowId": "w", "workflowOverrides": {"variableValues": {"name": "Ana"}}}
    found = compiler.check(workspace(tree, {"calls/c": request})).diagnostics
    assert "L029" in {item.rule for item in found if item.span.file == "calls/c.json"}


CUSTOMERS = [
    ONE,
    {**ONE, "assistantOverrides": {"firstMessage": "Two."}},
    {**ONE, "assistantOverrides": {"variableValues": {"b": 2}}},
]
BATCH = {"assistantId": "back", "assistantOverrides": {"variableValues": {"a": 1}}, "customers": CUSTOMERS}


@pytest.mark.parametrize(
    ("label", "said", "values"),
    [("1", "Back's own.", {"a": 1}), ("2", "Two.", {}), ("3", "Back's own.", {"b": 2})],
)
def test_each_customer(label: str, said: str, values: Any, tree: Callable[[dict[str, str]], Path]) -> None:
    """A customer's overrides replace the request's: worked merge 7 for every customer."""
    plan = compiler.compile(workspace(tree, {"calls/batch": BATCH}), f"calls/batch@{label}")
    assert plan.target == f"calls/batch@{label}"
    assert plan.members[0].opening.message is not None
    assert (plan.members[0].opening.message.text, dict(plan.members[0].variables)) == (said, values)
    assert dict(plan.call.customer) == ONE


REFUSED = {
    "calls/batch": "name one of them, calls/batch@1, calls/batch@2, calls/batch@3.",
    "calls/batch@4": "there are calls/batch@1, calls/batch@2, calls/batch@3.",
    "calls/batch@": "there are calls/batch@1",
    "calls/btch@1": "there is no target",
    "assistants/back@1": "there are assistants/back.",
    "tools/ask@1": "there are none of this resource.",
    "scenarios/late": "simulations/scenarios/late@squads/desk, simulations/scenarios/late@squads/two.",
    "scenarios/late@squads/dsk": "there is no conversation",
}


@pytest.mark.parametrize("target", REFUSED)
def test_no_conversation_of_that_name(target: str, tree: Callable[[dict[str, str]], Path]) -> None:
    files = {"calls/batch": BATCH, "scenarios/late": SCENARIO, "squads/two": {"members": [{"assistantId": "back"}]}}
    with pytest.raises(compiler.CompileError) as refused:
        compiler.compile(workspace(tree, files), target)
    (finding,) = refused.value.diagnostics
    assert finding.rule == "B006" and REFUSED[target] in finding.message


def test_customers_alike_are_built_once(tree: Callable[[dict[str, str]], Path], monkeypatch: Any) -> None:
    from callplan.compiler import checking

    built: list[str] = []
    real = checking.plan_of
    monkeypatch.setattr(
        checking, "plan_of", lambda build, one, values: built.append(one.target) or real(build, one, values)
    )
    many = [{**ONE, "assistantOverrides": {"variableValues": {"b": number}}} for number in range(200)]
    compiler.check(workspace(tree, {"calls/batch": {**BATCH, "customers": [*CUSTOMERS, *many]}}))
    assert [target for target in built if "@" in target] == ["calls/batch@1", "calls/batch@2", "calls/batch@3"]


@pytest.mark.parametrize(("rank", "said"), [("highest", "Of the edge."), ("lowest", "Of the squad.")])
def test_the_rank_of_a_handoffs_overrides(rank: str, said: str, tree: Callable[[dict[str, str]], Path]) -> None:
    """Where the documents are silent (Q4), the policy handoffOverrides decides."""
    destination = {"type": "assistant", "assistantName": "Back", "assistantOverrides": {"firstMessage": "Of the edge."}}
    files = {
        "tools/onward": {"type": "handoff", "destinations": [destination]},
        "squads/s": {
            "members": [{"assistant": member("onward")}, {"assistantId": "back"}],
            "membersOverrides": {"firstMessage": "Of the squad."},
        },
    }
    plan = compiler.compile(workspace(tree, files), "squads/s", policies={"handoffOverrides": rank})
    (edge,) = plan.transitions
    opening = plan.member(edge.target).opening.message
    assert opening is not None and opening.text == said


def test_a_scenario_whose_target_is_open_is_tried_against_several(tree: Callable[[dict[str, str]], Path]) -> None:
    """What holds for every target is told; what one of them has is no mistake."""
    writes = {"variableExtractionPlan": {"aliases": [{"key": "slot", "value": "{{ $.slot }}"}]}}
    look = {"type": "function", "function": {"name": "look"}, "server": {"url": "https://e.com"}, **writes}
    overrides = {"firstMessage": "{{ nobody }}", "endCallMessage": "{{ slot }}"}
    files = {
        "tools/look": look,
        "assistants/lone": {"name": "Lone", "model": {**OPENAI, "toolIds": ["look"]}},
        "scenarios/late": {**SCENARIO, "targetOverrides": overrides},
    }
    found = compiler.check(workspace(tree, files)).diagnostics
    told = [(item.rule, item.path) for item in found if item.span.file == "scenarios/late.json"]
    assert told == [("Q002", "/targetOverrides/firstMessage")]
