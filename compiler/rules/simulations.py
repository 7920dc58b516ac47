"""Simulations: suites, personalities, and the runs that bring scenario and target together (semantics §12)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..build.conversations import scenario_targets
from ..diagnostics import Diagnostic, Related
from ..diagnostics.catalog import A010, A012, A013, A014, A015
from ..nodes import walk
from .check import Check
from .node import Node

if TYPE_CHECKING:
    from ..workspace import Resource, Scope

_CHAT = "vapi.webchat"
_AUDIO = "messages-with-audio"


def own_scenarios(node: Node) -> Iterator[Diagnostic]:
    """Two simulations of a suite have one scenario.

    The dashboard names a row by its scenario: nobody can tell the two apart.

    Bad:
        # file: simulations/suites/all.yml
        name: All
        simulationIds: [calm-visit, angry-visit]
        # file: simulations/tests/calm-visit.yml
        {name: Calm visit, scenarioId: visit, personalityId: calm}
        # file: simulations/tests/angry-visit.yml
        {name: Angry visit, scenarioId: visit, personalityId: angry}
        # file: simulations/personalities/calm.yml
        {name: Calm, assistant: {name: Calm, model: {provider: openai, model: gpt-4o}}}
        # file: simulations/personalities/angry.yml
        {name: Angry, assistant: {name: Angry, model: {provider: openai, model: gpt-4o}}}
        # file: simulations/scenarios/visit.yml
        name: Visit
        instructions: Book a visit.
        evaluations:
          - {structuredOutput: {name: Booked, type: ai, schema: {type: boolean}}, comparator: '=', value: true}
    Good:
        # file: simulations/suites/all.yml
        name: All
        simulationIds: [calm-visit]
        # file: simulations/tests/calm-visit.yml
        {name: Calm visit, scenarioId: visit, personalityId: calm}
        # file: simulations/personalities/calm.yml
        {name: Calm, assistant: {name: Calm, model: {provider: openai, model: gpt-4o}}}
        # file: simulations/scenarios/visit.yml
        name: Visit
        instructions: Book a visit.
        evaluations:
          - {structuredOutput: {name: Booked, type: ai, schema: {type: boolean}}, comparator: '=', value: true}
    Source: rules A012
    """
    first: dict[str, int] = {}
    names = node.get("simulationIds")
    for index, name in enumerate(names if isinstance(names, list) else ()):
        found = node.scope.find("simulation", name) if node.scope is not None and isinstance(name, str) else None
        scenario = found.source.get(("scenarioId",)) if found is not None else None
        if not isinstance(scenario, str):
            continue
        if scenario in first:
            yield node.fault(
                A012,
                ("simulationIds", index),
                f"a second simulation with the scenario {scenario!r}: the dashboard names rows by scenario, and nobody "
                "can tell the two apart.",
                related=(node.related(("simulationIds", first[scenario]), "the first one"),),
            )
        first.setdefault(scenario, index)


def one_message(node: Node) -> Iterator[Diagnostic]:
    """A personality has several system messages.

    The platform takes the first: what the others say, the simulated caller does not know.

    Bad:
        # file: simulations/personalities/calm.yml
        name: Calm
        assistant:
          name: Calm
          model:
            provider: openai
            model: gpt-4o
            messages: [{role: system, content: You are calm.}, {role: system, content: You speak slowly.}]
    Good:
        # file: simulations/personalities/calm.yml
        name: Calm
        assistant:
          name: Calm
          model:
            provider: openai
            model: gpt-4o
            messages: [{role: system, content: You are calm. You speak slowly.}]
    Source: rules A013
    """
    messages = node.get("assistant", "model", "messages")
    system = [
        index
        for index, message in enumerate(messages if isinstance(messages, list) else ())
        if isinstance(message, dict) and message.get("role") == "system"
    ]
    for index in system[1:]:
        yield node.fault(
            A013,
            ("assistant", "model", "messages", index),
            "a second system message of a personality: the simulated caller is told the first alone. Join them.",
        )


def reads_text(node: Node) -> Iterator[Diagnostic]:
    """A010: a run whose required evaluations are all skipped passes (rules A010, semantics §12)."""
    if node.get("transport", "provider") != _CHAT:
        return
    for scenario, related in _scenarios(node):
        evaluations = scenario.source.get(("evaluations",))
        listed = [one for one in evaluations if isinstance(one, dict)] if isinstance(evaluations, list) else []
        if listed and all(_hears(node, one) for one in listed):
            yield node.fault(
                A010,
                ("transport", "provider"),
                f"in a chat nothing is recorded, and all evaluations of {scenario.name!r} read audio: they are "
                "skipped, and the run passes with nothing evaluated.",
                related=related,
            )


def _hears(node: Node, evaluation: dict[str, Any]) -> bool:
    output = evaluation.get("structuredOutput")
    name = evaluation.get("structuredOutputId")
    if not isinstance(output, dict) and isinstance(name, str) and node.scope is not None:
        found = node.scope.find("structured-output", name)
        output = found.source.value if found is not None else None
    return isinstance(output, dict) and output.get("target") == _AUDIO


def used_mocks(node: Node) -> Iterator[Diagnostic]:
    """A mock of a tool that the target does not have.

    It is never used. What was meant has another name, and the run calls its real server.

    Bad:
        # file: simulations/scenarios/visit.yml
        name: Visit
        instructions: Book a visit.
        evaluations:
          - {structuredOutput: {name: Booked, type: ai, schema: {type: boolean}}, comparator: '=', value: true}
        toolMocks: [{toolName: bookVisit, result: booked}]
        # file: simulations/tests/visit.yml
        {name: Visit, scenarioId: visit, personalityId: calm}
        # file: simulations/personalities/calm.yml
        {name: Calm, assistant: {name: Calm, model: {provider: openai, model: gpt-4o}}}
        # file: simulations/suites/all.yml
        name: All
        simulationIds: [visit]
        targetAssignments: [{targetType: assistant, targetId: front}]
        # file: assistants/front.yml
        name: Front
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          tools:
            - type: function
              function: {name: book_visit, description: Books a visit.}
              server: {url: https://hooks.example.com/book}
    Good:
        # file: simulations/scenarios/visit.yml
        name: Visit
        instructions: Book a visit.
        evaluations:
          - {structuredOutput: {name: Booked, type: ai, schema: {type: boolean}}, comparator: '=', value: true}
        toolMocks: [{toolName: book_visit, result: booked}]
        # file: simulations/tests/visit.yml
        {name: Visit, scenarioId: visit, personalityId: calm}
        # file: simulations/personalities/calm.yml
        {name: Calm, assistant: {name: Calm, model: {provider: openai, model: gpt-4o}}}
        # file: simulations/suites/all.yml
        name: All
        simulationIds: [visit]
        targetAssignments: [{targetType: assistant, targetId: front}]
        # file: assistants/front.yml
        name: Front
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          tools:
            - type: function
              function: {name: book_visit, description: Books a visit.}
              server: {url: https://hooks.example.com/book}
    Source: rules A014
    """
    scope, scenario = node.scope, node.resource
    targets = scenario_targets(scope, scenario) if scope is not None and scenario is not None else []
    if scope is None or not targets:
        return
    known = {name for target in targets for name in _tools_of(scope, target)}
    mocks = node.get("toolMocks")
    for index, mock in enumerate(mocks if isinstance(mocks, list) else ()):
        name = mock.get("toolName") if isinstance(mock, dict) else None
        if isinstance(name, str) and name not in known:
            has = f"it has {', '.join(sorted(known)[:6])}" if known else "it has none at all"
            yield node.fault(
                A014,
                ("toolMocks", index, "toolName"),
                f"the target has no tool {name!r}: {has}. The mock is never used, and what was meant calls its real "
                "server.",
            )


def _tools_of(scope: Scope, target: Resource) -> Iterator[str]:
    """The names of the tools that an assistant, or any member of a squad, has; the overrides' included."""
    found = [part.value for part in walk(target.kind, target.source.value) if part.kind == "tool"]
    sources = [target.source.value]
    for part in walk(target.kind, target.source.value):
        name = part.value.get("assistantId") if part.kind == "member" else None
        assistant = scope.find("assistant", name) if isinstance(name, str) else None
        if assistant is not None:
            sources.append(assistant.source.value)
            found += [one.value for one in walk("assistant", assistant.source.value) if one.kind == "tool"]
    for source in sources:
        for part in walk("squad" if isinstance(source, dict) and "members" in source else "assistant", source):
            listed = part.value.get("toolIds") if part.kind == "model" else None
            for name in listed if isinstance(listed, list) else ():
                tool = scope.find("tool", name) if isinstance(name, str) else None
                found += [tool.source.value] if tool is not None else []
    for value in found:
        function = value.get("function") if isinstance(value, dict) else None
        name = function.get("name") if isinstance(function, dict) else None
        yield from (
            str(one)
            for one in (name, value.get("name"), value.get("type"))
            if isinstance(one, str) and one != "function"
        )


def hooks_with_a_voice(node: Node) -> Iterator[Diagnostic]:
    """A015: hooks of a scenario belong to calls with a voice; a chat runs none of them (rules A015)."""
    if node.get("transport", "provider") != _CHAT:
        return
    for scenario, related in _scenarios(node):
        if scenario.source.get(("hooks",)):
            yield node.fault(
                A015,
                ("transport", "provider"),
                f"{scenario.name!r} has hooks, and a chat runs none of them.",
                related=related,
            )


def _scenarios(node: Node) -> Iterator[tuple[Resource, tuple[Related, ...]]]:
    """The scenarios of a run, each with the place of its name."""
    scope, entries = node.scope, node.get("simulations")
    for entry in entries if isinstance(entries, list) and scope is not None else ():
        names = [entry.get("scenarioId")] if isinstance(entry, dict) else []
        for simulation in _simulations(node, entry) if isinstance(entry, dict) else ():
            found = scope.find("simulation", simulation) if scope is not None else None
            names.append(found.source.get(("scenarioId",)) if found is not None else None)
        for name in dict.fromkeys(name for name in names if isinstance(name, str)):
            scenario = scope.find("scenario", name) if scope is not None else None
            if scenario is not None and isinstance(scenario.source.value, dict):
                yield scenario, (Related(scenario.source.span(), "the scenario"),)


def _simulations(node: Node, entry: dict[str, Any]) -> list[str]:
    names: list[Any] = [entry.get("simulationId")]
    suite = entry.get("simulationSuiteId") or entry.get("suiteId")
    found = node.scope.find("suite", suite) if node.scope is not None and isinstance(suite, str) else None
    listed = found.source.get(("simulationIds",)) if found is not None else None
    names += listed if isinstance(listed, list) else []
    return [name for name in names if isinstance(name, str)]


CHECKS = (
    Check((A012,), "suite", own_scenarios, frozenset({"simulationIds"})),
    Check((A013,), "personality", one_message, frozenset({"assistant"})),
    Check((A010,), "simulation-run", reads_text, frozenset({"transport"})),
    Check((A014,), "scenario", used_mocks, frozenset({"toolMocks"})),
    Check((A015,), "simulation-run", hooks_with_a_voice, frozenset({"transport"})),
)
