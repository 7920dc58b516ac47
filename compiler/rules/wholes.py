"""What is wrong with the resources of an environment taken together: names given twice, squads that lead in circles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ..diagnostics import Diagnostic, Related
from ..diagnostics.catalog import R022, R035
from ..payload.references import Reference, references
from ..sources import Path, pointer
from ..workspace.kinds import BY_NAME
from ..workspace.scope import Resource, Scope
from .check import Check
from .node import Environment

_NAMED = ("assistant", "squad", "structured-output")

_CONFUSES = {
    True: "a pull or a clean-up of the gitops engine takes the two for one",
    False: "what refers to it by name may mean either",
}
"""What comes of it, with the gitops engine and without."""


def same_names(environment: Environment) -> Iterator[Diagnostic]:
    """R022: a name that two resources of a kind have. The gitops engine takes two names for one that differ in nothing
    but what a file's name does not have. Documents outside the folders of their kinds are examples beside each
    other, and no workspace that somebody deploys.
    """
    scope = environment.scope
    first: dict[tuple[str, str], Resource] = {}
    for resource in scope.resources.values():
        name = resource.source.get(("name",))
        if resource.kind not in _NAMED or not isinstance(name, str) or not _slug(name):
            continue
        if not scope.gitops and not _in_its_folder(resource):
            continue
        other = first.setdefault((resource.kind, _slug(name) if scope.gitops else name), resource)
        if other is resource:
            continue
        place = resource.source.place(("name",))
        yield R022.at(
            place.span(),
            f"another {resource.kind} is called {other.source.get(('name',))!r}: {_CONFUSES[scope.gitops]}, and "
            "whoever reads a call's record cannot tell them apart. Rename one of the two.",
            path=pointer(place.path),
            related=(Related(other.source.span(("name",)), f"{other.target}, the other one"),),
        )


def _in_its_folder(resource: Resource) -> bool:
    """Whether the file stands below a folder of its kind: ``assistants/front.yml``."""
    steps = resource.document.file.split("/")[:-1]
    return any(folder in steps for folder in BY_NAME[resource.kind].folders)


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def squad_cycles(environment: Environment) -> Iterator[Diagnostic]:
    """R035 for each destination that leads from a squad to one from which the call can come back."""
    scope = environment.scope
    known: dict[int, list[Reference]] = {}
    ways: dict[str, dict[str, tuple[Resource, Path]]] = {
        resource.name: dict(_leads(scope, resource, known))
        for (kind, _), resource in scope.resources.items()
        if kind == "squad"
    }
    for name, edges in ways.items():
        for target, (resource, path) in edges.items():
            back = _way(ways, target, name)
            if back is not None:
                place = resource.source.place(path)
                yield R035.at(
                    place.span(),
                    f"squads hand the call over in a circle: {' → '.join((name, *back))}. A caller can be sent round "
                    "without end; let one of them keep the call.",
                    path=pointer(place.path),
                )


def _leads(
    scope: Scope, squad: Resource, known: dict[int, list[Reference]]
) -> Iterator[tuple[str, tuple[Resource, Path]]]:
    """The squads that a squad's members, their tools and destinations lead to, each with one place that says so.
    *known* has the references of resources that other squads have, too.
    """
    seen: set[int] = {id(squad)}
    waiting = [squad]
    while waiting:
        resource = waiting.pop()
        if id(resource) not in known:
            ways = references(resource.kind, resource.source.value)
            known[id(resource)] = [way for way in ways if way.kind in ("assistant", "squad", "tool")]
        for reference in known[id(resource)]:
            found = scope.find(reference.kind, reference.text)
            if reference.kind == "squad" and found is not None:
                yield found.name, (resource, reference.path)
            elif found is not None and id(found) not in seen and _is_followed(reference):
                seen.add(id(found))
                waiting.append(found)


def _is_followed(reference: Reference) -> bool:
    """Whether who is referred to takes part in the squad: members and their tools, not where a call is sent."""
    return reference.kind == "tool" or "destinations" not in reference.path


def _way(ways: Mapping[str, Mapping[str, object]], start: str, end: str) -> tuple[str, ...] | None:
    """The shortest way from squad *start* to squad *end*, both included."""
    known: dict[str, tuple[str, ...]] = {start: (start,)}
    waiting = [start]
    for name in waiting:
        if name == end:
            return known[name]
        for target in ways.get(name, ()):
            if target not in known:
                known[target] = (*known[name], target)
                waiting.append(target)
    return None


CHECKS = (
    Check((R022,), "environment", same_names),
    Check((R035,), "environment", squad_cycles),
)
