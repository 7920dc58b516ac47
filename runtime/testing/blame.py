"""Which node of the plan an event comes from, and where that node is written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from ...compiler.diagnostics import Position, Span
from ...compiler.plan.model import Member, Plan, Template
from ..coverage.places import nearest, tag_line
from ..coverage.texts import texts
from ..trace import Event
from .golden import Difference

HEAD = re.compile(r"^ *(-?)(\d+):(\d\d)\.(\d{3}) \[(.*?)\] (\S+)(?: (.*))?$")
"""The line of an event in a golden file."""

_NAMED = re.compile(r"(\w+)=(\S+)")
_SAID = re.compile(r'"(?:[^"\\]|\\.)*"$')
_FIRST: dict[str, tuple[str, ...]] = {
    "hook.fired": ("hook",),
    "hook.suppressed": ("hook",),
    "timer.armed": ("timer",),
    "timer.cancelled": ("timer",),
    "tool.started": ("id", "name"),
    "tool.ended": ("id", "name"),
    "tool.rejected": ("id", "name"),
    "variable.set": ("name",),
    "speech.started": ("role", "source"),
    "call.ended": ("reason",),
}
"""What the first words behind an event's type are."""


class Site(NamedTuple):
    """A node in words, and its place: ``file`` relative to the plan's root, "" where the plan does not have it."""

    label: str
    file: str = ""
    line: int = 0

    def __str__(self) -> str:
        return f"{self.label} ({self.file}:{self.line})" if self.file else self.label

    def span(self, root: Path) -> Span:
        """The place, by absolute path."""
        at = Position(self.line, 1)
        return Span((root / self.file).as_posix(), at, at)


class Node(NamedTuple):
    """``pointer`` into the plan; "" where the plan has no such node."""

    label: str
    pointer: str = ""


def told(line: str) -> Event | None:
    """The event whose line in a golden file this is, as far as the line tells it; None for a line below one."""
    match = HEAD.match(line)
    if match is None:
        return None
    sign, minutes, seconds, rest, member, kind, words = match.groups()
    t_ms = int(f"{sign}1") * ((int(minutes) * 60 + int(seconds)) * 1000 + int(rest))
    data: dict[str, Any] = dict(zip(_FIRST.get(kind, ()), (words or "").split(), strict=False))
    data.update(_NAMED.findall(words or ""))
    said = _SAID.search(words or "") if kind == "speech.started" else None
    if said is not None:
        data["text"] = json.loads(said[0])
    return Event(t_ms, None if member == "-" else member, kind, data)


def sites(plan: Plan, root: Path, difference: Difference) -> tuple[Site, ...]:
    """What a run's trace and its golden file have where they part: the run's node, and the golden file's if that is
    another one.
    """
    found: dict[str, Site] = {}
    for lines in (difference.new, difference.old):
        site = _at(plan, root, lines)
        if site is not None:
            found.setdefault(site.label, site)
    return tuple(found.values())


def _at(plan: Plan, root: Path, lines: tuple[str, ...]) -> Site | None:
    """The node behind the last of *lines*, the first ones of a golden text."""
    events = [event for line in lines if (event := told(line)) is not None]
    if not events:
        return None
    return site(plan, root, events, len(events) - 1, "" if HEAD.match(lines[-1]) else lines[-1])


def site(plan: Plan, root: Path, events: Sequence[Event], index: int, line: str = "") -> Site | None:
    """Where event *index* of *events*, a run of *plan*, comes from; *line* is the one below it that matters.

    None for what the transcript alone decides.
    """
    event = events[index]
    place = next((number for number, member in enumerate(plan.members) if member.key == event.member), None)
    if place is None:
        return None
    member, at = plan.members[place], f"/members/{place}"
    node = next(_nodes(plan, member, at, events, index), None)
    if node is None:
        return None
    text = event.data.get("text") if event.type == "speech.started" else None
    pointer = _written_at(plan, node.pointer, text) if isinstance(text, str) else node.pointer
    origin = nearest(dict(plan.origins), pointer) if node.pointer else None
    if origin is None:
        return Site(node.label)
    number = origin.line
    if event.type == "model.requested":
        number = _prompt_line(member, (root / origin.file).as_posix(), number, line)
    return Site(node.label, origin.file, number)


def _nodes(plan: Plan, member: Member, at: str, events: Sequence[Event], index: int) -> Iterator[Node]:
    """The node of an event; the first one counts."""
    event = events[index]
    data, kind = event.data, event.type
    if kind.startswith("hook."):
        yield _hook(member, at, str(data.get("hook")))
    elif kind.startswith("timer."):
        yield _timer(plan, member, at, str(data.get("timer")))
    elif kind.startswith("tool."):
        yield _tool(member, at, str(data.get("name")))
    elif kind == "handoff":
        yield _tool(member, at, str(data.get("tool")))
    elif kind in ("model.requested", "model.responded"):
        yield Node(f"the prompt of {member.key}", f"{at}/prompt")
    elif kind == "speech.started" and data.get("role") == "assistant":
        yield from _speech(plan, member, at, events, index)
    elif kind == "speech.ended":
        begun = _last(events[:index], "speech.started", role=data.get("role"))
        if begun is not None and data.get("role") == "assistant":
            yield from _speech(plan, member, at, events, begun)
    elif kind == "variable.set" and data.get("source") == "config":
        yield Node(f"the variable {data.get('name')} of {member.key}", f"{at}/variables/{data.get('name')}")
    elif kind in ("variable.set", "message.added"):
        yield from _cause(plan, member, at, events, index)
    elif kind == "call.ended":
        yield from _ending(plan, member, at, events, index)


