"""Operators on what a member says and how long it waits, and on the plan as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from ...compiler.plan.model import Member, Opening, Plan, Silence, Tool
from . import parts
from .edits import Edit, Path, constant
from .mutant import Change

SPEAKS_FIRST = "assistant-speaks-first"
WAITS = "assistant-waits-for-user"


def changes(plan: Plan) -> Iterator[Change]:
    """The longest call, the variables at the start, then every member."""
    longest: Path = ("max_duration_ms",)
    entry = [member.key for member in plan.members].index(plan.entry)
    written = max(
        (index for index, member in enumerate(plan.members) if member.max_duration_ms == plan.max_duration_ms),
        default=entry,
    )
    edit = Edit(longest, constant(plan.max_duration_ms + 60_000))
    at: Path = ("members", written, "max_duration_ms")
    yield Change("time", at, "the longest call lasts a minute longer", edit, longest)
    for name in plan.variables:
        place: Path = ("members", entry, "variables", name)
        set_it = Edit(("variables", name), constant("mutated"))
        yield Change("value", place, f"the variable {name} starts with another value", set_it, ("variables", name))
    for index, member in enumerate(plan.members):
        yield from _member(("members", index), member)


def _member(at: Path, member: Member) -> Iterator[Change]:
    yield from _opening((*at, "opening"), member.opening, member.key, at)
    for index, message in enumerate(member.prompt):
        number = f"message {index + 1} of the " if len(member.prompt) > 1 else "the "
        yield from parts.text_change(
            (*at, "prompt", index, "content"), message.content, f"{number}prompt of {member.key}", at
        )
    yield from _silence((*at, "silence"), member.silence, member.key, at)
    yield from _ending((*at, "ending"), member, at)


def _opening(at: Path, opening: Opening, member: str, node: Path) -> Iterator[Change]:
    speaks = opening.mode == SPEAKS_FIRST
    if speaks:
        yield from parts.text_change((*at, "message"), opening.message, f"the first message of {member}", node)
    other = WAITS if opening.mode != WAITS else SPEAKS_FIRST
    if not speaks or opening.message is not None:
        yield parts.replaced("mode", (*at, "mode"), other, f"firstMessageMode of {member} is {other}", node)
    if opening.interruptible and speaks:
        yield from parts.flipped((*at, "interruptible"), True, f"interrupting the first message of {member}", node)


def _silence(at: Path, silence: Silence, member: str, node: Path) -> Iterator[Change]:
    yield from parts.moved((*at, "timeout_ms"), silence.timeout_ms, f"the silence timeout of {member}", node)
    yield from parts.text_change((*at, "message"), silence.message, f"the silence message of {member}", node)
    idle = silence.idle
    if idle is None:
        return
    here: Path = (*at, "idle")
    name = f"the idle messages of {member}"
    yield from parts.moved((*here, "timeout_ms"), idle.timeout_ms, name, here)
    yield from parts.counted((*here, "max_count"), idle.max_count, f"the count of {name}", here)
    if idle.reset_on_user_speech:
        yield from parts.flipped((*here, "reset_on_user_speech"), True, f"the reset of {name} by speech", here)
    for index, text in enumerate(idle.messages):
        yield from parts.text_change((*here, "messages", index), text, f"idle message {index + 1} of {member}", here)


def _ending(at: Path, member: Member, node: Path) -> Iterator[Change]:
    if any(tool.type == "endCall" and not _says_goodbye(tool) for tool in _tools(member)):
        text = member.ending.message
        yield from parts.text_change((*at, "message"), text, f"the end-call message of {member.key}", node)
    for index, phrase in enumerate(member.ending.phrases):
        yield parts.dropped((*at, "phrases"), index, f"the end-call phrase {phrase.text!r} of {member.key}", node)


def _says_goodbye(tool: Tool) -> bool:
    """Whether the tool has words of its own, and the member's end-call message is never said."""
    return any(message.type == "request-start" for message in tool.messages or ())


def _tools(member: Member) -> Iterator[Tool]:
    yield from member.tools
    for hook in member.hooks:
        yield from (action.tool for action in hook.actions if action.type == "tool")
