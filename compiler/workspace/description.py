"""What a workspace is, for people: its layout, its environments, how much of what was read, what was left out."""

from __future__ import annotations

from collections import Counter

from ..secrets import MARKS, required
from .kinds import KINDS
from .layouts import DESCRIPTIONS
from .workspace import Workspace


def describe(workspace: Workspace) -> list[str]:
    """Lines about *workspace*: the first names its layout, the rest begin with two spaces. Files are root-relative."""
    scopes = workspace.scopes
    head = f"layout {workspace.layout} ({DESCRIPTIONS[workspace.layout]})"
    if workspace.environment is not None:
        head += f", environment {workspace.environment} of {', '.join(workspace.environments)}"
    elif workspace.environments:
        head += f", environments {', '.join(workspace.environments)}"
    lines = [f"{head}, {_count(len(workspace.resources), 'resource')}"]
    if workspace.project.roots:
        lines.append(f"  roots: {', '.join(workspace.project.roots)}")
    needed = dict(secrets(workspace))
    for scope in scopes:
        counts = Counter(kind for kind, _ in scope.resources)
        listed = ", ".join(_count(counts[kind.name], kind.name) for kind in KINDS if counts[kind.name])
        name = f"environment {scope.environment}" if scope.environment else "resources"
        state = f"; {_count(len(scope.state.names), 'id')} in the state" if scope.state.ids else ""
        lines.append(f"  {name}: {listed or 'none'}{state}")
        if needed.get(scope.environment):
            lines.append(f"    needs the secrets {', '.join(needed[scope.environment])}")
    lines += [f"  state file {file}" for file in workspace.states]
    ignored = {one.file: one for scope in scopes for one in scope.ignored.values()}
    lines += [
        f"  left out {one.file}: pattern {one.pattern!r} in {one.span.file}:{one.span.start.line}"
        for one in ignored.values()
    ]
    tables = {table.file: table for scope in scopes for table in scope.tables.values()}
    lines += [f"  {_count(table.customers, 'customer')} in {table.file}" for table in tables.values()]
    return lines


def secrets(workspace: Workspace) -> tuple[tuple[str | None, tuple[str, ...]], ...]:
    """The names of the secrets that each environment in view must have; their values are read by nobody here."""
    if not any(mark in document.text for document in workspace.documents for mark in MARKS):
        return tuple((scope.environment, ()) for scope in workspace.scopes)
    return tuple(
        (
            scope.environment,
            tuple(sorted({name for one in scope.resources.values() for name in required(one.source.value)})),
        )
        for scope in workspace.scopes
    )


def _count(number: int, noun: str) -> str:
    plural = noun if noun.endswith(("s", "hooks")) else f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number} {noun if number == 1 else plural}"
