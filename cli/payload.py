"""``callplan payload``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .compile import Target
from .exits import CLEAN, FINDINGS, Failed, Refused
from .options import Env
from .terminal import data, err

if TYPE_CHECKING:
    from ..compiler.payload import Deployment
    from ..compiler.workspace import Resource, Scope, Workspace


def payload(
    target: Target,
    *,
    env: Env = None,
    reveal: Annotated[bool, typer.Option("--reveal", help="Print literal secrets instead of ***.")] = False,
    update: Annotated[
        bool, typer.Option("--update", help="Patch what the state file has an id for, and create the rest.")
    ] = False,
) -> int:
    """Print the API request bodies that a deployer would send, one JSON object a line.

    TARGET is a resource, or a folder: then everything in it, in the order in which it is created, and after that the
    requests that link tools and structured outputs to assistants. References carry the environment's ids. The policy
    `references: gitops` of the project file prints what the gitops engine sends, names that it drops or leaks included.
    Everything is created, as on the first push; with --update a resource whose id the state file knows is patched, as
    on every push after it, without the keys that an update may not have.

    \b
    Examples:
      callplan payload squads/clinic --env uat
      callplan payload resources/uat
      callplan payload resources/uat --update
    """
    from .. import compiler
    from ..compiler.build import Build, link
    from ..compiler.payload import deployment, payloads
    from ..compiler.plan import canonical
    from .findings import tell
    from .plans import workspace_of

    folder = bool(target) and "\0" not in target and Path(target).is_dir()
    workspace = compiler.load(target, env) if folder else workspace_of(target, env)
    policies = compiler.policies.resolve(workspace.project.policies)
    policy, whole = policies["references"], None
    if folder:
        scope, resources = _folder(workspace, Path(target))
        whole = deployment(scope, resources, policy, reveal=reveal, update=update)
        requests, found = whole.requests, list(whole.diagnostics)
    else:
        scope, resource = _one(workspace, target)
        resources = [resource]
        sent = payloads(scope, resource, policy, reveal=reveal, update=update)
        requests, found = (*sent.created, *sent.linked), list(sent.diagnostics)
    build = Build(scope, workspace.project, policies, keeps_origins=False)
    files = {resource.document.file for resource in resources}
    for resource in resources:
        link(build, resource)
    found += build.found
    found += (item for item in workspace.diagnostics if item.span.file in files and item.severity.rank == 0)
    if found:
        tell(found, workspace)
    if whole is not None:
        _explain(whole)
    for request in requests:
        data(canonical(request._asdict()).decode() + "\n")
    return FINDINGS if any(item.severity.rank == 0 for item in found) else CLEAN


def _one(workspace: Workspace, target: str) -> tuple[Scope, Resource]:
    from ..compiler.build import Conversation, find_target
    from ..compiler.diagnostics import Diagnostic
    from ..compiler.payload import ENDPOINTS
    from .findings import tell

    found = find_target(workspace, target)
    if isinstance(found, Diagnostic):
        if found.rule == "B006":
            raise Refused(found.message)
        raise Failed(tell((found,), workspace))
    if isinstance(found[1], Conversation):
        raise Refused(f"{target!r} is a part of {found[1].owner.target}: a deployer sends all of that at once")
    if found[1].kind not in ENDPOINTS:
        raise Refused(f"{target!r} is a {found[1].kind}: no deployer sends it by itself")
    return found


def _folder(workspace: Workspace, folder: Path) -> tuple[Scope, list[Resource]]:
    """The environment whose resources lie in *folder*, and those resources."""
    from .findings import tell

    place = folder.resolve()
    held = []
    for scope in workspace.scopes:
        inside = [
            resource
            for resource in scope.resources.values()
            if workspace.display(resource.document.file).resolve().is_relative_to(place)
        ]
        if inside:
            held.append((scope, inside))
    if not held:
        wrong = [item for item in workspace.diagnostics if item.severity.rank == 0]
        if wrong:
            raise Failed(tell(wrong, workspace))
        raise Refused(f"nothing in {str(folder)!r} is a resource that callplan reads")
    if len(held) > 1:
        names = ", ".join(scope.environment or "none" for scope, _ in held)
        raise Refused(f"{str(folder)!r} belongs to several environments ({names}): say which with --env")
    return held[0]


def _explain(whole: Deployment) -> None:
    if whole.kept:
        names = ", ".join(resource.target for resource in whole.kept)
        err(f"callplan: not sent by a deployer: {names}")
