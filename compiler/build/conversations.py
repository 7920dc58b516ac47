"""The conversations that a resource stands for: what is compiled when somebody names it.

Most resources that calls can begin with are one conversation. Some are several, each with an effective configuration
of its own: a request with ``customers``, whose overrides replace the request's; a scenario, whose overrides come over
each target that it is run against; the two sides of a test suite; a server's answer about a handoff, in each squad that
asks for one (semantics §2.1, places 4, 10 and 12). They are named by what follows an ``@``: ``calls/batch@2``,
``simulations/scenarios/late@squads/clinic``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from ..payload.references import references
from ..sources import Path
from ..traced import Place, Traced
from ..values import dataclass, field
from ..workspace import Resource, Scope
from .read import listing, mapping, text

REQUESTS = frozenset({"answer", "call", "campaign", "chat", "session"})
"""Kinds that name an assistant or a squad in the same way (semantics §1.7)."""

EDGE = "destination.assistantOverrides"
SQUAD_EDGE = "destination.squadOverrides"
OVERRIDES = ("assistantOverrides", "squadOverrides")


@dataclass(frozen=True, slots=True)
class Conversation(Resource):
    """A conversation in the form of a call request. ``layers`` are the names of its overrides where they are not the
    keys of a call request; ``answer`` is the destination that a server names wherever it is asked for one; ``owner`` is
    the resource as it is written.
    """

    owner: Resource
    layers: Mapping[str, str] = field(default_factory=dict)
    answer: Traced | None = None


def conversations(scope: Scope, resource: Resource) -> Iterator[Resource]:
    """The conversations of *resource* in the order written; none for what is no conversation."""
    if isinstance(resource, Conversation) or resource.kind in ("assistant", "squad", "phone-number"):
        yield resource
    elif not isinstance(resource.source.value, dict):
        if resource.kind in REQUESTS or resource.kind in _DERIVED:
            yield resource  # the structure check says what is wrong with it
    elif resource.kind in REQUESTS:
        yield from _customers(resource)
    elif resource.kind in _DERIVED:
        yield from _DERIVED[resource.kind](scope, resource)


def conversation(scope: Scope, resource: Resource, label: str) -> Resource | None:
    """The conversation of *resource* called *label*: a number, a side, or the target that a scenario is run against,
    any of those that are possible.
    """
    wanted = f"{resource.name}@{label}"
    found = next((one for one in conversations(scope, resource) if one.name == wanted), None)
    if found is None and resource.kind == "scenario" and isinstance(resource.source.value, dict):
        target = next(
            (
                one
                for (kind, _), one in scope.resources.items()
                if kind in ("assistant", "squad") and one.target == label
            ),
            None,
        )
        return _against(resource, target) if target else None
    return found


def representatives(scope: Scope, resource: Resource) -> Iterator[Resource]:
    """What is checked of *resource*: its conversations without those of customers that differ from one before in
    nothing but values of variables. A scenario that no suite gives a target is tried against a few.
    """
    if is_unassigned(scope, resource):
        for target in possible_targets(scope)[:_TRIED]:
            yield _against(resource, target)
    known: set[str] = set()
    for one in conversations(scope, resource):
        if isinstance(one, Conversation) and resource.kind in REQUESTS:
            shape = shape_of(mapping(one.source, "customer"))
            if shape in known:
                continue
            known.add(shape)
        yield one


_TRIED = 3


def is_unassigned(scope: Scope, resource: Resource) -> bool:
    """Whether it is open what *resource*, a scenario, is run against."""
    return (
        resource.kind == "scenario"
        and isinstance(resource.source.value, dict)
        and not isinstance(resource, Conversation)
        and not scenario_targets(scope, resource)
    )


def shape_of(customer: Mapping[str, Any]) -> str:
    """What of a customer decides about the configuration of its call: overrides, with the names of the values alone."""
    shape = []
    for key in OVERRIDES:
        layer = customer.get(key)
        if isinstance(layer, dict) and layer:
            values = layer.get("variableValues")
            names = sorted(values) if isinstance(values, dict) else None
            shape.append([key, {**layer, "variableValues": names}])
    return json.dumps(shape, sort_keys=True, default=str)


def asks_server(resource: Resource) -> bool:
    """Whether *resource* is a phone number that names nobody: what its server answers is on the call."""
    named = any(text(resource.source, key) for key in ("assistantId", "squadId"))
    return resource.kind == "phone-number" and not named


def _customers(resource: Resource) -> Iterator[Resource]:
    """One call for each customer; the request itself where there are none."""
    places = customers_of(resource.source)
    if not places:
        yield resource
    for number, path in enumerate(places, 1):
        yield call_of(resource, path, str(number) if len(places) > 1 else "")


def customers_of(request: Traced) -> list[Path]:
    """Where the customers of a request stand, and those of each number of a campaign's dial plan."""
    lists: list[Path] = [("customers",)]
    lists += [("dialPlan", index, "customers") for index in range(len(listing(request, "dialPlan")))]
    return [
        (*path, index)
        for path in lists
        for index, customer in enumerate(listing(request, *path))
        if isinstance(customer, dict)
    ]


