"""What keeps the nearest event from satisfying an expectation, where its own line does not show it."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from ...compiler.plan.frozen import thaw
from ..trace.escape import json_text
from ..transcript.model import Expectation
from .matching import found_in, listed, prompts, same_message, subset, whole
from .scene import Scene

_LONGEST = 160
_SHORTEST = 3
_LINES = 400
"""Lines of a prompt, and characters of one, that are looked at."""


def contrast(entry: Expectation, scene: Scene, index: int) -> str:
    """A sentence, "" where there is nothing to add."""
    value = thaw(entry.value)
    if entry.key == "calls":
        return _arguments(value, scene.events[index].data)
    if entry.key == "prompt":
        line = likest_line(str(value), tuple(prompts(scene.requests[index])))
        return f"The prompt's likest line: {_cut(line)}" if line else ""
    if entry.key == "sent":
        return _sent(value, scene.requests[index])
    return ""


def likeness(wanted: str, held: str) -> float:
    """How much of *wanted* stands in *held*, in pieces of some length, whatever the case; between two that hold as
    much, the shorter one.
    """
    matcher = SequenceMatcher(None, held.lower(), wanted.lower(), autojunk=False)
    pieces = sum(block.size for block in matcher.get_matching_blocks() if block.size >= min(_SHORTEST, len(wanted)))
    return pieces / max(len(wanted), 1) + matcher.real_quick_ratio() / 100


@lru_cache(64)
def likest_line(wanted: str, texts: tuple[str, ...]) -> str:
    """The line of *texts* that has most of *wanted*, "" where none has any. Most requests have the same prompt."""
    lines = [line.strip()[:_LINES] for text in texts for line in text.split("\n")[:_LINES] if line.strip()]
    best = max(lines, key=lambda line: likeness(wanted[:_LINES], line), default="")
    return best if best and likeness(wanted[:_LINES], best) > 0.3 else ""


def _arguments(value: Mapping[str, Any], data: Mapping[str, Any]) -> str:
    if data.get("name") != value.get("name"):
        return ""
    parting = _parting(value.get("arguments", {}), data.get("arguments") or {}, ())
    return f"Of its arguments, {parting}" if parting else ""


def _parting(expected: Any, actual: Any, at: tuple[str, ...]) -> str:
    """The first place at which *actual* does not hold *expected*."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        for key, value in expected.items():
            if key not in actual:
                return f"{'.'.join((*at, key))} is not there"
            inner = _parting(value, actual[key], (*at, key))
            if inner:
                return inner
        return ""
    return "" if subset(expected, actual) else f"{'.'.join(at)} is {_cut(json_text(actual))}"


def satisfied(entry: Expectation, scene: Scene, index: int) -> int:
    """How many of the conditions on a request's messages hold; 0 for other expectations."""
    value = thaw(entry.value)
    if entry.key != "sent" or not isinstance(value, dict):
        return 0
    messages = scene.requests[index].get("messages", [])
    there = [found_in(item, messages) for item in listed(value.get("contains"))]
    away = [not found_in(item, messages) for item in listed(value.get("lacks"))]
    # what it holds tells which request is meant, what it lacks only whether it is right
    return sum(there) * (len(away) + 1) + sum(away)


def _sent(value: Any, request: Mapping[str, Any]) -> str:
    if isinstance(value, list):
        messages = whole(value, request)
        if len(messages) != len(value):
            return f"It has {len(messages)} messages, not {len(value)}"
        place = next(place for place, pair in enumerate(zip(value, messages, strict=True)) if not same_message(*pair))
        return f"Its message {place + 1} is {_cut(json_text(messages[place]))}"
    messages = request.get("messages", [])
    for item in listed(value.get("contains")):
        if not found_in(item, messages):
            return f"No message of it has {_cut(json_text(item))}"
    for item in listed(value.get("lacks")):
        if found_in(item, messages):
            return f"It has {_cut(json_text(item))}"
    return ""


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
