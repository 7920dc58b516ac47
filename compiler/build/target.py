"""From what a user names to a resource of one environment."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path as FilePath

from ..diagnostics import Diagnostic, Span
from ..diagnostics.catalog import B006
from ..workspace import Resource, Scope, Workspace


def find_target(workspace: Workspace, target: str) -> tuple[Scope, Resource] | Diagnostic:
    """The resource that *target* means: ``kind/name``, or a file relative to the current folder or the root."""
    found = []
    for scope in workspace.scopes:
        resource = _in_scope(workspace, scope, target)
        if resource is not None:
            found.append((scope, resource))
    if not found:
        return _unknown(workspace, target)
    if len({id(resource) for _, resource in found}) > 1 or (len(found) > 1 and workspace.environment is None):
        names = ", ".join(scope.environment or "none" for scope, _ in found)
        return B006.at(Span.at(target), f"{target!r} exists in several environments ({names}): say which with --env.")
    return found[0]


def _in_scope(workspace: Workspace, scope: Scope, target: str) -> Resource | None:
    by_target = {resource.target: resource for resource in scope.resources.values()}
    for name in (target, target.removesuffix(".yml"), target.removesuffix(".yaml")):
        if name in by_target:
            return by_target[name]
    for base in (FilePath.cwd(), workspace.root):
        path = (base / target).resolve()
        for resource in scope.resources.values():
            if (workspace.root / resource.document.file).resolve() == path:
                return resource
    return None


def _unknown(workspace: Workspace, target: str) -> Diagnostic:
    names = sorted({resource.target for scope in workspace.scopes for resource in scope.resources.values()})
    near = get_close_matches(target, names, n=3, cutoff=0.5)
    hint = (
        f"did you mean {' or '.join(near)}?"
        if near
        else f"targets are {', '.join(names[:10])}"
        if names
        else "it holds none"
    )
    return B006.at(Span.at(target), f"there is no target {target!r} in this workspace; {hint}")
