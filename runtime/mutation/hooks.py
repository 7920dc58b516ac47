"""Operators on hooks."""

from __future__ import annotations

from collections.abc import Iterator

from ...compiler.plan.model import AddMessage, CallTool, Hook, Plan, Say
from . import parts
from .edits import Path
from .mutant import Change
from .tools import tool_changes

COUNTED = "customer.speech.timeout"


def changes(plan: Plan) -> Iterator[Change]:
    """Of every hook of every member."""
    for place, member in enumerate(plan.members):
        for index, hook in enumerate(member.hooks):
            at: Path = ("members", place, "hooks", index)
            name = f"hook {hook.label} of {member.key}"
            yield parts.dropped(at[:-1], index, name, at)
            yield from parts.moved((*at, "delay_ms"), hook.delay_ms, f"the timeout of {name}", at)
            if hook.on == COUNTED:
                yield from _counts(at, hook, name)
            yield from _filters(at, hook, name)
            yield from _actions(plan, at, hook, name)


def _counts(at: Path, hook: Hook, name: str) -> Iterator[Change]:
    if hook.max_count != Hook.__dataclass_fields__["max_count"].default or hook.reset_on_user_speech:
        yield from parts.counted((*at, "max_count"), hook.max_count, f"triggerMaxCount of {name}", at)
    if hook.reset_on_user_speech and not _ends_the_call(hook):
        yield from parts.flipped((*at, "reset_on_user_speech"), True, f"the reset of {name} by speech", at)


def _ends_the_call(hook: Hook) -> bool:
    """Whether the hook fires but once: nobody can tell then whether its count starts again."""
    tools = (one.tool for one in hook.actions if isinstance(one, CallTool))
    return any(tool.type == "endCall" and tool.rejection is None for tool in tools)


def _filters(at: Path, hook: Hook, name: str) -> Iterator[Change]:
    for index, one in enumerate(hook.filters):
        yield parts.dropped((*at, "filters"), index, f"the filter on {one.key} of {name}", at)
        for place, value in enumerate(one.values):
            yield parts.dropped((*at, "filters", index, "values"), place, f"{value} of the filter of {name}", at)


def _actions(plan: Plan, at: Path, hook: Hook, name: str) -> Iterator[Change]:
    for index, action in enumerate(hook.actions):
        here: Path = (*at, "actions", index)
        if len(hook.actions) > 1:
            yield parts.dropped((*at, "actions"), index, f"action {index + 1} of {name}", at)
        if isinstance(action, Say):
            for number, text in enumerate(action.exact):
                which = f"text {number + 1} of {name}" if len(action.exact) > 1 else name
                yield from parts.text_change((*here, "exact", number), text, which, at)
            for number, message in enumerate(action.prompt):
                yield from parts.text_change((*here, "prompt", number, "content"), message.content, name, at)
        elif isinstance(action, AddMessage):
            yield from parts.text_change((*here, "message", "content"), action.message.content, name, at)
            asks = action.triggers_response
            yield from parts.flipped((*here, "triggers_response"), asks, f"triggerResponseEnabled of {name}", at)
        else:
            yield from tool_changes(plan, (*here, "tool"), action.tool, f"{action.tool.name} of {name}")
