"""A trace as a reader sees it: stretches of speech and of tools, and moments between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from ..trace.model import Event, Trace
from ..trace.redact import redact

PLATFORM = "platform"
"""Who speaks before there is a member, or after the last one."""

Lane = Literal["caller", "member", "tool"]


@dataclass(slots=True)
class Stretch:
    """Something that lasts: who speaks, or which tool is awaited. ``number`` is its event's place in the trace,
    ``note`` where speech comes from or what came of the tool, ``heard`` what was said before it was cut off.
    """

    number: int
    lane: Lane
    member: str
    start_ms: int
    end_ms: int
    text: str
    note: str = ""
    cut: bool = False
    heard: str | None = None
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happens at once: a hook, a handoff, the end."""

    number: int
    t_ms: int
    sort: Literal["hook", "handoff", "end", "rejected"]
    member: str
    text: str


@dataclass(slots=True)
class Call:
    """A whole call: its stretches and moments, its members in the order in which they come, and how long it is."""

    events: tuple[Event, ...]
    stretches: list[Stretch] = field(default_factory=list)
    moments: list[Moment] = field(default_factory=list)
    members: list[str] = field(default_factory=list)
    start_ms: int = 0
    end_ms: int = 0

    def total(self, lane: Lane) -> int:
        """How long a lane is taken, in milliseconds."""
        return sum(one.end_ms - one.start_ms for one in self.stretches if one.lane == lane)


def call_of(trace: Trace) -> Call:
    """What *trace* tells, secrets masked."""
    call = Call(tuple(event._replace(data=redact(event.data)) for event in trace.events))
    open_: dict[str, Stretch] = {}
    for number, event in enumerate(call.events):
        spoken = event.type == "speech.started" and event.data.get("role") != "user"
        member = event.member or (PLATFORM if spoken else "")
        if member and member not in call.members:
            call.members.append(member)
        _take(call, open_, number, event, member)
    times = [event.t_ms for event in call.events]
    call.start_ms, call.end_ms = min(times, default=0), max(times, default=0)
    for left in open_.values():
        left.end_ms = call.end_ms
    call.end_ms = max([call.end_ms, *(one.end_ms for one in call.stretches)])
    return call


def _take(call: Call, open_: dict[str, Stretch], number: int, event: Event, member: str) -> None:
    data: dict[str, Any] = event.data
    if event.type == "speech.started":
        by_user = data.get("role") == "user"
        note = "" if by_user else str(data.get("source", ""))
        lane: Lane = "caller" if by_user else "member"
        stretch = Stretch(number, lane, member, event.t_ms, event.t_ms, str(data.get("text", "")), note)
        open_[str(data.get("role"))] = stretch
        call.stretches.append(stretch)
    elif event.type == "speech.ended":
        ended = open_.pop(str(data.get("role")), None)
        if ended is not None:
            ended.end_ms, ended.cut = event.t_ms, "cut_at_ms" in data
            ended.heard = data.get("heard")
    elif event.type == "tool.started":
        stretch = Stretch(number, "tool", member, event.t_ms, event.t_ms, str(data.get("name", "")))
        open_[str(data.get("id"))] = stretch
        call.stretches.append(stretch)
    elif event.type == "tool.ended":
        tool = open_.pop(str(data.get("id")), None)
        if tool is not None:
            tool.end_ms, tool.note = event.t_ms, str(data.get("outcome", ""))
            tool.failed = data.get("outcome") != "success"
    elif event.type == "tool.rejected":
        open_.pop(str(data.get("id")), None)
        call.moments.append(Moment(number, event.t_ms, "rejected", member, f"{data.get('name')} is rejected"))
    elif event.type == "hook.fired":
        call.moments.append(Moment(number, event.t_ms, "hook", member, str(data.get("hook", ""))))
    elif event.type == "handoff":
        call.moments.append(Moment(number, event.t_ms, "handoff", member, str(data.get("to", ""))))
    elif event.type == "call.ended":
        call.moments.append(Moment(number, event.t_ms, "end", member, str(data.get("reason", ""))))