def call_of(resource: Resource, path: Path, label: str = "") -> Conversation:
    """The call of the customer at *path* of a request."""
    return _made(resource, label, _alone(resource.source, path))


_ONE_CALL = ("customers", "customer", "customerId", "dialPlan")


def _alone(request: Traced, customer: Path) -> Traced:
    """The request of one customer's call."""
    value = {key: item for key, item in request.value.items() if key not in _ONE_CALL}
    origins: dict[Path, Place] = {path: place for path, place in request.origins.items() if path[:1] != customer[:1]}
    parts: dict[str, Path] = {"customer": customer}
    if customer[0] == "dialPlan":
        parts["phoneNumberId"] = (*customer[:2], "phoneNumberId")
    for key, at in parts.items():
        value[key] = request.get(at)
        origins |= {(key, *path): place for path, place in request.at(at).origins.items()}
    return Traced(value, origins, request.replaced, request.dropped)


def _personality(scope: Scope, resource: Resource) -> Iterator[Resource]:
    """The assistant that plays the caller."""
    yield _made(resource, "", _request(resource, {"assistant": ("assistant",), "assistantId": ("assistantId",)}))


def _test_suite(scope: Scope, resource: Resource) -> Iterator[Resource]:
    """The assistant that is tested, and the one that tests it."""
    for label, plan in (("target", "targetPlan"), ("tester", "testerPlan")):
        if text(resource.source, plan, "assistantId") or mapping(resource.source, plan, "assistant"):
            keys = ("assistant", "assistantId", "assistantOverrides")
            request = _request(resource, {key: (plan, key) for key in keys})
            yield _made(resource, label, request, {"assistantOverrides": f"{plan}.assistantOverrides"})


def _scenario(scope: Scope, resource: Resource) -> Iterator[Resource]:
    """Every target that the scenario is run against, under its ``targetOverrides``: those that suites assign to it,
    else the only one that there is.
    """
    for target in scenario_targets(scope, resource):
        yield _against(resource, target)


def _against(scenario: Resource, target: Resource) -> Conversation:
    request = _request(scenario, {OVERRIDES[target.kind == "squad"]: ("targetOverrides",)})
    return _over(scenario, target, request, dict.fromkeys(OVERRIDES, "targetOverrides"))


def scenario_targets(scope: Scope, scenario: Resource) -> list[Resource]:
    """What suites assign to the simulations of *scenario*; where none does, the only target if there is but one."""
    found: dict[int, Resource] = {}
    for (kind, _), suite in scope.resources.items():
        if kind == "suite" and any(_plays(scope, suite, scenario)):
            for assignment in listing(suite.source, "targetAssignments"):
                target = _assigned(scope, assignment)
                if target is not None:
                    found[id(target)] = target
    if found:
        return list(found.values())
    all_of_them = possible_targets(scope)
    return all_of_them if len(all_of_them) == 1 else []


