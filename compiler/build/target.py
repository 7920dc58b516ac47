"""From what a user names to a resource of one environment."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path as FilePath

from ..diagnostics import Diagnostic, Span
from ..diagnostics.catalog import B006, J003
from ..workspace import Resource, Scope, Workspace
from ..workspace.kinds import BY_FOLDER, BY_NAME, KINDS
from .conversations import conversation, conversations, names

_SHORT = {
    short: kind
    for kind in KINDS
    for short in (kind.folders[0].rpartition("/")[2], kind.state)
    if short is not None and short not in BY_FOLDER
}
"""Other names of a folder: its last step (``suites``) and its section of a state file (``simulations``)."""


def find_target(workspace: Workspace, target: str) -> tuple[Scope, Resource] | Diagnostic:
    """The resource that *target* means: ``kind/name``, or a file relative to the current folder or the root. A finding
    where there is none, or more than one.
    """
    found = [(scope, resource) for scope in workspace.scopes for resource in _in_scope(workspace, scope, target)]
    for base, label in parted(target) if not found else ():
        owners = [(scope, owner) for scope in workspace.scopes for owner in _in_scope(workspace, scope, base)]
        made = ((scope, conversation(scope, owner, label)) for scope, owner in owners)
        found = [(scope, one) for scope, one in made if one is not None]
        if owners and not found:
            return _none_of_that_name(owners, target)
        if found:
            break
    if not found:
        return next(iter(unreadable(workspace, target)), None) or _unknown(workspace, target)
    if len(found) == 1:
        return found[0]
    scopes = dict.fromkeys(scope.environment or "none" for scope, _ in found)
    names = dict.fromkeys(resource.target for _, resource in found)
    if len(names) > 1:
        message = f"{target!r} holds several resources ({', '.join(names)}): name one of them."
    else:
        where = "say which with --env, in a transcript with env:."
        message = f"{target!r} exists in several environments ({', '.join(scopes)}): {where}"
    return B006.at(Span.at(target), message)


def parted(target: str) -> Iterator[tuple[str, str]]:
    """What may be a resource and the name of one of its conversations: ``calls/batch`` and ``2`` of ``calls/batch@2``.
    Folders and files may have an ``@`` in their names, too.
    """
    for match in islice(re.finditer("@", target), 20):
        yield target[: match.start()], target[match.end() :]


def _none_of_that_name(owners: Iterable[tuple[Scope, Resource]], target: str) -> Diagnostic:
    """B006 with the conversations that there are."""
    known = [one for scope, owner in owners for one in islice(conversations(scope, owner), 9)]
    message = f"there is no conversation {target[:200]!r}; there are {names(known) or 'none of this resource'}."
    return B006.at(Span.at(target), message)


def _in_scope(workspace: Workspace, scope: Scope, target: str) -> list[Resource]:
    folder, _, name = target.rpartition("/")
    for stem in dict.fromkeys((name, re.sub(r"\.(ya?ml|json|md)$", "", name))):
        for split in range(len(folder.split("/"))):
            steps = folder.split("/")
            place = "/".join(steps[: len(steps) - split])
            kind = BY_FOLDER.get(place) or _SHORT.get(place)
            rest = "/".join([*steps[len(steps) - split :], stem])
            found = scope.resources.get((kind.name, rest)) if kind else None
            if found is not None:
                return [found]
    for path in _places(workspace, target):
        here = [
            resource
            for resource in scope.resources.values()
            if workspace.display(resource.document.file).resolve() == path
        ]
        if here:
            return here
    return []


def unreadable(workspace: Workspace, target: str) -> tuple[Diagnostic, ...]:
    """All findings that say why the file that *target* names holds no resource, or why no environment is in view."""
    if not workspace.scopes:
        return tuple(item for item in workspace.diagnostics if item.rule == J003.code)
    places = set(_places(workspace, target))
    files = {file for file in workspace.files if workspace.display(file).resolve() in places}
    for scope in workspace.scopes:
        for (kind, name), file in scope.broken.items():
            if target in {f"{folder}/{name}" for folder in BY_NAME[kind].folders}:
                files.add(file)
    return tuple(item for item in workspace.diagnostics if item.span.file in files)


def _places(workspace: Workspace, target: str) -> list[FilePath]:
    """The files that *target* can name: relative to the current folder, then to the root. None for a text that no
    system takes as a path (a null character, a link that leads to itself).
    """
    if not target:
        return []
    places = []
    for base in (FilePath.cwd(), workspace.root):
        try:
            places.append((base / target).resolve())
        except (ValueError, OSError, RuntimeError):
            continue
    return places


def _unknown(workspace: Workspace, target: str) -> Diagnostic:
    names = sorted({resource.target for scope in workspace.scopes for resource in scope.resources.values()})
    from difflib import get_close_matches

    near = get_close_matches(target[:200], names, n=3, cutoff=0.5)
    hint = (
        f"did you mean {' or '.join(near)}?"
        if near
        else f"targets are {', '.join(names[:10])}"
        if names
        else "it holds none"
    )
    where = f"environment {workspace.environment!r}" if workspace.environment else "this workspace"
    return B006.at(Span.at(target), f"there is no target {target[:200]!r} in {where}; {hint}")
