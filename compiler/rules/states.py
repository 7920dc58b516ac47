"""State files beside the files that they are about (rules §4.3)."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic, Related
from ..diagnostics.catalog import R024
from ..payload.references import references
from ..sources import pointer
from ..workspace.kinds import BY_NAME, ENGINE, KINDS
from ..workspace.scope import Scope, reference_text
from .check import Check
from .node import Environment

_KINDS = {kind.state: kind.name for kind in KINDS if kind.name in ENGINE}
"""The kind of a state file's section; credentials have no files."""


def ids_have_files(environment: Environment) -> Iterator[Diagnostic]:
    """R024 for each id of the state whose file is gone: the resource lives on, seen by nobody, until a push deletes
    it. Where something refers to it, that is told there.
    """
    scope = environment.scope
    document = scope.state.document
    if document is None or not scope.resources:  # of an environment without any resource Y018 speaks
        return
    known = scope.resources.keys() | scope.broken.keys() | scope.ignored.keys()
    gone = {
        (kind, name): (section, name)
        for section, entries in scope.state.ids.items()
        if (kind := _KINDS.get(section)) is not None
        for name in entries
        if (kind, name) not in known
    }
    if gone:
        fresh: dict[str, list[str]] = {}
        for kind, name in scope.resources:
            if scope.state.id_of(BY_NAME[kind].state, name) is None:
                fresh.setdefault(kind, []).append(name)
        for key in sorted(gone.keys() - _referred(scope)):
            kind, name = key
            path = gone[key]
            new = scope.near_names(name, fresh.get(kind, ()))
            renamed = scope.resources.get((kind, new[0])) if new else None
            hint = f" Was it renamed? {new[0]!r} has no id." if renamed else ""
            yield R024.at(
                document.key_span(path),
                f"no file has this name: the {kind} is on the platform, nobody sees or checks it, and the next push "
                f"that deletes what has no file takes it away.{hint}",
                path=pointer(path),
                related=(Related(renamed.source.span(), "a file without an id"),) if renamed else (),
            )


def _referred(scope: Scope) -> set[tuple[str, str]]:
    """Kinds and names of everything that a reference of *scope* means, by name or by the id that the state has."""
    found = set()
    for resource in scope.resources.values():
        for reference in references(resource.kind, resource.source.value):
            known = scope.known(reference.text)
            found.add((reference.kind, known[1] if known else reference_text(reference.text)))
    return found


CHECKS = (Check((R024,), "environment", ids_have_files),)