def possible_targets(scope: Scope) -> list[Resource]:
    """What a scenario can be run against: every squad, and every assistant that is a member of none."""
    members = set()
    for (kind, _), resource in scope.resources.items():
        if kind == "squad":
            for index in range(len(listing(resource.source, "members"))):
                reference = text(resource.source, "members", index, "assistantId")
                found = scope.find("assistant", reference) if reference else None
                members.add(id(found))
    return [
        resource
        for (kind, _), resource in scope.resources.items()
        if kind == "squad" or (kind == "assistant" and id(resource) not in members)
    ]


def _plays(scope: Scope, suite: Resource, scenario: Resource) -> Iterator[bool]:
    for name in listing(suite.source, "simulationIds"):
        simulation = scope.find("simulation", name) if isinstance(name, str) else None
        reference = text(simulation.source, "scenarioId") if simulation else None
        yield reference is not None and scope.find("scenario", reference) is scenario


def _assigned(scope: Scope, assignment: Any) -> Resource | None:
    kind = assignment.get("targetType") if isinstance(assignment, dict) else None
    reference = assignment.get("targetId") if isinstance(assignment, dict) else None
    return scope.find(kind, reference) if kind in ("assistant", "squad") and isinstance(reference, str) else None


def _eval_run(scope: Scope, resource: Resource) -> Iterator[Resource]:
    """The target of an eval's run. A squad's overrides are called ``assistantOverrides`` there, and are for all members
    (semantics §2.2).
    """
    squad = text(resource.source, "target", "type") == "squad"
    parts = {key: ("target", key) for key in ("assistant", "assistantId", "squad", "squadId")}
    parts["squadOverrides" if squad else "assistantOverrides"] = ("target", "assistantOverrides")
    yield _made(resource, "", _request(resource, parts), dict.fromkeys(OVERRIDES, "target.assistantOverrides"))


def _simulation_run(scope: Scope, resource: Resource) -> Iterator[Resource]:
    """The target of a run under the overrides of each scenario that is run against it."""
    parts = {key: ("target", key) for key in ("assistant", "assistantId", "squad", "squadId")}
    request = _request(resource, parts)
    squad = text(resource.source, "target", "type") == "squad"
    names = dict.fromkeys(OVERRIDES, "targetOverrides")
    played = list(_scenarios(scope, resource))
    for index, overrides in enumerate(played or [None]):
        source = request
        if overrides is not None:
            source = _with(request, OVERRIDES[squad], overrides)
        yield _made(resource, str(index + 1) if len(played) > 1 else "", source, names)


def _scenarios(scope: Scope, run: Resource) -> Iterator[Traced]:
    """The ``targetOverrides`` of the scenarios that a run plays, each once."""
    seen: set[int] = set()
    for _, entry in run.source.parts(("simulations",)):
        if mapping(entry, "scenario", "targetOverrides"):
            yield entry.at(("scenario", "targetOverrides"))
        for scenario in _named(scope, entry):
            if id(scenario) not in seen and mapping(scenario.source, "targetOverrides"):
                seen.add(id(scenario))
                yield scenario.source.at(("targetOverrides",))


def _named(scope: Scope, entry: Traced) -> Iterator[Resource]:
    suite = scope.find("suite", text(entry, "simulationSuiteId") or text(entry, "suiteId") or "")
    names = [text(entry, "simulationId"), *(listing(suite.source, "simulationIds") if suite else ())]
    scenarios = [text(entry, "scenarioId")]
    for name in names:
        simulation = scope.find("simulation", name) if isinstance(name, str) else None
        scenarios += [text(simulation.source, "scenarioId")] if simulation else []
    for reference in scenarios:
        found = scope.find("scenario", reference) if reference else None
        if found is not None:
            yield found


