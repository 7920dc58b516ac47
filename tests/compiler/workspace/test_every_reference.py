"""Every place that refers to something (semantics §1.7, gitops-layout §2.7): found there, or reported there."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from callplan import compiler
from callplan.compiler.diagnostics import Diagnostic
from callplan.compiler.sources import parse_pointer
from callplan.compiler.workspace.kinds import BY_NAME

Tree = Callable[[dict[str, str]], Path]
OPENAI = {"provider": "openai", "model": "gpt-4o"}
EVAL = {"type": "chat.mockConversation", "messages": [{"role": "user", "content": "Hi."}]}
BASE: dict[str, Any] = {
    "assistants/front": {"name": "Front", "model": OPENAI},
    "assistants/back": {"name": "Back", "model": OPENAI},
    "squads/night": {"name": "Night", "members": [{"assistantId": "back"}]},
    "tools/lookup": {
        "type": "function",
        "function": {"name": "lookup", "description": "Looks a thing up for callers who ask."},
        "server": {"url": "https://example.com"},
    },
    "structuredOutputs/kpi": {"name": "Kpi", "type": "ai", "schema": {"type": "string"}},
    "personalities/ann": {"name": "Ann", "assistant": {"name": "Ann", "model": OPENAI}},
    "scenarios/late": {"name": "Late", "instructions": "Ask.", "evaluations": []},
    "simulations/tests/visit": {"name": "Visit", "scenarioId": "late", "personalityId": "ann"},
    "simulations/suites/week": {"name": "Week", "simulationIds": ["visit"]},
    "evals/greeting": {"name": "Greeting", **EVAL},
}
KNOWN = {
    "assistant": "back",
    "squad": "night",
    "tool": "lookup",
    "structured-output": "kpi",
    "personality": "ann",
    "scenario": "late",
    "simulation": "visit",
    "suite": "week",
    "eval": "greeting",
}
HOOK = {"on": "customer.speech.timeout", "do": [{"type": "tool", "toolId": "?tool"}]}
INSIDE: dict[str, dict[str, Any]] = {
    "/model/toolIds/0": {"model": {**OPENAI, "toolIds": ["?tool"]}},
    "/model/toolRefs/0/toolId": {"model": {**OPENAI, "toolRefs": [{"toolId": "?tool"}]}},
    "/hooks/0/do/0/toolId": {"hooks": [HOOK]},
    "/artifactPlan/structuredOutputIds/0": {"artifactPlan": {"structuredOutputIds": ["?structured-output"]}},
}
"""References of an assistant, and of overrides."""
DESTINATION = {"type": "assistant", "assistantId": "?assistant"}
HANDOFF = {"type": "handoff", "destinations": [DESTINATION]}


def everywhere() -> dict[str, tuple[str, str, Any]]:
    """Name of the case, file, pointer, and the file with ``?KIND`` where the reference stands."""
    cases: dict[str, tuple[str, str, Any]] = {}

    def case(file: str, at: str, value: Any) -> None:
        cases[f"{file} {at}"] = (file, at, value)

    member = {"assistantId": "front"}
    holders: dict[str, tuple[str, str, Callable[[Any], Any]]] = {
        "assistant": ("assistants/a", "", lambda part: {"name": "A", "model": OPENAI, **part}),
        "member": (
            "squads/s",
            "/members/0/assistant",
            lambda part: {"members": [{"assistant": {"name": "A", **part}}]},
        ),
        "member's overrides": (
            "squads/o",
            "/members/0/assistantOverrides",
            lambda part: {"members": [{**member, "assistantOverrides": part}]},
        ),
        "everyone's": ("squads/e", "/membersOverrides", lambda part: {"members": [member], "membersOverrides": part}),
        "call": ("calls/c", "/assistant", lambda part: {"assistant": {"name": "A", **part}}),
        "call's": ("calls/o", "/assistantOverrides", lambda part: {**member, "assistantOverrides": part}),
        "squad call's": ("calls/q", "/squadOverrides", lambda part: {"squadId": "night", "squadOverrides": part}),
        "customer's": (
            "calls/b",
            "/customers/1/assistantOverrides",
            lambda part: {**member, "customers": [{"number": "+15550100001"}, {"assistantOverrides": part}]},
        ),
        "answer": ("answers/a", "/assistant", lambda part: {"assistant": {"name": "A", **part}}),
        "session": ("sessions/s", "/assistant", lambda part: {"assistant": {"name": "A", **part}}),
        "personality": (
            "personalities/p",
            "/assistant",
            lambda part: {"name": "P", "assistant": {"name": "A", **part}},
        ),
        "scenario": (
            "scenarios/s",
            "/targetOverrides",
            lambda part: {"name": "S", "instructions": "Ask.", "evaluations": [], "targetOverrides": part},
        ),
        "test suite": (
            "test-suites/t",
            "/targetPlan/assistantOverrides",
            lambda part: {"name": "T", "targetPlan": {**member, "assistantOverrides": part}},
        ),
        "eval run": (
            "eval-runs/r",
            "/target/assistantOverrides",
            lambda part: {
                "type": "eval",
                "eval": EVAL,
                "target": {"type": "assistant", **member, "assistantOverrides": part},
            },
        ),
        "destination": (
            "tools/d",
            "/destinations/0/assistantOverrides",
            lambda part: {
                "type": "handoff",
                "destinations": [{"type": "assistant", "assistantName": "Back", "assistantOverrides": part}],
            },
        ),
        "destination squad": (
            "tools/q",
            "/destinations/0/squadOverrides",
            lambda part: {
                "type": "handoff",
                "destinations": [{"type": "squad", "squadId": "night", "squadOverrides": part}],
            },
        ),
    }
    for file, head, put in holders.values():
        for at, part in INSIDE.items():
            case(file, head + at, put(part))
        if "verrides" in head:
            case(file, f"{head}/tools:append/0/destinations/0/assistantId", put({"tools:append": [HANDOFF]}))
        tools = {"model": {**OPENAI, "tools": [HANDOFF]}}
        case(file, f"{head}/model/tools/0/destinations/0/assistantId", put(tools))
        hook = {"hooks": [{**HOOK, "do": [{"type": "tool", "tool": HANDOFF}]}]}
        case(file, f"{head}/hooks/0/do/0/tool/destinations/0/assistantId", put(hook))
    case("tools/h", "/destinations/0/assistantId", HANDOFF)
    case("tools/s", "/destinations/0/squadId", {**HANDOFF, "destinations": [{"type": "squad", "squadId": "?squad"}]})
    case("squads/m", "/members/0/assistantId", {"members": [{"assistantId": "?assistant"}]})
    shorthand = {"members": [{**member, "assistantDestinations": [DESTINATION]}]}
    case("squads/d", "/members/0/assistantDestinations/0/assistantId", shorthand)
    for file in ("calls/x", "answers/x", "sessions/x", "campaigns/x", "phone-numbers/x"):
        more = {"provider": "vapi", "sipUri": "sip:x@sip.vapi.ai"} if file.startswith("phone") else {}
        case(file, "/assistantId", {**more, "assistantId": "?assistant"})
        case(file, "/squadId", {**more, "squadId": "?squad"})
    case("chats/x", "/assistantId", {"input": "Hi.", "assistantId": "?assistant"})
    case("simulations/tests/x", "/scenarioId", {"scenarioId": "?scenario", "personalityId": "ann"})
    case("simulations/tests/x", "/personalityId", {"scenarioId": "late", "personalityId": "?personality"})
    case("simulations/suites/x", "/simulationIds/0", {"name": "X", "simulationIds": ["?simulation"]})
    target = {"targetType": "squad", "targetId": "?squad"}
    suite = {"name": "X", "simulationIds": ["visit"], "targetAssignments": [target]}
    case("simulations/suites/x", "/targetAssignments/0/targetId", suite)
    output = {"structuredOutputId": "?structured-output", "comparator": "=", "value": "a"}
    scenario = {"name": "X", "instructions": "Ask.", "evaluations": [output]}
    case("scenarios/x", "/evaluations/0/structuredOutputId", scenario)
    schema = {"type": "string"}
    linked = {"name": "X", "type": "ai", "schema": schema, "assistantIds": ["?assistant"]}
    case("structuredOutputs/x", "/assistantIds/0", linked)
    for side in ("targetPlan", "testerPlan"):
        case("test-suites/x", f"/{side}/assistantId", {"name": "X", side: {"assistantId": "?assistant"}})
    run = {"type": "eval", "evalId": "?eval", "target": {"type": "assistant", "assistantId": "front"}}
    case("eval-runs/x", "/evalId", run)
    run = {"type": "eval", "eval": EVAL, "target": {"type": "squad", "squadId": "?squad"}}
    case("eval-runs/x", "/target/squadId", run)
    goal = {"type": "assistant", "assistantId": "front"}
    entry = {"type": "simulation", "scenarioId": "?scenario", "personalityId": "ann"}
    case("simulation-runs/x", "/simulations/0/scenarioId", {"simulations": [entry], "target": goal})
    entry = {"type": "simulationSuite", "simulationSuiteId": "?suite"}
    case("simulation-runs/x", "/simulations/0/simulationSuiteId", {"simulations": [entry], "target": goal})
    answer = {"destination": DESTINATION}
    case("handoff-answers/x", "/destination/assistantId", answer)
    return cases


PLACES = everywhere()


def filled(value: Any, name: Callable[[str], str]) -> Any:
    if isinstance(value, dict):
        return {key: filled(item, name) for key, item in value.items()}
    if isinstance(value, list):
        return [filled(item, name) for item in value]
    return name(value[1:]) if isinstance(value, str) and value.startswith("?") else value


def said(tree: Tree, place: str, name: Callable[[str], str]) -> list[Diagnostic]:
    """The findings about the reference of a case, when it is written as *name* makes it of its kind."""
    file, at, value = PLACES[place]
    files = {**copy.deepcopy(BASE), file: filled(value, name)}
    root = tree({f"{known}.json": json.dumps(written) for known, written in files.items()})
    found = compiler.check(compiler.load(root)).diagnostics
    return [item for item in found if item.span.file == f"{file}.json" and item.path == at and item.rule[0] in "RX"]


def known_at(place: str) -> str:
    """What there is of the kind that a case refers to."""
    _, at, value = PLACES[place]
    for step in parse_pointer(at):
        value = value[int(step)] if isinstance(value, list) else value[step]
    return KNOWN[value[1:]]


@pytest.mark.parametrize("place", PLACES)
def test_a_name_that_is_there(place: str, tree: Tree) -> None:
    found = said(tree, place, KNOWN.__getitem__)
    # outside a squad nobody can be handed over to, and nobody to himself: the reference is found all the same
    assert {item.rule for item in found} <= {"X010", "X012", "X013", "X016"}


@pytest.mark.parametrize("place", PLACES)
def test_a_name_that_nothing_has(place: str, tree: Tree) -> None:
    found = said(tree, place, lambda kind: KNOWN[kind][:-1] + "qq")
    assert any("there is no " in item.message and f"{known_at(place)!r}" in item.message for item in found), found


@pytest.mark.parametrize("place", PLACES)
def test_a_name_in_another_case(place: str, tree: Tree) -> None:
    found = said(tree, place, lambda kind: KNOWN[kind].upper())
    assert [item.rule for item in found if item.rule != "X010"] == ["R018"]
    assert f"is written {known_at(place)!r}" in next(item.message for item in found if item.rule == "R018")


@pytest.mark.parametrize("place", PLACES)
def test_an_id_that_nobody_knows(place: str, tree: Tree) -> None:
    found = said(tree, place, lambda kind: "12345678-1234-4234-8234-123456789abc")
    assert any(known_at(place) in item.message for item in found if item.rule == "R011"), found


OWN, THEIRS, ELSEWHERE = (
    {kind: f"{number:08d}-{part}-4111-8111-111111111111" for number, kind in enumerate(KNOWN)}
    for part in ("1111", "2222", "3333")
)
"""Ids of the state of this environment, of another one's, and ids that the project file declares external."""
FORMS: dict[str, tuple[Callable[[str], str], str | None, str]] = {
    "an id of the state": (OWN.__getitem__, None, ""),
    "an id of another environment": (THEIRS.__getitem__, "R012", "belongs to environment 'prod'"),
    "an id that is declared external": (ELSEWHERE.__getitem__, None, ""),
    "a name with a comment": (lambda kind: f"{KNOWN[kind]} ## why", None, ""),
    "a name with an extension": (lambda kind: f"{KNOWN[kind]}.yml", "R018", "without an extension"),
    "an id of another kind": (lambda kind: OWN["tool" if kind != "tool" else "squad"], "", " of "),
}


