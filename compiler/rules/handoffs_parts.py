"""What rules about handoffs ask of a destination first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..diagnostics import Diagnostic, Rule
from ..plan.model import CallTool, Member, Plan, Tool
from ..sources import Path
from .node import Node, fault
from .target import Target
from .tools_schema import names_secret

if TYPE_CHECKING:
    from ..build.squads import Form
    from ..workspace import Scope

    Seated = tuple[Form, Member]

_SHORTHAND = ("assistantId", "contextEngineeringPlan", "variableExtractionPlan")


def is_handoff(node: Node) -> bool:
    """Whether the destination *node* is a handoff's: of such a tool, or of ``assistantDestinations`` with one of the
    keys that only handoffs have (semantics §6.2).
    """
    if node.path:
        tool = node.source.get(node.path[:-2])
        return isinstance(tool, dict) and tool.get("type") == "handoff"
    return is_shorthand_handoff(node.value)


def is_shorthand_handoff(entry: dict[str, Any]) -> bool:
    """Whether the platform makes a handoff of an entry of ``assistantDestinations``: of others it makes a transfer."""
    return any(key in entry for key in _SHORTHAND)


def reached(node: Node, destination: dict[str, Any]) -> list[Member]:
    """The members of the plan that an assistant destination may lead to: by id first, then by exact name. None outside
    of a plan.
    """
    plan = node.subject.plan
    if plan is None or destination.get("type") != "assistant":
        return []
    stored = resource_name(node, destination)
    if stored is not None:
        return [member for member in plan.members if member.resource == stored]
    name = destination.get("assistantName")
    return [member for member in plan.members if member.name == name]


def resource_name(node: Node, destination: dict[str, Any]) -> str | None:
    """The name of the stored assistant that the destination's ``assistantId`` means; None where there is none."""
    reference, scope = destination.get("assistantId"), node.scope
    found = scope.find("assistant", reference) if isinstance(reference, str) and scope is not None else None
    return found.name if found is not None else None


def secrets_asked(member: Member) -> list[str]:
    """The arguments of the member's tools that hold what nobody else may read, as ``tool.argument``; of a member under
    ``compliancePlan.pciEnabled`` every tool with a server, as what it answers is card data, too.
    """
    plan = member.settings.get("compliancePlan")
    if isinstance(plan, Mapping) and plan.get("pciEnabled") is True:
        return [tool.name for tool in member.tools if tool.server is not None]
    return [f"{tool.name}.{name}" for tool in member.tools for name in _arguments(tool) if names_secret(name)]


def _arguments(tool: Tool) -> Iterable[str]:
    schema = tool.parameters if tool.type != "handoff" else None  # what a handoff passes on is meant for the next
    properties = schema.get("properties") if isinstance(schema, Mapping) else None
    return properties if isinstance(properties, Mapping) else ()


def seated(target: Target) -> list[Seated]:
    """The members of the target's own squad, each once; none where it is no squad."""
    table = target.compiled.forms[0].table
    return [
        (form, member)
        for form, member in zip(target.compiled.forms, target.plan.members, strict=True)
        if table.squad and form.table is table and form.key == form.chair.seat.key
    ]


def edges_of(plan: Plan) -> dict[str, list[str]]:
    """For each member the members that can come right after it."""
    found: dict[str, list[str]] = {}
    for transition in plan.transitions:
        found.setdefault(transition.source, []).append(transition.target)
    return found


def onward(edges: Mapping[str, list[str]], key: str) -> set[str]:
    """The members that can come after the member *key*, and itself."""
    reached, waiting = {key}, [key]
    while waiting:
        for target in edges.get(waiting.pop(), ()):
            if target not in reached:
                reached.add(target)
                waiting.append(target)
    return reached


def all_tools(member: Member) -> Iterator[Tool]:
    """The member's tools, those of its hooks included."""
    yield from member.tools
    for hook in member.hooks:
        yield from (action.tool for action in hook.actions if isinstance(action, CallTool))


def leads_anywhere(target: Target) -> bool:
    """Whether nobody can say where the target's handoffs lead: a server names the place, or there is none."""
    return any(
        (tool.type in ("handoff", "transferCall") and not tool.destinations)
        or any(way.kind == "dynamic" or (way.kind == "assistant" and way.member is None) for way in tool.destinations)
        for member in target.plan.members
        for tool in all_tools(member)
    )


def all_known(member: Member, references: Any, scope: Scope) -> bool:
    """Whether files tell of every tool that the member has; *references* are its model's ``toolIds``."""
    named = references if isinstance(references, list) else []
    found = all(isinstance(one, str) and scope.find("tool", one) is not None for one in named)
    return found and not any(tool.type in _BRINGS for tool in member.tools)


_BRINGS = frozenset({"mcp"})
"""Tools that bring functions of which no file tells."""


def is_free(target: Target, member: Member) -> bool:
    """Whether nobody can say what the member can do: it exists elsewhere, has tools of which no file tells, or its
    model is a server of its own, which may end a call or send it on by itself.
    """
    config = target.config(member.key)
    if member.source == "external" or config is None or config.get(("model", "provider")) == "custom-llm":
        return True
    return not all_known(member, config.get(("model", "toolIds")), target.build.scope)


def in_reach(target: Target) -> set[str]:
    """The keys of the members that calls can get to, and those of the others whose chair they share."""
    reached = onward(edges_of(target.plan), target.plan.entry)
    chairs = {id(form.chair) for form in target.compiled.forms if form.key in reached}
    return {form.key for form in target.compiled.forms if id(form.chair) in chairs}


def told_of(form: Form, rule: Rule, message: str) -> Diagnostic:
    """A finding about the member as the squad names it."""
    written = form.chair.written
    path: Path = ("assistantId",) if written.get(("assistantId",)) else ("assistant", "name")
    return fault(rule, written, path, message)
