"""A resource as a plan."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Literal, NamedTuple, cast

from ..diagnostics.catalog import B001
from ..plan.frozen import EMPTY, FrozenDict, freeze
from ..plan.model import Call, Origin, Plan
from ..secrets import mask
from ..traced import Place, Traced
from ..workspace import Resource, Scope
from ..workspace.kinds import called
from .calls import cast_of
from .context import Build
from .read import mapping, text
from .squads import Chair, Form, Forms, chair_of, chairs_of
from .variables import needs

REQUESTS = frozenset({"answer", "call", "campaign", "chat", "session"})
"""Kinds that name an assistant or a squad in the same way (semantics §1.7)."""


class Compiled(NamedTuple):
    """An unsealed plan and the forms that it was made from; ``plan.members`` and ``forms`` stand in one order."""

    plan: Plan
    forms: tuple[Form, ...]


def plan_of(build: Build, resource: Resource, variables: Mapping[str, Any]) -> Compiled | None:
    """The unsealed plan of *resource*; None where nobody would be on the call. Findings go to *build*."""
    chairs, squad, call = _chairs(build, resource)
    if not chairs:
        return None
    if resource.kind == "campaign" and resource.name in build.scope.tables:
        variables = {**build.scope.tables[resource.name].examples, **variables}
    forms = Forms(build, chairs, squad=squad)
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
        origins=tuple((at, _origin(place)) for at, place in sorted(build.places().items())),
    )
    return Compiled(plan, tuple(forms.forms))


def _origin(place: Place) -> Origin:
    span = place.span()
    return Origin(span.file, span.start.line, span.start.column, place.layer)


def _chairs(build: Build, resource: Resource) -> tuple[list[Chair], bool, Call]:
    source = resource.source
    if not isinstance(source.value, dict) and resource.kind in {"assistant", "squad", *REQUESTS}:
        return [], False, Call()  # the structure check says so
    if resource.kind == "squad":
        return chairs_of(build, source, ()), True, Call()
    if resource.kind in REQUESTS:
        found = cast_of(build, source)
        return found.chairs, found.squad, found.call
    if resource.kind == "phone-number" and (text(source, "assistantId") or text(source, "squadId")):
        # A call comes in on the number: its hooks act before and after whoever it names (semantics §4.1).
        found = cast_of(build, source)
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
    build.fault(
        B001,
        source,
        (),
        f"{called(resource.kind)} is no conversation: compile an assistant, a squad or a call request that uses it.",
    )
    return [], False, Call()


def _under(key: str, source: Traced) -> dict[Any, Any]:
    return {(): source.place(), **{(key, *path): place for path, place in source.origins.items()}}


def entry_points(scope: Scope) -> Collection[Resource]:
    """The resources that calls can begin with and that no other resource contains: what ``check`` compiles."""
    used = set()
    for resource in scope.resources.values():
        if resource.kind == "squad":
            used |= {text(member, "assistantId") for _, member in resource.source.parts(("members",))}
        elif resource.kind in ("call", "campaign"):
            used |= {text(resource.source, "assistantId")}
            squad = resource.source.at(("squad",)) if mapping(resource.source, "squad") else None
            used |= {text(member, "assistantId") for _, member in squad.parts(("members",))} if squad else set()
    contained = {id(found) for name in used if name for found in _meant(scope, name)}
    return [
        resource
        for resource in scope.resources.values()
        if resource.kind in ("squad", "call", "answer", "campaign")
        or (resource.kind in ("chat", "session") and _names_somebody(resource.source))
        or (resource.kind == "assistant" and id(resource) not in contained)
    ]


def _names_somebody(request: Traced) -> bool:
    """Whether a chat or a session brings an assistant or a squad; it may go on with that of an earlier one instead."""
    return any(mapping(request, kind) or text(request, f"{kind}Id") for kind in ("assistant", "squad"))


def _meant(scope: Scope, name: str) -> list[Resource]:
    """The assistant of a reference, or those that a misspelt one resembles: they are not left alone by a slip."""
    found = scope.find("assistant", name)
    return [found] if found else [scope.resources[("assistant", near)] for near in scope.near("assistant", name)]
