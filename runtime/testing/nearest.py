"""Which event came nearest to an expectation that nothing satisfied, and what keeps it from doing so."""

from __future__ import annotations

from typing import NamedTuple

from ...compiler.plan.frozen import thaw
from ..trace.escape import json_text
from ..trace.heads import clock, seconds
from ..trace.text import event_line
from ..transcript.model import Expectation
from ..transcript.sheet import nearest as resembling
from .contrast import contrast, likeness, likest_line, satisfied
from .matching import EVENT_OF, in_time, is_candidate, matches, prompts
from .scene import Scene

_LONGEST = 300
_RIVALS = 200
_PROMPTS = 20
"""Events whose likeness is measured: the next ones."""


class Near(NamedTuple):
    """The nearest event's index (None: there is none of the sort) and a sentence about it."""

    event: int | None
    why: str


def nearest(entry: Expectation, scene: Scene, position: int) -> Near:
    """The event that misses the least: by its time, by its place in the order, else by what it holds."""
    after = range(position + 1, len(scene.events))
    same = [index for index in after if matches(entry, scene, index)]
    if same:
        index = min(same, key=lambda index: _distance(entry, scene, index))
        return Near(index, f"It happens at another time: {_when(entry, scene, index)}")
    before = [index for index in range(position + 1) if matches(entry, scene, index)]
    if before:
        index = before[-1]
        late = "" if in_time(entry, scene, index) else f", and at another time: {_when(entry, scene, index)}"
        return Near(index, f"It happened earlier, at {clock(scene.events[index].t_ms)}, before the last match{late}")
    armed = _armed(entry, scene) if entry.key == "hook" else None
    if armed is not None:
        return armed
    rivals = [index for index in after if is_candidate(entry, scene.events[index])]
    if not rivals:
        return Near(None, f"No {EVENT_OF[entry.key]} follows at all{_meant(entry, scene)}")
    wanted = _wanted(entry)[:_LONGEST]
    rivals = rivals[: _PROMPTS if entry.key == "prompt" else _RIVALS]
    index = max(
        rivals, key=lambda rival: (satisfied(entry, scene, rival), likeness(wanted, _held(entry, scene, rival)))
    )
    more = contrast(entry, scene, index)
    return Near(index, f"Nearest: {event_line(scene.events[index]).strip()[:_LONGEST]}{f'. {more}' if more else ''}")


def _meant(entry: Expectation, scene: Scene) -> str:
    """The armed timer that a hook's name resembles."""
    armed = dict.fromkeys(str(event.data["timer"]) for event in scene.events if event.type == "timer.armed")
    return resembling(str(entry.value), armed) if entry.key == "hook" else ""


def _armed(entry: Expectation, scene: Scene) -> Near | None:
    """The timer of a hook that never fires: what became of it."""
    found = [
        (index, event)
        for index, event in enumerate(scene.events)
        if event.type in ("timer.armed", "timer.cancelled") and event.data.get("timer") == entry.value
    ]
    if not found:
        return None
    index, event = found[-1]
    if event.type == "timer.cancelled":
        return Near(
            index, f"Its timer is taken back at {clock(event.t_ms)}: {event.data.get('why', 'the call goes on')}"
        )
    return Near(
        index, f"Its timer is armed at {clock(event.t_ms)}, due at {clock(int(event.data['due_ms']))}, and that is all"
    )


def _distance(entry: Expectation, scene: Scene, index: int) -> int:
    away = 0
    if entry.at_ms is not None:
        away += abs(scene.events[index].t_ms - entry.at_ms)
    if entry.silence_ms is not None:
        silence = scene.silences[index]
        away += 10**9 if silence is None else abs(silence - entry.silence_ms)
    return away


def _when(entry: Expectation, scene: Scene, index: int) -> str:
    when = clock(scene.events[index].t_ms)
    if entry.silence_ms is None:
        return when
    silence = scene.silences[index]
    return f"{when}, {'outside of any silence' if silence is None else f'{seconds(silence)} into the silence'}"


def _wanted(entry: Expectation) -> str:
    """What an event is looked through for."""
    value = thaw(entry.value)
    if isinstance(value, str):
        return value
    if entry.key == "says":
        return str(value.get("exact", value.get("matches")))
    if entry.key == "calls":
        return f"{value['name']} {json_text(value.get('arguments', ''))}"
    return json_text(value)


def _held(entry: Expectation, scene: Scene, index: int) -> str:
    data = scene.events[index].data
    if entry.key == "says":
        return str(data.get("text"))[: 2 * _LONGEST]
    if entry.key == "calls":
        return f"{data.get('name')} {json_text(data.get('arguments') or '')}"[: 2 * _LONGEST]
    if entry.key == "prompt":
        return likest_line(_wanted(entry), tuple(prompts(scene.requests[index])))
    held = scene.requests[index].get("messages") if entry.key == "sent" else data
    return json_text(held)[: 2 * _LONGEST]