@pytest.mark.parametrize("form", FORMS)
def test_forms_at_every_place(form: str, tree: Tree) -> None:
    """One workspace a form: every place has a file of its own."""
    name, rule, words = FORMS[form]
    files = {file: filled(copy.deepcopy(value), KNOWN.__getitem__) for file, value in BASE.items()}
    places = {}
    for number, (file, at, value) in enumerate(PLACES.values()):
        places[f"{file}{number}"] = at
        files[f"{file}{number}"] = filled(value, name)
    external = {BY_NAME[kind].folders[0]: {uuid: "Elsewhere"} for kind, uuid in ELSEWHERE.items()}
    settings = {"callplan": 1, "layout": "plain", "environments": {"dev": {}, "prod": {}}, "external": external}
    states = {
        env: {BY_NAME[kind].state: {KNOWN[kind]: uuid} for kind, uuid in ids.items()}
        for env, ids in (("dev", OWN), ("prod", THEIRS))
    }
    root = tree(
        {
            "callplan.yaml": json.dumps(settings),
            **{f".vapi-state.{env}.json": json.dumps(state) for env, state in states.items()},
            **{f"{file}.json": json.dumps(written) for file, written in files.items()},
        }
    )
    found = compiler.check(compiler.load(root, "dev")).diagnostics
    for file, at in places.items():
        told = [item for item in found if (item.span.file, item.path) == (f"{file}.json", at) and item.rule[0] in "RX"]
        others = {"X010", "X012", "X013", "X016", "R010", "R017"}
        codes = {item.rule for item in told} - others
        if rule is None:
            assert not codes, (file, at, told)
        else:
            assert len(codes) == 1 and (not rule or codes == {rule}), (file, at, told)
            assert any(words in item.message for item in told if item.rule in codes), told