def _handoff_answer(scope: Scope, resource: Resource) -> Iterator[Resource]:
    """The squads that ask a server where to hand over to, this being its answer; else what it names, by itself. An
    error, a result or an empty destination is an answer after which the call stays where it is (semantics §6.4).
    """
    destination = resource.source.at(("destination",))
    asking = [squad for (kind, _), squad in scope.resources.items() if kind == "squad" and _asks(scope, squad)]
    if not (named := mapping(resource.source, "destination")):
        return
    for squad in asking:
        yield _over(resource, squad, _request(resource, {}), {}, destination)
    if not asking and "assistantName" not in named:  # a member's name means something in a squad that asks
        parts = {key: ("destination", key) for key in ("assistant", "assistantId", "squad", "squadId", *OVERRIDES)}
        names = {"assistantOverrides": EDGE, "squadOverrides": SQUAD_EDGE}
        yield _made(resource, "", _request(resource, parts), names)


def _asks(scope: Scope, squad: Resource) -> bool:
    """Whether a member of *squad* has a handoff whose destination a server names."""
    seen: set[int] = {id(squad)}
    waiting = [squad]
    for resource in waiting:
        if _dynamic(resource.source.value):
            return True
        for reference in references(resource.kind, resource.source.value):
            followed = reference.kind == "tool" or (reference.kind == "assistant" and "members" in reference.path)
            found = scope.find(reference.kind, reference.text) if followed else None
            if found is not None and id(found) not in seen:
                seen.add(id(found))
                waiting.append(found)
    return False


def _dynamic(value: Any) -> bool:
    if isinstance(value, list):
        return any(map(_dynamic, value))
    if not isinstance(value, dict):
        return False
    if value.get("type") == "dynamic" or (value.get("type") == "handoff" and not value.get("destinations")):
        return True
    return any(_dynamic(item) for item in value.values() if isinstance(item, dict | list))


_DERIVED: dict[str, Callable[[Scope, Resource], Iterator[Resource]]] = {
    "eval-run": _eval_run,
    "handoff-answer": _handoff_answer,
    "personality": _personality,
    "scenario": _scenario,
    "simulation-run": _simulation_run,
    "test-suite": _test_suite,
}
"""How the kinds that are no requests themselves name their conversations."""


def _made(resource: Resource, label: str, request: Traced, layers: Mapping[str, str] | None = None) -> Conversation:
    name = f"{resource.name}@{label}" if label else resource.name
    return Conversation(resource.kind, name, resource.document, request, resource, layers or {})


def _over(
    resource: Resource, target: Resource, request: Traced, layers: Mapping[str, str], answer: Traced | None = None
) -> Conversation:
    """The conversation in which *target*, a squad or an assistant of the workspace, is called with *request*."""
    key = f"{target.kind}Id"
    source = Traced({**request.value, key: target.name}, {**request.origins, (key,): request.place()})
    name = f"{resource.name}@{target.target}"
    return Conversation(resource.kind, name, resource.document, source, resource, layers, answer)


def _request(resource: Resource, parts: Mapping[str, Path]) -> Traced:
    """A request made of parts of the resource: each key with the path of what it gets."""
    request = Traced({}, {(): resource.source.place()})
    for key, path in {"name": ("name",), **parts}.items():
        if resource.source.get(path) is not None:
            request = _with(request, key, resource.source.at(path))
    return request


def _with(request: Traced, key: str, part: Traced) -> Traced:
    """*request* with *part* at *key*."""

    def under(places: Mapping[Path, Any]) -> dict[Path, Any]:
        return {(key, *path): place for path, place in places.items()}

    return Traced(
        {**request.value, key: part.value},
        {**request.origins, **under(part.origins)},
        {**request.replaced, **under(part.replaced)},
        {**request.dropped, **under(part.dropped)},
    )


def names(found: Iterable[Resource], most: int = 8) -> str:
    """The targets of *found* in a sentence, a few of many."""
    targets = [one.target for one in found]
    shown = ", ".join(targets[:most])
    return f"{shown} … ({len(targets)} in all)" if len(targets) > most else shown
