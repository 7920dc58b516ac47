"""Which nodes of a plan one call touched, told by its trace."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ...compiler.plan.model import Member, Plan, Tool
from ..errors import ScriptError
from ..play import run
from ..trace.model import Event, Trace
from ..transcript.model import Transcript
from ..voice import VoicePolicies, explain, member_plan
from .marks import mark, marks_of

HOOK_CALL = "hook-function-call"


def touched(plan: Plan, transcript: Transcript, trace: Trace) -> frozenset[str]:
    """The ids of the nodes (:func:`.nodes.nodes`) that *trace*, a run of *transcript* on *plan*, touched.

    The call is played once more with marks in the plan's texts, for a trace does not say which of them it quotes.
    """
    marked, ids = mark(plan)
    try:
        again = run(marked, transcript)
    except ScriptError as error:
        again = error.trace
    told = _Told(plan, trace)
    return frozenset((*told.nodes(), *marks_of(again.events, trace.events, ids)))


class _Told:
    """One trace beside its plan."""

    def __init__(self, plan: Plan, trace: Trace) -> None:
        self.plan = plan
        self.trace = trace
        self.places = {member.key: f"/members/{index}" for index, member in enumerate(plan.members)}
        self.members = {member.key: member for member in plan.members}
        self.calls: dict[str, tuple[str, Tool]] = {}
        self.fired = ""

    def nodes(self) -> Iterator[str]:
        events = self.trace.events
        for index, event in enumerate(events):
            member = self.members.get(event.member or "")
            if member is None:
                continue
            at = self.places[member.key]
            yield at
            if event.type == "hook.fired":
                self.fired = self.hook(at, member, event)
                yield self.fired
            elif event.type == "model.responded":
                self.note(at, member, event)
            elif event.type in ("tool.started", "tool.rejected"):
                yield from self.tool(at, member, event)
            elif event.type == "handoff":
                yield from self.handoff(event, member, _active(events[index + 1 :]))
            elif event.type == "speech.started" and event.data.get("role") == "assistant":
                yield from self.formatted(at, member, event)

    def hook(self, at: str, member: Member, event: Event) -> str:
        if event.data["on"] == "idle":
            return f"{at}/silence/idle"
        hooks = enumerate(member.hooks)
        place = next((place for place, hook in hooks if hook.index == event.data["index"]), event.data["index"])
        return f"{at}/hooks/{place}"

    def note(self, at: str, member: Member, event: Event) -> None:
        """Which tool each call of the model means: the first of that name."""
        for call in event.data.get("tools", ()):
            for index, tool in enumerate(member.tools):
                if tool.name == call["name"]:
                    self.calls[call["id"]] = (f"{at}/tools/{index}", tool)
                    break

    def tool(self, at: str, member: Member, event: Event) -> Iterator[str]:
        call = self.calls.get(event.data["id"])
        if event.data["id"] == HOOK_CALL:
            offered = list(_hook_tools(at, member, event.data["name"]))
            call = next(
                (one for one in offered if one[0].startswith(f"{self.fired}/")), offered[0] if offered else None
            )
        if call is None:
            return
        pointer, tool = call
        rejected = event.type == "tool.rejected"
        if not rejected:
            yield pointer
        if tool.rejection is not None:
            yield f"{pointer}/rejection#{'rejected' if rejected else 'accepted'}"

    def handoff(self, event: Event, member: Member, target: str | None) -> Iterator[str]:
        """The transition and the context plan: of those by this tool, the one that leads to who is active next."""
        name = event.data.get("tool")
        for number, edge in enumerate(self.plan.transitions):
            if (edge.source, edge.tool, edge.target) == (member.key, name, target):
                yield f"/transitions/{number}"
                for index, tool in enumerate(member.tools):
                    if tool.name == name and tool.type == "handoff":
                        yield f"{self.places[member.key]}/tools/{index}/destinations/{edge.index}/context"
                break

    def formatted(self, at: str, member: Member, event: Event) -> Iterator[str]:
        """The formatters that changed what was spoken."""
        chunk_plan = member.voice.chunk_plan
        plan = chunk_plan.get("formatPlan") if isinstance(chunk_plan, Mapping) else None
        if not isinstance(plan, Mapping) or "spoken" not in event.data:
            return
        policies = VoicePolicies.read(self.trace.header.policies)
        named = plan.get("formattersEnabled")
        keys = {key: index for index, key in enumerate(named)} if isinstance(named, tuple) else {}
        voice = member_plan(member, policies)
        replacement = -1
        for one in explain(event.data["text"], voice.format, self.year, policies, voice.other_language or None):
            replacement += one.name == "replacements"
            if one.before == one.after:
                continue
            if one.name == "replacements":
                yield f"{at}/voice/chunk_plan/formatPlan/replacements/{replacement}"
            elif one.key in keys:
                yield f"{at}/voice/chunk_plan/formatPlan/formattersEnabled/{keys[one.key]}"

    @property
    def year(self) -> int:
        started = next((event.data.get("startedAt") for event in self.trace.events if event.type == "call.started"), "")
        return int(str(started)[:4] or 2025)


def _hook_tools(at: str, member: Member, name: str) -> Iterator[tuple[str, Tool]]:
    for index, hook in enumerate(member.hooks):
        for place, action in enumerate(hook.actions):
            if action.type == "tool" and action.tool.name == name:
                yield f"{at}/hooks/{index}/actions/{place}/tool", action.tool


def _active(events: Iterable[Event]) -> str | None:
    """The member that the next event belongs to."""
    return next((event.member for event in events if event.member is not None), None)
