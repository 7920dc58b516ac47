"""Resources that are no conversation: a tool, a structured output, a number. They are compared by themselves."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ..compiler.values import replace
from .sides import Source

if TYPE_CHECKING:
    from ..compiler.changes import Diff
    from ..compiler.workspace.scope import Resource, Scope

HOLDER = "any member"
"""Who has a tool that is compared alone."""


def alone(side: Source) -> tuple[Scope, Resource] | None:
    """What *side* names, if no plan can be made of it alone."""
    from ..compiler.build import find_target
    from ..compiler.changes.resources import PLAIN
    from ..compiler.diagnostics import Diagnostic

    if side.workspace is None or side.target is None:
        return None
    found = find_target(side.workspace, side.target)
    if isinstance(found, Diagnostic) or found[1].kind not in ("tool", *PLAIN):
        return None
    return found


def holding(side: Source, scope: Scope, tool: Resource) -> Source:
    """*side* with a member that has *tool* and nothing else for its target."""
    from ..compiler.sources import read_text
    from ..compiler.traced import Traced
    from ..compiler.workspace.scope import Resource

    assert side.workspace is not None
    model = {"provider": "openai", "model": "gpt-4o", "toolIds": [tool.name]}
    document = read_text("any-member.json", json.dumps({"name": HOLDER, "model": model})).documents[0]
    holder = Resource("assistant", HOLDER, document, Traced.of(document))
    held = replace(scope, resources={**scope.resources, ("assistant", HOLDER): holder})
    return replace(side, workspace=replace(side.workspace, scopes=(held,)), target=f"assistants/{HOLDER}")


def of_tools(diff: Diff, before: Resource, after: Resource) -> Diff:
    """*diff* of two holders as one of the tools that they hold."""
    changes = tuple(
        replace(change, node=change.node.removesuffix(f" of {HOLDER}"), members=(), direct=True)
        for change in diff.changes
    )
    sides = [replace(side, target=tool.target) for side, tool in ((diff.before, before), (diff.after, after))]
    return replace(diff, before=sides[0], after=sides[1], changes=changes)


def of_resources(before: Source, after: Source, one: tuple[Scope, Resource], other: tuple[Scope, Resource]) -> Diff:
    """The difference of two resources that no plan holds."""
    from ..compiler.changes import Diff
    from ..compiler.changes.model import Side
    from ..compiler.changes.resources import compare_resources

    sides = [
        Side(resource.target, scope.environment, "", side.at)
        for side, (scope, resource) in ((before, one), (after, other))
    ]
    key = (other[1].kind, other[1].name)
    return Diff(sides[0], sides[1], *compare_resources({key: one[1]}, {key: other[1]}))
