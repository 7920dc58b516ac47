"""Which of the changes parts two calls: those of the hook, the tool, the text or the limit that the first differing
event is about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ...compiler.changes.model import Change
from ...compiler.plan.model import Plan
from ..trace.model import Event

MOST = 3
"""Changes that are named at most."""

_ENDINGS = {
    "silence-timed-out": ("silence.timeout_ms",),
    "exceeded-max-duration": ("max_duration_ms",),
    "assistant-said-end-call-phrase": ("ending.phrases",),
}
_SOURCES = {
    "first-message": ("opening.",),
    "model": ("opening.", "prompt."),
    "idle": ("silence.idle",),
    "transfer": ("destinations.",),
}

Fits = Callable[[Change], bool]


def causes_of(
    events: tuple[Event | None, Event | None],
    shared: tuple[Event, ...],
    faults: tuple[str, str],
    after: Plan,
    changes: Iterable[Change],
) -> tuple[Change, ...]:
    """The changes that explain why calls part at *events*, best first; of *shared* they have the same."""
    names = {member.key: member.name for member in after.members}
    names.update({member.name: member.name for member in after.members})
    tests = [test for event in events if event is not None for test in _tests(event, shared)]
    tests += [_names_in(fault) for fault in faults if fault]
    members = {names.get(event.member or "", event.member) for event in events if event is not None}
    scored = []
    for number, change in enumerate(changes):
        score = 4 * sum(test(change) for test in tests)
        if score and members & set(change.members):
            score += 2
        if score:
            scored.append((-score, change.category in ("environment", "cosmetic"), number, change))
    if not scored:
        near = [
            change
            for change in changes
            if change.category == "behaviour" and (not change.members or members & set(change.members))
        ]
        return tuple(near[:MOST])
    scored.sort(key=lambda item: (item[1], item[0], item[2]))
    best, minor = scored[0][0], scored[0][1]
    return tuple(change for score, small, _, change in scored if score <= best / 2 and small == minor)[:MOST]


def _tests(event: Event, shared: tuple[Event, ...]) -> list[Fits]:
    data = event.data
    if event.type in ("hook.fired", "hook.suppressed"):
        return [_hook(str(data.get("hook")), str(data.get("on")))]
    if event.type.startswith("tool."):
        return [_tool(str(data.get("name")))]
    if event.type == "handoff":
        return [_tool(str(data.get("tool")))]
    if event.type == "variable.set":
        name = str(data.get("name"))
        return [lambda change: name in change.field.split(".")]
    if event.type == "call.ended":
        fields = _ENDINGS.get(str(data.get("reason")), ())
        return [_field(fields)] if fields else _around(shared)
    if event.type == "message.added":
        return [_adds_messages, *_around(shared)]
    if event.type == "speech.started":
        return _speech(event, shared)
    if event.type == "speech.ended":
        return [lambda change: "opening.interruptible" in change.field or "stopSpeakingPlan" in change.field]
    return []


def _adds_messages(change: Change) -> bool:
    return change.node.startswith("hook ") or change.field.startswith("messages.")


def _speech(event: Event, shared: tuple[Event, ...]) -> list[Fits]:
    source = str(event.data.get("source", ""))
    tests: list[Fits] = [_field(_SOURCES[source])] if source in _SOURCES else []
    if source in ("hook", "tool-message", "control"):
        tests += _around(shared)
    if source == "tool-message":
        tests.append(lambda change: change.field.startswith("messages"))
    said = str(event.data.get("text", ""))
    if said:
        tests.append(lambda change: said in _texts(change.before) or said in _texts(change.after))
    return tests


def _around(shared: tuple[Event, ...]) -> list[Fits]:
    """Tests about the last hook or tool of what both calls have."""
    for event in reversed(shared):
        if event.type == "hook.fired":
            return [_hook(str(event.data.get("hook")), str(event.data.get("on")))]
        if event.type == "tool.started":
            return [_tool(str(event.data.get("name")))]
    return []


def _hook(label: str, on: str) -> Fits:
    if label == "idle":
        return _field(("silence.idle",))
    begins = (f"hook {label} of", f"hook {label.partition('#')[0]}", f"hook {on}", "hooks of")
    return lambda change: change.node.startswith(begins)


def _tool(name: str) -> Fits:
    return lambda change: change.node.startswith((f"tool {name} of", f"tool {name}"))


def _field(begins: tuple[str, ...]) -> Fits:
    return lambda change: change.field.startswith(begins)


def _names_in(fault: str) -> Fits:
    """Changes of a node whose name a message quotes."""
    return lambda change: any(f"'{word}'" in fault for word in change.node.split(" of ")[0].split(" ")[1:])


def _texts(side: object) -> tuple[str, ...]:
    if isinstance(side, str):
        return (side,)
    return tuple(text for item in side for text in _texts(item)) if isinstance(side, tuple) else ()