def _speech(plan: Plan, member: Member, at: str, events: Sequence[Event], index: int) -> Iterator[Node]:
    source = events[index].data.get("source")
    if source == "first-message":
        yield Node(f"the first message of {member.key}", f"{at}/opening/message")
    elif source == "idle":
        yield Node(f"the idle messages of {member.key}", f"{at}/silence/idle/messages")
    elif source in ("hook", "tool-message", "transfer"):
        if source != "hook":  # a tool may speak before it starts
            yield from _speaker(plan, member, at, str(events[index].data.get("text", "")))
        yield from _cause(plan, member, at, events, index)
    elif source == "model":
        yield Node(f"the voice of {member.key}", f"{at}/voice")


def _speaker(plan: Plan, member: Member, at: str, said: str) -> Iterator[Node]:
    """The member's tool that has these words."""
    found = _written_at(plan, f"{at}/tools", said)
    if found != f"{at}/tools":
        index = int(found.split("/")[4])
        yield Node(f"tool {member.tools[index].name} of {member.key}", f"{at}/tools/{index}")


def _cause(plan: Plan, member: Member, at: str, events: Sequence[Event], index: int) -> Iterator[Node]:
    """The hook or the tool that acted last, whichever the event's source names."""
    wanted = ("hook.fired",) if events[index].data.get("source") == "hook" else ("tool.started", "tool.ended")
    before = next((place for place in reversed(range(index)) if events[place].type in wanted), None)
    if before is not None:
        yield from _nodes(plan, member, at, events, before)


def _ending(plan: Plan, member: Member, at: str, events: Sequence[Event], index: int) -> Iterator[Node]:
    reason = events[index].data.get("reason")
    if reason == "silence-timed-out":
        yield _timer(plan, member, at, "silence-timeout")
    elif reason == "exceeded-max-duration":
        yield _timer(plan, member, at, "max-duration")
    elif reason == "assistant-ended-call":
        yield from _cause(plan, member, at, events, index)
    elif reason == "assistant-said-end-call-phrase":
        yield Node(f"the end-call phrases of {member.key}", f"{at}/ending/phrases")


def _hook(member: Member, at: str, label: str) -> Node:
    if label == "idle":
        return Node(f"the idle messages of {member.key}", f"{at}/silence/idle/timeout_ms")
    place = next((place for place, hook in enumerate(member.hooks) if hook.label == label), None)
    if place is None:
        return Node(f"hook {label}, which {member.key} does not have")
    return Node(f"hook {label} of {member.key}", f"{at}/hooks/{place}")


def _timer(plan: Plan, member: Member, at: str, label: str) -> Node:
    longest = [
        f"/members/{place}" for place, one in enumerate(plan.members) if one.max_duration_ms == plan.max_duration_ms
    ]
    settings = {
        "silence-timeout": Node(f"the silence timeout of {member.key}", f"{at}/silence/timeout_ms"),
        "max-duration": Node("the longest duration of the call", f"{next(iter(longest), at)}/max_duration_ms"),
        "keypad": Node(f"the keypad plan of {member.key}", f"{at}/settings/keypadInputPlan"),
    }
    return settings.get(label) or _hook(member, at, label)


def _tool(member: Member, at: str, name: str) -> Node:
    for index, tool in enumerate(member.tools):
        if tool.name == name:
            return Node(f"tool {name} of {member.key}", f"{at}/tools/{index}")
    for index, hook in enumerate(member.hooks):
        for place, action in enumerate(hook.actions):
            if action.type == "tool" and action.tool.name == name:
                return Node(f"tool {name} of hook {hook.label}", f"{at}/hooks/{index}/actions/{place}/tool")
    return Node(f"tool {name}, which {member.key} does not have")


def _last(events: Sequence[Event], kind: str, **data: Any) -> int | None:
    for place in reversed(range(len(events))):
        event = events[place]
        if event.type == kind and all(event.data.get(key) == value for key, value in data.items()):
            return place
    return None


def _written_at(plan: Plan, pointer: str, said: str) -> str:
    """The text of the node at *pointer* that *said* is rendered from: the likest one; else the node itself."""
    from difflib import SequenceMatcher

    best, likeness = pointer, 0.5
    for at, text in texts(plan) if pointer else ():
        if at.startswith(f"{pointer}/"):
            ratio = SequenceMatcher(None, text[:500], said[:500], autojunk=False).ratio()
            if ratio > likeness:
                best, likeness = at, ratio
    return best


def _prompt_line(member: Member, file: str, first: int, line: str) -> int:
    """The line of the source that *line* of a request is rendered from: the likest one of the prompt's template."""
    from difflib import SequenceMatcher

    text = line.strip().removeprefix("|").strip()
    if not text:
        return first
    best, likeness = "", 0.6
    matcher = SequenceMatcher(None, "", text, autojunk=False)
    for written in _written(message.content for message in member.prompt):
        matcher.set_seq1(written)
        if matcher.real_quick_ratio() > likeness and matcher.quick_ratio() > likeness and matcher.ratio() > likeness:
            best, likeness = written, matcher.ratio()
    return tag_line(file, first, best, 0) if best else first


def _written(templates: Iterator[Template | None]) -> Iterator[str]:
    for template in templates:
        for written in template.text.split("\n") if template is not None else ():
            if written.strip():
                yield written.strip()[:500]
