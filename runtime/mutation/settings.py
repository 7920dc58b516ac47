"""Operators on turn-taking, the keypad and the voice: numbers, switches, formatters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...compiler.plan.model import Plan
from . import parts
from .edits import Path
from .mutant import Change

_PLANS = ("startSpeakingPlan", "stopSpeakingPlan", "keypadInputPlan")


def changes(plan: Plan) -> Iterator[Change]:
    """Of every member's plans for speaking, stopping and keys, then of its voice."""
    for place, member in enumerate(plan.members):
        node: Path = ("members", place)
        for name in _PLANS:
            yield from _leaves((*node, "settings", name), member.settings.get(name), name, member.key, node)
        format_plan = (
            member.voice.chunk_plan.get("formatPlan") if isinstance(member.voice.chunk_plan, Mapping) else None
        )
        if isinstance(format_plan, Mapping) and format_plan.get("enabled") is not False:
            yield from _formats((*node, "voice", "chunk_plan", "formatPlan"), format_plan, member.key, node)


def _leaves(at: Path, value: Any, name: str, member: str, node: Path) -> Iterator[Change]:
    """Every number and switch in *value*, and every character of a text of delimiters."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _leaves((*at, key), item, key, member, node)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _leaves((*at, index), item, name, member, node)
    elif isinstance(value, bool):
        yield from parts.flipped(at, value, f"{name} of {member}", node)
    elif isinstance(value, int | float):
        yield parts.replaced("time", at, value + 1, f"{name} of {member} changes from {value:g} to {value + 1:g}", node)
    elif name == "delimiters" and isinstance(value, str):
        yield parts.replaced("value", at, "*" if value != "*" else "#", f"{name} of {member} is another", node)


def _formats(at: Path, plan: Mapping[str, Any], member: str, node: Path) -> Iterator[Change]:
    for key, name in (("formattersEnabled", "formatter"), ("replacements", "replacement")):
        items = plan.get(key)
        for index, item in enumerate(items if isinstance(items, tuple) else ()):
            shown = item if isinstance(item, str) else index + 1
            yield parts.dropped((*at, key), index, f"the {name} {shown} of {member}", node)
