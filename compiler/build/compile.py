"""A resource as a plan."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import islice
from typing import Any, Literal, NamedTuple, cast

from ..diagnostics.catalog import B001, B006
from ..plan.frozen import EMPTY, FrozenDict, freeze
from ..plan.model import Call, Plan
from ..plan.origins import origin_of
from ..secrets import mask
from ..traced import Traced
from ..workspace import Resource, Scope
from ..workspace.kinds import called
from .calls import cast_of
from .context import Build
from .conversations import REQUESTS, Conversation, asks_server, conversations, names, possible_targets
from .read import mapping, text
from .squads import Chair, Form, Forms, chair_of, chairs_of
from .variables import needs


class Compiled(NamedTuple):
    """An unsealed plan and the forms that it was made from; ``plan.members`` and ``forms`` stand in one order."""

    plan: Plan
    forms: tuple[Form, ...]


def plan_of(build: Build, resource: Resource, variables: Mapping[str, Any]) -> Compiled | None:
    """The unsealed plan of *resource*; None where nobody would be on the call. Findings go to *build*."""
    one = _one(build, resource)
    if one is None:
        return None
    resource = one
    chairs, squad, call = _chairs(build, resource)
    if not chairs:
        return None
    if resource.kind == "campaign" and resource.name in build.scope.tables:
        variables = {**build.scope.tables[resource.name].examples, **variables}
    answer = resource.answer if isinstance(resource, Conversation) else None
    forms = Forms(build, chairs, squad=squad, answer=answer)
    members = forms.members()
    writers = {
        *variables,
        *(write.name for write in build.writes),
        *(name for one in members for name in one.variables),
    }
    given = {name: freeze(mask(value, name)) for name, value in variables.items()}
    supplied = {**dict(members[0].variables), **given}
    longest = [member.max_duration_ms or 600_000 for member in members]
    kinds = {"assistant": "assistant", "squad": "squad"}
    plan = Plan(
        resource.target,
        cast("Literal['assistant', 'squad', 'call']", kinds.get(resource.kind, "call")),
        text(resource.source, "name") or (members[0].name if resource.kind != "squad" else resource.name),
        members[0].key,
        members,
        build.scope.environment,
        tuple(forms.transitions),
        call,
        FrozenDict(supplied) if supplied else EMPTY,
        needs(build.uses, writers),
        max(longest),
        FrozenDict(dict(build.policies)),
        origins=tuple((at, origin_of(place)) for at, place in sorted(build.places().items())),
    )
    return Compiled(plan, tuple(forms.forms))


def _one(build: Build, resource: Resource) -> Resource | None:
    """The one conversation of *resource*; None, with a finding, where it is none, or several."""
    found = [] if asks_server(resource) else list(islice(conversations(build.scope, resource), _MOST))
    if len(found) == 1:
        return found[0]
    if found:
        message = f"{resource.target} stands for several conversations: name one of them, {names(found)}."
        build.fault(B006, resource.source, (), message)
    elif resource.kind == "scenario":
        candidates = (f"{resource.target}@{one.target}" for one in possible_targets(build.scope))
        message = (
            "no suite assigns a target to this scenario, and several are possible: name one of them, "
            f"{', '.join(islice(candidates, 8)) or 'a squad or an assistant'}."
        )
        build.fault(B006, resource.source, (), message)
    else:
        others = _OTHERS.get(resource.kind, "an assistant, a squad or a call request that uses it")
        message = f"{called(resource.kind)} is no conversation: compile {others}."
        build.fault(B001, resource.source, (), message)
    return None


_OTHERS = {
    "phone-number": "what the server answers to an assistant-request, for this number names nobody",
    "simulation": "its scenario against a target (scenarios/NAME@squads/NAME), or its personality",
    "suite": "the scenarios of its simulations, each against a target (scenarios/NAME@squads/NAME)",
}

_MOST = 9
"""As many conversations are looked for: more than a sentence names."""


def _chairs(build: Build, resource: Resource) -> tuple[list[Chair], bool, Call]:
    source = resource.source
    if not isinstance(source.value, dict):
        return [], False, Call()  # the structure check says so
    if resource.kind == "squad":
        return chairs_of(build, source, ()), True, Call()
    if resource.kind == "phone-number":
        # A call comes in on the number: its hooks act before and after whoever it names (semantics §4.1).
        found = cast_of(build, resource)
        number = freeze(mask(source.value))
        return found.chairs, found.squad, Call("inboundPhoneCall", EMPTY, cast("FrozenDict", number))
    if resource.kind == "assistant":
        # An assistant on its own is a request with nothing but that assistant.
        request = Traced({"assistant": source.value}, _under("assistant", source))
        chair = chair_of(build, request, (), resource.name)
        if chair is not None:
            seat = chair.seat._replace(source="permanent", resource=resource.name)
            chair = Chair(seat, source, (), resource, request)
        return [chair] if chair else [], False, Call()
    found = cast_of(build, resource)
    return found.chairs, found.squad, found.call


def _under(key: str, source: Traced) -> dict[Any, Any]:
    return {(): source.place(), **{(key, *path): place for path, place in source.origins.items()}}


def entry_points(scope: Scope) -> Collection[Resource]:
    """The resources that calls can begin with and that no other resource contains: what ``check`` compiles."""
    used = set()
    for resource in scope.resources.values():
        if resource.kind == "squad":
            used |= {text(member, "assistantId") for _, member in resource.source.parts(("members",))}
        elif resource.kind in REQUESTS:
            used |= {text(resource.source, "assistantId")}
            squad = resource.source.at(("squad",)) if mapping(resource.source, "squad") else None
            used |= {text(member, "assistantId") for _, member in squad.parts(("members",))} if squad else set()
    contained = {id(found) for name in used if name for found in _meant(scope, name)}
    return [
        resource
        for resource in scope.resources.values()
        if resource.kind in _BEGINS
        or (resource.kind in ("chat", "session") and _names_somebody(resource.source))
        or (resource.kind == "scenario" and mapping(resource.source, "targetOverrides"))
        or (resource.kind == "assistant" and id(resource) not in contained)
    ]


_BEGINS = frozenset(
    ("answer", "call", "campaign", "eval-run", "handoff-answer", "personality", "simulation-run", "squad", "test-suite")
)


def _names_somebody(request: Traced) -> bool:
    """Whether a chat or a session brings an assistant or a squad; it may go on with that of an earlier one instead."""
    return any(mapping(request, kind) or text(request, f"{kind}Id") for kind in ("assistant", "squad"))


def _meant(scope: Scope, name: str) -> list[Resource]:
    """The assistant of a reference, or those that a misspelt one resembles: they are not left alone by a slip."""
    found = scope.find("assistant", name)
    return [found] if found else [scope.resources[("assistant", near)] for near in scope.near("assistant", name)]
