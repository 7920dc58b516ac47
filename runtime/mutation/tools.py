"""Operators on tools, on what is said around them, and on where they lead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from ...compiler.plan.frozen import FrozenDict
from ...compiler.plan.model import Context, Destination, Extraction, Plan, Template, Tool, ToolMessage
from . import parts
from .edits import Edit, Path
from .mutant import Change

OTHER_VALUE = "mutated"


def changes(plan: Plan) -> Iterator[Change]:
    """Of every tool of every member."""
    for place, member in enumerate(plan.members):
        for index, tool in enumerate(member.tools):
            at: Path = ("members", place, "tools", index)
            name = f"{tool.name} of {member.key}"
            yield parts.dropped(at[:-1], index, name, at)
            yield from tool_changes(plan, at, tool, name)


def tool_changes(plan: Plan, at: Path, tool: Tool, name: str) -> Iterator[Change]:
    """Of one tool, wherever it stands."""
    silent = [message for message in tool.messages or () if not message.content.text and not message.contents]
    for index, message in enumerate(tool.messages or ()):
        if len(silent) < len(tool.messages or ()):  # else dropping one leaves the tool as silent as it was
            like = [other for other in tool.messages or () if other.type == message.type]
            which = f"message {index + 1}, {message.type}," if len(like) > 1 else f"message {message.type}"
            yield from _message((*at, "messages"), index, message, f"the {which} of {name}", at)
    for index, parameter in enumerate(tool.static):
        what = f"the static parameter {parameter.key} of {name}"
        yield parts.dropped((*at, "static"), index, what, at)
        yield parts.replaced("value", (*at, "static", index, "value"), OTHER_VALUE, f"{what} has another value", at)
    if tool.server is not None and tool.type == "function" and not tool.is_async:
        yield from parts.moved((*at, "server", "timeout_ms"), tool.server.timeout_ms, f"the time limit of {name}", at)
        if tool.server.retry is not None:
            retry: Path = (*at, "server", "retry", "max_retries")
            yield from parts.counted(retry, tool.server.retry.max_retries, f"maxRetries of {name}", at)
    if tool.is_async:
        yield from parts.flipped((*at, "is_async"), True, f"async of {name}", at)
    yield from _rejection(at, tool.rejection, name)
    yield from _extraction((*at, "extraction"), tool.extraction, name, at)
    for index, destination in enumerate(tool.destinations):
        yield from _destination(plan, (*at, "destinations"), index, destination, f"{destination.label} by {name}", at)


def _message(at: Path, index: int, message: ToolMessage, name: str, node: Path) -> Iterator[Change]:
    here: Path = (*at, index)
    yield parts.dropped(at, index, name, node)
    if message.contents:
        for number, (_, text) in enumerate(message.contents):
            yield from parts.text_change((*here, "contents", number, 1), text, name, node)
    else:
        yield from parts.text_change((*here, "content"), message.content, name, node)
    if message.blocking:
        yield from parts.flipped((*here, "blocking"), True, f"blocking of {name}", node)
    if message.end_call_after_spoken:
        yield from parts.flipped((*here, "end_call_after_spoken"), True, f"endCallAfterSpoken of {name}", node)
    if message.timing_ms:
        yield from parts.moved((*here, "timing_ms"), message.timing_ms, name, node)
    for number, condition in enumerate(message.conditions):
        what = f"the condition {condition.param} {condition.operator} {condition.value} of {name}"
        yield parts.dropped((*here, "conditions"), number, what, node)
        other = "neq" if condition.operator == "eq" else "eq"
        place: Path = (*here, "conditions", number, "operator")
        yield parts.replaced("condition", place, other, f"{what} asks for {other}", node)


def _rejection(at: Path, plan: Any, name: str) -> Iterator[Change]:
    conditions = plan.get("conditions") if isinstance(plan, Mapping) else None
    if not isinstance(conditions, tuple) or not conditions:
        return
    here: Path = (*at, "rejection")
    yield parts.replaced("drop", here, None, f"the rejection plan of {name} is dropped", at)
    for index, condition in enumerate(conditions):
        if isinstance(condition, FrozenDict) and condition.get("type") == "regex":
            negated = condition.get("negate") is True
            what = f"condition {index + 1} of the rejection plan of {name} is turned round"
            other = FrozenDict({**condition, "negate": not negated})
            yield parts.replaced("condition", (*here, "conditions", index), other, what, at)


def _extraction(at: Path, plan: Extraction | None, name: str, node: Path) -> Iterator[Change]:
    if plan is None:
        return
    for index, (key, _) in enumerate(plan.aliases):
        yield parts.dropped((*at, "aliases"), index, f"the alias {key} of {name}", node)
    if plan.schema is not None:
        yield parts.replaced("drop", (*at, "schema"), None, f"the extraction schema of {name} is dropped", node)


def _destination(plan: Plan, at: Path, index: int, destination: Destination, name: str, node: Path) -> Iterator[Change]:
    here: Path = (*at, index)
    others = [member.key for member in plan.members if member.key != destination.member]
    if destination.member is not None and others:
        what = f"the destination {name} leads to {others[0]}"
        yield parts.replaced("destination", (*here, "member"), others[0], what, node)
    if destination.number is not None:
        what = f"the number {name} is another"
        yield Change("destination", (*here, "number"), what, Edit(here, _renumbered), node)
    if node[-2] == "tools" and destination.kind == "assistant" and destination.transfer_mode is None:
        yield from _context((*here, "context"), destination.context, name, node)
    yield from parts.text_change((*here, "message"), destination.message, f"the destination {name}", node)
    yield from _extraction((*here, "extraction"), destination.extraction, f"the destination {name}", node)
    for key in destination.variables:
        what = f"the variable {key} of the destination {name} has another value"
        yield parts.replaced("value", (*here, "variables", key), OTHER_VALUE, what, node)


def _renumbered(old: Destination) -> Destination:
    """Another number; where it is what the model calls the destination, the model knows the new one."""
    assert old.number is not None
    number = Template(f"{old.number.text}0", old.number.reads)
    return replace(old, number=number, label=number.text if old.label == old.number.text else old.label)


def _context(at: Path, context: Context, name: str, node: Path) -> Iterator[Change]:
    other = Context("none") if context.kind != "none" else Context("all")
    yield parts.replaced("context", at, other, f"the context plan of {name} is {other.kind}", node)
    if context.last is not None:
        fewer = max(context.last - 1, 0)
        yield parts.replaced("count", (*at, "last"), fewer, f"maxMessages of {name} is {fewer}", node)
