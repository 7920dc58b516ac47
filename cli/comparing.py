"""From two sides to their differences: of one target, or of all that both have."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..compiler.values import dataclass, replace
from .alone import alone, holding, of_resources, of_tools
from .exits import USAGE, Failed, Refused
from .findings import tell
from .plans import compiled, fresh
from .sides import Source

if TYPE_CHECKING:
    from ..compiler.changes import Diff
    from ..compiler.changes.several import Several
    from ..compiler.diagnostics import Diagnostic
    from ..compiler.plan.model import Plan
    from ..compiler.workspace import Workspace
    from ..compiler.workspace.scope import Resource

_SUFFIX = re.compile(r"-[0-9a-f]{8}$")

Values = Mapping[str, Any]
Resources = Mapping[tuple[str, str], "Resource"]


@dataclass(frozen=True, slots=True)
class Compared:
    """One target on both sides, the difference without what the project file allows, and the rules that allow
    nothing. A tool and other things that are no conversation have no plans.
    """

    before: Plan | None
    after: Plan | None
    diff: Diff
    unused: tuple[Diagnostic, ...] = ()


def paired(before: Source, after: Source) -> tuple[Source, Source]:
    """Both sides with one target: a side that names none takes the other's, and what is deployed is called as in the
    sources beside it.
    """
    target = before.target if before.target is not None else after.target
    sides = [
        side if side.target is not None or side.plan else replace(side, target=_named(target, other))
        for side, other in ((before, after), (after, before))
    ]
    return _aligned(sides[0], sides[1]), _aligned(sides[1], sides[0])


def _aligned(side: Source, other: Source) -> Source:
    if not side.exported or side.workspace is None:
        return side
    from .. import compiler
    from .exported import aligned

    known = other.workspace
    if known is None and other.plan is not None:  # the names that a saved plan has are those of the sources around
        known = compiler.load(Path.cwd(), other.plan.environment)
    return replace(side, workspace=aligned(side.workspace, known))


def _named(target: str | None, other: Source) -> str | None:
    """A file of the other side as KIND/NAME."""
    if target is None or other.workspace is None:
        return target
    from ..compiler.build import find_target
    from ..compiler.diagnostics import Diagnostic

    found = find_target(other.workspace, target)
    return target if isinstance(found, Diagnostic) else found[1].target


def compare(before: Source, after: Source, values: Values) -> Compared:
    """The difference of one target. Ends the command where a side does not compile."""
    one, other = alone(before), alone(after)
    if one is None or other is None or one[1].kind != other[1].kind:
        plans = [plan_on(side, values) for side in (before, after)]
        return _compared(before, after, plans[0], plans[1])
    if one[1].kind != "tool":
        return _allowing(before, after, of_resources(before, after, one, other))
    sides = (holding(before, *one), holding(after, *other))
    plans = [plan_on(side, values) for side in sides]
    found = _compared(*sides, plans[0], plans[1])
    return _allowing(before, after, of_tools(found.diff, one[1], other[1]))


def plan_on(side: Source, values: Values, told: set[Diagnostic] | None = None) -> Plan:
    """The plan of a side. Ends the command where it does not compile; what has been *told* is not said again."""
    if side.plan is not None:
        return side.plan
    if side.workspace is None or side.target is None:
        raise Refused("diff takes A and B, or one target with --env twice")
    try:
        if side.revision:
            return _at_revision(side, values, told)
        return compiled(side.workspace, side.target, values, told)
    except Failed as failure:
        raise Failed(USAGE) from failure


def _at_revision(side: Source, values: Values, told: set[Diagnostic] | None) -> Plan:
    """The same out of a copy that the reader never sees: findings name files as they are in the revision."""
    from .. import compiler
    from .workspaces import renamed

    assert side.workspace is not None and side.target is not None
    try:
        return compiler.compile(side.workspace, side.target, values)
    except compiler.CompileError as error:
        raise Failed(tell(fresh((renamed(found, side.show) for found in error.diagnostics), told))) from error


def _compared(before: Source, after: Source, old: Plan, new: Plan) -> Compared:
    from .. import compiler
    from ..compiler.changes.outputs import without_questions
    from ..compiler.changes.resources import compare_resources, schedule, structured_outputs

    written = before.workspace is not None and after.workspace is not None
    found = compiler.diff(*((without_questions(old), without_questions(new)) if written else (old, new)))
    found = replace(found, before=replace(found.before, at=before.at), after=replace(found.after, at=after.at))
    if before.workspace is not None and after.workspace is not None:
        used = [structured_outputs((one.name, one.settings) for one in plan.members) for plan in (old, new)]
        members = {**used[0], **used[1]}
        sides = [_resources(side.workspace, plan) for side, plan in ((before, old), (after, new)) if side.workspace]
        kept = [{key: side[key] for key in members if key in side} for side in sides]
        found = found.with_more(*compare_resources(kept[0], kept[1], members))
        calls = [_call(side.workspace, plan) for side, plan in ((before, old), (after, new)) if side.workspace]
        if calls[0] is not None and calls[1] is not None:
            found = found.with_more(schedule(calls[0], calls[1]), 0)
    return _allowing(before, after, found, old, new)


def _allowing(before: Source, after: Source, found: Diff, old: Plan | None = None, new: Plan | None = None) -> Compared:
    """What the project file of the newer side allows, else of the older one, apart from the rest."""
    from ..compiler.changes.allow import allow

    rules = next((side.workspace.project.allow for side in (after, before) if side.workspace is not None), ())
    changes, unused = allow(found, rules)
    return Compared(old, new, changes, unused)


def _call(workspace: Workspace, plan: Plan) -> Resource | None:
    """The call request that a plan was compiled from."""
    name = plan.target.partition("/")[2]
    return _resources(workspace, plan).get(("call", name)) if plan.kind == "call" else None


def _resources(workspace: Workspace, plan: Plan) -> Resources:
    """The resources that the environment of a plan sees."""
    scopes = [scope for scope in workspace.scopes if scope.environment == plan.environment] or list(workspace.scopes)
    return scopes[0].resources if scopes else {}


def compare_all(
    before: Source, after: Source, values: Values, told: set[Diagnostic] | None = None
) -> tuple[Several, list[Compared]]:
    """The differences of all targets that both sides have: squads, calls, and assistants that are part of neither. What
    has been *told* of another comparison is not said again.
    """
    from ..compiler.changes.several import Several

    broken: dict[str, None] = {}
    told = set() if told is None else told
    plans = [_plans(side, values, broken, told) for side in (before, after)]
    pairs = _pairs(list(plans[0]), list(plans[1]))
    found = [_compared(before, after, plans[0][one], plans[1][other]) for one, other in pairs]
    olds, news = {one for one, _ in pairs}, {other for _, other in pairs}
    beside = _beside(before, after)
    return (
        Several(
            (*(item.diff for item in found), *([beside] if beside else [])),
            tuple(target for target in plans[1] if target not in news and target not in broken),
            tuple(target for target in plans[0] if target not in olds and target not in broken),
            tuple(broken),
        ),
        found,
    )


def _pairs(before: list[str], after: list[str]) -> list[tuple[str, str]]:
    """Which target is which: by name, else by the name without the part of an id that the gitops engine puts behind one
    that was taken (rules N010).
    """
    pairs = [(target, target) for target in before if target in after]
    left = {_SUFFIX.sub("", target): target for target in after if target not in before}
    for target in before:
        other = left.pop(_SUFFIX.sub("", target), None) if target not in after else None
        if other is not None:
            pairs.append((target, other))
    return pairs


def _beside(before: Source, after: Source) -> Diff:
    """What is no part of any call: evals, numbers, structured outputs that nobody uses."""
    from ..compiler.changes import Diff
    from ..compiler.changes.model import Side
    from ..compiler.changes.resources import PLAIN, compare_resources

    found: list[Resources] = []
    sides = []
    for side in (before, after):
        scopes = side.workspace.scopes[:1] if side.workspace is not None else ()
        sides.append(Side("resources", scopes[0].environment if scopes else None, "", side.at))
        found.append({key: one for scope in scopes for key, one in scope.resources.items() if key[0] in PLAIN})
    return Diff(sides[0], sides[1], *compare_resources(found[0], found[1]))


def _plans(side: Source, values: Values, broken: dict[str, None], told: set[Diagnostic]) -> dict[str, Plan]:
    """The plans of all targets of a side; those that do not compile are told, and named in *broken*."""
    workspace = side.workspace
    if workspace is None:
        raise Refused("a saved plan is compared with one target")
    if len(workspace.scopes) > 1:
        names = " ".join(f"--env {scope.environment}" for scope in workspace.scopes[:2])
        raise Refused(f"the workspace has several environments: say which, such as {names}")
    resources = [resource for scope in workspace.scopes for resource in scope.resources.values()]
    found: dict[str, Plan] = {}
    for kind in ("squad", "call", "assistant"):
        members = {member.resource for plan in found.values() for member in plan.members}
        for resource in sorted(resources, key=lambda one: one.name):
            if resource.kind == kind and not (kind == "assistant" and resource.name in members):
                try:
                    found[resource.target] = plan_on(replace(side, target=resource.target), values, told)
                except Failed:
                    broken[resource.target] = None
    if not found and not broken:
        tell(workspace.diagnostics, workspace)
        raise Refused("the workspace has no squad, call or assistant")
    return found
