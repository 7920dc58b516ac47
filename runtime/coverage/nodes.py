"""What a suite can touch in a plan: one node each, found by a JSON pointer into the plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from ...compiler.plan.model import Hook, Member, Plan, Tool
from .branches import branches
from .texts import texts

Kind = Literal[
    "member", "transition", "hook", "tool", "tool message", "rejection", "context plan", "formatter", "template branch"
]
KINDS: tuple[Kind, ...] = (
    "member",
    "transition",
    "hook",
    "tool",
    "tool message",
    "rejection",
    "context plan",
    "formatter",
    "template branch",
)


@dataclass(frozen=True, slots=True)
class Node:
    """``id`` is unique in the plan; ``pointer`` leads to the place that ``plan.origins`` knows.

    ``anchor`` is the text of the tag that opens a template branch, the ``occurrence``-th of that text in its template
    (from 0): where the branch's line is looked for.
    """

    kind: Kind
    id: str
    pointer: str
    label: str
    anchor: str = ""
    occurrence: int = 0


def nodes(plan: Plan) -> tuple[Node, ...]:
    """Every node of *plan*, in the plan's order.

    A tool message without text and a formatter that the configuration does not name are none: no call shows them.
    """
    found = [node for index, member in enumerate(plan.members) for node in _member(f"/members/{index}", member)]
    for index, edge in enumerate(plan.transitions):
        label = f"{edge.kind} {edge.source} to {edge.target} by {edge.tool}"
        found.append(Node("transition", f"/transitions/{index}", _edge_place(plan, index), label))
    return (*found, *_branches(plan))


def _edge_place(plan: Plan, index: int) -> str:
    """The destination behind a transition: transitions are derived, and written nowhere."""
    edge = plan.transitions[index]
    for place, member in enumerate(plan.members):
        if member.key != edge.source:
            continue
        for at, tool in _tools(f"/members/{place}", member):
            if tool.name == edge.tool and len(tool.destinations) > edge.index:
                return f"{at}/destinations/{edge.index}"
    return f"/transitions/{index}"


def _tools(at: str, member: Member) -> Iterator[tuple[str, Tool]]:
    """The member's tools and those of its hooks, with their pointers."""
    yield from ((f"{at}/tools/{index}", tool) for index, tool in enumerate(member.tools))
    for index, hook in enumerate(member.hooks):
        for place, action in enumerate(hook.actions):
            if action.type == "tool":
                yield f"{at}/hooks/{index}/actions/{place}/tool", action.tool


def _member(at: str, member: Member) -> Iterator[Node]:
    yield Node("member", at, at, member.key)
    for index, hook in enumerate(member.hooks):
        yield Node("hook", f"{at}/hooks/{index}", f"{at}/hooks/{index}", _hook_label(hook, member))
    if member.silence.idle is not None:
        yield Node("hook", f"{at}/silence/idle", f"{at}/silence/idle/timeout_ms", f"idle messages of {member.key}")
    for pointer, tool in _tools(at, member):
        yield from _tool(pointer, tool, member)
    plan = member.voice.chunk_plan
    if isinstance(plan, Mapping) and plan.get("enabled") is not False:
        yield from _formatters(f"{at}/voice/chunk_plan/formatPlan", plan.get("formatPlan"), member)


def _hook_label(hook: Hook, member: Member) -> str:
    return f"{hook.label} of {member.key}"


def _tool(at: str, tool: Tool, member: Member) -> Iterator[Node]:
    name = f"{tool.name} of {member.key}"
    yield Node("tool", at, at, name)
    for index, message in enumerate(tool.messages or ()):
        if message.content.text or message.contents:
            pointer = f"{at}/messages/{index}"
            yield Node("tool message", pointer, pointer, f"{message.type} of {name}")
    plan = tool.rejection
    if isinstance(plan, Mapping) and plan.get("conditions"):
        yield Node("rejection", f"{at}/rejection#rejected", f"{at}/rejection", f"{name}: rejected")
        yield Node("rejection", f"{at}/rejection#accepted", f"{at}/rejection", f"{name}: let through")
    if tool.type == "handoff":
        for index, destination in enumerate(tool.destinations):
            pointer = f"{at}/destinations/{index}/context"
            yield Node("context plan", pointer, pointer, f"{destination.context.kind} to {destination.label} by {name}")


def _formatters(at: str, plan: object, member: Member) -> Iterator[Node]:
    """The formatters that the configuration names, and its replacements."""
    if not isinstance(plan, Mapping) or plan.get("enabled") is False:
        return
    named, replacements = plan.get("formattersEnabled"), plan.get("replacements")
    if isinstance(named, tuple):
        for index, key in enumerate(named):
            pointer = f"{at}/formattersEnabled/{index}"
            yield Node("formatter", pointer, pointer, f"{key} of {member.key}")
    if isinstance(replacements, tuple):
        for index, _ in enumerate(replacements):
            pointer = f"{at}/replacements/{index}"
            yield Node("formatter", pointer, pointer, f"replacement {index + 1} of {member.key}")


def _branches(plan: Plan) -> Iterator[Node]:
    for pointer, text in texts(plan):
        member = plan.members[int(pointer.split("/")[2])]
        if pointer.endswith("/opening/message") and member.opening.mode != "assistant-speaks-first":
            continue  # in the other modes nobody says it
        seen: dict[str, int] = {}
        places: dict[int, int] = {}
        for number, branch in enumerate(branches(text)):
            if branch.tag_at not in places:
                places[branch.tag_at] = seen.get(branch.tag, 0)
                seen[branch.tag] = places[branch.tag_at] + 1
            label = f"{'past ' if branch.implied else ''}{branch.tag} of {member.key}"
            occurrence = places[branch.tag_at]
            yield Node("template branch", f"{pointer}#{number}", pointer, label, branch.tag, occurrence)
