"""Which event came nearest to an expectation that nothing satisfied, and what keeps it from doing so."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import NamedTuple

from ...compiler.plan.frozen import thaw
from ..trace.escape import json_text
from ..trace.heads import clock, seconds
from ..trace.text import event_line
from ..transcript.model import Expectation
from .matching import EVENT_OF, in_time, is_candidate, matches, prompts
from .scene import Scene

_LONGEST = 300
_RIVALS = 200
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
    rivals = [index for index in after if is_candidate(entry, scene.events[index])]
    if not rivals:
        return Near(None, f"No {EVENT_OF[entry.key]} follows at all")
    wanted = json_text(thaw(entry.value))[:_LONGEST]
    index = _likest(wanted, [(index, _held(entry, scene, index)) for index in rivals[:_RIVALS]])
    return Near(index, f"Nearest: {event_line(scene.events[index]).strip()[:_LONGEST]}")


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


def _held(entry: Expectation, scene: Scene, index: int) -> str:
    data = scene.requests[index] if entry.key in ("prompt", "sent") else scene.events[index].data
    keys = {"says": ("text",), "prompt": ("system",), "sent": ("messages",), "calls": ("name", "arguments")}
    held = {key: data.get(key) for key in keys.get(entry.key, tuple(data))}
    if entry.key == "prompt" and len(prompts(data)) > 1:
        held = {"system": prompts(data)}
    return json_text(held)[: 2 * _LONGEST]


def _likest(wanted: str, rivals: list[tuple[int, str]]) -> int:
    matcher = SequenceMatcher(None, "", wanted, autojunk=False)
    best, likeness = rivals[0][0], -1.0
    for index, held in rivals:
        matcher.set_seq1(held)
        if matcher.real_quick_ratio() > likeness and matcher.quick_ratio() > likeness:
            ratio = matcher.ratio()
            if ratio > likeness:
                best, likeness = index, ratio
    return best
